"""Conditions typed as text: `未访天数>=30 and 原因=B2 and 职工>=25` becomes three chips, and chips become text."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from models.errors import InputProblem
from models.inputs.organization_values import Lookup, parse_day, parse_number, parse_street, parse_yes_no
from models.ledger_columns import Shape, column_named
from models.queries.where import Term, split_terms
from models.rules.credit_codes import clean_code
from ui.organizations.conditions import (
    FIELD_BY_KEY,
    NO,
    TEXT,
    YES,
    Condition,
    ConditionField,
    Operator,
    condition_text,
)

#: Words of the language that are no column's heading.
_WORDS = {
    "状态": "word",
    "范围": "scope",
    "主因": "main_reason",
    "原因": "reason",
    "未访天数": "unvisited_days",
    "走访次数": "visits",
    "逾期": "overdue",
    "待核": "待核",
    "owner": "owner",
}
_SIGNS = {each.value: each for each in Operator if not each.value.isalpha()}
_KEPT = {Shape.TEXT, Shape.LONG_TEXT, Shape.PHONE}


def conditions_in(text: str, lookup: Lookup) -> tuple[Condition, ...]:
    """The conditions that a text means, each as a chip; InputProblem that says what is not understood."""
    return tuple(dict.fromkeys(_condition(term, lookup) for term in split_terms(text, lookup)))


def text_of(conditions: Iterable[Condition], lookup: Lookup) -> str:
    """The conditions as a person would type them."""
    return " and ".join(_typed(condition, lookup) for condition in conditions)


def _typed(condition: Condition, lookup: Lookup) -> str:
    """With headings and labels where they are understood as the same, else with names and codes."""
    if condition.field == TEXT:
        return condition.value
    asked = FIELD_BY_KEY[condition.field]
    words = [asked.source_heading, *(word for word, key in _WORDS.items() if key == condition.field)]
    heading = next((word for word in words if _field(word) is asked), condition.field)
    value = condition.value_words if asked.codes or asked.shape is Shape.STREET else condition.value
    if asked.shape is Shape.STREET and not _is_street(value, condition.value, lookup):
        value = condition.value
    rest = condition_text(replace(condition, value=value)).removeprefix(condition.field)
    plain = value and not any(sign in value for sign in ' "()（）<>=!~')
    return heading + (rest.replace(" ", "").replace('"', "") if plain else rest.replace(' "', '"').lstrip())


def _is_street(name: str, code: str, lookup: Lookup) -> bool:
    with suppress(InputProblem):
        return parse_street(name, lookup.division) == code
    return False


def _condition(term: Term, lookup: Lookup) -> Condition:
    """The chip of a part; what no chip can say stays text."""
    written = f'{term.field}{term.operator}"{term.value}"' if term.field else term.value
    asked = _field(term.field) if term.field else None
    if asked is None:
        return Condition(TEXT, Operator.IS, written)
    found = _of_field(asked, term, lookup)
    if found is None or found.operator not in asked.operators:
        return Condition(TEXT, Operator.IS, written)
    return found


def _of_field(asked: ConditionField, term: Term, lookup: Lookup) -> Condition | None:
    if term.value == "":
        return Condition(asked.key, Operator.EMPTY if term.operator == "=" else Operator.FILLED)
    if asked.shape is Shape.DATE and term.value[:1] in "+-" and term.value[1:].isdigit():
        moving = {("<=", "+"): Operator.NEXT, (">=", "-"): Operator.LAST, ("<", "-"): Operator.OLDER}
        operator = moving.get((term.operator, term.value[0]))
        return Condition(asked.key, operator, str(int(term.value[1:]))) if operator else None
    value = _value(asked, term.value, lookup)
    return Condition(asked.key, _SIGNS[term.operator], value) if value is not None else None


def _field(name: str) -> ConditionField | None:
    key = _WORDS.get(name.lower(), name.lower())
    if key not in FIELD_BY_KEY:
        column = column_named(name)
        key = column.name if column is not None else ""
    return FIELD_BY_KEY[key] if key in FIELD_BY_KEY and key != TEXT else None


def _value(asked: ConditionField, text: str, lookup: Lookup) -> str | None:
    """The value as a chip holds it."""
    if asked.codes:
        found = (codes.code_of(text) or codes.code_of(text.upper()) for codes in asked.codes)
        return next((code for code in found if code), None)
    match asked.shape:
        case Shape.NUMBER:
            return str(parse_number(text))
        case Shape.DATE:
            return parse_day(text).isoformat()
        case Shape.YES_NO:
            return YES if parse_yes_no(text) else NO
        case Shape.STREET:
            return parse_street(text, lookup.division)
        case Shape.CODE:
            return clean_code(text)
        case Shape.CHOICE:
            return text.upper()
        case _:
            return text
