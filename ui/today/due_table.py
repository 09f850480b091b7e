"""The table of the first screen: heads between the rows, no column headings; Space finishes what is selected."""

from typing import cast

from PySide6.QtCore import QModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget
from typing_extensions import override

from ui.shared.record_delegate import RecordDelegate
from ui.shared.record_model import Index, RecordModel, columns_to_hide
from ui.shared.record_table import RecordTable
from ui.theme.fonts import font
from ui.theme.palette import colour
from ui.theme.tokens import Role, Space, TextSize
from ui.today.due_rows import COLUMNS, DueRows, Group

_Move = QAbstractItemView.CursorAction
_BACKWARDS = frozenset({_Move.MoveUp, _Move.MovePrevious, _Move.MovePageUp, _Move.MoveEnd})
#: What goes first where the room is narrow or the text large.
_DISPENSABLE = ("last", "street", "cadre")


class DueModel(RecordModel):
    """Heads can be neither selected nor gone to."""

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.source, DueRows) and self.source.group(index.row()) is not None:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


class DueTable(RecordTable):
    """`finish_asked`: Space was pressed; `selected_followups` says for which."""

    finish_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.horizontalHeader().hide()
        for corner in self.scrollBarWidgets(Qt.AlignmentFlag.AlignTop):
            corner.hide()
        self.setItemDelegate(_DueDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def rows(self) -> DueRows | None:
        """What is shown."""
        model = self.model()
        source = model.source if isinstance(model, RecordModel) else None
        return source if isinstance(source, DueRows) else None

    def show_rows(self, rows: DueRows) -> None:
        """Show other rows; the current one stays current, or the one that follows in its place."""
        before, at = self.rows(), self.current_row()
        current = before.followup(at) if before is not None else None
        cast("RecordModel", self.model()).show(rows)
        self.clearSpans()
        for row in rows.groups():
            self.setSpan(row, 0, 1, len(COLUMNS))
        target = rows.row_of(current.id) if current is not None else -1
        self._go_near(target if target >= 0 else max(at, 0))

    def selected_followups(self) -> list[int]:
        """Local ids of the follow-ups that are selected."""
        rows = self.rows()
        found = [rows.followup(row) for row in self.selected_rows()] if rows is not None else []
        return [followup.id for followup in found if followup is not None]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() == Qt.Key.Key_Space and plain:
            self.finish_asked.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        rows = self.rows()
        if rows is None or rows.group(self.rowAt(round(event.position().y()))) is None:
            super().mousePressEvent(event)

    @override
    def moveCursor(self, cursorAction: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        index = super().moveCursor(cursorAction, modifiers)
        rows = self.rows()
        if rows is None or not index.isValid() or rows.group(index.row()) is None:
            return index
        row = self._beside(rows, index.row(), -1 if cursorAction in _BACKWARDS else 1)
        return self.model().index(row, index.column()) if row >= 0 else self.currentIndex()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        hidden = columns_to_hide(COLUMNS, event.size().width(), _DISPENSABLE)
        for place, spec in enumerate(COLUMNS):
            self.setColumnHidden(place, spec.key in hidden)
        super().resizeEvent(event)

    def _go_near(self, row: int) -> None:
        rows = self.rows()
        if rows is None or not rows.count():
            return
        row = min(row, rows.count() - 1)
        if rows.group(row) is not None:
            row = self._beside(rows, row, 1)
        if row >= 0:
            self.go_to_row(row)

    @staticmethod
    def _beside(rows: DueRows, row: int, step: int) -> int:
        """The nearest follow-up from a head on; -1 if there is none in that direction."""
        while rows.group(row) is not None:
            row += step
        return row if rows.followup(row) is not None else -1


class _DueDelegate(RecordDelegate):
    """Heads across the whole row; the first and the last cell keep the card's side padding."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        source = model.source if isinstance(model, RecordModel) else None
        group = source.group(index.row()) if isinstance(source, DueRows) else None
        if group is not None:
            _paint_head(painter, QRectF(option.rect), group)
            return
        if index.column() == 0:
            painter.save()
            painter.setClipRect(option.rect.adjusted(0, 0, Space.S - option.rect.width(), 0))
            super().paint(painter, option, index)  # its padding only
            painter.restore()
            option.rect.adjust(Space.S, 0, 0, 0)
        super().paint(painter, option, index)


def _paint_head(painter: QPainter, box: QRectF, group: Group) -> None:
    painter.fillRect(box, colour(Role.SURFACE2))
    painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), colour(Role.LINE))
    bold, small = font(TextSize.SMALL, bold=True), font(TextSize.SMALL)
    metrics = QFontMetricsF(bold)
    baseline = round(box.center().y() + (metrics.ascent() - metrics.descent()) / 2)
    painter.setFont(bold)
    painter.setPen(colour(Role.DANGER if group.late else Role.TEXT2))
    x = box.left() + Space.L
    painter.drawText(QPointF(x, baseline), group.word)
    x += metrics.horizontalAdvance(group.word) + Space.M
    painter.drawText(QPointF(x, baseline), f"{group.count:,}")
    painter.setFont(small)
    painter.setPen(colour(Role.TEXT2))
    right = box.right() - Space.L - QFontMetricsF(small).horizontalAdvance(group.remark)
    painter.drawText(QPointF(right, baseline), group.remark)
