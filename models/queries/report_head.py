"""What stands on every page of a print: number, week, as-of, and a check value over what is printed."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.figures import campaign
from models.queries.people_list import home_unit_name
from models.queries.report_content import ReportHead

_NUMBER = "report_number"
#: Stands in while the check value of a print is computed.
BLANK_HEAD = ReportHead("", "", datetime(1, 1, 1), "", date.min, date.min, "", "", "", "")  # noqa: DTZ001 - never shown


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week."""

    name: str  # 2024-W39
    monday: date

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)


def week_of(day: date) -> Week:
    """The week in which a day lies."""
    year, number, weekday = day.isocalendar()
    return Week(f"{year}-W{number:02d}", day - timedelta(days=weekday - 1))


def week_named(text: str) -> Week:
    """The week written as 2024-W39; InputProblem otherwise."""
    try:
        year, number = text.upper().split("-W")
        return week_of(date.fromisocalendar(int(year), int(number), 1))
    except ValueError:
        raise InputProblem(_("“{text}”不是周次，应写成 2024-W39。").format(text=text)) from None


def next_report_number(ledger: Ledger) -> int:
    """The number that the next print gets."""
    return int(ledger.setting(_NUMBER) or "0") + 1


def take_report_number(ledger: Ledger, number: int) -> None:
    """A print of this number leaves the program: nothing else gets it. A read-only ledger cannot remember that."""
    if not ledger.read_only and number >= next_report_number(ledger):
        ledger.put_setting(_NUMBER, str(number))


def report_head(
    ledger: Ledger, kind: str, week: Week, filter_text: str, content: object, *, number: int | None = None
) -> ReportHead:
    """The head of a print of `content`; `kind` is the letters before its number.

    The number counts up per ledger. Without one it is taken now; a preview names the next one, and
    `take_report_number` is called when the very same pages are printed or saved.
    """
    if number is None:
        number = next_report_number(ledger)
        take_report_number(ledger, number)
    now = datetime.fromtimestamp(ledger.surroundings.milliseconds() / 1000).astimezone()
    return ReportHead(
        unit=home_unit_name(ledger),
        campaign=campaign(ledger).name,
        as_of=now.replace(tzinfo=None),
        week=week.name,
        week_start=week.monday,
        week_end=week.sunday,
        filter_text=filter_text,
        made_by=ledger.author.name,
        report_id=f"{kind}-{now:%Y%m%d}-{number:04d}",
        check_value=hashlib.sha256(repr(content).encode()).hexdigest()[:8].upper(),
    )
