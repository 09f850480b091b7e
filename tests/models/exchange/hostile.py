"""Databases that say that they are ledgers, each with one trick; made from a sound one."""

import json
import shutil
import sqlite3
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from models.errors import MergeProblem
from models.exchange.reading import open_ledger_source
from tests.peak import peak_megabytes

Trick = Callable[[Path], None]


def by_sql(*statements: str) -> Trick:
    """What somebody can do with any SQLite program."""

    def play(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            for statement in statements:
                db.execute(statement)

    return play


def by_schema(*statements: str) -> Trick:
    """What somebody can do who writes the schema itself."""

    def play(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA writable_schema=ON")
            for statement in statements:
                db.execute(statement)

    return play


def by_bytes(at: int, data: bytes) -> Trick:
    """What somebody can do with a hex editor."""

    def play(path: Path) -> None:
        found = bytearray(path.read_bytes())
        found[at : at + len(data)] = data
        path.write_bytes(found)

    return play


def bad_utf8(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE organization SET note=CAST(x'C328FF' AS TEXT) WHERE id=1")


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: -4096 - 17])


def last_page_lost(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def page_in_the_middle_of_another(path: Path) -> None:
    """The first cell of a page points into its own header."""
    data = bytearray(path.read_bytes())
    pages = len(data) // 4096
    for number in range(1, pages):
        at = number * 4096
        if data[at] == 13 and struct.unpack(">H", data[at + 3 : at + 5])[0] > 2:
            data[at + 8 : at + 10] = struct.pack(">H", 3)
            path.write_bytes(data)
            return
    raise AssertionError("no page")


def without_its_journal(path: Path) -> None:
    """Half of a change is in the file; its journal was not copied along."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE organization SET staff=99 WHERE id=2")


def half_a_batch(path: Path) -> None:
    """A batch of which only the header and some creations were written before the power failed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DELETE FROM visit WHERE id=(SELECT max(id) FROM visit)")


def a_journal_beside(path: Path) -> None:
    path.with_name(f"{path.name}-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504))


TRICKS: dict[str, Trick] = {
    "endless view": by_sql(
        "ALTER TABLE import_queue RENAME TO elsewhere",
        "CREATE VIEW import_queue AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT * FROM n",
    ),
    "view of huge blobs": by_sql(
        "ALTER TABLE former_name RENAME TO elsewhere",
        "CREATE VIEW former_name AS SELECT hex(zeroblob(300000000)) AS name, 1 AS id, x'00' AS uid, 1 AS created_in, "
        "1 AS org_id, NULL AS source, NULL AS until, NULL AS deleted",
    ),
    "generated column": by_sql(
        "ALTER TABLE draft ADD COLUMN huge TEXT GENERATED ALWAYS AS (hex(zeroblob(300000000))) VIRTUAL"
    ),
    "trigger": by_sql("CREATE TRIGGER boom AFTER INSERT ON visit BEGIN DELETE FROM organization; END"),
    "virtual table": by_sql("CREATE VIRTUAL TABLE found USING fts5(words)"),
    "check that calls": by_sql(
        "DROP TABLE draft",
        "CREATE TABLE draft(id INTEGER PRIMARY KEY, form TEXT CHECK(length(hex(zeroblob(100000000)))>0))",
    ),
    "index on an expression": by_sql("CREATE INDEX slow ON visit(length(hex(zeroblob(id * 1000000))))"),
    "one more table": by_sql("CREATE TABLE extra(x)"),
    "one table less": by_sql("DROP TABLE draft"),
    "other column type": by_schema(
        "UPDATE sqlite_master SET sql=replace(sql,'staff INTEGER','staff BLOB') WHERE name='organization'"
    ),
    "two tables on one page": by_schema(
        "UPDATE sqlite_master SET rootpage=(SELECT rootpage FROM sqlite_master WHERE name='cadre') WHERE name='target'"
    ),
    "root page far away": by_schema("UPDATE sqlite_master SET rootpage=999999 WHERE name='twin'"),
    "schema of nonsense": by_schema("UPDATE sqlite_master SET sql='CREATE TABLE twin(' WHERE name='twin'"),
    "text in a number": by_sql("UPDATE organization SET staff='viele' WHERE id=1"),
    "number in a text": by_sql("UPDATE organization SET note=x'616263' WHERE id=1"),
    "infinity": by_sql("UPDATE organization SET staff=9e999 WHERE id=1"),
    "NUL in a text": by_sql("UPDATE organization SET note='a' || char(0) || 'b' WHERE id=2"),
    "bad UTF-8": bad_utf8,
    "orphan": by_sql("UPDATE visit SET org_id=99999 WHERE id=1"),
    "no batch": by_sql("UPDATE visit SET created_in=99999 WHERE id=1"),
    "changed value": by_sql("UPDATE organization SET name='别的名称' WHERE id=1"),
    "changed edit": by_sql("UPDATE edit SET set_='{\"staff\":99}'"),
    "changed header": by_sql("UPDATE batch SET lamport=lamport+1000"),
    "newer format": by_bytes(60, struct.pack(">I", 999)),
    "write-ahead log": by_bytes(18, b"\x02\x02"),
    "page size of nonsense": by_bytes(16, b"\x12\x34"),
    "cut off": cut_off,
    "a page lost": last_page_lost,
    "a cell that points astray": page_in_the_middle_of_another,
    "half of a change": without_its_journal,
    "half of a batch": half_a_batch,
    "a journal beside it": a_journal_beside,
}


def main(sound: Path) -> None:
    """Try them all in this process: which were read, the slowest in seconds, the peak of memory in MB."""
    accepted, slowest = [], 0.0
    for name, trick in TRICKS.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(shutil.copy(sound, folder))
            trick(path)
            began = time.monotonic()
            try:
                open_ledger_source(path)
                accepted.append(name)
            except MergeProblem:
                slowest = max(slowest, time.monotonic() - began)
    peak = peak_megabytes()
    print(json.dumps({"accepted": accepted, "slowest": slowest, "peak_mb": round(peak)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
