"""Where lanes, cards and “另有 n 件” stand on the board, and which of them an arrow leads to. Plain geometry."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QRectF

from models.queries.followup_board import COLUMNS, Board
from models.queries.followup_list import FollowupRow
from ui.followups.cards import card_of
from ui.shared.followup_card import FollowupCardContent, card_height
from ui.theme.palette import px
from ui.theme.tokens import Space

_LANE_WIDTH, _LEAST_COLUMN = 108, 152
_MORE_HEIGHT = 22


@dataclass(frozen=True, slots=True)
class Item:
    """A card, or the link to the others of its cell (`row` is None, `more` how many)."""

    box: QRectF
    lane: int
    column: int
    row: FollowupRow | None
    content: FollowupCardContent | None = None
    more: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """What it is, whatever place it has: kind and local id of a card, lane and column of a link."""
        if self.row is None:
            return ("more", self.lane, self.column)
        return ("open" if self.row.state == "open" else "closing", self.row.id)


@dataclass
class BoardLayout:
    """Boxes in the board's own coordinates, lanes below one another from 0 on."""

    board: Board
    width: float
    column_width: float
    lanes: list[QRectF] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    cells: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    @property
    def height(self) -> float:
        """The height of all lanes."""
        return self.lanes[-1].bottom() if self.lanes else 0.0

    def column_left(self, column: int) -> float:
        """Where a column begins."""
        return px(_LANE_WIDTH) + column * (self.column_width + Space.S) + Space.S

    def lanes_between(self, top: float, bottom: float) -> range:
        """The lanes that are to be seen between two heights."""
        bottoms = [lane.bottom() for lane in self.lanes]
        first = bisect_left(bottoms, top)
        last = first
        while last < len(self.lanes) and self.lanes[last].top() < bottom:
            last += 1
        return range(first, last)

    def item_at(self, x: float, y: float) -> int:
        """The item at a point, -1 where there is none."""
        for lane in self.lanes_between(y, y + 1):
            for column in range(len(COLUMNS)):
                for number in self.cells.get((lane, column), ()):
                    if self.items[number].box.contains(x, y):
                        return number
        return -1

    def find(self, key: tuple[object, ...] | None) -> int:
        """The item of that key, -1 where it is not on the board."""
        return next((number for number, item in enumerate(self.items) if item.key == key), -1)

    def beside(self, number: int, step: int) -> int:
        """The item in the next column to the left (-1) or right (1) that has one in this lane."""
        item = self.items[number]
        place = self.cells[item.lane, item.column].index(number)
        column = item.column + step
        while 0 <= column < len(COLUMNS):
            cell = self.cells.get((item.lane, column))
            if cell:
                return cell[min(place, len(cell) - 1)]
            column += step
        return number

    def below(self, number: int, step: int) -> int:
        """The item above (-1) or below (1), in the next lane that has one in this column where the cell ends."""
        item = self.items[number]
        cell = self.cells[item.lane, item.column]
        place = cell.index(number) + step
        if 0 <= place < len(cell):
            return cell[place]
        lane = item.lane + step
        while 0 <= lane < len(self.lanes):
            other = self.cells.get((lane, item.column))
            if other:
                return other[0 if step > 0 else -1]
            lane += step
        return number

    def next_lane(self, number: int, step: int) -> int:
        """The first item of the next lane that has any, up (-1) or down (1)."""
        lane = self.items[number].lane + step
        while 0 <= lane < len(self.lanes):
            for column in range(len(COLUMNS)):
                if cell := self.cells.get((lane, column)):
                    return cell[0]
            lane += step
        return number


def lay_out(board: Board, day: date, width: float) -> BoardLayout:
    """The board for a viewport of that width; wider than it where six columns would be too narrow."""
    gaps = (len(COLUMNS) + 1) * Space.S + Space.S
    column = max((width - px(_LANE_WIDTH) - gaps) / len(COLUMNS), px(_LEAST_COLUMN))
    made = BoardLayout(board, px(_LANE_WIDTH) + gaps + column * len(COLUMNS), column)
    top = 0.0
    for lane in range(len(board.lanes)):
        bottom = top + px(64)
        for place, name in enumerate(COLUMNS):
            bottom = max(bottom, _lay_out_cell(made, day, lane, (place, name), top + Space.S))
        made.lanes.append(QRectF(0, top, made.width, bottom - top))
        top = bottom
    return made


def _lay_out_cell(made: BoardLayout, day: date, lane: int, column: tuple[int, str], top: float) -> float:
    """Put the cards of a cell one below the other; where they end."""
    place, name = column
    cell = made.board.lanes[lane].cells.get(name)
    if cell is None:
        return top
    left = made.column_left(place)
    for row in cell.cards:
        content = card_of(row, day, made.board.by)
        box = QRectF(left, top, made.column_width, card_height(content))
        _add(made, Item(box, lane, place, row, content))
        top = box.bottom() + Space.S
    if cell.count > len(cell.cards):
        box = QRectF(left, top - Space.XS, made.column_width, px(_MORE_HEIGHT))
        _add(made, Item(box, lane, place, None, more=cell.count - len(cell.cards)))
        top = box.bottom() + Space.S
    return top


def _add(made: BoardLayout, item: Item) -> None:
    made.cells.setdefault((item.lane, item.column), []).append(len(made.items))
    made.items.append(item)


def rows_of(items: Sequence[Item]) -> list[FollowupRow]:
    """The follow-ups and applications among some items."""
    return [item.row for item in items if item.row is not None]
