"""The calendar file, read back by a small parser of RFC 5545 that knows nothing of the writer."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from exports.followup_calendar import calendar_text, escaped, folded, write_calendar
from models.queries.followup_sheets import CalendarEntry, FollowupCalendar

NOW = datetime(2024, 9, 27, 10, 5, tzinfo=timezone.utc)  # noqa: UP017 - as in the writer


def entry(**values: str) -> CalendarEntry:
    said = {
        "uid": "ab" * 16,
        "organization": "阳光幼儿园",
        "task": "送材料",
        "place": "赤岗街道1号",
        "person": "张三",
        "reason": "B2 人少",
        "last_visit": "2024-09-12",
    } | values
    return CalendarEntry(day=date(2024, 10, 8), **said)


def calendar(*entries: CalendarEntry) -> FollowupCalendar:
    return FollowupCalendar("海珠区总工会", "", NOW, entries)


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def unescaped(value: str) -> str:
    found, rest = "", iter(value)
    for character in rest:
        found += {"n": "\n", "N": "\n"}.get(after := next(rest), after) if character == "\\" else character
    return found


def events(text: str) -> list[dict[str, str]]:
    """The properties of every VEVENT, those of its alarm apart."""
    found: list[dict[str, str]] = []
    within: list[str] = []
    for line in unfolded(text):
        name, _colon, value = line.partition(":")
        if name == "BEGIN":
            within.append(value)
            if value == "VEVENT":
                found.append({})
        elif name == "END":
            assert within.pop() == value
        elif within[-1] == "VEVENT":
            found[-1][name] = value
    assert not within
    return found


def test_an_entry_says_what_when_and_where(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    assert write_calendar(path, calendar(entry(), entry(uid="cd" * 16))) == 2
    text = path.read_bytes().decode()
    first, second = events(text)
    assert first["UID"] == "ab" * 16 + "@followup.jianhui"
    assert first["UID"] != second["UID"]
    assert (first["DTSTART;VALUE=DATE"], first["DTEND;VALUE=DATE"]) == ("20241008", "20241009")
    assert first["DTSTAMP"] == "20240927T100500Z"
    later = events(calendar_text(replace(calendar(entry()), made_at=NOW + timedelta(hours=1))))[0]
    assert later["UID"] == first["UID"]
    assert int(later["SEQUENCE"]) > int(first["SEQUENCE"])  # so that a calendar takes it for the newer one
    assert first["SUMMARY"] == "阳光幼儿园：送材料"
    assert unescaped(first["DESCRIPTION"]) == "责任人：张三\n主因：B2 人少\n末次走访：2024-09-12"
    assert first["LOCATION"] == "赤岗街道1号"
    lines = unfolded(text)
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert any(line.startswith("PRODID:") for line in lines)
    assert lines.count("TRIGGER:PT9H") == 2


def test_no_phone_leaves_in_it() -> None:
    text = calendar_text(calendar(entry(task="打 13812345678 或 020-84001234 约时间", place="1号 13987654321")))
    said = "".join(unfolded(text))
    assert not any(number in said for number in ("13812345678", "84001234", "13987654321"))
    assert "（电话略）" in said


@given(st.text(max_size=300))
def test_lines_are_short_and_come_back_whole(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}"
    parts = list(folded(line))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line


@given(st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), max_size=80))
def test_escaping_comes_back(text: str) -> None:
    marked = escaped(text + ";,\\\n:")
    assert "\n" not in marked
    assert unescaped(marked) == text + ";,\\\n:"


def test_an_empty_list_is_still_a_calendar(tmp_path: Path) -> None:
    assert write_calendar(tmp_path / "a.ics", calendar()) == 0
    assert events((tmp_path / "a.ics").read_bytes().decode()) == []
