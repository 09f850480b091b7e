"""What the index holds of a text, and what it is asked for a word.

Tokens of a text are its characters and pairs of neighbouring characters; of letters and digits also three in a row;
of names also their initials, one, two and three in a row, and their syllables, with every reading; and the beginnings
of syllables that several characters or letters spell together. What a word asks for is a necessary condition, and
often a sufficient one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from models.rules.folding import SEPARATOR, fold
from models.rules.pinyin import beginnings, initials, readings, syllables
from models.rules.typed_words import phone_numbers, typed_word
from models.search.spelled import spelled_together

_LETTERS = re.compile(r"[0-9a-z]+")
_WORDS = re.compile(r"[a-z]{4,}")
_RUN = re.compile(r"[0-9a-z]+|[^0-9a-z]+")
_PHONE = "p"
#: Signs are no token characters for FTS5's ascii tokenizer: each is put into a private area.
_SIGNS = {number: 0xF000 + number for number in range(0x21, 0x7F) if not chr(number).isalnum()}
_GRAM = 3
_LONGEST_SYLLABLE = 6
#: More alternatives of one word cost more than they sort out; a shorter beginning of the word has fewer.
_MOST_ALTERNATIVES = 24
_MOST_WAYS = 64
_MOST_TOKENS = 24
_LONGEST_READ = 12
#: Letters that begin a syllable wherever they stand, and others unless they follow one of these.
_BEGINNERS = {
    **dict.fromkeys("bpmfdtlkjqxzcsw", ""),
    "g": "n",
    "n": "aeiouv",
    "y": "nl",
    "h": "zcs",
    "r": "e",
}
_LEAST_PIECE, _MOST_PIECES = 3, 5


@dataclass(frozen=True, slots=True)
class Texts:
    """The searched texts of one organization, as they are stored."""

    names: tuple[str, ...]  # its own first, then former names and people
    plain: tuple[str, ...]  # address, code, notes: its own, of its people, of its visits
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """FTS5 expressions: whoever fits `sure` holds the word, nobody else but those who fit `maybe` can; empty: none."""

    sure: str
    maybe: str = ""


def tokens_of(texts: Texts) -> str:
    """The tokens of an organization, blanks between them."""
    names = fold(SEPARATOR.join(texts.names))
    found: set[str] = set()
    for field in (names + SEPARATOR + fold(SEPARATOR.join(texts.plain))).translate(_SIGNS).split(SEPARATOR):
        found.update(field)
        found.update(map(add, field, field[1:]))
        for run in _LETTERS.findall(field):
            found.update([run[place : place + _GRAM] for place in range(len(run) - _GRAM + 1)])
        for run in _WORDS.findall(field):
            found.update(_syllables_in(run))
    for name in names.split(SEPARATOR):
        _add_sounds(found, name)
    for phone in texts.phones:
        for number in phone_numbers(phone):
            found.update(_PHONE + gram for gram in _grams(number))
    return " ".join(found)


@lru_cache(maxsize=64)  # one keystroke asks for the first rows, the ids and the sums
def asked_for(word: str) -> Asked:
    """What to ask the index for a folded word."""
    typed = typed_word(word)
    written = _all_of(_needed(word))
    if typed.pinyin is None:
        if len(word) <= 2 or (len(word) == _GRAM and _LETTERS.fullmatch(word)):  # noqa: PLR2004 - one token
            return Asked(written)
        phone = _all_of(_PHONE + gram for gram in _grams(typed.digits)) if typed.digits else ""
        return Asked("", _any_of((written, phone)))
    if not _LETTERS.fullmatch(word):  # signs between characters do not count for words with sounds: no pairs
        runs = _RUN.findall(word)
        heard = _each(_any_of(_put_together(_sounds(run))) if run.isascii() else _all_of(run) for run in runs)
        return Asked("", _any_of((heard, written)))
    if len(word) == 1:
        return Asked(written)
    if word in beginnings():
        return Asked(_any_of(_quoted(word, *beginnings()[word])))
    if len(word) <= _GRAM:
        return Asked(written, _any_of(_put_together(_sounds(word, frozenset((word,))))))
    return Asked("", _any_of(_put_together([*_sounds(word), frozenset(_quoted(*_needed(word)))])))


def _add_sounds(found: set[str], name: str) -> None:
    before, last = "", ""
    known = readings()
    characters = [character for character in name if character.isalnum()]
    found.update(spelled_together(characters))
    for character in characters:
        letters = initials(character)
        for letter in letters:
            found.add(letter)
            for one in last:
                pair = one + letter
                if pair.isdigit():  # digits belong together only as they are written
                    found.update([other + pair for other in before if not other.isdigit()])
                else:
                    found.add(pair)
                    found.update([other + pair for other in before])
        before, last = last, letters
        found.update(known.get(character, ()))


def _syllables_in(run: str) -> Iterator[str]:
    """The beginnings of syllables that are longer than a token of letters and stand in some letters."""
    for start in range(len(run) - _GRAM):
        for end in range(start + _GRAM + 1, min(start + _LONGEST_SYLLABLE, len(run)) + 1):
            if run[start:end] in beginnings():
                yield run[start:end]


def _needed(word: str) -> Iterator[str]:
    """What a text that contains the word has: its pairs, of letters and digits its threes."""
    text = word.translate(_SIGNS)
    if len(text) == 1:
        yield text
    for place in range(len(text) - 1):
        gram = text[place : place + _GRAM]
        if len(gram) == _GRAM and _LETTERS.fullmatch(gram):
            yield gram
        elif not (place and _LETTERS.fullmatch(text[place - 1 : place + 2])):
            yield text[place : place + 2]


def _grams(run: str) -> list[str]:
    if len(run) <= _GRAM:
        return [run]
    return [run[place : place + _GRAM] for place in range(len(run) - _GRAM + 1)]


def _sounds(run: str, sure: frozenset[str] = frozenset()) -> list[frozenset[str]]:
    """Expressions that must all fit, for each way to read some letters; none that need one of the `sure` tokens."""
    pieces = _pieces(run)
    if len(pieces) == 1:
        return _ways_of(run, "", sure)
    followers = [*(piece[0] for piece in pieces[1:]), ""]
    each = zip(pieces[:_MOST_PIECES], followers[:_MOST_PIECES], strict=True)
    return [frozenset(_any_of(_put_together(_ways_of(piece, follower))) for piece, follower in each)]


def _pieces(run: str) -> list[str]:
    """The letters cut before those that can only begin a syllable, so that each piece has few ways to read it."""
    places = [
        place
        for place in range(1, len(run))
        if run[place] in _BEGINNERS and run[place - 1] not in _BEGINNERS[run[place]]
    ]
    pieces, start = [], 0
    for place in places:
        if place - start >= _LEAST_PIECE and len(run) - place > 1:
            pieces.append(run[start:place])
            start = place
    return [*pieces, run[start:]]


def _ways_of(piece: str, follower: str, sure: frozenset[str] = frozenset()) -> list[frozenset[str]]:
    """The same of a piece; of a beginning of it where there are too many ways."""
    for end in range(min(len(piece), _LONGEST_READ), 0, -1):
        ways = _ways(piece[:end], follower if end == len(piece) else "")
        if ways is not None:
            return [
                frozenset(filter(None, (*_quoted(*needed), _any_of(_quoted(*endings)))))
                for needed, endings in ways
                if not needed & sure and not (endings and sure.issuperset(endings))
            ]
    return []


def _put_together(ways: Iterable[frozenset[str]]) -> list[str]:
    """Ways that differ in one part only become one: to look a token up takes most of the time."""
    left = dict.fromkeys(way for way in ways if way)
    found: list[str] = []
    while left:
        common = Counter(way - {part} for way in left for part in way)
        most, count = max(common.items(), key=lambda item: (item[1], sorted(item[0])))
        together = (
            [way for way in left if most < way and len(way) == len(most) + 1] if count > 1 else [next(iter(left))]
        )
        for way in together:
            del left[way]
        if len(together) == 1:
            found.append(_each(sorted(together[0])))
        else:
            found.append(_each([*sorted(most), _any_of(sorted(part for way in together for part in way - most))]))
    return found


_Way = tuple[frozenset[str], tuple[str, ...]]


def _ways(letters: str, follower: str) -> list[_Way] | None:
    """Each way to take the letters apart: what it needs, and what its last, incomplete syllable may be.

    With a follower, the letter that the next syllable begins with, all are complete. None where there are too many;
    a single letter has one.
    """
    found: set[_Way] = set()
    stack: list[tuple[int, str, tuple[str, ...]]] = [(0, "", ())]
    known, starts = syllables(), beginnings()
    while stack:
        if len(found) > _MOST_WAYS:
            return None
        place, sequence, whole = stack.pop()
        if place == len(letters):
            found.add((frozenset((*_grams(sequence + follower), *whole)), ()))
            continue
        rest = letters[place:]
        if rest[0] in "iuv":
            continue
        if not follower and len(rest) > 1 and rest in starts and rest not in known:
            found.add((frozenset((*_grams(sequence + rest[0]), *whole)), starts[rest]))
        for length in range(1, min(len(rest), _LONGEST_SYLLABLE) + 1):
            unit = rest[:length]
            # At the end zh, ch and sh are beginnings, said above: as a z, c or s they would let everyone in.
            if length == 1 or (unit in ("zh", "ch", "sh") and (follower or unit != rest)):
                stack.append((place + length, sequence + unit[0], whole))
            if unit in known:
                if not follower and place + length == len(letters) and len(starts[unit]) > 1:
                    found.add((frozenset((*_grams(sequence + unit[0]), *whole)), starts[unit]))
                else:
                    stack.append((place + length, sequence + unit[0], (*whole, unit)))
    weakest = _weakest(found)
    return weakest if len(weakest) <= _MOST_ALTERNATIVES else None


def _weakest(ways: set[_Way]) -> list[_Way]:
    """Without those that need all that another one needs, and more."""
    kept: list[_Way] = []
    for needed, endings in sorted(ways, key=lambda way: (len(way[0]), bool(way[1]), sorted(way[0]), way[1])):
        if not any(other <= needed and (not others or others == endings) for other, others in kept):
            kept.append((needed, endings))
    return kept


def _quoted(*tokens: str) -> list[str]:
    return [f'"{token}"' for token in tokens]


def _all_of(tokens: Iterable[str]) -> str:
    return _each(_quoted(*list(dict.fromkeys(tokens))[:_MOST_TOKENS]))


def _each(parts: Iterable[str]) -> str:
    present = [part for part in parts if part]
    return present[0] if len(present) == 1 else f"({' AND '.join(present)})" if present else ""


def _any_of(parts: Iterable[str]) -> str:
    present = list(dict.fromkeys(part for part in parts if part))
    return present[0] if len(present) == 1 else f"({' OR '.join(present)})" if present else ""
