"""Which beginnings of a syllable the characters of a name spell together: 西安 is found by xian, and by xia.

With these among its tokens a name that is found by one syllable has the token of that syllable, however it is read.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

from models.rules.pinyin import beginnings, initials, readings, units


def spelled_together(name: Sequence[str]) -> set[str]:
    """What two neighbouring characters and more spell of a syllable, mostly as far as it goes only.

    `name` are the letters of a folded name, without signs. Where the beginning of a syllable is found in it
    (PinyinWord), that is among these, or begins a syllable that is: one of these, or one of a character.
    """
    found: set[str] = set()
    begun: tuple[str, ...] = ()
    for character in name:
        spelt, begun = _next(begun, character)
        found.update(spelt)
    return found


@lru_cache(maxsize=50_000)
def _next(begun: tuple[str, ...], character: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What ends with a character, and what goes on after it; `begun` is what goes on after the one before."""
    known, followers = beginnings(), _followers()
    starts = [start for start in begun if not followers[start].isdisjoint(initials(character))]
    typed = units(character)
    syllables = readings().get(character, ())
    ends = typed.union(each[:length] for each in syllables for length in range(1, len(each)))
    found = {start + end for start in starts for end in ends}.intersection(known)
    longest = tuple(part for part in found if found.isdisjoint(each for each in known[part] if each != part))
    following = [start + unit for start in ("", *starts) for unit in typed]
    return longest, tuple(dict.fromkeys(each for each in following if each in followers))


@cache
def _followers() -> dict[str, frozenset[str]]:
    """The letters by which the next character may go on with the beginning of a syllable; only where there are any."""
    found: dict[str, set[str]] = {}
    for each in beginnings():
        if len(each) > 1 and each[-1] not in "iuv":
            found.setdefault(each[:-1], set()).add(each[-1])
    return {start: frozenset(letters) for start, letters in found.items()}
