"""The header of a record table: small bold words, aligned as their cells, the sort arrow after the word."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from models.language import _
from ui.shared.record_model import Align, ColumnSpec
from ui.theme.fonts import font
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import Height, Role, Space, TextSize

_ARROW_GAP, _ARROW_WIDTH, _ARROW_HEIGHT = 5, 7, 5


class RecordHeader(QHeaderView):
    """Words, widths and the sort of the columns."""

    sort_asked = Signal(str, bool)  # key of the column, descending
    order_asked = Signal(object)  # keys of the columns from left to right, after one was dragged
    width_chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._specs: tuple[ColumnSpec, ...] = ()
        self._chosen_widths: dict[str, int] = {}
        self._sort_key = ""
        self._descending = False
        self._room = 0
        self._placing = False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSectionSize(Space.S)
        self.sectionResized.connect(self._remember_width)
        self.sectionMoved.connect(self._ask_order)
        self.sectionClicked.connect(self._ask_sort)
        theme.follow(self._restyle)

    def set_specs(self, specs: Sequence[ColumnSpec]) -> None:
        """Show these columns."""
        self._specs = tuple(specs)
        self.place_columns(self._room)

    def set_sort(self, key: str, *, descending: bool) -> None:
        """Show the arrow at a column; sorting itself is the screen's."""
        self._sort_key, self._descending = key, descending
        self.viewport().update()

    def frozen_section(self) -> int:
        """The section of the name while it is scrolled out to the left, so that it is painted at the edge; else -1."""
        for number, spec in enumerate(self._specs):
            if spec.is_name and not self.isSectionHidden(number) and self.sectionViewportPosition(number) < 0:
                return number
        return -1

    def chosen_widths(self) -> dict[str, int]:
        """The widths that a person chose by dragging, by column key, at a font scale of 100 %."""
        return dict(self._chosen_widths)

    def set_chosen_widths(self, widths: Mapping[str, int]) -> None:
        """Use chosen widths again."""
        self._chosen_widths = dict(widths)
        self.place_columns(self._room)

    def place_columns(self, room: int) -> None:
        """Give every column its width; those with `stretch` whose width nobody chose share what is left of `room`."""
        self._room = room
        shown = [number for number in range(len(self._specs)) if not self.isSectionHidden(number)]
        widths = {number: self._width(self._specs[number]) for number in shown}
        spare = max(room - sum(widths.values()), 0)
        shares = sum(self._stretch(self._specs[number]) for number in shown)
        self._placing = True
        for number in shown:
            stretch = self._stretch(self._specs[number])
            share = spare * stretch // shares if shares else 0
            self.resizeSection(number, widths[number] + share)
        self._placing = False

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), px(Height.TABLE_HEAD))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            ground = self.viewport().rect()
            painter.fillRect(ground, colour(Role.SURFACE2))
            for number in range(len(self._specs)):
                if not self.isSectionHidden(number):
                    left = self.sectionViewportPosition(number)
                    self._paint_section(painter, number, QRect(left, 0, self.sectionSize(number), self.height()))
            frozen = self.frozen_section()
            if frozen >= 0:
                box = QRect(0, 0, self.sectionSize(frozen), self.height())
                painter.fillRect(box, colour(Role.SURFACE2))
                self._paint_section(painter, frozen, box)
                painter.fillRect(QRect(box.right(), 0, 1, box.height()), colour(Role.LINE2))
            painter.fillRect(QRect(0, self.height() - 1, ground.width(), 1), colour(Role.LINE2))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.viewport().update()

    def _paint_section(self, painter: QPainter, number: int, box: QRect) -> None:
        spec = self._specs[number]
        if spec.sortable and spec.heading and box.contains(self._pointer()):
            painter.fillRect(box, colour(Role.HOVER))
        metrics = QFontMetricsF(font(TextSize.SMALL, bold=True))
        text = _(spec.heading) if spec.heading else ""
        width = metrics.horizontalAdvance(text)
        x = float(box.left() + Space.S)
        if spec.align is Align.RIGHT:
            x = box.right() + 1 - Space.S - width
        elif spec.align is Align.CENTRE:
            x = box.center().x() - width / 2
        baseline = round(box.center().y() + (metrics.ascent() - metrics.descent()) / 2)
        painter.setFont(font(TextSize.SMALL, bold=True))
        painter.setPen(colour(Role.TEXT2))
        painter.drawText(QPointF(x, baseline), text)
        if spec.key == self._sort_key:
            left = x - _ARROW_GAP - _ARROW_WIDTH if spec.align is Align.RIGHT else x + width + _ARROW_GAP
            self._paint_arrow(painter, QRectF(left, box.center().y() - 2, _ARROW_WIDTH, _ARROW_HEIGHT))

    def _paint_arrow(self, painter: QPainter, box: QRectF) -> None:
        foot, tip = (box.top(), box.bottom()) if self._descending else (box.bottom(), box.top())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(Role.TEXT2))
        painter.drawPolygon(
            QPolygonF([QPointF(box.left(), foot), QPointF(box.right(), foot), QPointF(box.center().x(), tip)])
        )
        painter.restore()

    def _pointer(self) -> QPoint:
        return self.viewport().mapFromGlobal(self.cursor().pos()) if self.underMouse() else QPoint(-1, -1)

    def _width(self, spec: ColumnSpec) -> int:
        return px(self._chosen_widths.get(spec.key, spec.usual_width))

    def _stretch(self, spec: ColumnSpec) -> int:
        return 0 if spec.key in self._chosen_widths else spec.stretch

    def _restyle(self) -> None:
        self.setFixedHeight(px(Height.TABLE_HEAD))
        self.place_columns(self._room)

    def _remember_width(self, number: int, before: int, after: int) -> None:
        """What is hidden, or shown again, was not given a width by anybody."""
        if not (before and after):
            return
        if not self._placing and 0 <= number < len(self._specs) and not self.isSectionHidden(number):
            self._chosen_widths[self._specs[number].key] = round(after * 100 / theme.scale)
            self.width_chosen.emit()

    def _ask_order(self, _number: int, before: int, after: int) -> None:
        """The screen puts its columns into the order; here they stay where the model has them."""
        if self._placing:
            return
        keys = [self._specs[self.logicalIndex(place)].key for place in range(len(self._specs))]
        self._placing = True
        self.moveSection(after, before)
        self._placing = False
        self.order_asked.emit(keys)

    def _ask_sort(self, number: int) -> None:
        spec = self._specs[number]
        if spec.sortable and spec.heading:
            self.sort_asked.emit(spec.key, spec.key == self._sort_key and not self._descending)


class HeaderCorner(QWidget):
    """Carries the header on over the scroll bar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme.follow(self._restyle)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour(Role.SURFACE2))
            painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), colour(Role.LINE2))

    def _restyle(self) -> None:
        self.setFixedHeight(px(Height.TABLE_HEAD))
