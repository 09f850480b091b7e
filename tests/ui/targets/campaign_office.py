"""A small ledger whose every figure is known from plain Python, and a page over it, for the tests of three places."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from models.edits.eligibility import decide_eligibility
from models.edits.followups import assign_followup
from models.edits.unions import form_union
from models.edits.visits import record_visits
from models.inputs.forms import EligibilityInput, FollowupInput, UnionInput, VisitInput
from models.ledger.ledger import Changes, Ledger
from models.queries.organization_list import ListQuery, ids
from models.tables.record_kinds import FOLLOWUP
from tests.models.edits.desk import Desk, desk
from tests.ui.waiting import settle
from ui.jobs import JobRunner
from ui.page import Page
from ui.requests import Request, ShowList
from ui.session import LedgerSession

#: Friday before the National Day holidays of 2024; the targets of that year are ahead.
TODAY = date(2024, 9, 27)
STREETS = {"440105001": "赤岗街道", "440105002": "新港街道", "440105003": "昌岗街道"}


@dataclass
class Organization:
    """What was entered of an organization."""

    id: int
    name: str
    street: str | None
    eligible: str = "unknown"
    union: str = ""  # route
    since: date | None = None


@dataclass
class Office:
    """The ledger, and everything that was put into it."""

    desk: Desk
    organizations: list[Organization] = field(default_factory=list)

    @property
    def ledger(self) -> Ledger:
        return self.desk.ledger

    def add(
        self,
        name: str,
        *,
        street: str | None = "440105001",
        eligible: str = "unknown",
        union: str = "",
        since: date | None = None,
        **values: object,
    ) -> Organization:
        """A kindergarten, so a key organization; decided on, and covered, where asked for."""
        values = {"type": "service", "category": "kindergarten", "level": "county", "street": street} | values
        made = Organization(self.desk.add(name, **values), name, street, eligible, union, since)
        if eligible != "unknown":
            decision = EligibilityInput(decision=eligible, decided_on=date(2024, 1, 2))
            decide_eligibility(self.ledger, [made.id], decision)
        if union:
            founded = since or date(2024, 3, 1)
            form_union(self.ledger, [made.id], UnionInput(name=f"{name}工会", route=union, founded_on=founded))
        self.organizations.append(made)
        return made

    def promise(self, organization: Organization, task: str, due: date, cadre: bytes | None = None) -> int:
        """An open follow-up; its local id."""
        made = assign_followup(self.ledger, [organization.id], FollowupInput(task=task, due_on=due, cadre=cadre))
        return int(self.desk.one("SELECT id FROM followup WHERE uid=?", bytes.fromhex(made.made_id(FOLLOWUP)))[0])

    def visit(self, organization: Organization, day: date, mode: str = "1") -> Changes:
        """Somebody was there."""
        return record_visits(self.ledger, [organization.id], VisitInput(visited_on=day, result="2", mode=mode))

    def state_of(self, followup: int) -> tuple[str, str, str]:
        """State, due day and finishing day of a follow-up."""
        state, due, done = self.desk.one("SELECT state, due_on, done_on FROM followup WHERE id=?", followup)
        return str(state), str(due), str(done or "")

    def count(self, query: ListQuery) -> int:
        """How many organizations a list has."""
        return len(ids(self.ledger, query))

    def names(self, query: ListQuery) -> set[str]:
        """The organizations of a list."""
        found = set(ids(self.ledger, query))
        return {each.name for each in self.organizations if each.id in found}


def figures_of(organizations: Sequence[Organization]) -> dict[str, int]:
    """The sums, from what was entered."""
    eligible = [each for each in organizations if each.eligible == "yes"]
    return {
        "key": len(organizations),
        "eligible": len(eligible),
        "not_eligible": sum(each.eligible == "no" for each in organizations),
        "undecided": sum(each.eligible == "unknown" for each in organizations),
        "built": sum(bool(each.union) for each in eligible),
        "built_own": sum(each.union == "own" for each in eligible),
    }


@contextmanager
def office_in(folder: Path, *, today: date = TODAY) -> Iterator[Office]:
    with desk(folder, today=today) as made:
        yield Office(made)


def fill(office: Office) -> None:
    """20 key organizations in two streets and without one: 15 eligible, 10 of them covered, 2 not, 3 undecided."""
    monday = TODAY - timedelta(days=TODAY.weekday())
    for number in range(10):
        street = "440105001" if number < 7 else "440105002"
        since = monday - timedelta(days=10 + number) if number < 5 else date(2024, 2, 1)
        route = "own" if number % 3 == 0 else "joint"
        office.add(f"建会幼儿园{number}", street=street, eligible="yes", union=route, since=since)
    for number in range(5):
        street = "440105002" if number < 4 else None
        office.add(f"未建幼儿园{number}", street=street, eligible="yes")
    for number in range(2):
        office.add(f"暂不具备幼儿园{number}", eligible="no")
    for number in range(3):
        office.add(f"未认定幼儿园{number}")


class Bench:
    """One page in a window of its own; what it asks and says is kept."""

    def __init__(self, ledger: Ledger, make_page: Callable[[LedgerSession], Page]) -> None:
        self.runner = JobRunner()
        self.session = LedgerSession(ledger, self.runner)
        self.page = make_page(self.session)
        self.asked: list[Request] = []
        self.said: list[tuple[str, bool]] = []
        self.reads = 0
        self.page.asked.connect(self.asked.append)
        self.session.said.connect(lambda sentence, can_be_undone: self.said.append((sentence, can_be_undone)))
        self.runner.started.connect(self._count)
        self.page.resize(1286, 698)

    def show(self) -> None:
        """As the window does it."""
        self.page.show()
        self.page.activateWindow()
        QTest.qWaitForWindowActive(self.page)
        self.page.activate()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is read or written any more."""
        settle(lambda: self.runner.is_busy)

    def elsewhere(self, edit: Callable[[Ledger], Changes]) -> None:
        """An edit by another screen."""
        self.session.change(edit, initiator=QObject(self.session))
        self.settle()

    def last_list(self) -> ShowList:
        """The list that was asked for last."""
        request = self.asked[-1]
        assert isinstance(request, ShowList)
        return request

    def close(self) -> None:
        self.runner.shut_down()
        self.page.close()
        self.page.deleteLater()
        self.session.deleteLater()
        self.runner.deleteLater()

    def _count(self, _job: object) -> None:
        self.reads += 1


def button_with(parent: QWidget, words: str) -> QAbstractButton:
    """The one visible button whose text has these words."""
    found = [each for each in parent.findChildren(QAbstractButton) if words in each.text() and each.isVisible()]
    assert len(found) == 1, [each.text() for each in parent.findChildren(QAbstractButton)]
    return found[0]
