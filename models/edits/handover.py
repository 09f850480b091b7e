"""When a cadre leaves: organizations and open promises get another owner in one step."""

from datetime import date

from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Change, Changes, Ledger
from models.progress import Progress
from models.tables.record_kinds import CADRE, FOLLOWUP, ORGANIZATION


def hand_over(
    ledger: Ledger,
    *,
    cadre: bytes,
    to: bytes,
    left_on: date | None = None,
    progress: Progress | None = None,
) -> Changes:
    """Everything that a cadre (record id) looks after goes to another one, streets included: one batch, one undo.

    With `left_on` the cadre has left since that day and is offered nowhere any more. What is done and the visits stay
    in the name of whoever did them. InputProblem where the two are one, or one of them is not here.
    """
    if cadre == to:
        raise InputProblem(_("移交人和接手人是同一个人。"))
    progress = progress or Progress()
    with ledger.change(bulk=True) as change:
        db = change.db
        (person,), (successor,) = (
            db.execute(
                "SELECT (SELECT id FROM cadre WHERE uid=? AND deleted IS NOT 1 AND (left_on IS NULL OR ?))",
                (uid, may_have_left),
            ).fetchone()
            for uid, may_have_left in ((cadre, 1), (to, 0))
        )
        if person is None or successor is None:
            raise InputProblem(_("移交人或接手人已经不在名单上，请刷新后再试。"))
        _hand_over_streets(change, person, successor)
        organizations = db.execute(
            "SELECT id FROM organization WHERE owner=? AND deleted IS NOT 1", (cadre,)
        ).fetchall()
        followups = db.execute(
            "SELECT id FROM followup WHERE cadre=? AND state='open' AND deleted IS NOT 1", (cadre,)
        ).fetchall()
        count = len(organizations) + len(followups)
        for done in change.edit_many(ORGANIZATION, {record: {"owner": to} for (record,) in organizations}):
            progress.step(done, count, _("移交"))
        for done in change.edit_many(FOLLOWUP, {record: {"cadre": to} for (record,) in followups}):
            progress.step(len(organizations) + done, count, _("移交"))
        if left_on is not None:
            change.edit(CADRE, person, {"left_on": left_on})
        if change.is_empty:
            raise InputProblem(_("没有可移交的单位、跟进和街道。"))
    return change.changes


def _hand_over_streets(change: Change, person: int, successor: int) -> None:
    """The successor looks after the streets as well, beside those of before."""
    theirs, own = (
        (change.db.execute("SELECT streets FROM cadre WHERE id=?", (cadre,)).fetchone()[0] or "").split(",")
        for cadre in (person, successor)
    )
    streets = dict.fromkeys(code for code in (*own, *theirs) if code)
    if any(theirs):
        change.edit(CADRE, successor, {"streets": ",".join(streets)})
        change.edit(CADRE, person, {"streets": None})
