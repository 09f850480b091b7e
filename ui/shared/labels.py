"""Text in one of the four sizes and in the ink of a role; it follows scheme and font scale."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QToolTip, QWidget
from typing_extensions import override

from ui.theme.fonts import font
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import LINE_HEIGHTS, Role, TextSize


class Label(QLabel):
    """A text; with `wrap` it breaks into lines, otherwise it is never cut."""

    def __init__(
        self,
        text: str = "",
        *,
        size: TextSize = TextSize.BODY,
        role: Role = Role.TEXT,
        bold: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setForegroundRole(QPalette.ColorRole.WindowText)  # views would hand down another
        self._size = size
        self._role = role
        self._bold = bold
        theme.follow(self._restyle)

    def set_role(self, role: Role) -> None:
        """Change the ink."""
        self._role = role
        self._restyle()

    def _restyle(self) -> None:
        self.setFont(font(self._size, bold=self._bold))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, colour(self._role))
        self.setPalette(palette)
        self.setMinimumHeight(px(LINE_HEIGHTS[self._size]))


class ElidedLabel(Label):
    """A name, reason or next step that ends in … where the room ends; the tool tip has all of it."""

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(LINE_HEIGHTS[self._size]) * 2, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(self.font())
            painter.setPen(colour(self._role))
            painter.drawText(self.rect(), self.alignment(), self._shown())

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            full = self.text() if self._shown() != self.text() else ""
            QToolTip.showText(event.globalPos(), full, self)
            return True
        return super().event(event)

    def _shown(self) -> str:
        metrics = QFontMetricsF(self.font())
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
