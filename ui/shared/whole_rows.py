"""A table view that shows whole rows of one height only, and stays quick with any number of them."""

from PySide6.QtCore import QAbstractItemModel, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget
from typing_extensions import override

from ui.shared.record_header import HeaderCorner, RecordHeader
from ui.shared.record_model import RecordModel
from ui.theme.palette import px, theme
from ui.theme.tokens import Density


class WholeRowView(QTableView):
    """The viewport is a multiple of the row height; nothing is sized by its contents.

    It scrolls to the top before a reset: from far down Qt walks every vanished row and freezes for seconds.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._density = Density.STANDARD
        self._fitting = False
        self._header = RecordHeader(self)
        self.setHorizontalHeader(self._header)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        self.addScrollBarWidget(HeaderCorner(self), Qt.AlignmentFlag.AlignTop)
        theme.follow(self._restyle)

    def set_density(self, density: Density) -> None:
        """Change the height of all rows."""
        self._density = density
        self._restyle()

    def row_height(self) -> int:
        """Height of one row in pixels."""
        return px(self._density.value)

    @override
    def setModel(self, model: QAbstractItemModel | None) -> None:
        before = self.model()
        if isinstance(before, RecordModel):
            before.modelAboutToBeReset.disconnect(self._before_reset)
        self._before_reset()
        if isinstance(model, RecordModel):
            model.modelAboutToBeReset.connect(self._before_reset)  # ahead of Qt's own
        super().setModel(model)

    @override
    def updateGeometries(self) -> None:
        if self._fitting:
            return
        self._fitting = True
        super().updateGeometries()
        self._fit_whole_rows()
        self._fitting = False

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._align_first_row()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(160), self._header.height() + 3 * self.row_height())

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.row_height())
        self.updateGeometries()

    def _before_reset(self) -> None:
        self.scrollToTop()

    def _fit_whole_rows(self) -> None:
        """Leave the part of a row at the bottom to the frame, and scroll by what is left."""
        margins = self.viewportMargins()
        rest = (self.viewport().height() + margins.bottom()) % self.row_height()
        if rest != margins.bottom():
            self.setViewportMargins(margins.left(), margins.top(), margins.right(), rest)
        shown = self.viewport().height() // self.row_height()
        count = 0 if self.model() is None else self.model().rowCount()
        self.verticalScrollBar().setPageStep(shown)
        self.verticalScrollBar().setRange(0, max(count - shown, 0))
        self._align_first_row()

    def _align_first_row(self) -> None:
        """At the end of the list Qt aligns the last row to the room it had before ours was fitted."""
        offset = self.verticalScrollBar().value() * self.row_height()
        if self.verticalHeader().offset() != offset:
            self.verticalHeader().setOffset(offset)
            self.viewport().update()

    def _row_rect(self, row: int) -> QRect:
        return QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.row_height())

    def _update_row(self, row: int) -> None:
        if row >= 0:
            self.viewport().update(self._row_rect(row))
