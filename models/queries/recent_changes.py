"""Which cells of the ledger show something new since a day: entered here, or arrived here, since then.

The clocks of other laptops say nothing about when something arrived, so the day is found among the batches of
this copy: what stands behind its last batch before that day came later.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from models.ledger.ledger import Ledger
from models.ledger_columns import COLUMN_BY_NAME
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
    """The local number from which on batches came on that day or later; None if there are none."""
    start = int(datetime.combine(day, time()).astimezone().timestamp())
    with ledger.reading() as db:
        before, newest = db.execute(
            "SELECT coalesce(max(id) FILTER (WHERE wall<? AND replica=CAST(m.value AS INTEGER)), 0), max(id) "
            "FROM batch, meta m WHERE m.key='replica'",
            (start,),
        ).fetchone()
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
