"""What the page reads in the background: the board, or the ids of the table with its first rows."""

from array import array
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

from models.ledger.ledger import Ledger
from models.queries.closing_list import SCOPES_OF_CLOSING, closing_ids, closing_rows
from models.queries.followup_board import Board, followup_board
from models.queries.followup_list import FollowupRow, Lane
from models.queries.followup_memory import kept
from models.queries.people_list import CadreRow, cadres
from ui.followups.head import EVERYBODY
from ui.followups.pages import PAGE


@dataclass(frozen=True, slots=True)
class Asked:
    """What is shown: board or table, lanes, a person (hexadecimal id or EVERYBODY); scope and order of the table."""

    view: str = "board"
    by: str = "person"
    person: str = EVERYBODY
    when: str = "open"
    lane: Lane | None = None
    lane_words: str = ""
    sort: str = ""
    descending: bool = False

    @property
    def cadre(self) -> bytes | None:
        """The record id of the person."""
        return bytes.fromhex(self.person) if self.person != EVERYBODY else None


class _Narrowed(TypedDict):
    cadre: bytes | None
    lane: Lane | None
    sort: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Read:
    """What was read for it."""

    asked: Asked
    day: date
    own: bytes
    cadres: list[CadreRow]
    board: Board | None = None
    ids: "array[int]" = field(default_factory=lambda: array("q"))
    rows: tuple[FollowupRow, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


def read(ledger: Ledger, asked: Asked) -> Read:
    """Read the board or the table."""
    people = cadres(ledger)
    own, day = ledger.author.cadre, ledger.today()
    if asked.view == "board":
        return Read(asked, day, own, people, board=followup_board(ledger, asked.by, cadre=asked.cadre))
    with kept(ledger) as memory:
        if asked.when in SCOPES_OF_CLOSING:
            found = closing_ids(ledger, asked.when, **_narrowed(asked))
            rows = closing_rows(ledger, found[:PAGE])
        else:
            found = memory.ids(asked.when, **_narrowed(asked))
            rows = memory.rows(found[:PAGE])
        counts = memory.counts(asked.cadre)
        for scope in SCOPES_OF_CLOSING:
            counts[scope] = len(closing_ids(ledger, scope, cadre=asked.cadre))
    return Read(asked, day, own, people, ids=found, rows=tuple(rows), counts=counts)


def _narrowed(asked: Asked) -> _Narrowed:
    return {"cadre": asked.cadre, "lane": asked.lane, "sort": asked.sort, "descending": asked.descending}
