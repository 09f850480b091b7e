"""What the panel reads and writes, in the lanes of the window: plain functions, no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.facts.canonical import Value
from models.ledger.ledger import Changes, Ledger
from models.merging.cards import ConflictCard, conflict_cards
from models.merging.conflicts import Conflict, resolve_conflicts, typed_value
from models.merging.deciding import BulkPlan, bulk_plan
from models.merging.inbox import Inbox, inbox
from models.merging.rate_effect import RateEffect, rate_effect
from models.queries.lookup import lookup_of
from models.queries.open_conflicts import ConflictKey
from models.rules.conflict_policies import BulkRule


@dataclass(frozen=True, slots=True)
class ReadCards:
    """Cards that were asked for; what has none is decided by now."""

    asked: tuple[ConflictKey, ...]
    cards: dict[ConflictKey, ConflictCard]


def read_inbox(ledger: Ledger) -> Inbox:
    """Everything that waits, and what was decided."""
    return inbox(ledger)


def read_cards(ledger: Ledger, keys: Sequence[ConflictKey]) -> ReadCards:
    """Some cards with everything around them."""
    return ReadCards(tuple(keys), conflict_cards(ledger, keys))


def read_effect(ledger: Ledger, card: ConflictCard) -> tuple[ConflictKey, RateEffect | None]:
    """What each choice would do to the rate."""
    return card.conflict.key, rate_effect(ledger, card)


def read_plan(ledger: Ledger, keys: Sequence[ConflictKey], rule: BulkRule, person: str) -> BulkPlan:
    """What a rule would decide."""
    return bulk_plan(ledger, keys, rule, person=person)


def decide(ledger: Ledger, decisions: Sequence[tuple[Conflict, Value]]) -> Changes:
    """Decide: one step, one undo."""
    return resolve_conflicts(ledger, decisions)


def decide_typed(ledger: Ledger, conflict: Conflict, typed: str) -> Changes:
    """Decide for what was typed."""
    return resolve_conflicts(ledger, [(conflict, typed_value(conflict, typed, lookup_of(ledger)))])


def take_back(ledger: Ledger, batch: str) -> Changes:
    """Open again what was decided in a step."""
    from models.edits.undo import undo  # noqa: PLC0415 - only when it is asked for

    return undo(ledger, batch).changes
