"""The survey of one organization, who is to be surveyed next, and what is still unknown in the whole ledger."""

import json
import sqlite3
from dataclasses import dataclass

from models.facts.fold import GONE
from models.ledger.code_lists import questions_of
from models.ledger.joining import members_of
from models.ledger.ledger import Ledger
from models.queries.conditions import Conditions
from models.queries.survey_sql import FILLED, KNOWN, UNKNOWN, known_of
from models.rules.survey import (
    Answer,
    Completeness,
    Question,
    Shape,
    State,
    completeness,
    state_of_words,
    words_beside,
)
from models.tables.record_kinds import ORGANIZATION, SURVEY_ANSWER


@dataclass(frozen=True, slots=True)
class Survey:
    """The questions that are asked now with their answers, both by code and in order."""

    questions: dict[str, Question]
    answers: dict[str, Answer]

    @property
    def completeness(self) -> Completeness:
        """How far it is."""
        return completeness(self.answers)

    def in_state(self, state: State) -> tuple[Question, ...]:
        """The questions in that state."""
        return tuple(self.questions[code] for code, answer in self.answers.items() if answer.state is state)


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """Of one question, how many live organizations without a union are in which state."""

    question: Question
    yes: int
    no: int
    unknown: int
    not_asked: int


@dataclass(frozen=True, slots=True)
class StillUnknown:
    """The report: organizations that it is about, those whose survey is complete, and each question."""

    organizations: int
    complete: int
    untouched: int
    rows: tuple[QuestionCounts, ...]


def survey_of(ledger: Ledger, organization: int) -> Survey:
    """The survey of one organization (local id)."""
    with ledger.reading() as db:
        questions = {code: q for code, q in questions_of(db).items() if not q.retired}
        columns = [question.column for question in questions.values() if question.column]
        row = db.execute(
            f"SELECT {','.join(columns) or '1'} FROM {ORGANIZATION.table} WHERE id=?", (organization,)
        ).fetchone()
        values = dict(zip(columns, row, strict=False)) if row else {}
        records = _records(db, organization)
        said = _disagreements(db, organization)
    answers = {}
    for code, question in questions.items():
        known = values.get(question.column) if question.column else None
        answers[code] = _answer(question, known, records.get(code), said.get(code, ()))
    return Survey(questions, answers)


def next_to_survey(ledger: Ledger, after: int = 0) -> int:
    """The organization (local id) to survey after that one: same street first, key targets first; 0 if all are.

    Live ones without a union whose survey has questions that nobody asked, from `after` on and then from the beginning.
    """
    with ledger.reading() as db:
        live = Conditions(db)
        street = db.execute("SELECT street FROM organization WHERE id=?", (after,)).fetchone()
        total = sum(not question.retired for question in questions_of(db).values())
        values = {"after": after, "street": street[0] if street else None, "total": total}
        wanted = f"{live.live} AND NOT {live.covered} AND o.id<>:after AND {KNOWN}+{UNKNOWN}<:total"
        for near, order in (
            ("o.street=:street", "o.scope IS NOT 'key', o.id<:after, o.id"),
            ("o.id>:after", "o.id"),  # stops at the first one
            ("o.id<:after", "o.id"),
        ):
            query = f"SELECT o.id FROM organization o WHERE {near} AND {wanted} ORDER BY {order} LIMIT 1"
            if row := db.execute(query, values).fetchone():
                return int(row[0])
    return 0


def still_unknown(ledger: Ledger) -> StillUnknown:
    """What is still unknown: every question that is asked, over the live organizations without a union."""
    with ledger.reading() as db:
        live = Conditions(db)
        where = f"{live.live} AND NOT {live.covered}"
        questions = [question for question in questions_of(db).values() if not question.retired]
        total = len(questions)
        sums = "".join(f",sum({known}),sum({known} AND {no})" for known, no in map(known_of, questions) if known)
        counted = db.execute(
            f"SELECT count(*), coalesce(sum({KNOWN}>={total}),0), coalesce(sum({KNOWN}+{UNKNOWN}=0),0){sums} "
            f"FROM organization o WHERE {where}"
        ).fetchone()
        answered = _answered(db, where)
    numbers = iter(number or 0 for number in counted[3:])
    rows = []
    for question in questions:
        said = answered.get(question.code, {})
        known, no = said.get("yes", 0) + said.get("no", 0), said.get("no", 0)
        if question.column:
            known, no = next(numbers), next(numbers)
        unknown = said.get("unknown", 0)
        rows.append(QuestionCounts(question, known - no, no, unknown, counted[0] - known - unknown))
    return StillUnknown(counted[0], counted[1], counted[2], tuple(rows))


def _answered(db: sqlite3.Connection, where: str) -> dict[str, dict[str, int]]:
    """How often each answer was given to each question; "unknown" only where the column is still empty."""
    rows = db.execute(
        "SELECT s.question, s.answer, count(*) FROM survey_answer s JOIN organization o ON o.id=s.org_id "
        f"WHERE s.deleted IS NOT 1 AND s.answer IS NOT NULL AND NOT (s.answer='unknown' AND {FILLED}) AND {where} "
        "GROUP BY s.question, s.answer"
    )
    found: dict[str, dict[str, int]] = {}
    for question, answer, number in rows:
        found.setdefault(question, {})[answer] = number
    return found


def _records(db: sqlite3.Connection, organization: int) -> dict[str, tuple[str | None, str | None, str | None]]:
    rows = db.execute(
        f"SELECT question, answer, value, note FROM {SURVEY_ANSWER.table} WHERE org_id IN "
        f"{members_of('?1')} AND deleted IS NOT ?2 ORDER BY org_id=?1",  # of joined ones its own answers go before
        (organization, GONE),
    )
    return {question: (answer, value, note) for question, answer, value, note in rows}


def _disagreements(db: sqlite3.Connection, organization: int) -> dict[str, tuple[State, ...]]:
    rows = db.execute(
        f"SELECT s.question, h.heads FROM head h JOIN {SURVEY_ANSWER.table} s ON s.id=h.rec "
        f"WHERE h.kind=?1 AND h.field='answer' AND s.org_id IN {members_of('?2')} AND s.deleted IS NOT 1",
        (SURVEY_ANSWER.number, organization),
    )
    return {question: tuple(_state(value) for value, _by in json.loads(heads)) for question, heads in rows}


def _answer(
    question: Question, known: object, record: tuple[str | None, str | None, str | None] | None, said: tuple[State, ...]
) -> Answer:
    answer, value, note = record or (None, None, None)
    if question.column:
        if known is None:
            state = State.UNKNOWN if _state(answer) is State.UNKNOWN else State.NOT_ASKED
            return Answer(state, None, note or "")
        if question.shape is Shape.YES_NO:
            return Answer(state_of_words(str(known)), words_beside(str(known)) or None, note or "")
        return Answer(State.YES, known if isinstance(known, int) else str(known), note or "")
    state = _state(answer)
    number = question.shape is Shape.NUMBER and value is not None and value.isdigit()
    return Answer(state, int(value or 0) if number else value, note or "", said)


def _state(text: str | None) -> State:
    try:
        return State(text or "")
    except ValueError:  # of a newer release: something was asked
        return State.UNKNOWN
