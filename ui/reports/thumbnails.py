"""Small pictures of all pages, one below the other; only those in view are made."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget
from typing_extensions import override

from models.language import _
from ui.reports.page_column import PageColumn, PlacedPage
from ui.reports.page_pictures import PagePictures, Tile, tiles_of
from ui.theme.fonts import font
from ui.theme.paint import paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import LINE_HEIGHTS, PAPER, Radius, Role, Space, TextSize

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 3, Qt.Key.Key_PageUp: -3}


class Thumbnails(QAbstractScrollArea):
    """A click or the arrows go to a page."""

    page_asked = Signal(int)  # from 0

    def __init__(self, pictures: PagePictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._column = PageColumn((), 1.0, 1, 1)
        self._page = 0
        pictures.add_viewer(self._wanted)
        pictures.arrived.connect(self.viewport().update)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("页面缩略图"))
        theme.follow(self.show_document)

    def show_document(self) -> None:
        """The pictures are of another document."""
        density = self.devicePixelRatioF()
        sizes = self._pictures.pages.sizes if self._pictures.pages is not None else ()
        room = round(self.viewport().width() * density)
        widest = max((wide for wide, _high in sizes), default=1.0)
        across = max((self.viewport().width() - 2 * Space.L) * density - 1, 1.0)
        gap = round((px(LINE_HEIGHTS[TextSize.SMALL]) + Space.M) * density)
        self._column = PageColumn(sizes, across / widest, room, gap)
        high = round(self._column.height / density) + px(LINE_HEIGHTS[TextSize.SMALL]) + 2 * Space.M
        self.verticalScrollBar().setRange(0, max(high - self.viewport().height(), 0))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.viewport().update()

    def show_page(self, page: int) -> None:
        """Mark a page as the one that is looked at, and bring it into view."""
        self._page = page
        if page < self._count():
            placed, density = self._column.place(page), self.devicePixelRatioF()
            top = round(placed.top / density)
            bottom = top + round(placed.height / density) + px(LINE_HEIGHTS[TextSize.SMALL]) + 2 * Space.M
            bar = self.verticalScrollBar()
            if top < bar.value():
                bar.setValue(top)
            elif bottom > bar.value() + self.viewport().height():
                bar.setValue(bottom - self.viewport().height())
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_document()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), colour(Role.SURFACE))
            for placed in self._visible():
                self._paint_page(painter, placed)
        self._pictures.make_missing()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        height = round((event.position().y() - Space.M + self.verticalScrollBar().value()) * self.devicePixelRatioF())
        if self._count():
            self.page_asked.emit(self._column.page_at(max(height, 0)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS and self._count():
            wanted = self._page + _STEPS[Qt.Key(event.key())]
            self.page_asked.emit(max(0, min(wanted, self._count() - 1)))
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _count(self) -> int:
        return len(self._pictures.pages.sizes) if self._pictures.pages is not None else 0

    def _top(self) -> int:
        return round((Space.M - self.verticalScrollBar().value()) * self.devicePixelRatioF())

    def _visible(self) -> list[PlacedPage]:
        top = -self._top()
        bottom = top + round(self.viewport().height() * self.devicePixelRatioF())
        return [self._column.place(number) for number in self._column.between(top, bottom)]

    def _tiles(self, placed: PlacedPage) -> list[Tile]:
        size = (placed.width, placed.height)
        return tiles_of(placed.number, self._column.scale, size, (0, 0, placed.width, placed.height))

    def _wanted(self) -> Iterable[Tile]:
        if self.isVisible():
            for placed in self._visible():
                yield from self._tiles(placed)

    def _paint_page(self, painter: QPainter, placed: PlacedPage) -> None:
        density, chosen = self.devicePixelRatioF(), placed.number == self._page
        left, top = placed.left, self._top() + placed.top
        paper = QRectF(left / density, top / density, placed.width / density, placed.height / density)
        painter.fillRect(paper, QColor(PAPER))
        for tile in self._tiles(placed):
            picture = self._pictures.get(tile)
            if picture is not None:
                picture.setDevicePixelRatio(density)
                painter.drawPixmap(QPointF((left + tile.part.left) / density, (top + tile.part.top) / density), picture)
        painter.setPen(colour(Role.LINE2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(paper.adjusted(-0.5, -0.5, 0.5, 0.5))
        if chosen:
            role = Role.FOCUS if self.hasFocus() else Role.ACCENT
            paint_ring(painter, paper.adjusted(-4, -4, 4, 4), Radius.TAG, colour(role))
        painter.setFont(font(TextSize.SMALL, bold=chosen))
        painter.setPen(colour(Role.TEXT if chosen else Role.TEXT2))
        words = QRectF(0, paper.bottom() + 4, self.viewport().width(), px(LINE_HEIGHTS[TextSize.SMALL]))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, str(placed.number + 1))
