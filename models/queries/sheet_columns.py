"""Every column that a list can show, sort by and ask for: its SQL over `organization o` (`:today` is bound).

The columns of domain section 4, and a few that the list adds: 状态, 范围, 走访次数, the task of the next follow-up.
Plain strings only: the first page is painted before anything heavy is imported.
"""

from dataclasses import dataclass

from models.language import N_, _
from models.ledger.joining import members_of
from models.ledger_columns import LEDGER_COLUMNS, Shape, Source
from models.queries.conditions import ELIGIBLE, NOT_ELIGIBLE, RESPONSIBLE, SHOWN_STAGE, WORD
from models.queries.survey_sql import PERCENT, UNKNOWN
from models.vocabulary import (
    DECISIONS,
    LEVELS,
    ORGANIZATION_TYPES,
    ROUTES,
    SCOPES,
    SIDE_STATES,
    STAGE_WORDS,
    STAGES,
    UNION_STATES,
    CodeList,
)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column. `value` is the SQL of the stored value, `order` that of sorting; `is_summed` numbers add up."""

    key: str
    source_heading: str
    shape: Shape
    value: str
    order: str
    choices: tuple[CodeList, ...] = ()
    is_summed: bool = False

    @property
    def heading(self) -> str:
        """The heading in the language that is set now."""
        return _(self.source_heading)

    def label(self, code: str) -> str:
        """What a stored code is called."""
        return next((codes.label(code) for codes in self.choices if code in codes), code)


_UNION_FROM = (
    f"FROM coverage v JOIN trade_union u ON u.uid=v.trade_union WHERE v.org_id IN {members_of('o.id')} "
    "AND v.deleted IS NOT 1 "
    "AND u.deleted IS NOT 1 AND v.until IS NULL "
    "ORDER BY CASE u.route WHEN 'own' THEN 1 WHEN 'joint' THEN 2 WHEN 'sector' THEN 3 ELSE 4 END, v.uid LIMIT 1"
)
_REASON_FROM = (
    f"FROM reason r WHERE r.org_id IN {members_of('o.id')} AND r.deleted IS NOT 1 AND r.code=o.main_reason "
    "AND r.resolved_on IS NULL "
    "ORDER BY r.opened_on DESC, r.uid DESC LIMIT 1"
)
_APPROVAL = "nullif(trim(coalesce(u.approved_by,'')||' '||coalesce(u.document_no,'')),'')"


def _of_union(value: str) -> str:
    """A value of the union that covers an organization; only covered ones are looked up."""
    return f"(CASE WHEN o.coverage IS NOT NULL THEN (SELECT {value} {_UNION_FROM}) END)"


OWNER_NAME = f"(SELECT c.name FROM cadre c WHERE c.uid={RESPONSIBLE})"
STAGE = f"coalesce(o.side_state,{SHOWN_STAGE})"
DECISION = f"(CASE WHEN {ELIGIBLE} THEN 'yes' WHEN {NOT_ELIGIBLE} THEN 'no' ELSE 'unknown' END)"
FORMER_NAMES = (
    "(SELECT group_concat(n.name,'；') FROM former_name n "
    f"WHERE n.org_id IN {members_of('o.id')} AND n.deleted IS NOT 1)"
)
#: SQL of derived columns by key.
_DERIVED = {
    "former_names": FORMER_NAMES,
    "type": "o.shown_type",
    "level": "o.shown_level",
    "union_state": "(CASE o.coverage WHEN 'own' THEN 'own' ELSE iif(o.coverage IS NULL,'none','covered') END)",
    "union_name": _of_union("u.name"),
    "union_route": "o.coverage",
    "union_founded_on": "o.covered_on",
    "union_approval": _of_union(_APPROVAL),
    "union_members": _of_union("u.members"),
    "union_women": _of_union("u.women_members"),
    "union_chair": _of_union("u.chair"),
    "union_code": _of_union("u.legal_code"),
    "union_in_database": _of_union("u.in_national_database"),
    "union_term_ends_on": _of_union("u.term_ends_on"),
    "eligibility": DECISION,
    "main_reason": "o.main_reason",
    "reason_note": f"(SELECT r.note {_REASON_FROM})",
    "reason_evidence": f"(SELECT r.evidence {_REASON_FROM})",
    "owner": OWNER_NAME,
    "stage": STAGE,
    "last_visit": "o.last_visit_on",
}
_CHOICES: dict[str, tuple[CodeList, ...]] = {
    "type": (ORGANIZATION_TYPES,),
    "level": (LEVELS,),
    "union_state": (UNION_STATES,),
    "union_route": (ROUTES,),
    "eligibility": (DECISIONS,),
    "stage": (STAGES, SIDE_STATES),
}
_SHAPES = {"union_term_ends_on": Shape.DATE, "last_visit": Shape.DATE, "stage": Shape.CHOICE, "owner": Shape.TEXT}


def place_in(value: str, *lists: CodeList) -> str:
    """The SQL of a code's place in its lists, for sorting; codes of a newer release come last."""
    codes = [entry.code for each in lists for entry in each.entries]
    places = " ".join(f"WHEN '{code}' THEN {place}" for place, code in enumerate(codes))
    return f"(CASE {value} {places} ELSE iif({value} IS NULL,NULL,{len(codes)}) END)"


def _made() -> tuple[SheetColumn, ...]:
    word = place_in(WORD, STAGE_WORDS)
    made = [
        SheetColumn("word", N_("状态"), Shape.CHOICE, WORD, word, (STAGE_WORDS,)),
        SheetColumn("scope", N_("范围"), Shape.CHOICE, "o.scope", place_in("o.scope", SCOPES), (SCOPES,)),
    ]
    for column in LEDGER_COLUMNS:
        if column.name == "next_followup":  # a day and a task
            made.append(SheetColumn("next", N_("下一步"), Shape.DATE, "o.next_due_on", "o.next_due_on"))
            task = "(SELECT f.task FROM followup f WHERE f.id=o.next_followup)"
            made.append(SheetColumn("task", N_("下一步事项"), Shape.TEXT, task, task))
            continue
        value = _DERIVED.get(column.name, f"o.{column.name}")
        choices = _CHOICES.get(column.name, (column.choices,) if column.choices else ())
        shape = _SHAPES.get(column.name, column.shape)
        order = place_in(value, *choices) if choices else value
        summed = shape is Shape.NUMBER and column.source is Source.FACT
        made.append(SheetColumn(column.name, column.source_heading, shape, value, order, choices, summed))
        if column.name == "last_visit":
            visits = "coalesce(o.visit_count,0)"
            made.append(SheetColumn("visits", N_("走访次数"), Shape.NUMBER, visits, visits, is_summed=True))
    made += [
        SheetColumn("survey", N_("摸底完整度"), Shape.NUMBER, PERCENT, PERCENT),
        SheetColumn("survey_unknown", N_("摸底不清楚"), Shape.NUMBER, UNKNOWN, UNKNOWN),
    ]
    return tuple(made)


#: In the order of the ledger's own sheets, states first.
SHEET_COLUMNS = _made()
SHEET_COLUMN_BY_KEY = {column.key: column for column in SHEET_COLUMNS}
