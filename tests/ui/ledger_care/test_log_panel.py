"""The log: steps, and who had full phone numbers shown, which stay shown for a minute only."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization
from models.ledger.ledger import Ledger
from tests.ui import waiting
from ui.main_window import MainWindow
from ui.organizations.detail_people import DetailPeople
from ui.preferences import Preferences
from ui.requests import ShowOrganization
from ui.shared.buttons import LinkButton
from ui.shared.runs import RunLabel


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    path = tmp_path / "台账.jhtz"
    with create_ledger(path, unit="朝阳区总工会", person="周岚") as ledger:
        add_organization(ledger, {"name": "阳光幼儿园", "head": "王芳", "phone": "13800138000"})
    made = MainWindow(Preferences())
    made.show()
    made.show_ledger(Ledger.open(path))
    settle(made)
    yield made
    made.close()


def settle(window: MainWindow) -> None:
    waiting.settle(lambda: window.runner.is_busy)


def numbers(people: DetailPeople) -> str:
    return " ".join(label.accessibleName() or label.text() for label in people.findChildren(RunLabel))


def test_a_reveal_is_on_record_and_over_after_a_minute(window: MainWindow) -> None:
    window.desk.answer(ShowOrganization(1))
    settle(window)
    (people,) = window.findChildren(DetailPeople)
    assert "138****8000" in numbers(people)
    next(button for button in people.findChildren(LinkButton) if button.text() == "显示").click()
    settle(window)
    assert "13800138000" in numbers(people)
    assert people._masking.isActive()
    assert people._masking.interval() == 60_000
    people._masking.timeout.emit()
    waiting.wait(1)
    assert "13800138000" not in numbers(people)
    window.actions_of_window.by_key["log"].trigger()
    settle(window)
    panel = window.stack.currentWidget()
    assert panel._undo.isEnabled()
    panel.shown.choose("reveals")
    panel.shown.chosen.emit("reveals")
    settle(window)
    source = panel._model.source
    assert source.count() == 1
    assert source.cell(0, "what").text == "1 家的完整号码"
    assert "周岚" in source.summary(0)
    assert "13800138000" not in source.summary(0)
    assert not panel._undo.isEnabled()
