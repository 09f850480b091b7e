"""The pieces that forms are made of: words for days, rows that break, digits, reasons, today's list, the overlay."""

from datetime import date

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from models.edits.followups import assign_followup
from models.edits.visits import record_visits
from models.inputs.forms import FollowupInput, VisitInput
from models.ledger.code_lists import reasons_of
from models.queries.organization_heads import heads_of
from models.queries.people_list import cadres
from models.vocabulary import VISIT_MODES, VISIT_RESULTS
from tests.ui.forms.conftest import CLINIC, RIVER, SCHOOL, SUN, TODAY, Bench, Key
from ui.day_words import any_day, due_day, past_day, stored_day, workday_note
from ui.digit_choice import DigitChoice
from ui.field_flow import FieldFlow
from ui.form_context import read_chosen
from ui.overlay import Overlay
from ui.reason_words import find_reasons, one_reason, split_words
from ui.shared.labels import Label
from ui.shared.line_field import LineField
from ui.visits.due_list import DueList, read_due_list


def test_days_in_words() -> None:
    assert past_day("0", TODAY).words == "09-27 周五"
    assert past_day("2023-12-31", TODAY).words == "周日"  # the day stands there already
    assert any_day("2027年9月27日", TODAY).words == "2027-09-27 周一"
    assert stored_day("2024-09-12", TODAY) == "09-12"
    assert stored_day("2023-09-12", TODAY) == "2023-09-12"
    assert stored_day("", TODAY) == ""
    assert past_day("明天", TODAY).error
    assert due_day("昨天", TODAY).error
    assert past_day("xx", TODAY).error != due_day("xx", TODAY).error


def test_a_year_without_schedule_is_said() -> None:
    assert "2027 年的调休安排还没有" in workday_note("2027-01-05", date(2026, 12, 30))
    assert "2027 年的调休安排还没有" not in workday_note("+1", date(2026, 12, 28))
    assert workday_note("xx", TODAY) == ""


class Box(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(10, 20)


@pytest.fixture
def flow(show) -> tuple[FieldFlow, list[Box], QWidget]:
    host = QWidget()
    flow, boxes = FieldFlow(), [Box() for _number in range(3)]
    for box, share in zip(boxes, (1, 2, 0), strict=True):
        flow.add(box, least=100, share=share)
    host.setLayout(flow)
    show(host)
    return flow, boxes, host


def test_a_row_breaks_where_it_has_no_room_and_ends_at_the_edge(flow) -> None:
    layout, boxes, _host = flow
    layout.setGeometry(QRect(0, 0, 624, 100))
    assert [box.geometry().getRect() for box in boxes] == [(0, 0, 200, 20), (212, 0, 300, 20), (524, 0, 100, 20)]
    layout.setGeometry(QRect(0, 0, 230, 100))
    assert [box.geometry().getRect() for box in boxes] == [(0, 0, 106, 20), (118, 0, 112, 20), (130, 28, 100, 20)]
    layout.setGeometry(QRect(0, 0, 80, 200))
    assert [box.geometry().y() for box in boxes] == [0, 28, 56]
    assert layout.heightForWidth(80) == 76
    boxes[1].hide()
    layout.invalidate()
    assert layout.heightForWidth(230) == 20


def test_a_row_can_be_emptied(flow) -> None:
    layout, _boxes, host = flow
    layout.clear()
    assert layout.count() == 0
    assert layout.heightForWidth(500) == 0
    assert not any(box.isVisible() for box in host.findChildren(Box))


def test_digits_choose_and_nothing_else_does(qtbot, show) -> None:
    choice = show(DigitChoice(VISIT_RESULTS.entries, placeholder="数字"))
    choice.setFocus()
    qtbot.keyClicks(choice, "27")
    assert (choice.choice(), choice.word()) == ("7", "已建会待核实")
    qtbot.keyClicks(choice, "0xq")
    assert choice.choice() == "7"
    qtbot.keyClick(choice, Key.Key_Down)
    assert choice.choice() == "8"
    qtbot.keyClick(choice, Key.Key_Backspace)
    assert choice.choice() == ""
    assert not choice.view().isVisible()
    qtbot.keyClick(choice, Key.Key_Space)  # for whoever wants to see them all
    assert choice.view().isVisible()
    choice.hidePopup()


def test_a_choice_that_has_a_usual_value_falls_back_to_it(qtbot, show) -> None:
    choice = show(DigitChoice(VISIT_MODES.entries, chosen="1"))
    qtbot.keyClicks(choice, "9")
    assert choice.choice() == "9"
    qtbot.keyClick(choice, Key.Key_Delete)
    assert choice.choice() == "1"


def test_reasons_by_code_label_and_part(ledger) -> None:
    with ledger.reading() as db:
        reasons = reasons_of(db)
    assert [entry.code for entry in find_reasons(reasons, "ｄ")] == ["D1", "D2", "D3", "D4"]
    assert one_reason(reasons, "d1").code == "D1"
    assert one_reason(reasons, "负责人有顾虑").code == "D1"
    assert one_reason(reasons, "D1 负责人有顾虑").code == "D1"
    assert one_reason(reasons, "党组织").code == "F3"
    assert one_reason(reasons, "负责人") is None  # several
    assert split_words("D1，b3、 f3;z") == ["D1", "b3", "f3", "z"]


def test_todays_list_has_everybody_once_late_ones_first(ledger) -> None:
    assert read_due_list(ledger).organizations == (RIVER, SUN)
    assign_followup(ledger, [RIVER], FollowupInput(task="再约", due_on=TODAY))
    other = next(row.uid for row in cadres(ledger) if row.name == "沈嘉")
    assign_followup(ledger, [CLINIC], FollowupInput(task="别人的", due_on=TODAY, cadre=other))
    assign_followup(ledger, [SCHOOL], FollowupInput(task="以后", due_on=date(2024, 9, 30)))
    assert read_due_list(ledger).organizations == (RIVER, SUN)
    record_visits(ledger, [RIVER], VisitInput(visited_on=TODAY, result="8"))
    due = read_due_list(ledger)
    assert due.visited == {RIVER}
    assert (due.place(SUN), due.place(CLINIC)) == (2, 0)
    assert due.next_one() == SUN
    assert due.next_one((SUN,)) is None


def test_the_list_goes_on_behind_the_last_one_and_round() -> None:
    due = DueList((1, 2, 3, 4), frozenset({3}))
    assert due.next_one((2,)) == 4
    assert due.next_one((4,)) == 1
    assert due.next_one((9,)) == 1
    assert due.next_one((1, 2, 4)) is None


def test_chosen_organizations_say_what_they_are(ledger) -> None:
    one, several = read_chosen(ledger, [SUN]), read_chosen(ledger, [SUN, RIVER, 99])
    assert (one.title, one.main_reason) == ("阳光新苗幼儿园", "D1")
    assert [(r.code, r.is_primary) for r in one.open_reasons] == [("D1", True), ("B3", False)]
    assert (several.title, several.names) == ("2 家", "阳光新苗幼儿园、望江双语幼儿园")
    assert several.detail is None
    assert several.open_reasons == ()


def test_heads_of_organizations(ledger) -> None:
    assert heads_of(ledger, [SUN, CLINIC]) == {"园长1", "园长3"}
    assert heads_of(ledger, []) == frozenset()


class Tall(QWidget):
    def __init__(self, lines: int) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.fields = [LineField() for _line in range(lines)]
        for field in self.fields:
            column.addWidget(field)


def test_a_form_that_is_too_high_scrolls_to_whatever_has_the_keyboard(bench: Bench) -> None:
    tall = Tall(40)
    bench.overlay.show(tall)
    bench.settle()
    assert tall.height() > bench.window.height()
    strip = bench.overlay._strip.geometry()
    assert bench.window.rect().adjusted(0, 0, 0, 40).contains(strip.adjusted(20, 20, -20, -20))
    tall.fields[-1].setFocus()
    seen = tall.fields[-1].visibleRegion().boundingRect().height()
    assert seen == tall.fields[-1].height()


def test_the_strip_grows_with_its_form_and_leaves_the_bars_free(bench: Bench) -> None:
    bars = {name: QWidget(bench.window) for name in ("top", "bottom", "left")}
    bars["top"].setGeometry(0, 0, 1366, 44)
    bars["bottom"].setGeometry(0, 742, 1366, 26)
    bars["left"].setGeometry(0, 44, 80, 698)
    for bar in bars.values():
        bar.show()
    overlay = Overlay(bench.window)
    overlay.set_edges(bars["top"], bars["bottom"], bars["left"])
    tall = Tall(3)
    overlay.show(tall)
    QApplication.processEvents()
    assert overlay._scrim.geometry().getRect() == (80, 44, 1286, 698)
    before = tall.height()
    words = Label("一行说明")
    tall.layout().addWidget(words)
    QApplication.processEvents()
    assert tall.height() > before
    assert words.visibleRegion().boundingRect().height() == words.height()
    overlay.close()


def test_closing_gives_the_keyboard_back_unless_its_owner_is_gone(bench: Bench) -> None:
    bench.behind.setFocus()
    bench.overlay.show(Tall(2))
    bench.overlay.close()
    assert bench.behind.hasFocus()
    gone = LineField(parent=bench.window)
    gone.show()
    gone.setFocus()
    bench.overlay.show(Tall(2))
    gone.deleteLater()
    bench.settle()
    bench.overlay.close()
    assert not bench.overlay.is_open
