"""Follow-ups as a board: lanes by person, street or reason, columns by time, the first cards of every cell.

Cells are counted and their first cards picked from what is kept in memory; only those cards are read, however many
there are, and after a change only those that it touched.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from models.divisions import division_name
from models.language import _
from models.ledger.code_lists import reasons_of
from models.ledger.ledger import Ledger
from models.queries.closing_list import (
    APPLICATION,
    CLOSING_DAYS,
    CLOSING_LANES,
    SCOPES_OF_CLOSING,
    closing_rows,
    month_of,
)
from models.queries.followup_list import TIMES, FollowupRow
from models.queries.followup_memory import kept
from models.queries.people_list import cadre_names

COLUMNS = ("late", "today", "week", "later", "pending", "closed")
#: Columns whose cards are applications for closing out.
CLOSING_COLUMNS = frozenset(SCOPES_OF_CLOSING)
MOST_LANES = 200
_CARDS = 2

_PENDING = (
    f"SELECT o.id AS id, {{lane}} AS lane, 'pending' AS col, {CLOSING_DAYS['pending']} AS place, "
    f"o.street AS street FROM organization o {APPLICATION} WHERE {SCOPES_OF_CLOSING['pending']} {{own}}"
)
_CLOSED = (  # the newest first: places count down
    f"SELECT o.id, {{lane}}, 'closed', printf('%08d',99999999-replace({CLOSING_DAYS['closed']},'-','')), o.street "
    f"FROM organization o {APPLICATION} WHERE {SCOPES_OF_CLOSING['closed']} {{own}}"
)
_PICKED = (
    "WITH item AS ({items}), ranked AS (SELECT id, lane, col, "
    "row_number() OVER (PARTITION BY lane, col ORDER BY place, street, id) AS k, "
    "count(*) OVER (PARTITION BY lane, col) AS n FROM item) "
    "SELECT lane, col, n, id FROM ranked WHERE k<=:cards ORDER BY lane, col, k"
)


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One lane in one column: how many there are, and the first of them."""

    count: int
    cards: tuple[FollowupRow, ...]


@dataclass(frozen=True, slots=True)
class BoardLane:
    """A lane: its key as in `Lane`, its words, the sum of its cells, and the cells by column."""

    key: str
    words: str
    count: int
    cells: Mapping[str, BoardCell]


@dataclass(frozen=True, slots=True)
class Board:
    """The board: lanes in their order, the number of each column over all lanes, and how many lanes are left out."""

    by: str
    lanes: tuple[BoardLane, ...]
    counts: Mapping[str, int]
    left_out: int

    @property
    def total(self) -> int:
        """The sum of the columns, which is that of all lanes."""
        return sum(self.counts.values())


def followup_board(ledger: Ledger, by: str = "person", *, cadre: bytes | None = None, cards: int = _CARDS) -> Board:
    """The board with lanes by person, street or reason; of everybody or of one cadre; `cards` a cell at most."""
    with kept(ledger) as memory:
        words, order = _names(ledger, by)
        lanes = {_key(lane.lane): lane for lane in memory.lanes(by, cadre)}
        closing = _closing_cells(ledger, by, cadre, cards)
        ordered = sorted(
            lanes.keys() | {lane for lane, _column in closing},
            key=lambda lane: (not lane, order.get(lane, len(order)), lane),
        )
        shown = ordered[:MOST_LANES]
        found = {
            (key, column): (count, memory.first(by, lanes[key].lane, column, cards, cadre=cadre))
            for key in shown
            if key in lanes
            for column, count in lanes[key].counts.items()
            if count
        }
        opened = {row.id: row for row in memory.rows(chain.from_iterable(first for _n, first in found.values()))}
        applied = chain.from_iterable(closing[cell][1] for cell in closing if cell[0] in shown)
        closings = {row.id: row for row in closing_rows(ledger, applied)}
    counts = {column: sum(lane.counts[column] for lane in lanes.values()) for column in TIMES}
    counts |= {column: 0 for column in COLUMNS if column in CLOSING_COLUMNS}
    for (_lane, column), (count, _records) in closing.items():
        counts[column] += count
    cells: dict[str, dict[str, BoardCell]] = {lane: {} for lane in shown}
    for some, rows in ((found, opened), (closing, closings)):
        for (lane, column), (count, records) in some.items():
            if lane in cells:
                cells[lane][column] = BoardCell(count, tuple(rows[record] for record in records if record in rows))
    made = tuple(
        BoardLane(lane, words(lane), sum(cell.count for cell in cells[lane].values()), cells[lane]) for lane in shown
    )
    return Board(by, made, counts, len(ordered) - len(made))


#: (lane, column) to its number and the local ids of the first of it.
_Cells = dict[tuple[str, str], tuple[int, list[int]]]


def _closing_cells(ledger: Ledger, by: str, cadre: bytes | None, cards: int) -> _Cells:
    """The cells of the applications for closing out."""
    own = f"AND {CLOSING_LANES['person']}=:cadre" if cadre is not None else ""
    items = " UNION ALL ".join(part.format(lane=CLOSING_LANES[by], own=own) for part in (_PENDING, _CLOSED))
    found: _Cells = {}
    with ledger.reading() as db:
        values = {"month": month_of(ledger), "cards": cards, "cadre": cadre}
        for lane, column, count, record in db.execute(_PICKED.format(items=items), values):
            found.setdefault((_key(lane), column), (count, []))[1].append(record)
    return found


def _key(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value or "")


def _names(ledger: Ledger, by: str) -> tuple[Callable[[str], str], Mapping[str, int]]:
    """How lanes are called, and their places: oneself before the colleagues, reasons in their own order."""
    if by == "person":
        names = cadre_names(ledger)
        own = ledger.author.cadre.hex() if ledger.author.cadre else ""
        order = {key: place for place, key in enumerate(sorted(names, key=lambda key: key != own))}
        return lambda key: names.get(key, _("不在名单的人员")) if key else _("未指派"), order
    if by == "reason":
        with ledger.reading() as db:
            reasons = reasons_of(db)
        order = {code: place for place, code in enumerate(reasons)}
        return lambda key: reasons[key].text if key in reasons else key or _("没有填原因"), order
    return lambda key: division_name(key) or key or _("街道未定"), {}


def lane_words(board: Board, key: str) -> str:
    """How a lane of a board is called."""
    return next((lane.words for lane in board.lanes if lane.key == key), "")
