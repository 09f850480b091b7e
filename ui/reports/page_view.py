"""The pages of a print as they are: white paper on the window's ground, sharp at every zoom and screen density."""

from collections.abc import Iterable, Sequence
from enum import Enum

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget
from typing_extensions import override

from exports.pdf.reading import PdfPages
from exports.pdf.shapes import Link
from models.language import _
from ui.reports.page_column import PageColumn, PlacedPage
from ui.reports.page_links import PageLinks, PagePlace, paint_told, place_in
from ui.reports.page_pictures import PagePictures, Tile, tiles_of
from ui.shape_spots import bring_into_view
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, theme
from ui.theme.tokens import PAPER, Role, Space

ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_POINTS_PER_PIXEL = 72 / 96  # at 100 %
_LEAST_SCALE = 0.02
_LINE = 40
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Fit(Enum):
    """How large the pages are: as wide as there is room, a whole page, or a fixed zoom."""

    WIDTH = "width"
    PAGE = "page"
    ZOOM = "zoom"


class PageView(QAbstractScrollArea):
    """PgUp and PgDn turn pages, + and - zoom; arrows go from number to number and row to row, Enter opens.

    Where nothing leads anywhere the arrows scroll, and with Ctrl they always do.
    """

    page_changed = Signal(int)  # from 0
    zoom_changed = Signal(float)  # 1.0 is the size on paper
    opened = Signal(object)  # Link

    def __init__(self, pictures: PagePictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._fit = Fit.WIDTH
        self._zoom = 1.0
        self._column = PageColumn((), 1.0, 1, 1)
        self._page = 0
        self._links = PageLinks()
        self._at: PagePlace | None = None
        self._lost: PagePlace | None = None
        self._under: PagePlace | None = None
        self._pressed: PagePlace | None = None
        pictures.add_viewer(self._wanted)
        pictures.arrived.connect(self._update_page)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # A bar that comes and goes changes the width, which changes the height, which takes the bar away again.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("打印预览"))
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._notice_page)
        self.verticalScrollBar().setSingleStep(_LINE)
        self.horizontalScrollBar().setSingleStep(_LINE)
        theme.follow(self.viewport().update)

    @property
    def page(self) -> int:
        """The page that is looked at, from 0."""
        return self._page

    @property
    def zoom(self) -> float:
        """1.0 is the size on paper."""
        return self._column.scale * _POINTS_PER_PIXEL / self._density()

    @property
    def fit(self) -> Fit:
        """How the size is chosen."""
        return self._fit

    @property
    def place(self) -> Link | None:
        """The place that has the ring."""
        return self._at.link if self._at is not None else None

    def show_links(self, links: Sequence[Sequence[Link]]) -> None:
        """What leads somewhere on the pages; the ring stays at what it stood for, if that is still there."""
        self._links = PageLinks(links)
        wanted, self._pressed = self._at or self._lost, None
        self._at = self._links.again(wanted)
        self._lost = wanted if self._at is None else None  # it is made anew: perhaps it is there again
        self._set_under(None)
        self.viewport().update()

    def show_document(self, page: int = 0) -> None:
        """The pictures are of another document: show it from a page on."""
        page = page if page < self._count() else 0
        self._lay_out()
        self._page = -1 if self._count() else 0
        self.go_to(page)

    def go_to(self, page: int) -> None:
        """Bring the upper edge of a page (from 0) to the top."""
        if not self._count():
            return
        page = max(0, min(page, self._count() - 1))
        self.verticalScrollBar().setValue(round(self._column.place(page).top / self._density()))
        self._set_page(page)

    def set_fit(self, fit: Fit, zoom: float = 1.0) -> None:
        """Choose the size; the page that is looked at stays in view."""
        page, before = self._page, self._column
        into = self.verticalScrollBar().value() * self._density() - before.place(page).top if self._count() else 0.0
        self._fit, self._zoom = fit, zoom
        self._lay_out()
        if self._count():
            top = self._column.place(page).top + into * self._column.scale / before.scale
            self.verticalScrollBar().setValue(round(top / self._density()))
        self._notice_page()

    def step_zoom(self, step: int) -> None:
        """The next larger or smaller zoom."""
        now = self.zoom
        if step > 0:
            chosen = next((zoom for zoom in ZOOMS if zoom > now * 1.01), ZOOMS[-1])
        else:
            chosen = next((zoom for zoom in reversed(ZOOMS) if zoom < now * 0.99), ZOOMS[0])
        self.set_fit(Fit.ZOOM, chosen)

    # What Qt asks

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.set_fit(self._fit, self._zoom)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.set_fit(self._fit, self._zoom)
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        density = self._density()
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), colour(Role.WINDOW))
            for placed in self._visible():
                self._paint_page(painter, placed, density)
            self._paint_places(painter)
            if self.hasFocus():
                paint_ring(painter, QRectF(self.viewport().rect()), 0)
        self._pictures.make_missing()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _WAYS and plain and self._step(*_WAYS[key]):
            return
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain and self._at is not None:
            self.opened.emit(self._at.link)
        elif key == Qt.Key.Key_PageDown:
            self.go_to(self._page + 1)
        elif key == Qt.Key.Key_PageUp:
            at_top = self.verticalScrollBar().value() <= self._column.place(self._page).top / self._density() + 1
            self.go_to(self._page - 1 if at_top else self._page)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if key == Qt.Key.Key_Home else self._count() - 1)
        elif event.text() in {"+", "="}:
            self.step_zoom(1)
        elif event.text() == "-":
            self.step_zoom(-1)
        else:
            super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._set_under(None)
        return super().viewportEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_under(self._place_at(event.position().toPoint()))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self._place_at(event.position().toPoint()) if is_left else None

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        begun, self._pressed = self._pressed, None
        if begun is not None and self._place_at(event.position().toPoint()) == begun:
            self._go(begun)
            self.opened.emit(begun.link)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    # What leads somewhere

    def _place_at(self, point: QPoint) -> PagePlace | None:
        """What lies under a point of the viewport."""
        x, y = self._origin()
        density, scale = self._density(), self._column.scale
        across, down = point.x() * density - x, point.y() * density - y
        for placed in self._visible():
            if placed.top <= down <= placed.top + placed.height:
                return self._links.at(placed.number, (across - placed.left) / scale, (down - placed.top) / scale)
        return None

    def _on_screen(self, place: PagePlace) -> QRectF:
        x, y = self._origin()
        box, density = place_in(self._column, place).translated(x, y), self._density()
        return QRectF(box.topLeft() / density, box.size() / density)

    def _set_under(self, place: PagePlace | None) -> None:
        if place != self._under:
            self._under = place
            shape = Qt.CursorShape.ArrowCursor if place is None else Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    def _step(self, across: int, down: int) -> bool:
        """To the next place; to the first that is seen of the page where none has the ring. Whether there is one."""
        room = QRectF(self.viewport().rect())
        if self._at is not None and self._on_screen(self._at).intersects(room):
            found = self._links.beside(self._at, across, down, self._column)
        else:
            pages = (placed.number for placed in self._visible())
            places = (place for page in pages for place in self._links.on(page))
            found = next((place for place in places if room.contains(self._on_screen(place).center())), None)
        if found is not None:
            self._go(found)
        return found is not None

    def _go(self, place: PagePlace) -> None:
        self._at = place
        bring_into_view(self, self._on_screen(place).toAlignedRect())
        words = self._words_of(place)
        self.setAccessibleDescription(words)
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.viewport().update()

    def _words_of(self, place: PagePlace) -> str:
        return _("{words}　Enter 打开").format(words=place.link.words)

    def _paint_places(self, painter: QPainter) -> None:
        """The ring of the keyboard, a frame under the pointer, and in words what would be opened."""
        if self._under is not None and self._under != self._at:
            paint_box(painter, self._on_screen(self._under), 2, None, colour(Role.FOCUS))
        if self._at is not None:
            ring = self._on_screen(self._at).adjusted(-2, -2, 2, 2)
            paint_ring(painter, ring, 2, None if self.hasFocus() else colour(Role.LINE2))
        room = QRectF(self.viewport().rect())
        if self._under is not None and self._under != self._at:
            paint_told(painter, room, self._under.link.words)
        elif self._at is not None and (self._under is not None or self.hasFocus()):
            paint_told(painter, room, self._words_of(self._at))

    # Inside

    def _density(self) -> float:
        return self.devicePixelRatioF()

    def _count(self) -> int:
        return len(self._pictures.pages.sizes) if self._pictures.pages is not None else 0

    def _lay_out(self) -> None:
        density = self._density()
        pages: PdfPages | None = self._pictures.pages
        sizes = pages.sizes if pages is not None else ()
        room = round(self.viewport().width() * density)
        self._column = PageColumn(sizes, self._scale(sizes), room, round(Space.M * density))
        high = round((self._column.height / density) + 2 * Space.M)
        wide = round(self._column.width / density) + (2 * Space.M if self._column.width > room else 0)
        self.verticalScrollBar().setRange(0, max(high - self.viewport().height(), 0))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.horizontalScrollBar().setRange(0, max(wide - self.viewport().width(), 0))
        self.horizontalScrollBar().setPageStep(self.viewport().width())
        self.viewport().update()
        self.zoom_changed.emit(self.zoom)

    def _scale(self, sizes: Iterable[tuple[float, float]]) -> float:
        """Pixels of the device per point."""
        density = self._density()
        if self._fit is Fit.ZOOM:
            return self._zoom / _POINTS_PER_PIXEL * density
        widest = max((wide for wide, _high in sizes), default=1.0)
        highest = max((high for _wide, high in sizes), default=1.0)
        across = ((self.viewport().width() - 2 * Space.M) * density - 1) / widest
        down = ((self.viewport().height() - 2 * Space.M) * density - 1) / highest
        return max(across if self._fit is Fit.WIDTH else min(across, down), _LEAST_SCALE)

    def _origin(self) -> tuple[int, int]:
        """Where the column's corner stands in the viewport, in device pixels."""
        density = self._density()
        wider = self._column.width > round(self.viewport().width() * density)
        left = (Space.M if wider else 0) - self.horizontalScrollBar().value()
        return round(left * density), round((Space.M - self.verticalScrollBar().value()) * density)

    def _visible(self) -> list[PlacedPage]:
        top = -self._origin()[1]
        bottom = top + round(self.viewport().height() * self._density())
        return [self._column.place(number) for number in self._column.between(top, bottom)]

    def _tiles(self, placed: PlacedPage, *, ahead: int = 0) -> list[Tile]:
        """The tiles of a page that are in view, or come into view within `ahead` device pixels."""
        x, y = self._origin()
        wide = round(self.viewport().width() * self._density())
        high = round(self.viewport().height() * self._density()) + ahead
        left, top = -x - placed.left, -y - placed.top
        seen = (left, top, left + wide, top + high)
        return tiles_of(placed.number, self._column.scale, (placed.width, placed.height), seen)

    def _wanted(self) -> Iterable[Tile]:
        if not self.isVisible():
            return
        for placed in self._visible():
            yield from self._tiles(placed)
        ahead = round(self.viewport().height() * self._density()) // 2
        bottom = -self._origin()[1] + round(self.viewport().height() * self._density())
        for number in self._column.between(bottom, bottom + ahead):
            yield from self._tiles(self._column.place(number), ahead=ahead)

    def _paint_page(self, painter: QPainter, placed: PlacedPage, density: float) -> None:
        x, y = self._origin()
        left, top = x + placed.left, y + placed.top
        paper = QRectF(left / density, top / density, placed.width / density, placed.height / density)
        painter.fillRect(paper, QColor(PAPER))
        for tile in self._tiles(placed):
            picture = self._pictures.get(tile)
            if picture is not None:
                picture.setDevicePixelRatio(density)
                at = QPointF((left + tile.part.left) / density, (top + tile.part.top) / density)
                painter.drawPixmap(at, picture)
        painter.setPen(colour(Role.LINE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(paper.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _update_page(self, page: int) -> None:
        if any(placed.number == page for placed in self._visible()):
            self.viewport().update()

    def _notice_page(self, *_value: object) -> None:
        if self._count():
            third = self.viewport().height() * self._density() / 3
            self._set_page(self._column.page_at(round(-self._origin()[1] + third)))

    def _set_page(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.setAccessibleDescription(_("第 {n} 页，共 {all} 页").format(n=page + 1, all=self._count()))
            self.page_changed.emit(page)
