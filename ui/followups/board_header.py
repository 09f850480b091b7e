"""The head of the board: its columns with their numbers. It stays while the lanes scroll."""

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from typing_extensions import override

from models.language import _
from models.queries.followup_board import COLUMNS, Board
from ui.followups.board_layout import BoardLayout
from ui.theme.fonts import font
from ui.theme.palette import colour, px
from ui.theme.tokens import Height, Role, Space, TextSize


class BoardHeader(QWidget):
    """Follows the horizontal scroll bar of its board."""

    def __init__(self, board: QAbstractScrollArea) -> None:
        super().__init__(board)
        self._owner = board
        self._board: Board | None = None
        self._layout: BoardLayout | None = None
        self._day = date.min

    def show_board(self, board: Board, layout: BoardLayout, day: date) -> None:
        """Show the columns of a board."""
        self._board, self._layout, self._day = board, layout, day
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(600), px(Height.TABLE_HEAD))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour(Role.SURFACE2))
            painter.fillRect(0, self.height() - 1, self.width(), 1, colour(Role.LINE2))
            if self._board is None or self._layout is None:
                return
            painter.translate(-self._owner.horizontalScrollBar().value(), 0)
            bold = font(TextSize.SMALL, bold=True)
            metrics = QFontMetricsF(bold)
            top = (self.height() - metrics.height()) / 2
            lane = {"person": _("责任人"), "street": _("街道"), "reason": _("主因")}[self._board.by]
            write_line(painter, QPointF(Space.L, top), lane, bold, Role.TEXT2)
            for place, name in enumerate(COLUMNS):
                count = self._board.counts[name]
                role = Role.DANGER if name == "late" and count else Role.TEXT2
                words = f"{column_words(name, self._day)}　{count:,}"
                room = self._layout.column_width - Space.XS
                words = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, room)
                write_line(painter, QPointF(self._layout.column_left(place) + Space.XS, top), words, bold, role)


def column_words(name: str, day: date) -> str:
    """What a column is called: 本周 至 09-29."""
    if name == "week":
        sunday = day + timedelta(days=6 - day.weekday()) if day > date.min else day
        return _("本周 至 {day}").format(day=f"{sunday:%m-%d}")
    return {
        "late": _("逾期"),
        "today": _("今天"),
        "later": _("以后"),
        "pending": _("待审销号"),
        "closed": _("已销号 本月"),
    }[name]


def write_line(painter: QPainter, place: QPointF, words: str, face: QFont, role: Role) -> float:
    """Write a line from its top left corner; where the next one begins."""
    painter.setFont(face)
    painter.setPen(colour(role))
    metrics = painter.fontMetrics()
    painter.drawText(QPointF(place.x(), place.y() + metrics.ascent()), words)
    return place.y() + metrics.height() + 1
