"""Follow-ups: assigned, postponed, handed on, finished, dropped."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from models.edits.rhythm import organizations_of, put_next_call
from models.errors import InputProblem
from models.inputs.forms import FollowupInput
from models.language import _
from models.ledger.code_lists import rhythm_of
from models.ledger.ledger import Change, Changes, Ledger
from models.tables.record_kinds import FOLLOWUP, ORGANIZATION


def assign_followup(ledger: Ledger, organizations: Sequence[int], followup: FollowupInput) -> Changes:
    """A follow-up for each organization; for the person who is working where no cadre is named."""
    with ledger.change() as change:
        for organization in organizations:
            owner = followup.cadre or ledger.author.cadre or None
            put_followup(change, organization, followup.model_copy(update={"cadre": owner}))
    return change.changes


def finish_followups(ledger: Ledger, followups: Sequence[int], *, on: date, outcome: str | None = None) -> Changes:
    """Mark follow-ups (local ids) as done; where the tier has a rhythm, the next call is put on the list with it."""
    _refuse_nothing(followups)
    with ledger.change() as change:
        _set_all(change, followups, {"state": "done", "done_on": on, "outcome": outcome})
        wanted = organizations_of(change, followups) if rhythm_of(change.db) else {}
        for organization, cadre in wanted.items():
            put_next_call(change, organization, done_on=on, today=ledger.today(), cadre=cadre)
    return change.changes


def drop_followups(ledger: Ledger, followups: Sequence[int], *, on: date, outcome: str | None = None) -> Changes:
    """Call follow-ups off."""
    return _set(ledger, followups, {"state": "dropped", "done_on": on, "outcome": outcome})


def reopen_followups(ledger: Ledger, followups: Sequence[int]) -> Changes:
    """Open finished follow-ups again."""
    return _set(ledger, followups, {"state": "open", "done_on": None})


def move_followups(ledger: Ledger, followups: Sequence[int], *, due_on: date) -> Changes:
    """Give follow-ups another day."""
    return _set(ledger, followups, {"due_on": due_on})


def hand_over_followups(ledger: Ledger, followups: Sequence[int], *, cadre: bytes) -> Changes:
    """Give follow-ups to another cadre (record id)."""
    return _set(ledger, followups, {"cadre": cadre})


def move_each_followup(ledger: Ledger, days: Mapping[int, date]) -> Changes:
    """Give each follow-up (local id) its own day: one batch, one undo."""
    _refuse_nothing(days)
    with ledger.change() as change:
        for _done in change.edit_many(FOLLOWUP, {followup: {"due_on": day} for followup, day in days.items()}):
            pass
    return change.changes


def put_followup(change: Change, organization: int, followup: FollowupInput, *, origin: str | None = None) -> int:
    """Within a transaction: make a follow-up; its local id. `origin` says why, where no person asked for it."""
    values = followup.model_dump() | {"state": "open", "origin": origin}
    return change.create(FOLLOWUP, values, parent=change.ref(ORGANIZATION, organization)).id


def _set(ledger: Ledger, followups: Sequence[int], values: dict[str, object]) -> Changes:
    _refuse_nothing(followups)
    with ledger.change() as change:
        _set_all(change, followups, values)
    return change.changes


def _set_all(change: Change, followups: Sequence[int], values: dict[str, object]) -> None:
    for _done in change.edit_many(FOLLOWUP, dict.fromkeys(followups, values)):
        pass


def _refuse_nothing(followups: Collection[int]) -> None:
    if not followups:
        raise InputProblem(_("没有选中跟进事项。"))
