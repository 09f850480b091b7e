"""Pages of shapes on the screen: every place that leads somewhere answers to the pointer, the arrows and Enter."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget
from typing_extensions import override

from exports.pdf.shapes import Link, Modules, Page
from models.language import _
from ui.shape_colours import page_for_screen, paper_colour
from ui.shape_painter import paint_page
from ui.shape_spots import Spot, bring_into_view, nearest, spots_of, tops_of
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, theme
from ui.theme.tokens import PAPER, Role, Space

ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_POINTS_PER_PIXEL = 72 / 96  # at 100 %
_LEAST_SCALE = 0.02
_LINE = 40
_MOST_PIXELS = 24_000_000
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class ShapeView(QAbstractScrollArea):
    """Arrows go from place to place, Enter opens, Alt with an arrow or dragging moves.

    + and - zoom, 0 fits the width, PgUp and PgDn scroll.
    """

    opened = Signal(object)  # Link
    place_changed = Signal(object)  # Link, or None
    zoom_changed = Signal(float)  # 1.0 is the size on paper
    pushed = Signal(object, int, int)  # Link, across and down: Alt with an arrow
    dropped = Signal(object, object)  # Link that was dragged, Link it was dropped on
    dropped_beside = Signal(object, int, float, float)  # Link, page, x and y on it (points) where no link is

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: tuple[Page, ...] = ()
        self._shown: tuple[Page, ...] = ()
        self._spots: list[Spot] = []
        self._at: int | None = None
        self._under: int | None = None
        self._pressed: tuple[int, QPoint] | None = None
        self._zoom: float | None = None  # None: as wide as there is room
        self._pictures: dict[int, QPixmap] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # see PageView
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(_LINE)
        self.horizontalScrollBar().setSingleStep(_LINE)
        theme.follow(self._recolour)

    @property
    def place(self) -> Link | None:
        """The place that has the ring."""
        return self._spots[self._at].link if self._at is not None else None

    @property
    def pages(self) -> tuple[Page, ...]:
        """What is shown, as it is on paper."""
        return self._pages

    @property
    def zoom(self) -> float:
        """1.0 is the size on paper."""
        return self._scale() * _POINTS_PER_PIXEL

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Show these; the ring stays at what it stood for, if that is still there."""
        before = self.place.target if self.place is not None else None
        self._pages = tuple(pages)
        self._spots = spots_of(self._pages)
        self._at = next((n for n, spot in enumerate(self._spots) if spot.link.target == before), None)
        self._under = self._pressed = None
        self._recolour()
        self._tell()

    def choose(self, target: object) -> bool:
        """Put the ring at what leads to `target`; whether there is such a place."""
        found = next((n for n, spot in enumerate(self._spots) if spot.link.target == target), None)
        if found is not None:
            self._go_to(found)
        return found is not None

    def say(self, words: str) -> None:
        """What is known of the place meanwhile: its names."""
        self.setAccessibleDescription(words)
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def step_zoom(self, step: int) -> None:
        """The next larger or smaller zoom."""
        now = self.zoom
        if step > 0:
            chosen = next((zoom for zoom in ZOOMS if zoom > now * 1.01), ZOOMS[-1])
        else:
            chosen = next((zoom for zoom in reversed(ZOOMS) if zoom < now * 0.99), ZOOMS[0])
        self.set_zoom(chosen)

    def set_zoom(self, zoom: float | None) -> None:
        """1.0 for the size on paper, None for the width of the window; what has the ring stays in view."""
        middle = self._seen().center()
        before = self._scale()
        self._zoom = zoom
        self._lay_out()
        grown = self._scale() / before
        room = self.viewport().rect()
        self.horizontalScrollBar().setValue(round(middle.x() * grown - room.width() / 2))
        self.verticalScrollBar().setValue(round(middle.y() * grown - room.height() / 2))
        if self._at is not None:
            self._bring_into_view(self._at)

    # What Qt asks

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._lay_out()
        return super().event(event)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._spot_at(event.pos())
            QToolTip.showText(event.globalPos(), self._spots[found].link.words if found is not None else "", self)
            return True
        if event.type() == QEvent.Type.Leave:
            self._set_under(None)
        return super().viewportEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), colour(Role.WINDOW))
            origin = self._origin()
            for number in range(len(self._shown)):
                frame = self._frame(number).translated(origin)
                if frame.intersects(QRectF(event.rect())):
                    self._paint_page(painter, number, frame)
            if self._under is not None and self._under != self._at:
                paint_box(painter, self._on_screen(self._under), 2, None, colour(Role.FOCUS))
            if self._at is not None:
                ring = self._on_screen(self._at).adjusted(-2, -2, 2, 2)
                paint_ring(painter, ring, 2, None if self.hasFocus() else colour(Role.LINE2))
            if self.hasFocus():
                paint_ring(painter, QRectF(self.viewport().rect()), 0)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        bar = self.verticalScrollBar()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier
        if key in _WAYS and (plain or event.modifiers() & Qt.KeyboardModifier.AltModifier):
            self._go(*_WAYS[key], push=not plain)
        elif not plain:
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open()
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and self._spots:
            self._go_to(0 if key == Qt.Key.Key_Home else len(self._spots) - 1)
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            bar.setValue(bar.value() + (bar.pageStep() if key == Qt.Key.Key_PageDown else -bar.pageStep()))
        elif not self._zoom_typed(event.text()):
            super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_under(self._spot_at(event.position().toPoint()))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        found = self._spot_at(point) if event.button() == Qt.MouseButton.LeftButton else None
        self._pressed = (found, point) if found is not None else None

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        (begun, start), self._pressed = self._pressed, None
        point = event.position().toPoint()
        found = self._spot_at(point)
        if (point - start).manhattanLength() < QApplication.startDragDistance():
            self._go_to(begun)
            self._open()
        elif found is not None and found != begun:
            self.dropped.emit(self._spots[begun].link, self._spots[found].link)
        elif found is None:
            self._drop_beside(self._spots[begun].link, (QPointF(point) - self._origin()) / self._scale())

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._at is None and self._spots:
            self._at = 0
            self._tell()
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    # Inside

    def _size(self) -> tuple[float, float]:
        """Width and height of the column of pages, in points on paper."""
        if not self._pages:
            return 1.0, 1.0
        last = self._pages[-1]
        wide = max(page.width * page.scale for page in self._pages)
        return wide, tops_of(self._pages)[-1] + last.height * last.scale

    def _scale(self) -> float:
        """Pixels of the interface per point on paper."""
        if self._zoom is not None:
            return self._zoom / _POINTS_PER_PIXEL
        return max((self.viewport().width() - 2 * Space.M) / self._size()[0], _LEAST_SCALE)

    def _origin(self) -> QPointF:
        """Where the column begins in the viewport."""
        wide = self._size()[0] * self._scale() + 2 * Space.M
        spare = max((self.viewport().width() - wide) / 2, 0)
        left = Space.M + spare - self.horizontalScrollBar().value()
        return QPointF(left, Space.M - self.verticalScrollBar().value())

    def _frame(self, number: int) -> QRectF:
        page, scale = self._pages[number], self._scale()
        top = tops_of(self._pages)[number] * scale
        return QRectF(0, top, page.width * page.scale * scale, page.height * page.scale * scale)

    def _seen(self) -> QRectF:
        """What of the scrolled area is in view."""
        room = self.viewport().rect()
        return QRectF(room.translated(self.horizontalScrollBar().value(), self.verticalScrollBar().value()))

    def _on_screen(self, number: int) -> QRectF:
        place, scale = self._spots[number].place, self._scale()
        moved = QRectF(place.left() * scale, place.top() * scale, place.width() * scale, place.height() * scale)
        return moved.translated(self._origin())

    def _lay_out(self) -> None:
        self._pictures.clear()
        wide, high = (side * self._scale() + 2 * Space.M for side in self._size())
        for bar, need, room in (
            (self.horizontalScrollBar(), wide, self.viewport().width()),
            (self.verticalScrollBar(), high, self.viewport().height()),
        ):
            bar.setRange(0, max(round(need) - room, 0))
            bar.setPageStep(room)
        self.viewport().update()
        self.zoom_changed.emit(self.zoom)

    def _recolour(self) -> None:
        self._shown = tuple(page_for_screen(page) for page in self._pages)
        self._lay_out()

    def _paint_page(self, painter: QPainter, number: int, frame: QRectF) -> None:
        density = self.devicePixelRatioF()
        if frame.width() * frame.height() * density * density > _MOST_PIXELS:
            self._draw(painter, number, frame)
        else:
            picture = self._pictures.get(number)
            if picture is None:
                picture = QPixmap(frame.size().toSize() * density)
                picture.setDevicePixelRatio(density)
                picture.fill(QColor(paper_colour()))
                with QPainter(picture) as fresh:
                    self._draw(fresh, number, QRectF(QPointF(0, 0), frame.size()))
                self._pictures[number] = picture
            painter.drawPixmap(frame.topLeft(), picture)
        painter.setPen(colour(Role.LINE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _draw(self, painter: QPainter, number: int, frame: QRectF) -> None:
        page = self._shown[number]
        painter.save()
        painter.setClipRect(frame)
        painter.fillRect(frame, QColor(paper_colour()))
        painter.translate(frame.topLeft())
        painter.scale(self._scale(), self._scale())
        for shape in page.shapes:
            if isinstance(shape, Modules):
                box = shape.bounds.inset(-4)
                ground = QRectF(box.left, box.top, box.width, box.height)
                scaled = QRectF(ground.topLeft() * page.scale, ground.size() * page.scale)
                painter.fillRect(scaled, QColor(PAPER))
        paint_page(painter, page)
        painter.restore()

    def _spot_at(self, point: QPoint) -> int | None:
        """The smallest place under a point of the viewport."""
        there = (QPointF(point) - self._origin()) / self._scale()
        found = [n for n, spot in enumerate(self._spots) if spot.holds(there)]
        return min(found, key=lambda n: self._spots[n].place.width() * self._spots[n].place.height(), default=None)

    def _drop_beside(self, link: Link, there: QPointF) -> None:
        tops = tops_of(self._pages)
        number = max((n for n, top in enumerate(tops) if top <= there.y()), default=0)
        page = self._pages[number]
        self.dropped_beside.emit(link, number, there.x() / page.scale, (there.y() - tops[number]) / page.scale)

    def _set_under(self, number: int | None) -> None:
        if number != self._under:
            self._under = number
            shape = Qt.CursorShape.ArrowCursor if number is None else Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    def _zoom_typed(self, text: str) -> bool:
        if text in {"+", "=", "-"}:
            self.step_zoom(-1 if text == "-" else 1)
        elif text == "0":
            self.set_zoom(None)
        else:
            return False
        return True

    def _go(self, across: int, down: int, *, push: bool) -> None:
        """To the next place; or that what has the ring be moved."""
        if not push:
            self._step(across, down)
        elif self.place is not None:
            self.pushed.emit(self.place, across, down)

    def _step(self, across: int, down: int) -> None:
        if self._at is None:
            if self._spots:
                self._go_to(0)
            return
        found = nearest([spot.place for spot in self._spots], self._at, across, down)
        if found is not None:
            self._go_to(found)

    def _go_to(self, number: int) -> None:
        self._at = number
        self._bring_into_view(number)
        self._tell()
        self.viewport().update()

    def _open(self) -> None:
        if self.place is not None:
            self.opened.emit(self.place)

    def _bring_into_view(self, number: int) -> None:
        bring_into_view(self, self._on_screen(number).toAlignedRect())

    def _tell(self) -> None:
        """Say where the ring is: to the page, and to a screen reader at once."""
        words = self.place.words if self.place is not None else ""
        self.setAccessibleDescription(
            _("{words}，第 {n} 处，共 {all} 处").format(words=words, n=(self._at or 0) + 1, all=len(self._spots))
            if words
            else ""
        )
        if words and self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.place_changed.emit(self.place)
