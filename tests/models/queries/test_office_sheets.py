"""What the office's sheets show against a reckoning by hand: tasks, leaders, reasons by place, the roll-up check."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from models.edits.eligibility import decide_eligibility
from models.edits.followups import assign_followup
from models.edits.joining_page import set_joining_page
from models.edits.organizations import change_organization
from models.edits.reasons import add_reason
from models.edits.unions import form_union
from models.errors import InputProblem
from models.inputs.forms import EligibilityInput, FollowupInput, ReasonInput, UnionInput
from models.ledger.ledger import Ledger
from models.queries.assigned_sheets import assigned_sheets, leaders
from models.queries.figures import figures, figures_by
from models.queries.joining_leaflet import joining_leaflet, joining_page
from models.queries.print_parts import areas_in_use, cadres_in_use, organizations_in
from models.queries.reason_analysis import reason_analysis
from models.queries.report_content import Figures
from models.queries.roll_up import roll_up
from tests.models.edits.desk import TODAY, Desk

KEY = {"type": "service", "category": "kindergarten", "level": "county"}
STREETS = ("440105001", "440105002")


def counted(sums: Figures) -> tuple[int, ...]:
    return (sums.key, sums.eligible, sums.not_eligible, sums.undecided, sums.built, sums.built_own, sums.overdue)


def test_sheets_of_cadres_add_up_to_the_figures(messy: Desk) -> None:
    found = assigned_sheets(messy.ledger, "cadre")
    groups = {group.key: group.figures for group in figures_by(messy.ledger, "cadre")}
    names = {uid.hex(): name for uid, name in cadres_in_use(messy.ledger)}
    by_name = {sheet.name: sheet for sheet in found.people}
    for key, sums in groups.items():
        sheet = by_name[names.get(key or "", "")]
        assert counted(sheet.figures) == counted(sums), sheet.name
        rows = [*sheet.open, *sheet.built]
        assert sum(row.counts == "eligible" for row in rows) == sums.eligible
        assert sum(row.counts == "eligible" and row.covered for row in rows) == sums.built
    whole = figures(messy.ledger)
    assert sum(sheet.figures.eligible for sheet in found.people) == whole.eligible
    assert sum(sheet.figures.built for sheet in found.people) == whole.built


def test_sheets_of_leaders_have_the_hard_ones_first(office: Desk) -> None:
    for number, leader in enumerate(("王主席", "李部长", "王主席", "王主席", None)):
        office.add(f"幼儿园{number}", **KEY, street=STREETS[number % 2], staff=10 * number, leader=leader)
    add_reason(office.ledger, 1, ReasonInput(code="D2", is_primary=True, opened_on=TODAY))
    form_union(office.ledger, [4], UnionInput(name="工会", route="own", founded_on=TODAY))
    assert leaders(office.ledger) == ["李部长", "王主席"]
    sheet = assigned_sheets(office.ledger, "leader", person="王主席").people[0]
    assert [row.name for row in sheet.open] == ["幼儿园0", "幼儿园2"]
    assert [row.name for row in sheet.built] == ["幼儿园3"]
    only = assigned_sheets(office.ledger, "leader", areas=[STREETS[1]])
    assert [(each.name, len(each.open), len(each.built)) for each in only.people] == [
        ("李部长", 1, 0),
        ("王主席", 0, 1),
    ]


def test_a_task_sheet_has_what_he_follows_up_for_others(office: Desk) -> None:
    other = office.colleague("李四")
    office.add("甲幼儿园", **KEY, owner=other.hex())
    office.add("乙幼儿园", **KEY)
    assign_followup(office.ledger, [2], FollowupInput(task="打 13812345678", due_on=date(2024, 9, 20), cadre=other))
    (sheet,) = assigned_sheets(office.ledger, "cadre", person=other.hex()).people
    assert [row.name for row in sheet.open] == ["甲幼儿园"]
    assert [(row.organization_name, row.task) for row in sheet.elsewhere] == [("乙幼儿园", "打 138****5678")]


def test_reasons_by_place_and_type_add_up(messy: Desk) -> None:
    for key_only in (True, False):
        found = reason_analysis(messy.ledger, key_only=key_only)
        codes = [row.code for row in found.figures.rows if row.code]
        for groups in (found.areas, found.types):
            for place, code in enumerate(codes):
                row = next(each for each in found.figures.rows if each.code == code)
                assert sum(group.cells[place].open for group in groups) == row.count
                assert sum(group.cells[place].ever for group in groups) == row.ever
                assert sum(group.cells[place].built for group in groups) == row.built
            none = sum(row.count for row in found.figures.rows if not row.code)
            assert sum(group.none for group in groups) == none


def test_weeks_of_reasons(office: Desk) -> None:
    office.add("甲幼儿园", **KEY, street=STREETS[0])
    for code, day in (("D1", date(2024, 9, 23)), ("D2", date(2024, 9, 22)), ("D3", date(2024, 1, 1))):
        add_reason(office.ledger, 1, ReasonInput(code=code, opened_on=day))
    weeks = reason_analysis(office.ledger).weeks
    assert [(week.number, week.opened) for week in weeks if week.opened] == [(38, 1), (39, 1)]
    assert weeks[-1].monday == date(2024, 9, 23)
    assert not any(week.opened for week in reason_analysis(office.ledger, areas=["440106"]).weeks)


@pytest.fixture
def two_ledgers(office: Desk, tmp_path: Path) -> tuple[Desk, Path]:
    """The whole, and a copy of it in which things went on."""
    for number in range(4):
        office.add(f"幼儿园{number}", **KEY, street=STREETS[number % 2])
        decide_eligibility(
            office.ledger, [number + 1], EligibilityInput(decision="yes", decided_on=TODAY, ground="人数")
        )
    backup = office.ledger.backup(tmp_path / "copies")
    part = tmp_path / "part.jhtz"
    from models.ledger.backups import unpack  # noqa: PLC0415

    unpack(backup.path, part)
    return office, part


def test_a_roll_up_that_agrees(two_ledgers: tuple[Desk, Path]) -> None:
    office, part = two_ledgers
    streets = roll_up(office.ledger)
    assert streets.agrees
    assert [each.name for each in streets.parts] == ["赤岗街道", "新港街道"]
    assert roll_up(office.ledger, ledgers=[part]).agrees


def test_a_roll_up_names_what_differs(two_ledgers: tuple[Desk, Path]) -> None:
    office, part = two_ledgers
    with Ledger.open(part) as other:
        form_union(other, [1], UnionInput(name="工会", route="own", founded_on=TODAY))
        from models.edits.organizations import add_organization, delete_organizations  # noqa: PLC0415

        add_organization(other, {"name": "分册新增幼儿园", **KEY})
        delete_organizations(other, [2])
    change_organization(office.ledger, 3, {"street": None})
    found = roll_up(office.ledger, ledgers=[part])
    said = [(each.kind, each.name, each.here, each.there) for each in found.differences]
    assert said == [
        ("missing", "分册新增幼儿园", "", "未认定"),
        ("extra", "幼儿园1", "应建、未建会", ""),
        ("state", "幼儿园0", "应建、未建会", "应建、已建会"),
    ]
    assert (found.sums.built, found.whole.built, found.agrees) == (1, 0, False)
    assert Counter(each.kind for each in roll_up(office.ledger, ledgers=[part, part]).differences)["twice"] == 4
    assert [(each.kind, each.name) for each in roll_up(office.ledger).differences] == [("no_street", "幼儿园2")]


def test_where_one_joins_is_kept_once_and_travels_as_a_fact(office: Desk) -> None:
    with pytest.raises(InputProblem, match="还没有填入会网址"):
        joining_leaflet(office.ledger)
    for address in ("example", "ftp://a.b/c", "https://", "https://a b.cn", "https://a.cn/" + "x" * 600):
        with pytest.raises(InputProblem, match="不是网址"):
            set_joining_page(office.ledger, address=address)
    set_joining_page(office.ledger, address=" https://a.example.org/x ", words="扫码  入会")
    set_joining_page(office.ledger, address="https://a.example.org/y")
    assert joining_page(office.ledger).address == "https://a.example.org/y"
    assert joining_leaflet(office.ledger).words == ""
    assert office.count("saved_view") == 1
    office.prove()


def test_parts_of_a_batch(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        office.add(f"幼儿园{number}", **KEY, street=STREETS[number % 2])
    assert areas_in_use(office.ledger) == [(STREETS[0], "赤岗街道"), (STREETS[1], "新港街道")]
    assert organizations_in(office.ledger, [STREETS[0]]) == [1, 3]
    monkeypatch.setattr("models.queries.print_parts.MOST_DOSSIERS", 2)
    with pytest.raises(InputProblem, match="最多打印 2 家"):
        organizations_in(office.ledger, [])
