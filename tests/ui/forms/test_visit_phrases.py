"""The phrase bank while a note is typed: by letters and a blank, by arrows, taken back, saved, learnt."""

from datetime import date

from models.edits.phrases import save_phrase
from models.edits.visits import record_visits
from models.inputs.forms import VisitInput
from models.queries.phrases import phrases
from tests.ui.forms.conftest import ALT, CLINIC, CONTROL, SCHOOL, SUN, Bench, Key
from ui.requests import RecordVisit
from ui.visits.visit_form import VisitForm


def at_the_note(bench: Bench, organization: int = CLINIC) -> VisitForm:
    form = bench.open(RecordVisit((organization,)))
    assert isinstance(form, VisitForm)
    bench.enter(2)
    bench.type("2")
    bench.enter(3)
    assert form.stops.note.hasFocus()
    return form


def test_letters_and_a_blank_become_the_phrase_and_are_saved_as_such(bench: Bench) -> None:
    form = at_the_note(bench)
    bench.type("fzrwc")
    assert form.stops.note.proposals_shown()
    assert form.stops.note.hint() == "fzrwc + 空格 → 负责人外出"
    bench.type(" ")
    assert form.stops.note.text() == "负责人外出"
    assert form.stops.note.hint() == "短语已展开，退格还原"
    assert not form.stops.note.proposals_shown()
    bench.compose("", "，门卫说")
    bench.type("ykcl ")
    assert form.stops.note.text() == "负责人外出，门卫说愿看材料"
    bench.press(Key.Key_Return, CONTROL)
    assert bench.detail(CLINIC).visits[0].note == "负责人外出，门卫说愿看材料"


def test_backspace_right_after_brings_the_letters_back(bench: Bench) -> None:
    form = at_the_note(bench)
    bench.type("fzrwc ")
    bench.press(Key.Key_Backspace)
    assert form.stops.note.text() == "fzrwc "
    bench.press(Key.Key_Backspace)
    assert form.stops.note.text() == "fzrwc"
    bench.type(" ")  # meant again
    bench.type("x")
    bench.press(Key.Key_Backspace, times=2)
    assert form.stops.note.text() == "负责人外"


def test_what_stands_for_nothing_stays_as_it_is_typed(bench: Bench) -> None:
    form = at_the_note(bench)
    bench.type("wps fzrw ok 12 ")
    assert form.stops.note.text() == "wps fzrw ok 12 "


def test_the_letters_may_stand_in_the_middle(bench: Bench) -> None:
    form = at_the_note(bench)
    bench.compose("", "上午再访")
    for _place in range(2):
        bench.press(Key.Key_Left)
    bench.type("dhtj ")
    assert form.stops.note.text() == "上午电话停机再访"
    assert form.stops.note.cursorPosition() == len("上午电话停机")


def test_arrows_choose_a_proposal_and_enter_or_a_blank_takes_it(bench: Bench) -> None:
    form = at_the_note(bench)
    bench.type("fzrwc")
    bench.press(Key.Key_Down, times=2)
    bench.enter()
    assert form.stops.note.text() == "负责人外出，约下周三再访"
    assert form.stops.note.hasFocus()
    bench.press(Key.Key_A, CONTROL)
    bench.type("fzrw")  # not complete: a blank alone would be a blank
    bench.press(Key.Key_Down)
    bench.type(" ")
    assert form.stops.note.text() == "负责人外出"


def test_enter_goes_on_and_escape_closes_only_the_list(bench: Bench) -> None:
    form = at_the_note(bench)
    bench.type("fzrwc")
    bench.press(Key.Key_Escape)
    assert bench.overlay.is_open
    assert not form.stops.note.proposals_shown()
    bench.press(Key.Key_Backspace)
    assert form.stops.note.proposals_shown()
    bench.enter()
    assert form.stops.note.text() == "fzrw"
    assert form.save_button.hasFocus()
    assert not form.stops.note.proposals_shown()


def test_what_an_input_method_composes_is_no_abbreviation(bench: Bench) -> None:
    form = at_the_note(bench)
    bench.compose("fzrwc")
    assert not form.stops.note.proposals_shown()
    assert form.stops.note.hint() == ""
    bench.compose("", "负责")
    bench.type(" ")
    assert form.stops.note.text() == "负责 "


def test_a_note_is_saved_as_a_phrase_and_at_hand_at_once(bench: Bench) -> None:
    form = at_the_note(bench)
    bench.compose("", "楼里停电")
    bench.press(Key.Key_P, ALT)
    assert bench.said == ["已存短语：lltd + 空格 → 楼里停电"]
    assert form.stops.note.text() == "楼里停电"  # nothing typed is lost
    assert bench.detail(CLINIC).visits == ()
    bench.press(Key.Key_A, CONTROL)
    bench.type("lltd ")
    assert form.stops.note.text() == "楼里停电"
    assert phrases(bench.ledger)[0].text == "楼里停电"


def test_only_what_is_selected_is_saved_and_nothing_is_refused_in_words(bench: Bench) -> None:
    form = at_the_note(bench)
    bench.press(Key.Key_P, ALT)
    assert form.stops.note_field._error.text() == "请先写好短语。"
    bench.compose("", "见了会计，楼里停电")
    form.stops.note.setSelection(5, 4)
    bench.press(Key.Key_P, ALT)
    assert phrases(bench.ledger)[0].text == "楼里停电"


def test_what_was_typed_twice_is_a_phrase_at_the_third_time(bench: Bench) -> None:
    for organization in (SUN, SCHOOL):
        visit = VisitInput(visited_on=date(2024, 9, 20), result="2", note="副园长接待，愿意联系")
        record_visits(bench.ledger, [organization], visit)
    form = at_the_note(bench)
    bench.type("fyzjd ")
    assert form.stops.note.text() == "副园长接待"


def test_ones_own_phrase_comes_before_the_one_that_ships(bench: Bench) -> None:
    save_phrase(bench.ledger, "福州人外迁")
    form = at_the_note(bench)
    bench.type("fzrw")
    assert form.stops.note._found[0].text == "福州人外迁"
