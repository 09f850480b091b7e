"""The first step: a file, chosen by mouse, key or by dropping it."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from ui.shared.banner import BannerKind
from ui.shared.buttons import Button, ButtonKind, LinkButton
from ui.shared.labels import Label
from ui.step_pane import StepPane
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import GLYPH_LARGE, Radius, Role, Space, TextSize

_WIDTH = 560


class FileStep(StepPane):
    """Asks for a file; what can be dropped here is taken by the panel."""

    choose_asked = Signal()
    paste_asked = Signal()
    profiles_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = _DropPlace()
        self.primary = self.place.button
        self.place.button.clicked.connect(self.choose_asked)
        self.place.paste.clicked.connect(self.paste_asked)
        self._promise = Label(
            _("先看结果再写入：认表头、查代码、分街道；写入以后也可以整批撤销。"),
            role=Role.TEXT2,
            wrap=True,
        )
        self._block = QWidget()
        block = QVBoxLayout(self._block)
        block.setContentsMargins(0, 0, 0, 0)
        block.setSpacing(Space.L)
        block.addWidget(self.place)
        block.addWidget(self._promise)
        self.profiles = LinkButton("")
        self.profiles.clicked.connect(self.profiles_asked)
        self.profiles.hide()
        block.addWidget(self.profiles)
        self.body.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self.body.addStretch(2)
        middle = QHBoxLayout()  # not an alignment: that would ask for the height at the width of the window
        middle.addStretch()
        middle.addWidget(self._block)
        middle.addStretch()
        self.body.addLayout(middle)
        self.body.addStretch(3)
        self.foot.hide()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        theme.follow(self._restyle)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The button gets the keyboard; where it cannot be pressed, the step itself, for Esc."""
        if self.place.button.isEnabled():
            self.place.button.setFocus()
        else:
            super().setFocus()

    def take_nothing(self) -> None:
        """The ledger cannot be written to."""
        self.place.button.setEnabled(False)
        self.place.paste.setEnabled(False)
        remedy = _("请把它复制到可以写入的地方再打开。")
        self.say(BannerKind.WARNING, _("这个台账以只读方式打开，不能导入。"), remedy)

    def set_profiles(self, count: int) -> None:
        """Offer the mappings that are remembered, if there are any."""
        self.profiles.setText(_("记住的对应 {n} 份").format(n=count))
        self.profiles.updateGeometry()
        self.profiles.setVisible(count > 0)

    def set_hovered(self, hovered: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Show whether a file is held over the window."""
        self.place.set_hovered(hovered)

    def _restyle(self) -> None:
        self._block.setFixedWidth(px(_WIDTH))


class _DropPlace(QWidget):
    """A dashed box with the button in it."""

    def __init__(self) -> None:
        super().__init__()
        self._hovered = False
        self.button = Button(_("选择文件…"), ButtonKind.PRIMARY, key="Enter")
        middle = Qt.AlignmentFlag.AlignHCenter
        title = Label(_("把名册拖到这里"), size=TextSize.TITLE, bold=True)
        self.paste = Button(_("粘贴复制的表格"), key="Ctrl+V")
        kinds = Label(
            _("民政名册、街道摸底表：xlsx、xls、ods、csv，或从表格里复制的几行"),
            role=Role.TEXT2,
            wrap=True,
        )
        kinds.setAlignment(middle)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL * 2 + GLYPH_LARGE, Space.XL, Space.XL)
        column.setSpacing(Space.S)
        column.addWidget(title, 0, middle)
        column.addWidget(kinds)
        column.addSpacing(Space.S)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch()
        row.addWidget(self.button)
        row.addWidget(self.paste)
        row.addStretch()
        column.addLayout(row)
        theme.follow(self._restyle)

    def set_hovered(self, hovered: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Show whether a file is held over the window."""
        self._hovered = hovered
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        side = px(GLYPH_LARGE)
        with QPainter(self) as painter:
            ground = colour(Role.ACCENT_SOFT if self._hovered else Role.SURFACE)
            edge = colour(Role.ACCENT if self._hovered else Role.LINE2)
            paint_box(painter, box, Radius.CARD, ground, edge, dashed=True)
            place = QRectF(box.center().x() - side / 2, Space.XL, side, side)
            paint_icon(painter, place, Icon.IMPORT, colour(Role.ACCENT))

    def _restyle(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(Space.XL, Space.XL + px(GLYPH_LARGE) + Space.M, Space.XL, Space.XL)
