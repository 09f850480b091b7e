"""Where the links of pages stand, one page below the other, and which of them is next in a direction."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPolygonF
from PySide6.QtWidgets import QAbstractScrollArea

from exports.pdf.shapes import Link, Page

_ROOM = 24  # pixels kept visible round what is brought into view
_BETWEEN = 1.02  # of the height of a page
_LINE_HIGH = 12.0  # points: what begins within so much stands on one line
_ASIDE = 4.0  # how much further something aside is than something ahead


@dataclass(frozen=True, slots=True)
class Spot:
    """A link with its place in the column of pages, in points on paper."""

    link: Link
    place: QRectF
    outline: QPolygonF | None

    def holds(self, point: QPointF) -> bool:
        """Whether a point lies in it."""
        if not self.place.contains(point):
            return False
        return self.outline is None or self.outline.containsPoint(point, Qt.FillRule.OddEvenFill)


def tops_of(pages: Sequence[Page]) -> list[float]:
    """Where each page begins, in points on paper."""
    tops, top = [], 0.0
    for page in pages:
        tops.append(top)
        top += page.height * page.scale * _BETWEEN
    return tops


def spots_of(pages: Sequence[Page]) -> list[Spot]:
    """The links of all pages, row by row as one reads them."""
    found = []
    for page, top in zip(pages, tops_of(pages), strict=True):
        scale = page.scale
        for shape in page.shapes:
            if isinstance(shape, Link):
                box = shape.bounds
                wide, high = max(box.width * scale, 1), max(box.height * scale, 1)
                place = QRectF(box.left * scale, box.top * scale + top, wide, high)
                points = [QPointF(x * scale, y * scale + top) for x, y in shape.outline]
                found.append(Spot(shape, place, QPolygonF(points) if points else None))
    return sorted(found, key=lambda spot: (round(spot.place.top() / _LINE_HIGH), spot.place.left()))


def bring_into_view(area: QAbstractScrollArea, box: QRect) -> None:
    """Scroll so far that a box of the viewport is seen, with a little room round it."""
    box, room = box.adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM), area.viewport().rect()
    for bar, low, high, end in (
        (area.horizontalScrollBar(), box.left(), box.right(), room.width()),
        (area.verticalScrollBar(), box.top(), box.bottom(), room.height()),
    ):
        if low < 0 or high - low > end:
            bar.setValue(bar.value() + low)
        elif high > end:
            bar.setValue(bar.value() + high - end)


def nearest(places: Sequence[QRectF], at: int, across: int, down: int) -> int | None:
    """The place that lies next in a direction: ahead first, aside only a little; None if there is nothing."""
    here = places[at]
    best: tuple[float, int] | None = None
    for number, place in enumerate(places):
        if across:
            ahead = across * (place.center().x() - here.center().x())
            gap = max(place.left() - here.right(), here.left() - place.right(), 0.0)
            aside = max(place.top() - here.bottom(), here.top() - place.bottom(), 0.0)
            off = abs(place.center().y() - here.center().y())
        else:
            ahead = down * (place.center().y() - here.center().y())
            gap = max(place.top() - here.bottom(), here.top() - place.bottom(), 0.0)
            aside = max(place.left() - here.right(), here.left() - place.right(), 0.0)
            off = abs(place.center().x() - here.center().x())
        if number == at or ahead <= 0.5:  # noqa: PLR2004 - half a point
            continue
        far = gap + _ASIDE * aside + ahead / 100 + off / 50
        if best is None or far < best[0]:
            best = (far, number)
    return best[1] if best else None
