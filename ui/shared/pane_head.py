"""Heads: of a pane (title, numbers, icon buttons), of a group in a list, and the bar about a selection."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from ui.shared.labels import Label
from ui.shared.panes import Pane
from ui.shared.run_button import RunButton
from ui.shared.runs import RunLabel, Runs
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_SMALL, Height, Radius, Role, Space, TextSize

_CHEVRON_GAP = 6


class PaneHead(QWidget):
    """Title, numbers that open their lists, and buttons at the right. `with_menu` makes the title a menu."""

    title_asked = Signal()
    count_asked = Signal(str)

    def __init__(self, title: str, *, with_menu: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = _TitleButton(title, with_menu=with_menu)
        self._title.clicked.connect(self.title_asked)
        self._counts = QHBoxLayout()
        self._counts.setSpacing(Space.S)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(Space.S)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, 0, Space.S, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self._title)
        row.addLayout(self._counts)
        row.addStretch()
        row.addLayout(self._buttons)
        theme.follow(self._restyle)

    def set_title(self, title: str) -> None:
        """Name what the pane shows."""
        self._title.set_title(title)

    def set_counts(self, counts: Sequence[tuple[str, Runs]]) -> None:
        """The numbers beside the title: key and words."""
        while (item := self._counts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for key, runs in counts:
            button = RunButton(runs, parent=self)
            button.clicked.connect(partial(self._ask_count, key))
            self._counts.addWidget(button)

    def add_button(self, button: QWidget) -> None:
        """Put a button at the right."""
        self._buttons.addWidget(button)

    def _ask_count(self, key: str, *_checked: object) -> None:
        self.count_asked.emit(key)

    def _restyle(self) -> None:
        self.setFixedHeight(px(Height.PANE_HEAD))


class _TitleButton(QAbstractButton):
    def __init__(self, title: str, *, with_menu: bool) -> None:
        super().__init__()
        self._with_menu = with_menu
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setEnabled(with_menu)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if with_menu else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_title(title)
        theme.follow(self.updateGeometry)

    def set_title(self, title: str) -> None:
        self.setText(title)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        words = QFontMetricsF(font(TextSize.TITLE, bold=True)).horizontalAdvance(self.text())
        chevron = _CHEVRON_GAP + px(ICON_SMALL) if self._with_menu else 0
        return QSize(round(words + 0.5) + chevron + 2 * Space.S, px(30))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            if self._with_menu and (self.underMouse() or self.isDown()):
                paint_box(painter, box, Radius.CONTROL, colour(Role.HOVER))
            painter.setFont(font(TextSize.TITLE, bold=True))
            painter.setPen(colour(Role.TEXT))
            painter.drawText(box.adjusted(Space.S, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
            if self._with_menu:
                side = px(ICON_SMALL)
                place = QRectF(box.right() - Space.S - side, box.center().y() - side / 2, side, side)
                paint_icon(painter, place, Icon.CHEVRON_DOWN, colour(Role.TEXT))
            if self.hasFocus():
                paint_ring(painter, box, Radius.CONTROL)


class GroupHead(Pane):
    """The head of a group in a list: its word, its number, a remark at the right."""

    def __init__(
        self, word: str, count: int, remark: str = "", *, late: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(Role.SURFACE2, "b", parent=parent)
        role = Role.DANGER if late else Role.TEXT2
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, 0, Space.L, 0)
        row.setSpacing(Space.M)
        row.addWidget(Label(word, size=TextSize.SMALL, role=role, bold=True))
        row.addWidget(Label(str(count), size=TextSize.SMALL, role=role, bold=True))
        row.addStretch()
        row.addWidget(Label(remark, size=TextSize.SMALL, role=Role.TEXT2))
        theme.follow(self._restyle)

    def _restyle(self) -> None:
        self.setFixedHeight(px(Height.GROUP_HEAD))


class BulkBar(Pane):
    """The bar under a list: what is selected, and what can be done with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Role.SURFACE2, "t", parent=parent)
        self._words = RunLabel()
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(Space.S)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, 1, Space.L, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._words)
        row.addStretch()
        row.addLayout(self._buttons)
        theme.follow(self._restyle)

    def set_runs(self, runs: Runs) -> None:
        """Say what is selected."""
        self._words.set_runs(runs)

    def add_button(self, button: QWidget) -> None:
        """Put an action at the right."""
        self._buttons.addWidget(button)

    def _restyle(self) -> None:
        self.setFixedHeight(px(Height.BULK_BAR))
