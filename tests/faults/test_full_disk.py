"""A full disk, or one that breaks: a sentence, nothing half-written, and the ledger goes on as soon as it can."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization
from models.edits.undo import undo
from models.edits.visits import record_visits
from models.errors import FileProblem
from models.inputs.forms import VisitInput
from models.ledger.health import check_file
from models.ledger.ledger import Ledger
from models.progress import Progress
from tests.data.freeze_ledger import NEWEST_FROZEN
from tests.faults import other_library
from tests.faults.day import batches_of
from tests.faults.disks import fill, small_disk
from tests.faults.failing_disk import BROKEN, FULL, READING, FailingDisk

VISIT = VisitInput(
    visited_on=date(2024, 6, 18), result="2", reasons=("D4",), next_on=date(2024, 6, 30), note="长" * 900
)
KIB = 1024
EVERY = 5  # by default only every fifth write fails; in the long run all do


def work(path: Path) -> None:
    """What is done while the disk fails: opening, a visit with all that belongs to it, taking it back."""
    with Ledger.open(path) as ledger:
        record_visits(ledger, [1, 2], VISIT)
        undo(ledger)


def problem_of(work: Callable[[], object]) -> FileProblem | None:
    try:
        work()
    except FileProblem as problem:
        return problem
    return None


@pytest.fixture
def disk() -> FailingDisk:
    return FailingDisk("failing")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "台账.jhtz"
    shutil.copyfile(NEWEST_FROZEN, path)
    Ledger.open(path).close()  # it has its own number now
    return path


def batches(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as db:
        return batches_of(db)


@pytest.mark.parametrize("every", [EVERY, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize(
    ("how", "once"), [(FULL, False), (BROKEN, False), (BROKEN, True)], ids=["full", "broken", "broken for a moment"]
)
def test_failing_at_writes(
    ledger: Path, disk: FailingDisk, monkeypatch: pytest.MonkeyPatch, how: str, every: int, *, once: bool
) -> None:
    whole = ledger.read_bytes()
    said: set[str] = set()

    def attempt(at: int) -> bool:
        """Whether it came to that write."""
        ledger.write_bytes(whole)
        before = batches(ledger)
        disk.arm(at, how=how, once=once)
        with monkeypatch.context() as patch:
            other_library.use(patch, vfs=disk.name)
            try:
                work(ledger)
            except FileProblem as problem:
                said.add(problem.user_text)
            failed = disk.failed
            disk.arm(0)
            assert not check_file(ledger, Progress())
        after = batches(ledger)
        assert before.items() <= after.items(), "something that was saved is gone"
        assert len(after) - len(before) in {0, 1, 2}, "a visit or its undo is in pieces"
        return failed > 0

    disk.arm(0)
    with monkeypatch.context() as patch:
        other_library.use(patch, vfs=disk.name)
        work(ledger)
    writes = disk.calls
    assert writes > 30
    failed = [attempt(at) for at in range(1, writes + 1, every)]
    assert all(failed)
    assert said
    wanted = "磁盘已满，这一步没有存进去。" if how == FULL else "所在的磁盘时出错，这一步没有存进去。"
    assert any(wanted in text for text in said), said


def test_failing_at_every_read(ledger: Path, disk: FailingDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        other_library.use(patch, vfs=disk.name)
        disk.arm(0, kinds=READING)
        check_file(ledger, Progress())
        reads = disk.calls
        for at in range(1, reads + 1, max(1, reads // 40)):
            disk.arm(at, how=BROKEN, kinds=READING)
            with suppress(FileProblem):  # or it is said as a finding
                assert check_file(ledger, Progress())
    assert reads > 60
    assert not check_file(ledger, Progress())


def test_disk_runs_full_during_work(tmp_path: Path) -> None:
    """On a disk of two megabytes: what was acknowledged stays, and after making room the work goes on."""
    with small_disk(tmp_path, 2 * KIB) as place:
        path = place / "台账.jhtz"
        with create_ledger(path, unit="朝阳区总工会", person="周岚") as ledger:
            add_organization(ledger, {"name": "育才幼儿园"})
            filler = fill(place, leave=200 * KIB)
            saved = 0
            problem = None
            while problem is None:
                problem = problem_of(lambda: record_visits(ledger, [1], VISIT.model_copy(update={"reasons": ()})))
                saved += problem is None
            assert str(problem).startswith("磁盘已满，这一步没有存进去。此前已保存的都在")
            assert "SQLITE_FULL" in problem.detail
            assert saved > 5
            with ledger.reading() as db:
                assert db.execute("SELECT count(*) FROM visit").fetchone() == (saved,)
            filler.unlink()
            record_visits(ledger, [1], VISIT.model_copy(update={"reasons": ()}))
        assert not check_file(path, Progress())
        with Ledger.open(path) as ledger, ledger.reading() as db:
            assert db.execute("SELECT count(*) FROM visit").fetchone() == (saved + 1,)


def test_ledger_on_a_full_disk_opens_for_work(tmp_path: Path) -> None:
    with small_disk(tmp_path, 2 * KIB) as place:
        path = place / "台账.jhtz"
        create_ledger(path, unit="朝阳区总工会", person="周岚").close()
        filler = fill(place)
        with Ledger.open(path) as ledger:
            assert not ledger.read_only
            with pytest.raises(FileProblem, match="磁盘已满"):
                add_organization(ledger, {"name": "育才幼儿园"})
            with pytest.raises(FileProblem, match="磁盘已满"):
                ledger.backup()
            filler.unlink()
            add_organization(ledger, {"name": "育才幼儿园"})
        assert not check_file(path, Progress())


def _not_there(path: Path) -> None:
    assert not path.exists()
    assert not [each.name for each in path.parent.iterdir() if each.name.endswith((".jhtz", "-journal", ".lock"))]


@pytest.mark.parametrize("room", [0, 40, 120])
def test_no_room_for_a_new_ledger(tmp_path: Path, room: int) -> None:
    with small_disk(tmp_path, 1 * KIB) as place:
        filler = fill(place, leave=room * KIB)
        path = place / "台账.jhtz"
        with pytest.raises(FileProblem, match="磁盘已满"):
            create_ledger(path, unit="朝阳区总工会", person="周岚")
        _not_there(path)
        filler.unlink()
        create_ledger(path, unit="朝阳区总工会", person="周岚").close()


def test_a_copy_on_a_full_disk_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy gets a number of its own when it is first opened; without room for it, it is left as it is."""
    monkeypatch.setenv("JIANHUI_PROFILE", str(tmp_path / "another laptop"))
    with small_disk(tmp_path, 2 * KIB) as place:
        path = place / "台账.jhtz"
        shutil.copyfile(NEWEST_FROZEN, path)
        before = path.read_bytes()
        filler = fill(place)
        with pytest.raises(FileProblem, match="磁盘已满"):
            Ledger.open(path)
        assert path.read_bytes() == before
        filler.unlink()
        Ledger.open(path).close()


def failing_writes(monkeypatch: pytest.MonkeyPatch, at: int) -> Callable[[], int]:
    """Let the write number `at` of a plain file fail with "no space left"; gives how many there were."""
    calls = 0
    real = Path.open

    def opened(self: Path, mode: str = "r", *arguments: object, **named: object) -> object:
        file = real(self, mode, *arguments, **named)  # type: ignore[call-overload]  # passed on
        if "w" not in mode:
            return file
        write = file.write

        def counted(data: bytes) -> int:
            nonlocal calls
            calls += 1
            if calls == at:
                raise OSError(28, "No space left on device")
            return int(write(data))

        return _Counting(file, counted)

    monkeypatch.setattr(Path, "open", opened)
    return lambda: calls


class _Counting:
    def __init__(self, file: object, write: Callable[[bytes], int]) -> None:
        self._file, self.write = file, write

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def __enter__(self) -> "_Counting":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._file.close()  # type: ignore[attr-defined]  # whatever was opened


def test_backup_fails_at_every_write(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger.open(ledger) as opened:
        first = opened.backup()
        kept = first.path.read_bytes()
        at = 0
        while True:
            at += 1
            with monkeypatch.context() as patch:
                writes = failing_writes(patch, at)
                problem = problem_of(opened.backup)
            if writes() < at:
                break
            assert problem is not None
            assert problem.user_text.startswith("磁盘已满")
            assert first.path.read_bytes() == kept
            assert [each.name for each in first.path.parent.iterdir()] == [first.path.name]
        assert at > 3
        assert len(list(first.path.parent.iterdir())) == 2
