"""Under which names a street, town or district goes: the office's lists, forms and maps write it differently."""

import re
import unicodedata

_NUMBERING = re.compile(r"^[\d一二三四五六七八九十]+[、.．)）]?(?=\D)")
_ENDINGS = ("街道办事处", "街道办", "街道", "办事处", "地区", "镇", "乡", "区", "县", "市")


def plain_name(text: str) -> str:
    """A name for comparing: one width, no blanks, no numbering before it, 街道办事处 as 街道."""
    name = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    name = _NUMBERING.sub("", name)
    return re.sub("街道办事处$|街道办$", "街道", name)


def place_spellings(name: str) -> tuple[str, ...]:
    """The plain name, and the one without its ending (新港 for 新港街道); empty for no name."""
    full = plain_name(name)
    for ending in _ENDINGS:
        if full.endswith(ending) and len(full) > len(ending) + 1:
            return full, full.removesuffix(ending)
    return (full,) if full else ()
