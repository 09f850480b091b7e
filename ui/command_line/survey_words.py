"""The survey and the attachments of an organization as data and as lines."""

from typing import Any

from models.language import _
from models.ledger.ledger import Ledger
from models.queries.attachments import AttachmentItem
from models.queries.survey import Survey, survey_of
from models.queries.value_words import value_words
from models.rules.attachments import size_words
from models.rules.survey import Answer, Question, Shape, State

_STATES = {State.YES: "yes", State.NO: "no", State.UNKNOWN: "unknown", State.NOT_ASKED: None}


def survey_data(ledger: Ledger, organization: int) -> dict[str, Any]:
    """How complete it is, and every question with its answer: yes, no, unknown, a number, a text; null if not asked."""
    return survey_of_data(survey_of(ledger, organization))


def survey_of_data(survey: Survey) -> dict[str, Any]:
    """The same of a survey that was read."""
    done = survey.completeness
    return {
        "known": done.known,
        "unknown": done.unknown,
        "not_asked": done.not_asked,
        "percent": done.percent,
        "answers": {code: _value(survey.questions[code], answer) for code, answer in survey.answers.items()},
    }


def survey_lines(survey: Survey) -> list[str]:
    """The same for a person to read."""
    done = survey.completeness
    lines = [
        f"{_(survey.questions[code].label)}（{code}）：{_words(survey.questions[code], answer)}"
        for code, answer in survey.answers.items()
    ]
    total = _("已知 {known}/{total} · 不清楚 {unknown} · 没问 {left}")
    lines.append(total.format(known=done.known, total=done.total, unknown=done.unknown, left=done.not_asked))
    return lines


def attachment_data(item: AttachmentItem) -> dict[str, Any]:
    """An attachment without its content."""
    return {
        "attachment": item.uid,
        "name": item.name,
        "media_type": item.media_type,
        "size": item.size,
        "note": item.note,
        "added_on": item.added_on,
        "added_by": item.added_by,
    }


def attachment_line(item: AttachmentItem) -> str:
    """The same in one line."""
    parts = (item.uid, item.name, size_words(item.size), item.added_on, item.added_by, item.note)
    return "  ".join(part for part in parts if part)


def _value(question: Question, answer: Answer) -> str | int | None:
    if question.shape is not Shape.YES_NO and answer.state is State.YES:
        return answer.value
    return _STATES[answer.state]


def _words(question: Question, answer: Answer) -> str:
    if question.shape is Shape.YES_NO and answer.state is State.YES:
        return f"{answer.state.word}（{answer.value}）" if answer.value else answer.state.word
    if answer.state is State.YES:
        return value_words(question.column, answer.value) if question.column else str(answer.value)
    return answer.state.word
