"""Deciding conflicts in words a person chooses: one of the values, both one after the other, or alike for many."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.facts.canonical import Value
from models.facts.fold import DELETED
from models.ledger.ledger import Ledger
from models.merging.cards import ConflictCard, Side, conflict_cards
from models.merging.inbox import Inbox
from models.queries.open_conflicts import ConflictKey
from models.rules.conflict_policies import BulkRule

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class BulkChoice:
    """One of several conflicts and what a rule takes: `text` in words, `sign` of whom; None where it has no answer."""

    card: ConflictCard
    value: Value
    text: str
    sign: str


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What a rule would decide; `left` conflicts of the same kind stay, for it has no answer for them."""

    rule: BulkRule
    choices: tuple[BulkChoice, ...]
    left: int


def alike(box: Inbox, key: ConflictKey) -> list[ConflictKey]:
    """The conflicts that may be settled together with this one: the same field of the same kind of record."""
    return [line.key for line in box.waiting if (line.key.kind, line.key.field) == (key.kind, key.field)]


def bulk_plan(ledger: Ledger, keys: Sequence[ConflictKey], rule: BulkRule, *, person: str = "") -> BulkPlan:
    """What a rule would decide for conflicts, without writing; `person` for the rule that takes one person's word."""
    choices: list[BulkChoice] = []
    left = 0
    for start in range(0, len(keys), _AT_ONCE):
        cards = conflict_cards(ledger, keys[start : start + _AT_ONCE])
        for key in keys[start : start + _AT_ONCE]:
            card = cards.get(key)
            if card is None:
                continue
            chosen = _chosen(card, rule, person) if rule in card.conflict.policy.bulk else None
            if chosen is None:
                left += 1
            else:
                choices.append(chosen)
    return BulkPlan(rule, tuple(choices), left)


def _chosen(card: ConflictCard, rule: BulkRule, person: str) -> BulkChoice | None:
    if rule is BulkRule.BOTH:
        text = both_kept(card)
        return BulkChoice(card, text, text, "+".join(side.sign for side in card.sides)) if text else None
    side: Side | None
    if rule is BulkRule.BASE:
        side = card.base
    elif rule is BulkRule.SAME_PERSON:
        side = next((each for each in card.sides if each.who == person), None)
    else:
        side = newest(card)
    return BulkChoice(card, side.value, side.text, side.sign) if side is not None else None


def newest(card: ConflictCard) -> Side:
    """The side of the newest visit; where nobody visited, or on one day, what was said last."""
    return max(card.sides, key=lambda side: (side.visit.day if side.visit else side.day, side.day, -side.key))


def both_kept(card: ConflictCard) -> str | None:
    """All values one after the other, each with who said it and when; None where the field does not allow it."""
    if not card.conflict.policy.keeps_both or card.conflict.field == DELETED:
        return None
    said = [side for side in reversed(card.sides) if side.value]
    texts = [str(side.value).strip() for side in said]
    if not texts:
        return None
    base = str(card.base.value).strip() if card.base is not None and card.base.value else ""
    if base and all(text.startswith(base) for text in texts):  # both added something to the same words
        parts = [(text[len(base) :].strip(" \n；;。，,"), side) for text, side in zip(texts, said, strict=True)]
        return "\n".join([base, *(_signed(text, side) for text, side in parts if text)])
    return "\n".join(_signed(text, side) for text, side in zip(texts, said, strict=True))


def _signed(text: str, side: Side) -> str:
    author = side.who.split("（", maxsplit=1)[0]
    return f"{text}（{' '.join(part for part in (author, side.day) if part)}）"
