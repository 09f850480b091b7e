"""Parts of the detail: a small bold heading with something at its right, and one that folds."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui.shared.labels import Label
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_SMALL, Height, Radius, Role, Space, TextSize


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout and away."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner := item.layout(), QVBoxLayout | QHBoxLayout):
            clear(inner)


def column_of(parent: QWidget | None = None, *, spacing: int = 0) -> QVBoxLayout:
    """A column without margins."""
    column = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return column


def row_of(*widgets: QWidget, spacing: int = Space.S) -> QHBoxLayout:
    """Widgets side by side, the first one taking what is left."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for number, widget in enumerate(widgets):
        row.addWidget(widget, 0 if number else 1)
    return row


class Section(QWidget):
    """A heading over `body`; `side` stands at the heading's right."""

    def __init__(self, heading: str, *side: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Label(heading, size=TextSize.SMALL, role=Role.TEXT2, bold=True)
        self._head = row_of(self.heading, *side)
        self.body = column_of(spacing=Space.XS)
        column = column_of(self, spacing=Space.XS)
        column.addLayout(self._head)
        column.addLayout(self.body)


class FoldedSection(QWidget):
    """A heading with a remark; pressed, it shows or hides what is under it."""

    toggled = Signal(bool)

    def __init__(self, heading: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._button = _FoldButton(heading)
        self._button.toggled.connect(self._show_body)
        self._content = QWidget()
        self.body = column_of(self._content, spacing=Space.XS)
        self._content.hide()
        column = column_of(self)
        column.addWidget(self._button)
        column.addWidget(self._content)
        theme.follow(self._restyle)

    def set_remark(self, remark: str) -> None:
        """What stands at the right of the heading."""
        self._button.set_remark(remark)

    @property
    def is_open(self) -> bool:
        """Whether what is under the heading is shown."""
        return self._button.isChecked()

    def set_open(self, is_open: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Show or hide what is under the heading."""
        self._button.setChecked(is_open)

    def _restyle(self) -> None:
        self.body.setContentsMargins(_indent(), 2, 0, Space.S)

    def _show_body(self, is_open: bool) -> None:  # noqa: FBT001 - the signal's value
        self._content.setVisible(is_open)
        self.toggled.emit(is_open)


class _FoldButton(QAbstractButton):
    def __init__(self, heading: str) -> None:
        super().__init__()
        self._remark = ""
        self.setText(heading)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)

    def set_remark(self, remark: str) -> None:
        self._remark = remark
        self.setAccessibleDescription(remark)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font(TextSize.SMALL, bold=True))
        words = metrics.horizontalAdvance(self.text()) + metrics.horizontalAdvance(self._remark)
        return QSize(round(_indent() + words + Space.L), px(Height.ROW_BUTTON))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toggle()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        side = px(ICON_SMALL)
        with QPainter(self) as painter:
            if self.underMouse():
                paint_box(painter, box, Radius.TAG, colour(Role.HOVER))
            sign = Icon.CHEVRON_DOWN if self.isChecked() else Icon.CHEVRON_RIGHT
            place = QRectF(0, box.center().y() - side / 2, side, side)
            paint_icon(painter, place, sign, colour(Role.TEXT2))
            painter.setPen(colour(Role.TEXT2))
            painter.setFont(font(TextSize.SMALL, bold=True))
            words = box.adjusted(_indent(), 0, -Space.XS, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
            painter.setFont(font(TextSize.SMALL))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(words, right, self._remark)
            if self.hasFocus():
                paint_ring(painter, box, Radius.TAG)


def _indent() -> int:
    return px(ICON_SMALL) + Space.XS
