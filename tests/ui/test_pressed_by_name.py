"""A screen reader checks what can be checked: places, segments and cards answer that as they answer a click."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from ui.reports.gallery import Gallery
from ui.shared.number_tabs import NumberTab, NumberTabs
from ui.shared.rail import Rail
from ui.shared.segmented import SegmentedControl
from ui.theme.icons import Icon


def rail() -> tuple[Rail, object]:
    made = Rail()
    made.add_place("today", Icon.TODAY, "工作台")
    made.add_place("table", Icon.TABLE, "台账")
    made.show_place("today")
    return made, made.place_asked


def segments() -> tuple[SegmentedControl, object]:
    made = SegmentedControl([("all", "全部"), ("mine", "我的")], name="谁的")
    return made, made.chosen


def tabs() -> tuple[NumberTabs, object]:
    made = NumberTabs(name="结果")
    made.set_tabs([NumberTab("new", "新增", 3), NumberTab("same", "相同", 2)])
    return made, made.chosen


def prints() -> tuple[Gallery, object]:
    made = Gallery()
    return made, made.chosen


@pytest.mark.parametrize("make", [rail, segments, tabs, prints])
def test_toggled_or_clicked_it_is_said_once(show, make) -> None:
    widget, signal = make()
    show(widget)
    heard: list[object] = []
    signal.connect(heard.append)
    first, second = widget.findChildren(QAbstractButton)[:2]
    second.toggle()  # what a screen reader does
    assert len(heard) == 1
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert len(heard) == 2
    second.click()
    assert len(heard) == 3
    second.toggle()  # it is shown already
    assert len(heard) in (3, 4)
    assert second.isChecked() or make is rail


@pytest.mark.parametrize("make", [segments, tabs, prints])
def test_tab_comes_to_the_chosen_one_of_a_group(show, make) -> None:
    widget, _signal = make()
    show(widget)
    buttons = widget.findChildren(QAbstractButton)
    for chosen in (buttons[0], buttons[1]):
        chosen.click()
        stops = [each for each in buttons if each.focusPolicy().value & Qt.FocusPolicy.TabFocus.value]
        assert stops == [chosen]
