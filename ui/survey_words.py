"""How complete a survey is, in words: the same in the form, in the detail and in the report."""

from models.language import _
from models.rules.survey import Completeness
from ui.shared.runs import Runs, phrase, strong


def completeness_words(done: Completeness) -> str:
    """已知 9/16 · 不清楚 2 · 没问 5."""
    return _("已知 {known}/{total} · 不清楚 {unknown} · 没问 {left}").format(
        known=done.known, total=done.total, unknown=done.unknown, left=done.not_asked
    )


def completeness_runs(done: Completeness) -> Runs:
    """The same with the numbers in bold."""
    return phrase(
        _("已知 {known} · 不清楚 {unknown} · 没问 {left}"),
        known=strong(f"{done.known}/{done.total}"),
        unknown=strong(done.unknown),
        left=strong(done.not_asked),
    )
