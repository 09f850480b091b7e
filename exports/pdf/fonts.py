"""The faces on paper: which one draws which character, how wide it is, and which characters none of them has.

A role (title, heading, body, plain) stands for a chain of faces. Digits and Latin letters of a body text come
from Noto Sans, because the digits of the Kai face look hand-written and have no common width.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Literal
from unicodedata import category

from reportlab.pdfbase.ttfonts import TTFont

from exports.pdf.embedding import SearchableFont

Role = Literal["title", "heading", "body", "plain"]

FOLDER = Path(__file__).parents[2] / "resources" / "fonts"
FILES = {
    "JianhuiSerifBold": "NotoSerifSC_700Bold.ttf",
    "JianhuiSansBold": "NotoSansSC_700Bold.ttf",
    "JianhuiSans": "NotoSansSC_400Regular.ttf",
    "JianhuiKai": "LXGWWenKai-Regular.ttf",
}
FIRST_FACE = "JianhuiSans"
_CHAINS: dict[Role, tuple[str, ...]] = {
    "title": ("JianhuiSerifBold", "JianhuiSansBold", "JianhuiKai", "JianhuiSans"),
    "heading": ("JianhuiSansBold", "JianhuiSans", "JianhuiKai", "JianhuiSerifBold"),
    "body": ("JianhuiKai", "JianhuiSans", "JianhuiSansBold", "JianhuiSerifBold"),
    "plain": ("JianhuiSans", "JianhuiKai", "JianhuiSansBold", "JianhuiSerifBold"),
}
#: Signs that the Kai face draws narrow or by hand: taken from the face of the figures, like all of ASCII.
_FIGURE_SIGNS = frozenset("“”‘’—×−±°")
#: Printers' sign for "a character is missing here".
MISSING = "〓"


@cache
def font(name: str) -> TTFont:
    """The loaded face; about 60 ms the first time."""
    return SearchableFont(name, str(FOLDER / FILES[name]))


class _Places(dict[str, tuple[str, float]]):
    """Character → (face that draws it, width in ems), filled as characters are met."""

    def __init__(self, role: Role) -> None:
        super().__init__()
        self._chain = _CHAINS[role]
        self._kai = self._chain[0] == "JianhuiKai"

    def __missing__(self, character: str) -> tuple[str, float]:
        chain = self._chain
        if self._kai and (character.isascii() or character in _FIGURE_SIGNS):
            chain = (FIRST_FACE, *chain)
        for name in chain:
            face = font(name).face
            if ord(character) in face.charToGlyph:
                place = name, face.charWidths.get(ord(character), face.defaultWidth) / 1000
                break
        else:
            place = "", 1.0
        self[character] = place
        return place


_PLACES: dict[Role, _Places] = {role: _Places(role) for role in _CHAINS}


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one face."""

    font: str
    text: str


def clean(text: str) -> str:
    """`text` without what cannot be printed: control characters, direction marks, variation selectors."""
    if text.isprintable() and not any("\ufe00" <= character <= "\ufe0f" for character in text):
        return text
    return "".join(_printable(character) for character in text)


def _printable(character: str) -> str:
    if character in "\n\r\t\u2028\u2029" or category(character) == "Zs":
        return "\u3000" if character == "\u3000" else " "
    if category(character) == "Cs":
        return MISSING
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return "" if selector or category(character) in ("Cc", "Cf") else character


@lru_cache(maxsize=50_000)
def runs(role: Role, text: str) -> tuple[Run, ...]:
    """`text` cut where the face changes; a character that no face has becomes 〓."""
    places = _PLACES[role]
    replaced = [character if places[character][0] else MISSING for character in clean(text)]
    return tuple(
        Run(name, "".join(part)) for name, part in groupby(replaced, key=lambda character: places[character][0])
    )


@lru_cache(maxsize=100_000)
def width(role: Role, text: str) -> float:
    """Width of `text` in ems: times the size it is the width in points."""
    places = _PLACES[role]
    return sum(places[character][1] for character in clean(text))


def missing_glyphs(texts: Iterable[str]) -> tuple[str, ...]:
    """The characters of `texts` that no face of ours has, each once, in order: ask before printing."""
    places = _PLACES["plain"]
    found = dict.fromkeys(character for text in texts for character in clean(text))
    return tuple(character for character in found if not places[character][0])


def texts_of(content: object) -> Iterable[str]:
    """Every text inside a frozen content object, at any depth."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, (tuple, list)):
        for part in content:
            yield from texts_of(part)
    elif is_dataclass(content):
        for field in fields(content):
            yield from texts_of(getattr(content, field.name))
