"""The painting of a record table: all visible cells in one go, each asked for once; the name at the edge; sums.

Qt's own painting asks for every cell from C++ several times: model, style, delegate. While other threads work each
time may wait for them, and half of the time goes into asking.
"""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.shared.record_cells import CellPainter, RowGround
from ui.shared.record_delegate import RecordDelegate
from ui.shared.record_model import Cell, ColumnSpec, RecordModel, SumsLine
from ui.shared.record_sums import PlacedColumn, paint_sums
from ui.shared.whole_rows import WholeRowView
from ui.theme.paint import paint_ring
from ui.theme.palette import colour, theme
from ui.theme.tokens import Role


class PaintedRows(WholeRowView):
    """The look of a `RecordTable`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column_specs: tuple[ColumnSpec, ...] = ()
        self.hovered_row = -1

    def line_at(self, row: int) -> SumsLine | None:
        """What a row sums up; None for a record."""
        model = self.model()
        return model.line(row) if isinstance(model, RecordModel) and model.has_lines else None

    def placed_columns(self) -> list[PlacedColumn]:
        """The shown columns with their place in the viewport, from left to right."""
        header = self._header
        frozen = header.frozen_section()
        edge = header.sectionSize(frozen) if frozen >= 0 else -header.length()
        placed = [
            PlacedColumn(spec.key, header.sectionViewportPosition(number), header.sectionSize(number))
            for number, spec in enumerate(self.column_specs)
            if not header.isSectionHidden(number) and number != frozen
        ]
        return [column for column in placed if column.left >= edge]

    def current_row(self) -> int:
        """The row with the ring, or -1."""
        return self.currentIndex().row()

    def paint_cell(self, cells: CellPainter, box: QRectF, row: int, column: int, *, selected: bool) -> None:
        """One cell with its ground and the rule under it."""
        model = self.model()
        if not isinstance(model, RecordModel):
            return
        is_line = model.line(row) is not None
        ground = RowGround(selected, is_line, row == self.hovered_row)
        cell = None if is_line else model.source.cell(row, self.column_specs[column].key)
        on_change = cell is not None and cell.changed and not theme.high_contrast
        cells.paint_ground(box, ground, changed=on_change)
        if cell is not None:
            self._paint_content(cells, box, row, column, cell, selected=selected and not on_change)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if type(self.itemDelegate()).paint is RecordDelegate.paint:
            self._paint_cells(event)
        else:  # it has something of its own to paint: Qt asks it for each cell
            super().paintEvent(event)
        self._paint_frozen(event)
        self._paint_lines(event)
        row = self.current_row()
        if row < 0 and not self.hasFocus():
            return
        box = self._row_rect(row) if row >= 0 else self.viewport().rect()
        if box.intersects(event.rect()):
            role = Role.FOCUS if self.hasFocus() else Role.ACCENT_LINE
            selected = self.selectionModel().isSelected(self.currentIndex())
            with QPainter(self.viewport()) as painter:
                ink = theme.colour_on_selection(role) if selected else colour(role)
                paint_ring(painter, QRectF(box), 0, ink)

    def _paint_cells(self, event: QPaintEvent) -> None:
        model = self.model()
        if not isinstance(model, RecordModel):
            return
        places = self._columns_in(event.rect())
        if not places:
            return
        left, right = places[0][1], places[-1][1] + places[-1][2]
        height = self.row_height()
        with QPainter(self.viewport()) as painter:
            cells = CellPainter(painter)
            for row in self._rows_in(event.region()):
                top = self.rowViewportPosition(row)
                selected = self._is_selected(row)
                if selected or row == self.hovered_row or model.line(row) is not None:
                    for column, x, width in places:
                        self.paint_cell(cells, QRectF(x, top, width, height), row, column, selected=selected)
                    continue
                cells.paint_ground(QRectF(left, top, right - left, height), RowGround(), changed=False)
                for column, x, width in places:
                    cell = model.source.cell(row, self.column_specs[column].key)
                    box = QRectF(x, top, width, height)
                    if cell.changed and not theme.high_contrast:
                        cells.paint_ground(box, RowGround(), changed=True)
                    self._paint_content(cells, box, row, column, cell, selected=False)

    def _paint_content(
        self, cells: CellPainter, box: QRectF, row: int, column: int, cell: Cell, *, selected: bool
    ) -> None:
        spec = self.column_specs[column]
        bold = cell.bold or (spec.is_name and row == self.current_row())
        cells.paint(box, cell, spec, selected=selected, bold=bold)

    def _columns_in(self, area: QRect) -> list[tuple[int, int, int]]:
        """The shown columns in an area from left to right: number, left edge, width."""
        header = self._header
        placed = [
            (number, header.sectionViewportPosition(number), header.sectionSize(number))
            for number in range(header.count())  # dragged ones are put back, and then put in order by the screen
            if not header.isSectionHidden(number)
        ]
        return [place for place in placed if place[1] <= area.right() and place[1] + place[2] > area.left()]

    def _rows_in(self, region: QRegion) -> list[int]:
        """The rows that a region touches."""
        area = region.boundingRect()
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return []
        end = last if last >= 0 else self.model().rowCount() - 1
        return [row for row in range(first, end + 1) if region.intersects(self._row_rect(row))]

    def _is_selected(self, row: int) -> bool:
        model = self.model()
        return isinstance(model, RecordModel) and self.selectionModel().isSelected(model.quick_index(row))

    def _paint_frozen(self, event: QPaintEvent) -> None:
        """The name stays at the left edge while the other columns are scrolled."""
        number = self._header.frozen_section()
        if number < 0:
            return
        width, height = self._header.sectionSize(number), self.row_height()
        with QPainter(self.viewport()) as painter:
            cells = CellPainter(painter)
            for row in self._rows_in(event.region()):
                if self.line_at(row) is not None:
                    continue
                box = QRect(0, self.rowViewportPosition(row), width, height)
                painter.fillRect(box, colour(Role.SURFACE))
                self.paint_cell(cells, QRectF(box), row, number, selected=self._is_selected(row))
                painter.fillRect(QRect(width - 1, box.top(), 1, height), colour(Role.LINE2))

    def _paint_lines(self, event: QPaintEvent) -> None:
        """The rows that sum up others, written across their cells."""
        model = self.model()
        if not isinstance(model, RecordModel) or not model.has_lines:
            return
        columns = self.placed_columns()
        with QPainter(self.viewport()) as painter:
            for row in self._rows_in(event.region()):
                line = model.line(row)
                if line is not None:
                    paint_sums(painter, self._row_rect(row), line, columns, selected=self._is_selected(row))
