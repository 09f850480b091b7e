"""A whole import taken back, also weeks later: what was worked on since stays and is listed before it runs."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models.edits.organizations import change_organization
from models.edits.undo import redo, undo
from models.edits.undo_import import undo_import
from models.edits.visits import record_visits
from models.errors import InputProblem
from models.importing.importer import ImportResult
from models.inputs.forms import VisitInput
from models.ledger.health import digests
from models.queries.past_imports import past_imports
from tests.models.edits.desk import TODAY, Desk, code_of, desk, refused, without_waiting_for_the_disk
from tests.models.importing.sheets import bring_text

A, B, C = (code_of("52", "440105", number) for number in (1, 2, 3))
HEAD = "统一社会信用代码,单位名称,地址,电话,从业人员,曾用名,工会名称,建会日期\n"
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    without_waiting_for_the_disk(monkeypatch)
    with desk(tmp_path) as open_desk:
        yield open_desk


def first_list(office: Desk) -> ImportResult:
    return bring_text(office, HEAD + f"{A},甲园,甲路1号,,12,,,\n{B},乙园,乙路2号,,8,乙托儿所,乙园工会,2020-05-01\n")


def second_list(office: Desk) -> ImportResult:
    """Moves A, says how many B has, brings C."""
    text = (
        HEAD + f"{A},甲园,甲路9号,020-34082442,,,,\n{B},乙园,,,9,,,\n{C},丙园,丙路3号,,,丙托儿所,丙园工会,2021-05-01\n"
    )
    return bring_text(office, text, day=LATER)


def visit(office: Desk, organization: int) -> None:
    day = office.ledger.today()
    record_visits(office.ledger, [organization], VisitInput(visited_on=day, mode="1", result="1"))


def test_everything_goes_where_nobody_worked_on_it(office: Desk) -> None:
    first_list(office)
    before = office.shown()
    batch = second_list(office).batch
    undone = undo_import(office.ledger, batch)
    assert (undone.withdrawn, undone.put_back, undone.kept) == (1, 2, ())
    assert office.shown() == before
    assert [each.stands for each in past_imports(office.ledger)] == [False, True]
    office.prove()


def test_the_preview_says_it_all_and_writes_nothing(office: Desk) -> None:
    first_list(office)
    batch = second_list(office).batch
    visit(office, 3)
    before = digests(office.ledger), office.path.read_bytes()
    preview = undo_import(office.ledger, batch, dry_run=True)
    assert (digests(office.ledger), office.path.read_bytes()) == before
    assert (preview.withdrawn, preview.put_back) == (0, 2)
    assert [(each.id, each.name, each.why) for each in preview.kept] == [(3, "丙园", "走访 1 次")]
    undone = undo_import(office.ledger, batch)
    assert (undone.withdrawn, undone.put_back, undone.kept) == (preview.withdrawn, preview.put_back, preview.kept)
    assert undone.changes.batch
    assert not preview.changes.batch


def test_who_stays_keeps_union_and_former_names(office: Desk) -> None:
    first_list(office)
    batch = second_list(office).batch
    visit(office, 3)
    undo_import(office.ledger, batch)
    assert office.all("SELECT name FROM trade_union WHERE deleted IS NOT 1 ORDER BY id") == [
        ("乙园工会",),
        ("丙园工会",),
    ]
    assert office.column(3, "coverage") == "own"
    assert office.all("SELECT name FROM former_name WHERE deleted IS NOT 1 AND org_id=3") == [("丙托儿所",)]
    office.prove()


def test_a_field_that_was_changed_since_stays_and_the_others_are_put_back(office: Desk) -> None:
    first_list(office)
    batch = second_list(office).batch
    change_organization(office.ledger, 1, {"phone": "13812345678"})
    undone = undo_import(office.ledger, batch)
    assert office.one("SELECT address, phone FROM organization WHERE id=1") == ("甲路1号", "13812345678")
    assert [(each.name, each.why) for each in undone.kept] == [("甲园", "改过电话")]
    assert undone.withdrawn == 1


def test_what_was_done_and_taken_back_again_keeps_nothing(office: Desk) -> None:
    batch = first_list(office).batch
    visit(office, 1)
    change_organization(office.ledger, 2, {"staff": 99})
    undo(office.ledger)
    undo(office.ledger)
    undone = undo_import(office.ledger, batch)
    assert (undone.withdrawn, undone.kept) == (2, ())
    assert office.count("organization") == 0


def test_weeks_later_and_after_a_restart_by_the_beginning_of_its_id(office: Desk) -> None:
    batch = first_list(office).batch
    second_list(office)
    office.clock.set(TODAY + timedelta(days=60))
    office.reopen()
    undone = undo_import(office.ledger, batch[:8])
    assert undone.batch == batch
    # The later list says something else of both: they were worked on since.
    assert [each.name for each in undone.kept] == ["甲园", "乙园"]
    assert office.count("organization") == 3


def test_it_can_be_undone_itself(office: Desk) -> None:
    first_list(office)
    batch = second_list(office).batch
    before = office.shown()
    undone = undo_import(office.ledger, batch)
    redo(office.ledger, undone.changes.batch)
    assert office.shown() == before
    assert past_imports(office.ledger)[0].stands


def test_what_is_no_import_is_refused(office: Desk) -> None:
    batch = first_list(office).batch
    office.add("丁园")
    edit = office.one("SELECT lower(hex(uid)) FROM batch ORDER BY id DESC LIMIT 1")[0]
    with refused(office, "不是一次导入"):
        undo_import(office.ledger, edit)
    with refused(office, "没有编号为"):
        undo_import(office.ledger, "ffffffff")
    undo_import(office.ledger, batch)
    with pytest.raises(InputProblem, match="已经撤销过"):
        undo_import(office.ledger, batch)


def test_past_imports_tell_file_date_and_counts(office: Desk) -> None:
    first_list(office)
    second_list(office)
    newest, oldest = past_imports(office.ledger)
    assert (newest.file_name, newest.registry_on) == ("名册.csv", LATER.isoformat())
    assert (newest.total, newest.added, newest.updated, newest.same) == (3, 1, 2, 0)
    assert (oldest.added, oldest.author, oldest.stands) == (2, "张三（海珠区总工会）", True)
