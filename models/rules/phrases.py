"""Phrases of notes and how they are typed: by the initials of their sound (fzrwc for 负责人外出)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from models.resources import RESOURCES
from models.rules.folding import fold
from models.rules.pinyin import initials

#: The code list whose entries are saved and retired phrases.
PHRASE_LIST = "phrase"
SHORTEST_ABBREVIATION = 2
LONGEST_PHRASE = 60
_SHORTEST, _LONGEST_CLAUSE = 3, 24
_BREAKS = re.compile(r"[，。；！？,;!?\n]+")
_NUMBER = re.compile(r"\d{5}")  # telephone numbers and the like belong to one organization
#: Characters of notes whose usual sound is not the first of those that `initials` knows.
_USUAL = dict(zip("单长种重石提秘合红句混行系校其期区强万无召信折巷", "dzzzstmhhjhxxxqqqqwwzxzx", strict=True))
_CHARACTERS = re.compile(r"[\u4e00-\u9fff]")


class Source(IntEnum):
    """Where a phrase comes from, what a person saved first."""

    OWN = 0
    LEARNT = 1
    SHIPPED = 2


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase; `uses` counts the times it was typed. A retired one is not proposed."""

    text: str
    source: Source
    uses: int = 0
    retired: bool = False

    @property
    def abbreviation(self) -> str:
        """Its initials, of characters with several sounds the usual one."""
        return "".join(letters[0] for letters in _letters(self.text))


@cache
def shipped_phrases() -> tuple[str, ...]:
    """The phrases that ship with the program, in their order."""
    return tuple((RESOURCES / "codes" / "phrases.txt").read_text("utf-8").splitlines())


def find_phrases(phrases: Iterable[Phrase], typed: str, most: int = 9) -> list[Phrase]:
    """The phrases in use whose initials the letters are, then those whose initials begin with them; best first."""
    word = fold(typed)
    if len(word) < SHORTEST_ABBREVIATION:
        return []
    fitting = [
        (len(letters) > len(word), phrase.source, -phrase.uses, len(letters), place, phrase)
        for place, phrase in enumerate(phrases)
        if not phrase.retired and _begins(letters := _letters(phrase.text), word)
    ]
    return [found[-1] for found in sorted(fitting, key=lambda each: each[:-1])[:most]]


def is_whole(phrase: Phrase, typed: str) -> bool:
    """Whether the letters are all the initials of a phrase."""
    word, letters = fold(typed), _letters(phrase.text)
    return len(word) == len(letters) and _begins(letters, word)


def clauses(note: str) -> Iterator[str]:
    """The parts of a note that may be worth a phrase, and the whole of it; none with a number of somebody."""
    whole = " ".join(note.split())
    parts = [part.strip(" 。，；：、") for part in _BREAKS.split(note)]
    for part in dict.fromkeys([*parts, whole.rstrip("。，；")]):
        is_fit = _SHORTEST <= len(part) <= _LONGEST_CLAUSE and not _NUMBER.search(part)
        if is_fit and len(_CHARACTERS.findall(part)) >= _SHORTEST:
            yield part


def _begins(letters: list[str], word: str) -> bool:
    return len(word) <= len(letters) and all(one in several for one, several in zip(word, letters, strict=False))


def _letters(text: str) -> list[str]:
    """What each character that counts may be typed by: all initials of a character, a letter or digit itself."""
    found = [one if one.isascii() else _USUAL.get(one, "") + initials(one) for one in fold(text)]
    return [letters for letters in found if letters and letters.isalnum()]
