"""One fact of an organization: heading, value, where it comes from; pressed it shows what it said before."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from ui.organizations.section import clear, column_of
from ui.shared.labels import Label
from ui.shared.tags import Tag, TagKind
from ui.theme.paint import paint_ring
from ui.theme.palette import px, theme
from ui.theme.tokens import Radius, Role, Space, TextSize

if TYPE_CHECKING:
    from models.queries.provenance import Statement

_LABEL_WIDTH = 102
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class FactLine(QWidget):
    """`pressed` by mouse, Enter or Space."""

    pressed = Signal()

    def __init__(self, heading: str, text: str, origin: "Statement | None") -> None:
        super().__init__()
        self._heading = Label(heading, size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._heading, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(text, wrap=True), 1)
        said = ""
        if origin is not None:
            tag = Tag(origin.origin.label, TagKind.NEUTRAL)
            parts = (origin.origin.label, origin.file, origin.day, origin.author)
            said = " · ".join(part for part in parts if part)
            tag.setToolTip(said)
            row.addWidget(tag, 0, Qt.AlignmentFlag.AlignTop)
        self._history = column_of(spacing=2)
        column = column_of(self)
        column.addLayout(row)
        column.addLayout(self._history)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{heading} {text}")
        self.setAccessibleDescription(_("{origin}。按 Enter 看修改经过").format(origin=said))
        self.setToolTip(_("看修改经过"))
        theme.follow(self._restyle)

    def toggle_history(self, lines: list[str]) -> None:
        """Show these lines under the fact, or take them away where some stand there."""
        is_open = self._history.count() > 0
        clear(self._history)
        if not is_open:
            for line in lines:
                said = Label(line, size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
                said.setContentsMargins(Space.M, 0, 0, 0)
                self._history.addWidget(said)
        self.updateGeometry()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PRESSES:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            with QPainter(self) as painter:
                paint_ring(painter, QRectF(self.rect()), Radius.TAG)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(160), super().minimumSizeHint().height())

    def _restyle(self) -> None:
        self._heading.setFixedWidth(px(_LABEL_WIDTH))
