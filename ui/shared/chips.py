"""Conditions in words: chips with ×, a dashed chip that adds one, and the row that holds them.

At most one row: what does not fit folds into 另有 n 个条件.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from models.language import _
from ui.shared.buttons import Button, ButtonKind
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, pressed, px, theme
from ui.theme.tokens import ICON_SMALL, Height, Role, Space

_SIDE = 11  # beside words
_MARK_SIDE = 6  # beside the cross
_PLUS_SIDE = 9
_GAP = 5
_CLOSE_TARGET = 24
_ROW_TOP = 3


class Chip(QAbstractButton):
    """One condition. A click or Enter edits it, its × or Delete removes it."""

    removed = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleDescription(_("回车修改，Delete 去掉"))
        _prepare(self)
        theme.follow(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        words = QFontMetricsF(font()).horizontalAdvance(self.text())
        return QSize(round(_SIDE + words + _GAP + px(ICON_SMALL) + _MARK_SIDE), px(Height.CHIP))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        ground = colour(Role.ACCENT_SOFT)
        with QPainter(self) as painter:
            hot = self.isDown() or self.underMouse()
            paint_box(painter, box, box.height() / 2, pressed(ground) if hot else ground, colour(Role.ACCENT_LINE))
            _paint_words(painter, box, box.left() + _SIDE, self.text(), Role.TEXT)
            paint_icon(painter, self._cross(), Icon.CLOSE, colour(Role.TEXT2))
            if self.hasFocus():
                paint_ring(painter, box, box.height() / 2)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        target = QRectF(self.width() - _CLOSE_TARGET, 0, _CLOSE_TARGET, self.height())
        if event.button() == Qt.MouseButton.LeftButton and target.contains(event.position()):
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _cross(self) -> QRectF:
        side = px(ICON_SMALL)
        return QRectF(self.width() - _MARK_SIDE - side, (self.height() - side) / 2, side, side)


class AddChip(QAbstractButton):
    """The dashed chip that adds a condition."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        _prepare(self)
        theme.follow(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        words = QFontMetricsF(font()).horizontalAdvance(self.text())
        return QSize(round(_PLUS_SIDE + px(ICON_SMALL) + _GAP + words + _SIDE), px(Height.CHIP))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            ground = colour(Role.HOVER) if self.underMouse() or self.isDown() else None
            paint_box(painter, box, box.height() / 2, ground, colour(Role.LINE2), dashed=True)
            side = px(ICON_SMALL)
            x = box.left() + _PLUS_SIDE
            plus = QRectF(x, box.center().y() - side / 2, side, side)
            paint_icon(painter, plus, Icon.PLUS, colour(Role.TEXT2))
            _paint_words(painter, box, x + side + _GAP, self.text(), Role.TEXT2)
            if self.hasFocus():
                paint_ring(painter, box, box.height() / 2)


class ChipRow(QWidget):
    """The conditions of a view in one row, with 全部清除 at its end."""

    edit_asked = Signal(str)  # key of the condition
    remove_asked = Signal(str)
    add_asked = Signal()
    all_asked = Signal()  # the folded rest was clicked
    clear_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[Chip] = []
        self._rest = Button("", ButtonKind.QUIET, height=Height.CHIP, parent=self)
        self._add = AddChip(_("条件"), self)
        self._clear = Button(_("全部清除"), ButtonKind.QUIET, height=Height.CHIP, parent=self)
        self._rest.clicked.connect(self.all_asked)
        self._add.clicked.connect(self.add_asked)
        self._clear.clicked.connect(self.clear_asked)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.follow(self._restyle)

    def set_conditions(self, conditions: Sequence[tuple[str, str]]) -> None:
        """Show conditions: key and words."""
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for key, words in conditions:
            chip = Chip(words, self)
            chip.clicked.connect(partial(self._ask_edit, key))
            chip.removed.connect(partial(self.remove_asked.emit, key))
            self._chips.append(chip)
        self._clear.setVisible(bool(conditions))
        self._place()

    def visible_words(self) -> list[str]:
        """The words of the chips that stand in the row now."""
        return [chip.text() for chip in self._chips if not chip.isHidden()]

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(320), px(Height.CHIP_ROW))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(160), px(Height.CHIP_ROW))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _ask_edit(self, key: str, *_checked: object) -> None:
        self.edit_asked.emit(key)

    def _restyle(self) -> None:
        self.updateGeometry()
        self._place()

    def _place(self) -> None:
        """Put chips from the left as long as they fit, then the rest as a number, then the dashed chip."""
        top = px(_ROW_TOP)
        end = self.width() - Space.L
        if not self._clear.isHidden():
            size = self._clear.sizeHint()
            self._clear.setGeometry(end - size.width(), top, size.width(), size.height())
            end -= size.width() + Space.S
        end -= self._add.sizeHint().width() + Space.S
        shown = self._fitting(end - Space.L)
        x = int(Space.L)
        for number, chip in enumerate(self._chips):
            chip.setVisible(number < shown)
            if number < shown:
                chip.setGeometry(x, top, chip.sizeHint().width(), chip.sizeHint().height())
                x += chip.width() + Space.S
        rest = len(self._chips) - shown
        self._rest.setVisible(rest > 0)
        if rest:
            self._rest.setText(_("另有 {count} 个条件").format(count=rest))
            self._rest.setGeometry(x, top, self._rest.sizeHint().width(), px(Height.CHIP))
            x += self._rest.width() + Space.S
        self._add.setGeometry(x, top, self._add.sizeHint().width(), self._add.sizeHint().height())

    def _fitting(self, room: int) -> int:
        """How many chips fit, with the number of the rest behind them if some do not."""
        widths = [chip.sizeHint().width() + Space.S for chip in self._chips]
        if sum(widths) <= room:
            return len(widths)
        self._rest.setText(_("另有 {count} 个条件").format(count=len(widths)))
        room -= self._rest.sizeHint().width() + Space.S
        shown = 0
        while shown < len(widths) and widths[shown] <= room:
            room -= widths[shown]
            shown += 1
        return shown


def _prepare(button: QAbstractButton) -> None:
    button.setAttribute(Qt.WidgetAttribute.WA_Hover)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


def _paint_words(painter: QPainter, box: QRectF, x: float, words: str, role: Role) -> None:
    metrics = QFontMetricsF(font())
    painter.setFont(font())
    painter.setPen(colour(role))
    painter.drawText(QPointF(x, round(box.center().y() + (metrics.ascent() - metrics.descent()) / 2)), words)
