"""Folding: texts that a person takes for the same become the same characters.

Full and half width, upper and lower case, traditional, Hong Kong, Taiwan and Japanese forms of a character, accents,
blanks and invisible characters make no difference. Folding goes character by character, so that what was found in
folded text can be marked in the text as it is written. The table is resources/search/variants.txt.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache

from models.resources import RESOURCES

#: Stands between the parts of a joined text; folding keeps it, and nobody can type it.
SEPARATOR = "\x1f"
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})
_SAME = str.maketrans("•‧∙⋅・•․﹒‐‑‒–—―−﹣〔【［〕】］", "·······.--------(((" + ")))")


class _Folds(dict[int, str]):
    """What each character becomes, found out when it first occurs."""

    def __missing__(self, number: int) -> str:
        folded = _fold_character(chr(number))
        self[number] = folded
        return folded


_FOLDS = _Folds({ord(SEPARATOR): SEPARATOR})


def fold(text: str) -> str:
    """The text as it is compared: one spelling of everything, without blanks."""
    return text.translate(_FOLDS)


def fold_with_places(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the place in `text` that it came from."""
    parts = [_FOLDS[ord(character)] for character in text]
    return "".join(parts), [place for place, part in enumerate(parts) for _character in part]


def _fold_character(character: str) -> str:
    if character.isspace() or unicodedata.category(character) in _INVISIBLE:
        return ""
    plain = unicodedata.normalize("NFKC", character).casefold()
    plain = "".join(_without_accent(each) for each in plain).translate(_SAME)
    variants = _variants()
    folded = "".join(variants.get(each, each) for each in plain)
    if folded == character:
        return character
    return "".join(_fold_character(each) for each in folded)  # so that folding twice changes nothing


def _without_accent(character: str) -> str:
    parts = unicodedata.normalize("NFKD", character)
    if "LATIN" not in unicodedata.name(character, ""):
        return "" if unicodedata.combining(character) else character
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


@cache
def _variants() -> dict[str, str]:
    one, other = (RESOURCES / "search" / "variants.txt").read_text("utf-8").splitlines()
    return dict(zip(one, other, strict=True))
