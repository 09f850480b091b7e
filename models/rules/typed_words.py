"""What a person types to find an organization, word by word, and whether an organization holds it.

A word is found in a text that contains it, both folded. One with letters in it is also found in names of
organizations and people by pinyin; one of four digits and more also in telephone numbers, hyphens or not.
These are the rules; an index may only make them faster.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from models.rules.folding import SEPARATOR, fold, fold_with_places
from models.rules.pinyin import PinyinWord

#: No name is longer; a page pasted by mistake is nowhere.
LONGEST, MOST_WORDS = 500, 40
SHORTEST_PHONE = 4
Span = tuple[int, int]
_LETTER = re.compile(r"[a-z]")
_IN_PHONES = re.compile(r"[-()+.·]")
_LONGEST_PINYIN = 60
_NAMES = 3
_NOWHERE = "\x1e"  # folding leaves it out of every text


class TypedWord:
    """One folded word, ready to be looked for."""

    def __init__(self, word: str) -> None:
        self.text = word
        by_sound = len(word) <= _LONGEST_PINYIN and word.isalnum() and _LETTER.search(word)
        self.pinyin = PinyinWord(word) if by_sound else None
        digits = _IN_PHONES.sub("", word)
        self.digits = digits if digits.isascii() and digits.isdigit() and len(digits) >= SHORTEST_PHONE else ""

    def is_in_text(self, text: str) -> bool:
        """Whether a text contains it."""
        return self.text in fold(text)

    def is_in_name(self, name: str) -> bool:
        """Whether a name contains it, as written or by its sound."""
        folded = fold(name)
        return self.text in folded or (self.pinyin is not None and self.pinyin.is_in(folded))

    def span_in(self, text: str, *, by_sound: bool) -> tuple[int, int] | None:
        """Where it stands in a text as it is written: start and end; `by_sound` as in names."""
        folded, places = fold_with_places(text)
        start = folded.find(self.text)
        if start >= 0:
            return places[start], places[start + len(self.text) - 1] + 1
        span = self.pinyin.find(folded) if by_sound and self.pinyin is not None else None
        return (places[span[0]], places[span[1] - 1] + 1) if span else None

    def is_in_phone(self, phone: str) -> bool:
        """Whether one of the numbers in a phone field contains its digits."""
        return bool(self.digits) and any(self.digits in number for number in phone_numbers(phone))


def spans_in(text: str, words: Sequence[TypedWord], *, by_sound: bool) -> tuple[Span, ...]:
    """Where these words stand in a text as it is written, in order, those that touch joined."""
    found = (word.span_in(text, by_sound=by_sound) for word in words)
    joined: list[Span] = []
    for start, end in sorted(span for span in found if span is not None):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


@lru_cache(maxsize=64)
def typed_word(word: str) -> TypedWord:
    """The word, made ready once."""
    return TypedWord(word)


def typed_words(text: str) -> tuple[str, ...]:
    """The folded words that must all be found; one that is nowhere for a page pasted by mistake."""
    words = tuple(dict.fromkeys(fold(word) for word in text.split()))
    if len(words) > MOST_WORDS or any(len(word) > LONGEST for word in words):
        return (_NOWHERE,)
    return tuple(word for word in words if word)


def phone_numbers(phone: str) -> list[str]:
    """The digits of each number in a phone field."""
    return re.findall(r"[0-9]+", _IN_PHONES.sub("", fold(phone)))


def organization_holds(word: str, *texts: str | None) -> bool:
    """For SQL: name, head and contact, then texts without sound, the phone last."""
    typed = typed_word(word)
    *written, phone = texts
    names = fold(SEPARATOR.join([text or "" for text in written[:_NAMES]]))
    if typed.text in names or (typed.pinyin is not None and typed.pinyin.is_in(names)):
        return True
    if typed.text in fold(SEPARATOR.join([text for text in written[_NAMES:] if text])):
        return True
    return phone is not None and typed.is_in_phone(phone)


def name_holds(word: str, name: str | None) -> bool:
    """For SQL: whether a name holds the word."""
    return name is not None and typed_word(word).is_in_name(name)


def text_holds(word: str, text: str | None) -> bool:
    """For SQL: whether a text holds the word."""
    return text is not None and typed_word(word).is_in_text(text)


def phone_holds(word: str, phone: str | None) -> bool:
    """For SQL: whether a phone field holds the word."""
    return phone is not None and typed_word(word).is_in_phone(phone)
