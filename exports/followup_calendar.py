"""The due list as a calendar file (.ics, RFC 5545): all-day entries that phones and mail programs take.

An entry's UID is the follow-up's record id: a later file replaces what an earlier one brought. No telephone numbers.
"""

from collections.abc import Iterator
from datetime import timedelta, timezone
from pathlib import Path

from exports.phones import clear_text
from models.errors import FileProblem
from models.files import write_file
from models.language import _
from models.queries.followup_sheets import CalendarEntry, FollowupCalendar

_LONGEST = 75  # octets of a line, without its end
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_HOURS_AHEAD = 9  # an all-day entry rings at nine in the morning


def write_calendar(path: Path, calendar: FollowupCalendar) -> int:
    """Write the entries; their number. FileProblem says why it could not be written."""
    text = calendar_text(calendar).encode()

    def check(written: Path) -> None:
        if written.read_bytes() != text:
            raise FileProblem(_("写好的日历文件读出来不一样，没有放到原来的位置。"))

    write_file(path, lambda temporary: _put(temporary, text), check)
    return len(calendar.entries)


def calendar_text(calendar: FollowupCalendar) -> str:
    """The file: lines of at most 75 octets, ended by CR LF."""
    name = _("跟进 {who}").format(who=calendar.person or calendar.unit).strip()
    stamp = f"{calendar.made_at.astimezone(timezone.utc):%Y%m%dT%H%M%SZ}"  # noqa: UP017 - reads as what it is
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Jianhui Ledger//Followups//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    revision = int(calendar.made_at.timestamp()) // 60  # a later file replaces an earlier one
    for entry in calendar.entries:
        lines += _entry(entry, stamp, revision)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def escaped(text: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line end marked; other control characters left out."""
    marked = text.replace("\r\n", "\n").replace("\u2028", "\n").translate(_ESCAPES)
    return "".join(character for character in marked if character >= " " and character != "\x7f")


def folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets; a character is never cut, each further part begins with a blank."""
    part, used = "", 0
    for character in line:
        size = len(character.encode())
        if used + size > _LONGEST:
            yield part
            part, used = " ", 1
        part += character
        used += size
    yield part


def _entry(entry: CalendarEntry, stamp: str, revision: int) -> list[str]:
    summary = clear_text(f"{entry.organization}：{entry.task}")
    said = [
        _("责任人：{name}").format(name=entry.person) if entry.person else "",
        _("主因：{reason}").format(reason=entry.reason) if entry.reason else "",
        _("末次走访：{day}").format(day=entry.last_visit) if entry.last_visit else _("还没有走访过"),
    ]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}@followup.jianhui",
        f"DTSTAMP:{stamp}",
        f"SEQUENCE:{revision}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(summary)}",
        f"DESCRIPTION:{escaped(clear_text(chr(10).join(part for part in said if part)))}",
    ]
    if entry.place:
        lines.append(f"LOCATION:{escaped(clear_text(entry.place))}")
    return [
        *lines,
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(summary)}",
        f"TRIGGER:PT{_HOURS_AHEAD}H",
        "END:VALARM",
        "END:VEVENT",
    ]


def _put(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
