"""While an import runs: it can be stopped anywhere without a trace, and others go on reading."""

import threading
from pathlib import Path

import pytest

from models.errors import FileProblem
from models.importing.importer import ImportOptions, run_import, stage
from models.importing.mapping import propose_mapping
from models.importing.table import open_table
from models.ledger import connection
from models.progress import Cancelled, Progress
from models.queries.organization_list import ListQuery, ids, rows_of, totals
from tests.models.edits.desk import TODAY, Desk, code_of
from tests.models.importing.sheets import bring, bring_text, counts, csv_file

HEAD = "统一社会信用代码,单位名称,地址,电话,从业人员,责任人\n"


class StopsAt(Progress):
    """A person who stops the work at its n-th step; `label` says at which work."""

    def __init__(self, steps: int, label: str) -> None:
        super().__init__()
        self._left, self._label = steps, label

    def step(self, done: int, total: int | None = None, label: str | None = None) -> None:
        super().step(done, total, label)
        if self.state.label == self._label:
            self._left -= 1
            if self._left <= 0:
                self.cancel()
                super().step(done, total, label)


def roster(rows: int) -> str:
    codes = (code_of("52", "440105", number) for number in range(rows))
    return HEAD + "".join(
        f"{code},第{n}幼儿园,甲路{n}号,020-{34080000 + n},{n % 90},张三\n" for n, code in enumerate(codes)
    )


@pytest.mark.parametrize(("step", "label"), [(1, "读表"), (3, "读表"), (1, "导入"), (2, "导入"), (5, "导入")])
def test_stopped_at_any_point_the_file_is_byte_identical(office: Desk, tmp_path: Path, step: int, label: str) -> None:
    bring_text(office, HEAD + f"{code_of('52', '440105', 1)},第1幼儿园,旧址,,,\n,第3幼儿园,甲路3号,,,\n")
    office.reopen()
    before = office.path.read_bytes()
    text = roster(1800) + ",第3幼儿园,甲路3号,020-99999999,,新人\n,,甲路,,,\n"  # something of every outcome
    path = csv_file(tmp_path, text, name="大.csv")
    with pytest.raises(Cancelled):
        bring(office, path, progress=StopsAt(step, label))
    assert office.path.read_bytes() == before
    office.reopen()
    assert office.path.read_bytes() == before
    result = bring(office, path)
    assert counts(result) == (1799, 1, 0, 1, 1)
    office.prove()


def test_a_sheet_that_was_read_once_is_tried_and_written(office: Desk, tmp_path: Path) -> None:
    """What a person has seen in the dry run is what is written, whatever became of the file meanwhile."""
    path = csv_file(tmp_path, roster(500))
    table = open_table(path)
    options = ImportOptions(table, propose_mapping(table), TODAY)
    staged = stage(office.ledger, options, Progress())
    trial = run_import(office.ledger, options, dry_run=True, staged=staged)
    path.unlink()
    result = run_import(office.ledger, options, staged=staged)
    assert counts(trial) == counts(result) == (500, 0, 0, 0, 0)
    assert office.count("organization") == 500


def test_a_cadre_who_came_meanwhile_is_not_made_twice(office: Desk, tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEAD + f"{code_of('52', '440105', 1)},甲园,,,,王五\n")
    table = open_table(path)
    options = ImportOptions(table, propose_mapping(table), TODAY)
    staged = stage(office.ledger, options, Progress())
    known = office.colleague("王五")
    run_import(office.ledger, options, staged=staged)
    assert office.column(1, "owner") == known
    assert office.one("SELECT count(*) FROM cadre WHERE name='王五'") == (1,)


def test_others_read_on_while_twenty_thousand_rows_come_in(
    office: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a writer's cache as small as this, a transaction that spilled it would lock them out at once."""
    monkeypatch.setattr(connection, "CACHE_KIB", 500)
    office.reopen()
    bring_text(office, HEAD + f"{code_of('51', '440105', 1)},阳光协会,旧址,,,\n")
    table = open_table(csv_file(tmp_path, roster(20_000), name="大.csv"))
    options = ImportOptions(table, propose_mapping(table), TODAY)
    staged = stage(office.ledger, options, Progress())  # nothing is locked while a sheet is read
    progress = Progress()
    over = threading.Event()
    seen: list[tuple[int, int]] = []  # rows that were in by then, organizations that a reader saw
    problems: list[BaseException] = []

    def read() -> None:
        while not over.is_set():
            try:
                found = ids(office.ledger, ListQuery(search="阳光"))
                assert [row.name for row in rows_of(office.ledger, list(found))] == ["阳光协会"]
                seen.append((progress.state.done, totals(office.ledger, ListQuery()).count))
            except BaseException as problem:  # noqa: BLE001 - whatever a reader gets to see is the point
                problems.append(problem)
                return

    readers = [threading.Thread(target=read) for _reader in range(2)]
    for reader in readers:
        reader.start()
    try:
        result = run_import(office.ledger, options, staged=staged, progress=progress)
    finally:
        over.set()
        for reader in readers:
            reader.join()
    assert problems == []
    assert counts(result) == (20_000, 0, 0, 0, 0)
    assert {count for _done, count in seen} <= {1, 20_001}
    answered = {done * 10 // 20_000 for done, count in seen if count == 1}
    assert len(answered) > 6  # in most tenths of the work, with the ledger as it was


def test_a_change_beyond_memory_is_written_meanwhile_and_still_leaves_no_trace(
    office: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not fit is written before the commit: readers are told so, and stopping still gives every byte back."""
    monkeypatch.setattr(connection, "CACHE_KIB", 500)
    monkeypatch.setattr(connection, "BULK_PAGES", 200)
    monkeypatch.setattr(connection, "BUSY_MILLISECONDS", 0)
    bring_text(office, HEAD + f"{code_of('51', '440105', 1)},阳光协会,旧址,,,\n")
    office.reopen()
    before, size = office.path.read_bytes(), office.path.stat().st_size
    table = open_table(csv_file(tmp_path, roster(8_000), name="大.csv"))
    options = ImportOptions(table, propose_mapping(table), TODAY)
    staged = stage(office.ledger, options, Progress())
    said: list[str] = []

    class Looks(Progress):
        def step(self, done: int, total: int | None = None, label: str | None = None) -> None:
            super().step(done, total, label)
            if done > 7_000 and not said:
                assert office.path.stat().st_size > size  # on the disk already
                with pytest.raises(FileProblem) as refused:
                    ids(office.ledger, ListQuery(search="阳光"))
                said.append(refused.value.user_text)
                self.cancel()

    with pytest.raises(Cancelled):
        run_import(office.ledger, options, staged=staged, progress=Looks())
    assert said
    assert "正在写入台账" in said[0]
    assert office.path.read_bytes() == before
    result = run_import(office.ledger, options, staged=staged)
    assert counts(result) == (8_000, 0, 0, 0, 0)
    office.prove()


def test_big_changes_have_a_bound_and_small_ones_after_them_the_usual(office: Desk) -> None:
    with office.ledger.change(bulk=True) as change:
        assert change.db.execute("PRAGMA cache_spill").fetchone()[0] == connection.BULK_PAGES
    with office.ledger.local_write() as db:
        assert db.execute("PRAGMA cache_spill").fetchone()[0] <= connection.CACHE_KIB // 4 < connection.BULK_PAGES
