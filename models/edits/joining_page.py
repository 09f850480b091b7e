"""Entering where one joins the union by telephone."""

from urllib.parse import urlsplit

from models.errors import InputProblem
from models.language import _
from models.ledger.joining_page import PURPOSE
from models.ledger.ledger import Changes, Ledger
from models.ledger.saved_views import own_view_uid
from models.rules.view_spec import ViewSpec
from models.tables.record_kinds import SAVED_VIEW

_LONGEST, _MOST_WORDS = 500, 200


def set_joining_page(ledger: Ledger, *, address: str, words: str = "") -> Changes:
    """Keep the address that a telephone opens, and the words beside it; InputProblem if it is no web address.

    One record for an office: what two laptops say differently is a conflict.
    """
    address, words = address.strip(), " ".join(words.split())
    check_address(address)
    if len(words) > _MOST_WORDS:
        raise InputProblem(_("说明太长了，最多 {n} 个字。").format(n=_MOST_WORDS))
    spec = ViewSpec(rest={"address": address, "words": words}).to_json()
    with ledger.change() as change:
        uid = own_view_uid(change.db, PURPOSE)
        row = change.db.execute("SELECT id, deleted, spec FROM saved_view WHERE uid=?", (uid,)).fetchone()
        if row is None:
            change.create(SAVED_VIEW, {"name": "扫码入会", "purpose": PURPOSE, "spec": spec}, uid=uid)
        else:
            if row[1] == 1:
                change.restore(SAVED_VIEW, row[0])
            if row[2] != spec:
                change.edit(SAVED_VIEW, row[0], {"spec": spec})
    return change.changes


def check_address(address: str) -> None:
    """InputProblem if a telephone would not open it as a page."""
    parts = urlsplit(address)
    if len(address) > _LONGEST or parts.scheme not in {"http", "https"} or not parts.hostname or " " in address:
        raise InputProblem(
            _("“{address}”不是网址，二维码扫不开。").format(address=address[:60]),
            hint=_("请写完整的入会网址，以 https:// 开头。"),
        )
