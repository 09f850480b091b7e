"""Conditions of the list: which fields can be asked, how a condition is said in words and understood by the ledger."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from models.divisions import division_name
from models.inputs.organization_values import Lookup
from models.language import N_, _
from models.ledger_columns import LEDGER_COLUMNS, LedgerColumn, Shape
from models.queries.sheet_columns import SHEET_COLUMN_BY_KEY
from models.queries.where import Where, parse_where
from models.rules.survey import shipped_questions
from models.vocabulary import DECISIONS, ROUTES, SCOPES, SIDE_STATES, STAGE_WORDS, STAGES, Code, CodeList
from ui.day_words import stored_day

YES, NO = "是", "否"  # what the condition language reads


class Operator(Enum):
    """How a field is compared: the sign of the condition language."""

    IS = "="
    IS_NOT = "!="
    BELOW = "<"
    AT_MOST = "<="
    ABOVE = ">"
    AT_LEAST = ">="
    HAS = "~"
    EMPTY = "empty"
    FILLED = "filled"
    NEXT = "next"  # so many days from today, and what is late
    LAST = "last"  # in the last so many days
    OLDER = "older"  # before that

    @property
    def word(self) -> str:
        """What a menu and a chip say."""
        return _(_OPERATOR_WORDS[self])


_OPERATOR_WORDS = {
    Operator.IS: N_("="),
    Operator.IS_NOT: N_("≠"),
    Operator.BELOW: N_("＜"),
    Operator.AT_MOST: N_("≤"),
    Operator.ABOVE: N_("＞"),
    Operator.AT_LEAST: N_("≥"),
    Operator.HAS: N_("含"),
    Operator.EMPTY: N_("未填"),
    Operator.FILLED: N_("已填"),
    Operator.NEXT: N_("几天以内"),
    Operator.LAST: N_("最近几天"),
    Operator.OLDER: N_("早于几天前"),
}
#: Compared with a day that moves on with the calendar: sign of the language, sign of the days.
_MOVING = {Operator.NEXT: ("<=", "+"), Operator.LAST: (">=", "-"), Operator.OLDER: ("<", "-")}
#: Days to come; all others lie behind.
FUTURE_DAYS = frozenset({"next_followup", "deadline", "union_term_ends_on"})
_ORDERED = (
    Operator.AT_MOST,
    Operator.AT_LEAST,
    Operator.IS,
    Operator.IS_NOT,
    Operator.BELOW,
    Operator.ABOVE,
    Operator.EMPTY,
    Operator.FILLED,
)
_CHOSEN = (Operator.IS, Operator.IS_NOT, Operator.EMPTY, Operator.FILLED)
_WRITTEN = (Operator.HAS, Operator.IS, Operator.IS_NOT, Operator.EMPTY, Operator.FILLED)
_ALWAYS_THERE = (Operator.IS, Operator.IS_NOT)


@dataclass(frozen=True, slots=True)
class ConditionField:
    """A field that can be asked. `key` is its name in the condition language; `codes` what may be chosen."""

    key: str
    source_heading: str
    shape: Shape
    codes: tuple[CodeList, ...] = ()
    always_filled: bool = False

    @property
    def heading(self) -> str:
        """Its name for a person."""
        return _(self.source_heading)

    @property
    def operators(self) -> tuple[Operator, ...]:
        """What can be asked of it; the first is the usual one."""
        if self.shape is Shape.YES_NO:
            return (Operator.IS,)
        if self.key == "unvisited_days":
            return (Operator.AT_LEAST, Operator.BELOW)
        if self.key == "reason":
            return _ALWAYS_THERE
        if self.shape is Shape.DATE:
            moving = (Operator.NEXT,) if self.key in FUTURE_DAYS else (Operator.LAST, Operator.OLDER)
            return (*_ORDERED[:2], *moving, *_ORDERED[2:])
        if self.always_filled:
            return _ORDERED[:-2] if self.shape is Shape.NUMBER else _ALWAYS_THERE
        if self.shape is Shape.NUMBER:
            return _ORDERED
        if self.shape in (Shape.TEXT, Shape.LONG_TEXT, Shape.PHONE, Shape.CODE):
            return _WRITTEN
        return _CHOSEN

    def choices(self) -> list[tuple[str, str]]:
        """Code and label of what may be chosen."""
        return [(entry.code, entry.label) for codes in self.codes for entry in codes.entries]

    def label(self, code: str) -> str:
        """What a chosen code is called."""
        return next((label for each, label in self.choices() if each == code), code)


_QUESTIONS = CodeList("question", tuple(Code(code, question.label) for code, question in shipped_questions().items()))
_LISTED = (
    ConditionField("word", N_("状态"), Shape.CHOICE, (STAGE_WORDS,), always_filled=True),
    ConditionField("scope", N_("范围"), Shape.CHOICE, (SCOPES,), always_filled=True),
    ConditionField("street", N_("街道"), Shape.STREET),
    ConditionField("staff", N_("职工"), Shape.NUMBER),
    ConditionField("main_reason", N_("主因"), Shape.CHOICE),  # of the ledger's own reasons
    ConditionField("reason", N_("原因（含次要）"), Shape.CHOICE),
    ConditionField("unvisited_days", N_("未访天数"), Shape.NUMBER, always_filled=True),
    ConditionField("last_visit", N_("末次走访"), Shape.DATE),
    ConditionField("visits", N_("走访次数"), Shape.NUMBER, always_filled=True),
    ConditionField("survey", N_("摸底完整度"), Shape.NUMBER, always_filled=True),
    ConditionField("survey_unknown", N_("摸底不清楚"), Shape.NUMBER, always_filled=True),
    ConditionField("not_asked", N_("摸底没问过"), Shape.CHOICE, (_QUESTIONS,), always_filled=True),
    ConditionField("unknown", N_("摸底问过不清楚"), Shape.CHOICE, (_QUESTIONS,), always_filled=True),
    ConditionField("next_followup", N_("下一步"), Shape.DATE),
    ConditionField("overdue", N_("跟进逾期"), Shape.YES_NO),
    ConditionField("responsible", N_("责任人"), Shape.CADRE),
    ConditionField("eligibility", N_("是否具备条件"), Shape.CHOICE, (DECISIONS,), always_filled=True),
    ConditionField("stage", N_("当前阶段"), Shape.CHOICE, (STAGES, SIDE_STATES), always_filled=True),
    ConditionField("union_state", N_("已有工会覆盖"), Shape.YES_NO),
    ConditionField("union_route", N_("建会模式"), Shape.CHOICE, (ROUTES,)),
    ConditionField("待核", N_("代码待核"), Shape.YES_NO),
)
_LISTED_KEYS = frozenset(field.key for field in _LISTED) | {"owner"}


def _of_column(column: LedgerColumn) -> ConditionField:
    shown = SHEET_COLUMN_BY_KEY[column.name]
    return ConditionField(column.name, column.source_heading, shown.shape, shown.choices)


#: What is asked most first, then every other column in the order of the ledger.
FIELDS = (*_LISTED, *(_of_column(column) for column in LEDGER_COLUMNS if column.name not in _LISTED_KEYS))
#: A condition in the words of the condition language; its value is the text.
TEXT = "text"
FIELD_BY_KEY = {each.key: each for each in (*FIELDS, ConditionField(TEXT, N_("文字条件"), Shape.TEXT))}


_UNVISITED = {Operator.AT_LEAST: N_("{n} 天未访"), Operator.BELOW: N_("{n} 天内走访过")}
_REASONS = {Operator.IS: N_("有原因 {code}"), Operator.IS_NOT: N_("没有原因 {code}")}
_MOVING_WORDS = {
    Operator.NEXT: N_("{field} {n} 天以内"),
    Operator.LAST: N_("{field} 最近 {n} 天"),
    Operator.OLDER: N_("{field} 早于 {n} 天前"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A field, how it is compared, and with what: a code, a number, a day as YYYY-MM-DD or a text."""

    field: str
    operator: Operator
    value: str = ""

    @property
    def words(self) -> str:
        """What its chip says."""
        asked = FIELD_BY_KEY[self.field]
        if self.field == TEXT:
            return self.value
        if self.field == "unvisited_days" and self.operator in _UNVISITED:
            return _(_UNVISITED[self.operator]).format(n=self.value)
        if self.field == "reason" and self.operator in _REASONS:
            return _(_REASONS[self.operator]).format(code=self.value)
        if self.operator in _MOVING_WORDS:
            return _(_MOVING_WORDS[self.operator]).format(field=asked.heading, n=self.value)
        if self.operator in (Operator.EMPTY, Operator.FILLED):
            return f"{asked.heading}{self.operator.word}"
        if asked.shape is Shape.YES_NO:
            template = _("{field}") if self.value == YES else _("{field}：否")
            return template.format(field=asked.heading)
        if self.operator is Operator.HAS:
            return _("{field}含“{value}”").format(field=asked.heading, value=self.value)
        if asked.key == "scope" and self.operator is Operator.IS:
            return asked.label(self.value)
        return f"{asked.heading} {self.operator.word} {self.value_words}"

    @property
    def value_words(self) -> str:
        """The value as a person reads it."""
        asked = FIELD_BY_KEY[self.field]
        if asked.codes:
            return asked.label(self.value)
        if asked.shape is Shape.STREET:
            return division_name(self.value) or self.value
        if asked.shape is Shape.DATE:
            return stored_day(self.value, date.today()) or self.value  # noqa: DTZ011 - only its year counts
        return self.value


def parsed(condition: Condition, lookup: Lookup) -> Where:
    """The condition for the ledger; InputProblem where its value means nothing."""
    return parse_where(condition_text(condition), lookup)


def condition_text(condition: Condition) -> str:
    """The condition in the language of `list --where`."""
    if condition.field == TEXT:
        return condition.value
    if condition.operator in (Operator.EMPTY, Operator.FILLED):
        sign = "=" if condition.operator is Operator.EMPTY else "!="
        return f'{condition.field} {sign} ""'
    if condition.operator in _MOVING:
        sign, days = _MOVING[condition.operator]
        return f"{condition.field} {sign} {days}{condition.value}"
    value = condition.value.replace('"', "")
    return f'{condition.field} {condition.operator.value} "{value}"'
