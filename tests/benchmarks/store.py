"""The store against its floors: making, importing, size, one edit, check, digests."""

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from models.demo.make import make_demo
from models.facts.canonical import from_column
from models.facts.digests import facts_digest, state_digest
from models.facts.writer import BatchKind, NewRow
from models.ledger.health import check_ledger
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.rules.credit_codes import is_valid_code
from models.tables.record_kinds import ORGANIZATION
from tests.benchmarks.measure import Result, paired, processor_seconds, seconds
from tests.benchmarks.plain import TABLES, insert, plain_database, rows_of

_CHUNK = 400  # as the importer hands them over


@contextmanager
def workplace(folder: Path | None = None) -> Iterator[Path]:
    """A folder of its own on the disk that is measured, with a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="jianhui-bench-", dir=folder) as place:
        before = os.environ.get("JIANHUI_PROFILE")
        os.environ["JIANHUI_PROFILE"] = str(Path(place) / "profile")
        try:
            yield Path(place)
        finally:
            if before is None:
                del os.environ["JIANHUI_PROFILE"]
            else:
                os.environ["JIANHUI_PROFILE"] = before


def making(place: Path, organizations: int) -> tuple[Path, list[Result]]:
    """Making the demo through the product's edits, against inserting the same rows into plain tables.

    Processor time decides: of the time by the clock, other work on the machine takes what it likes from each.
    """
    path = place / "demo.jhtz"

    def make() -> None:
        make_demo(path, organizations=organizations).close()

    took, clock = _both(make)
    rows = {table: rows_of(path, table) for table in TABLES}
    plain = place / "plain.db"
    db = plain_database(plain)

    def insert_all() -> None:
        for table in TABLES:
            insert(db, table, rows[table])

    floor, floor_clock = _both(insert_all)
    db.close()
    size, floor_size = path.stat().st_size, plain.stat().st_size
    return path, [
        Result("demo made, processor time", f"{took:.1f} s", f"executemany {floor:.1f} s", took / floor, 3.0),
        Result("by the clock", f"{clock:.1f} s", f"executemany {floor_clock:.1f} s", clock / floor_clock, None),
        Result("file of the demo", f"{size / 1e6:.1f} MB", f"plain {floor_size / 1e6:.1f} MB", size / floor_size, 1.1),
    ]


def importing(place: Path, demo: Path) -> list[Result]:
    """Rows ready in memory into a ledger in one batch, against executemany of the same rows."""
    rows = rows_of(demo, ORGANIZATION.table)
    width = len(ORGANIZATION.names)
    facts: list[NewRow] = [
        (bytes(row[1]), None, None, [from_column(value) for value in row[3 : 3 + width]])  # type: ignore[call-overload]
        for row in rows
    ]
    path = place / "import.jhtz"
    ledger = Ledger.create(path)

    took = 0.0
    started = time.perf_counter()
    with ledger.change(kind=BatchKind.IMPORT, registry_on="2026-01-01", bulk=True) as change:
        took += time.perf_counter() - started
        for at in range(0, len(facts), _CHUNK):
            chunk = facts[at : at + _CHUNK]
            for row in chunk:  # an import has checked the codes of its rows before it writes them
                is_valid_code(str(row[3][0]))
            took += seconds(lambda chunk=chunk: change.create_many(ORGANIZATION, chunk))
        started = time.perf_counter()
    took += time.perf_counter() - started
    ledger.close()
    plain = place / "import.db"
    db = plain_database(plain)
    scopes = slice(4 + width, 9 + width)  # of the derived columns the only ones that a new organization has
    derived = [
        (row[0], row[1], 1, *row[3 : 3 + width], None, *row[scopes], *[None] * (len(row) - scopes.stop)) for row in rows
    ]
    floor = seconds(lambda: insert(db, ORGANIZATION.table, derived))
    db.close()
    size = path.stat().st_size / plain.stat().st_size
    return [
        Result("import of ready rows", f"{took:.1f} s", f"executemany {floor:.1f} s", took / floor, 1.5),
        Result("file after the import", f"{path.stat().st_size / 1e6:.1f} MB", "plain", size, 1.1),
    ]


def editing(demo: Path, rounds: int) -> list[Result]:
    """One saved edit through the product, against a bare UPDATE in its own TRUNCATE + FULL commit."""
    ledger = Ledger.open(demo)
    plain = demo.with_name("plain.db")
    db = plain_database(plain) if not plain.exists() else _reopened(plain)
    numbers = iter(range(10**9))

    def edit() -> None:
        number = next(numbers)
        with ledger.change() as change:
            change.edit(ORGANIZATION, number % 400 + 1, {"staff": 1000 + number})

    def update() -> None:
        number = next(numbers)
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE organization SET staff=? WHERE id=?", (1000 + number, number % 400 + 1))
        db.execute("COMMIT")

    took, floor, ratio = paired(edit, update, rounds=rounds)
    before = _used(demo)
    made = 400
    for _edit in range(made):
        edit()
    bytes_each = (_used(demo) - before) / made
    ledger.close()
    db.close()
    return [
        Result("one saved edit", f"{took * 1e3:.2f} ms", f"bare UPDATE {floor * 1e3:.2f} ms", ratio, 2.0),
        Result("size of an edit made by hand", f"{bytes_each:.0f} bytes", "400 bytes", bytes_each / 400, 1.0),
    ]


def proving(demo: Path) -> list[Result]:
    """`check` and both digests, against SQLite's quick_check: processor time, medians of three."""
    ledger = Ledger.open(demo, read_only=True)
    with ledger.reading() as db:
        problems: list[object] = []
        works = (
            lambda: db.execute("PRAGMA quick_check").fetchall(),
            lambda: problems.extend(check_ledger(db, Progress())),
            lambda: (facts_digest(db), state_digest(db)),
        )
        floor, took, digests = (median(processor_seconds(work) for _round in range(3)) for work in works)
    ledger.close()
    if problems:
        raise AssertionError(f"the demo does not prove: {problems[:3]}")
    return [
        Result("check", f"{took:.1f} s", f"quick_check {floor:.2f} s", took / floor, 20.0),
        Result("both digests", f"{digests:.2f} s", f"quick_check {floor:.2f} s", digests / floor, 5.0),
    ]


def _both(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds of this process's processor time, and by the clock."""
    spent, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - spent, time.perf_counter() - clock


def _reopened(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=TRUNCATE")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA secure_delete=ON")
    db.execute(f"PRAGMA cache_size=-{64 * 1024}")
    return db


def _used(path: Path) -> int:
    """Bytes of the pages in use, free ones not counted."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        (pages,), (free,), (size,) = (
            db.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "freelist_count", "page_size")
        )
        return (pages - free) * size
    finally:
        db.close()
