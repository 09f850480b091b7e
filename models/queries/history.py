"""What was done, by whom and when: the log of a ledger and the history of one organization, from its facts."""

import json
import re
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from models.facts.fold import DELETED
from models.facts.writer import BatchKind
from models.language import N_, _
from models.ledger.joining import members_of, owner_of
from models.ledger.ledger import Ledger
from models.tables.record_kinds import KIND_BY_NUMBER, ORGANIZATION, RECORD_KINDS

_LISTED = 20
#: A batch with its author, the list it imported, and the file that brought it with whose it was.
_BATCHES = (
    "SELECT b.id, b.uid, a.name, b.wall, b.kind, b.reverts, b.arrived_in, coalesce(CASE b.kind WHEN 2 THEN "
    "(SELECT i.file_name FROM import_source i WHERE i.created_in=b.id LIMIT 1) END,''), coalesce(r.name,''), "
    "coalesce(nullif(r.unit,''), r.author, '') "
    "FROM batch b JOIN author a ON a.id=b.author LEFT JOIN merge_receipt r ON r.arrival=b.arrived_in"
)
#: What a record of a table is called.
KIND_WORDS = {
    "organization": N_("单位"),
    "visit": N_("走访"),
    "reason": N_("原因"),
    "followup": N_("跟进"),
    "eligibility": N_("认定"),
    "trade_union": N_("工会"),
    "coverage": N_("覆盖"),
    "person": N_("人员"),
    "former_name": N_("曾用名"),
    "cadre": N_("干部"),
    "working_unit": N_("工作单位"),
    "campaign": N_("行动"),
    "target": N_("目标"),
    "import_source": N_("导入"),
    "code_entry": N_("代码或短语"),
    "division": N_("街道"),
    "saved_view": N_("查询"),
    "import_profile": N_("导入方案"),
    "redaction": N_("清除个人信息"),
    "form_profile": N_("上级表格"),
    "frozen_week": N_("定格的周"),
    "close_out": N_("销号申请"),
    "survey_answer": N_("摸底"),
    "attachment": N_("附件"),
    "organization_link": N_("疑似重复的判定"),
    "file_content": N_("附件内容"),
}


@dataclass(frozen=True, slots=True)
class LogChange:
    """One field of one record in a batch. `old` is what was replaced (None for nothing); `edit` the edit's id."""

    kind: str
    record: str
    name: str
    field: str
    old: object
    new: object
    edit: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One batch: `at` by the writer's clock, `made` how many records of each kind it created.

    `file` is the list that it imported, `came_with` the merged file that brought it and `sender` whose file that was;
    empty where there was none.
    """

    edit: str
    author: str
    at: str
    kind: str  # edit, import, undo, redo or founding
    reverts: str
    made: dict[str, int]
    changes: tuple[LogChange, ...]
    more: int  # changes that are not listed
    file: str = ""
    came_with: str = ""
    sender: str = ""


def log(ledger: Ledger, *, organization: int | None = None, limit: int = 200) -> list[LogEntry]:
    """The newest batches first; of one organization those that made it, changed it, or added something to it."""
    with ledger.reading() as db:
        came: _Came = {}
        return [_entry(db, row, organization, came) for row in _batches(db, organization, limit)]


def describe(entry: LogEntry) -> str:
    """A batch in a few words, with its file: 名册.xlsx · 新增单位 12, or 新增走访 1 · 合入自 周报.jhx（赤岗街道）."""
    parts = []
    if entry.file:
        parts.append(entry.file)
    parts += [
        _("新增{kind} {n}").format(kind=_(KIND_WORDS.get(kind, kind)), n=f"{number:,}")
        for kind, number in entry.made.items()
        if kind != "import_source"
    ]
    changed = len(entry.changes) + entry.more
    if changed:
        parts.append(_("修改 {n} 项").format(n=f"{changed:,}"))
    words = " · ".join(parts) or "—"
    if not entry.came_with:
        return words
    came = (
        _("{file}（{sender}）").format(file=entry.came_with, sender=entry.sender) if entry.sender else entry.came_with
    )
    return _("{words} · 合入自 {file}").format(words=words, file=came)


def describe_batch(ledger: Ledger, batch: str) -> str:
    """The batch of that id (hexadecimal) in a few words; of an undo or redo, what it took back or did again."""
    query = f"{_BATCHES} WHERE b.uid=?"
    with ledger.reading() as db:
        row = db.execute(query, (bytes.fromhex(batch),)).fetchone()
        while row and row[5] and (reverted := db.execute(query, (row[5],)).fetchone()):
            row = reverted
        return describe(_entry(db, row, None, {})) if row else ""


def _batches(db: sqlite3.Connection, organization: int | None, limit: int) -> list[tuple[object, ...]]:
    newest = f"ORDER BY b.id DESC LIMIT {int(limit)}"
    if organization is None:
        return db.execute(f"{_BATCHES} {newest}").fetchall()
    here = members_of(":id")
    children = " UNION ".join(
        f"SELECT created_in FROM {kind.table} WHERE org_id IN {here}" for kind in RECORD_KINDS if kind.of_organization
    )
    edits = " UNION ".join(
        f"SELECT e.batch FROM edit e JOIN {kind.table} m ON m.uid=e.rec AND e.kind={kind.number} "
        f"WHERE m.org_id IN {here}"
        for kind in RECORD_KINDS
        if kind.of_organization
    )
    where = (
        f"WHERE b.id IN (SELECT created_in FROM organization WHERE id IN {here} UNION SELECT e.batch FROM edit e "
        f"JOIN organization o ON o.uid=e.rec AND e.kind=1 WHERE o.id IN {here} UNION {children} UNION {edits} "
        f"UNION SELECT batch FROM twin WHERE kind=1 AND rec IN {here})"
    )
    return db.execute(f"{_BATCHES} {where} {newest}", {"id": organization}).fetchall()


#: Of arrivals that were looked at: how many records of each table each of their batches made.
_Came = dict[int, dict[int, dict[str, int]]]


def _entry(db: sqlite3.Connection, row: tuple[object, ...], organization: int | None, came: _Came) -> LogEntry:
    batch, uid, author, wall, kind, reverts, arrival, file, came_with, sender = row
    changes, more = _changes(db, int(str(batch)), organization)
    return LogEntry(
        bytes(uid).hex() if isinstance(uid, bytes) else "",
        str(author),
        _moment(int(str(wall))),
        BatchKind(int(str(kind))).name.lower() if int(str(kind)) in set(BatchKind) else str(kind),
        reverts.hex() if isinstance(reverts, bytes) else "",
        _made(db, int(str(batch)), organization)
        if arrival is None or organization is not None
        else _made_elsewhere(db, int(str(batch)), int(str(arrival)), came),
        tuple(changes),
        more,
        _base_name(file),
        _base_name(came_with),
        str(sender),
    )


def _base_name(name: object) -> str:
    """A file's name without folders, whichever system wrote it."""
    return re.split(r"[/\\]", str(name))[-1]


def _made_elsewhere(db: sqlite3.Connection, batch: int, arrival: int, came: _Came) -> dict[str, int]:
    """What a batch made that came with a file: the file's rows are counted once for all of its batches."""
    if arrival not in came:
        came[arrival] = {}
        ranges = db.execute("SELECT kind, first, last FROM arrival_range WHERE arrival=? ORDER BY kind", (arrival,))
        for number, first, last in ranges.fetchall():
            kind = KIND_BY_NUMBER[number]
            counts = f"SELECT created_in, count(*) FROM {kind.table} WHERE id BETWEEN ? AND ? GROUP BY created_in"
            for made_in, count in db.execute(counts, (first, last)):
                came[arrival].setdefault(made_in, {})[kind.table] = count
    return came[arrival].get(batch, {})


def _made(db: sqlite3.Connection, batch: int, organization: int | None) -> dict[str, int]:
    found = {}
    ranges = {
        kind: (first, last)
        for kind, first, last in db.execute("SELECT kind, first, last FROM creation_range WHERE batch=?", (batch,))
    }
    for kind in RECORD_KINDS:
        if organization is not None and not (kind is ORGANIZATION or kind.of_organization):
            continue
        if organization is not None:
            key = "id" if kind is ORGANIZATION else "org_id"
            where, values = f"{key} IN {members_of(str(int(organization)))} AND created_in=?", (batch,)
        elif kind.number in ranges:
            first, last = ranges[kind.number]
            where, values = f"id BETWEEN {int(first)} AND {int(last)} AND created_in=?", (batch,)
        else:
            continue
        (number,) = db.execute(f"SELECT count(*) FROM {kind.table} WHERE {where}", values).fetchone()
        if number:
            found[kind.table] = number
    return found


def _changes(db: sqlite3.Connection, batch: int, organization: int | None) -> tuple[list[LogChange], int]:
    changes: list[LogChange] = []
    more = 0
    rows = db.execute("SELECT kind, rec, uid, set_, over FROM edit WHERE batch=? ORDER BY kind, rec", (batch,))
    for kind_number, record, uid, set_, over in rows.fetchall():
        kind = KIND_BY_NUMBER[kind_number]
        name, org = _name_of(db, kind.table, record, of_organization=kind.of_organization)
        if organization is not None and org != organization:
            continue
        replaced = json.loads(over)
        for field, value in json.loads(set_).items():
            if len(changes) >= _LISTED:
                more += 1
                continue
            old = old_value(db, kind_number, record, field, replaced.get(field, []))
            shown = "deleted" if field == DELETED else field
            changes.append(LogChange(kind.table, record.hex(), name, shown, old, value, uid.hex()))
    return changes, more


def _name_of(db: sqlite3.Connection, table: str, uid: bytes, *, of_organization: bool) -> tuple[str, int | None]:
    """What to call a record, and the organization it belongs to."""
    if of_organization:
        query = f"SELECT o.name, o.id FROM {table} m JOIN organization o ON o.id={owner_of('m')} WHERE m.uid=?"
    elif table == ORGANIZATION.table:
        query = "SELECT name, coalesce(joined_into,id) FROM organization WHERE uid=?"
    else:
        query = f"SELECT '', NULL FROM {table} WHERE uid=?"
    row = db.execute(query, (uid,)).fetchone()
    return (row[0] or "", row[1]) if row else ("", None)


def old_value(db: sqlite3.Connection, kind: int, record: bytes, field: str, replaced: list[object]) -> object:
    """What an edit of a field replaced: a creation's value, or what an edit had set; None for nothing."""
    for item in replaced:
        if isinstance(item, list):
            return item[0]
        if isinstance(item, str):
            row = db.execute(
                "SELECT set_ FROM edit WHERE rec=? AND kind=? AND uid=?", (record, kind, bytes.fromhex(item))
            ).fetchone()
            if row:
                return json.loads(row[0]).get(field)
    return None


def _moment(wall: int) -> str:
    return datetime.fromtimestamp(wall).astimezone().strftime("%Y-%m-%d %H:%M:%S")
