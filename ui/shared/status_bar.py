"""The status bar: what always has to be said about the ledger, and a note at the right."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from ui.shared.panes import Pane
from ui.shared.run_button import RunButton
from ui.shared.runs import RunLabel, Runs
from ui.theme.icons import Icon
from ui.theme.palette import px, theme
from ui.theme.tokens import Height, Role, Space, TextSize


class StatusBar(Pane):
    """Segments by key; each is a number that opens the list behind it."""

    segment_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Role.SURFACE2, "t", parent=parent)
        self._segments: dict[str, RunButton] = {}
        self._dividers: dict[str, QWidget] = {}
        self._hidden: set[str] = set()
        self._note = RunLabel(size=TextSize.SMALL, parent=self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.S, 1, Space.L, 0)
        self._row.setSpacing(0)
        self._row.addStretch()
        theme.follow(self._restyle)

    def set_segment(self, key: str, runs: Runs, *, icon: Icon | None = None, icon_role: Role = Role.TEXT2) -> None:
        """Say something in the segment `key`; new segments come after the others."""
        if key in self._segments:
            self._segments[key].set_runs(runs, icon_role)
            self._show_segment(key, shown=True)
            return
        button = RunButton(runs, size=TextSize.SMALL, mark=icon, mark_role=icon_role, parent=self)
        button.clicked.connect(partial(self._ask, key))
        place = self._row.count() - 1
        if self._segments:
            self._row.insertSpacing(place, Space.S)
            self._dividers[key] = _Divider(self)
            self._row.insertWidget(place + 1, self._dividers[key])
            self._row.insertSpacing(place + 2, Space.S)
            place += 3
        self._row.insertWidget(place, button)
        self._segments[key] = button
        self._place_note()

    def hide_segment(self, key: str) -> None:
        """Say nothing there any more, until `set_segment` says something again."""
        if key in self._segments:
            self._show_segment(key, shown=False)

    def set_note(self, runs: Runs) -> None:
        """Say something at the right: the day and what it means for the plan."""
        self._note.set_runs(runs)
        self._place_note()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_note()

    def _ask(self, key: str, *_checked: object) -> None:
        self.segment_asked.emit(key)

    def _show_segment(self, key: str, *, shown: bool) -> None:
        (self._hidden.discard if shown else self._hidden.add)(key)
        self._segments[key].setVisible(shown)
        if key in self._dividers:
            self._dividers[key].setVisible(shown)
        self._place_note()

    def _place_note(self) -> None:
        """The note gives way where the segments need the room."""
        size = self._note.sizeHint()
        left = self.width() - Space.L - size.width()
        self._note.setGeometry(left, (self.height() - size.height()) // 2, size.width(), size.height())
        shown = [button for key, button in self._segments.items() if key not in self._hidden]
        segments = sum(button.sizeHint().width() + 2 * Space.S + 1 for button in shown)
        self._note.setVisible(left >= Space.S + segments)

    def _restyle(self) -> None:
        self.setFixedHeight(px(Height.STATUS_BAR))
        self._place_note()


class _Divider(Pane):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(Role.LINE, parent=parent)
        self.setFixedWidth(1)
        theme.follow(self._restyle)

    def _restyle(self) -> None:
        self.setFixedHeight(px(14))
