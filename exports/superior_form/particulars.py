"""Who fills a form in, and when: 填报单位, 填报日期, 填表人 with an empty place after the label."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from exports.superior_form.runs import Runs, edited, text_of
from models.language import N_

UNIT, DAY, PERSON = "unit", "day", "person"
#: What to call them.
PARTICULARS: Mapping[str, str] = {UNIT: N_("填报单位"), DAY: N_("填报日期"), PERSON: N_("填表人")}

_GAP = r"[^\S\n]*"
_BLANK = r"(?:[^\S\n]|[_＿])*"


def _spaced(words: str) -> str:
    """The words, each also with blanks between its characters (填 报 单 位)."""
    return "|".join(_GAP.join(word) for word in words.split())


_SEAL = rf"[（(]{_GAP}(?:单位|加盖)?(?:盖{_GAP}章|公{_GAP}章|签章|章){_GAP}[）)]"
_UNITS = _spaced("填报单位 填表单位 报送单位 上报单位")
_DAYS = _spaced("填报日期 填表日期 报送日期 上报日期 制表日期 填报时间 填表时间 报送时间 上报时间")
_PEOPLE = _spaced("填表人 填报人 制表人")
_LABEL = re.compile(
    r"(?<![^\s_＿（(、，,；;|｜])"
    rf"(?:(?P<unit>(?:{_UNITS})(?:{_GAP}{_SEAL})?)|(?P<day>{_DAYS})|(?P<person>{_PEOPLE}))"
    rf"{_GAP}(?P<colon>[:：])?"
)
_NAMED = re.compile(f"{_UNITS}|{_DAYS}|{_PEOPLE}")
#: Another label in the same cell, which nobody here fills: 审核人：, 联 系 电 话：, 负责人（签字）：.
_ANOTHER = re.compile(
    rf"(?:[^\s:：_＿\d]{{2,12}}|\S(?:{_GAP}\S){{1,7}}){_GAP}(?:[（(][^）)\n]{{1,8}}[）)])?{_GAP}[:：]"
)
_YEAR = rf"(?P<y>{_BLANK}(?:\d{{4}}|20)?{_BLANK})"
_IN_WORDS = re.compile(rf"{_YEAR}年(?P<m>{_BLANK}\d{{0,2}}{_BLANK})月(?:(?P<d>{_BLANK})日)?")
_IN_SIGNS = re.compile(rf"{_YEAR}(?P<sign>[-/.])(?P<m>{_BLANK})(?P=sign)(?P<d>{_BLANK})")
_LINE = re.compile(r"[_＿]+")
_LEAST_GAP = 2
_LONGEST = 600  # characters of a line of labels; what is longer is an explanation, and slow to look through


@dataclass(frozen=True, slots=True)
class EmptyPlace:
    """An empty place in a text: from `start` to `end`, after a label of `kind`. `ends_line`: nothing follows there."""

    kind: str
    start: int
    end: int
    ends_line: bool
    is_alone: bool  # nothing but the label stands in the text
    is_apart: bool  # from the label, by a colon or a blank
    shape: re.Match[str] | None = None  # 年 月 日 or - - with gaps


def empty_places(text: str) -> list[EmptyPlace]:
    """Where a text waits for one of PARTICULARS; where somebody wrote something already is left out."""
    found = []
    for label in _LABEL.finditer(text) if len(text) <= _LONGEST else ():
        kind = next(kind for kind in PARTICULARS if label[kind])
        place = _place_after(text, label, kind)
        if place is not None:
            found.append(place)
    return found


def may_wait(text: str) -> bool:
    """True for a text that is worth reading as the file has it: it names a particular, or is an empty day."""
    return _NAMED.search(text) is not None or blank_day(text) is not None


def is_blank(text: str) -> bool:
    """True for a cell that only has a line to write on, or nothing."""
    return re.fullmatch(rf"\s*{_BLANK}\s*", text) is not None


def blank_day(text: str) -> EmptyPlace | None:
    """A cell that holds nothing but an empty 年 月 日."""
    shape = _shape(text, 0) if len(text) <= _LONGEST else None
    if shape is None or text[shape.end() :].strip():
        return None
    return EmptyPlace(DAY, 0, shape.end(), ends_line=True, is_alone=False, is_apart=True, shape=shape)


def says_label(text: str) -> bool:
    """True for a text that is a label of its own, or a bracketed note: no answer to the label beside it."""
    return ":" in text or "：" in text or re.fullmatch(r"\s*[（(][^）)]*[）)]\s*", text) is not None


def filled_in(runs: Runs, places: list[EmptyPlace], said: Mapping[str, str], today: date) -> Runs | None:
    """The text with these places filled; None where none can be: nothing to say, or another year stands printed."""
    made = runs
    for place in sorted(places, key=lambda place: -place.start):
        if place.shape is not None:
            made = _with_day(made, place, place.shape, today)
        elif said.get(place.kind):
            old = text_of(made)[place.start : place.end]
            made = edited(made, place.start, place.end, _written(old, said[place.kind], place))
    return None if made == runs else made


def _place_after(text: str, label: re.Match[str], kind: str) -> EmptyPlace | None:
    start = label.end()
    shape = _shape(text, start) if kind == DAY else None
    blank = re.compile(_BLANK).match(text, start)
    end = shape.end() if shape else blank.end() if blank else start
    behind = text[end:]
    if kind in (UNIT, DAY):
        behind = re.sub(rf"^{_SEAL}", "", behind)
    is_line = shape is not None or _LINE.search(text, start, end) is not None
    if not label["colon"] and not is_line and behind.strip():
        return None
    if not _is_free(behind, gap=end - start):
        return None
    alone = not is_line and not text[: label.start()].strip() and not text[end:].strip()
    ends_line = not text[end:].partition("\n")[0].strip()
    return EmptyPlace(kind, start, end, ends_line, alone, bool(label["colon"]) or text[start - 1].isspace(), shape)


def _is_free(behind: str, *, gap: int) -> bool:
    """True if what stands behind a place is the next label, a closing bracket or nothing: the place is empty."""
    rest = behind.lstrip()
    if not rest or rest[0] in "）)":
        return True
    named = _LABEL.match(rest)
    if named is not None and (named["colon"] or re.match(r"[\s_＿]|$", rest[named.end() :])):
        return True
    another = _ANOTHER.match(rest)
    apart = gap + len(behind) - len(rest)
    return another is not None and apart >= _LEAST_GAP and not _NAMED.search(another[0])


def _shape(text: str, at: int) -> re.Match[str] | None:
    """An empty day that begins here."""
    return _IN_WORDS.match(text, at) or _IN_SIGNS.match(text, at)


def _written(blank: str, value: str, place: EmptyPlace) -> str:
    """The value in place of a blank: on its line, or in as much of its room as it takes."""
    line = _LINE.search(blank)
    if line is not None:
        before, after = blank[: line.start()], blank[len(blank.rstrip()) :]
    else:
        before, after = "", _without_width(blank, _width(value))
    if not place.is_apart and not before:
        before = " "
    if not place.ends_line and _width(after) < _LEAST_GAP:
        after = " " * _LEAST_GAP
    return before + value + after


def _with_day(runs: Runs, place: EmptyPlace, shape: re.Match[str], today: date) -> Runs:
    """The gaps of an empty day filled; nothing if another year or month is printed there."""
    numbers = {"y": today.year, "m": today.month, "d": today.day}
    gaps = {name: shape[name] for name in numbers if shape[name] is not None}
    printed = {name: re.sub(r"\D", "", gap) for name, gap in gaps.items()}
    if any(digits and digits != "20" and int(digits) != numbers[name] for name, digits in printed.items()):
        return runs
    made = runs
    for name in ("d", "m", "y"):
        if name in gaps:
            digits = f"{numbers[name]:02d}" if shape.re is _IN_SIGNS else str(numbers[name])
            apart = " " if name == "y" and not place.is_apart else ""
            made = edited(made, *shape.span(name), apart + digits)
    return made


def _without_width(blank: str, width: int) -> str:
    while blank and width > 0:
        width -= _width(blank[0])
        blank = blank[1:]
    return blank


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "FWA" else 1 for each in text)
