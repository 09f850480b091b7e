"""A visit that was written down wrongly: from the timeline to the correction by keys, the original stays."""

from datetime import date

from models.edits.undo import undo
from models.edits.visits import record_visits
from models.inputs.forms import VisitInput
from models.queries.people_list import cadres
from tests.ui.forms.conftest import CONTROL, RIVER, SUN, TODAY, Bench, Key
from ui.organizations.detail_history import DetailHistory
from ui.organizations.detail_pane import DetailPane
from ui.requests import CorrectVisit, Request
from ui.visits.correction_form import CorrectionForm

VISITED = date(2024, 9, 25)


def recorded(bench: Bench) -> str:
    """A visit by somebody else, with a next step and a reason; its record id."""
    went = {row.name: row.uid for row in cadres(bench.ledger)}["沈嘉"]
    visit = VisitInput(
        visited_on=VISITED, result="4", mode="2", cadre=went, note="园长出差", met="门卫", next_on=date(2024, 9, 30)
    )
    record_visits(bench.ledger, [SUN], visit)
    return bench.detail(SUN).visits[0].uid


def open_correction(bench: Bench, visit: str) -> CorrectionForm:
    form = bench.open(CorrectVisit(SUN, visit))
    assert isinstance(form, CorrectionForm)
    return form


def test_the_strip_shows_what_was_said_and_proposes_no_second_next_step(bench: Bench) -> None:
    form = open_correction(bench, recorded(bench))
    stops = form.stops
    assert (stops.day.text(), stops.mode.choice(), stops.result.choice()) == ("0925", "2", "4")
    assert (stops.note.text(), stops.met.text(), stops.next_step.text()) == ("园长出差", "门卫", "")
    assert stops.day.meaning.words == "周三"
    assert stops.met.isVisible()
    assert not stops.organization.isEnabled()
    assert form.note.text() == "原记录 09-25 电话 · 不在，保留在时间线里"
    assert form.save_button.text() == "保存更正"


def test_a_correction_is_a_visit_beside_the_original_and_one_undo(bench: Bench) -> None:
    visit = recorded(bench)
    before, promised = bench.batches(), len(bench.detail(SUN).followups)
    form = open_correction(bench, visit)
    assert form.stops.day.hasFocus()
    bench.enter()
    bench.type("1")
    bench.enter()
    bench.type("2")
    bench.press(Key.Key_Return, CONTROL)
    assert not bench.overlay.is_open
    assert bench.batches() == before + 1
    detail = bench.detail(SUN)
    new, old = sorted(detail.visits, key=lambda each: each.corrected)
    assert (new.result, new.mode, new.note, new.cadre, new.corrected) == ("2", "1", "园长出差", "沈嘉", False)
    assert (old.uid, old.result, old.mode, old.corrected) == (visit, "4", "2", True)
    assert len(detail.followups) == promised
    undo(bench.ledger)
    (again,) = bench.detail(SUN).visits
    assert (again.uid, again.corrected) == (visit, False)


def test_what_is_corrected_already_is_not_corrected_again(bench: Bench) -> None:
    visit = recorded(bench)
    form = open_correction(bench, visit)
    record_visits(
        bench.ledger, [SUN], VisitInput(visited_on=TODAY, result="2", corrects=bytes.fromhex(visit))
    )  # somebody else was quicker
    form.look_again()
    bench.settle()
    bench.press(Key.Key_Return, CONTROL)
    assert bench.overlay.is_open
    assert len(bench.detail(SUN).visits) == 2


def test_the_timeline_leads_to_the_correction_by_keys(bench: Bench) -> None:
    visit = recorded(bench)
    pane = DetailPane(bench.session)
    asked: list[Request] = []
    pane.asked.connect(asked.append)
    bench.window.layout().addWidget(pane)
    pane.show_organization(SUN)
    bench.settle()
    for _number in range(60):
        name = bench.focus.accessibleName()
        if name.endswith("电话 · 不在"):
            break
        bench.press(Key.Key_Tab)
    assert name.endswith("电话 · 不在")
    bench.press(Key.Key_Space)
    assert asked == [CorrectVisit(SUN, visit)]


def test_a_saved_visit_slides_into_the_timeline_of_its_organization_only(bench: Bench) -> None:
    visit = recorded(bench)
    pane = DetailPane(bench.session)
    bench.window.layout().addWidget(pane)
    slid: list[list[str]] = []
    history = next(part for part in pane.parts if isinstance(part, DetailHistory))
    history._timeline.set_entries = lambda _entries, fresh: slid.append(sorted(fresh))
    pane.show_organization(SUN)
    bench.settle()
    record_visits(bench.ledger, [SUN, RIVER], VisitInput(visited_on=TODAY, result="2"))
    pane.reload()
    bench.settle()
    pane.show_organization(RIVER)
    bench.settle()
    assert [fresh for fresh in slid if fresh] == [["0"]]
    assert bench.detail(SUN).visits[0].uid != visit
