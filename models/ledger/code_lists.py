"""Editable code lists as a ledger has them: what ships with the program, with the ledger's own changes over it."""

import sqlite3
from dataclasses import dataclass, replace

from models.language import _
from models.rules.reasons import shipped_reasons
from models.rules.rhythm import RHYTHM_LIST, TIERS
from models.rules.survey import Question, Shape, shipped_questions
from models.tables.record_kinds import CODE_ENTRY
from models.vocabulary import EDITABLE_LISTS

REASON_LIST = "reason"
SURVEY_LIST = "survey"
_OWN_GROUP = "自定"


@dataclass(frozen=True, slots=True)
class ReasonEntry:
    """A reason of this ledger; fields as in rules.reasons.Reason. Retired ones stay readable, cannot be chosen."""

    code: str
    label: str
    effect: str
    next_step: str
    days: int
    evidence: str
    route: str
    retired: bool = False

    @property
    def text(self) -> str:
        """Code and label as they are shown: B2 职工不足25人可单独建."""
        return f"{self.code} {self.words}"

    @property
    def words(self) -> str:
        """The label in the language that is set now; an office's own words stay as they are."""
        return _(self.label)


def reasons_of(db: sqlite3.Connection) -> dict[str, ReasonEntry]:
    """All reasons by code, in their order."""
    entries = {
        code: ReasonEntry(code, r.label, r.effect, r.next_step, r.days, r.evidence, r.route)
        for code, r in shipped_reasons().items()
    }
    rows = db.execute(
        f"SELECT code, label, effect, next_step, days, evidence, route, retired FROM {CODE_ENTRY.table} "
        "WHERE list=? AND deleted IS NOT 1 ORDER BY coalesce(position,1000000), uid",
        (REASON_LIST,),
    )
    for code, label, effect, next_step, days, evidence, route, retired in rows:
        base = entries.get(code) or ReasonEntry(code, code, "E", "", 7, "", "")
        entries[code] = ReasonEntry(
            code,
            label or base.label,
            effect or base.effect,
            next_step if next_step is not None else base.next_step,
            days if days is not None else base.days,
            evidence if evidence is not None else base.evidence,
            route if route is not None else base.route,
            bool(retired),
        )
    return entries


def questions_of(db: sqlite3.Connection) -> dict[str, Question]:
    """All questions of the survey by code, in their order, retired ones included.

    An entry of the code list keeps the shape of a question in `effect` and what to look for in `evidence`.
    """
    questions = dict(shipped_questions())
    rows = db.execute(
        f"SELECT code, label, effect, evidence, retired FROM {CODE_ENTRY.table} "
        "WHERE list=? AND deleted IS NOT 1 ORDER BY coalesce(position,1000000), uid",
        (SURVEY_LIST,),
    )
    for code, label, shape, hint, retired in rows:
        if not code:
            continue
        base = questions.get(code)
        if base is None:
            base = Question(code, code, _OWN_GROUP, _shape(shape), is_own=True)
        questions[code] = replace(
            base, label=label or base.label, hint=base.hint if hint is None else hint, retired=bool(retired)
        )
    return questions


def vocabulary_of(db: sqlite3.Connection) -> dict[str, list[tuple[str, str, bool]]]:
    """What this ledger changed of the program's lists: list to (code, label or empty, retired?)."""
    found: dict[str, list[tuple[str, str, bool]]] = {name: [] for name in EDITABLE_LISTS}
    rows = db.execute(
        f"SELECT list, code, label, retired FROM {CODE_ENTRY.table} WHERE deleted IS NOT 1 "
        "ORDER BY coalesce(position,1000000), uid"
    )
    for name, code, label, retired in rows:
        if name in found and code:
            found[name].append((code, label or "", bool(retired)))
    return found


def adopt_vocabulary(db: sqlite3.Connection) -> None:
    """Use this ledger's lists from now on, in the whole process: the window and a command work on one ledger."""
    for name, own in vocabulary_of(db).items():
        EDITABLE_LISTS[name].adopt(own)


def _shape(text: str | None) -> Shape:
    """Of a question that an office added; what a newer release may know is asked with yes and no."""
    known = {shape.value: shape for shape in (Shape.YES_NO, Shape.NUMBER, Shape.TEXT)}
    return known.get(text or "", Shape.YES_NO)


def rhythm_of(db: sqlite3.Connection) -> dict[str, int]:
    """Days between calls by tier (rules.rhythm.TIERS); tiers without a rhythm are not in it."""
    rows = db.execute(
        f"SELECT code, days FROM {CODE_ENTRY.table} WHERE list=? AND days>0 AND retired IS NOT 1 AND deleted IS NOT 1",
        (RHYTHM_LIST,),
    )
    return {str(tier): int(days) for tier, days in rows if tier in TIERS}
