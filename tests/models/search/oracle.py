"""What a search has to find, said a second time and slowly: text by text, character by character, by trying everything.

Only the two tables of resources/search are shared with the product.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_TABLES = Path(__file__).resolve().parents[3] / "resources" / "search"
_DASHES = "‐‑‒–—―−﹣－"
_DOTS = "•‧∙⋅・･·"


@dataclass(frozen=True)
class Record:
    """The texts of one organization."""

    names: tuple[str, ...]
    plain: tuple[str, ...]
    phones: tuple[str, ...]


@cache
def _variants() -> Mapping[str, str]:
    first, second, *_rest = (_TABLES / "variants.txt").read_text("utf-8").split("\n")
    return {first[place]: second[place] for place in range(len(first))}


@cache
def _readings() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in (_TABLES / "readings.txt").read_text("utf-8").split("\n"):
        if line:
            syllable, characters = line.split(" ")
            ways = {syllable} | (
                {syllable.replace("v", "u"), syllable.replace("v", "yu")} if "v" in syllable else set()
            )
            for character in characters:
                found.setdefault(character, set()).update(ways)
    return {character: frozenset(ways) for character, ways in found.items()}


@lru_cache(maxsize=200_000)
def plain(text: str) -> str:
    """One spelling."""
    said = []
    for character in text:
        if unicodedata.category(character)[0] in "CZ" or unicodedata.category(character) in ("Mn", "Me"):
            continue
        if character in _DASHES or character in _DOTS:
            said.append("-" if character in _DASHES else "·")
            continue
        for each in unicodedata.normalize(
            "NFKC", {"〔": "(", "〕": ")", "【": "(", "】": ")"}.get(character, character)
        ):
            lower = each.casefold()
            if "LATIN" in unicodedata.name(each, ""):
                lower = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
            if lower.strip() and not unicodedata.combining(lower[0]):
                said.append("".join(_variants().get(c, c) for c in lower))
    return "".join(said)


def _sounds(word: str, name: str) -> bool:
    heard = [character for character in name if character.isalnum()]
    return any(_goes_on(word, heard, start) for start in range(len(heard)))


def _goes_on(word: str, heard: list[str], place: int) -> bool:
    """Whether the rest of the word can be said from this character on."""
    if not word:
        return True
    if place >= len(heard):
        return False
    character = heard[place]
    ways = _readings().get(character, frozenset())
    if any(way.startswith(word) for way in ways):
        return True
    parts = set(ways) | {way[0] for way in ways} | {way[:2] for way in ways if way[1:2] == "h"}
    if character not in "iuv":
        parts.add(character)
    return any(word.startswith(part) and _goes_on(word[len(part) :], heard, place + 1) for part in parts)


def _numbers(phone: str) -> list[str]:
    digits = "".join(character for character in plain(phone) if character not in "-()+.·")
    return "".join(character if character in "0123456789" else " " for character in digits).split()


def holds(record: Record, word: str) -> bool:
    """Whether an organization holds one typed word."""
    typed = plain(word)
    if any(typed in plain(text) for text in (*record.names, *record.plain)):
        return True
    if typed.isalnum() and any("a" <= character <= "z" for character in typed):
        return any(_sounds(typed, plain(name)) for name in record.names)
    digits = "".join(character for character in typed if character not in "-()+.·")
    if len(digits) >= 4 and all(character in "0123456789" for character in digits):
        return any(digits in number for phone in record.phones for number in _numbers(phone))
    return False


def search(records: Mapping[int, Record], text: str) -> list[int]:
    """The ids of the organizations that hold every word, in order."""
    words: Iterable[str] = [word for word in text.split() if plain(word)]
    return sorted(record for record, texts in records.items() if all(holds(texts, word) for word in words))
