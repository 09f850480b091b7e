"""A raw ledger file as a source: a sound one is read, whatever else calls itself a ledger is refused, untouched."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from models.edits.new_ledger import create_ledger
from models.errors import MergeProblem
from models.exchange import ledger_source
from models.exchange.manifest import LEDGER_FILE
from models.exchange.reading import open_incoming, open_ledger_source
from models.ledger.health import digests
from tests.conftest import ROOT
from tests.models.edits.desk import Desk, desk, without_waiting_for_the_disk
from tests.models.exchange.conftest import fill
from tests.models.exchange.hostile import TRICKS, by_sql
from tests.models.exchange.post import comparable, merge, untouched, whole_body

_MOST_MB = 300


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed ledger with something of everything; copy it."""
    folder = tmp_path_factory.mktemp("sound")
    with pytest.MonkeyPatch.context() as patch:
        without_waiting_for_the_disk(patch)
        patch.setenv("JIANHUI_PROFILE", str(folder / "profile"))
        with desk(folder) as office:
            fill(office)
            path = office.path
    return path


@pytest.fixture
def source(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound, tmp_path / "旧电脑.jhtz"))


def test_a_dead_laptops_file_is_read(office: Desk, tmp_path: Path) -> None:
    body, (facts, _state) = whole_body(office.ledger), digests(office.ledger)
    office.ledger.close()
    with untouched(office.path):
        incoming = open_incoming(office.path)
    assert comparable(incoming.body) == comparable(body)
    manifest, sender = incoming.manifest, incoming.sender
    assert (manifest.kind, manifest.organizations, manifest.facts) == (LEDGER_FILE, 3, facts)
    assert (sender.name, sender.unit, sender.known, sender.code) == ("张三", "海珠区总工会", False, "")
    with create_ledger(tmp_path / "新.jhtz", unit="朝阳区总工会", person="王五") as other:
        merge(other, incoming)
        with other.reading() as db:
            assert db.execute("SELECT count(*) FROM organization").fetchone() == (3,)


@pytest.mark.parametrize("number", [1, 2])
def test_ledgers_of_older_formats_are_read(number: int) -> None:
    path = ROOT / "tests" / "data" / "ledgers_by_version" / f"{number}.jhtz"
    with untouched(path):
        incoming = open_ledger_source(path)
    assert incoming.manifest.format == number
    assert incoming.manifest.organizations > 0


def test_a_ledger_that_is_open_is_left_alone(office: Desk) -> None:
    """Copying it would drop the locks of this very process."""
    with pytest.raises(MergeProblem, match="正开着"):
        open_ledger_source(office.path)
    office.add("还能写")


@pytest.mark.parametrize("trick", TRICKS)
def test_hostile_files_are_refused_at_once_and_never_written_to(trick: str, source: Path) -> None:
    TRICKS[trick](source)
    with untouched(source), pytest.raises(MergeProblem) as caught:
        open_ledger_source(source)
    assert caught.value.user_text.endswith("。")
    assert caught.value.hint.endswith("。")


def test_they_take_little_memory(sound: Path) -> None:
    assert len(TRICKS) >= 24
    command = [sys.executable, "-m", "tests.models.exchange.hostile", str(sound)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["accepted"] == []
    assert found["peak_mb"] < _MOST_MB


def test_a_question_that_never_ends_is_stopped(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_source, "_SECONDS", -1.0)
    monkeypatch.setattr(ledger_source, "_OPERATIONS", 10)
    with pytest.raises(MergeProblem, match="没有通过检查") as caught:
        open_ledger_source(source)
    assert "interrupted" in caught.value.detail


def test_the_connection_can_do_nothing_but_read_facts(source: Path) -> None:
    with closing(ledger_source._connect(source)) as db:
        ledger_source._read(db, 4096)
        for statement in (
            "DELETE FROM visit",
            "ATTACH 'x' AS x",
            "PRAGMA user_version",
            "SELECT sql FROM sqlite_master",
            "SELECT load_extension('x')",
            "SELECT zeroblob(100)",
            "CREATE TEMP TABLE x(y)",
        ):
            with pytest.raises(sqlite3.DatabaseError):
                db.execute(statement)


def test_what_is_only_shown_is_not_taken_over(source: Path) -> None:
    """The view of an edited record is the sender's: facts count, not what somebody wrote into a column."""
    wanted = comparable(open_ledger_source(source).body)
    by_sql("UPDATE organization SET note='改过的备注', visit_count=99 WHERE id=1")(source)
    assert comparable(open_ledger_source(source).body) == wanted


def damage(source: Path, count: int) -> int:
    """By seed. How many were refused; what is still read is, fact by fact, what it was."""
    data = source.read_bytes()
    wanted = comparable(open_ledger_source(source).body)
    refused = 0
    for seed in range(count):
        random = Random(f"ledger {seed}")
        found = bytearray(data)
        for _change in range(random.choice([1, 1, 4, 32])):
            found[random.randrange(len(found))] ^= 1 << random.randrange(8)
        source.write_bytes(found)
        try:
            body = open_ledger_source(source).body
        except MergeProblem:
            refused += 1
            continue
        assert comparable(body) == wanted, seed
    return refused


def test_a_little_damage_is_refused_or_harmless(source: Path) -> None:
    assert damage(source, 60) > 5


@pytest.mark.long
def test_much_damage_is_refused_or_harmless(source: Path) -> None:
    """Row 33 of the faults: no difference that nobody notices."""
    print(damage(source, int(os.environ.get("JIANHUI_DAMAGED_LEDGERS", "20000"))), "refused")
