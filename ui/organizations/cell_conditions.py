"""The condition that a cell of the list means: only these, or not these."""

from models.ledger_columns import Shape
from models.queries.organization_list import OrganizationRow
from ui.organizations.conditions import FIELD_BY_KEY, NO, YES, Condition, Operator

#: Columns of the list that the conditions know by another name.
_FIELDS = {"next": "next_followup", "owner": "responsible"}
_NOT_ASKED = frozenset({"mark", "number", "task", "name", "code"})


def condition_of(row: OrganizationRow, key: str) -> Condition | None:
    """Equal to the value of a cell (or not filled in); None where that would find one organization only."""
    asked = FIELD_BY_KEY.get(_FIELDS.get(key, key))
    if asked is None or key in _NOT_ASKED:
        return None
    value = _value(row, key)
    if value in (None, ""):
        return Condition(asked.key, Operator.EMPTY) if Operator.EMPTY in asked.operators else None
    if asked.shape is Shape.YES_NO:
        return Condition(asked.key, Operator.IS, YES if value in (1, "own", "covered") else NO)
    return Condition(asked.key, Operator.IS, str(value)) if Operator.IS in asked.operators else None


def opposite(condition: Condition) -> Condition | None:
    """Everything but these; None where that cannot be said as one condition."""
    turned = {Operator.IS: Operator.IS_NOT, Operator.EMPTY: Operator.FILLED}.get(condition.operator)
    if turned is None or turned not in FIELD_BY_KEY[condition.field].operators:
        return None
    return Condition(condition.field, turned, condition.value)


def _value(row: OrganizationRow, key: str) -> object:
    at_hand: dict[str, object] = {
        "word": row.word,
        "street": row.street,
        "staff": row.staff,
        "main_reason": row.main_reason,
        "last_visit": row.last_visit_on,
        "visits": row.visit_count,
        "next": row.next_due_on,
        "owner": row.owner,
        "scope": row.scope,
        "category": row.category,
    }
    return at_hand[key] if key in at_hand else row.more.get(key)
