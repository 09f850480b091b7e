"""The check finds what was changed behind the ledger's back, and names it.

300 flips of single bytes by default; the long run has 20,000: `./jianhui test -m long tests/faults`.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from models.errors import FileProblem
from models.facts import proof
from models.ledger.health import HealthProblem, check_file
from models.ledger.ledger import Ledger
from models.progress import Progress
from tests.data.freeze_ledger import NEWEST_FROZEN
from tests.faults.flips import Flips
from tests.faults.report import run_command

SHORT, LONG = 150, 20_000

IMPORTED = "SELECT lower(hex(b.uid)) FROM organization o JOIN batch b ON b.id=o.created_in WHERE o.id=2"
ENTERED = "SELECT lower(hex(b.uid)) FROM visit v JOIN batch b ON b.id=v.created_in WHERE v.id=1"
BATCH = "SELECT lower(hex(uid)) FROM batch WHERE id=5"
EDIT = "SELECT lower(hex(uid)) FROM edit ORDER BY uid LIMIT 1"
FIRST = "SELECT lower(hex(b.uid)) FROM organization o JOIN batch b ON b.id=o.created_in WHERE o.id=1"
UNEDITED = "SELECT lower(hex(uid)) FROM organization WHERE id=2"
EDITED = "SELECT lower(hex(uid)) FROM organization WHERE id=1"
TWIN = (
    "SELECT lower(hex(b.uid)) FROM twin t JOIN batch b ON b.id=t.batch WHERE t.body IS NOT NULL ORDER BY t.rec LIMIT 1"
)
A_TWIN = "(kind,rec,batch)=(SELECT kind,rec,batch FROM twin WHERE body IS NOT NULL ORDER BY rec LIMIT 1)"
AN_EDIT = "uid=(SELECT uid FROM edit ORDER BY uid LIMIT 1)"
QUEUED = "SELECT row FROM import_queue"
PLACED = "SELECT lower(hex(b.uid)) FROM waiting w JOIN batch b ON b.id=w.batch WHERE w.rec IN (SELECT uid FROM visit)"

#: What is done to the file, how the check has to call it, and the id that its text has to contain.
DAMAGES: dict[str, tuple[str, str, str]] = {
    "imported row": ("UPDATE organization SET staff=staff+1 WHERE id=2", "batch", IMPORTED),
    "imported name, not UTF-8 any more": (
        "UPDATE organization SET address=CAST(x'e5b9b3e8' AS TEXT) WHERE id=2",
        "batch",
        IMPORTED,
    ),
    "imported text as bytes": ("UPDATE organization SET address=CAST(address AS BLOB) WHERE id=2", "batch", IMPORTED),
    "imported number as text": ("UPDATE organization SET note=CAST('1' AS BLOB) WHERE id=2", "batch", IMPORTED),
    "imported number as a fraction": ("UPDATE organization SET staff=staff+0.5 WHERE id=2", "batch", IMPORTED),
    "empty text for none": ("UPDATE organization SET supervisor='' WHERE id=2", "batch", IMPORTED),
    "record id": ("UPDATE visit SET uid=zeroblob(16) WHERE id=1", "batch", ENTERED),
    "visit of another organization": ("UPDATE visit SET org_id=org_id+1 WHERE id=1", "batch", ENTERED),
    "visit of nobody": ("UPDATE visit SET org_id=999 WHERE id=1", "file", "SELECT 'visit'"),
    "batch of nobody": ("UPDATE batch SET author=999 WHERE id=5", "file", "SELECT 'batch'"),
    "entered row": ("UPDATE visit SET minutes=31 WHERE id=1", "batch", ENTERED),
    "row of no batch": ("UPDATE organization SET created_in=999 WHERE id=1", "view", EDITED),
    "batch clock": ("UPDATE batch SET wall=wall+1 WHERE id=5", "batch", BATCH),
    "batch number": ("UPDATE batch SET seq=seq+1 WHERE id=5", "batch", BATCH),
    "batch counter": ("UPDATE batch SET lamport=lamport+1 WHERE id=5", "batch", BATCH),
    "batch author": ("UPDATE batch SET author=2 WHERE id=5", "batch", BATCH),
    "batch nonce": ("UPDATE batch SET nonce=zeroblob(8) WHERE id=5", "batch", BATCH),
    "batch digest": ("UPDATE batch SET digest=zeroblob(16) WHERE id=5", "batch", BATCH),
    "batch reverts": ("UPDATE batch SET reverts=x'' WHERE id=5", "file", "SELECT 'batch'"),
    "edit value": (f"UPDATE edit SET set_=replace(set_,':','：') WHERE {AN_EDIT}", "edit", EDIT),
    "edit, no JSON any more": (f"UPDATE edit SET set_=substr(set_,2) WHERE {AN_EDIT}", "edit", EDIT),
    "what an edit replaced": (f"UPDATE edit SET over=over||' ' WHERE {AN_EDIT}", "edit", EDIT),
    "edit of another record": (f"UPDATE edit SET rec=zeroblob(16) WHERE {AN_EDIT}", "edit", EDIT),
    "edit in another batch": (f"UPDATE edit SET batch=batch+1 WHERE {AN_EDIT}", "edit", EDIT),
    "value shown of an edited record": ("UPDATE organization SET phone='1' WHERE id=1", "view", EDITED),
    "deleted without a reason": ("UPDATE organization SET deleted=1 WHERE id=2", "view", UNEDITED),
    "deleted 0 for none": ("UPDATE organization SET deleted=0 WHERE id=2", "batch", IMPORTED),
    "origin": ("UPDATE origin SET was=replace(was,'1','2') WHERE kind=1 AND rec=1", "batch", FIRST),
    "origin, no JSON any more": ("UPDATE origin SET was=substr(was,2) WHERE kind=1 AND rec=1", "batch", FIRST),
    "origin gone": ("DELETE FROM origin WHERE kind=1 AND rec=1", "batch", FIRST),
    "second creation": (f"UPDATE twin SET body=replace(body,'号','街') WHERE {A_TWIN}", "batch", TWIN),
    "second creation, no JSON any more": (f"UPDATE twin SET body=substr(body,2) WHERE {A_TWIN}", "batch", TWIN),
    "conflict": ("UPDATE head SET heads=replace(heads,'4','5') WHERE rec=1", "view", EDITED),
    "conflict gone": ("DELETE FROM head WHERE rec=1", "view", EDITED),
    "what had waited": ("UPDATE waiting SET body='{}' WHERE rec IN (SELECT uid FROM visit)", "batch", PLACED),
    "summary": ("UPDATE organization SET visit_count=9 WHERE id=1", "summary", "SELECT '汇总'"),
    "scope": ("UPDATE organization SET scope='x' WHERE id=1", "summary", "SELECT '汇总'"),
    "region": ("UPDATE organization SET region='000000' WHERE id=2", "summary", "SELECT '汇总'"),
    "state of a code": ("UPDATE organization SET code_state='invalid' WHERE id=2", "summary", "SELECT '汇总'"),
    "code called valid": ("UPDATE organization SET code_state='valid' WHERE code IS NULL", "summary", "SELECT '汇总'"),
    "last visit": ("UPDATE organization SET last_visit_on='2020-01-01' WHERE id=1", "summary", "SELECT '汇总'"),
    "row that waits": ("UPDATE import_queue SET facts=replace(facts,'14','15')", "queue", QUEUED),
    "row that waits, no JSON any more": ("UPDATE import_queue SET extras=substr(extras,2)", "queue", QUEUED),
    "index gone": ("DROP INDEX visit_day", "file", "SELECT 'visit_day'"),
    "table of another shape": ("ALTER TABLE person ADD COLUMN extra TEXT", "file", "SELECT 'person'"),
}  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "台账.jhtz"
    shutil.copyfile(NEWEST_FROZEN, path)
    return path


def damage(path: Path, name: str) -> tuple[str, str]:
    """Do it; what the check has to call it, and the id to find."""
    statement, part, query = DAMAGES[name]
    with closing(sqlite3.connect(path)) as db:
        (uid,) = db.execute(query).fetchone()
        changed = db.execute(statement).rowcount
        db.commit()
    assert changed, "nothing was damaged"
    return part, str(uid)


def is_named(problems: list[HealthProblem], part: str, uid: str) -> bool:
    return any(problem.part == part and uid in problem.text for problem in problems)


def test_a_whole_ledger_has_no_problems(ledger: Path) -> None:
    assert check_file(ledger, Progress()) == []


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_named(ledger: Path, name: str) -> None:
    part, uid = damage(ledger, name)
    before = ledger.read_bytes()
    problems = check_file(ledger, Progress())
    assert is_named(problems, part, uid), problems
    assert ledger.read_bytes() == before, "the check changed something"


#: Each part of the proof, and a damage that nothing else names.
NEEDED = {
    "_wrong_headers": "batch clock",
    "_wrong_edits": "what an edit replaced",
    "_wrong_types": "imported text as bytes",
    "_wrong_texts": "second creation, no JSON any more",
    "_wrong_waiting": "what had waited",
    "_wrong_digests": "imported row",
    "_wrong_views": "value shown of an edited record",
}


@pytest.mark.parametrize("part", NEEDED)
def test_every_part_of_the_proof_is_needed(ledger: Path, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The damages above are worth something: without this part one of them goes unnamed."""

    def blind(_db: sqlite3.Connection, **_progress: Any) -> Iterator[proof.Flaw]:
        return iter(())

    monkeypatch.setattr(proof, part, blind)
    called, uid = damage(ledger, NEEDED[part])
    assert not is_named(check_file(ledger, Progress()), called, uid)


def test_a_damaged_row_is_said_where_it_is_shown(ledger: Path) -> None:
    """A query that meets text that is no text any more is no bug of the program."""
    damage(ledger, "imported name, not UTF-8 any more")
    with (
        Ledger.open(ledger) as opened,
        pytest.raises(FileProblem, match="数据已损坏"),
        opened.reading() as db,
    ):
        db.execute("SELECT address FROM organization").fetchall()


def test_sampled_bytes_of_a_whole_ledger(tmp_path: Path) -> None:
    report = Flips(tmp_path, seed=1).run(SHORT)
    assert not report.failures, "\n".join(report.failures)
    assert report.counts["reported"] > SHORT / 3
    assert report.counts["reported as batch"] > 0


def test_flips_notice_a_check_that_sees_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "_wrong_digests", lambda _db, **_progress: iter(()))
    assert Flips(tmp_path, seed=1).run(SHORT, until_failure=True).failures


@pytest.mark.long
def test_many_bytes_of_a_whole_ledger() -> None:
    report = run_command("flips", "--flips", LONG)
    assert not report.failures, "\n".join(report.failures)
    assert report.counts["flips"] == LONG
