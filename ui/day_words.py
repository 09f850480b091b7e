"""Days as forms take and say them: what was typed, the day that it means, and the rule that moved it."""

from datetime import date, timedelta

from models.errors import InputProblem
from models.language import N_, _
from models.rules.dates import iso_date, parse_date
from models.rules.workdays import holiday_name, is_workday, last_known_year, next_workday
from ui.shared.line_field import Meaning

_WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))
_SATURDAY = 5


def weekday(day: date) -> str:
    """周四."""
    return _(_WEEKDAYS[day.weekday()])


def day_words(day: date, today: date) -> str:
    """10-10 周四; with the year where it is another one."""
    return f"{short_day(day, today)} {weekday(day)}"


def short_day(day: date, today: date) -> str:
    """10-10, or 2023-10-10."""
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()


def stored_day(text: str, today: date) -> str:
    """A stored day (2024-09-12) in few words: 09-12; empty where there is none."""
    day = iso_date(text)
    return short_day(day, today) if day else ""


def past_day(text: str, today: date) -> Meaning:
    """The meaning of a day on which something happened: today or before."""
    try:
        day = parse_date(text, today, future=False)
    except InputProblem:
        return Meaning(error=_("看不懂这个日期，可写 0、-1、18、0618。"))
    if day > today:
        return Meaning(error=_("这一天还没有到，请写今天或以前的日期。"))
    is_named = day.year == today.year and text.strip() == f"{day:%m%d}"
    return Meaning(weekday(day) if is_named else _said(text, day, today), day)


def any_day(text: str, today: date) -> Meaning:
    """The meaning of a day at which something ends; no workday is asked for."""
    try:
        day = parse_date(text, today, future=True)
    except InputProblem:
        return Meaning(error=_("看不懂这个日期，可写 +5、18、0618、下周三。"))
    return Meaning(_said(text, day, today), day)


def due_day(text: str, today: date) -> Meaning:
    """The meaning of a due day: from today on, and always a workday."""
    try:
        asked = parse_date(text, today, future=True)
    except InputProblem:
        return Meaning(error=_("看不懂这个日期，可写 +5、18、0618、下周三。"))
    if asked < today:
        return Meaning(error=_("这一天已经过了，请写今天或以后的日期。"))
    day = next_workday(asked)
    return Meaning(_said(text, day, today), day)


def workday_note(text: str, today: date) -> str:
    """Why a due day is the day it is, in words; empty where it is plain or not understood."""
    meaning = due_day(text, today)
    if not isinstance(meaning.value, date):
        return ""
    day = meaning.value
    notes: list[str] = []
    typed = text.strip()
    if typed.startswith(("+", "＋")) and typed[1:].isdigit():
        passed = _passed(today, day)
        count = _("+{n} 个工作日").format(n=int(typed[1:]))
        notes.append(f"{count}：{passed}" if passed else count)
    else:
        asked = parse_date(text, today, future=True)
        if asked != day:
            rest = holiday_name(asked) or weekday(asked)
            notes.append(
                _("{asked} {rest}休息，顺延到 {day}").format(asked=f"{asked:%m-%d}", rest=rest, day=f"{day:%m-%d}")
            )
        elif day.weekday() >= _SATURDAY:
            notes.append(_("{day}（{weekday}）调休上班").format(day=f"{day:%m-%d}", weekday=weekday(day)))
    if day.year > last_known_year():
        notes.append(_("{year} 年的调休安排还没有，按周一至周五算").format(year=day.year))
    return _("；").join(notes)


def _passed(first: date, last: date) -> str:
    """Holidays and worked week-ends between two days: 跳过国庆节 7 天，09-29（周日）调休上班已计入."""
    days = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
    holidays: dict[str, int] = {}
    for day in days:
        if name := holiday_name(day):
            holidays[name] = holidays.get(name, 0) + 1
    notes = [_("跳过{name} {n} 天").format(name=name, n=count) for name, count in holidays.items()]
    worked = [day for day in days if day.weekday() >= _SATURDAY and is_workday(day)]
    if worked:
        listed = _("、").join(f"{day:%m-%d}（{weekday(day)}）" for day in worked)
        notes.append(_("{days}调休上班已计入").format(days=listed))
    return _("，").join(notes)


def _said(text: str, day: date, today: date) -> str:
    return weekday(day) if day.isoformat() in text else day_words(day, today)
