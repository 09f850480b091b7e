"""A person's data blanked at their wish: gone from the file, proven all the same, and no old file brings it back."""

import pytest

from models.edits.organizations import change_organization
from models.edits.people import add_person
from models.edits.redaction import organizations_naming, purge_name, purge_person
from models.edits.undo import undo
from models.errors import InputProblem
from models.ledger.health import digests
from models.merging.undoing import undo_merge
from models.queries.organization_list import ListQuery, ids
from models.search import keeping
from models.search.keeping import keep_index
from models.tables.record_kinds import ORGANIZATION, PERSON
from tests.models.merging.offices import Office, Offices
from tests.models.merging.test_preview_and_merge import CODE, change, visit

NAME, PHONE = "欧阳玥琪", "13977665544"
VALUES = {"name": NAME, "role": "head", "phone": PHONE}


def with_person(office: Office, name: str = "阳光幼儿园") -> str:
    """An organization with a head who is also its contact; the person's record id."""
    office.add(name, code=CODE, contact=NAME, phone=PHONE, address="新港路1号")
    return add_person(office.ledger, office.id_of(name), VALUES).made_id(PERSON)


def purge(office: Office, person: str, **how: bool) -> None:
    office.at_work()
    purge_person(office.ledger, bytes.fromhex(person), **how)


def bytes_of(office: Office) -> bytes:
    """The whole file, closed and opened again."""
    office.reopen()
    return office.path.read_bytes()


def is_gone(office: Office) -> None:
    data = bytes_of(office)
    assert NAME.encode() not in data
    assert PHONE.encode() not in data
    office.prove()


def test_the_bytes_are_gone_and_everything_else_is_proven(district: Office) -> None:
    person = with_person(district)
    change(district, "阳光幼儿园", staff=38)
    assert NAME.encode() in bytes_of(district)
    purge(district, person)
    is_gone(district)
    facts = district.facts(district.id_of("阳光幼儿园"))
    assert (facts["contact"], facts["phone"]) == (None, None)
    assert (facts["address"], facts["staff"]) == ("新港路1号", 38)
    assert district.one("SELECT name, phone FROM person") == (None, None)


def test_who_was_blanked_elsewhere_is_found_no_more(
    district: Office, street: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search index of whoever gets the wish by a merge forgets the name as well."""
    monkeypatch.setattr(keeping, "LEAST_ORGANIZATIONS", 1)
    one = district.add("阳光幼儿园", contact="李芳")
    street.merge(district.send("first"))
    keep_index(district.at_work().ledger)
    assert list(ids(district.ledger, ListQuery(search="李芳"))) == [one]
    purge_name(street.at_work().ledger, street.id_of("阳光幼儿园"), "李芳", texts=True)
    district.merge(street.send("wish"))
    for _step in ("before the index is made anew", "afterwards"):
        assert list(ids(district.ledger, ListQuery(search="李芳"))) == []
        assert list(ids(district.ledger, ListQuery(search="阳光"))) == [one]
        keep_index(district.ledger)


def test_it_travels_and_blanks_what_others_have(district: Office, street: Office) -> None:
    person = with_person(district)
    street.merge(district.send("first"))
    assert PHONE.encode() in bytes_of(street)
    purge(district, person)
    merged = street.merge(district.send("second"))
    assert merged.files[0].counts["conflicts"] == 0
    is_gone(street)
    assert digests(street.ledger) == digests(district.ledger)


def test_an_old_file_does_not_bring_it_back(district: Office, street: Office, offices: Offices) -> None:
    person = with_person(district)
    old = district.send("old")
    purge(district, person)
    new = district.send("new")
    fresh = offices.found("fresh")
    fresh.merge(new)
    is_gone(fresh)
    fresh.merge(old)
    is_gone(fresh)
    street.merge(old)
    street.merge(new)
    is_gone(street)
    assert digests(street.ledger) == digests(fresh.ledger) == digests(district.ledger)


def test_what_others_said_meanwhile_is_blanked_when_it_comes(district: Office, street: Office) -> None:
    person = with_person(district)
    street.merge(district.send("first"))
    uid = bytes.fromhex(person)
    with street.ledger.change() as write:
        record = street.one("SELECT id FROM person WHERE uid=?", uid)[0]
        write.edit(PERSON, record, {"phone": PHONE, "note": f"{NAME}的另一个电话"})
        write.edit(PERSON, record, {"phone": "13611112222"})
    visit(street, "阳光幼儿园")
    purge(district, person)
    file = street.send("meanwhile")
    found = district.preview(file)
    assert all("136" not in str(row.theirs) for group in found.files[0].rows.values() for row in group)
    district.merge(file)
    is_gone(district)
    assert b"13611112222" not in bytes_of(district)
    street.merge(district.send("back"))
    is_gone(street)
    assert digests(street.ledger) == digests(district.ledger)
    assert street.column(street.id_of("阳光幼儿园"), "visit_count") == 1


def test_edited_values_and_what_edits_name_are_blanked(district: Office) -> None:
    person = with_person(district)
    change(district, "阳光幼儿园", contact="李四", phone="13512345678")
    change(district, "阳光幼儿园", contact=NAME)
    purge(district, person)
    is_gone(district)
    assert district.facts(district.id_of("阳光幼儿园"))["phone"] == "13512345678"


def test_two_who_made_the_same_record(district: Office, street: Office) -> None:
    """Both laptops hold a creation of their own; both are blanked."""
    person = with_person(district)
    uid = bytes.fromhex(person)
    street.merge(district.send("first"))
    with street.ledger.change() as write:
        parent = write.ref(ORGANIZATION, street.id_of("阳光幼儿园"))
        write.create(PERSON, VALUES, uid=b"\x01" * 16, parent=parent)
    with district.ledger.change() as write:
        parent = write.ref(ORGANIZATION, district.id_of("阳光幼儿园"))
        write.create(PERSON, VALUES | {"title": "园长"}, uid=b"\x01" * 16, parent=parent)
    district.merge(street.send("second"))
    assert district.one("SELECT count(*) FROM twin") == (1,)
    purge(district, (b"\x01" * 16).hex())
    purge(district, uid.hex())
    is_gone(district)
    street.merge(district.send("third"))
    is_gone(street)
    assert digests(street.ledger) == digests(district.ledger)


def test_notes_that_name_the_person(district: Office) -> None:
    person = with_person(district)
    visit(district, "阳光幼儿园", f"见了{NAME}，电话 139-7766-5544")
    visit(district, "阳光幼儿园", "下周再来")
    district.at_work()
    with pytest.raises(InputProblem, match="1 段备注"):
        purge_person(district.ledger, bytes.fromhex(person))
    purged = purge_person(district.ledger, bytes.fromhex(person), texts=False)
    assert [(each.kind, each.field) for each in purged.mentions] == [("visit", "note")]
    with pytest.raises(InputProblem, match="已经清除过"):
        purge_person(district.ledger, bytes.fromhex(person))


def test_notes_can_go_as_well(district: Office) -> None:
    person = with_person(district)
    visit(district, "阳光幼儿园", f"见了{NAME}，电话 {PHONE}")
    purge(district, person, texts=True)
    is_gone(district)
    assert district.column(district.id_of("阳光幼儿园"), "visit_count") == 1


def test_it_is_neither_undone_nor_taken_out_with_its_merge(district: Office, street: Office) -> None:
    person = with_person(district)
    street.merge(district.send("first"))
    purge(district, person)
    merged = street.merge(district.send("second"))
    undo_merge(street.ledger, merged.merge)
    is_gone(street)
    batch = district.one("SELECT lower(hex(uid)) FROM batch WHERE kind=6")[0]
    with pytest.raises(InputProblem, match="不能撤销"):
        undo(district.ledger, batch)


def test_a_contact_without_a_record(district: Office) -> None:
    district.add("阳光幼儿园", code=CODE, head="王五", contact=NAME, phone=PHONE)
    district.at_work()
    (found,) = organizations_naming(district.ledger, NAME)
    purge_name(district.ledger, found[0], NAME)
    is_gone(district)
    assert district.facts(found[0])["head"] == "王五"


def test_a_person_who_is_not_here(district: Office) -> None:
    with pytest.raises(InputProblem, match="没有这个编号"):
        purge_person(district.ledger, b"\x07" * 16)


def test_a_conflict_over_the_person_is_settled_by_it(district: Office, street: Office) -> None:
    person = with_person(district)
    street.merge(district.send("first"))
    for office, phone in ((district, "13600000001"), (street, "13600000002")):
        with office.ledger.change() as write:
            record = office.one("SELECT id FROM person WHERE uid=?", bytes.fromhex(person))[0]
            write.edit(PERSON, record, {"phone": phone})
    district.merge(street.send("second"))
    assert district.one("SELECT count(*) FROM head") == (1,)
    purge(district, person)
    assert district.one("SELECT count(*) FROM head") == (0,)
    is_gone(district)
    change_organization(district.ledger, district.id_of("阳光幼儿园"), {"contact": "王五"})
    district.prove()
