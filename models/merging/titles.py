"""What a record is called in a list of changes: the day and result of a visit, the text of a follow-up."""

from collections.abc import Mapping

from models.facts.canonical import Value
from models.language import _
from models.queries.history import KIND_WORDS
from models.queries.value_words import value_words
from models.rules.phones import mask_phones_in
from models.rules.survey import shipped_questions
from models.tables.record_kinds import (
    CAMPAIGN,
    ELIGIBILITY,
    FOLLOWUP,
    ORGANIZATION_LINK,
    PERSON,
    REASON,
    SURVEY_ANSWER,
    TARGET,
    VISIT,
    RecordKind,
)
from models.vocabulary import DECISIONS, PERSON_ROLES, RELATIONS, VISIT_MODES, VISIT_RESULTS

_LONGEST = 60


def kind_words(kind: RecordKind) -> str:
    """What a kind of record is called: 走访, 跟进."""
    return _(KIND_WORDS.get(kind.table, kind.table))


def title_of(kind: RecordKind, values: Mapping[str, Value]) -> str:
    """A record in a few words, phones masked; empty where its kind says it all."""

    def said(name: str) -> str:
        value = values.get(name)
        return "" if value is None else str(value)

    match kind.number:
        case VISIT.number:
            words = [VISIT_MODES.label(said("mode")), VISIT_RESULTS.label(said("result"))]
            parts = [said("visited_on"), *words, said("note")]
        case FOLLOWUP.number:
            parts = [said("due_on"), said("task")]
        case REASON.number:
            parts = [said("code"), said("note")]
        case ELIGIBILITY.number:
            parts = [said("decided_on"), DECISIONS.label(said("decision")), said("ground")]
        case PERSON.number:
            parts = [PERSON_ROLES.label(said("role")), said("name")]
        case ORGANIZATION_LINK.number:
            parts = [RELATIONS.label(said("relation")), said("note")]
        case SURVEY_ANSWER.number:
            question = shipped_questions().get(said("question"))
            parts = [_(question.label) if question else said("question"), value_words("answer", said("answer"))]
        case CAMPAIGN.number | TARGET.number:  # of what ships only the days may stand there
            parts = [kind_words(kind), *(said(name) for name in ("name", "label", "due_on") if name in kind.names)]
        case _:
            parts = [said(name) for name in ("name", "label", "task", "code", "since") if name in kind.names][:1]
    text = mask_phones_in(" ".join(part for part in parts if part).replace("\n", " "))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
