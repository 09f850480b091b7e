"""Undoing merges: what their files brought goes, later work stays and is listed beforehand."""

import pytest

from models.edits.organizations import change_organization
from models.edits.redaction import purge_name
from models.errors import InputProblem
from models.ledger.backups import list_backups, prove_backup
from models.ledger.health import digests
from models.ledger.ledger import Ledger
from models.merging.past import past_merges
from models.merging.undoing import undo_merge
from models.queries.duplicate_finding import find_duplicates
from models.queries.duplicate_index import DuplicateIndex, DuplicateState
from models.queries.duplicates import duplicate_queue
from models.queries.organization_list import ListQuery, ids
from models.search import keeping
from models.search.index_file import IndexFile
from models.search.keeping import keep_index
from models.search.ledger_index import LedgerIndex
from tests.models.edits.desk import code_of
from tests.models.merging.offices import Office, Offices
from tests.models.merging.test_preview_and_merge import CODE, change, visit


def test_all_that_a_merge_brought_goes(district: Office, street: Office) -> None:
    district.add("本地幼儿园")
    before = digests(district.ledger)
    street.add("阳光幼儿园", code=CODE)
    visit(street, "阳光幼儿园")
    merged = district.merge(street.send("first"))
    planned = undo_merge(district.ledger, merged.merge, dry_run=True)
    assert (planned.creations, planned.kept) == (2, ())
    assert digests(district.ledger) != before
    undone = undo_merge(district.ledger, merged.merge)
    assert undone.creations == 2
    assert digests(district.ledger) == before
    assert not past_merges(district.ledger)[0].stands
    district.prove()
    with pytest.raises(InputProblem, match="已经撤销"):
        undo_merge(district.ledger, merged.merge)


def test_later_work_stays_and_is_listed_beforehand(district: Office, street: Office) -> None:
    street.add("阳光幼儿园", code=CODE)
    street.add("月亮幼儿园", code=code_of("52", "440105", 2))
    change(street, "阳光幼儿园", phone="13800000001")
    merged = district.merge(street.send("first"))
    visit(district, "阳光幼儿园")
    change(district, "阳光幼儿园", phone="13900000002")
    planned = undo_merge(district.ledger, merged.merge, dry_run=True)
    assert [(each.name, each.what) for each in planned.kept] == [("阳光幼儿园", "单位"), ("阳光幼儿园", "电话")]
    undo_merge(district.ledger, merged.merge)
    assert [row[0] for row in district.all("SELECT name FROM organization")] == ["阳光幼儿园"]
    assert district.facts(district.id_of("阳光幼儿园"))["phone"] == "13900000002"
    assert district.column(district.id_of("阳光幼儿园"), "visit_count") == 1
    district.prove()


def test_an_older_merge_goes_and_the_newer_ones_stay(district: Office, offices: Offices) -> None:
    one, two = offices.found("one"), offices.found("two")
    one.add("阳光幼儿园", code=CODE)
    first = district.merge(one.send("first"))
    two.add("月亮幼儿园", code=code_of("52", "440105", 2))
    district.merge(two.send("second"))
    one.at_work()
    change(one, "阳光幼儿园", phone="13800000001")
    third = district.merge(one.send("third"))
    undo_merge(district.ledger, first.merge)  # the third file holds the organization, too
    assert {row[0] for row in district.all("SELECT name FROM organization")} == {"阳光幼儿园", "月亮幼儿园"}
    assert district.facts(district.id_of("阳光幼儿园"))["phone"] == "13800000001"
    undo_merge(district.ledger, third.merge)
    assert [row[0] for row in district.all("SELECT name FROM organization")] == ["月亮幼儿园"]
    district.prove()


def test_an_undone_file_can_be_merged_again(district: Office, street: Office) -> None:
    street.add("阳光幼儿园", code=CODE)
    file = street.send("first")
    merged = district.merge(file)
    wanted = digests(district.ledger)
    undo_merge(district.ledger, "latest")
    again = district.merge(file)
    assert again.merge not in {"", merged.merge}
    assert digests(district.ledger) == wanted


def test_one_file_of_a_merge(district: Office, offices: Offices) -> None:
    one, two = offices.found("one"), offices.found("two")
    one.add("阳光幼儿园", code=CODE)
    two.add("月亮幼儿园", code=code_of("52", "440105", 2))
    merged = district.merge(one.send("a"), two.send("b"))
    undo_merge(district.ledger, f"{merged.merge}.1")
    assert [row[0] for row in district.all("SELECT name FROM organization")] == ["月亮幼儿园"]
    assert [file.stands for file in past_merges(district.ledger)[0].files] == [False, True]
    undo_merge(district.ledger, merged.merge)
    assert district.all("SELECT name FROM organization") == []


@pytest.mark.parametrize("merge", ["7", "x", "1.9", ""])
def test_what_is_no_merge(district: Office, street: Office, merge: str) -> None:
    street.add("阳光幼儿园", code=CODE)
    district.merge(street.send("first"))
    with pytest.raises(InputProblem, match="没有编号为"):
        undo_merge(district.ledger, merge)


def test_an_undone_merge_is_not_sent_on(district: Office, street: Office, offices: Offices) -> None:
    street.add("阳光幼儿园", code=CODE)
    merged = district.merge(street.send("first"))
    undo_merge(district.ledger, merged.merge)
    other = offices.found("other")
    other.merge(district.send("on"))
    assert other.all("SELECT name FROM organization") == []


def test_what_was_decided_since_stays(district: Office, street: Office) -> None:
    street.add("阳光幼儿园", code=CODE, phone="1")
    district.merge(street.send("first"))
    change(street, "阳光幼儿园", phone="13800000001")
    change(district, "阳光幼儿园", phone="13900000002")
    merged = district.merge(street.send("second"))
    change_organization(district.ledger, district.id_of("阳光幼儿园"), {"phone": "13800000001"})
    undone = undo_merge(district.ledger, merged.merge)
    assert [each.what for each in undone.kept] == ["电话"]
    assert district.facts(district.id_of("阳光幼儿园"))["phone"] == "13800000001"
    district.prove()


def test_restore_points_are_bounded_and_let_no_other_backup_go(district: Office, offices: Offices) -> None:
    by_hand = district.ledger.backup()
    street = offices.found("street")
    points = []
    for number in range(8):
        street.at_work()
        street.add(f"{number}幼儿园")
        points.append(district.merge(street.send(f"file {number}")).restore_point)
    left = [backup.path for backup in list_backups(district.path)]
    assert left == [by_hand.path, *points[-5:]]
    digest = prove_backup(left[-1])
    undo_merge(district.ledger, "latest")
    assert facts_digest_of(district) == digest


def facts_digest_of(office: Office) -> str:
    return digests(office.ledger)[0]


def test_an_edit_left_alone_shows_again_over_what_was_there_first(district: Office, street: Office) -> None:
    """It is folded as it is read only where the row still has what the record was made with."""
    street.add("阳光幼儿园", code=CODE, phone="13800000001")
    change(street, "阳光幼儿园", phone="13900000002")
    district.merge(street.send("first"))
    shown = digests(district.ledger)
    change(street, "阳光幼儿园", phone=None)
    cleared = district.merge(street.send("second"))
    assert district.facts(district.id_of("阳光幼儿园"))["phone"] is None
    undo_merge(district.ledger, cleared.merge)
    assert district.one("SELECT was FROM origin")[0] == '{"phone":"13800000001"}'
    assert digests(district.ledger) == shown
    district.prove()


def test_a_merge_that_is_undone_while_duplicates_are_looked_for(
    district: Office, street: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it had changed was looked at already, and is said by nothing that came later."""
    district.add("海棠幼儿园", phone="34567890")
    other = district.add("小星星幼儿园", phone="34567891")
    street.merge(district.send("ours"))
    theirs = {"name": "海棠民办幼儿园", "phone": "34567890"}
    change_organization(street.ledger, street.id_of("小星星幼儿园"), theirs)
    merged = district.merge(street.send("theirs"))
    look, undone = DuplicateIndex.move_to, []

    def undo_first(index: DuplicateIndex, state: DuplicateState, stage: str, upto: int = 0) -> DuplicateState:
        if stage == "ready" and not undone:
            undone.append(undo_merge(district.ledger, merged.merge))
        return look(index, state, stage, upto)

    monkeypatch.setattr(DuplicateIndex, "move_to", undo_first)
    find_duplicates(district.ledger)
    assert undone
    assert district.column(other, "name") == "小星星幼儿园"
    find_duplicates(district.ledger)
    assert duplicate_queue(district.ledger).pairs == ()


def test_a_merge_that_is_undone_while_the_index_is_caught_up(
    district: Office, street: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it had changed is in the index, and is said by nothing that came later."""
    monkeypatch.setattr(keeping, "LEAST_ORGANIZATIONS", 1)
    one = district.add("阳光幼儿园")
    street.merge(district.send("ours"))
    change_organization(street.ledger, street.id_of("阳光幼儿园"), {"name": "海棠幼儿园"})
    merged = district.merge(street.send("theirs"))
    assert keep_index(district.at_work().ledger)
    begin = keeping._begin_if_needed

    def undo_then(ledger: Ledger, file: IndexFile) -> None:
        begin(ledger, file)
        monkeypatch.setattr(keeping, "_begin_if_needed", begin)
        undo_merge(ledger, merged.merge)

    monkeypatch.setattr(keeping, "_begin_if_needed", undo_then)
    assert keep_index(district.ledger)
    assert list(ids(district.ledger, ListQuery(search="阳光"))) == [one]
    assert list(ids(district.ledger, ListQuery(search="海棠"))) == []


def test_an_index_that_knows_what_was_blanked_is_not_asked(district: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program may die between the purge and the moment in which the index is dropped."""
    monkeypatch.setattr(keeping, "LEAST_ORGANIZATIONS", 1)
    one = district.add("阳光幼儿园", contact="李芳")
    assert keep_index(district.at_work().ledger)
    with monkeypatch.context() as patch:
        patch.setattr(LedgerIndex, "drop", lambda _index: None)
        purge_name(district.ledger, one, "李芳", texts=True)
    for _step in ("before it is kept", "afterwards"):
        assert list(ids(district.ledger, ListQuery(search="李芳"))) == []
        assert list(ids(district.ledger, ListQuery(search="阳光"))) == [one]
        assert keep_index(district.ledger)
