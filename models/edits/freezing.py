"""Keeping a print of a week as it was."""

from dataclasses import asdict

from models.errors import InputProblem
from models.facts.canonical import known_record_uid
from models.inputs.frozen_print import FrozenPrint
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.tables.record_kinds import FROZEN_WEEK


def freeze_week(ledger: Ledger, values: FrozenPrint) -> Changes:
    """Keep a print; InputProblem if that week's print of this scope is frozen already.

    The record id follows from unit, week, kind and scope, so that two laptops of an office that freeze the same
    print make one record: what differs is a conflict, and both are kept.
    """
    unit = ledger.setting("unit") or ""
    uid = known_record_uid("frozen_week", f"{unit}:{values.week}:{values.kind}:{values.scope}")
    with ledger.change() as change:
        row = change.db.execute("SELECT id, deleted FROM frozen_week WHERE uid=?", (uid,)).fetchone()
        if row is not None and row[1] != 1:
            raise InputProblem(_("{week} 已经定格，重印就是当时的样子。").format(week=values.week))
        if row is not None:
            change.restore(FROZEN_WEEK, row[0])
            change.edit(FROZEN_WEEK, row[0], asdict(values))
        else:
            change.create(FROZEN_WEEK, asdict(values), uid=uid)
    return change.changes
