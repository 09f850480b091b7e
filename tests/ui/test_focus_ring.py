"""The ring appears without moving anything by a pixel, and every widget that can have the focus has one."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QSpinBox, QVBoxLayout, QWidget

from ui.shared.buttons import Button, ButtonKind, IconButton, LinkButton
from ui.shared.chips import AddChip, Chip
from ui.shared.date_field import DateField
from ui.shared.fields import Choice, TextArea
from ui.shared.followup_card import FollowupCard, FollowupCardContent
from ui.shared.line_field import LineField, Meaning, NumberField
from ui.shared.panes import ChoiceCard
from ui.shared.rail import Rail
from ui.shared.run_button import RunButton
from ui.shared.runs import plain
from ui.shared.segmented import SegmentedControl
from ui.theme.icons import Icon
from ui.theme.palette import theme
from ui.theme.tokens import Scheme


def _rail_item() -> QWidget:
    return Rail().add_place("ledger", Icon.TABLE, "台账")


WIDGETS = {
    "primary": lambda: Button("保存", ButtonKind.PRIMARY, key="F4"),
    "normal": lambda: Button("保存", key="F4"),
    "quiet": lambda: Button("保存", ButtonKind.QUIET),
    "danger": lambda: Button("删除", ButtonKind.DANGER),
    "destructive": lambda: Button("删除", ButtonKind.DANGER_FILL),
    "icon": lambda: IconButton(Icon.PRINT, "打印"),
    "link": lambda: LinkButton("另有 7 件"),
    "chip": lambda: Chip("状态 ≠ 已建会"),
    "add": lambda: AddChip("条件"),
    "runs": lambda: RunButton(plain("逾期 3")),
    "rail": _rail_item,
    "card": lambda: ChoiceCard(Icon.DOCUMENT, "导入名册", "民政名册", "Ctrl+I"),
    "followup": lambda: FollowupCard(FollowupCardContent("built", "阳光", "送材料", "09-27 今天", "D1", "望江")),
    "choice": lambda: Choice([("1", "上门")]),
    "line": LineField,
    "number": lambda: NumberField(unit="人"),
    "date": lambda: DateField(Meaning),
    "area": TextArea,
    "check": lambda: QCheckBox("已选"),
    "push": lambda: QPushButton("取消"),
    "combo": QComboBox,
    "spin": QSpinBox,
}
#: Their caret or inner field differs while they have the focus; their text is compared instead.
EDITORS = {"line", "number", "date", "area", "spin"}


@pytest.fixture
def host(show) -> QWidget:
    host = QWidget()
    QVBoxLayout(host)
    other = QPushButton("先有焦点")
    host.layout().addWidget(other)
    host.resize(420, 240)
    show(host)
    other.setFocus()
    return host


def place(host: QWidget, name: str) -> QWidget:
    widget = WIDGETS[name]()
    host.layout().addWidget(widget)
    host.layout().activate()
    widget.show()
    return widget


def inside(image: QImage) -> QImage:
    """Without the ring, the line inside a filled button's ring, and round corners."""
    edge = theme.ring + 2
    return image.copy(image.rect().adjusted(14, edge, -14, -edge))


def difference(one: QImage, other: QImage) -> int:
    return sum(one.pixel(x, y) != other.pixel(x, y) for x in range(one.width()) for y in range(one.height()))


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.HIGH_CONTRAST])
@pytest.mark.parametrize("name", WIDGETS)
def test_focus_moves_nothing(host: QWidget, restyle, scheme: Scheme, name: str) -> None:
    restyle(scheme)
    widget = place(host, name)

    def measures() -> tuple:
        text = widget.cursorRect() if isinstance(widget, (LineField, TextArea)) else QRect()
        return widget.geometry(), widget.sizeHint(), widget.minimumSizeHint(), text

    picture, before = widget.grab().toImage(), measures()
    widget.setFocus()
    assert widget.hasFocus()
    assert measures() == before
    if name not in EDITORS and name != "check":
        assert difference(inside(widget.grab().toImage()), inside(picture)) == 0


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK, Scheme.HIGH_CONTRAST])
@pytest.mark.parametrize("name", WIDGETS)
def test_focus_is_seen(host: QWidget, restyle, scheme: Scheme, name: str) -> None:
    restyle(scheme)
    widget = place(host, name)
    before = widget.grab().toImage()
    widget.setFocus()
    assert difference(before, widget.grab().toImage()) >= 2 * min(widget.width(), widget.sizeHint().width())


def test_segments_show_the_focus_and_move_with_the_arrows(qtbot, show) -> None:
    control = show(SegmentedControl((("1", "人 1"), ("2", "街道 2")), name="泳道"))
    width = control.sizeHint().width()
    control.choose("2")
    assert control.sizeHint().width() == width
    assert control.choice() == "2"
