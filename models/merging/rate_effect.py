"""What a decision would do to the rate: tried out in a transaction that is taken back, so nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.facts.canonical import Value
from models.facts.fold import DELETED
from models.ledger.ledger import Ledger
from models.merging.cards import ConflictCard
from models.merging.conflicts import Conflict, resolve_conflicts
from models.queries.figures import Group, figures, grouped_sums
from models.queries.report_content import Figures
from models.tables.record_kinds import COVERAGE, ELIGIBILITY, ORGANIZATION, REASON, TRADE_UNION

_MOVERS = frozenset(kind.table for kind in (ORGANIZATION, ELIGIBILITY, COVERAGE, REASON, TRADE_UNION))


@dataclass(frozen=True, slots=True)
class RateEffect:
    """The sums of all key organizations now, and after each choice (by its number); those that move nothing, too."""

    now: Figures
    after: dict[int, Figures]

    def moves(self, key: int) -> bool:
        """Whether a choice changes what the rate is computed from."""
        after = self.after.get(key)
        return after is not None and _parts(after) != _parts(self.now)


class _TakenBackError(Exception):
    """The way out of a transaction of which nothing is to stay."""


def may_move_rates(conflict: Conflict) -> bool:
    """Whether deciding it may change a rate at all."""
    return conflict.kind in _MOVERS and (conflict.policy.decides or conflict.field == DELETED)


def rate_effect(ledger: Ledger, card: ConflictCard) -> RateEffect | None:
    """What each choice would make of the rate; None where it cannot move, or the ledger cannot be written."""
    conflict = card.conflict
    if ledger.read_only or not may_move_rates(conflict):
        return None
    total = figures(ledger)
    organizations = _concerned(ledger, conflict)
    after: dict[int, Figures] = {}
    for side in card.choices:
        before, then = _tried(ledger, conflict, side.value, organizations)
        after[side.key] = _shifted(total, before, then)
    return RateEffect(total, after)


def _tried(ledger: Ledger, conflict: Conflict, value: Value, organizations: Sequence[int]) -> tuple[Figures, Figures]:
    found: list[Figures] = []
    where = f"o.id IN ({','.join(map(str, organizations)) or '0'})"
    try:
        with ledger.together(bulk=True), ledger.local_write() as db:  # in memory: readers go on
            found.append(_sums(grouped_sums(db, "1", ledger.today(), where)))
            resolve_conflicts(ledger, [(conflict, value)])
            found.append(_sums(grouped_sums(db, "1", ledger.today(), where)))
            raise _TakenBackError
    except _TakenBackError:
        return found[0], found[1]


def _concerned(ledger: Ledger, conflict: Conflict) -> list[int]:
    """The organizations whose sums may move: the one concerned with who is shown as it, those of a union."""
    with ledger.reading() as db:
        if conflict.kind == TRADE_UNION.table:
            rows = db.execute(
                "SELECT coalesce(o.joined_into, o.id) FROM trade_union u JOIN coverage c ON c.trade_union=u.uid "
                "JOIN organization o ON o.id=c.org_id WHERE u.id=?",
                (conflict.record,),
            )
        else:
            rows = db.execute(
                "SELECT id FROM organization WHERE id=?1 OR joined_into=?1 UNION "
                "SELECT joined_into FROM organization WHERE id=?1 AND joined_into IS NOT NULL",
                (conflict.organization or 0,),
            )
        return [record for (record,) in rows]


def _sums(groups: Sequence[Group]) -> Figures:
    return groups[0].figures if groups else Figures(0, 0, 0, 0, 0, 0)


def _parts(sums: Figures) -> tuple[int, int, int]:
    return (sums.key, sums.eligible, sums.built)


def _shifted(total: Figures, before: Figures, then: Figures) -> Figures:
    """The whole after a part of it has moved."""
    return Figures(
        total.key + then.key - before.key,
        total.eligible + then.eligible - before.eligible,
        total.not_eligible + then.not_eligible - before.not_eligible,
        total.undecided + then.undecided - before.undecided,
        total.built + then.built - before.built,
        total.built_own + then.built_own - before.built_own,
        total.overdue + then.overdue - before.overdue,
        total.conflicts + then.conflicts - before.conflicts,
    )
