"""The top row: menu bar, command box and the three alerts in 44 px; there is no second tool bar."""

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QSizePolicy, QWidget
from typing_extensions import override

from models.language import _
from ui.shared.panes import Pane
from ui.shared.run_button import RunButton
from ui.shared.runs import phrase, strong
from ui.shared.suggestions import SuggestionField
from ui.theme.glyphs import Flag
from ui.theme.icons import Icon
from ui.theme.palette import px, theme
from ui.theme.tokens import Height, Role, Space

_COMMAND_WIDTH, _COMMAND_LEAST = 430, 100


class TopBar(Pane):
    """`menu_bar` takes the menus, `command` finds organizations and commands, alerts go by key."""

    alert_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(edges="b", parent=parent)
        self._alerts: dict[str, tuple[RunButton, str, Role]] = {}
        self.menu_bar = QMenuBar(self)
        self.menu_bar.setNativeMenuBar(False)
        self.menu_bar.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.command = CommandBox(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.S, 0, Space.L, 1)
        self._row.setSpacing(Space.S)
        self._row.addWidget(self.menu_bar)
        self._row.addStretch()
        self._row.addWidget(self.command, 1)
        self._row.addSpacing(Space.M)
        theme.follow(self._restyle)

    def add_alert(self, key: str, template: str, role: Role, mark: Icon | Flag | None = None) -> None:
        """Add an alert after the others: `template` holds {count}; `role` is its colour above zero."""
        button = RunButton(mark=mark, parent=self)
        button.clicked.connect(partial(self._ask, key))
        self._alerts[key] = (button, template, role)
        self._row.addWidget(button)
        self.set_alert(key, 0)

    def has_alert(self, key: str) -> bool:
        """Whether the alert was added."""
        return key in self._alerts

    def set_alert(self, key: str, count: int) -> None:
        """Show a number; at zero the alert has no colour."""
        button, template, role = self._alerts[key]
        shown = role if count else Role.TEXT2
        number = strong(count, role if count else Role.TEXT)
        button.set_runs(phrase(template, count=number), shown)

    def show_alerts(self, shown: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Show the alerts of a ledger, or none where no ledger is open."""
        for button, _template, _role in self._alerts.values():
            button.setVisible(shown)

    def _ask(self, key: str, *_checked: object) -> None:
        self.alert_asked.emit(key)

    def _restyle(self) -> None:
        self.setFixedHeight(px(Height.TOP_BAR))
        self.command.setMaximumWidth(px(_COMMAND_WIDTH))
        self.command.setMinimumWidth(px(_COMMAND_LEAST))


class CommandBox(SuggestionField):
    """Ctrl+K from anywhere in the window (`take_keyboard`); finds organizations and commands alike.

    Esc closes the list, then `left` gives the keyboard back; what is behind stays as it is.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            placeholder=_("名称、代码、地址、电话或命令"),
            icon=Icon.SEARCH,
            key="Ctrl+K",
            height=Height.BUTTON,
            parent=parent,
        )
        self.setAccessibleName(_("查找或命令"))

    def take_keyboard(self) -> None:
        """What Ctrl+K does: type here, over what was typed before. The key itself belongs to the window's action."""
        self.setFocus()
        self.selectAll()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_esc(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_esc(event) and not self.suggestions_shown() and not self.composing:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _is_esc(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape
