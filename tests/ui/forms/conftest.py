"""A real ledger on Friday 27 September 2024, a window with the overlay, and somebody who only uses the keyboard."""

import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from models.edits.followups import assign_followup
from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization
from models.edits.people import add_cadre
from models.edits.reasons import add_reason
from models.facts.writer import Surroundings
from models.inputs.forms import FollowupInput, ReasonInput
from models.ledger.ledger import Ledger
from models.queries.organization_detail import OrganizationDetail, organization_detail
from tests.ui.waiting import settle
from ui import requests
from ui.form import Form
from ui.jobs import JobRunner
from ui.overlay import Overlay
from ui.session import LedgerSession
from ui.shared.line_field import LineField

TODAY = date(2024, 9, 27)
NAMES = ("阳光新苗幼儿园", "望江双语幼儿园", "仁济中医门诊部", "博雅高级中学")
SUN, RIVER, CLINIC, SCHOOL = 1, 2, 3, 4
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
MODULES = {
    requests.RecordVisit: "ui.visits.visit_form",
    requests.CorrectVisit: "ui.visits.correction_form",
    requests.AssignFollowup: "ui.followups.followup_form",
    requests.AddReason: "ui.organizations.reason_form",
    requests.EditPerson: "ui.organizations.person_form",
    requests.AddName: "ui.organizations.name_form",
    requests.AnswerSurvey: "ui.survey.survey_form",
    requests.DecideEligibility: "ui.organizations.eligibility_form",
    requests.FormUnion: "ui.organizations.union_form",
    type(None): "ui.ledger_care.people_form",
}
_SHIFTED = set('+"(){}:<>?~!@#$%^&*_|') | set("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def surroundings() -> Surroundings:
    """A clock that stands on that Friday and goes on by a moment for each question."""
    start = int(datetime.combine(TODAY, datetime.min.time()).replace(hour=9).timestamp() * 1000)
    moments = count(start, 5)
    return Surroundings(lambda: next(moments), os.urandom)


@pytest.fixture(scope="session")
def made_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four organizations: the first two are due (one late), the first has D1 and B3; two cadres."""
    path = tmp_path_factory.mktemp("made") / "台账.jhtz"
    with create_ledger(
        path, unit="朝阳区总工会", person="周岚", division="110105", surroundings=surroundings()
    ) as made:
        add_cadre(made, "沈嘉")
        for number, name in enumerate(NAMES):
            values = {"name": name, "staff": 20 + number, "category": "kindergarten", "head": f"园长{number + 1}"}
            add_organization(made, values)
        for code, primary in (("D1", True), ("B3", False)):
            add_reason(made, SUN, ReasonInput(code=code, is_primary=primary, opened_on=date(2024, 9, 12)))
        assign_followup(made, [SUN], FollowupInput(task="送联合建会材料", due_on=TODAY))
        assign_followup(made, [RIVER], FollowupInput(task="定选举日期", due_on=date(2024, 9, 25)))
    return path


@pytest.fixture
def ledger(tmp_path: Path, made_ledger: Path) -> Iterator[Ledger]:
    """A copy of it."""
    with Ledger.open(Path(shutil.copy(made_ledger, tmp_path)), surroundings=surroundings()) as opened:
        yield opened


class Bench:
    """A window with one form, and what the keyboard does to it."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        self.behind = LineField()
        column.addWidget(self.behind)
        self.runner = JobRunner(self.window)
        self.session = LedgerSession(ledger, self.runner, self.window)
        self.overlay = Overlay(self.window)
        self.said: list[str] = []
        self.presses = 0
        self.session.said.connect(lambda sentence, _can_undo: self.said.append(sentence))
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)

    def open(self, request: requests.Request | None) -> Form:
        """As the window answers a request."""
        make = import_module(MODULES[type(request)]).make_form
        form: Form = make(self.session, request)
        form.finished.connect(self.overlay.close)
        self.overlay.show(form)
        self.settle()
        return form

    def settle(self) -> None:
        """Wait until nothing is read or written any more."""
        settle(lambda: self.runner.is_busy)

    @property
    def focus(self) -> QWidget:
        """What has the keyboard."""
        widget = self.window.focusWidget()
        assert widget is not None
        return widget

    def press(self, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1) -> None:
        """A key of the keyboard; held modifiers count as presses."""
        for _time in range(times):
            self.presses += 1 if modifier == Qt.KeyboardModifier.NoModifier else 2
            QTest.keyClick(self.focus, key, modifier)
            self.settle()

    def enter(self, times: int = 1) -> None:
        """Enter."""
        self.press(Key.Key_Return, times=times)

    def type(self, text: str) -> None:
        """Characters of the keyboard, one press each, two with Shift."""
        for character in text:
            self.presses += 2 if character in _SHIFTED else 1
            QTest.keyClicks(self.focus, character)
        self.settle()

    def compose(self, preedit: str, commit: str = "") -> None:
        """What an input method does."""
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QApplication.sendEvent(self.focus, event)
        self.settle()

    def batches(self) -> int:
        """How many transactions the ledger has."""
        with self.ledger.reading() as db:
            return int(db.execute("SELECT count(*) FROM batch").fetchone()[0])

    def detail(self, organization: int) -> OrganizationDetail:
        """Everything about an organization."""
        found = organization_detail(self.ledger, organization)
        assert found is not None
        return found


@pytest.fixture
def bench(ledger: Ledger) -> Iterator[Bench]:
    """The window; its lanes end before the ledger is closed."""
    bench = Bench(ledger)
    yield bench
    bench.overlay.close()
    bench.runner.shut_down()
    bench.window.close()
    bench.window.deleteLater()
