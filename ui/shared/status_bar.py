"""The status bar: what always has to be said about the ledger, and a note at the right."""

from functools import partial

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from models.language import _
from ui.shared.buttons import IconButton
from ui.shared.panes import Pane
from ui.shared.run_button import RunButton
from ui.shared.runs import RunLabel, Runs
from ui.theme.icons import Icon
from ui.theme.palette import px, theme
from ui.theme.tokens import Height, Role, Space, TextSize

_DIVIDED = 2 * Space.S + 1
_DIVIDER_HEIGHT = 14


class StatusBar(Pane):
    """Segments by key; each is a number that opens the list behind it.

    It never asks for more width than there is: the note gives way first, then the segments at the right, which `more`
    lists; a segment that is too long alone ends in ….
    """

    segment_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Role.SURFACE2, "t", parent=parent)
        self._segments: dict[str, RunButton] = {}
        self._dividers: dict[str, QWidget] = {}
        self._silent: set[str] = set()
        self._folded: list[str] = []
        self._note = RunLabel(size=TextSize.SMALL, parent=self)
        self.more = IconButton(Icon.MORE, _("更多"), parent=self)
        self.more.clicked.connect(self.open_more)
        self._place()
        theme.follow(self._restyle)

    def set_segment(self, key: str, runs: Runs, *, icon: Icon | None = None, icon_role: Role = Role.TEXT2) -> None:
        """Say something in the segment `key`; new segments come after the others."""
        self._silent.discard(key)
        if key in self._segments:
            self._segments[key].set_runs(runs, icon_role)
        else:
            button = RunButton(runs, size=TextSize.SMALL, mark=icon, mark_role=icon_role, parent=self)
            button.clicked.connect(partial(self._ask, key))
            self._dividers[key] = Pane(Role.LINE, parent=self)
            self._segments[key] = button
            self.setTabOrder(button, self.more)
        self._place()

    def hide_segment(self, key: str) -> None:
        """Say nothing there any more, until `set_segment` says something again."""
        self._silent.add(key)
        self._place()

    def set_note(self, runs: Runs) -> None:
        """Say something at the right: the day and what it means for the plan."""
        self._note.set_runs(runs)
        self._place()

    def open_more(self) -> None:
        """What there is no room for, each line opening what its segment opens."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for key in self._folded:
            menu.addAction(self._segments[key].text().replace("&", "&&")).triggered.connect(partial(self._ask, key))
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._wanted(self._said()) + Space.S, self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()

    def _ask(self, key: str, *_checked: object) -> None:
        self.segment_asked.emit(key)

    def _said(self) -> list[str]:
        return [key for key in self._segments if key not in self._silent]

    def _wanted(self, keys: list[str]) -> int:
        widths = sum(self._segments[key].sizeHint().width() for key in keys)
        return Space.S + widths + _DIVIDED * max(0, len(keys) - 1)

    def _place(self) -> None:
        said = self._said()
        shown = list(said)
        room = self.width() - Space.S
        while len(shown) > 1 and self._wanted(shown) > room:
            room = self.width() - Space.S - self.more.sizeHint().width()
            shown.pop()
        self._folded = said[len(shown) :]
        right = int(Space.S)
        for key, button in self._segments.items():
            size = button.sizeHint()
            if key in shown[1:]:
                right += Space.S
                self._put(self._dividers[key], right, QSize(1, px(_DIVIDER_HEIGHT)))
                right += 1 + Space.S
            if key in shown:
                self._put(button, right, QSize(max(0, min(size.width(), room - right)), size.height()))
                right += size.width()
            button.setVisible(key in shown)
            self._dividers[key].setVisible(key in shown[1:])
        self._put(self.more, room, self.more.sizeHint())
        self.more.setVisible(bool(self._folded))
        left = self.width() - Space.L - self._note.sizeHint().width()
        self._put(self._note, left, self._note.sizeHint())
        self._note.setVisible(not self._folded and left >= right + Space.S)

    def _put(self, widget: QWidget, left: int, size: QSize) -> None:
        widget.setGeometry(left, (self.height() - size.height()) // 2, size.width(), size.height())

    def _restyle(self) -> None:
        self.setFixedHeight(px(Height.STATUS_BAR))
        self._place()
