"""What is no ledger is not opened and not changed, whatever it is, and it is said what it is."""

import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from models.edits.new_ledger import create_ledger
from models.errors import FileProblem
from models.ledger.backups import restore
from models.ledger.health import check_file
from models.ledger.ledger import Ledger
from models.progress import Progress
from tests.data.freeze_ledger import NEWEST_FROZEN

WHOLE = NEWEST_FROZEN.read_bytes()
NO_LEDGER = "不是建会台账文件"
DAMAGED = "的数据已损坏。请不要再改动它，从备份恢复"


def _database(path: Path, *, mode: str = "delete", number: int = 0) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA journal_mode={mode}")
        db.execute(f"PRAGMA application_id={number}")
        db.execute("CREATE TABLE photo(name TEXT)")
        db.execute("INSERT INTO photo VALUES ('一')")
        db.commit()


def _database_in_use(path: Path) -> None:
    """With changes that its own program has not put into the file yet."""
    _database(path, mode="wal")
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_autocheckpoint=0")
        db.execute("INSERT INTO photo VALUES ('二')")
        db.commit()
        log = path.with_name(f"{path.name}-wal").read_bytes()
    path.with_name(f"{path.name}-wal").write_bytes(log)


def _workbook(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")


def _cut(size: int) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(WHOLE[:size]) and None


def _changed(place: int, what: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(WHOLE[:place] + what + WHOLE[place + len(what) :]) and None


FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.touch(), "是空文件，里面没有台账。.*从备份恢复"),
    "folder": (lambda path: path.mkdir(), "是文件夹，不是台账"),
    "text": (lambda path: path.write_text("单位名称,地址\n" * 500, encoding="utf-8"), NO_LEDGER),
    "one byte": (lambda path: path.write_bytes(b"S"), NO_LEDGER),
    "workbook": (_workbook, NO_LEDGER),
    "other database": (_database, f"{NO_LEDGER}，没有打开，也没有改动它。台账文件的扩展名是 .jhtz"),
    "other database with write-ahead log": (lambda path: _database(path, mode="wal"), f"{NO_LEDGER}，没有打开"),
    "other database with changes in its log": (_database_in_use, f"{NO_LEDGER}，没有打开"),
    "other program's number": (lambda path: _database(path, number=0x0F055112), f"{NO_LEDGER}，没有打开"),
    "only a header": (_cut(100), f"{NO_LEDGER}|{DAMAGED}"),
    "first page": (_cut(4096), DAMAGED),
    "half": (_cut(len(WHOLE) // 2), DAMAGED),
    "end missing": (_cut(len(WHOLE) - 5000), DAMAGED),
    "header gone": (_changed(0, bytes(16)), f"{NO_LEDGER}，或者已经损坏。.*从备份恢复"),
    "page size": (_changed(16, b"\0\3"), f"{NO_LEDGER}，或者已经损坏"),
    "encoding": (_changed(56, b"\0\0\0\2"), DAMAGED),
    "ledger's number": (_changed(68, b"XXXX"), NO_LEDGER),
    "definitions": (_changed(4096 * 23, bytes(400)), DAMAGED),
}


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("read_only", [False, True], ids=["to write", "to read"])
def test_is_refused_and_not_changed(tmp_path: Path, name: str, *, read_only: bool) -> None:
    make, said = FILES[name]
    path = tmp_path / "选错了.jhtz"
    make(path)
    before = contents(tmp_path)
    with pytest.raises(FileProblem, match=said):
        Ledger.open(path, read_only=read_only)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", FILES)
def test_check_says_it_too(tmp_path: Path, name: str) -> None:
    path = tmp_path / "选错了.jhtz"
    FILES[name][0](path)
    before = contents(tmp_path)
    try:
        assert check_file(path, Progress())
    except FileProblem as problem:
        said = problem.user_text
    else:
        said = "reported"
    assert said
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", FILES)
def test_is_no_backup_either(tmp_path: Path, name: str) -> None:
    backup = tmp_path / "选错了.jhbak"
    FILES[name][0](backup)
    ledger = tmp_path / "台账.jhtz"
    ledger.write_bytes(WHOLE)
    before = contents(tmp_path)
    with pytest.raises(FileProblem):
        restore(backup, ledger)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", FILES)
def test_no_new_ledger_takes_its_place(tmp_path: Path, name: str) -> None:
    path = tmp_path / "选错了.jhtz"
    FILES[name][0](path)
    before = contents(tmp_path)
    with pytest.raises(FileProblem, match="已经存在，没有覆盖它"):
        create_ledger(path, unit="朝阳区总工会", person="周岚")
    assert contents(tmp_path) == before


def test_nothing_there(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.jhtz", tmp_path / "没有" / "台账.jhtz", tmp_path / "台账.jhtz" / "里面.jhtz"):
        with pytest.raises(FileProblem, match=r"找不到台账.*U 盘没有插好"):
            Ledger.open(path)
    assert not list(tmp_path.iterdir())


def test_ledger_with_a_write_ahead_log_is_brought_back(tmp_path: Path) -> None:
    """Another tool switched it on: what lies in the log is kept, the log is switched off again."""
    path = tmp_path / "台账.jhtz"
    path.write_bytes(WHOLE)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=wal")
        db.execute("INSERT INTO meta VALUES ('setting', 'in the log')")
        db.commit()
        kept = contents(tmp_path)
    for name, data in kept.items():
        (tmp_path / name).write_bytes(data)
    assert len(kept) == 3
    with Ledger.open(path) as ledger:
        assert ledger.setting("setting") == "in the log"
    assert list(contents(tmp_path)) == [path.name]
    assert path.read_bytes()[18:20] == b"\1\1"
    assert not check_file(path, Progress())
