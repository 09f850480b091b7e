"""Which cells of the ledger show something new since a day: entered here, or arrived here, since then.

The clocks of other laptops say nothing about when something arrived, so the day is found among the batches that were
written in this file: what stands behind its last one before that day came later. A file that moved to another
computer is still this file.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from models.ledger.ledger import Ledger
from models.ledger_columns import COLUMN_BY_NAME
from models.queries.organization_list import ListQuery
from models.tables.record_kinds import (
    COVERAGE,
    ELIGIBILITY,
    FOLLOWUP,
    FORMER_NAME,
    ORGANIZATION,
    REASON,
    VISIT,
    RecordKind,
)

#: What a new, changed or withdrawn record of a kind shows in the sheet.
_SHOWN_BY: dict[RecordKind, frozenset[str]] = {
    FORMER_NAME: frozenset({"former_names"}),
    VISIT: frozenset({"last_visit"}),
    REASON: frozenset({"main_reason", "reason_note", "reason_evidence"}),
    FOLLOWUP: frozenset({"next_followup"}),
    ELIGIBILITY: frozenset({"eligibility"}),
    COVERAGE: frozenset({"union_state", "union_name", "union_route"}),
}
_SHARED_COLUMN = {"side_state": "stage"}


@dataclass(frozen=True, slots=True)
class RecentChange:
    """What is new about an organization: all of it, or some of its columns (names of ledger_columns)."""

    is_new: bool
    columns: frozenset[str]


def first_batch_since(ledger: Ledger, day: date) -> int | None:
    """The local number from which on batches came on that day or later; None if there are none.

    The first import of a ledger changes nothing: all of it would be new.
    """
    start = int(datetime.combine(day, time()).astimezone().timestamp())
    with ledger.reading() as db:
        before, newest = db.execute(
            "SELECT max(id) FILTER (WHERE wall<? AND arrived_in IS NULL), max(id) FROM batch", (start,)
        ).fetchone()
        first = db.execute("SELECT created_in FROM organization ORDER BY id LIMIT 1").fetchone()
    before = max(before or 0, first[0] if first else 0)
    return before + 1 if newest and newest > before else None


def recent_changes(ledger: Ledger, organizations: Sequence[int], since: int) -> dict[int, RecentChange]:
    """What changed about these organizations from the batch of that local number on; nothing for the others."""
    if not organizations:
        return {}
    marks = ",".join("?" * len(organizations))
    found: dict[int, set[str]] = {}
    with ledger.reading() as db:
        new = {
            row[0]
            for row in db.execute(
                f"SELECT id FROM organization WHERE id IN ({marks}) AND created_in>=?", (*organizations, since)
            )
        }
        edits = db.execute(
            "SELECT o.id, e.set_ FROM organization o JOIN edit e ON e.rec=o.uid AND e.kind=? "
            f"WHERE o.id IN ({marks}) AND e.batch>=?",
            (ORGANIZATION.number, *organizations, since),
        )
        for organization, set_ in edits:
            found.setdefault(organization, set()).update(_columns_of(json.loads(set_)))
        for kind, columns in _SHOWN_BY.items():
            for (organization,) in db.execute(
                _of_children(kind, marks), (*organizations, since, *organizations, since)
            ):
                found.setdefault(organization, set()).update(columns)
    return {each: RecentChange(each in new, frozenset(found.get(each, ()))) for each in new | found.keys()}


def changed_since(ledger: Ledger, since: int | None) -> ListQuery:
    """The organizations that are new or changed from the batch of that local number on, as a list."""
    if since is None:
        with ledger.reading() as db:
            (newest,) = db.execute("SELECT coalesce(max(id),0) FROM batch").fetchone()
        since = newest + 1
    edited = f"o.uid IN (SELECT rec FROM edit WHERE kind={ORGANIZATION.number} AND batch>=?)"
    ways = ["o.created_in>=?", edited]
    for kind in _SHOWN_BY:
        ways.append(f"o.id IN (SELECT org_id FROM {kind.table} WHERE created_in>=?)")
        ways.append(
            f"o.id IN (SELECT m.org_id FROM edit e JOIN {kind.table} m ON m.uid=e.rec "
            f"WHERE e.kind={kind.number} AND e.batch>=?)"
        )
    return ListQuery(where=" OR ".join(ways), values=(since,) * len(ways))


def _of_children(kind: RecordKind, marks: str) -> str:
    return (
        f"SELECT org_id FROM {kind.table} WHERE org_id IN ({marks}) AND created_in>=? "
        f"UNION SELECT m.org_id FROM {kind.table} m JOIN edit e ON e.rec=m.uid AND e.kind={kind.number} "
        f"WHERE m.org_id IN ({marks}) AND e.batch>=?"
    )


def _columns_of(fields: Sequence[str]) -> Iterator[str]:
    for field in fields:
        name = _SHARED_COLUMN.get(field, field)
        if name in COLUMN_BY_NAME:
            yield name
