"""A stored value of an organization as a person reads it; needs nothing of the ledger."""

from models.divisions import full_name
from models.language import _
from models.ledger_columns import COLUMN_BY_NAME, Shape
from models.rules.phones import mask_phone
from models.rules.survey import State
from models.vocabulary import RELATIONS, SIDE_STATES, STAGES

_SIDE_STATE = "side_state"
_RELATION = "relation"  # of two organizations
_ANSWER = "answer"  # of a question of the survey


def field_heading(field: str) -> str:
    """What a field is called: 从业人员, 受阻或暂不具备."""
    if field == _SIDE_STATE:  # it shares a column with the stage
        return _("受阻或暂不具备")
    if field == _RELATION:
        return _("判定")
    if field == _ANSWER:
        return _("摸底答案")
    column = COLUMN_BY_NAME.get(field)
    return column.heading if column else field


def value_words(field: str, value: object) -> str:
    """The value in words, empty for None; phones masked, a cadre stays the record id (hexadecimal)."""
    if value is None:
        return ""
    text = value.hex() if isinstance(value, bytes) else str(value)
    if field in {_SIDE_STATE, _RELATION, _ANSWER}:
        return _own_words(field, text)
    column = COLUMN_BY_NAME.get(field)
    if column is None:
        return text
    if column.choices is not None:
        return column.choices.label(text)
    match column.shape:
        case Shape.YES_NO:
            return _("是") if text == "1" else _("否")
        case Shape.STREET:
            return full_name(text) or text
        case Shape.STAGE:
            return stage_words(text)
        case Shape.PHONE:
            return mask_phone(text)
        case _:
            return text


def _own_words(field: str, text: str) -> str:
    """Of fields that are no columns of the ledger."""
    if field == _SIDE_STATE:
        return stage_words(text)
    if field == _RELATION:
        return RELATIONS.label(text)
    return State(text).word if text in {state.value for state in State} else text


def stage_words(code: str) -> str:
    """S2 已走访, P2 受阻."""
    label = STAGES.label(code) if code in STAGES else SIDE_STATES.label(code)
    return code if label == code else f"{code} {label}"
