"""One writer per ledger, also across programs; a dead one stands in nobody's way."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.edits.organizations import add_organization
from models.errors import FileProblem
from models.exchange.known import Keyring
from models.exchange.recognizing import first_bytes, is_ledger
from models.importing.table import open_table
from models.ledger.health import check_file
from models.ledger.ledger import Ledger
from models.ledger.lock import lock_path
from models.merging.offers import open_offers
from models.progress import Progress
from tests.data.freeze_ledger import NEWEST_FROZEN
from tests.faults.holder import holding

HELD = r"台账“台账.jhtz”已经在本机（\d\d-\d\d \d\d:\d\d 起）打开，不能同时写入。请先关闭那一个，或用它来操作。"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "台账.jhtz"
    shutil.copyfile(NEWEST_FROZEN, path)
    return path


def names(path: Path) -> set[str]:
    with Ledger.open(path, read_only=True) as opened, opened.reading() as db:
        return {row[0] for row in db.execute("SELECT name FROM organization")}


def test_second_program_is_told_who_holds_it(ledger: Path) -> None:
    with holding(ledger) as other:
        assert other.ask() == "open"
        began = time.monotonic()
        with pytest.raises(FileProblem, match=HELD):
            Ledger.open(ledger)
        assert time.monotonic() - began < 2
        assert other.ask("add 第一家") == "saved"
        assert "第一家" in names(ledger)  # reading goes on beside it
        assert other.ask("close") == "closed"
    with Ledger.open(ledger) as opened:
        assert not opened.read_only
    assert not lock_path(ledger).exists()


def test_the_same_program_holds_it_only_once(ledger: Path) -> None:
    with Ledger.open(ledger), pytest.raises(FileProblem, match=HELD):
        Ledger.open(ledger)


def test_another_way_to_the_same_file_is_the_same_ledger(ledger: Path) -> None:
    link = ledger.with_name("快捷方式.jhtz")
    link.symlink_to(ledger)
    with Ledger.open(link), pytest.raises(FileProblem, match="已经在本机"):
        Ledger.open(ledger.parent / "." / ledger.name)


def test_a_killed_program_releases_it_at_once(ledger: Path) -> None:
    with holding(ledger) as other:
        assert other.ask() == "open"
        assert other.ask("add 第一家") == "saved"
        os.kill(other.process.pid, signal.SIGKILL)
        other.process.wait()
        assert lock_path(ledger).exists()  # nothing but a file
        with Ledger.open(ledger) as opened:
            add_organization(opened, {"name": "第二家"})
    assert {"第一家", "第二家"} <= names(ledger)
    assert not check_file(ledger, Progress())


def test_a_lock_file_alone_is_no_lock(ledger: Path) -> None:
    said = {"host": "别的电脑", "pid": 1, "since": "2024-06-18T09:30+08:00"}
    lock_path(ledger).write_text(json.dumps(said), encoding="utf-8")
    with Ledger.open(ledger) as opened:
        assert not opened.read_only


SINCE = "2024-06-18T09:30+08:00"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"host": "WANGJING-03", "pid": 7, "since": SINCE}, "已经在电脑 WANGJING-03 上（06-18 09:30 起）打开"),
        ({"host": socket.gethostname(), "pid": 7, "since": SINCE}, "已经在本机（06-18 09:30 起）打开"),
        ("", "已经在别处打开"),
        ("{", "已经在别处打开"),
        ([1], "已经在别处打开"),
        ({"host": "x"}, "已经在别处打开"),
    ],
)
def test_the_holder_is_named_as_far_as_it_can_be_read(ledger: Path, content: object, said: str) -> None:
    with Ledger.open(ledger):
        text = content if isinstance(content, str) else json.dumps(content)
        lock_path(ledger).write_text(text, encoding="utf-8")
        with pytest.raises(FileProblem) as problem:
            Ledger.open(ledger)
        assert said in problem.value.user_text


def test_a_lock_that_somebody_removed_is_not_taken_from_the_next(ledger: Path) -> None:
    first = Ledger.open(ledger)
    lock_path(ledger).unlink()  # by hand: "it will not open, so delete the lock"
    with Ledger.open(ledger) as second:
        first.close()
        assert lock_path(ledger).exists()
        with pytest.raises(FileProblem, match=HELD):
            Ledger.open(ledger)
        add_organization(second, {"name": "第二家"})


def test_two_writers_in_spite_of_all_lose_nothing(ledger: Path) -> None:
    """If the lock is gone SQLite still lets one after the other write."""
    with holding(ledger) as other:
        assert other.ask() == "open"
        lock_path(ledger).unlink()
        with Ledger.open(ledger) as opened:
            for number in range(5):
                assert other.ask(f"add 他的{number}") == "saved"
                add_organization(opened, {"name": f"我的{number}"})
        assert other.ask("close") == "closed"
    assert {f"{whose}{number}" for whose in ("他的", "我的") for number in range(5)} <= names(ledger)
    assert not check_file(ledger, Progress())


def test_a_look_at_an_open_ledger_lets_go_of_no_lock(ledger: Path) -> None:
    """Closing its file, were it only to see what it is, drops every lock that this process has on it."""
    write = (
        "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute('BEGIN EXCLUSIVE')"
    )
    with Ledger.open(ledger) as opened, opened.reading() as db:
        db.execute("SELECT 1 FROM meta").fetchone()
        assert is_ledger(first_bytes(ledger))
        (offer,) = open_offers(opened, [ledger], keys=Keyring(bytes(32)))
        assert "就是现在打开的台账" in offer.refused
        with pytest.raises(FileProblem, match="是台账或数据库文件，不是名册"):
            open_table(ledger)
        other = subprocess.run([sys.executable, "-c", write, str(ledger)], capture_output=True, check=False)
    assert b"database is locked" in other.stderr
