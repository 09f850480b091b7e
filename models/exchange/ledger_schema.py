"""What the tables of a raw ledger file must be: exactly those of its format, holding what they may hold."""

import sqlite3
from contextlib import closing
from functools import lru_cache

from models.ledger.migrations import Step, statements
from models.tables.record_kinds import RECORD_KINDS, ColumnType, RecordKind

_STORED = {ColumnType.TEXT: "text", ColumnType.DATE: "text", ColumnType.REFERENCE: "blob"}
#: Of the other tables that are read: column, type, may it be NULL, length of bytes.
_OTHERS = {
    "replica": "id integer, uid blob 16",
    "author": "id integer, name text",
    "batch": "id integer, uid blob 16, replica integer, seq integer, lamport integer, author integer, wall integer, "
    "kind integer, nonce blob 8, reverts blob? 16, registry_on text?, digest blob 16",
    "edit": "rec blob 16, kind integer, uid blob 16, batch integer, set_ text, over text",
    "twin": "kind integer, rec integer, batch integer, body text?",
    "waiting": "kind integer, rec blob 16, batch integer, parent blob 16, body text",
    "origin": "kind integer, rec integer, was text",
}
_SCHEMA = "SELECT type, name, tbl_name, coalesce(sql,'') FROM sqlite_master ORDER BY type, name"


def refuse_schema(db: sqlite3.Connection, known: list[Step]) -> None:
    """ValueError unless the schema is, word for word, what these steps make, and no two tables share their pages."""
    if db.execute(_SCHEMA).fetchall() != list(_expected(tuple(known))):
        raise ValueError("schema")
    roots = [row[0] for row in db.execute("SELECT rootpage FROM sqlite_master")]
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    if len(set(roots)) != len(roots) or not all(type(root) is int and 1 < root <= pages for root in roots):
        raise ValueError("root pages")


def tables_of(known: list[Step]) -> frozenset[str]:
    """The names of the tables that these steps make."""
    return frozenset(name for type_, name, _table, _sql in _expected(tuple(known)) if type_ == "table")


def kinds_of(db: sqlite3.Connection) -> list[RecordKind]:
    """The kinds of records that a ledger of this format has, with the columns that it has of them."""
    found = []
    for kind in RECORD_KINDS:
        columns = _columns(db, kind.table)
        if columns:
            present = tuple(column for column in kind.columns if column.name in columns)
            found.append(RecordKind(kind.number, kind.table, present, kind.of_organization, kind.append_only))
    return found


def refuse_types(db: sqlite3.Connection, kinds: list[RecordKind]) -> None:
    """ValueError if a column holds something of another type than it may: the same to a digest, not to a query."""
    for kind in kinds:
        columns = ["id integer", "uid blob 16", "created_in integer"]
        columns += ["org_id integer"] if kind.of_organization else []
        for column in kind.columns:
            type_ = _STORED.get(column.type, "integer")
            columns.append(f"{column.name} {type_}?" + (" 16" if type_ == "blob" else ""))
        _refuse_table(db, kind.table, columns)
    for table, text in _OTHERS.items():
        _refuse_table(db, table, text.split(", "))


def _refuse_table(db: sqlite3.Connection, table: str, columns: list[str]) -> None:
    wrong = " OR ".join(_is_not(*column.split()) for column in columns)
    if db.execute(f"SELECT 1 FROM {table} NOT INDEXED WHERE {wrong} LIMIT 1").fetchone():
        raise ValueError(f"{table}: type")


def _is_not(column: str, type_: str, length: str = "") -> str:
    types = f"'{type_[:-1]}','null'" if type_.endswith("?") else f"'{type_}'"
    size = f" OR length({column})<>{length}" if length else ""
    return f"typeof({column}) NOT IN ({types}){size}"


def _columns(db: sqlite3.Connection, table: str) -> set[str]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name=?", (table,)).fetchone():
        return set()
    return {row[0] for row in db.execute(f"SELECT * FROM {table} LIMIT 0").description}


@lru_cache(maxsize=8)
def _expected(known: tuple[Step, ...]) -> tuple[tuple[str, str, str, str], ...]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        for step in known:
            for statement in statements(step.sql):
                db.execute(statement)
        return tuple(db.execute(_SCHEMA).fetchall())
