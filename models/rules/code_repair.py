"""What a broken credit code may have been: candidates that prove, by how codes are damaged. Nothing is changed here.

Both check characters have to prove (GB 32100 for the whole, GB 11714 for the organization code inside; the latter is
wrong in three of a thousand real codes), the class has to be known and the province to exist. Damage that is looked
for: spreadsheets that keep fifteen digits of a number, letters that the alphabet has not (O I S Z V), one wrong,
missing or extra character, two changed places.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import product

from models.language import N_, _
from models.rules.code_reading import is_plausible_stem
from models.rules.credit_codes import clean_code, is_valid_code, organization_check, organization_part_is_valid

#: More than these help nobody. Of codes whose last digits were lost up to nine can be possible.
MOST_CANDIDATES = 9
_MOST_TYPED = 5

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1)
_INVERSES = tuple(pow(weight, -1, 31) for weight in _WEIGHTS)
_LENGTH, _STEM = 18, 8
_NOISE = re.compile(r"[^0-9A-Z]+")
_SCIENTIFIC = re.compile(r"([1-9])(?:\.([0-9]{1,17}))?E\+?17")
_WHOLE = re.compile(r"([0-9]{18})\.0+")
#: How a character that cannot stand in a code is read, first among digits (places 1 to 8), then anywhere.
_AMONG_DIGITS = {"O": "0", "D": "0", "Q": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "G": "6", "T": "7"}
_ANYWHERE = {"O": "0", "I": "1", "Z": "2", "S": "5", "V": "UYW"}
#: Characters that are easily taken for one another.
_ALIKE = frozenset(
    frozenset(pair) for pair in ("0D", "0Q", "1L", "1J", "17", "2Z", "38", "5S", "56", "6G", "8B", "UV", "MN", "XY")
)


class Damage(Enum):
    """What happened to a code, most certain first; the value says it in words."""

    NOISE = N_("代码前后夹有别的字符")
    LETTERS = N_("数字录成了字母 O、I、Z、S")
    BINARY = N_("表格软件按浮点数存，后几位有偏差")
    ZEROED = N_("表格软件把末三位变成了 0")
    ROUNDED = N_("表格软件四舍五入到 15 位")
    SWAPPED = N_("相邻两位颠倒")
    ALIKE = N_("一位录成了形近的字符")
    CHARACTER = N_("一位录错")
    MISSING = N_("少录一位")
    EXTRA = N_("多录一位")
    #: Nothing can be computed; only another row with the same name can help.
    LOST = N_("代码缺位太多，推算不出")

    @property
    def words(self) -> str:
        """The sentence for it."""
        return _(self.value)


@dataclass(frozen=True, slots=True)
class Repair:
    """One code that may be the right one, and what would have happened to it."""

    code: str
    damage: Damage


@lru_cache(maxsize=16_384)
def repairs(text: str, *, is_number: bool = False) -> tuple[Repair, ...]:
    """The codes that a broken one may have been, the most certain damage first; empty for one that is valid.

    One that stood in a numeric cell (`is_number`) has lost its last digits even where it happens to prove.
    """
    code = clean_code(text)
    if is_number and is_valid_code(code):
        return _first(_from_number(code), MOST_CANDIDATES)
    if is_valid_code(code):
        return ()
    whole = _WHOLE.fullmatch(code)
    if whole:
        code = whole[1]
    written = _SCIENTIFIC.fullmatch(code)
    if written:
        return _first(_from_number(_spelled(written)), MOST_CANDIDATES)
    code = _NOISE.sub("", code)
    found = list(_inside(code)) or list(_with_digits_for_letters(code))
    if not found and len(code) == _LENGTH and code.isdigit():
        found = list(_from_number(code))
    if found and found[0].damage is not Damage.BINARY:
        return _first(found, MOST_CANDIDATES)
    return _first([*found, *_mistyped(code)] or _with_its_check(code), _MOST_TYPED)


def known_stem(text: str) -> str:
    """The first eight digits of a broken code that its damage leaves readable; empty where there are none."""
    code = clean_code(text)
    written = _SCIENTIFIC.fullmatch(code)
    if written:
        digits = written[1] + (written[2] or "")
        code = digits[:-1] if len(digits) > _STEM else ""  # the last one may be rounded
    stem = _NOISE.sub("", code)[:_STEM]
    return stem if len(stem) == _STEM and stem.isdigit() and is_plausible_stem(stem) else ""


def _spelled(written: "re.Match[str]") -> str:
    """The number of a scientific notation in full; empty where digits are missing."""
    digits = written[1] + (written[2] or "")
    return digits.ljust(_LENGTH, "0") if len(digits) >= 13 else ""  # noqa: PLR2004 - trailing zeros are not written


def _first(found: Iterable[Repair], most: int) -> tuple[Repair, ...]:
    """Each code once, for the most certain damage."""
    order = list(Damage)
    best: dict[str, Repair] = {}
    for repair in sorted(found, key=lambda repair: order.index(repair.damage)):
        best.setdefault(repair.code, repair)
    return tuple(best.values())[:most]


def _proves(code: str) -> bool:
    """Cheapest questions first: a list may have a hundred thousand broken codes."""
    return (
        len(code) == _LENGTH
        and code[:_STEM].isdigit()
        and _VALUE.keys() >= set(code[_STEM:])
        and organization_part_is_valid(code)
        and is_plausible_stem(code[:_STEM])
        and sum([_VALUE[character] * weight for character, weight in zip(code, _WEIGHTS, strict=True)]) % 31 == 0
    )


def _inside(code: str) -> Iterator[Repair]:
    """A whole code with something before or behind it."""
    for start in range(len(code) - _LENGTH + 1):
        part = code[start : start + _LENGTH]
        if _proves(part):
            yield Repair(part, Damage.NOISE)


def _with_digits_for_letters(code: str) -> Iterator[Repair]:
    """Letters read as the digits that they look like."""
    if len(code) != _LENGTH:
        return
    options = []
    for place, character in enumerate(code):
        if place < _STEM and not character.isdigit():
            options.append(_AMONG_DIGITS.get(character, ""))
        else:
            options.append(_ANYWHERE.get(character, character))
    if all(options) and sum(len(option) > 1 for option in options) <= 2:  # noqa: PLR2004 - nine combinations
        for characters in product(*options):
            candidate = "".join(characters)
            if candidate != code and _proves(candidate):
                yield Repair(candidate, Damage.LETTERS)


def _from_number(digits: str) -> Iterator[Repair]:
    """Codes of digits only that a spreadsheet has kept as a number."""
    if len(digits) != _LENGTH:
        return
    if digits.endswith("000"):
        yield from _last_three(digits[:15], range(10), Damage.ZEROED)
        yield from _last_three(str(int(digits[:15]) - 1), range(4, 10), Damage.ROUNDED)
        return
    number = int(float(digits))
    if number >= 10 ** (_LENGTH - 1) and int(digits) in {number, int(Decimal(repr(float(number))))}:
        step = 64 if number < 1 << 59 else 128  # how far apart floating point numbers of this size are
        for near in map(str, range(number - step // 2, number + step // 2 + 1)):
            if near != digits and near[16] == organization_check(near[8:16]) and _proves(near):
                yield Repair(near, Damage.BINARY)


def _last_three(known: str, sixteenth: Iterable[int], damage: Damage) -> Iterator[Repair]:
    """The sixteenth digit is free, the two check characters follow from it."""
    if not is_plausible_stem(known[:_STEM]):
        return
    for digit in sixteenth:
        body = f"{known[_STEM:]}{digit}"
        stem = known[:_STEM] + body + organization_check(body)
        if stem.isdigit():
            check = -sum(int(character) * weight for character, weight in zip(stem, _WEIGHTS, strict=False)) % 31
            if check < 10:  # noqa: PLR2004 - a digit, or it would have been no number
                yield Repair(f"{stem}{check}", damage)


def _mistyped(code: str) -> Iterator[Repair]:
    if len(code) == _LENGTH:
        yield from _swapped(code)
        yield from _one_wrong(code)
    elif len(code) == _LENGTH - 1 and set(code) <= _VALUE.keys():
        yield from _one_missing(code)
    elif len(code) == _LENGTH + 1:
        for place in range(_LENGTH + 1):
            candidate = code[:place] + code[place + 1 :]
            if _proves(candidate):
                yield Repair(candidate, Damage.EXTRA)


def _swapped(code: str) -> Iterator[Repair]:
    for place in range(_LENGTH - 1):
        first, second = code[place], code[place + 1]
        if first != second:
            candidate = code[:place] + second + first + code[place + 2 :]
            if _proves(candidate):
                yield Repair(candidate, Damage.SWAPPED)


def _one_wrong(code: str) -> Iterator[Repair]:
    """At every place exactly one character lets the sum come out; the other check and the class then decide."""
    strange = [place for place, character in enumerate(code) if character not in _VALUE]
    if len(strange) > 1:
        return
    values = [_VALUE.get(character, 0) for character in code]
    total = sum(value * weight for value, weight in zip(values, _WEIGHTS, strict=True))
    for place in strange or range(_LENGTH):
        right = _ALPHABET[(values[place] - total * _INVERSES[place]) % 31]
        candidate = code[:place] + right + code[place + 1 :]
        if (place >= _STEM or right.isdigit()) and _proves(candidate):
            is_alike = frozenset((right, code[place])) in _ALIKE
            yield Repair(candidate, Damage.ALIKE if is_alike else Damage.CHARACTER)


def _with_its_check(code: str) -> list[Repair]:
    """The code with the last character that belongs to it: the way out where the inner code does not prove."""
    if len(code) != _LENGTH or not _VALUE.keys() >= set(code) or not is_plausible_stem(code[:_STEM]):
        return []
    total = sum([_VALUE[character] * weight for character, weight in zip(code[:-1], _WEIGHTS[:-1], strict=True)])
    return [Repair(code[:-1] + _ALPHABET[-total % 31], Damage.CHARACTER)]


def _one_missing(code: str) -> Iterator[Repair]:
    """The same with a gap at every place: what stands behind it moves on."""
    values = [_VALUE[character] for character in code]
    total = sum(value * weight for value, weight in zip(values, _WEIGHTS[1:], strict=True))
    for place in range(_LENGTH):
        right = _ALPHABET[-total * _INVERSES[place] % 31]
        candidate = code[:place] + right + code[place:]
        if (place >= _STEM or right.isdigit()) and _proves(candidate):
            yield Repair(candidate, Damage.MISSING)
        if place < len(values):
            total += values[place] * (_WEIGHTS[place] - _WEIGHTS[place + 1])
