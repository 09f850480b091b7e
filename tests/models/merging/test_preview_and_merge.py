"""What a preview says, and that the merge does just that."""

import re
from datetime import timedelta
from typing import Any

import pytest

from exports.merge_report import report_lines
from models.edits.eligibility import decide_eligibility
from models.edits.organizations import change_organization, delete_organizations
from models.edits.visits import record_visits
from models.exchange.bookkeeping import receipt_of
from models.exchange.writing import Recipient, Wanted, write_exchange
from models.inputs.forms import EligibilityInput, VisitInput
from models.ledger.health import digests
from models.merging.merge import MergedFile, merge
from models.merging.past import past_merges
from models.merging.preview import preview
from models.merging.rows import MergePreview
from models.progress import Progress
from models.queries.history import describe, describe_batch, log
from tests.models.edits.desk import TODAY, code_of
from tests.models.merging.offices import Office, Offices, rows

CODE = code_of("52", "440105", 1)


def visit(office: Office, name: str, note: str = "") -> None:
    values = {"visited_on": TODAY, "result": "2", "mode": "1", "note": note or None}
    record_visits(office.ledger, [office.id_of(name)], VisitInput.parse(values))


def change(office: Office, name: str, **values: object) -> None:
    change_organization(office.ledger, office.id_of(name), values)


def test_new_records_are_counted_and_their_rows_open(district: Office, street: Office) -> None:
    street.add("阳光幼儿园", code=CODE)
    visit(street, "阳光幼儿园", "园长外出")
    found = district.preview(street.send("first"))
    (file,) = found.files
    assert file.counts() | {"creations": 2} == file.counts()
    assert (found.count("organizations"), found.count("visits")) == (1, 1)
    (row,) = rows(found, "organizations")
    assert (row.name, row.note) == ("阳光幼儿园", CODE)
    (seen,) = rows(found, "visits")
    assert seen.name == "阳光幼儿园"
    assert seen.note == "2024-09-25 上门 观望 园长外出"
    assert seen.who == "张三（海珠区总工会）"


def test_a_preview_writes_nothing(district: Office, street: Office) -> None:
    street.add("阳光幼儿园", code=CODE)
    file = street.send("first")
    before, sent = district.path.read_bytes(), file.read_bytes()
    district.preview(file)
    assert district.path.read_bytes() == before
    assert file.read_bytes() == sent


def test_the_merge_does_what_the_preview_said(district: Office, street: Office) -> None:
    street.add("阳光幼儿园", code=CODE)
    visit(street, "阳光幼儿园")
    merged = district.merge(street.send("first"))
    assert merged.merge == "1"
    assert merged.files[0].counts["new"] == 1
    assert district.column(district.id_of("阳光幼儿园"), "visit_count") == 1
    district.prove()
    assert digests(district.ledger) == digests(street.ledger)
    (past,) = past_merges(district.ledger)
    assert past.files[0].counts["visits"] == 1
    assert past.files[0].author == "张三"
    assert merged.restore_point is not None
    assert merged.restore_point.is_file()


def test_the_same_file_again_is_nothing(district: Office, street: Office) -> None:
    street.add("阳光幼儿园", code=CODE)
    file = street.send("first")
    district.merge(file)
    before = district.path.read_bytes()
    renamed = file.rename(file.with_name("微信图片(1).dat"))
    again = district.merge(renamed)
    assert again.merge == ""
    assert again.files[0].counts["new"] == 0
    assert again.files[0].counts["nothing_new"] > 0
    assert district.path.read_bytes() == before


def test_different_fields_join_by_themselves_and_equal_values_are_no_conflict(district: Office, street: Office) -> None:
    street.add("阳光幼儿园", code=CODE)
    district.merge(street.send("first"))
    change(street, "阳光幼儿园", phone="13800000001", staff=38)
    change(district, "阳光幼儿园", address="新港路1号", staff=38)
    found = district.preview(street.send("second"))
    assert found.count("conflicts") == 0
    assert found.count("changed") == 0
    (row,) = rows(found, "joined")
    assert (row.field, row.before, row.theirs) == ("phone", None, "13800000001")
    merged = district.merge(street.send("second again"))
    assert merged.files[0].counts["conflicts"] == 0
    facts = district.facts(district.id_of("阳光幼儿园"))
    assert (facts["phone"], facts["address"], facts["staff"]) == ("13800000001", "新港路1号", 38)
    assert district.column(district.id_of("阳光幼儿园"), "conflicts") is None


def test_a_change_by_one_side_only_is_a_change(district: Office, street: Office) -> None:
    street.add("阳光幼儿园", code=CODE, phone="1")
    district.merge(street.send("first"))
    change(street, "阳光幼儿园", phone="13800000001")
    found = district.preview(street.send("second", to="district", since=False))
    (row,) = rows(found, "changed")
    assert (row.before, row.theirs, row.ours) == ("1", "13800000001", None)
    assert found.count("joined") == 0


def test_two_people_who_disagree_are_asked(district: Office, street: Office) -> None:
    street.add("阳光幼儿园", code=CODE, phone="1")
    district.merge(street.send("first"))
    change(street, "阳光幼儿园", phone="13800000001")
    change(district, "阳光幼儿园", phone="13900000002")
    found = district.preview(street.send("second"))
    (row,) = rows(found, "conflicts")
    assert (row.before, row.theirs, row.ours) == ("1", "13800000001", "13900000002")
    assert {(each.value, each.origin.own) for each in row.said} == {("13800000001", False), ("13900000002", True)}
    assert found.count("changed") == found.count("joined") == 0


def test_an_edit_brings_a_deleted_organization_back_flagged(district: Office, street: Office) -> None:
    street.add("阳光幼儿园", code=CODE)
    district.merge(street.send("first"))
    delete_organizations(district.ledger, [district.id_of("阳光幼儿园")])
    change(street, "阳光幼儿园", phone="13800000001")
    file = street.send("second")
    found = district.preview(file)
    assert [row.name for row in rows(found, "returned")] == ["阳光幼儿园"]
    assert found.count("conflicts") == 0
    district.merge(file)
    assert district.column(district.id_of("阳光幼儿园"), "deleted") == 2


def test_excluded_rows_do_not_come_and_can_come_later(district: Office, street: Office) -> None:
    street.add("阳光幼儿园", code=CODE)
    street.add("月亮幼儿园", code=code_of("52", "440105", 2))
    visit(street, "月亮幼儿园")
    file = street.send("first")
    found = district.preview(file)
    key = next(row.key for row in rows(found, "organizations") if row.name == "月亮幼儿园")
    merged = district.merge(file, leaving_out=(key,))
    assert merged.files[0].left_out == 2  # with the visit that belongs to it
    assert [row[0] for row in district.all("SELECT name FROM organization")] == ["阳光幼儿园"]
    district.prove()
    again = district.preview(file)
    assert [row.name for row in rows(again, "organizations")] == ["月亮幼儿园"]
    assert again.count("visits") == 1
    district.merge(file)
    assert digests(district.ledger) == digests(street.ledger)
    assert district.merge(file).merge == ""


def test_files_are_looked_at_one_after_the_other(district: Office, offices: Offices) -> None:
    one, two = offices.found("one"), offices.found("two")
    one.add("阳光幼儿园", code=CODE)
    two.merge(one.send("for two"))
    two.at_work()
    visit(two, "阳光幼儿园")
    found = district.preview(one.send("a"), two.send("b"))
    assert [file.count("organizations") for file in found.files] == [1, 0]
    assert [file.count("visits") for file in found.files] == [0, 1]
    merged = district.merge(one.send("a2"), two.send("b2"))
    assert [file.counts["visits"] for file in merged.files] == [0, 1]
    assert district.column(district.id_of("阳光幼儿园"), "visit_count") == 1
    district.prove()


def test_two_files_that_disagree_are_said_as_such_with_both_persons(district: Office, offices: Offices) -> None:
    one, two = offices.found("one"), offices.found("two")
    one.add("阳光幼儿园", code=CODE, phone="1")
    first = one.send("first")
    two.merge(first)
    district.merge(first)
    for office, phone, decision in ((one, "13800000001", "yes"), (two, "13900000002", "no")):
        office.at_work()
        change(office, "阳光幼儿园", phone=phone)
        until = TODAY.replace(year=TODAY.year + 1) if decision == "no" else None
        said = {"decision": decision, "decided_on": TODAY, "ground": "查过", "until": until}
        decide_eligibility(office.ledger, [office.id_of("阳光幼儿园")], EligibilityInput.parse(said))
    found = district.preview(one.send("a"), two.send("b"))
    phone, decision = sorted(rows(found, "conflicts"), key=lambda row: row.kind, reverse=True)
    assert (phone.theirs, phone.ours, phone.between_files) == ("13900000002", "13800000001", True)
    assert all(each.origin.author for each in phone.said)
    assert all(each.origin.author for each in decision.said)
    lines = "\n".join(report_lines([MergedFile(file, "", file.counts()) for file in found.files], None, {}))
    assert "是否具备条件" in lines
    assert "另一份文件：" in lines
    assert not re.search(r"decision|\b(yes|no)\b", lines)


def test_what_one_file_makes_and_the_next_changes_is_summed_up(district: Office, offices: Offices) -> None:
    one, two = offices.found("one"), offices.found("two")
    one.add("阳光幼儿园", code=CODE, type="service")
    two.merge(one.send("for two"))
    two.at_work()
    change(two, "阳光幼儿园", staff=38)
    district.merge(one.send("a"), two.send("b"))
    assert district.column(district.id_of("阳光幼儿园"), "shown_type") == "service"
    district.prove()


@pytest.mark.parametrize(("days", "word"), [(3, "快"), (-9000, "慢")])
def test_a_wrong_clock_is_said_and_changes_nothing_else(offices: Offices, days: int, word: str) -> None:
    district = offices.found("district")
    district.add("阳光幼儿园", code=CODE)
    street = offices.found("street", today=TODAY + timedelta(days=days))
    street.merge(district.send("first"))
    street.at_work()
    change(street, "阳光幼儿园", phone="13800000001")
    file = street.send("second")
    (found,) = district.preview(file).files
    assert found.standing is not None
    assert word in found.standing.clock_words
    district.merge(file)
    assert district.facts(district.id_of("阳光幼儿园"))["phone"] == "13800000001"


def test_how_far_a_file_goes(district: Office, street: Office) -> None:
    street.add("阳光幼儿园", code=CODE)
    old = street.send("old")
    change(street, "阳光幼儿园", phone="1")
    new = street.send("new")
    (found,) = district.preview(new).files
    assert found.standing is not None
    assert (found.standing.upto, found.standing.have) == (2, 0)
    district.merge(new)
    (found,) = district.preview(old).files
    assert found.standing is not None
    assert found.standing.is_older
    assert found.is_empty


def test_the_receipt_comes_back_with_the_next_file(district: Office, street: Office) -> None:
    """Also with a file that brings nothing else: it is noted, and nothing is to be undone."""
    street.add("阳光幼儿园", code=CODE)
    visit(street, "阳光幼儿园")
    file = street.send("first")
    district.merge(file)
    (offer,) = district.open(file)
    assert offer.incoming is not None
    back = district.path.parent / "back.jhx"
    recipient = Recipient("张三", offer.incoming.sender.public_key)
    write_exchange(district.ledger, back, Wanted(recipient=recipient), program="test", progress=Progress())
    merged = street.merge(back)
    assert merged.merge == ""
    assert merged.restore_point is None
    with street.ledger.reading() as db:
        receipt = receipt_of(db, offer.incoming.digest)
    assert receipt is not None
    assert (receipt.counts["new"], receipt.counts["visits"]) == (1, 1)
    assert receipt.by == "张三（海珠区总工会）"
    assert past_merges(street.ledger) == []


def test_the_log_names_the_file_that_brought_a_step_and_whose_it_was(district: Office, street: Office) -> None:
    street.add("阳光幼儿园", code=CODE)
    district.add("晨光幼儿园")
    district.merge(street.send("周报"))
    theirs, ours = log(district.ledger, limit=2)
    assert (theirs.came_with, theirs.sender, theirs.file) == ("周报.jhx", "海珠区总工会", "")
    assert describe(theirs) == "新增单位 1 · 合入自 周报.jhx（海珠区总工会）"
    assert (ours.came_with, describe(ours)) == ("", "新增单位 1")
    assert describe_batch(district.ledger, theirs.edit) == describe(theirs)


def test_a_preview_is_not_made_twice_unless_something_came(
    district: Office, street: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    street.add("阳光幼儿园", code=CODE)
    visit(street, "阳光幼儿园")
    offers = district.open(street.send("first"))
    codes = [offer.sender.code for offer in offers if offer.sender]
    stale_one = preview(district.ledger, offers)
    district.add("本地幼儿园")
    looked = preview(district.ledger, offers)
    made: list[int] = []

    def counting(*arguments: Any, **named: Any) -> MergePreview:
        made.append(1)
        return preview(*arguments, **named)

    monkeypatch.setattr("models.merging.merge.preview", counting)
    with monkeypatch.context() as patch:
        patch.setattr("models.merging.merge.unite", _stopped)
        with pytest.raises(RuntimeError, match="stopped"):
            merge(district.ledger, offers, accepted=codes, looked=stale_one)
    assert len(made) == 1
    merged = merge(district.ledger, offers, accepted=codes, looked=looked)
    assert len(made) == 1
    assert merged.files[0].counts == looked.files[0].counts()
    assert merged.files[0].counts["visits"] == 1


def _stopped(*_arguments: object, **_named: object) -> None:
    raise RuntimeError("stopped")
