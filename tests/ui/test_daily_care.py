"""A ledger is backed up once a day: when it is opened, or with the first change of the day."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization
from models.errors import LedgerProblem
from models.ledger.backups import list_backups
from ui.daily_care import DailyCare
from ui.jobs import JobRunner
from ui.session import LedgerSession

A_DAY = 86_400_000


@pytest.fixture
def session(tmp_path: Path, qapp: object) -> Iterator[LedgerSession]:
    """A new ledger, with nothing in it."""
    with create_ledger(tmp_path / "台账.jhtz", unit="朝阳区总工会", person="周岚", division="110105") as ledger:
        runner = JobRunner()
        yield LedgerSession(ledger, runner, runner)
        runner.shut_down()


def settle(qtbot: QtBot, session: LedgerSession) -> None:
    qtbot.waitUntil(lambda: not session.runner.is_busy, timeout=20_000)


def add(qtbot: QtBot, session: LedgerSession, name: str) -> None:
    session.change(lambda ledger: add_organization(ledger, {"name": name}), initiator=session)
    settle(qtbot, session)


def backups(session: LedgerSession) -> int:
    return len(list_backups(session.ledger.path))


def test_the_first_change_of_a_new_ledger_is_backed_up(qtbot: QtBot, session: LedgerSession) -> None:
    care = DailyCare(session)
    care.look()
    settle(qtbot, session)
    assert backups(session) == 0
    with qtbot.waitSignal(care.looked):
        add(qtbot, session, "阳光幼儿园")
    assert backups(session) == 1
    add(qtbot, session, "晨光幼儿园")
    assert backups(session) == 1


def test_a_window_that_stays_open_over_night_looks_again(
    qtbot: QtBot, session: LedgerSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    DailyCare(session)
    add(qtbot, session, "阳光幼儿园")
    seen: list[object] = []
    monkeypatch.setattr("ui.daily_care.daily_care", lambda ledger: seen.append(ledger) or [])
    add(qtbot, session, "晨光幼儿园")
    assert seen == []
    now = session.ledger.surroundings.milliseconds()
    monkeypatch.setattr(
        session.ledger, "surroundings", replace(session.ledger.surroundings, milliseconds=lambda: now + A_DAY)
    )
    add(qtbot, session, "星光幼儿园")
    assert seen == [session.ledger]


def test_what_is_wrong_is_said_once(qtbot: QtBot, session: LedgerSession, monkeypatch: pytest.MonkeyPatch) -> None:
    care = DailyCare(session)
    told: list[object] = []
    care.found.connect(told.append)
    care.failed.connect(told.append)
    monkeypatch.setattr("ui.daily_care.daily_care", lambda _ledger: ["台账文件有损坏，今天没有备份。"])
    add(qtbot, session, "阳光幼儿园")
    add(qtbot, session, "晨光幼儿园")
    assert told == ["台账文件有损坏，今天没有备份。"]


def test_a_full_disk_does_not_stop_every_edit(
    qtbot: QtBot, session: LedgerSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    care = DailyCare(session)
    told: list[LedgerProblem] = []
    care.failed.connect(told.append)

    def fail(_ledger: object) -> list[str]:
        raise LedgerProblem("磁盘满了。")

    monkeypatch.setattr("ui.daily_care.daily_care", fail)
    add(qtbot, session, "阳光幼儿园")
    add(qtbot, session, "晨光幼儿园")
    assert len(told) == 1
