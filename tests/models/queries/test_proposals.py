"""Proposals over a whole ledger: groups with their grounds, rows with their values, what a person wrote left alone."""

from pathlib import Path

import pytest

from models.edits.organizations import add_organization, change_organization, delete_organizations
from models.edits.proposals import Decision, refuse_proposals
from models.progress import Cancelled, Progress
from models.queries.proposals import (
    ProposalBoard,
    ProposalGroup,
    proposal_board,
    proposal_rows,
    proposals_of,
    refreshed_board,
)
from models.rules.proposals import Confidence
from tests.models.edits.desk import CHIGANG, HAIZHU, Desk, code_of
from tests.models.importing.sheets import bring, xlsx_file


def made(office: Desk, **values: object) -> int:
    """A new organization's local id."""
    changes = add_organization(office.ledger, values)
    (organization,) = changes.organizations
    return organization


def group_of(board: ProposalBoard, field: str, value: str = "") -> ProposalGroup:
    """The one group of a field and value."""
    (found,) = [group for group in board.groups if (group.field, group.value) == (field, value)]
    return found


def listed(board: ProposalBoard, field: str) -> set[int]:
    """All organizations for which something of a field is proposed."""
    return {record for group in board.groups if group.field == field for record in group.organizations}


def test_groups_by_field_value_and_ground(office: Desk) -> None:
    codes = [code_of("52", HAIZHU, number) for number in range(3)]
    gardens = [made(office, name=f"启明{number}幼儿园", code=code) for number, code in enumerate(codes)]
    home = made(office, name="夕阳红养老院", code=code_of("52", HAIZHU, 9), address="海珠区赤岗街道1号")
    board = proposal_board(office.ledger)
    group = group_of(board, "category", "kindergarten")
    assert (group.ground, group.confidence) == ("名称含“幼儿园”", Confidence.SURE)
    assert list(group.organizations) == gardens
    assert list(group_of(board, "category", "elderly_care").organizations) == [home]
    assert list(group_of(board, "street").organizations) == [home]
    assert board.count == 5
    (row,) = proposal_rows(office.ledger, [home], "street")
    assert row.proposal is not None
    assert row.proposal.value == CHIGANG


def test_what_a_person_has_filled_in_is_left_alone(office: Desk) -> None:
    organization = made(
        office,
        name="启明幼儿园",
        code=code_of("52", HAIZHU, 1),
        address="海珠区赤岗街道1号",
        category="other",
        street="440105002",
    )
    assert proposals_of(office.ledger, organization) == ()


def test_a_valid_code_decides_type_and_level_by_itself(office: Desk) -> None:
    organization = made(office, name="华南公益基金会", code=code_of("53", "440000", 1))
    assert {proposal.field for proposal in proposals_of(office.ledger, organization)} == {"category"}


def test_everything_about_one_without_a_code(office: Desk) -> None:
    organization = made(office, name="民办启明幼儿园", authority="海珠区民政局", address="海珠区赤岗街1号")
    found = {proposal.field: proposal.value for proposal in proposals_of(office.ledger, organization)}
    assert found == {"type": "service", "category": "kindergarten", "street": CHIGANG}
    bare = made(office, name="民办晨光幼儿园")
    found = {proposal.field: proposal.value for proposal in proposals_of(office.ledger, bare)}
    assert found == {"type": "service", "category": "kindergarten", "key_declared": "1"}


def test_a_broken_code_has_its_candidates_with_those_of_others_last(office: Desk) -> None:
    right = code_of("52", HAIZHU, 5)
    broken = made(office, name="启明幼儿园", code=right.replace("0", "O"))
    (row,) = proposal_rows(office.ledger, [broken], "code")
    assert row.stands == right.replace("0", "O")
    assert row.proposal is not None
    assert (row.proposal.value, row.proposal.confidence) == (right, Confidence.SURE)
    made(office, name="晨光幼儿园", code=right)
    (row,) = proposal_rows(office.ledger, [broken], "code")
    assert row.proposal is not None
    assert row.proposal.confidence is Confidence.HINT
    assert any("晨光幼儿园" in sentence for sentence in row.proposal.choices[-1].against)


def test_a_namesake_with_the_whole_code_is_shown(office: Desk) -> None:
    whole = "515309025577792696"
    made(office, name="老年文体协会", code=whole)
    broken = made(office, name="老年文体协会", code="5.1530902557779E+17")
    (row,) = proposal_rows(office.ledger, [broken], "code")
    assert row.proposal is not None
    assert row.proposal.value == whole
    assert row.proposal.choices[0].against == ("确认后两家同码，可能是同一家",)


def test_no_code_is_proposed_only_because_of_a_name(office: Desk) -> None:
    made(office, name="启明幼儿园", code=code_of("52", HAIZHU, 1))
    without = made(office, name="启明幼儿园")
    assert "code" not in {proposal.field for proposal in proposals_of(office.ledger, without)}


def test_numeric_cells_of_an_import_are_proposed_for(office: Desk, tmp_path: Path) -> None:
    """One that lost its digits, and one that happens to prove: its text is in the note only."""
    lucky = "914401051001320000"
    rows = [
        ("单位名称", "统一社会信用代码"),
        ("老年文体协会", 515309025577792000),
        ("晨光商贸有限公司", int(lucky)),
    ]
    bring(office, xlsx_file(tmp_path, rows))
    board = proposal_board(office.ledger)
    first, second = proposal_rows(office.ledger, sorted(listed(board, "code")), "code")
    assert first.stands == "515309025577792000"
    assert first.proposal is not None
    assert "515309025577792696" in [choice.value for choice in first.proposal.choices]
    assert second.stands == lucky
    assert second.proposal is not None
    assert lucky in [choice.value for choice in second.proposal.choices]


def test_ended_and_deleted_ones_are_left_out(office: Desk) -> None:
    made(office, name="启明幼儿园", status="cancelled")
    gone = made(office, name="晨光幼儿园")
    delete_organizations(office.ledger, [gone])
    assert proposal_board(office.ledger).groups == ()
    assert proposal_rows(office.ledger, [gone], "category") == []


def test_refused_values_are_not_proposed_again(office: Desk) -> None:
    organization = made(office, name="启明幼儿园", code=code_of("52", HAIZHU, 1))
    other = made(office, name="晨光幼儿园", code=code_of("52", HAIZHU, 2))
    refuse_proposals(office.ledger, [Decision(organization, "category", "kindergarten")])
    board = proposal_board(office.ledger)
    assert list(group_of(board, "category", "kindergarten").organizations) == [other]
    assert board.refused == 1


def test_a_refused_candidate_leaves_the_others(office: Desk) -> None:
    broken = made(office, name="老年文体协会", code="515309025577792000")
    (before,) = proposal_rows(office.ledger, [broken], "code")
    assert before.proposal is not None
    values = [choice.value for choice in before.proposal.choices]
    refuse_proposals(office.ledger, [Decision(broken, "code", values[0])])
    (after,) = proposal_rows(office.ledger, [broken], "code")
    assert after.proposal is not None
    assert [choice.value for choice in after.proposal.choices] == values[1:]


def test_the_board_follows_single_changes(office: Desk) -> None:
    first = made(office, name="启明幼儿园", code=code_of("52", HAIZHU, 1))
    second = made(office, name="晨光幼儿园", code=code_of("52", HAIZHU, 2))
    board = proposal_board(office.ledger)
    change_organization(office.ledger, first, {"category": "kindergarten"})
    change_organization(office.ledger, second, {"name": "晨光养老院"})
    third = made(office, name="新芽幼儿园", code=code_of("52", HAIZHU, 3))
    followed = refreshed_board(office.ledger, board, [first, second, third])
    assert followed == proposal_board(office.ledger)
    assert list(group_of(followed, "category", "kindergarten").organizations) == [third]


def test_it_can_be_stopped(office: Desk) -> None:
    made(office, name="启明幼儿园")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        proposal_board(office.ledger, progress=progress)


def test_a_ledger_of_a_country_looks_in_the_city_of_registration(office: Desk) -> None:
    with office.ledger.local_write() as db:
        db.execute("UPDATE working_unit SET division=NULL")
    organization = made(
        office, name="启明幼儿园", code=code_of("52", HAIZHU, 1), address="海珠区赤岗街道1号", category="kindergarten"
    )
    (proposal,) = proposals_of(office.ledger, organization)
    assert (proposal.field, proposal.value) == ("street", CHIGANG)
