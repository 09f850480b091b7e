"""The places of a print that lead to organizations: what lies under a point, and what is next in a direction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from exports.pdf.shapes import Link
from ui.reports.page_column import PageColumn
from ui.shape_spots import nearest
from ui.theme.fonts import font
from ui.theme.paint import paint_box
from ui.theme.palette import colour
from ui.theme.tokens import Radius, Role, Space, TextSize

_LINE_HIGH = 6.0  # points: what begins within so much stands on one line
_LEAST = 3.0  # points: what is thinner is still hit


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A link of a page (from 0)."""

    page: int
    link: Link


class PageLinks:
    """The links of a document, page by page, row by row as one reads them."""

    def __init__(self, links: Sequence[Sequence[Link]] = ()) -> None:
        self._pages = [
            sorted(page, key=lambda link: (round(link.bounds.top / _LINE_HIGH), link.bounds.left)) for page in links
        ]

    def on(self, page: int) -> list[PagePlace]:
        """Those of a page."""
        return [PagePlace(page, link) for link in self._pages[page]] if 0 <= page < len(self._pages) else []

    def at(self, page: int, x: float, y: float) -> PagePlace | None:
        """The smallest that holds a point of a page."""
        found = [place for place in self.on(page) if _holds(place.link, QPointF(x, y))]
        return min(found, key=lambda place: place.link.bounds.width * place.link.bounds.height, default=None)

    def again(self, before: PagePlace | None) -> PagePlace | None:
        """What stands for the same now, on the same page at best."""
        if before is None:
            return None
        order = sorted(range(len(self._pages)), key=lambda page: abs(page - before.page))
        alike = (place for page in order for place in self.on(page) if place.link.target == before.link.target)
        return next(alike, None)

    def beside(self, here: PagePlace, across: int, down: int, column: PageColumn) -> PagePlace | None:
        """The next one in a direction, on this page or the one before or after."""
        pages = range(max(here.page - 1, 0), min(here.page + 2, len(self._pages)))
        places = [place for page in pages for place in self.on(page)]
        found = nearest([place_in(column, place) for place in places], _number(places, here), across, down)
        return places[found] if found is not None else None


def place_in(column: PageColumn, place: PagePlace) -> QRectF:
    """Where it stands in the column of pages, in device pixels."""
    page, box, scale = column.place(place.page), place.link.bounds, column.scale
    wide, high = max(box.width, _LEAST), max(box.height, _LEAST)
    return QRectF(page.left + box.left * scale, page.top + box.top * scale, wide * scale, high * scale)


def _number(places: Iterable[PagePlace], wanted: PagePlace) -> int:
    return next(n for n, place in enumerate(places) if place == wanted)


def _holds(link: Link, point: QPointF) -> bool:
    box = link.bounds
    if not QRectF(box.left, box.top, max(box.width, _LEAST), max(box.height, _LEAST)).contains(point):
        return False
    outline = QPolygonF([QPointF(x, y) for x, y in link.outline])
    return not link.outline or outline.containsPoint(point, Qt.FillRule.OddEvenFill)


def paint_told(painter: QPainter, room: QRectF, words: str) -> None:
    """What would be opened, in words at the lower edge of what is seen."""
    painter.save()
    painter.setFont(font(TextSize.SMALL))
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, round(room.width() - 4 * Space.M))
    high = metrics.height() + Space.S
    wide = metrics.horizontalAdvance(shown) + 2 * Space.S
    box = QRectF(room.left() + Space.S, room.bottom() - high - Space.S, wide, high)
    paint_box(painter, box, Radius.CARD, colour(Role.SURFACE), colour(Role.LINE2))
    painter.setPen(colour(Role.TEXT))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()
