"""The only dialog: before something is destroyed. The title asks, the text says what changes and what stays."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from ui.shared.buttons import Button, ButtonKind
from ui.shared.enter_presses import press_focused
from ui.shared.labels import Label
from ui.shared.panes import Pane
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import DIALOG_WIDTH, Role, Space, TextSize


class ConfirmDialog(QDialog):
    """`exec()` is true when the destructive button was pressed. The safe button has the focus; Esc is safe."""

    def __init__(
        self,
        parent: QWidget | None,
        question: str,
        text: str,
        *,
        action: str,
        safe: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(question)
        self.setModal(True)
        self.setAccessibleDescription(text)
        self.action = Button(action, ButtonKind.DANGER_FILL)
        self.safe = Button(safe or _("取消"))
        self.action.clicked.connect(self.accept)
        self.safe.clicked.connect(self.reject)
        words = QVBoxLayout()
        words.setContentsMargins(Space.XL, Space.XL - 4, Space.XL, Space.XL - 4)
        words.setSpacing(Space.S)
        words.addWidget(Label(question, size=TextSize.TITLE, bold=True, wrap=True))
        words.addWidget(Label(text, role=Role.TEXT2, wrap=True))
        foot = Pane(Role.SURFACE2, "t")
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(Space.XL, Space.M + 1, Space.XL, Space.M)
        buttons.setSpacing(Space.S)
        buttons.addStretch()
        buttons.addWidget(self.action)
        buttons.addWidget(self.safe)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(words)
        column.addWidget(foot)
        self.safe.setFocus(Qt.FocusReason.OtherFocusReason)
        theme.follow(self._restyle)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused(self, event):
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour(Role.SURFACE))

    def _restyle(self) -> None:
        self.setFixedWidth(px(DIALOG_WIDTH))


def confirm(parent: QWidget | None, question: str, text: str, *, action: str, safe: str = "") -> bool:
    """Ask before destroying something; true only for the destructive button."""
    dialog = ConfirmDialog(parent, question, text, action=action, safe=safe)
    try:
        return dialog.exec() == QDialog.DialogCode.Accepted
    finally:
        dialog.deleteLater()
