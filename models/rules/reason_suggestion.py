"""Which reasons a note speaks of: by words that stand in a list, offline, and it says which word it was.

A word counts by its length; one that is said with 不 or 没 before it counts for nothing; one that stands there with
other characters among its own counts for less.
"""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from models.resources import RESOURCES
from models.rules.folding import fold

_MOST = 3
_LEAST_FUZZY, _BETWEEN = 4, 2
_NOT = ("不", "没", "没有", "不是", "并未")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A reason's code, the words of the note that speak for it, and how much (more is surer)."""

    code: str
    words: tuple[str, ...]
    weight: int


@cache
def suggestion_words() -> dict[str, tuple[str, ...]]:
    """The words by code, folded."""
    path = RESOURCES / "codes" / "reason_words.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: tuple(fold(word) for word in row["words"].split()) for row in csv.DictReader(file)}


def suggest_reasons(note: str, *, without: Collection[str] = ()) -> list[Suggestion]:
    """At most three reasons that a note speaks of, the surest first; none of the codes in `without`."""
    text = fold(note)
    found = []
    for code, words in suggestion_words().items():
        if code in without:
            continue
        weights = {word: weight for word in words if (weight := _weight(word, text))}
        said = tuple(word for word in weights if not any(word != other and word in other for other in weights))
        if said:
            found.append(Suggestion(code, said, sum(weights[word] for word in said)))
    found.sort(key=lambda suggestion: -suggestion.weight)
    return found[:_MOST]


def _weight(word: str, text: str) -> int:
    """Twice its length where it stands in the text, once where it nearly does."""
    at = text.find(word)
    while at >= 0:
        if not text[:at].endswith(_NOT) or word.startswith(_NOT):
            return 2 * len(word)
        at = text.find(word, at + 1)
    if len(word) >= _LEAST_FUZZY and _nearly(word, text):
        return len(word)
    return 0


def _nearly(word: str, text: str) -> bool:
    """All its characters stand there in order, with at most two others among them."""
    at = text.find(word[0])
    while at >= 0:
        window = iter(text[at : at + len(word) + _BETWEEN])
        if all(character in window for character in word) and not text[:at].endswith(_NOT):
            return True
        at = text.find(word[0], at + 1)
    return False
