"""Two to four choices of a form, chosen by digit or arrow; Enter goes on to the next field."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from ui.shared.segmented import SegmentedControl
from ui.theme.palette import px, theme
from ui.theme.tokens import Height

_FORM_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class FormSegments(SegmentedControl):
    """The digit of a choice is its place: 1 for the first. The chosen segment has the keyboard."""

    def __init__(self, choices: Sequence[tuple[str, str]], *, name: str = "", parent: QWidget | None = None) -> None:
        numbered = [(key, f"{number} {words}") for number, (key, words) in enumerate(choices, start=1)]
        super().__init__(numbered, name=name, parent=parent)
        self._keys = [key for key, _words in choices]
        self._buttons = self.findChildren(QAbstractButton)
        for button in self._buttons:
            button.installEventFilter(self)
            button.toggled.connect(self._follow_choice)
        self._follow_choice()
        theme.follow(self._restyle)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _FORM_KEYS:
                event.ignore()  # some desktops press buttons with Enter; here it belongs to the form
                return True
            if event.text().isdigit() and 1 <= int(event.text()) <= len(self._keys):
                button = self._buttons[int(event.text()) - 1]
                button.setFocus()
                button.click()
                return True
        return False

    def _restyle(self) -> None:
        """As high as the fields beside it."""
        for button in self._buttons:
            button.setFixedHeight(px(Height.FIELD))

    def _follow_choice(self, *_checked: object) -> None:
        chosen = next((button for button in self._buttons if button.isChecked()), None)
        if chosen is not None:
            self.setFocusProxy(chosen)
