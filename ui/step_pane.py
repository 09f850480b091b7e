"""The base of steps (import, merge): problems above, content, and a foot that says what the next key does."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from models.errors import LedgerProblem
from models.language import _
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.shared.panes import Pane, ScrollPane
from ui.theme.tokens import Role, Space


class StepPane(Pane):
    """One step. Enter presses `primary`; Esc asks for the step before."""

    back_asked = Signal()
    leave_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.primary: Button | None = None
        self._banners = QVBoxLayout()
        self._banners.setContentsMargins(Space.L, 0, Space.L, 0)
        self._banners.setSpacing(Space.S)
        content = Pane()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.foot = _Foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._banners)
        self.room = ScrollPane(content)
        column.addWidget(self.room, 1)
        column.addWidget(self.foot)

    def go_on(self) -> None:
        """Do what Enter does here."""
        if self.primary is not None and self.primary.isEnabled() and self.primary.isVisible():
            self.primary.click()

    def say(
        self,
        kind: BannerKind,
        reason: str,
        remedy: str = "",
        *,
        action: str = "",
        act: Callable[[], object] | None = None,
    ) -> None:
        """Say something that stays until the next step, with a button for it."""
        banner = Banner(kind, reason, remedy, action=action, parent=self)
        if act is not None:
            banner.action_asked.connect(act)
        self._banners.addWidget(banner)
        self._banners.setContentsMargins(Space.L, Space.S, Space.L, Space.S)

    def say_problem(self, problem: LedgerProblem) -> None:
        """Say what went wrong and what to do."""
        self.quiet()
        self.say(BannerKind.ERROR, problem.user_text, problem.hint)

    def say_saved(self, count: int, name: str) -> None:
        """Say that the rejected rows are in a file."""
        self.quiet()
        self.say(BannerKind.DONE, _("{n} 行已存成“{name}”。").format(n=f"{count:,}", name=name))

    def quiet(self) -> None:
        """Take back what was said."""
        while (item := self._banners.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._banners.setContentsMargins(Space.L, 0, Space.L, 0)


class _Foot(Pane):
    """What will happen, at the left; the buttons at the right, below it where the room ends."""

    def __init__(self) -> None:
        super().__init__(Role.SURFACE2, "t")
        self.words = Label("", role=Role.TEXT2, wrap=True)
        self._buttons = FlowRow(gap=Space.S)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.L, Space.M + 1, Space.L, Space.M)
        self._row.setSpacing(Space.L)
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self._buttons)

    def add(self, button: Button) -> None:
        """Put a button at the right."""
        self._buttons.add(button)
        self.fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """The buttons keep one line while a third of the width is left for the words; call it when theirs change."""
        self._buttons.setFixedWidth(min(self._buttons.sizeHint().width(), max(self.width() * 2 // 3, 1)))
