"""A number that opens the list behind it: runs with an optional drawing, used in heads, bars and alerts."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from ui.shared.runs import Mark, Runs, mark_width, paint_mark, paint_runs, runs_width, text_of
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import LINE_HEIGHTS, Radius, Role, Space, TextSize


class RunButton(QAbstractButton):
    """Text that can be clicked; the ground shows under the pointer only."""

    def __init__(
        self,
        runs: Runs = (),
        *,
        size: TextSize = TextSize.BODY,
        role: Role = Role.TEXT2,
        mark: Mark | None = None,
        mark_role: Role = Role.TEXT2,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._role = role
        self._mark = mark
        self._mark_role = mark_role
        self._runs: Runs = ()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)
        self.set_runs(runs)

    def set_runs(self, runs: Runs, mark_role: Role | None = None) -> None:
        """Show other text, and the mark in another ink."""
        self._runs = runs
        self._mark_role = mark_role or self._mark_role
        self.setText(text_of(runs))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        width = runs_width(self._runs, self._size) + mark_width(self._mark) + 2 * Space.XS
        return QSize(round(width + 0.5), px(LINE_HEIGHTS[self._size]) + Space.XS)

    @override
    def event(self, event: QEvent) -> bool:
        """What ends in … is said whole under the pointer."""
        if isinstance(event, QHelpEvent) and not self.toolTip() and self.width() < self.sizeHint().width():
            QToolTip.showText(event.globalPos(), self.text(), self)
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            if self.isEnabled() and (self.underMouse() or self.isDown()):
                paint_box(painter, box, Radius.TAG, colour(Role.HOVER))
            inner = box.adjusted(Space.XS, 0, -Space.XS, 0)
            if self._mark is not None:
                paint_mark(painter, inner, self._mark, self._mark_role)
                inner.setLeft(inner.left() + mark_width(self._mark))
            paint_runs(painter, inner, self._runs, self._size, self._role)
            if self.hasFocus():
                paint_ring(painter, box, Radius.TAG)
