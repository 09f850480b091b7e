"""Characters as they are typed by their sound: initials, syllables, or both mixed, with every reading that counts.

Which character is read how is resources/search/readings.txt. ü is typed v, u or yu.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from models.resources import RESOURCES

_SIBILANTS = ("zh", "ch", "sh")


@cache
def readings() -> dict[str, tuple[str, ...]]:
    """The syllables of each character, without tones."""
    found: dict[str, list[str]] = {}
    for line in (RESOURCES / "search" / "readings.txt").read_text("utf-8").splitlines():
        syllable, _blank, characters = line.partition(" ")
        spelt = [syllable]
        if "v" in syllable:
            spelt += [syllable.replace("v", "u"), syllable.replace("v", "yu")]
        for character in characters:
            found.setdefault(character, []).extend(spelt)
    return {character: tuple(dict.fromkeys(spelt)) for character, spelt in found.items()}


@cache
def syllables() -> frozenset[str]:
    """Every syllable there is."""
    return frozenset(syllable for spelt in readings().values() for syllable in spelt)


@cache
def beginnings() -> dict[str, tuple[str, ...]]:
    """The syllables that begin with some letters."""
    found: dict[str, list[str]] = {}
    for syllable in sorted(syllables()):
        for end in range(1, len(syllable) + 1):
            found.setdefault(syllable[:end], []).append(syllable)
    return {letters: tuple(spelt) for letters, spelt in found.items()}


@lru_cache(maxsize=50_000)
def initials(character: str) -> str:
    """The letters that a character may be typed by; a letter or digit is its own, empty where there is none."""
    if character.isascii():
        return "" if character in "iuv" else character
    return "".join(dict.fromkeys(syllable[0] for syllable in readings().get(character, ())))


def units(character: str) -> frozenset[str]:
    """What a character may be typed as: itself, its initial (zh as z or zh), a whole syllable."""
    found = {character} if not (character.isascii() and character in "iuv") else set()
    for syllable in readings().get(character, ()):
        found |= {syllable, syllable[0]}
        if syllable.startswith(_SIBILANTS):
            found.add(syllable[:2])
    return frozenset(found)


class PinyinWord:
    """A typed word with letters in it, to be looked for in folded names.

    It is found where each part of it stands for one character after the other; signs between characters do not
    count, and the last syllable need not be complete. The places in the word that may have been reached are the
    bits of a number, so that one character costs a few operations.
    """

    def __init__(self, word: str) -> None:
        self.word = word
        self._steps: dict[str, tuple[int, tuple[tuple[int, int], ...]] | None] = {}

    def is_in(self, text: str) -> bool:
        """Whether it is found anywhere in a folded text."""
        steps = self._steps
        reached = 1
        for character in text:
            try:
                step = steps[character]
            except KeyError:
                step = self._learn(character)
            if step is None:
                if character.isalnum() or character < " ":
                    reached = 1
                continue
            ends, moves = step
            if reached & ends:
                return True
            following = 1
            for places, length in moves:
                following |= (reached & places) << length
            reached = following
        return False

    def find(self, text: str) -> tuple[int, int] | None:
        """Where it is found first in a folded text: start and end."""
        if not self.is_in(text):
            return None
        for start in range(len(text)):
            end = self._end_from(text, start)
            if end:
                return start, end
        return None

    def _end_from(self, text: str, start: int) -> int:
        """Where it ends if it begins with the character at `start`; 0 if it does not."""
        reached = 1
        for place in range(start, len(text)):
            character = text[place]
            step = self._steps.get(character)
            if step is None:
                if character.isalnum() or character < " " or place == start:
                    return 0
                continue
            ends, moves = step
            if reached & ends:
                return place + 1
            following = 0
            for places, length in moves:
                following |= (reached & places) << length
            if not following:
                return 0
            reached = following
        return 0

    def _learn(self, character: str) -> tuple[int, tuple[tuple[int, int], ...]] | None:
        step = self._step(character) if character.isalnum() else None
        self._steps[character] = step
        return step

    def _step(self, character: str) -> tuple[int, tuple[tuple[int, int], ...]] | None:
        """Where in the word it may be the last, and from where it leads how far; None if it occurs nowhere."""
        word, size = self.word, len(self.word)
        ends = 0
        moves: dict[int, int] = {}
        for unit in units(character):
            for place in _places(word, unit):
                if place + len(unit) == size:
                    ends |= 1 << place
                else:
                    moves[len(unit)] = moves.get(len(unit), 0) | 1 << place
        for syllable in readings().get(character, ()):
            for length in range(1, min(len(syllable), size) + 1):
                if word.endswith(syllable[:length]):
                    ends |= 1 << (size - length)
        if not ends and not moves:
            return None
        return ends, tuple((places, length) for length, places in moves.items())


def _places(word: str, unit: str) -> Iterator[int]:
    place = word.find(unit)
    while place >= 0:
        yield place
        place = word.find(unit, place + 1)
