"""Adding, changing, deleting and restoring organizations."""

import pytest

from models.edits.organizations import (
    add_former_name,
    add_organization,
    change_organization,
    change_organizations,
    delete_organizations,
    restore_organizations,
)
from tests.models.edits.desk import CHIGANG, Desk, code_of, nothing_changed, refused

KINDERGARTEN = code_of("52", "440105", 1)


def test_a_new_organization_has_its_facts_and_what_follows_from_them(office: Desk) -> None:
    one = office.add("阳光幼儿园", code=KINDERGARTEN, category="kindergarten", street=CHIGANG, staff=26)
    facts = {name: value for name, value in office.facts(one).items() if value is not None}
    assert facts == {
        "name": "阳光幼儿园",
        "code": KINDERGARTEN,
        "category": "kindergarten",
        "street": CHIGANG,
        "staff": 26,
    }
    assert office.column(one, "shown_type") == "service"
    assert office.column(one, "shown_level") == "county"
    assert office.column(one, "scope") == "key"
    assert office.column(one, "code_state") == "valid"
    office.prove()


@pytest.mark.parametrize("name", [None, ""])
def test_a_name_is_needed(office: Desk, name: str | None) -> None:
    with refused(office, "单位名称必须填写。", fields={"name": ""}):
        add_organization(office.ledger, {"name": name, "staff": 3})
    with refused(office, "单位名称必须填写。"):
        add_organization(office.ledger, {"staff": 3})


def test_a_valid_code_is_added_once(office: Desk) -> None:
    office.add("阳光幼儿园", code=KINDERGARTEN)
    with refused(office, f"代码 {KINDERGARTEN} 已经有一家：阳光幼儿园。", fields={"code": ""}):
        add_organization(office.ledger, {"name": "月光幼儿园", "code": KINDERGARTEN})


def test_the_code_of_one_in_the_trash_may_be_used(office: Desk) -> None:
    gone = office.add("阳光幼儿园", code=KINDERGARTEN)
    delete_organizations(office.ledger, [gone])
    assert office.add("阳光幼儿园", code=KINDERGARTEN) != gone


def test_a_bad_code_is_no_identity(office: Desk) -> None:
    """Two lists may carry the same old 15-digit number."""
    one, other = (office.add(name, code="110108600113450") for name in ("甲园", "乙园"))
    assert office.column(one, "code_state") == office.column(other, "code_state") == "invalid"


def test_changing_fields_is_one_batch_and_moves_what_is_derived(office: Desk) -> None:
    one = office.add("阳光幼儿园", code=KINDERGARTEN, category="training")
    assert office.column(one, "scope") == "ordinary"
    changes = change_organization(office.ledger, one, {"category": "kindergarten", "staff": 30, "phone": "13812345678"})
    assert changes.organizations == {one}
    assert office.column(one, "scope") == "key"
    assert office.facts(one)["staff"] == 30
    office.prove()


def test_a_value_is_cleared_on_purpose(office: Desk) -> None:
    one = office.add("阳光幼儿园", staff=30)
    change_organization(office.ledger, one, {"staff": None})
    assert office.facts(one)["staff"] is None


def test_what_does_not_differ_is_not_written(office: Desk) -> None:
    one = office.add("阳光幼儿园", staff=30)
    before = office.one("SELECT (SELECT count(*) FROM batch), (SELECT count(*) FROM edit)")
    assert nothing_changed(change_organization(office.ledger, one, {"staff": 30, "name": "阳光幼儿园", "phone": None}))
    assert office.one("SELECT (SELECT count(*) FROM batch), (SELECT count(*) FROM edit)") == before


def test_only_what_differs_is_written(office: Desk) -> None:
    one = office.add("阳光幼儿园", staff=30)
    change_organization(office.ledger, one, {"staff": 31, "name": "阳光幼儿园"})
    assert office.one("SELECT set_ FROM edit") == ('{"staff":31}',)


@pytest.mark.parametrize("name", [None, ""])
def test_the_name_cannot_be_taken_away(office: Desk, name: str | None) -> None:
    one = office.add("阳光幼儿园")
    with refused(office, "单位名称不能清空。", fields={"name": ""}):
        change_organization(office.ledger, one, {"name": name, "staff": 3})


def test_several_at_once_are_one_batch(office: Desk) -> None:
    three = [office.add(name) for name in ("甲园", "乙园", "丙园")]
    batches = office.one("SELECT count(*) FROM batch")[0]
    changes = change_organizations(office.ledger, three, {"responsible_unit": "区教育局"})
    assert changes.organizations == set(three)
    assert office.one("SELECT count(*) FROM batch")[0] == batches + 1
    assert {office.facts(one)["responsible_unit"] for one in three} == {"区教育局"}


def test_trash_and_back_with_everything_that_belongs_to_it(office: Desk) -> None:
    one = office.add("阳光幼儿园", staff=30)
    add_former_name(office.ledger, one, "月光幼儿园")
    before = office.shown()
    delete_organizations(office.ledger, [one])
    assert office.count("organization") == 0
    assert office.column(one, "deleted") == 1
    restore_organizations(office.ledger, [one])
    assert office.shown() == before
    office.prove()


def test_deleting_twice_and_restoring_what_is_there_does_nothing(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    assert nothing_changed(restore_organizations(office.ledger, [one]))
    delete_organizations(office.ledger, [one])
    assert nothing_changed(delete_organizations(office.ledger, [one]))


@pytest.mark.parametrize("edit", ["change", "delete", "restore", "former name"])
def test_an_organization_that_is_not_here_any_more_is_refused_in_words(office: Desk, edit: str) -> None:
    with refused(office, "这条记录已经不在台账里，请刷新后再试。"):
        match edit:
            case "change":
                change_organization(office.ledger, 999, {"staff": 3})
            case "delete":
                delete_organizations(office.ledger, [999])
            case "restore":
                restore_organizations(office.ledger, [999])
            case _:
                add_former_name(office.ledger, 999, "旧名")


def test_one_missing_among_several_stops_them_all(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    with refused(office, "这条记录已经不在台账里"):
        change_organizations(office.ledger, [one, 999], {"staff": 3})
    assert office.facts(one)["staff"] is None


def test_former_names(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    add_former_name(office.ledger, one, " 月光幼儿园 ")
    assert office.one("SELECT name, source FROM former_name") == ("月光幼儿园", "hand")
    with refused(office, "曾用名不能为空。", fields={"name": ""}):
        add_former_name(office.ledger, one, "  ")


@pytest.mark.parametrize("text", ["甲\x1f乙", "甲\0乙", "甲\udcff乙"])
def test_text_that_no_file_can_hold_is_refused(office: Desk, text: str) -> None:
    with refused(office, "不能保存的"):
        add_organization(office.ledger, {"name": text})
    one = office.add("阳光幼儿园")
    with refused(office, "不能保存的"):
        change_organization(office.ledger, one, {"note": text})


def test_a_misspelt_field_is_a_bug_not_a_problem(office: Desk) -> None:
    with pytest.raises(KeyError):
        add_organization(office.ledger, {"name": "阳光幼儿园", "stuff": 3})
