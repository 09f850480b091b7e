"""Arranging the tiles of the battle map."""

from collections.abc import Sequence

from models.ledger.ledger import Changes, Ledger
from models.ledger.map_order import PURPOSE, map_order_of, map_order_uid, said_as
from models.rules.view_spec import ViewSpec
from models.tables.record_kinds import SAVED_VIEW


def arrange_map(ledger: Ledger, streets: Sequence[str]) -> Changes:
    """Keep where the tiles stand (codes of streets, "" for a free place); nothing for the usual order, by rate.

    One record for an office: what two laptops say differently is a conflict.
    """
    order = _tidy(streets)
    spec = ViewSpec(rest=said_as(order)).to_json()
    with ledger.change() as change:
        uid = map_order_uid(change.db)
        if order == map_order_of(change.db):
            return change.changes
        row = change.db.execute("SELECT id, deleted, spec FROM saved_view WHERE uid=?", (uid,)).fetchone()
        if row is None:
            change.create(SAVED_VIEW, {"name": "作战图方块排列", "purpose": PURPOSE, "spec": spec}, uid=uid)
        else:
            if row[1] == 1:
                change.restore(SAVED_VIEW, row[0])
            if row[2] != spec:
                change.edit(SAVED_VIEW, row[0], {"spec": spec})
    return change.changes


def _tidy(streets: Sequence[str]) -> tuple[str, ...]:
    """Each street once, and no free places at the end."""
    order: list[str] = []
    for code in streets:
        if not code or code not in order:
            order.append(code)
    while order and not order[-1]:
        order.pop()
    return tuple(order)
