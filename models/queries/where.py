"""The condition language of `list --where` and of saved filters: `街道=望江街道 and 职工>=25 and not 主因=B2`.

    condition := term { ("and" | "且") term | ("or" | "或") term }     and binds closer
    term      := ["not" | "非"] ( "(" condition ")" | FIELD OPERATOR VALUE )
    operator  := = != < <= > >= ~          (~ means "contains"; an empty value means "not filled in")

A day may be written as the days from today: 下次跟进<=+7, 最近走访<-30, 完成时限=+0.
FIELD is a column's heading, another word for it, or its English name. Everything becomes bound SQL over `o`, with the
one named value `:today` (YYYY-MM-DD).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from models.errors import InputProblem
from models.inputs.organization_values import Lookup, parse_day, parse_number, parse_street, parse_yes_no
from models.language import _
from models.ledger.joining import members_of
from models.ledger_columns import COLUMN_BY_NAME, LEDGER_COLUMNS, LedgerColumn, Shape, Source, column_named, stage_field
from models.queries.conditions import FOLLOWUP_OVERDUE, RESPONSIBLE, WORD
from models.queries.sheet_columns import DECISION, SHEET_COLUMN_BY_KEY, STAGE, SheetColumn
from models.queries.survey_sql import NOT_ASKED, ONE_NO, ONE_NOT_ASKED, ONE_UNKNOWN, PERCENT, UNKNOWN
from models.rules.credit_codes import clean_code
from models.rules.folding import fold
from models.rules.survey import shipped_questions
from models.vocabulary import DECISIONS, ROUTES, SCOPES, STAGE_WORDS, CodeList

#: Headings with brackets of their own: 所在街道(镇).
_BRACKETED = "|".join(
    re.escape(word).replace(r"\(", "[(（]").replace(r"\)", "[)）]")
    for column in LEDGER_COLUMNS
    for word in (column.source_heading, *column.aliases)
    if "(" in word
)
_TOKEN = re.compile(
    rf"""\s*(?:(?P<heading>{_BRACKETED})|(?P<op><=|>=|!=|≠|≤|≥|=|<|>|~|\(|\)|（|）)|"(?P<quoted>[^"]*)"|(?P<word>[^\s<>=!~()（）≠≤≥"]+))"""
)
_NAMES, _PHONE = frozenset({"o.name", "o.head", "o.contact"}), "o.phone"
_WRITTEN = frozenset({Shape.TEXT, Shape.LONG_TEXT, Shape.PHONE, Shape.CODE})
_DAYS = re.compile(r"^([+-])(\d{1,5})$")
#: More would overflow SQLite's parser, and nobody types it.
_MOST_WORDS, _DEEPEST = 1_000, 40
_AND, _OR, _NOT = frozenset({"and", "且"}), frozenset({"or", "或"}), frozenset({"not", "非"})
_OPERATORS = {sign: sign for sign in ("=", "!=", "<", "<=", ">", ">=", "~")} | {"≠": "!=", "≤": "<=", "≥": ">="}


@dataclass(frozen=True, slots=True)
class Where:
    """A condition as SQL over `organization o` with its bound values; `:today` is the list's (ListQuery knows it)."""

    sql: str
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of the language: its SQL and how a typed value becomes the stored one.

    `sql` with a question mark is a whole condition about several records.
    """

    sql: str
    parse: Callable[[str], object]
    is_text: bool = True


@dataclass(frozen=True, slots=True)
class _FromToday:
    """A day so many days after today, or before it."""

    days: int


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a condition: a comparison of one field, or (without a field) anything else as it was written."""

    field: str
    operator: str
    value: str


def parse_where(text: str, lookup: Lookup) -> Where:
    """The SQL of a condition; InputProblem that says what was not understood and what may stand there."""
    if not text.strip():
        return Where("1")
    parser = _Parser(text, lookup)
    where = parser.condition()
    parser.expect_end()
    return where


def split_terms(text: str, lookup: Lookup) -> list[Term]:
    """The parts of a condition that must all hold, so that each can be shown by itself; InputProblem as parse_where."""
    parse_where(text, lookup)
    return _Parser(text, lookup).terms() if text.strip() else []


class _Parser:
    def __init__(self, text: str, lookup: Lookup) -> None:
        self._lookup = lookup
        self._text = text
        self._tokens: list[tuple[str, bool]] = []
        self._spots: list[tuple[int, int]] = []  # where each token stands
        at = 0
        while text[at:].strip():
            match = _TOKEN.match(text, at)
            if match is None:
                raise InputProblem(_("条件里有看不懂的内容：{rest}").format(rest=text[at:].strip()))
            quoted = match["quoted"] is not None
            self._tokens.append((match["quoted"] or match["heading"] or match["op"] or match["word"] or "", quoted))
            self._spots.append((match.end() - len(match[0].lstrip()), match.end()))
            at = match.end()
        if len(self._tokens) > _MOST_WORDS:
            raise InputProblem(_("条件太长，看不过来。"), hint=_("请分几次查。"))
        self._at = 0
        self._depth = 0

    def condition(self) -> Where:
        parts = [self._conjunction()]
        while self._next_is(_OR):
            parts.append(self._conjunction())
        return _joined(" OR ", parts)

    def terms(self) -> list[Term]:
        """Each part of a conjunction; all of it as one where something else joins them."""
        found = []
        while self._at < len(self._tokens):
            start = self._at
            term = self._comparison_term()
            if term is None:
                self._at = start
                self._term()
                term = self._written(start, self._at)
            if self._at < len(self._tokens) and not self._next_is(_AND):
                whole = self._written(0, len(self._tokens))
                return [Term("", "", f"({whole.value})")]
            found.append(term)
        return found

    def _comparison_term(self) -> Term | None:
        name, quoted = self._tokens[self._at]
        if name in "(（" or (not quoted and name.lower() in _NOT):
            return None
        self._at += 1
        operator = _OPERATORS[self._take("")]
        return Term(name, operator, self._value())

    def _written(self, start: int, end: int) -> Term:
        return Term("", "", self._text[self._spots[start][0] : self._spots[end - 1][1]])

    def expect_end(self) -> None:
        if self._at < len(self._tokens):
            raise InputProblem(_("条件在“{found}”前面应当有 and 或 or。").format(found=self._tokens[self._at][0]))

    def _conjunction(self) -> Where:
        parts = [self._term()]
        while self._next_is(_AND):
            parts.append(self._term())
        return _joined(" AND ", parts)

    def _term(self) -> Where:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InputProblem(_("条件太长，看不过来。"), hint=_("请少套几层括号。"))
        found = self._inner_term()
        self._depth -= 1
        return found

    def _inner_term(self) -> Where:
        if self._next_is(_NOT):
            inner = self._term()
            return Where(f"NOT coalesce({inner.sql},0)", inner.values)
        if self._next_is(frozenset("(（")):
            inner = self.condition()
            if not self._next_is(frozenset(")）")):
                raise InputProblem(_("条件里少一个右括号。"))
            return Where(f"({inner.sql})", inner.values)
        return self._comparison()

    def _comparison(self) -> Where:
        name = self._take(_("栏目"))
        operator = _OPERATORS.get(self._take(_("= != < <= > >= ~ 之一")))
        if operator is None:
            raise InputProblem(_("“{field}”后面要写 = != < <= > >= 或 ~。").format(field=name))
        field = _field(name, self._lookup)
        value = self._value()
        if "?" in field.sql:
            return _compare_any(field, operator, value)
        if value == "" and operator not in {"=", "!="}:
            raise InputProblem(_("“{field}{operator}”后面没有写值。").format(field=name, operator=operator))
        if operator == "~" and not field.is_text:
            raise InputProblem(_("“{field}”不能用 ~，请用 = 或 !=。").format(field=name))
        return _compare(field, operator, value)

    def _value(self) -> str:
        """The rest up to the next joining word, so that a value may hold blanks without quotes."""
        parts = []
        while self._at < len(self._tokens):
            word, quoted = self._tokens[self._at]
            if not quoted and (word.lower() in _AND | _OR or word in "()（）" or word in _OPERATORS):
                break
            parts.append(word)
            self._at += 1
        return " ".join(parts)

    def _take(self, what: str) -> str:
        if self._at >= len(self._tokens):
            raise InputProblem(_("条件没有写完，还缺{what}。").format(what=what))
        self._at += 1
        return self._tokens[self._at - 1][0]

    def _next_is(self, words: frozenset[str]) -> bool:
        if self._at < len(self._tokens):
            token, quoted = self._tokens[self._at]
            if not quoted and token.lower() in words:
                self._at += 1
                return True
        return False


def _compare(field: _Field, operator: str, value: str) -> Where:
    if value == "":
        return Where(f"{field.sql} IS {'' if operator == '=' else 'NOT '}NULL")
    if operator == "~":
        return _contains(field.sql, fold(value))
    sql = "IS NOT" if operator == "!=" else operator
    meant = field.parse(value)
    if isinstance(meant, _FromToday):
        return Where(f"{field.sql} {sql} date(:today,?)", (f"{meant.days:+d} days",))
    return Where(f"{field.sql} {sql} ?", (meant,))


def _contains(sql: str, word: str) -> Where:
    """As a search finds it: width, case and traditional forms do not count; names also by their sound."""
    if sql in _NAMES:
        return Where(f"name_holds(?,{sql})", (word,))
    if sql == _PHONE:
        return Where(f"(text_holds(?,{sql}) OR phone_holds(?,{sql}))", (word, word))
    return Where(f"text_holds(?,{sql})", (word,))


def _compare_any(field: _Field, operator: str, value: str) -> Where:
    """One of several records is equal, or none is."""
    if operator not in {"=", "!="} or value == "":
        raise InputProblem(_("这一栏只能用 = 或 !=，后面写一个代码。"))
    sign = "" if operator == "=" else "NOT "
    return Where(f"{sign}{field.sql}", (field.parse(value),))


def _joined(word: str, parts: list[Where]) -> Where:
    if len(parts) == 1:
        return parts[0]
    return Where(f"({word.join(part.sql for part in parts)})", tuple(value for part in parts for value in part.values))


def _field(name: str, lookup: Lookup) -> _Field:
    special = _SPECIAL.get(name.lower())
    if special:
        return special
    if name == "responsible":
        return _Field(RESPONSIBLE, lookup.cadre)
    column = column_named(name)
    if column is None:
        raise InputProblem(
            _("没有“{field}”这一栏。可用：{fields}").format(field=name, fields="、".join([*_SPECIAL, *_HEADINGS]))
        )
    if column.name in _DERIVED:
        return _DERIVED[column.name]
    if column.source is Source.DERIVED:
        return _derived(SHEET_COLUMN_BY_KEY[column.name])
    return _Field(f"o.{column.name}", lambda text: _stored(column, text, lookup), column.shape in _WRITTEN)


def _derived(column: SheetColumn) -> _Field:
    """A column that is computed from other records."""
    match column.shape:
        case Shape.NUMBER:
            return _Field(column.value, parse_number, is_text=False)
        case Shape.DATE:
            return _Field(column.value, _day, is_text=False)
        case Shape.YES_NO:
            return _Field(column.value, parse_yes_no, is_text=False)
        case _:
            return _Field(column.value, str)


def _stored(column: LedgerColumn, text: str, lookup: Lookup) -> object:
    match column.shape:
        case Shape.NUMBER:
            return parse_number(text)
        case Shape.DATE:
            return _day(text)
        case Shape.YES_NO:
            return parse_yes_no(text)
        case Shape.STREET:
            return parse_street(text, lookup.division)
        case Shape.CADRE:
            return lookup.cadre(text)
        case Shape.CHOICE if column.choices:
            return _code(column.choices)(text)
        case Shape.CODE:
            return clean_code(text)
        case _:
            return text


def _code(codes: CodeList) -> Callable[[str], object]:
    def parse(text: str) -> object:
        code = codes.code_of(text)
        if code is None:
            choices = "、".join(entry.label for entry in codes.entries)
            raise InputProblem(_("没有“{text}”这一项，可选：{choices}").format(text=text, choices=choices))
        return code

    return parse


def _day(text: str) -> str | _FromToday:
    if match := _DAYS.match(text.strip()):
        return _FromToday(int(match[1] + match[2]))
    return parse_day(text).isoformat()


def _percent(text: str) -> int:
    return parse_number(text.strip().removesuffix("%").removesuffix("％"))


def _question(text: str) -> str:
    """The code of a question, from its code or what it is called; one that an office added by its code only."""
    return next((code for code, question in shipped_questions().items() if text in {code, question.label}), text)


def _stage(text: str) -> str:
    found = stage_field(text.upper())
    if found is None:
        raise InputProblem(_("没有“{text}”这个阶段，可写 S0 到 S10、P1、P2、P3 或它们的名称。").format(text=text))
    return found[1]


_OVERDUE = f"({FOLLOWUP_OVERDUE})"
#: Since the last visit; longer than any number of days where nobody was ever there.
_UNVISITED = "coalesce(julianday(:today)-julianday(o.last_visit_on),99999)"
_ANY_REASON = (
    f"EXISTS(SELECT 1 FROM reason r WHERE r.org_id IN {members_of('o.id')} AND r.deleted IS NOT 1 "
    "AND r.resolved_on IS NULL AND r.code=?)"
)
_SPECIAL = {
    "状态": _Field(WORD, _code(STAGE_WORDS), is_text=False),
    "word": _Field(WORD, _code(STAGE_WORDS), is_text=False),
    "范围": _Field("o.scope", _code(SCOPES), is_text=False),
    "scope": _Field("o.scope", _code(SCOPES), is_text=False),
    "主因": _Field("o.main_reason", str.upper),
    "走访次数": _Field("coalesce(o.visit_count,0)", parse_number, is_text=False),
    "visits": _Field("coalesce(o.visit_count,0)", parse_number, is_text=False),
    "逾期": _Field(_OVERDUE, parse_yes_no, is_text=False),
    "overdue": _Field(_OVERDUE, parse_yes_no, is_text=False),
    "冲突": _Field("coalesce(o.conflicts,0)", parse_number, is_text=False),
    "conflicts": _Field("coalesce(o.conflicts,0)", parse_number, is_text=False),
    "待核": _Field("(o.code_state<>'valid')", parse_yes_no, is_text=False),
    "未访天数": _Field(_UNVISITED, parse_number, is_text=False),
    "unvisited_days": _Field(_UNVISITED, parse_number, is_text=False),
    "原因": _Field(_ANY_REASON, str.upper),
    "reason": _Field(_ANY_REASON, str.upper),
    "摸底完整度": _Field(PERCENT, _percent, is_text=False),
    "survey": _Field(PERCENT, _percent, is_text=False),
    "摸底不清楚": _Field(UNKNOWN, parse_number, is_text=False),
    "survey_unknown": _Field(UNKNOWN, parse_number, is_text=False),
    "摸底未问": _Field(NOT_ASKED, parse_number, is_text=False),
    "survey_not_asked": _Field(NOT_ASKED, parse_number, is_text=False),
    "未问": _Field(ONE_NOT_ASKED, _question),
    "not_asked": _Field(ONE_NOT_ASKED, _question),
    "不清楚": _Field(ONE_UNKNOWN, _question),
    "unknown": _Field(ONE_UNKNOWN, _question),
    "没有": _Field(ONE_NO, _question),
}
_DERIVED = {
    "type": _Field("o.shown_type", _code(COLUMN_BY_NAME["type"].choices or DECISIONS), is_text=False),
    "level": _Field("o.shown_level", _code(COLUMN_BY_NAME["level"].choices or DECISIONS), is_text=False),
    "stage": _Field(STAGE, _stage, is_text=False),
    "main_reason": _Field("o.main_reason", str.upper),
    "eligibility": _Field(DECISION, _code(DECISIONS), is_text=False),
    "last_visit": _Field("o.last_visit_on", _day, is_text=False),
    "next_followup": _Field("o.next_due_on", _day, is_text=False),
    "union_state": _Field("(o.coverage IS NOT NULL)", parse_yes_no, is_text=False),
    "union_route": _Field("o.coverage", _code(ROUTES), is_text=False),
    "union_founded_on": _Field("o.covered_on", _day, is_text=False),
}
_HEADINGS = [column.source_heading for column in COLUMN_BY_NAME.values() if column.source is Source.FACT]
