"""Widgets that Qt paints: they look like the kit's, in every scheme."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QMessageBox,
    QRadioButton,
    QSpinBox,
    QSplitter,
    QStyle,
    QToolTip,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ui.theme.palette import colour
from ui.theme.standard_icons import STANDARD_ICONS
from ui.theme.tokens import Role, Scheme


def names(pixmap: QPixmap) -> set[str]:
    image = pixmap.toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@pytest.fixture(params=[Scheme.LIGHT, Scheme.DARK])
def scheme(request, restyle) -> Scheme:
    restyle(request.param)
    return request.param


@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_indicators_are_ours(show, scheme: Scheme, kind) -> None:
    button = show(kind("联合建"))
    assert colour(Role.ACCENT).name() not in names(button.grab())
    button.setChecked(True)
    assert colour(Role.ACCENT).name() in names(button.grab())
    button.setEnabled(False)
    assert colour(Role.ACCENT).name() not in names(button.grab())


def test_partly_checked_is_neither(show) -> None:
    box = show(QCheckBox("部分"))
    pictures = set()
    for state in Qt.CheckState:
        box.setCheckState(state)
        pictures.add(box.grab().toImage().cacheKey() and bytes(box.grab().toImage().constBits()))
    assert len(pictures) == 3


def test_combo_shows_its_words_in_box_and_list(show, scheme: Scheme) -> None:
    combo = QComboBox()
    combo.addItems(["A4 纵向", "A3 横向一页"])
    show(combo)
    assert combo.height() == 32
    combo.showPopup()
    popup = combo.view().window()
    assert popup.width() >= combo.width()
    assert combo.view().sizeHintForColumn(0) <= combo.view().viewport().width()
    assert combo.view().visualRect(combo.model().index(0, 0)).height() == 30
    combo.hidePopup()


def test_spin_box_arrows_step(qtbot, show) -> None:
    box = QSpinBox()
    box.setSuffix(" 张")
    show(box)
    for y, expected in ((8, 1), (8, 2), (24, 1)):
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(box.width() - 12, y))
        assert box.value() == expected
    assert colour(Role.SURFACE).name() in names(box.grab())


def test_rows_of_lists_and_trees_are_30_high(show) -> None:
    tree = QTreeWidget()
    item = QTreeWidgetItem(tree, ["临江区"])
    QTreeWidgetItem(item, ["望江街道"])
    show(tree)
    assert tree.visualItemRect(item).height() == 30


def test_menu_has_ground_edge_and_selection(show, scheme: Scheme) -> None:
    menu = QMenu()
    menu.addAction("修改")
    ticked = menu.addAction("重点对象")
    ticked.setCheckable(True)
    ticked.setChecked(True)
    menu.setActiveAction(menu.actions()[0])
    found = names(menu.grab())
    for role in (Role.SURFACE, Role.LINE2, Role.SEL, Role.ACCENT):
        assert colour(role).name() in found


def test_message_box_has_our_drawing(show, scheme: Scheme) -> None:
    box = show(QMessageBox(QMessageBox.Icon.Warning, "标题", "台账被另一个程序占用"))
    found = names(box.grab())
    assert colour(Role.WARN).name() in found
    assert colour(Role.SURFACE).name() in found


@pytest.mark.parametrize("standard", STANDARD_ICONS)
def test_standard_drawings_have_one_ink(qapp: QApplication, standard: QStyle.StandardPixmap) -> None:
    ink = colour(STANDARD_ICONS[standard][1])
    for pixmap in (qapp.style().standardPixmap(standard), qapp.style().standardIcon(standard).pixmap(20, 20)):
        image = pixmap.toImage()
        solid = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() > 180
        }
        assert solid
        assert all(_near(QColor(name), ink) for name in solid)


def _near(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) <= 4 for a, b in zip(one.getRgb(), other.getRgb(), strict=True))


def test_tool_tip_is_small_on_surface2(qapp: QApplication, show, scheme: Scheme) -> None:
    host = show(QWidget())
    QToolTip.showText(host.mapToGlobal(QPoint(5, 5)), "打印  F9", host)
    tip = next(
        each for each in qapp.topLevelWidgets() if each.metaObject().className() == "QTipLabel" and each.isVisible()
    )
    assert tip.font().pixelSize() == 12
    assert colour(Role.SURFACE2).name() in names(tip.grab())
    assert colour(Role.LINE2).name() in names(tip.grab())
    QToolTip.hideText()
    assert qapp.style().styleHint(QStyle.StyleHint.SH_ToolTip_WakeUpDelay) == 500


def test_place_holder_is_text3(show) -> None:
    field = QLineEdit()
    field.setPlaceholderText("名称、拼音首字母")
    field.resize(200, 32)
    show(QWidget())  # takes the focus
    show(field)
    field.clearFocus()
    found = names(field.grab())
    assert colour(Role.TEXT3).name() in found


def test_splitter_is_a_hairline() -> None:
    assert QSplitter().handleWidth() == 1
