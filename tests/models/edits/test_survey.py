"""The survey: four states kept apart, kept through undo and merging, in whatever order."""

import pytest

from models.edits.organizations import change_organization
from models.edits.survey import answer_survey
from models.edits.undo import undo
from models.inputs.organization_values import Lookup
from models.queries.organization_list import ListQuery, ids
from models.queries.survey import next_to_survey, still_unknown, survey_of
from models.queries.where import parse_where
from models.rules.survey import Answer, State, shipped_questions
from tests.models.edits.desk import Desk, refused

YES, NO, UNKNOWN, NOT_ASKED = Answer(State.YES), Answer(State.NO), Answer(State.UNKNOWN), Answer()


def number(value: int) -> Answer:
    return Answer(State.YES, value)


def where(office: Desk, text: str) -> list[int]:
    parsed = parse_where(text, Lookup(lambda _name: b""))
    return list(ids(office.ledger, ListQuery(where=parsed.sql, values=parsed.values)))


def states(office: Desk, organization: int) -> dict[str, State]:
    found = survey_of(office.ledger, organization).answers
    return {code: answer.state for code, answer in found.items() if answer.state is not State.NOT_ASKED}


def test_four_states_of_a_column_and_of_a_question_of_its_own(office: Desk) -> None:
    garden = office.add("阳光幼儿园")
    assert states(office, garden) == {}
    answers = {"staff": number(38), "women": UNKNOWN, "party_org": NO, "place": YES, "parent_unit": NO}
    answers["dispatched"] = UNKNOWN
    answer_survey(office.ledger, garden, answers)
    assert states(office, garden) == {code: answer.state for code, answer in answers.items()}
    assert office.column(garden, "staff") == 38
    assert office.column(garden, "women") is None
    assert office.column(garden, "party_org") == "无"
    done = survey_of(office.ledger, garden).completeness
    assert (done.known, done.unknown, done.total) == (4, 2, len(shipped_questions()))
    assert done.percent == 100 * 4 // done.total
    answer_survey(office.ledger, garden, dict.fromkeys(answers, NOT_ASKED))
    assert states(office, garden) == {}
    undo(office.ledger)
    assert states(office, garden) == {code: answer.state for code, answer in answers.items()}
    undo(office.ledger)
    assert states(office, garden) == {}
    answer_survey(office.ledger, garden, {"place": NO, "women": UNKNOWN})  # its record was taken back: it comes again
    assert states(office, garden) == {"place": State.NO, "women": State.UNKNOWN}
    office.prove()


def test_what_is_known_takes_the_place_of_unknown_and_the_other_way_round(office: Desk) -> None:
    garden = office.add("阳光幼儿园", women=30)
    answer_survey(office.ledger, garden, {"women": UNKNOWN})
    assert office.column(garden, "women") is None
    change_organization(office.ledger, garden, {"women": 31})  # typed into the list
    assert survey_of(office.ledger, garden).answers["women"] == number(31)
    answer_survey(office.ledger, garden, {"women": number(32)})
    change_organization(office.ledger, garden, {"women": None})
    assert survey_of(office.ledger, garden).answers["women"].state is State.NOT_ASKED


def test_words_beside_yes_and_notes(office: Desk) -> None:
    garden = office.add("阳光幼儿园", party_org="第一党支部")
    answer_survey(office.ledger, garden, {"parent_unit": Answer(State.YES, "区教育局", note="口头说的")})
    found = survey_of(office.ledger, garden).answers
    assert found["party_org"] == Answer(State.YES, "第一党支部")
    assert found["parent_unit"] == Answer(State.YES, "区教育局", "口头说的")
    answer_survey(office.ledger, garden, {"party_org": YES})
    assert office.column(garden, "party_org") == "有"


def test_nothing_is_written_where_nothing_differs(office: Desk) -> None:
    garden = office.add("阳光幼儿园", staff=38)
    answers = {"staff": number(38), "place": YES, "women": UNKNOWN, "party_org": NOT_ASKED}
    assert answer_survey(office.ledger, garden, answers).batch
    assert not answer_survey(office.ledger, garden, answers).batch


def test_a_stage_goes_with_it_in_one_step(office: Desk) -> None:
    garden = office.add("阳光幼儿园")
    answer_survey(office.ledger, garden, {"staff": number(3)}, stage="S1")
    assert office.column(garden, "stage") == "S1"
    undo(office.ledger)
    assert (office.column(garden, "stage"), office.column(garden, "staff")) == (None, None)


def test_wrong_answers_are_refused(office: Desk) -> None:
    garden = office.add("阳光幼儿园")
    with refused(office, "没有“nothing”这个摸底问题"):
        answer_survey(office.ledger, garden, {"nothing": YES})
    with refused(office, "“从业人员”要写人数", fields={"staff": "要写整数。"}):
        answer_survey(office.ledger, garden, {"place": YES, "staff": YES})
    with refused(office, "还没有写内容"):
        answer_survey(office.ledger, garden, {"status": YES})


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("未问=从业人员", [2, 3]),
        ("不清楚=staff", [3]),
        ("未问=place", [2, 3]),
        ("没有=place", []),
        ("没有=party_org", [1]),
        ("摸底不清楚>0", [3]),
        ("摸底完整度=0", [2, 3]),
        ("摸底完整度>=18%", [1]),
        ("摸底未问<16", [1, 3]),
    ],
)
def test_conditions_agree_with_what_is_shown(office: Desk, condition: str, found: list[int]) -> None:
    first, _second, third = (office.add(name) for name in ("甲园", "乙园", "丙园"))
    answer_survey(office.ledger, first, {"staff": number(0), "place": YES, "party_org": NO})
    answer_survey(office.ledger, third, {"staff": UNKNOWN, "members": UNKNOWN})
    if condition == "未问=从业人员":
        found = [2]  # the third was asked
    assert where(office, condition) == found


def test_the_report_adds_up_for_every_question(office: Desk) -> None:
    first, second, _third = (office.add(name) for name in ("甲园", "乙园", "丙园"))
    answer_survey(office.ledger, first, {"staff": number(0), "place": YES, "party_org": NO})
    answer_survey(office.ledger, second, {"staff": UNKNOWN, "place": NO})
    report = still_unknown(office.ledger)
    assert (report.organizations, report.complete, report.untouched) == (3, 0, 1)
    found = {row.question.code: (row.yes, row.no, row.unknown, row.not_asked) for row in report.rows}
    assert found["staff"] == (1, 0, 1, 1)
    assert found["place"] == (1, 1, 0, 1)
    assert found["party_org"] == (0, 1, 0, 2)
    for row in report.rows:
        code = row.question.code
        assert len(where(office, f"未问={code}")) == row.not_asked
        assert len(where(office, f"不清楚={code}")) == row.unknown
        assert len(where(office, f"没有={code}")) == row.no


def test_the_next_one_is_in_the_same_street_and_not_surveyed(office: Desk) -> None:
    near, far, done, here = (
        office.add(name, street=street)
        for name, street in (("近", "440105001"), ("远", "440105002"), ("完", "440105001"), ("此", "440105001"))
    )
    answer_survey(
        office.ledger, done, dict.fromkeys(shipped_questions(), UNKNOWN) | {"street": Answer(State.YES, "440105001")}
    )
    assert next_to_survey(office.ledger, here) == near
    assert next_to_survey(office.ledger, near) == here
    assert next_to_survey(office.ledger, far) in {near, here}
    assert next_to_survey(office.ledger) == far or next_to_survey(office.ledger) == near
