"""Our own people: added one after the other without the mouse."""

from PySide6.QtCore import QPoint

from models.edits.people import add_cadre
from models.queries.people_list import cadres, units
from tests.ui.forms.conftest import CONTROL, Bench, Key
from ui.ledger_care.people_form import PeopleForm
from ui.shared.buttons import LinkButton
from ui.shared.tags import Tag


def open_form(bench: Bench) -> PeopleForm:
    form = bench.open(None)
    assert isinstance(form, PeopleForm)
    return form


def shown(form: PeopleForm) -> list[str]:
    """The names below the form, as they stand."""
    found = [each for kind in (Tag, LinkButton) for each in form.here.findChildren(kind) if each.isVisible()]
    return [each.text() for each in sorted(found, key=lambda each: each.mapTo(form, QPoint()).x())]


def test_another_one_uses_this_computer(bench: Bench) -> None:
    form = open_form(bench)
    before = bench.batches()
    bench.compose("", "王")
    button = next(each for each in form.here.findChildren(LinkButton) if each.text() == "沈嘉")
    button.setFocus()
    bench.press(Key.Key_Space)
    assert (bench.ledger.author.name, bench.said) == ("沈嘉", ["这台电脑现在由 沈嘉 使用"])
    assert sorted(shown(form)) == ["周岚", "沈嘉 本机"]
    assert (form.name.text(), form.name.hasFocus()) == ("王", True)
    assert bench.batches() == before  # no fact
    add_cadre(bench.ledger, "王芳")
    with bench.ledger.reading() as db:
        assert db.execute("SELECT name FROM author ORDER BY id DESC").fetchone()[0].startswith("沈嘉（")


def people(bench: Bench) -> list[tuple[str, str]]:
    return [(row.name, row.unit) for row in cadres(bench.ledger)]


def test_names_are_added_one_after_the_other(bench: Bench) -> None:
    form = open_form(bench)
    assert shown(form) == ["周岚 本机", "沈嘉"]
    for name in ("李明", "王芳"):
        bench.compose("", name)
        bench.enter(3)  # unit, button, press it
        assert form.name.hasFocus()
        assert form.name.text() == ""
    assert people(bench)[2:] == [("李明", "朝阳区总工会"), ("王芳", "朝阳区总工会")]
    assert shown(form) == ["周岚 本机", "沈嘉", "李明", "王芳"]
    assert bench.said == ["已加入 李明", "已加入 王芳"]


def test_a_new_unit_is_made_with_its_first_person(bench: Bench) -> None:
    form = open_form(bench)
    before = bench.batches()
    bench.compose("", "李明")
    bench.enter()
    bench.press(Key.Key_A, CONTROL)
    bench.compose("", "建外街道总工会")
    assert form._unit_field._help.text() == "新单位，加入时一并建立"
    bench.press(Key.Key_Return, CONTROL)
    assert people(bench)[-1] == ("李明", "建外街道总工会")
    assert bench.batches() == before + 2
    bench.press(Key.Key_Return, CONTROL)  # no name: nothing to add
    assert bench.batches() == before + 2
    assert [row.name for row in units(bench.ledger)] == ["朝阳区总工会", "建外街道总工会"]


def test_a_name_that_is_taken_is_refused_and_stays(bench: Bench) -> None:
    form = open_form(bench)
    before = bench.batches()
    bench.compose("", "沈嘉")
    bench.press(Key.Key_Return, CONTROL)
    assert bench.batches() == before
    assert form.name.text() == "沈嘉"
    assert form._problem.itemAt(0).widget()._reason == "这个单位已经有叫“沈嘉”的人员。"


def test_half_of_a_new_unit_is_not_left_behind(bench: Bench) -> None:
    """Unit and person are saved together or not at all."""
    form = open_form(bench)
    form.unit.setText("建外街道总工会")
    form.name.setText(" ")
    bench.press(Key.Key_Return, CONTROL)
    assert [row.name for row in units(bench.ledger)] == ["朝阳区总工会", "建外街道总工会"]  # asked for alone
    form.unit.setText("")
    before = bench.batches()
    bench.press(Key.Key_Return, CONTROL)
    assert bench.batches() == before
