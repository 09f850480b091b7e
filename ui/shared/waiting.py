"""While something takes time: the content of a progress window, and the grey bars of a list that is being read."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from ui.shared.buttons import Button
from ui.shared.labels import Label
from ui.theme.paint import paint_box
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import DIALOG_WIDTH, Density, Radius, Role, Space, TextSize


class ProgressPanel(QWidget):
    """What is being done, how far it is, and a way to stop it; the job runner shows it after 0.6 s."""

    cancel_asked = Signal()

    def __init__(self, title: str, *, promise: str = "", parent: QWidget | None = None) -> None:
        """`promise` says what stopping leaves as it is: 停止，本机台账不变."""
        super().__init__(parent)
        self._label = Label("", role=Role.TEXT2)
        self._count = Label("", size=TextSize.SMALL, role=Role.TEXT2)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self.cancel = Button(_("停止"))
        self.cancel.clicked.connect(self._ask_cancel)
        words = QHBoxLayout()
        words.addWidget(self._label, 1)
        words.addWidget(self._count)
        foot = QHBoxLayout()
        foot.setSpacing(Space.M)
        foot.addWidget(Label(promise, size=TextSize.SMALL, role=Role.TEXT2, wrap=True), 1)
        foot.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.S)
        column.addWidget(Label(title, size=TextSize.TITLE, bold=True))
        column.addLayout(words)
        column.addWidget(self._bar)
        column.addSpacing(Space.XS)
        column.addLayout(foot)
        theme.follow(self._restyle)

    def set_state(self, label: str, done: int, total: int) -> None:
        """Show a snapshot; a total of 0 means that it is not known."""
        self._label.setText(label)
        self._count.setText(f"{done:,} / {total:,}" if total else "")
        self._bar.setMaximum(1000 if total else 0)
        if total:
            self._bar.setValue(min(done * 1000 // total, 1000))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour(Role.SURFACE))

    def _ask_cancel(self) -> None:
        self.cancel.setEnabled(False)
        self._label.setText(_("正在停止…"))
        self.cancel_asked.emit()

    def _restyle(self) -> None:
        self.setMinimumWidth(px(DIALOG_WIDTH))


class Skeleton(QWidget):
    """Grey bars in the rhythm of rows; it does not move."""

    _SHARES = (0.32, 0.44, 0.27, 0.38, 0.5, 0.3)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(_("正在读取"))

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(320), px(Density.STANDARD.value) * len(self._SHARES))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        height, bar = px(Density.STANDARD.value), px(10)
        edge = colour(Role.LINE) if theme.high_contrast else None
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour(Role.SURFACE))
            for row in range(self.height() // height):
                share = self._SHARES[row % len(self._SHARES)]
                top = row * height + (height - bar) / 2
                place = QRectF(Space.L, top, (self.width() - 2 * Space.L) * share, bar)
                paint_box(painter, place, Radius.TAG, colour(Role.HOVER), edge)
                painter.fillRect(QRectF(0, (row + 1) * height - 1, self.width(), 1), colour(Role.LINE))
