"""The body of a place of review: it waits, has nothing, or shows numbers above two halves side by side."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from ui.shared.panes import Pane
from ui.theme.palette import px, theme
from ui.theme.tokens import DIALOG_WIDTH, Role, Space

_LEAST_LEFT = 160


class ReviewStack(QStackedWidget):
    """`waiting` with the progress, `empty`, or `content`: tabs over a list and its current row beside it."""

    def __init__(
        self,
        *,
        tabs: QWidget,
        left: QWidget,
        right: QWidget,
        progress: QWidget,
        empty: QWidget,
        left_width: Callable[[], int],
        most_left: float,
        bar: QWidget | None = None,
    ) -> None:
        """`left_width` at a font scale of 100 %; the left half never takes more than `most_left` of the width."""
        super().__init__()
        self._progress = progress
        self._left_width, self._most_left = left_width, most_left
        self._left = Pane()
        list_column = QVBoxLayout(self._left)
        list_column.setContentsMargins(0, 0, 0, 0)
        list_column.addWidget(left)
        over = Pane(Role.WINDOW)
        over_column = QVBoxLayout(over)
        over_column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        over_column.addWidget(tabs)
        halves = QHBoxLayout()
        halves.setSpacing(0)
        halves.addWidget(self._left)
        halves.addWidget(right, 1)
        self.content = QWidget()
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(over)
        column.addLayout(halves, 1)
        if bar is not None:
            column.addWidget(bar)
        self.waiting = QWidget()
        centred = QVBoxLayout(self.waiting)
        centred.addStretch(1)
        centred.addWidget(progress, 0, Qt.AlignmentFlag.AlignHCenter)
        centred.addStretch(2)
        for widget in (self.waiting, empty, self.content):
            self.addWidget(widget)
        theme.follow(self.share_width)

    def share_width(self) -> None:
        """Divide the width anew: the window, the font scale or the kind of list has changed."""
        self._progress.setFixedWidth(px(DIALOG_WIDTH))
        most = max(round(self.width() * self._most_left), px(_LEAST_LEFT))
        self._left.setFixedWidth(min(px(self._left_width()), most))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_width()
