"""Follow-ups as a board: lanes by person, street or reason, columns by time, the first cards of every cell.

One pass over the open follow-ups counts the cells and picks their cards; nothing else is read, however many there
are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from models.divisions import division_name
from models.language import _
from models.ledger.code_lists import reasons_of
from models.ledger.joining import owner_of
from models.ledger.ledger import Ledger
from models.queries.closing_list import (
    APPLICATION,
    CLOSING_DAYS,
    CLOSING_LANES,
    SCOPES_OF_CLOSING,
    closing_rows,
    month_of,
)
from models.queries.conditions import Conditions
from models.queries.followup_list import LANE_COLUMNS, FollowupRow, followup_rows
from models.queries.people_list import cadre_names

COLUMNS = ("late", "today", "week", "later", "pending", "closed")
#: Columns whose cards are applications for closing out.
CLOSING_COLUMNS = frozenset(SCOPES_OF_CLOSING)
MOST_LANES = 200
_CARDS = 2

_OPEN = (
    "SELECT f.id AS id, {lane} AS lane, CASE WHEN f.due_on<:today THEN 0 WHEN f.due_on=:today THEN 1 "
    "WHEN f.due_on<=:sunday THEN 2 ELSE 3 END AS col, f.due_on AS place, o.street AS street "
    f"FROM followup f JOIN organization o ON o.id={owner_of('f')} "
    "WHERE f.state='open' AND f.deleted IS NOT 1 AND {live} {own}"
)
_PENDING = (
    f"SELECT o.id, {{lane}}, 4, {CLOSING_DAYS['pending']}, o.street FROM organization o {APPLICATION} "
    f"WHERE {SCOPES_OF_CLOSING['pending']} {{own}}"
)
_CLOSED = (  # the newest first: places count down
    f"SELECT o.id, {{lane}}, 5, printf('%08d',99999999-replace({CLOSING_DAYS['closed']},'-','')), o.street "
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
    with ledger.reading():
        picked = _picked(ledger, by, cadre, cards)
        opened = {row.id: row for row in followup_rows(ledger, (r for c in picked.values() for r in c[1][0]))}
        closings = {row.id: row for row in closing_rows(ledger, (r for c in picked.values() for r in c[1][1]))}
        words, order = _names(ledger, by)
    lanes: dict[str, dict[str, BoardCell]] = {}
    counts = dict.fromkeys(COLUMNS, 0)
    for (lane, column), (count, (followups, applications)) in picked.items():
        rows = [opened[record] for record in followups if record in opened]
        rows += [closings[record] for record in applications if record in closings]
        lanes.setdefault(lane, {})[column] = BoardCell(count, tuple(rows))
        counts[column] += count
    ordered = sorted(lanes, key=lambda lane: (not lane, order.get(lane, len(order)), lane))
    made = tuple(
        BoardLane(
            lane,
            words(lane),
            sum(cell.count for cell in lanes[lane].values()),
            lanes[lane],
        )
        for lane in ordered[:MOST_LANES]
    )
    return Board(by, made, counts, len(ordered) - len(made))


_Picked = dict[tuple[str, str], tuple[int, tuple[list[int], list[int]]]]


def _picked(ledger: Ledger, by: str, cadre: bytes | None, cards: int) -> _Picked:
    """(lane, column) to its number and the local ids of its first follow-ups and applications."""
    today = ledger.today()
    values: dict[str, object] = {
        "today": today.isoformat(),
        "sunday": (today + timedelta(days=6 - today.weekday())).isoformat(),
        "month": month_of(ledger),
        "cards": cards,
        "cadre": cadre,
    }
    own, applied = "", ""
    if cadre is not None:
        own, applied = "AND f.cadre=:cadre", f"AND {CLOSING_LANES['person']}=:cadre"
    found: _Picked = {}
    with ledger.reading() as db:
        items = " UNION ALL ".join(
            (
                _OPEN.format(lane=LANE_COLUMNS[by], live=Conditions(db).live, own=own),
                _PENDING.format(lane=CLOSING_LANES[by], own=applied),
                _CLOSED.format(lane=CLOSING_LANES[by], own=applied),
            )
        )
        for lane, place, count, record in db.execute(_PICKED.format(items=items), values):
            key = (_key(lane), COLUMNS[place])
            cell = found.setdefault(key, (count, ([], [])))
            cell[1][COLUMNS[place] in CLOSING_COLUMNS].append(record)
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
