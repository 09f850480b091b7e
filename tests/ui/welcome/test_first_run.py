"""The first run: unit, name, streets, and what one finds then."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization
from models.errors import InputProblem
from models.ledger.health import check_ledger
from models.progress import Progress
from models.queries.figures import campaign
from models.queries.lookup import lookup_of
from models.queries.organization_list import ListQuery, ids
from models.queries.saved_views import saved_views
from models.rules.campaigns import proposed_days
from tests.ui import waiting
from ui.main_window import MainWindow
from ui.organizations.conditions import Condition, Operator, parsed
from ui.preferences import Preferences
from ui.welcome.new_ledger_form import NewLedgerForm
from ui.welcome.territory_search import territories_like, territory_named

Key = Qt.Key
SANLITUN, WANGJING = "110105004", "110105026"


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(Preferences())
    made.show()
    made.activateWindow()
    yield made
    made.close()


def settle(window: MainWindow) -> None:
    waiting.settle(lambda: window.runner.is_busy)


def form(window: MainWindow) -> NewLedgerForm:
    window.commands.new_ledger()
    made = window.overlay.content
    assert isinstance(made, NewLedgerForm)
    return made


def fill(made: NewLedgerForm, path: Path, streets: str) -> None:
    made._territory.setText("朝阳")
    made._choose("110105")
    made._person.setText("周岚")
    made._streets.setText(streets)
    made._file.setText(str(path))


def test_streets_are_proposed_by_sound_and_become_a_view(window: MainWindow, tmp_path: Path) -> None:
    made = form(window)
    fill(made, tmp_path / "台账.jhtz", "")
    made._streets.setFocus()
    for letters in ("slt", "wjj"):
        QTest.keyClicks(made._streets, letters)
        assert made._streets.suggestions_shown()
        QTest.keyClick(made._streets, Key.Key_Return)
        made._streets.setFocus()
        made._streets.setText(made._streets.text() + "、")
    made._streets.setText(made._streets.text().rstrip("、"))
    made.save()
    settle(window)
    ledger = window.session.ledger
    (view,) = saved_views(ledger)
    assert view.name == "我负责的街道"
    for name, street in (("甲园", SANLITUN), ("乙园", WANGJING), ("丙园", "110105001")):
        add_organization(ledger, {"name": name, "street": street})
    (where,) = view.spec.conditions
    assert where[0] == "text"
    said = parsed(Condition(where[0], Operator(where[1]), where[2]), lookup_of(ledger))
    assert len(ids(ledger, ListQuery(where=said.sql, values=said.values))) == 2
    with ledger.reading() as db:
        assert check_ledger(db, Progress()) == []


def test_a_street_that_is_none_is_said_in_the_form(window: MainWindow, tmp_path: Path) -> None:
    made = form(window)
    fill(made, tmp_path / "台账.jhtz", "三里屯、没有这条街")
    made.save()
    assert window.session is None
    assert QApplication.focusWidget() is made._streets
    made._streets.setText("三里屯")
    made.save()
    settle(window)
    (view,) = saved_views(window.session.ledger)
    assert view.spec.conditions == (("street", "=", SANLITUN),)


def test_the_days_of_the_targets_are_proposed_and_asked(window: MainWindow, tmp_path: Path) -> None:
    made = form(window)
    fill(made, tmp_path / "台账.jhtz", "")
    assert tuple(field.day for field in made.days) == proposed_days(date.today())  # noqa: DTZ011 - as the form
    made.days[0].setText("没有这一天")
    made.save()
    assert window.session is None
    assert QApplication.focusWidget() is made.days[0]
    made.days[0].setText("2098-12-31")
    made.save()  # after the last one, as proposed
    settle(window)
    assert window.session is None
    made.days[1].setText("2099-12-31")
    made.save()
    settle(window)
    assert [target.due_on for target in campaign(window.session.ledger).targets] == [
        date(2098, 12, 31),
        date(2099, 12, 31),
    ]


def test_the_place_of_the_file_can_be_typed_and_the_unit_is_named_as_offices_write(
    window: MainWindow, tmp_path: Path
) -> None:
    made = form(window)
    made._choose("440105")
    assert made._unit.text() == "广州市海珠区总工会"
    assert made._path().name == "广州市海珠区总工会.jhtz"
    made._file.setFocus()
    made._file.selectAll()
    QTest.keyClicks(made._file, str(tmp_path / "haizhu"))
    made._unit.setText("别的总工会")  # a file that was typed stays
    assert made._path() == tmp_path / "haizhu.jhtz"
    made._file.clear()
    assert made._path().name == "别的总工会.jhtz"
    for code, unit in (("110105", "北京市朝阳区总工会"), ("440000", "广东省总工会")):
        made._unit.clear()
        made._choose(code)
        assert made._unit.text() == unit


def test_unknown_streets_found_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(InputProblem):
        create_ledger(
            tmp_path / "台账.jhtz", unit="朝阳区总工会", person="周岚", division="110105", streets=("999999999",)
        )
    assert list(tmp_path.iterdir()) == []


def test_a_territory_is_found_by_its_name_and_by_its_sound() -> None:
    assert [area.code for area in territories_like("海珠")] == ["440105"]
    assert [area.code for area in territories_like("haizhu")] == ["440105"]
    assert "440105" in [area.code for area in territories_like("HZQ")]
    assert territories_like("qqqq") == territories_like(" ") == []


def test_a_territory_typed_whole_counts_and_one_that_is_none_is_said(window: MainWindow, tmp_path: Path) -> None:
    made = form(window)
    made._unit.setText("海珠区总工会")
    fill(made, tmp_path / "台账.jhtz", "")
    made._division = ""
    made._territory.setText("没有这个区")
    made.save()
    assert window.session is None
    assert QApplication.focusWidget() is made._territory
    made._territory.selectAll()
    QTest.keyClicks(made._territory, "haizhu")
    made._territory.setText("海珠区")
    QTest.keyClick(made._territory, Key.Key_Tab)  # without a choice from the list
    assert (made._division, made._territory.text()) == ("440105", "广东省广州市海珠区")
    made.save()
    settle(window)
    with window.session.ledger.reading() as db:
        assert db.execute("SELECT division FROM working_unit").fetchall() == [("440105",)]
    assert territory_named("鼓楼区") is None, "there are several"
