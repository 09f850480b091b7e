"""What was surveyed and hung up on two laptops is on both after merging, in whatever order."""

from models.edits.attachments import attach_file
from models.edits.code_tables import change_code, retire_code
from models.edits.survey import answer_survey
from models.merging.titles import title_of
from models.queries.attachments import attachment_content, attachments
from models.queries.provenance import Origin, origins
from models.queries.reason_list import known_reasons
from models.queries.survey import survey_of
from models.queries.timeline import Group, timeline
from models.queries.value_words import field_heading, value_words
from models.rules.survey import Answer, State
from models.tables.record_kinds import SURVEY_ANSWER
from tests.models.merging.offices import Office

SCAN = b"%PDF-1.7\n" + bytes(range(256)) * 40
NAME = "阳光幼儿园"


def both_begin(district: Office, street: Office) -> None:
    """The organization is on both laptops."""
    district.add(NAME, staff=30)
    street.merge(district.send("begin"))


def exchange(district: Office, street: Office) -> None:
    there, back = street.send("there"), district.send("back")
    district.merge(there)
    street.merge(back)


def states(office: Office) -> dict[str, tuple[State, object]]:
    found = survey_of(office.ledger, office.id_of(NAME)).answers
    return {code: (a.state, a.value) for code, a in found.items() if a.state is not State.NOT_ASKED}


def test_four_states_survive_whoever_merges_first(district: Office, street: Office) -> None:
    both_begin(district, street)
    answer_survey(
        district.ledger,
        district.id_of(NAME),
        {"women": Answer(State.UNKNOWN), "place": Answer(State.YES, "三层"), "dispatched": Answer(State.UNKNOWN)},
    )
    answer_survey(
        street.ledger,
        street.id_of(NAME),
        {"women": Answer(State.YES, 12), "party_org": Answer(State.NO), "parent_unit": Answer(State.NO)},
    )
    exchange(district, street)
    wanted = {
        "staff": (State.YES, 30),
        "women": (State.YES, 12),  # somebody knows
        "place": (State.YES, "三层"),
        "dispatched": (State.UNKNOWN, None),
        "party_org": (State.NO, None),
        "parent_unit": (State.NO, None),
    }
    assert states(district) == states(street) == wanted
    assert survey_of(district.ledger, 1).completeness == survey_of(street.ledger, 1).completeness
    assert origins(district.ledger, district.id_of(NAME))["women"].origin is Origin.MERGE
    assert timeline(district.ledger, district.id_of(NAME), groups=[Group.FILES]).items[0].headline == "合并入账"
    for office in (district, street):
        office.prove()


def test_two_answers_that_differ_are_both_kept_and_one_settles_it(district: Office, street: Office) -> None:
    both_begin(district, street)
    answer_survey(district.ledger, district.id_of(NAME), {"place": Answer(State.YES)})
    answer_survey(street.ledger, street.id_of(NAME), {"place": Answer(State.NO)})
    exchange(district, street)
    for office in (district, street):
        said = survey_of(office.ledger, office.id_of(NAME)).answers["place"]
        assert set(said.said) == {State.YES, State.NO}
        assert said.state is said.said[0]
    assert states(district) == states(street)
    answer_survey(district.ledger, district.id_of(NAME), {"place": Answer(State.NO)})
    street.merge(district.send("settled"))
    said = survey_of(street.ledger, street.id_of(NAME)).answers["place"]
    assert (said.state, said.said) == (State.NO, ())


def test_one_scan_from_two_laptops_is_kept_once_and_can_be_read(district: Office, street: Office) -> None:
    both_begin(district, street)
    for office in (district, street):
        attach_file(office.ledger, [office.id_of(NAME)], "批复.pdf", SCAN)
    attach_file(street.ledger, [street.id_of(NAME)], "门头.png", b"\x89PNG\r\n\x1a\nx")
    exchange(district, street)
    for office in (district, street):
        found = attachments(office.ledger, office.id_of(NAME))
        assert sorted(item.name for item in found) == ["批复.pdf", "门头.png"]
        assert office.count("file_content") == 2
        scan = next(item for item in found if item.name == "批复.pdf")
        assert attachment_content(office.ledger, scan.id) == SCAN
        office.prove()


def test_code_lists_travel(district: Office, street: Office) -> None:
    both_begin(district, street)
    change_code(district.ledger, "reason", "D1", {"next_step": "请园长座谈"})
    retire_code(street.ledger, "reason", "B4")
    change_code(street.ledger, "survey", "canteen", {"label": "有职工食堂", "effect": "yes_no"})
    exchange(district, street)
    for office in (district, street):
        reasons = known_reasons(office.ledger)
        assert (reasons["D1"].next_step, reasons["B4"].retired) == ("请园长座谈", True)
        assert "canteen" in survey_of(office.ledger, office.id_of(NAME)).questions


def test_conflicts_of_answers_are_said_in_words(district: Office, street: Office) -> None:
    both_begin(district, street)
    answer_survey(district.ledger, district.id_of(NAME), {"place": Answer(State.YES)})
    answer_survey(street.ledger, street.id_of(NAME), {"place": Answer(State.UNKNOWN)})
    district.merge(street.send("there"))
    assert title_of(SURVEY_ANSWER, {"question": "place", "answer": "unknown"}) == "有固定办公场所 不清楚"
    assert (field_heading("answer"), value_words("answer", "no")) == ("摸底答案", "没有")
