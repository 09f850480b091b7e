"""Organizations that share a code are told of one another."""

from models.edits.links import keep_apart
from models.edits.organizations import add_organization, change_organization, delete_organizations
from models.queries.same_code import others_with_code
from tests.models.edits.desk import HAIZHU, Desk, code_of


def test_others_with_the_same_code(office: Desk) -> None:
    code = code_of("52", HAIZHU, 1)
    first, second, third = (
        next(iter(add_organization(office.ledger, {"name": name}).organizations)) for name in ("甲", "乙", "丙")
    )
    change_organization(office.ledger, first, {"code": code})
    assert others_with_code(office.ledger, first) == ()
    change_organization(office.ledger, second, {"code": code})
    assert others_with_code(office.ledger, first) == ()  # shown as one
    keep_apart(office.ledger, [(first, second)])
    assert others_with_code(office.ledger, first) == ("乙",)
    assert others_with_code(office.ledger, second) == ("甲",)
    assert others_with_code(office.ledger, third) == ()  # no code is no common code
    delete_organizations(office.ledger, [second])
    assert others_with_code(office.ledger, first) == ()


def test_broken_codes_are_no_common_code(office: Desk) -> None:
    first, second = (
        next(iter(add_organization(office.ledger, {"name": name, "code": "12"}).organizations)) for name in ("甲", "乙")
    )
    assert others_with_code(office.ledger, first) == others_with_code(office.ledger, second) == ()
