"""Handing on many follow-ups at once, each to its own person, as a sharing by rule proposes."""

from collections.abc import Mapping

from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.progress import Progress
from models.tables.record_kinds import FOLLOWUP, ORGANIZATION

_FEW = 1_000


def share_out(
    ledger: Ledger, given: Mapping[int, bytes], *, with_owners: bool = False, progress: Progress | None = None
) -> Changes:
    """Give each follow-up (local id) to a cadre (record id); one batch, one undo, nothing where nothing differs.

    `with_owners`: the organizations get the same owner, that of their last follow-up named here.
    """
    if not given:
        raise InputProblem(_("没有选中跟进事项。"))
    progress = progress or Progress()
    with ledger.change(bulk=len(given) > _FEW) as change:
        wanted = {followup: {"cadre": cadre} for followup, cadre in given.items()}
        for done in change.edit_many(FOLLOWUP, wanted):
            progress.step(done, len(given), _("写入"))
        if with_owners:
            owners = {}
            for followup, cadre in given.items():
                (organization,) = change.db.execute("SELECT org_id FROM followup WHERE id=?", (followup,)).fetchone()
                owners[organization] = {"owner": cadre}
            for _done in change.edit_many(ORGANIZATION, owners):
                progress.check()
    return change.changes
