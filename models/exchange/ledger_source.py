"""Reading facts from a raw ledger file that anybody may have made: nothing in it is trusted.

The file is never opened where it lies, never attached and never opened for writing: a private copy of it alone is read,
through a connection that can do nothing but read the columns of the format (docs/exchange-format.md, section 6). What
comes out is proven by the batches' own digests, so a half-written change is found as well.
"""

import hashlib
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from models.errors import LedgerProblem, MergeProblem
from models.exchange.batch_rows import check_batch
from models.exchange.fact_rows import Newer, check_edit, checked_hashes, newer_problem
from models.exchange.facts_out import Numbering, batches_out, creations_out, edits_out
from models.exchange.file import MALFORMED
from models.exchange.ledger_header import refuse_header
from models.exchange.ledger_schema import kinds_of, refuse_schema, refuse_types, tables_of
from models.exchange.manifest import LEDGER_FILE, Counter, Manifest
from models.exchange.plain_text import plain
from models.exchange.recognizing import first_bytes, is_ledger, refuse_what_it_is, unreadable
from models.facts.body import Body
from models.facts.canonical import MODULUS
from models.facts.digests import facts_digest
from models.facts.writer import BatchKind
from models.language import _
from models.ledger.author import usual_author
from models.ledger.connection import journals_of
from models.ledger.lock import is_held
from models.ledger.migrations import Step, steps
from models.tables.record_kinds import KIND_BY_NUMBER, ORGANIZATION, RecordKind

_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 32 << 20,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 10,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 25_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 8,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 100,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_SETTINGS = ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "query_only=ON", "temp_store=MEMORY")
_FUNCTIONS = {"coalesce", "lower", "hex", "max", "typeof", "length"}
_SWITCHES = {"DEFENSIVE": True, "TRUSTED_SCHEMA": False, "ENABLE_TRIGGER": False, "ENABLE_VIEW": False}
#: Steps of SQLite's machine between two looks at the clock, and how long a file may take: so long, and so much a MB.
_OPERATIONS = 2_000
_SECONDS, _SECONDS_PER_MB = 10.0, 0.3


def read_ledger(path: Path) -> tuple[Manifest, Body, bytes]:
    """What a ledger file holds, with a manifest made from it and the SHA-256 of the file.

    Raises MergeProblem, as `reading.open_ledger_source` says.
    """
    data = first_bytes(path)
    if not is_ledger(data):
        refuse_what_it_is(path, data)
        raise _unsound(path, "no ledger")
    try:
        _refuse_in_use(path)
        refuse_header(path, data)
        with tempfile.TemporaryDirectory(prefix="jianhui-", ignore_cleanup_errors=True) as folder:
            copy = Path(shutil.copyfile(path, Path(folder) / "source"))
            return *_read_copy(copy, path), _digest_of(copy)
    except OSError as error:
        raise unreadable(path.name, error) from error


def _read_copy(copy: Path, path: Path) -> tuple[Manifest, Body]:
    try:
        with closing(_connect(copy)) as db:
            return _read(db, copy.stat().st_size)
    except (sqlite3.Error, *MALFORMED, LedgerProblem, MemoryError) as error:
        raise _unsound(path, f"{type(error).__name__}: {error}"[:100]) from error
    except Newer as error:
        raise newer_problem("", str(error)) from error


def _refuse_in_use(path: Path) -> None:
    if is_held(path):
        raise MergeProblem(
            _("台账“{name}”正开着，没有读取。").format(name=path.name),
            hint=_("请先关闭打开它的窗口，或用“发文件”（命令是 export）导出 .jhx 再合并。"),
        )
    if any(journal.stat().st_size > 0 for journal in journals_of(path)):
        raise MergeProblem(
            _("台账“{name}”上次写到一半就中断了，不能直接合并。").format(name=path.name),
            hint=_("请把它和旁边同名的 -journal 文件一起复制到本机，先用本软件打开一次，它会自己恢复完整，再合并。"),
        )


def _connect(copy: Path) -> sqlite3.Connection:
    db = sqlite3.connect(f"file:{quote(str(copy))}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        for limit, value in _LIMITS.items():
            db.setlimit(limit, value)
        for setting in _SETTINGS:
            db.execute(f"PRAGMA {setting}")
        _harden(db)
    except BaseException:
        db.close()
        raise
    return db


def _harden(db: sqlite3.Connection) -> None:
    """Switches that newer Pythons can reach; what they guard against is refused without them as well."""
    setconfig: Callable[[int, bool], None] | None = getattr(db, "setconfig", None)
    if setconfig is None:
        return
    for name, value in _SWITCHES.items():
        switch = getattr(sqlite3, f"SQLITE_DBCONFIG_{name}", None)
        if switch is not None:
            setconfig(switch, value)


def _read(db: sqlite3.Connection, size: int) -> tuple[Manifest, Body]:
    until = time.monotonic() + _SECONDS + _SECONDS_PER_MB * size / 1e6
    db.set_progress_handler(lambda: time.monotonic() > until, _OPERATIONS)
    known = steps()[: db.execute("PRAGMA user_version").fetchone()[0]]
    refuse_schema(db, known)
    if db.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
        raise ValueError("integrity")
    kinds = kinds_of(db)
    _allow_reading_only(db, known)
    refuse_types(db, kinds)
    body = _body(db, kinds)
    return _manifest(db, body, len(known)), body


def _allow_reading_only(db: sqlite3.Connection, known: list[Step]) -> None:
    tables = tables_of(known)

    def may(action: int, first: str | None, second: str | None, *_rest: str | None) -> int:
        allowed = (
            action == sqlite3.SQLITE_SELECT
            or (action == sqlite3.SQLITE_READ and first in tables)
            or (action == sqlite3.SQLITE_FUNCTION and second in _FUNCTIONS)
        )
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    db.set_authorizer(may)


def _body(db: sqlite3.Connection, kinds: list[RecordKind]) -> Body:
    """All facts, each proven: headers and edits by their ids, creations by their batches' digests."""
    body, numbering, sums = Body(), Numbering(), dict[int, int]()
    for kind, rows in creations_out(db, numbering, None, kinds=kinds):
        for row, value in zip(rows, checked_hashes(kind, rows), strict=True):
            sums[row.batch] = sums.get(row.batch, 0) + value
        missing = (None,) * (len(KIND_BY_NUMBER[kind.number].columns) - len(kind.columns))
        body.creations.setdefault(kind.number, []).extend(
            [row._replace(values=row.values + missing) for row in rows] if missing else rows
        )
    for edits in edits_out(db, numbering, None, kinds=kinds):
        for edit in edits:
            sums[edit.batch] = sums.get(edit.batch, 0) + int.from_bytes(edit.uid, "big")
        body.edits += edits
    digests = [(sums.get(place, 0) % MODULUS).to_bytes(16, "big") for place in range(len(numbering.places))]
    for portion in batches_out(db, numbering, digests):
        for batch in portion:
            check_batch(batch)
        body.batches += portion
    body.note_blanked()
    digests = [batch.digest for batch in body.batches]
    stored = dict(db.execute("SELECT id, digest FROM batch"))
    found = {batch: digests[place] for batch, place in numbering.places.items()}
    if any(found.get(batch, bytes(16)) != digest for batch, digest in stored.items()) or found.keys() - stored.keys():
        raise ValueError("batch digest")
    uids = [batch.uid for batch in body.batches]
    for edit in body.edits:
        check_edit(edit, uids, body.blanked_edits)
    return body


def _manifest(db: sqlite3.Connection, body: Body, format_: int) -> Manifest:
    author = usual_author(db)
    replica = db.execute(
        "SELECT uid FROM replica WHERE id IN (SELECT value+0 FROM meta WHERE key='replica')"
    ).fetchone()
    founding = [batch.uid for batch in body.batches if batch.kind == BatchKind.FOUNDING]
    highest: dict[str, int] = {}
    for batch in body.batches:
        highest[batch.replica.hex()] = max(batch.seq, highest.get(batch.replica.hex(), 0))
    return Manifest(
        kind=LEDGER_FILE,
        ledger=min(founding).hex() if founding else "",
        unit=plain(author.unit),
        author=plain(author.name),
        installation=replica[0].hex() if replica else "",
        created=max((batch.wall for batch in body.batches), default=0),
        organizations=len(body.creations.get(ORGANIZATION.number, [])),
        creations=sum(map(len, body.creations.values())),
        edits=len(body.edits),
        batches=len(body.batches),
        counters=tuple(Counter(uid, seq) for uid, seq in sorted(highest.items())),
        facts=facts_digest(db),
        state="",
        streets=(),
        cadres=(),
        recipient="",
        number=0,
        basis="",
        receipts=(),
        program="",
        format=format_,
    )


def _digest_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _unsound(path: Path, detail: str) -> MergeProblem:
    return MergeProblem(
        _("台账文件“{name}”没有通过检查：已损坏，或被别的程序改动过，没有合并。").format(name=path.name),
        hint=_("请在原来的电脑上“检查台账”，或改用它最近的备份。"),
        detail=detail,
    )
