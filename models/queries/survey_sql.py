"""How complete the survey of an organization is, as SQL over `organization o`. Plain strings only: lists use it.

What depends on the ledger's own questions is asked inside the query, so that these are constants: sub-queries that do
not look at `o` run once.
"""

from models.rules.survey import WORDS_OF_NOTHING, Question, Shape, shipped_questions

_COLUMNS = tuple(question for question in shipped_questions().values() if question.column)
_WITH_COLUMN = ",".join(f"'{question.code}'" for question in _COLUMNS)
_SHIPPED = ",".join(f"'{code}'" for code in shipped_questions())
_ENTRIES = "FROM code_entry e WHERE e.list='survey' AND e.deleted IS NOT 1"
_HERE = "FROM survey_answer s WHERE s.org_id=o.id AND s.deleted IS NOT 1"
_ASKED_NOW = f"NOT EXISTS(SELECT 1 {_ENTRIES} AND e.code=s.question AND e.retired=1)"
_NO_WORDS = ",".join(f"'{word}'" for word in sorted(WORDS_OF_NOTHING))


def _says_no(question: Question) -> str:
    """A column says no in words; a number is never a no."""
    return f"coalesce(o.{question.column} IN ({_NO_WORDS}),0)" if question.shape is Shape.YES_NO else "0"


def _is_asked(code: str) -> str:
    return f"NOT EXISTS(SELECT 1 {_ENTRIES} AND e.code='{code}' AND e.retired=1)"


#: How many questions are asked now.
TOTAL = (
    f"({len(shipped_questions())}-(SELECT count(DISTINCT e.code) {_ENTRIES} AND e.retired=1 AND e.code IN ({_SHIPPED}))"
    f"+(SELECT count(DISTINCT e.code) {_ENTRIES} AND e.retired IS NOT 1 AND e.code NOT IN ({_SHIPPED})))"
)
#: How many of them are known: yes, no, a number, a text.
KNOWN = (
    "("
    + "+".join(f"(o.{q.column} IS NOT NULL AND {_is_asked(q.code)})" for q in _COLUMNS)
    + f"+(SELECT count(*) {_HERE} AND s.answer IN ('yes','no') AND s.question NOT IN ({_WITH_COLUMN}) "
    + f"AND {_ASKED_NOW}))"
)
_FILLED_COLUMNS = " ".join(f"WHEN '{q.code}' THEN o.{q.column} IS NOT NULL" for q in _COLUMNS)
#: Whether the column of an answer's question is filled in.
FILLED = f"CASE s.question {_FILLED_COLUMNS} ELSE 0 END"
#: How many were asked, and nobody knows.
UNKNOWN = f"(SELECT count(*) {_HERE} AND s.answer='unknown' AND NOT {FILLED} AND {_ASKED_NOW})"
#: Known ones in per cent of all.
PERCENT = f"(100*{KNOWN}/max({TOTAL},1))"
NOT_ASKED = f"({TOTAL}-{KNOWN}-{UNKNOWN})"
#: Conditions about one question, whose code is the one bound value.
_KNOWN_ONE = (
    f"(CASE q.code {_FILLED_COLUMNS}"
    f" ELSE EXISTS(SELECT 1 {_HERE} AND s.question=q.code AND s.answer IN ('yes','no')) END)"
)
_UNKNOWN_ONE = f"(NOT {_KNOWN_ONE} AND EXISTS(SELECT 1 {_HERE} AND s.question=q.code AND s.answer='unknown'))"
ONE_UNKNOWN = f"EXISTS(SELECT 1 FROM (SELECT ? AS code) q WHERE {_UNKNOWN_ONE})"
ONE_NOT_ASKED = f"EXISTS(SELECT 1 FROM (SELECT ? AS code) q WHERE NOT {_KNOWN_ONE} AND NOT {_UNKNOWN_ONE})"
ONE_NO = (
    "EXISTS(SELECT 1 FROM (SELECT ? AS code) q WHERE (CASE q.code "
    + " ".join(f"WHEN '{q.code}' THEN {_says_no(q)}" for q in _COLUMNS)
    + f" ELSE EXISTS(SELECT 1 {_HERE} AND s.question=q.code AND s.answer='no') END))"
)


def known_of(question: Question) -> tuple[str, str]:
    """Two conditions on a question's column: it is known; it is a no. Empty where it has no column."""
    if not question.column:
        return "", ""
    return f"(o.{question.column} IS NOT NULL)", _says_no(question)
