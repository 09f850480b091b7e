"""A row of fields that becomes two or three where the window is narrow or the text is large; nothing is cut."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem
from typing_extensions import override

from ui.theme.palette import px
from ui.theme.tokens import Space


@dataclass(slots=True)
class _Stop:
    item: QLayoutItem
    least: int  # pixels at a font scale of 100 %
    share: int


class FieldFlow(QLayout):
    """Widgets side by side, each with its least width and its share of what is left over.

    Buttons (share 0) that have to go into a further line stand at its right. `even` makes columns of one width.
    """

    def __init__(self, *, even: bool = False) -> None:
        super().__init__()
        self._stops: list[_Stop] = []
        self._even = even
        self._known: dict[int, list[tuple[QLayoutItem, QRect]]] = {}  # by width: Qt asks hundreds of times

    def add(self, widget: QWidget, *, least: int, share: int) -> None:
        """Put a widget at the end; `least` grows with the font scale. Share 0 keeps the least width."""
        self.addChildWidget(widget)
        self._stops.append(_Stop(QWidgetItem(widget), least, share))
        self.invalidate()

    def clear(self) -> None:
        """Take all widgets out and away."""
        for stop in self._stops:
            if (widget := stop.item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._stops = []
        self.invalidate()

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._stops.append(_Stop(item, 0, 0))
        self.invalidate()

    @override
    def count(self) -> int:
        return len(self._stops)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._stops[index].item if 0 <= index < len(self._stops) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._stops):
            return None
        self.invalidate()
        return self._stops.pop(index).item

    @override
    def invalidate(self) -> None:
        self._known.clear()
        super().invalidate()

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return max((place.bottom() + 1 for _item, place in self._places(width)), default=0)

    @override
    def sizeHint(self) -> QSize:
        width = sum(self._least(stop) + Space.M for stop in self._shown()) - Space.M
        return QSize(max(width, 0), self.heightForWidth(max(width, 0)))

    @override
    def minimumSize(self) -> QSize:
        widest = max((self._least(stop) for stop in self._shown()), default=0)
        tallest = max((stop.item.minimumSize().height() for stop in self._shown()), default=0)
        return QSize(widest, tallest)

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, place in self._places(rect.width()):
            item.setGeometry(place.translated(rect.topLeft()))

    def _shown(self) -> list[_Stop]:
        return [stop for stop in self._stops if not stop.item.isEmpty()]

    def _least(self, stop: _Stop) -> int:
        return max(px(stop.least), stop.item.minimumSize().width())

    def _columns(self, width: int) -> int:
        """How many even columns there are."""
        shown = self._shown()
        widest = max((self._least(stop) for stop in shown), default=1)
        return max(1, min(len(shown), (width + Space.M) // (widest + Space.M)))

    def _rows(self, width: int) -> list[list[_Stop]]:
        if self._even:
            shown, columns = self._shown(), self._columns(width)
            return [shown[start : start + columns] for start in range(0, len(shown), columns)]
        rows: list[list[_Stop]] = []
        taken = 0
        for stop in self._shown():
            least = self._least(stop)
            if rows and taken + Space.M + least <= width:
                rows[-1].append(stop)
                taken += Space.M + least
            else:
                rows.append([stop])
                taken = least
        return rows

    def _places(self, width: int) -> list[tuple[QLayoutItem, QRect]]:
        if width not in self._known:
            self._known[width] = self._placed(width)
        return self._known[width]

    def _placed(self, width: int) -> list[tuple[QLayoutItem, QRect]]:
        places: list[tuple[QLayoutItem, QRect]] = []
        top = 0
        for row in self._rows(width):
            widths = self._widths(row, width)
            height = max(_height(stop.item, each) for stop, each in zip(row, widths, strict=True))
            is_buttons = top > 0 and any(stop.share for stop in self._stops) and not any(stop.share for stop in row)
            left = width - sum(widths) - Space.M * (len(row) - 1) if is_buttons else 0
            for stop, each in zip(row, widths, strict=True):
                places.append((stop.item, QRect(left, top, each, height)))
                left += each + Space.M
            top += height + Space.S
        return places

    def _widths(self, row: list[_Stop], width: int) -> list[int]:
        if self._even:
            columns = self._columns(width)
            return [(width - Space.M * (columns - 1)) // columns] * len(row)
        least = [min(self._least(stop), width) for stop in row]
        spare = max(width - sum(least) - Space.M * (len(row) - 1), 0)
        shares = sum(stop.share for stop in row)
        if not shares:
            return least
        widths = []
        for each, stop in zip(least, row, strict=True):
            part = spare * stop.share // shares  # of what is left, so that the last one ends at the edge
            widths.append(each + part)
            spare, shares = spare - part, shares - stop.share
            if not shares:
                spare, shares = 0, 1
        return widths


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
