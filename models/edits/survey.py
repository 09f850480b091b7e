"""Answering the survey: what is known goes into the organization's columns, the rest into answers of their own."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.errors import InputProblem
from models.facts.canonical import known_record_uid
from models.language import _
from models.ledger.code_lists import questions_of
from models.ledger.ledger import Change, Changes, Ledger
from models.rules.survey import Answer, Question, Shape, State
from models.tables.record_kinds import ORGANIZATION, SURVEY_ANSWER

#: What a column says where one knows no more than the answer.
_PLAIN = {State.YES: "有", State.NO: "无"}


@dataclass(frozen=True, slots=True)
class _Here:
    """The answer's record, if there is one."""

    id: int
    is_gone: bool


def answer_survey(
    ledger: Ledger, organization: int, answers: Mapping[str, Answer], *, stage: str | None = None
) -> Changes:
    """Write the answers to some questions (by code) of one organization: one batch, one undo.

    Each is yes, no, unknown or not asked; those that are as before write nothing. A known answer of a question that
    has a column is that column's value; "unknown" clears the column and is kept beside it. `stage` is what a person
    has confirmed with it (S1). InputProblem for a question that is not there or an answer that cannot be.
    """
    with ledger.change() as change:
        questions = questions_of(change.db)
        values: dict[str, object] = {}
        for code, answer in answers.items():
            question = questions.get(code)
            if question is None:
                raise InputProblem(
                    _("没有“{code}”这个摸底问题。可问：{codes}").format(code=code, codes="、".join(questions)),
                    fields={code: _("没有这个问题。")},
                )
            _check(question, answer)
            if question.column:
                values[question.column] = _column_value(question, answer)
            _put_answer(change, organization, question, answer)
        if stage:
            values["stage"] = stage
        if values:
            change.edit(ORGANIZATION, organization, values)
    return change.changes


def _check(question: Question, answer: Answer) -> None:
    if question.shape is Shape.NUMBER and answer.state.is_known and not isinstance(answer.value, int):
        reason = _("“{question}”要写人数。").format(question=question.label)
        raise InputProblem(reason, fields={question.code: _("要写整数。")})
    needs_words = question.shape in {Shape.TEXT, Shape.CHOICE, Shape.STREET}
    if needs_words and answer.state.is_known and not answer.value:
        reason = _("“{question}”还没有写内容。").format(question=question.label)
        raise InputProblem(reason, fields={question.code: _("请写内容，或选不清楚。")})


def _column_value(question: Question, answer: Answer) -> object:
    if not answer.state.is_known:
        return None
    if question.shape is Shape.YES_NO:
        return answer.value if answer.state is State.YES and answer.value else _PLAIN[answer.state]
    return answer.value


def _put_answer(change: Change, organization: int, question: Question, answer: Answer) -> None:
    """The record beside the column: always for a question without one, else only where it was once unknown."""
    uid, here = _find(change, organization, question.code)
    own = not question.column
    if here is None and not own and answer.state is not State.UNKNOWN:
        return
    if here is None and answer.state is State.NOT_ASKED:
        return
    values: dict[str, object] = {"answer": answer.state.value or None, "note": answer.note or None}
    if own:
        known = answer.value if answer.state.is_known else None
        values["value"] = None if known in {None, ""} else str(known)
    if here is None:
        parent = change.ref(ORGANIZATION, organization)
        change.create(SURVEY_ANSWER, {"question": question.code, **values}, uid=uid, parent=parent)
        return
    if here.is_gone:
        change.restore(SURVEY_ANSWER, here.id)
    change.edit(SURVEY_ANSWER, here.id, values)


def _find(change: Change, organization: int, code: str) -> tuple[bytes, _Here | None]:
    """Its id follows from organization and question, so that two who ask the same write the same record."""
    parent = change.ref(ORGANIZATION, organization)
    uid = known_record_uid("survey", parent.uid.hex(), code)
    row = change.db.execute(f"SELECT id, deleted FROM {SURVEY_ANSWER.table} WHERE uid=?", (uid,)).fetchone()
    return uid, _Here(row[0], row[1] == 1) if row else None
