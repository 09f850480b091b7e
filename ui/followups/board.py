"""The board: lanes and columns of cards, painted only where they are seen, so that any number of them is quick.

Arrows move, Space marks, Enter opens; marked cards stay until Esc or a click. A screen reader hears the card with
the ring as the board's name; the table has the same data in rows.
"""

from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget
from typing_extensions import override

from models.language import _
from models.queries.followup_board import COLUMNS, Board
from models.queries.followup_list import FollowupRow
from ui.followups.board_header import BoardHeader, column_words, write_line
from ui.followups.board_layout import BoardLayout, Item, lay_out, rows_of
from ui.followups.cards import sentence_of
from ui.shared.followup_card import paint_card
from ui.theme.fonts import font
from ui.theme.paint import paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import Height, Radius, Role, Space, TextSize

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Key = tuple[object, ...]
_RING = 3  # what an empty board leaves free for its focus ring


class FollowupBoard(QAbstractScrollArea):
    """`more_asked` carries the key of a lane and the name of a column."""

    current_changed = Signal()
    selection_changed = Signal()
    activated = Signal(object)  # FollowupRow
    more_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board: Board | None = None
        self._day = date.min
        self._layout: BoardLayout | None = None
        self._current: _Key | None = None
        self._marked: set[_Key] = set()
        self._hovered = -1
        self._empty: QWidget | None = None
        self._header = BoardHeader(self)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("跟进看板"))
        self.viewport().setMouseTracking(True)
        theme.follow(self._restyle)

    def show_board(self, board: Board, day: date) -> None:
        """Show another state; the card with the ring keeps it, or the one that took its place gets it."""
        before = self._layout.find(self._current) if self._layout is not None else -1
        old = self._layout.items[before] if before >= 0 and self._layout is not None else None
        self._board, self._day = board, day
        self._arrange()
        if self._layout is None or not self._layout.items:
            self._current = None
        elif self._layout.find(self._current) < 0:
            self._current = self._layout.items[_near(self._layout, old)].key
        known = {item.key for item in self._layout.items} if self._layout is not None else set()
        self._marked &= known
        self._tell()
        self.viewport().update()

    def set_empty_state(self, widget: QWidget) -> None:
        """What stands on the board while there are no cards."""
        self._empty = widget
        widget.setParent(self.viewport())
        self._place_empty_state()

    def current_row(self) -> FollowupRow | None:
        """What has the ring."""
        item = self._current_item()
        return item.row if item is not None else None

    def selected(self) -> list[FollowupRow]:
        """What is marked, in the order of the board; without marks what has the ring."""
        if self._layout is None:
            return []
        if self._marked:
            return rows_of([item for item in self._layout.items if item.key in self._marked])
        current = self._current_item()
        return rows_of([current]) if current is not None else []

    def items(self) -> list[Item]:
        """Everything that stands on the board, for tests."""
        return list(self._layout.items) if self._layout is not None else []

    # What Qt asks

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        self._header.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._move(event.key()) and not self._act(event):
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position())
        if number < 0 or self._layout is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        item = self._layout.items[number]
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._marked ^= {item.key} if item.row is not None else set()
        else:
            self._marked.clear()
        self._go(number)
        self.selection_changed.emit()
        if item.row is None:
            self._open(item)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position())
        if number >= 0 and self._layout is not None and self._layout.items[number].row is not None:
            self._open(self._layout.items[number])

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position())
        if number != self._hovered:
            self._hovered = number
            self.viewport().update()
        link = number >= 0 and self._layout is not None and self._layout.items[number].row is None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.viewport().update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._at(QPointF(event.pos()))
            row = self._layout.items[number].row if number >= 0 and self._layout is not None else None
            QToolTip.showText(event.globalPos(), sentence_of(row, self._day) if row is not None else "", self)
            return True
        return super().viewportEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), colour(Role.SURFACE2))
            if self._layout is None:
                return
            if not self._layout.items and self.hasFocus():
                paint_ring(painter, QRectF(self.viewport().rect()), 0)
            dx, dy = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
            painter.translate(-dx, -dy)
            for lane in self._layout.lanes_between(dy, dy + self.viewport().height()):
                self._paint_lane(painter, lane)

    # Inside

    def _restyle(self) -> None:
        self.setViewportMargins(0, px(Height.TABLE_HEAD), 0, 0)
        self._arrange()

    def _place_empty_state(self) -> None:
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect().adjusted(_RING, _RING, -_RING, -_RING))
            self._empty.setVisible(self._board is not None and not self._board.lanes)

    def _arrange(self) -> None:
        self._header.setGeometry(0, 0, self.width(), px(Height.TABLE_HEAD))
        if self._board is None:
            return
        view = self.viewport().size()
        self._layout = lay_out(self._board, self._day, view.width())
        self._hovered = -1
        bar, side = self.verticalScrollBar(), self.horizontalScrollBar()
        bar.setRange(0, max(0, round(self._layout.height) - view.height()))
        bar.setPageStep(view.height())
        bar.setSingleStep(px(28))
        side.setRange(0, max(0, round(self._layout.width) - view.width()))
        side.setPageStep(view.width())
        self._header.show_board(self._board, self._layout, self._day)
        self._place_empty_state()
        self.viewport().update()

    def _current_item(self) -> Item | None:
        number = self._layout.find(self._current) if self._layout is not None else -1
        return self._layout.items[number] if number >= 0 and self._layout is not None else None

    def _at(self, point: QPointF) -> int:
        if self._layout is None:
            return -1
        x = point.x() + self.horizontalScrollBar().value()
        return self._layout.item_at(x, point.y() + self.verticalScrollBar().value())

    def _move(self, key: int) -> bool:
        layout = self._layout
        number = layout.find(self._current) if layout is not None else -1
        if layout is None or number < 0:
            return False
        match key:
            case Qt.Key.Key_Left:
                target = layout.beside(number, -1)
            case Qt.Key.Key_Right:
                target = layout.beside(number, 1)
            case Qt.Key.Key_Up:
                target = layout.below(number, -1)
            case Qt.Key.Key_Down:
                target = layout.below(number, 1)
            case Qt.Key.Key_PageUp:
                target = layout.next_lane(number, -1)
            case Qt.Key.Key_PageDown:
                target = layout.next_lane(number, 1)
            case Qt.Key.Key_Home:
                target = 0
            case Qt.Key.Key_End:
                target = len(layout.items) - 1
            case _:
                return False
        self._go(target)
        return True

    def _act(self, event: QKeyEvent) -> bool:
        """Enter, Space, Esc, Ctrl+A; False for any other key."""
        item = self._current_item()
        everything = event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if everything and self._layout is not None:
            self._marked = {each.key for each in self._layout.items if each.row is not None}
        elif event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            return False
        elif event.key() in _ENTER and item is not None:
            self._open(item)
            return True
        elif event.key() == Qt.Key.Key_Space and item is not None and item.row is not None:
            self._marked ^= {item.key}
        elif event.key() == Qt.Key.Key_Escape and self._marked:
            self._marked.clear()
        else:
            return False
        self.viewport().update()
        self._tell()
        self.selection_changed.emit()
        return True

    def _go(self, number: int) -> None:
        if self._layout is None:
            return
        item = self._layout.items[number]
        self._current = item.key
        self._bring_into_view(item.box)
        self._tell()
        self.current_changed.emit()
        self.viewport().update()

    def _bring_into_view(self, box: QRectF) -> None:
        view = self.viewport().size()
        for bar, start, end, room in (
            (self.verticalScrollBar(), box.top() - Space.S, box.bottom() + Space.S, view.height()),
            (self.horizontalScrollBar(), box.left() - Space.S, box.right() + Space.S, view.width()),
        ):
            if start < bar.value():
                bar.setValue(round(start))
            elif end > bar.value() + room:
                bar.setValue(round(end - room))

    def _open(self, item: Item) -> None:
        if item.row is not None:
            self.activated.emit(item.row)
        elif self._board is not None:
            self.more_asked.emit(self._board.lanes[item.lane].key, COLUMNS[item.column])

    def _tell(self) -> None:
        """What a screen reader says of the card with the ring."""
        item = self._current_item()
        if item is None or self._board is None:
            self.setAccessibleName(_("跟进看板"))
            return
        words = column_words(COLUMNS[item.column], self._day)
        said = sentence_of(item.row, self._day) if item.row is not None else _("另有 {n} 件").format(n=f"{item.more:,}")
        parts = [_("跟进看板"), self._board.lanes[item.lane].words, words, said]
        if item.key in self._marked:
            parts.append(_("已选"))
        self.setAccessibleName(_("，").join(parts))

    def _paint_lane(self, painter: QPainter, lane: int) -> None:
        layout, board = self._layout, self._board
        if layout is None or board is None:
            return
        box = layout.lanes[lane]
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), colour(Role.LINE))
        shown = board.lanes[lane]
        room = layout.column_left(0) - Space.L - Space.S
        bold, small = font(bold=True), font(TextSize.SMALL)
        top = box.top() + Space.M
        for line in _two_lines(shown.words, QFontMetricsF(bold), room):
            top = write_line(painter, QPointF(Space.L, top), line, bold, Role.TEXT)
        write_line(painter, QPointF(Space.L, top), _("{n} 件").format(n=f"{shown.count:,}"), small, Role.TEXT2)
        for column, name in enumerate(COLUMNS):
            cell = layout.cells.get((lane, column), [])
            if not cell and name in ("late", "today"):
                place = QPointF(layout.column_left(column) + Space.XS, box.top() + Space.M)
                write_line(painter, place, _("无"), font(), Role.TEXT2)
            for number in cell:
                self._paint_item(painter, layout.items[number], number)

    def _paint_item(self, painter: QPainter, item: Item, number: int) -> None:
        focused = self.hasFocus() and item.key == self._current
        if item.content is not None:
            marked = item.key in self._marked
            hovered = number == self._hovered
            paint_card(painter, item.box, item.content, checked=marked, hovered=hovered, focused=focused)
            return
        bold = font(TextSize.SMALL, bold=True)
        words = _("另有 {n} 件").format(n=f"{item.more:,}")
        write_line(painter, item.box.topLeft() + QPointF(Space.XS, px(2)), words, bold, Role.ACCENT)
        if focused:
            wide = QFontMetricsF(bold).horizontalAdvance(words) + 2 * Space.XS
            paint_ring(painter, QRectF(item.box.left(), item.box.top(), wide, item.box.height()), Radius.CONTROL)


def _near(layout: BoardLayout, old: Item | None) -> int:
    """The item that stands where another one stood."""
    if old is None:
        return 0
    cell = layout.cells.get((old.lane, old.column))
    if cell:
        return cell[0]
    return next((number for number, item in enumerate(layout.items) if item.lane >= old.lane), 0)


def _two_lines(words: str, metrics: QFontMetricsF, room: float) -> list[str]:
    """The name of a lane in two lines at most; what is longer ends in an ellipsis."""
    if metrics.horizontalAdvance(words) <= room:
        return [words]
    cut = len(words)
    while cut > 1 and metrics.horizontalAdvance(words[:cut]) > room:
        cut -= 1
    return [words[:cut], metrics.elidedText(words[cut:].strip(), Qt.TextElideMode.ElideRight, room)]
