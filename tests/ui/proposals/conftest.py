"""A small ledger with something to propose, and the panel over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization
from models.ledger.ledger import Ledger
from tests.models.edits.desk import HAIZHU, code_of, without_waiting_for_the_disk
from tests.ui.waiting import settle
from ui.jobs import JobRunner
from ui.proposals.panel import ProposalsPanel
from ui.session import LedgerSession

GARDENS = 5
BROKEN = code_of("52", HAIZHU, 50).replace("0", "O")
REPAIRED = code_of("52", HAIZHU, 50)
ZEROED = "515309025577792000"


class Somebody:
    """A person at the panel: what he sees, and waiting until the lanes are quiet."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.window = QWidget()
        self.runner = JobRunner(self.window)
        self.session = LedgerSession(ledger, self.runner, self.window)
        self.said: list[tuple[str, bool]] = []
        self.session.said.connect(lambda sentence, undo: self.said.append((sentence, undo)))
        self.panel = ProposalsPanel(self.session)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        self.window.resize(1286, 700)
        self.window.show()
        self.window.activateWindow()
        self.settle()

    def settle(self) -> None:
        """Until nothing is read or written any more and everything is painted."""
        settle(lambda: self.runner.is_busy or self.panel.pane._cache._soon.isActive())

    def show(self, field: str, group: int = 0) -> None:
        """Go to a group of a field."""
        self.panel.show_field(field)
        self.panel.groups.go_to_row(group)
        self.settle()

    def groups(self) -> list[str]:
        """The words of the groups that are listed."""
        model = self.panel.groups.model()
        return [model.source.summary(row) for row in range(model.rowCount())]

    def value(self, name: str, field: str) -> object:
        """What stands in a field of the organization of that name."""
        with self.ledger.reading() as db:
            return db.execute(f"SELECT {field} FROM organization WHERE name=?", (name,)).fetchone()[0]

    def close(self) -> None:
        self.runner.shut_down()
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


@pytest.fixture
def empty_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    without_waiting_for_the_disk(monkeypatch)
    with create_ledger(tmp_path / "台账.jhtz", unit="海珠区总工会", person="张三", division=HAIZHU) as made:
        yield made


@pytest.fixture
def ledger(empty_ledger: Ledger) -> Ledger:
    """Five kindergartens, one broken code that is clear, one that is not, one street."""
    for number in range(GARDENS):
        add_organization(empty_ledger, {"name": f"启明{number}幼儿园", "code": code_of("52", HAIZHU, number)})
    add_organization(empty_ledger, {"name": "春晖之家", "code": BROKEN, "address": "海珠区赤岗街道1号"})
    add_organization(empty_ledger, {"name": "文体之家", "code": ZEROED})
    return empty_ledger


@pytest.fixture
def somebody(ledger: Ledger, qapp: QApplication) -> Iterator[Somebody]:
    person = Somebody(ledger)
    yield person
    person.close()
