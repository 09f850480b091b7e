"""Taking proposals over: one batch, one undo, nothing of a person's overwritten; turning down is remembered."""

import pytest

from models.edits.organizations import add_organization, change_organization, delete_organizations
from models.edits.proposals import Decision, confirm_proposals, refuse_proposals, take_back_refusals
from models.edits.undo import undo
from models.ledger.health import digests
from models.progress import Cancelled, Progress
from tests.models.edits.desk import CHIGANG, HAIZHU, Desk, code_of

RIGHT = code_of("52", HAIZHU, 5)
BROKEN = RIGHT.replace("0", "O")


def made(office: Desk, **values: object) -> int:
    (organization,) = add_organization(office.ledger, values).organizations
    return organization


def value(office: Desk, organization: int, field: str) -> object:
    with office.ledger.reading() as db:
        return db.execute(f"SELECT {field} FROM organization WHERE id=?", (organization,)).fetchone()[0]


def test_many_at_once_are_one_batch_and_one_undo(office: Desk) -> None:
    gardens = [made(office, name=f"启明{number}幼儿园") for number in range(250)]
    before = digests(office.ledger)[1]
    decisions = [Decision(garden, "category", "kindergarten") for garden in gardens]
    done = confirm_proposals(office.ledger, decisions)
    assert (done.confirmed, done.passed_over) == (250, 0)
    assert done.changes.organizations == frozenset(gardens)
    assert {value(office, garden, "category") for garden in gardens} == {"kindergarten"}
    undo(office.ledger)
    assert digests(office.ledger)[1] == before


def test_several_fields_of_one_organization(office: Desk) -> None:
    organization = made(office, name="启明幼儿园", code=BROKEN)
    done = confirm_proposals(
        office.ledger,
        [
            Decision(organization, "code", RIGHT, instead_of=BROKEN),
            Decision(organization, "key_declared", "1"),
            Decision(organization, "street", CHIGANG),
        ],
    )
    assert done.confirmed == 3
    assert value(office, organization, "code") == RIGHT
    assert value(office, organization, "code_state") == "valid"
    assert value(office, organization, "key_declared") == 1
    assert value(office, organization, "street") == CHIGANG


def test_what_was_filled_in_meanwhile_stays(office: Desk) -> None:
    organization = made(office, name="启明幼儿园", code=BROKEN)
    change_organization(office.ledger, organization, {"category": "school", "code": "110108600113450"})
    done = confirm_proposals(
        office.ledger,
        [
            Decision(organization, "category", "kindergarten"),
            Decision(organization, "code", RIGHT, instead_of=BROKEN),
        ],
    )
    assert (done.confirmed, done.passed_over) == (0, 2)
    assert done.changes.batch == ""
    assert value(office, organization, "category") == "school"
    assert value(office, organization, "code") == "110108600113450"


def test_a_code_that_proves_is_never_replaced(office: Desk) -> None:
    other = code_of("52", HAIZHU, 6)
    organization = made(office, name="启明幼儿园", code=other)
    done = confirm_proposals(office.ledger, [Decision(organization, "code", RIGHT, instead_of=other)])
    assert done.passed_over == 1
    assert value(office, organization, "code") == other


def test_two_at_once_never_get_the_same_code(office: Desk) -> None:
    first, second = (made(office, name=name, code=BROKEN) for name in ("启明幼儿园", "启明幼儿园（新址）"))
    done = confirm_proposals(
        office.ledger,
        [
            Decision(first, "code", RIGHT, instead_of=BROKEN),
            Decision(second, "code", RIGHT, instead_of=BROKEN),
            Decision(second, "category", "kindergarten"),
        ],
    )
    assert (done.confirmed, done.passed_over) == (2, 1)
    assert value(office, first, "code") == RIGHT
    assert value(office, second, "code") == BROKEN
    assert value(office, second, "category") == "kindergarten"


def test_a_missing_code_can_be_filled_in(office: Desk) -> None:
    organization = made(office, name="启明幼儿园")
    assert confirm_proposals(office.ledger, [Decision(organization, "code", RIGHT)]).confirmed == 1
    assert value(office, organization, "code") == RIGHT


def test_one_in_the_trash_is_passed_over(office: Desk) -> None:
    organization = made(office, name="启明幼儿园")
    delete_organizations(office.ledger, [organization])
    done = confirm_proposals(office.ledger, [Decision(organization, "category", "kindergarten")])
    assert (done.confirmed, done.passed_over) == (0, 1)


def test_cancelled_nothing_is_kept(office: Desk) -> None:
    organization = made(office, name="启明幼儿园")
    before = digests(office.ledger)[0]
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        confirm_proposals(office.ledger, [Decision(organization, "category", "kindergarten")], progress=progress)
    assert digests(office.ledger)[0] == before


def test_only_fields_that_proposals_are_made_for(office: Desk) -> None:
    organization = made(office, name="启明幼儿园")
    with pytest.raises(KeyError):
        confirm_proposals(office.ledger, [Decision(organization, "name", "别的")])


def test_turning_down_is_remembered_and_no_fact(office: Desk) -> None:
    organization = made(office, name="启明幼儿园")
    before = digests(office.ledger)[0]
    refusal = Decision(organization, "category", "kindergarten")
    refuse_proposals(office.ledger, [refusal, refusal])
    office.reopen()
    assert refused(office) == [("category", "kindergarten")]
    assert digests(office.ledger)[0] == before


def test_turning_down_can_be_taken_back(office: Desk) -> None:
    organization = made(office, name="启明幼儿园")
    one, other = (Decision(organization, "category", word) for word in ("kindergarten", "school"))
    refuse_proposals(office.ledger, [one, other])
    take_back_refusals(office.ledger, [one])
    assert refused(office) == [("category", "school")]
    take_back_refusals(office.ledger)
    assert refused(office) == []


def refused(office: Desk) -> list[tuple[str, str]]:
    with office.ledger.reading() as db:
        return db.execute("SELECT field, value FROM refused_proposal ORDER BY value").fetchall()
