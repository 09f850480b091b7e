"""A ledger in a window: answers come back, changes are told to everybody once, problems go where they belong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization, change_organizations
from models.errors import InputProblem, LedgerProblem
from models.ledger.ledger import Changes, Ledger
from models.tables.record_kinds import ORGANIZATION
from ui.jobs import JobRunner
from ui.page import Page
from ui.session import LedgerSession


@pytest.fixture
def session(tmp_path: Path, qapp: object) -> Iterator[LedgerSession]:
    """A ledger with one organization."""
    with create_ledger(tmp_path / "台账.jhtz", unit="朝阳区总工会", person="周岚", division="110105") as ledger:
        add_organization(ledger, {"name": "阳光幼儿园"})
        runner = JobRunner()
        yield LedgerSession(ledger, runner, runner)
        runner.shut_down()


class Ear(QObject):
    """Hears what a session says."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__()
        self.changes: list[tuple[Changes, QObject]] = []
        self.said: list[tuple[str, bool]] = []
        session.changed.connect(lambda changes, who: self.changes.append((changes, who)))
        session.said.connect(lambda sentence, can_undo: self.said.append((sentence, can_undo)))


class Counting(Page):
    """Counts how often it reads."""

    kinds = frozenset({ORGANIZATION.number})
    reads = 0

    def reload(self) -> None:
        self.reads += 1


def settle(qtbot: QtBot, session: LedgerSession) -> None:
    qtbot.waitUntil(lambda: not session.runner.is_busy, timeout=20_000)


def test_an_answer_comes_back(qtbot: QtBot, session: LedgerSession) -> None:
    answers: list[object] = []
    session.read(lambda ledger: ledger.author.name, answers.append)
    settle(qtbot, session)
    assert answers == ["周岚"]


def test_a_question_that_fails_is_said_to_who_asked(qtbot: QtBot, session: LedgerSession) -> None:
    answers: list[object] = []
    problems: list[LedgerProblem] = []

    def ask(_ledger: Ledger) -> None:
        raise InputProblem("不在了。")

    session.read(ask, answers.append, failed=problems.append)
    settle(qtbot, session)
    assert (answers, [problem.user_text for problem in problems]) == ([], ["不在了。"])


def test_a_change_is_told_once_with_who_made_it_before_it_is_said(qtbot: QtBot, session: LedgerSession) -> None:
    ear, order = Ear(session), []
    session.changed.connect(lambda *_words: order.append("changed"))
    session.said.connect(lambda *_words: order.append("said"))
    session.change(
        lambda ledger: change_organizations(ledger, (1,), {"staff": 30}),
        initiator=ear,
        done=lambda _changes: order.append("done"),
        said="已改",
    )
    settle(qtbot, session)
    assert order == ["changed", "done", "said"]
    [(changes, who)] = ear.changes
    assert (changes.organizations, who is ear) == (frozenset({1}), True)
    assert ear.said == [("已改", True)]


def test_a_change_that_changes_nothing_is_silent(qtbot: QtBot, session: LedgerSession) -> None:
    ear = Ear(session)
    change = lambda ledger: change_organizations(ledger, (1,), {"name": "阳光幼儿园"})  # noqa: E731 - twice the same
    session.change(change, initiator=ear, said="已改")
    settle(qtbot, session)
    assert ear.changes == []
    assert ear.said == [("已改", False)]  # nothing to undo


def test_a_change_that_fails_tells_nobody_else(qtbot: QtBot, session: LedgerSession) -> None:
    ear, problems = Ear(session), []

    def fail(ledger: Ledger) -> Changes:
        change_organizations(ledger, (99,), {"staff": 3})
        raise AssertionError

    session.change(fail, initiator=ear, failed=problems.append, said="已改")
    settle(qtbot, session)
    assert len(problems) == 1
    assert ear.changes == []
    assert ear.said == []


def test_pages_read_again_when_it_is_theirs_and_when_they_are_seen(qtbot: QtBot, session: LedgerSession) -> None:
    seen, hidden, own = Counting(session), Counting(session), Counting(session)
    for page in (seen, own):
        qtbot.addWidget(page)
        page.show()
    qtbot.addWidget(hidden)
    kinds = frozenset({ORGANIZATION.number})
    session.changed.emit(Changes("b", kinds, frozenset({1})), own)
    assert (seen.reads, hidden.reads, own.reads) == (1, 0, 0)
    session.changed.emit(Changes("b", frozenset({99}), frozenset()), own)
    assert seen.reads == 1
    session.changed.emit(Changes("b", frozenset(), frozenset(), everything=True), None)
    assert (seen.reads, own.reads) == (2, 1)
    hidden.activate()
    hidden.activate()
    assert hidden.reads == 1
