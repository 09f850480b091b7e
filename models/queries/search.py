"""Finding organizations by what a person types: any part of names, former names, code, address, people, phones, notes.

Several words must all be found; what counts as found is models/rules/typed_words.py. With the index only what it
proposes is looked at, without it every organization: the answer is the same.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
    if db.execute("SELECT 1 FROM organization WHERE joined_into IS NOT NULL LIMIT 1").fetchone() is None:
        return []
    holds, values = holding_words(words)
    query = f"SELECT DISTINCT o.joined_into FROM organization o WHERE o.joined_into IS NOT NULL AND {holds} ORDER BY 1"
    return [row[0] for row in db.execute(query, values)]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of each organization `o` that is found, the local id first; `condition` says which count."""

    columns: str
    joins: str
    values: Mapping[str, object]
    condition: str = "1"

    def of_those(self, condition: str, values: Mapping[str, object]) -> "Reading":
        """The same of those only that meet a condition."""
        return Reading(self.columns, self.joins, {**self.values, **values}, condition)


def first_found(ledger: Ledger, text: str, limit: int, reading: Reading) -> list[tuple[Any, ...]] | None:
    """The first organizations, by local id, that hold the words; None where all must be read."""
    words = typed_words(text)
    index = index_of(ledger) if words else None
    if index is None:
        return None
    with ledger.reading() as db:
        return _first(db, index.pages(db, words), words, limit, reading)


def _first(
    db: sqlite3.Connection, pages: Iterator[Page] | None, words: tuple[str, ...], limit: int, reading: Reading
) -> list[tuple[Any, ...]] | None:
    if pages is None:
        return None
    joined = _of_joined(db, words)
    ahead = _read(db, joined, reading, len(joined)) if joined else []
    found: list[tuple[Any, ...]] = []
    try:
        for page in pages:
            rows = _read(db, page.ids, reading, limit, () if page.is_sure else words)
            (found if page.upto else ahead).extend(rows)
            if page.upto and len(found) + sum(row[0] <= page.upto for row in ahead) >= limit:
                break
    except IndexBroken:
        return None
    if not ahead:
        return found[:limit]
    each = {row[0]: row for row in (*found, *ahead)}
    return [each[record] for record in sorted(each)[:limit]]


def _read(
    db: sqlite3.Connection, records: Sequence[int], reading: Reading, limit: int, words: tuple[str, ...] = ()
) -> list[tuple[Any, ...]]:
    """The first of some organizations that meet the condition and hold the words."""
    holds, values = holding_words(words) if words else ("1", {})
    return db.execute(  # always the same question
        f"SELECT {reading.columns} FROM organization o {reading.joins} WHERE o.id IN "
        f"(SELECT value FROM json_each(:page)) AND {reading.condition} AND {holds} ORDER BY o.id LIMIT {int(limit)}",
        {**reading.values, **values, "page": f"[{','.join(map(str, records))}]"},
    ).fetchall()
