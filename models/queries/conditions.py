"""The conditions that figures and lists share, as SQL over `organization o`; parameters `:today` (YYYY-MM-DD).

Source: domain rules, sections 2, 3 and 5. One rule, one place: a rate printed beside a list recomputes from it.
"""

import sqlite3
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from models.vocabulary import ENDED_STATUSES

if TYPE_CHECKING:
    from models.ledger.code_lists import ReasonEntry

_ENDED = ",".join(f"'{status}'" for status in sorted(ENDED_STATUSES))

#: Not in the trash, and not shown as another one (models/ledger/joining.py): counted once everywhere.
PRESENT = "o.deleted IS NOT 1 AND o.joined_into IS NULL"
KEY = "o.scope='key'"
_IN_TIME = "(o.eligible_until IS NULL OR o.eligible_until>=:today)"
ELIGIBLE = f"(o.eligibility IS 'yes' AND {_IN_TIME})"
NOT_ELIGIBLE = f"(o.eligibility IS 'no' AND {_IN_TIME})"
OWN_UNION = "(o.coverage IS 'own')"
BLOCKED = "(o.side_state IS 'P2')"
FOLLOWUP_OVERDUE = "(o.next_due_on IS NOT NULL AND o.next_due_on<:today)"
DEADLINE_OVERDUE = "(o.deadline IS NOT NULL AND o.deadline<:today)"
#: Who is shown as responsible: of the next follow-up, else of the organization.
RESPONSIBLE = "coalesce((SELECT f.cadre FROM followup f WHERE f.id=o.next_followup),o.owner)"
#: The key of the six words (rules.stages.shown_word).
WORD = (
    "CASE WHEN o.side_state IN ('P1','P3') THEN 'excluded' WHEN o.stage='S10' THEN 'built' "
    "WHEN o.stage IN ('S7','S8','S9') THEN 'filed' WHEN o.stage IN ('S3','S4','S5','S6') THEN 'preparing' "
    "WHEN o.stage='S2' OR o.visit_count>0 THEN 'visited' ELSE 'untouched' END"
)
#: The stage to show (rules.stages.shown_stage).
SHOWN_STAGE = (
    "(CASE WHEN o.visit_count>0 AND coalesce(o.stage,'S0') IN ('S0','S1') THEN 'S2' ELSE coalesce(o.stage,'S0') END)"
)


class Conditions:
    """The conditions that depend on the ledger's own code lists, which are read where one is asked for."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @cached_property
    def live(self) -> str:
        """Present, not ended, and with no main reason that takes it off the list."""
        leaving = self._codes("X")
        return (
            f"({PRESENT} AND coalesce(o.status,'') NOT IN ({_ENDED}) AND coalesce(o.main_reason,'') NOT IN ({leaving}))"
        )

    def live_values(self, status: str | int | None, main_reason: str | int | None) -> bool:
        """The same of values, for what is not in the trash."""
        return (status or "") not in ENDED_STATUSES and (main_reason or "") not in self._leaving

    @cached_property
    def covered(self) -> str:
        """Covered by at least one union, each organization once, by any route."""
        return f"(o.coverage IS NOT NULL OR coalesce(o.main_reason,'') IN ({self._codes('C')}))"

    @cached_property
    def late(self) -> str:
        """Not covered, and a follow-up or the deadline is over."""
        return f"(NOT {self.covered} AND ({FOLLOWUP_OVERDUE} OR {DEADLINE_OVERDUE}))"

    def codes_of(self, effect: str) -> Iterable[str]:
        """The codes of the reasons with an effect (rules.reasons.Reason)."""
        return (reason.code for reason in self._reasons if reason.effect == effect)

    def _codes(self, effect: str) -> str:
        return _quoted(self.codes_of(effect))

    @cached_property
    def _leaving(self) -> frozenset[str]:
        return frozenset(self.codes_of("X"))

    @cached_property
    def _reasons(self) -> "list[ReasonEntry]":
        from models.ledger.code_lists import reasons_of  # noqa: PLC0415 - the first page does without

        return list(reasons_of(self._db).values())


def _quoted(codes: Iterable[str]) -> str:
    """An IN list; of one impossible value where there are no codes."""
    return ",".join("'" + code.replace("'", "''") + "'" for code in codes) or "'-'"
