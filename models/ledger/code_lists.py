"""Editable code lists as a ledger has them: what ships with the program, with the ledger's own changes over it."""

import sqlite3
from dataclasses import dataclass

from models.rules.reasons import shipped_reasons
from models.tables.record_kinds import CODE_ENTRY

REASON_LIST = "reason"


@dataclass(frozen=True, slots=True)
class ReasonEntry:
    """A reason of this ledger; fields as in rules.reasons.Reason. Retired ones stay readable, cannot be chosen."""

    code: str
    label: str
    effect: str
    next_step: str
    days: int
    evidence: str
    route: str
    retired: bool = False

    @property
    def text(self) -> str:
        """Code and label: B2 职工不足25人可单独建."""
        return f"{self.code} {self.label}"


def reasons_of(db: sqlite3.Connection) -> dict[str, ReasonEntry]:
    """All reasons by code, in their order."""
    entries = {
        code: ReasonEntry(code, r.label, r.effect, r.next_step, r.days, r.evidence, r.route)
        for code, r in shipped_reasons().items()
    }
    rows = db.execute(
        f"SELECT code, label, effect, next_step, days, evidence, route, retired FROM {CODE_ENTRY.table} "
        "WHERE list=? AND deleted IS NOT 1 ORDER BY coalesce(position,1000000), uid",
        (REASON_LIST,),
    )
    for code, label, effect, next_step, days, evidence, route, retired in rows:
        base = entries.get(code) or ReasonEntry(code, code, "E", "", 7, "", "")
        entries[code] = ReasonEntry(
            code,
            label or base.label,
            effect or base.effect,
            next_step if next_step is not None else base.next_step,
            days if days is not None else base.days,
            evidence if evidence is not None else base.evidence,
            route if route is not None else base.route,
            bool(retired),
        )
    return entries
