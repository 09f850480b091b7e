"""What undoing a merge would take out, by name; reads only."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from models.facts.records import chunks, load_many, marks
from models.facts.undo_plan import Plan, plan_take_out
from models.ledger.ledger import Ledger
from models.merging.titles import kind_words, title_of
from models.merging.undoing import arrivals_of
from models.queries.record_words import heading_of
from models.tables.record_kinds import KIND_BY_NUMBER, ORGANIZATION, RECORD_KINDS, RecordKind


@dataclass(frozen=True, slots=True)
class Going:
    """A record that goes, or one whose fields go back to what they were; `organization` is a local id."""

    organization: int | None
    name: str
    what: str
    is_made: bool


def going(ledger: Ledger, merge: str, *, limit: int = 1_000) -> list[Going]:
    """What goes, new organizations first; at most `limit` of it."""
    with ledger.reading() as db:
        _run, arrivals = arrivals_of(db, merge)
        plan = plan_take_out(db, arrivals)
        found: list[Going] = []
        for one in _all(db, plan, limit):
            found.append(one)
            if len(found) == limit:
                break
        return found


def _all(db: sqlite3.Connection, plan: Plan, limit: int) -> Iterator[Going]:
    kept = set(plan.result.kept_records)
    for kind in (ORGANIZATION, *(each for each in RECORD_KINDS if each is not ORGANIZATION)):
        records = [each for each in plan.creations.get(kind.number, {}) if (kind.number, each) not in kept][:limit]
        yield from _made(db, kind, records)
    kept_edits = set(plan.result.kept_edits)
    for (number, record), edits in plan.edits.items():
        gone = [uid for uid, _batch in edits if uid not in kept_edits]
        kind = KIND_BY_NUMBER[number]
        row = db.execute(f"SELECT id FROM {kind.table} WHERE uid=?", (record,)).fetchone()
        if row is not None and gone and row[0] not in plan.creations.get(number, {}):
            yield from _changed(db, kind, row[0], gone)


def _made(db: sqlite3.Connection, kind: RecordKind, records: list[int]) -> Iterator[Going]:
    for facts in load_many(db, kind, records).values():
        if kind is ORGANIZATION:
            yield Going(facts.ref.id, str(facts.row["name"] or ""), kind_words(kind), is_made=True)
            continue
        what = " ".join(part for part in (kind_words(kind), title_of(kind, facts.row)) if part)
        yield Going(facts.org_id, _name(db, facts.org_id), what, is_made=True)


def _changed(db: sqlite3.Connection, kind: RecordKind, record: int, edits: list[bytes]) -> Iterator[Going]:
    above: int | None = record
    if kind is not ORGANIZATION:
        above = None
        if kind.of_organization:
            above = int(db.execute(f"SELECT org_id FROM {kind.table} WHERE id=?", (record,)).fetchone()[0])
    names: dict[str, None] = {}
    for chunk in chunks(edits):
        for (text,) in db.execute(f"SELECT set_ FROM edit WHERE uid IN ({marks(chunk)})", chunk):
            names.update(dict.fromkeys(json.loads(text)))
    fields = "、".join(heading_of(kind.table, name) for name in names if name != "deleted")
    kind_said = "" if kind is ORGANIZATION else kind_words(kind)
    yield Going(above, _name(db, above), " ".join(part for part in (kind_said, fields) if part), is_made=False)


def _name(db: sqlite3.Connection, organization: int | None) -> str:
    row = db.execute("SELECT name FROM organization WHERE id=?", (organization,)).fetchone() if organization else None
    return str(row[0] or "") if row else ""
