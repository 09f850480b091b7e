"""Code lists of a ledger: changed, added, retired, never deleted."""

from collections.abc import Iterator

import pytest

from models.edits.code_tables import change_code, retire_code
from models.edits.reasons import add_reason, follow_playbook
from models.edits.survey import answer_survey
from models.edits.undo import undo
from models.edits.visits import record_visits
from models.inputs.forms import ReasonInput, VisitInput
from models.ledger.code_lists import adopt_vocabulary
from models.queries.reason_list import known_reasons
from models.queries.survey import survey_of
from models.queries.survey_sql import KNOWN, TOTAL
from models.rules.survey import Answer, State
from models.vocabulary import CATEGORIES, EDITABLE_LISTS, VISIT_MODES, VISIT_RESULTS
from tests.models.edits.desk import TODAY, Desk, refused


def test_the_playbook_of_a_reason_is_changed_and_back(office: Desk) -> None:
    before = known_reasons(office.ledger)["D1"]
    change_code(office.ledger, "reason", "D1", {"next_step": "请园长座谈", "days": 3, "route": "joint"})
    after = known_reasons(office.ledger)["D1"]
    assert (after.next_step, after.days, after.label, after.evidence) == (
        "请园长座谈",
        3,
        before.label,
        before.evidence,
    )
    assert not change_code(office.ledger, "reason", "D1", {"days": 3}).batch
    undo(office.ledger)
    assert known_reasons(office.ledger)["D1"] == before


def test_a_new_reason_and_its_next_step(office: Desk) -> None:
    change_code(office.ledger, "reason", "H1", {"label": "租约到期", "next_step": "等新址", "days": 0, "route": "area"})
    garden = office.add("甲园")
    add_reason(office.ledger, garden, ReasonInput(code="H1", opened_on=TODAY))
    follow_playbook(office.ledger, garden, "H1")
    assert office.one("SELECT task, due_on FROM followup") == ("等新址", TODAY.isoformat())
    assert office.column(garden, "proposed_route") == "area"
    undo(office.ledger)
    assert (office.count("followup"), office.column(garden, "proposed_route")) == (0, None)


def test_the_next_step_keeps_a_route_that_was_chosen(office: Desk) -> None:
    garden = office.add("甲园", proposed_route="own")
    add_reason(office.ledger, garden, ReasonInput(code="D1", opened_on=TODAY))
    follow_playbook(office.ledger, garden, "D1")
    assert office.column(garden, "proposed_route") == "own"
    change_code(office.ledger, "reason", "H2", {"label": "别的"})
    with refused(office, "没有写下一步"):
        follow_playbook(office.ledger, garden, "H2")


def test_a_retired_reason_stays_readable_and_cannot_be_chosen(office: Desk) -> None:
    garden = office.add("甲园")
    add_reason(office.ledger, garden, ReasonInput(code="B4", opened_on=TODAY))
    retire_code(office.ledger, "reason", "B4")
    assert known_reasons(office.ledger)["B4"].retired
    assert office.column(garden, "main_reason") == "B4"
    with refused(office, "没有原因代码“B4”"):
        add_reason(office.ledger, garden, ReasonInput(code="B4", opened_on=TODAY))
    retire_code(office.ledger, "reason", "B4", retired=False)
    assert not known_reasons(office.ledger)["B4"].retired


def test_questions_of_ones_own_are_asked_and_retired(office: Desk) -> None:
    garden = office.add("甲园")
    total = survey_of(office.ledger, garden).completeness.total
    change_code(office.ledger, "survey", "canteen", {"label": "有职工食堂", "effect": "yes_no"})
    change_code(office.ledger, "survey", "rooms", {"label": "班级数", "effect": "number"})
    answer_survey(office.ledger, garden, {"canteen": Answer(State.NO), "rooms": Answer(State.YES, 12)})
    found = survey_of(office.ledger, garden)
    assert (found.completeness.total, found.completeness.known) == (total + 2, 2)
    assert found.answers["rooms"] == Answer(State.YES, 12)
    retire_code(office.ledger, "survey", "canteen")
    retire_code(office.ledger, "survey", "staff")
    done = survey_of(office.ledger, garden).completeness
    assert (done.total, done.known) == (total, 1)

    assert office.one(f"SELECT {KNOWN}, {TOTAL} FROM organization o WHERE o.id=?", garden) == (1, total)


def test_what_cannot_be_is_refused(office: Desk) -> None:
    with refused(office, "例如 B5"):
        change_code(office.ledger, "reason", "好", {"label": "好"})
    with refused(office, "要写名称"):
        change_code(office.ledger, "reason", "H9", {"days": 3})
    with refused(office, "工作日"):
        change_code(office.ledger, "reason", "D1", {"days": 4000})
    with refused(office, "没有代码"):
        retire_code(office.ledger, "reason", "Q7")
    with refused(office, "没有“scope”这张代码表"):
        change_code(office.ledger, "scope", "key", {"label": "好"})
    with refused(office, "一位数字"):
        change_code(office.ledger, "result", "good", {"label": "好"})


@pytest.fixture
def shipped_words() -> Iterator[None]:
    """The program's own lists again afterwards: they belong to the process."""
    yield
    for each in EDITABLE_LISTS.values():
        each.adopt(())


def test_words_of_the_office_for_what_ships(office: Desk, shipped_words: None) -> None:
    change_code(office.ledger, "result", "2", {"label": "再想想"})
    change_code(office.ledger, "mode", "4", {"label": "微信"})
    change_code(office.ledger, "category", "camp", {"label": "营地"})
    retire_code(office.ledger, "category", "research")
    assert VISIT_RESULTS.label("2") == "观望"  # until somebody works on this ledger
    with office.ledger.reading() as db:
        adopt_vocabulary(db)
    assert (VISIT_RESULTS.label("2"), VISIT_RESULTS.code_of("再想想"), VISIT_RESULTS.code_of("观望")) == (
        "再想想",
        "2",
        "2",
    )
    assert [entry.code for entry in VISIT_MODES.entries] == ["1", "2", "3", "9", "4"]
    assert CATEGORIES.code_of("营地") == "camp"
    assert "research" not in {entry.code for entry in CATEGORIES.entries}
    assert CATEGORIES.label("research") == "科研机构"
    record_visits(
        office.ledger, [office.add("甲园", category="camp")], VisitInput(visited_on=TODAY, result="2", mode="4")
    )
    undo(office.ledger)
    undo(office.ledger)
    undo(office.ledger)
    with office.ledger.reading() as db:
        adopt_vocabulary(db)
    assert "research" in {entry.code for entry in CATEGORIES.entries}
