"""The form as a sheet: its texts, what it will be filled with, and which cells take what. Arrows move, Enter asks."""

from datetime import timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from exports.superior_form import FilledForm, Form, FormSpec
from exports.superior_form.patching import Place, Value, address, column_letters
from exports.superior_form.spec import is_particular
from models.language import _
from ui.superior_form.meanings import label_of
from ui.theme.fonts import font
from ui.theme.paint import paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import Density, Role, Space, TextSize

_Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NARROWEST, _WIDEST = 56, 220
_MORE_ROWS, _MORE_COLUMNS = 4, 2
_SAMPLED = 200


class FormModel(QAbstractTableModel):
    """Texts of the form, values over them."""

    def __init__(self, form: Form, spec: FormSpec, filled: FilledForm) -> None:
        super().__init__()
        self.form = form
        self.spec = spec
        self.filled = filled
        places = [*form.texts, *filled.values]
        self._rows = max((row for row, _column in places), default=0) + _MORE_ROWS
        self._columns = max((column for _row, column in places), default=0) + _MORE_COLUMNS

    def place(self, index: _Index) -> Place:
        """Row and column of the sheet, from 1."""
        return index.row() + 1, index.column() + 1

    def value(self, place: Place) -> Value | None:
        """What the cell will be filled with."""
        return self.filled.values.get(self.form.corner(place))

    def shown(self, place: Place) -> str:
        """The text that stands in the cell, filled or as it was."""
        if self.form.corner(place) != place:
            return ""
        value = self.value(place)
        if value is None:
            return self.form.texts.get(place, "")
        style = self.form.style(place)
        if isinstance(value, float) and style in self.form.percents:
            return f"{value:.1%}"
        if isinstance(value, int) and style in self.form.dates:
            return (self.form.epoch + timedelta(days=value)).isoformat()
        return " ".join(str(value).split())

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else self._rows

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._columns

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.shown(self.place(index))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.words(self.place(index))
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return column_letters(section + 1) if orientation == Qt.Orientation.Horizontal else str(section + 1)

    def words(self, place: Place) -> str:
        """The cell for a screen reader."""
        meaning = self.spec.meaning_at(place)
        parts = [address(*place), self.shown(place)]
        if meaning is not None:
            said = label_of(meaning)
            parts.append(said if is_particular(meaning) else _("填{what}").format(what=said))
        return " ".join(part for part in parts if part)


class FormGrid(QTableView):
    """`asked` when the person wants to say what the current cell takes, `cleared` when nothing."""

    asked = Signal()
    cleared = Signal()
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_CellPainter(self))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setAccessibleName(_("上级表格"))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self._ask)
        theme.follow(self._restyle)

    def show_form(self, model: FormModel) -> None:
        """Show a form; the current cell stays where it is."""
        current = self.currentIndex()
        at = (current.row(), current.column()) if current.isValid() else None
        old = self.model()
        self.setModel(model)
        if old is not None:
            old.deleteLater()
        self._place(model)
        self.setCurrentIndex(model.index(*(at or self._first(model))))
        self.selectionModel().currentChanged.connect(self.moved)
        self.moved.emit()

    def current_place(self) -> Place | None:
        """The current cell, from 1."""
        index = self.currentIndex()
        return (index.row() + 1, index.column() + 1) if index.isValid() else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers():
            self.asked.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def _ask(self, *_index: object) -> None:
        self.asked.emit()

    def _first(self, model: FormModel) -> tuple[int, int]:
        """The first figure or name: what wants checking; else the first cell that is filled."""
        places = sorted(model.filled.values)
        numbers = [place for place in places if not is_particular(model.spec.meaning_at(place))]
        row, column = [*numbers, *places, (1, 1)][0]
        return row - 1, column - 1

    def _place(self, model: FormModel) -> None:
        self.clearSpans()
        for merge in model.form.merged:
            self.setSpan(merge.top, merge.left, merge.bottom - merge.top + 1, merge.right - merge.left + 1)
        metrics = QFontMetricsF(font())
        wide = {(m.top + 1, m.left + 1) for m in model.form.merged if m.right > m.left}
        for column in range(model.columnCount()):
            cells = [(row, column + 1) for row in range(1, min(model.rowCount(), _SAMPLED) + 1)]
            texts = [model.shown(cell) for cell in cells if cell not in wide]
            width = max((metrics.horizontalAdvance(text) for text in texts), default=0) + 2 * Space.S + 2
            self.setColumnWidth(column, round(min(max(width, px(_NARROWEST)), px(_WIDEST))))

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(px(Density.DENSE.value))
        model = self.model()
        if isinstance(model, FormModel):
            self._place(model)


class _CellPainter(QStyledItemDelegate):
    """Filled cells on the ground of a change, cells that take something with a line below, the current one ringed."""

    def __init__(self, grid: FormGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, FormModel):
            return
        place = model.place(index)
        box = QRectF(option.rect)
        value = model.value(place)
        takes = model.spec.meaning_at(place) is not None and value is None
        is_head = takes and bool(model.shown(place))
        ground = Role.CHG if value is not None else Role.ACCENT_SOFT if is_head else Role.SURFACE
        painter.save()
        painter.fillRect(box, colour(ground))
        painter.setPen(colour(Role.LINE))
        edges = option.rect
        painter.drawLine(edges.bottomLeft(), edges.bottomRight())
        painter.drawLine(edges.topRight(), edges.bottomRight())
        face = font(TextSize.BODY, bold=is_head)
        painter.setFont(face)
        painter.setPen(colour(Role.TEXT))
        metrics = QFontMetricsF(face)
        inner = box.adjusted(Space.S, 0, -Space.S, 0)
        text = metrics.elidedText(model.shown(place), Qt.TextElideMode.ElideRight, inner.width())
        right = isinstance(value, int | float)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        if model.form.corner(place) == place and self._grid.columnSpan(index.row(), index.column()) > 1:
            side = Qt.AlignmentFlag.AlignHCenter
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | side, text)
        if index == self._grid.currentIndex():
            paint_ring(painter, box.adjusted(1, 1, -1, -1), 0)
        painter.restore()
