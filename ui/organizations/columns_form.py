"""The panel of columns: layouts, which columns are shown, in which order, how wide; by mouse and by keys."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from models.language import _
from models.ledger.saved_views import SavedView
from ui.organizations.columns import ALL_COLUMNS, BUILT_IN, heading_of
from ui.organizations.layout_keeper import LayoutKeeper
from ui.shared.buttons import Button, ButtonKind
from ui.shared.fields import Choice, Field
from ui.shared.labels import Label
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_SMALL, Density, Radius, Role, Space, TextSize

_WIDTH, _ROWS = 340, 11
_STEP = 10
_KEY_ROLE = int(Qt.ItemDataRole.UserRole)
_OWN = "own"


class ColumnsForm(QWidget):
    """Every change shows at once behind it; there is nothing to confirm."""

    left = Signal()
    save_asked = Signal()
    layout_asked = Signal(str)  # a built-in layout's key or a saved one's id

    def __init__(self, keeper: LayoutKeeper, layouts: Sequence[SavedView]) -> None:
        super().__init__()
        self._keeper = keeper
        self.layouts = Choice([(each.key, each.name) for each in BUILT_IN])
        for layout in layouts:
            if not layout.retired:
                self.layouts.addItem(layout.name, layout.uid)
        self.layouts.addItem(_("（自己改过的）"), _OWN)
        self.list = _ColumnList()
        self.list.setItemDelegate(_ColumnDelegate(self.list))
        self.list.itemClicked.connect(self._on_clicked)
        self.list.toggled.connect(self._toggle)
        self.list.moved.connect(self._move)
        self.list.widened.connect(self._widen)
        self.list.setAccessibleName(_("列"))
        save = Button(_("存为列布局…"))
        save.clicked.connect(self.save_asked)
        done = Button(_("完成"), ButtonKind.PRIMARY, key="Esc")
        done.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(save)
        buttons.addStretch()
        buttons.addWidget(done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(Field(_("列布局"), self.layouts))
        column.addWidget(self.list)
        help_text = _("空格显示或隐藏，Ctrl+↑↓ 移动，Ctrl+←→ 变窄变宽")
        column.addWidget(Label(help_text, size=TextSize.SMALL, role=Role.TEXT2, wrap=True))
        column.addLayout(buttons)
        self._fill()
        self.layouts.activated.connect(self._choose_layout)
        keeper.changed.connect(self._fill)
        theme.follow(self._restyle)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The keyboard to the columns."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        """Shown columns in their order, then the others in the ledger's."""
        layout = self._keeper.layout
        shown = list(layout.columns)
        current = self.list.current_key()
        self.list.clear()
        for key in [*shown, *(key for key in ALL_COLUMNS if key not in shown)]:
            item = QListWidgetItem(heading_of(key))
            item.setData(_KEY_ROLE, key)
            is_shown = key in shown
            item.setCheckState(Qt.CheckState.Checked if is_shown else Qt.CheckState.Unchecked)
            words = _("显示") if is_shown else _("不显示")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{heading_of(key)} {words}")
            item.setToolTip(_("单位名称总是显示") if key == "name" else "")
            self.list.addItem(item)
        self.list.go_to(current or shown[0])
        is_own = not layout.is_as_shipped and layout.base in {each.key for each in BUILT_IN}
        self.layouts.choose(_OWN if is_own or self.layouts.findData(layout.base) < 0 else layout.base)

    def _choose_layout(self, _number: int) -> None:
        if self.layouts.choice() != _OWN:
            self.layout_asked.emit(self.layouts.choice())

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self._toggle(str(item.data(_KEY_ROLE)))

    def _toggle(self, key: str) -> None:
        self._keeper.show_column(key, shown=key not in self._keeper.layout.columns)

    def _move(self, key: str, by: int) -> None:
        self._keeper.move_column(key, by)

    def _widen(self, key: str, by: int) -> None:
        if key in self._keeper.layout.columns:
            self._keeper.widen_column(key, by)

    def _restyle(self) -> None:
        self.list.setFixedSize(px(_WIDTH), px(Density.DENSE.value) * _ROWS + 2)


class _ColumnList(QListWidget):
    toggled = Signal(str)
    moved = Signal(str, int)
    widened = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setObjectName("columns")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def current_key(self) -> str:
        """The column under the ring."""
        item = self.currentItem()
        return str(item.data(_KEY_ROLE)) if item is not None else ""

    def go_to(self, key: str) -> None:
        """Put the ring on a column."""
        for number in range(self.count()):
            if self.item(number).data(_KEY_ROLE) == key:
                self.setCurrentRow(number)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.current_key()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        acts = {
            Qt.Key.Key_Up: partial(self.moved.emit, key, -1),
            Qt.Key.Key_Down: partial(self.moved.emit, key, 1),
            Qt.Key.Key_Left: partial(self.widened.emit, key, -_STEP),
            Qt.Key.Key_Right: partial(self.widened.emit, key, _STEP),
        }
        act = acts.get(Qt.Key(event.key())) if control else None
        if act is not None:
            act()
        elif event.key() == Qt.Key.Key_Space:
            self.toggled.emit(key)
        else:
            super().keyPressEvent(event)


class _ColumnDelegate(QStyledItemDelegate):
    """A tick, and the heading of the column."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, px(Density.DENSE.value))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.fillRect(box, colour(Role.SEL if selected else Role.HOVER))
        ink = theme.colour_on_selection if selected else colour
        side = px(ICON_SMALL) + 2
        tick = QRectF(box.left() + Space.S, round(box.center().y() - side / 2), side, side)
        is_shown = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
        paint_box(painter, tick, Radius.TAG, colour(Role.SURFACE), ink(Role.LINE2 if not is_shown else Role.ACCENT))
        if is_shown:
            paint_icon(painter, tick.adjusted(1, 1, -1, -1), Icon.CHECK, colour(Role.ACCENT))
        metrics = QFontMetricsF(font())
        painter.setFont(font())
        painter.setPen(ink(Role.TEXT if is_shown else Role.TEXT2))
        baseline = round(box.center().y() + (metrics.ascent() - metrics.descent()) / 2)
        painter.drawText(round(tick.right() + Space.S), baseline, str(index.data()))
