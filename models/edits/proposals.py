"""Taking proposals over, and turning them down. What a person has filled in meanwhile is never overwritten."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.progress import Progress
from models.rules.credit_codes import is_valid_code
from models.rules.proposals import PROPOSED_FIELDS
from models.tables.record_kinds import ORGANIZATION, ColumnType

_STEP = 100


@dataclass(frozen=True, slots=True)
class Decision:
    """A value for a field of an organization (local id). `instead_of` is the broken code that the person saw."""

    organization: int
    field: str
    value: str
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was taken over; `passed_over` had been filled in, corrected or taken away meanwhile."""

    changes: Changes
    confirmed: int
    passed_over: int


def confirm_proposals(ledger: Ledger, decisions: Sequence[Decision], *, progress: Progress | None = None) -> Confirmed:
    """Write the proposed values: one batch, one undo; cancelled, nothing of it is kept.

    Of several organizations that would get the same code only the first gets it: they are one, or one is wrong.
    """
    progress = progress or Progress()
    unknown = {decision.field for decision in decisions} - set(PROPOSED_FIELDS)
    if unknown:
        raise KeyError(f"no proposals for {sorted(unknown)}")
    wanted: defaultdict[int, list[Decision]] = defaultdict(list)
    for decision in decisions:
        wanted[decision.organization].append(decision)
    confirmed = 0
    given: set[object] = set()
    with ledger.change(bulk=len(wanted) > _STEP) as change:
        for number, (organization, chosen) in enumerate(wanted.items()):
            values = _still_wanted(change.db, organization, chosen)
            if values.get("code") in given:
                del values["code"]
            given.update({values["code"]} if "code" in values else ())
            if values and change.edit(ORGANIZATION, organization, values):
                confirmed += len(values)
            if number % _STEP == 0:
                progress.step(number, len(wanted), _("写入确认的建议"))
    return Confirmed(change.changes, confirmed, len(decisions) - confirmed)


def refuse_proposals(ledger: Ledger, decisions: Sequence[Decision]) -> None:
    """Remember that these values were turned down, so that they are not proposed again on this ledger."""
    with ledger.local_write(aside=True) as db:
        db.executemany(
            "INSERT OR IGNORE INTO refused_proposal(rec, field, value) SELECT uid, ?, ? FROM organization WHERE id=?",
            [(decision.field, decision.value, decision.organization) for decision in decisions],
        )


def take_back_refusals(ledger: Ledger, decisions: Sequence[Decision] | None = None) -> None:
    """Forget that these were turned down; everything that ever was, if none are named."""
    with ledger.local_write(aside=True) as db:
        if decisions is None:
            db.execute("DELETE FROM refused_proposal")
            return
        db.executemany(
            "DELETE FROM refused_proposal WHERE field=? AND value=? AND rec=(SELECT uid FROM organization WHERE id=?)",
            [(decision.field, decision.value, decision.organization) for decision in decisions],
        )


def _still_wanted(db: sqlite3.Connection, organization: int, chosen: Sequence[Decision]) -> dict[str, object]:
    """The values of decisions whose field is as it was when they were proposed."""
    names = [decision.field for decision in chosen]
    row = db.execute(
        f"SELECT {','.join(names)} FROM organization WHERE id=? AND deleted IS NOT 1", (organization,)
    ).fetchone()
    if row is None:
        return {}
    values: dict[str, object] = {}
    for decision, stands in zip(chosen, row, strict=True):
        if decision.field == "code":
            is_open = (stands or "") in {"", decision.instead_of} and not is_valid_code(stands or "")
        else:
            is_open = stands is None
        if is_open:
            is_flag = ORGANIZATION.column(decision.field).type is ColumnType.FLAG
            values[decision.field] = int(decision.value) if is_flag else decision.value
    return values
