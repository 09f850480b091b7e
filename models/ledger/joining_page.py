"""Where one joins the union by telephone (扫码入会): the address that the office entered, and its own words."""

import sqlite3
from dataclasses import dataclass

from models.ledger.saved_views import own_view

#: The purpose of the record that keeps it; it travels like a saved view, and other programs pass it on.
PURPOSE = "joining"


@dataclass(frozen=True, slots=True)
class JoiningPage:
    """`address` is what the code holds, empty while none was entered; `words` stand on the leaflet."""

    address: str = ""
    words: str = ""


def joining_page_of(db: sqlite3.Connection) -> JoiningPage:
    """What this ledger's own office says now."""
    found = own_view(db, PURPOSE)
    if found is None:
        return JoiningPage()
    said = found.spec.rest
    return JoiningPage(str(said.get("address") or ""), str(said.get("words") or ""))
