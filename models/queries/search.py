"""Finding organizations by what a person types: any part of names, former names, code, address, people, phones, notes.

Several words must all be found; what counts as found is models/rules/typed_words.py. With the index only what it
proposes is looked at, without it every organization: the answer is the same.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from models.ledger.ledger import Ledger
from models.rules.typed_words import typed_words
from models.search.ledger_index import IndexBroken, Page, index_of

#: Whether organization `o` holds the word `{w}`; the first part answers most of the time.
_HOLDS = (
    "(instr(o.name,{w})>0 OR instr(o.address,{w})>0 OR "
    "organization_holds({w},o.name,o.head,o.contact,o.address,o.code,o.note,o.phone) OR "
    "EXISTS(SELECT 1 FROM former_name n WHERE n.org_id=o.id AND n.deleted IS NOT 1 AND name_holds({w},n.name)) OR "
    "EXISTS(SELECT 1 FROM person p WHERE p.org_id=o.id AND p.deleted IS NOT 1 AND "
    "(name_holds({w},p.name) OR phone_holds({w},p.phone) OR text_holds({w},p.note))) OR "
    "EXISTS(SELECT 1 FROM visit v WHERE v.org_id=o.id AND v.note IS NOT NULL AND v.deleted IS NOT 1 AND "
    "text_holds({w},v.note)))"
)


def search_condition(ledger: Ledger, db: sqlite3.Connection, text: str) -> tuple[str, dict[str, object]]:
    """The condition over `organization o` that a search adds, with its values; `1` where nothing is searched for."""
    words = typed_words(text)
    if not words:
        return "1", {}
    holds, values = holding_words(words)
    others = _of_joined(db, words)
    own, values = _own_condition(ledger, db, words, holds, values)
    return (f"({own} OR o.id IN ({','.join(map(str, others))}))" if others else own), values


def _own_condition(
    ledger: Ledger, db: sqlite3.Connection, words: tuple[str, ...], holds: str, values: dict[str, object]
) -> tuple[str, dict[str, object]]:
    """The condition that an organization itself holds the words."""
    index = index_of(ledger)
    found = index.all(db, words) if index is not None else None
    if found is None:
        return holds, values
    everyone = "o.id IN (SELECT value FROM json_each(:found))"
    if found.maybe == "[]":
        return everyone, {"found": found.sure}
    if found.sure == "[]":
        return f"{everyone} AND {holds}", {"found": found.maybe, **values}
    either = "o.id IN (SELECT value FROM json_each(:found) UNION ALL SELECT value FROM json_each(:doubtful))"
    sure = "o.id IN (SELECT value FROM json_each(:found))"
    return f"{either} AND ({sure} OR {holds})", {"found": found.sure, "doubtful": found.maybe, **values}


def holding_words(words: tuple[str, ...]) -> tuple[str, dict[str, object]]:
    """The condition that an organization holds every word, with its values."""
    values: dict[str, object] = {f"word{number}": word for number, word in enumerate(words)}
    return f"({' AND '.join(_HOLDS.format(w=f':{name}') for name in values)})", values


def _of_joined(db: sqlite3.Connection, words: tuple[str, ...]) -> list[int]:
    """Organizations as which others are shown that hold the words: found by their other names, numbers, people."""
    holds, values = holding_words(words)
    query = f"SELECT DISTINCT o.joined_into FROM organization o WHERE o.joined_into IS NOT NULL AND {holds} ORDER BY 1"
    return [row[0] for row in db.execute(query, values)]


@dataclass(frozen=True, slots=True)
class _Condition:
    sql: str
    values: dict[str, object]


def first_found(
    ledger: Ledger, text: str, limit: int, *, condition: str, values: dict[str, object]
) -> list[int] | None:
    """The first organizations, by local id, that hold the words and meet a condition; None where all must be read."""
    words = typed_words(text)
    index = index_of(ledger) if words else None
    if index is None:
        return None
    with ledger.reading() as db:
        return _first(db, index.pages(db, words), words, limit, _Condition(condition, values))


def _first(
    db: sqlite3.Connection, pages: Iterator[Page] | None, words: tuple[str, ...], limit: int, more: _Condition
) -> list[int] | None:
    if pages is None:
        return None
    ahead = _those_of(db, _of_joined(db, words), more)
    found: list[int] = []
    try:
        for page in pages:
            check, bound = ("1", {}) if page.is_sure else holding_words(words)
            (text,) = db.execute(  # always the same question, and one text instead of a row each
                "SELECT group_concat(id) FROM (SELECT o.id AS id FROM organization o WHERE o.id IN "
                f"(SELECT value FROM json_each(:page)) AND {more.sql} AND {check} ORDER BY o.id LIMIT {int(limit)})",
                {**more.values, **bound, "page": f"[{','.join(map(str, page.ids))}]"},
            ).fetchone()
            (found if page.upto else ahead).extend(map(int, text.split(",")) if text else ())
            if page.upto and len(found) + sum(record <= page.upto for record in ahead) >= limit:
                break
    except IndexBroken:
        return None
    return sorted({*found, *ahead})[:limit]


def _those_of(db: sqlite3.Connection, records: list[int], more: _Condition) -> list[int]:
    """Those of some organizations that meet a condition."""
    if not records:
        return []
    chosen = ",".join(map(str, records))
    rows = db.execute(f"SELECT o.id FROM organization o WHERE o.id IN ({chosen}) AND {more.sql}", more.values)
    return [row[0] for row in rows]
