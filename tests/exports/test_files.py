"""Every file is written whole or not at all, and every cause has its sentence."""

import errno
import os
from contextlib import nullcontext
from pathlib import Path

import pytest

from models.edits.new_ledger import create_ledger
from models.errors import FileProblem, LedgerProblem
from models.files import check_name, file_problem, write_file
from models.ledger.ledger import Ledger
from models.progress import Cancelled

OLD = b"the old report"


def put_new(path: Path) -> None:
    path.write_bytes(b"the new report")


def accept(_path: Path) -> None:
    """Nothing to complain about."""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "周台账.pdf"
    path.write_bytes(OLD)
    return path


def unchanged(target: Path) -> bool:
    return target.read_bytes() == OLD and [path.name for path in target.parent.iterdir()] == [target.name]


def test_new_file_takes_the_place_of_the_old_one(target: Path) -> None:
    target.chmod(0o640)
    write_file(target, put_new, accept)
    assert target.read_bytes() == b"the new report"
    assert list(target.parent.iterdir()) == [target]
    assert target.stat().st_mode & 0o777 == 0o640


def test_file_is_on_the_disk_and_proven_before_it_replaces(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        steps.append("fsync")
        real_fsync(handle)

    def replaced(self: Path, other: Path) -> Path:
        steps.append("replace")
        return real_replace(self, other)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replaced)
    write_file(target, put_new, lambda path: steps.append(f"verify {path.read_bytes().decode()}"))
    assert steps == ["fsync", "verify the new report", "replace", "fsync"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EDQUOT, "磁盘已满"),
        (errno.EROFS, "只读"),
        (errno.EACCES, "正被别的程序打开"),
        (errno.EPERM, "正被别的程序打开"),
        (errno.ENOENT, "不见了"),
        (errno.ENAMETOOLONG, "太长"),
        (errno.EFBIG, "超过了这个磁盘允许的大小"),
        (errno.EIO, "读写出错"),
        (errno.EXDEV, "没有写成"),
    ],
)
def test_each_cause_has_its_sentence_and_the_old_file_stays(number: int, words: str, target: Path) -> None:
    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(number, "made up")

    with pytest.raises(FileProblem, match=words) as raised:
        write_file(target, fail, accept)
    assert unchanged(target)
    assert raised.value.hint
    assert f"errno={number}" in raised.value.detail


def test_no_permission_in_a_folder_is_told_apart_from_a_file_in_use(tmp_path: Path) -> None:
    problem = file_problem(PermissionError(errno.EACCES, "made up"), tmp_path / "新的.pdf")
    assert "没有权限" in str(problem)


@pytest.mark.parametrize("error", [Cancelled(), KeyboardInterrupt(), MemoryError(), ZeroDivisionError()])
def test_other_endings_pass_through_and_leave_nothing(error: BaseException, target: Path) -> None:
    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise error

    with pytest.raises(type(error)):
        write_file(target, fail, accept)
    assert unchanged(target)


@pytest.mark.parametrize("error", [ValueError("bad checksum"), FileProblem("页数不对"), OSError(errno.EIO, "")])
def test_what_cannot_be_read_again_does_not_replace(error: Exception, target: Path) -> None:
    def refuse(_path: Path) -> None:
        raise error

    with pytest.raises(LedgerProblem):
        write_file(target, put_new, refuse)
    assert unchanged(target)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_failing_late_leaves_the_old_file(step: str, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_anything: object) -> None:
        raise OSError(errno.ENOSPC, "made up")

    owner: object = os if step == "fsync" else Path
    with monkeypatch.context() as patch:
        patch.setattr(owner, step, fail)
        with pytest.raises(FileProblem, match="磁盘已满"):
            write_file(target, put_new, accept)
    assert unchanged(target)


@pytest.mark.parametrize(
    "name",
    [
        "9:30 周报.pdf",
        "周报?.pdf",
        "周\n报.pdf",
        "CON",
        "con.pdf",
        "LPT1 .xlsx",
        "周报.",
        "周报 ",
        "工" * 84 + ".pdf",
    ],
)
def test_names_that_do_not_travel_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileProblem):
        write_file(tmp_path / name, put_new, accept)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["周台账 2024-W39（第一稿）.pdf", "工" * 83 + ".pdf", "CONTENT.pdf", "COM10.xlsx", ".a"]
)
def test_other_names_are_taken(name: str, tmp_path: Path) -> None:
    write_file(tmp_path / name, put_new, accept)
    assert (tmp_path / name).read_bytes() == b"the new report"


def test_a_path_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="太长"):
        check_name(tmp_path.joinpath(*["文件夹" * 8] * 8, "周报.pdf"))


def test_places_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path, words in ((tmp_path / "gone" / "a.pdf", "不见了"), (tmp_path / "folder", "文件夹")):
        with pytest.raises(FileProblem, match=words):
            write_file(path, put_new, accept)


def test_a_read_only_file_is_not_replaced(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and real(path, mode))
    with pytest.raises(FileProblem, match="设成了只读"):
        write_file(target, put_new, accept)
    assert unchanged(target)


def test_a_link_stays_a_link(target: Path) -> None:
    link = target.with_name("链接.pdf")
    link.symlink_to(target)
    write_file(link, put_new, accept)
    assert link.is_symlink()
    assert target.read_bytes() == b"the new report"


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("by_link", [True, False])
def test_a_ledger_is_never_replaced(tmp_path: Path, *, is_open: bool, by_link: bool) -> None:
    """Neither the one that is open, of which not even the first bytes are read, nor one that lies there."""
    path = named = tmp_path / "台账.jhtz"
    create_ledger(path, unit="海珠区总工会", person="张三").close()
    before = path.read_bytes()
    if by_link:
        named = tmp_path / "周台账.pdf"
        named.symlink_to(path)
    with Ledger.open(path) if is_open else nullcontext(), pytest.raises(FileProblem, match="没有覆盖它"):
        write_file(named, put_new, accept)
    assert path.read_bytes() == before
    assert named.is_symlink() is by_link
