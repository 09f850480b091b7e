"""A walk through every place, form and panel: keys, names, focus, and room for the words at every size of text.

The screens are those of the gallery, so that a new one is walked through without a word here.
"""

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from tests.ui.test_no_text_is_cut import cut
from tests.ui.walking import settle, walk
from ui.command_search import commands_like
from ui.form import Form
from ui.key_map import SCREEN_GROUPS, KeyGroup, key_groups
from ui.main_window import MainWindow
from ui.places import PLACES
from ui.theme.tokens import Scheme
from ui.window_actions import ACTIONS, MENUS

#: How a key cap writes what a QKeySequence says otherwise.
_CAPS = {"Del": "Delete", "Return": "Enter", "Space": "空格", "Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}
#: Keys that a part of the window takes from the menus while it has the keyboard, by ShortcutOverride.
_TAKEN_FROM_THE_WINDOW = {"F2", "F6", "F7", "Ctrl+N", "Ctrl+V"}
_MOST_TABS = 60


def cap(sequence: QKeySequence) -> str:
    *modifiers, key = sequence.toString(QKeySequence.SequenceFormat.PortableText).split("+")
    return "+".join([*modifiers, _CAPS.get(key, key)])


def groups_of(screen: QWidget) -> list[KeyGroup]:
    """The groups of the key map that are about a screen, and those about all of them."""
    classes = {each.__name__ for each in type(screen).__mro__}
    if isinstance(screen, Form):
        classes.add("Form")
    return [group for group in key_groups() if not group.screens or classes & set(group.screens)]


def told_of(screen: QWidget) -> set[str]:
    return {key for group in groups_of(screen) for line in group.lines for key in line.keys}


def test_the_key_map_tells_every_action_and_no_key_twice_in_one_place() -> None:
    told = {line.words: line.keys for group in key_groups() if not group.screens for line in group.lines}
    for spec in ACTIONS:
        assert spec.text, spec.key
        assert not spec.shortcuts or told[spec.text.rstrip("…")] == spec.shortcuts
    window = [key for spec in ACTIONS for key in spec.shortcuts] + [f"Ctrl+{n}" for n, _p in enumerate(PLACES, start=1)]
    assert [key for key, count in Counter(window).items() if count > 1] == []
    for group in SCREEN_GROUPS:
        own = [key for line in group.lines for key in line.keys]
        assert [key for key, count in Counter(own).items() if count > 1] == [], group.title
        assert set(own) & set(window) <= _TAKEN_FROM_THE_WINDOW, group.title
    assert {spec.menu for spec in ACTIONS} == set(MENUS)


def test_every_action_is_in_a_menu_and_in_the_command_box(walked_window: MainWindow) -> None:
    in_menus = [action for menu in walked_window.top.menu_bar.actions() for action in menu.menu().actions()]
    for spec in ACTIONS:
        action = walked_window.actions_of_window.by_key[spec.key]
        assert action in in_menus, spec.key
        if action.isEnabled():
            found = commands_like(spec.text.rstrip("…"), walked_window.actions_of_window)
            assert f"command:{spec.key}" in [each.key for each in found], spec.key
    letters = Counter(menu.text().partition("&")[2][:1] for menu in walked_window.top.menu_bar.actions())
    assert max(letters.values()) == 1


def test_every_screen_can_be_used_by_keys_and_says_what_is_what(walked_window: MainWindow) -> None:
    """One walk: what is bound is told, what is pressed can be reached, what can be reached has a name and a ring."""
    seen: set[type] = set()
    wrong: list[str] = []
    for name, screen in walk(walked_window):
        wrong += [f"{name}: cut: {each}" for each in cut(screen)]
        wrong += [f"{name}: {each}" for each in unlisted_keys(screen, walked_window)]
        wrong += [f"{name}: {each}" for each in mouse_only(screen)]
        wrong += [f"{name}: {each}" for each in nameless(screen)]
        wrong += [f"{name}: {each}" for each in lost_focus(screen, walked_window, seen)]
    assert not wrong, "\n".join(wrong)
    assert len(seen) > 12  # the walk did look at something


@pytest.mark.parametrize(
    ("scale", "scheme"),
    [
        pytest.param(150, Scheme.DARK, marks=pytest.mark.long),
        (200, Scheme.LIGHT),
    ],
)
def test_no_screen_cuts_a_word(walked_window: MainWindow, restyle, scale: int, scheme: Scheme) -> None:
    restyle(scheme, scale)
    settle(walked_window)
    wrong = []
    for name, screen in walk(walked_window):
        wrong += [f"{name}: {each}" for each in cut(screen)]
        least = walked_window.minimumSizeHint()
        if not QRect(0, 0, 1366, 768).contains(QRect(QPoint(0, 0), least)):
            wrong.append(f"{name}: the window does not fit a small screen: {least.width()}×{least.height()}")
        room = screen.parentWidget().size()
        if screen.width() < screen.minimumSizeHint().width() and screen.parentWidget() is walked_window.stack:
            wrong.append(f"{name}: what sticks out of {room.width()} cannot be scrolled to")
    assert not wrong, "\n".join(wrong)


def unlisted_keys(screen: QWidget, window: MainWindow) -> Iterator[str]:
    """Keys that are bound or shown and that F1 does not tell, and keys with two owners."""
    told = told_of(screen)
    bound = [each for each in screen.findChildren(QShortcut) if each.isEnabled()]
    for shortcut in bound:
        if cap(shortcut.key()) not in told:
            yield f"{cap(shortcut.key())} of {type(shortcut.parent()).__name__} is not in the key map"
    of_menus = {cap(key) for action in window.actions() if action.isEnabled() for key in action.shortcuts()}
    for shortcut in bound:
        if cap(shortcut.key()) in of_menus and shortcut.key() != QKeySequence("Ctrl+V"):
            yield f"{cap(shortcut.key())} has two owners"
    for button in screen.findChildren(QAbstractButton):
        key = str(getattr(button, "_key", "") or "")
        if key and button.isVisible() and key not in told:
            yield f"the key {key} of “{button.text()}” is not in the key map"


def mouse_only(screen: QWidget) -> Iterator[str]:
    """Buttons that Tab does not reach; of a group that arrows go through one is enough."""
    buttons = [each for each in screen.findChildren(QAbstractButton) if each.isVisible() and each.isEnabled()]
    reached = {(each.parentWidget(), type(each)) for each in buttons if takes_tab(each)}
    for button in buttons:
        if not takes_tab(button) and (button.parentWidget(), type(button)) not in reached:
            yield f"{type(button).__name__} “{button.text() or button.accessibleName()}” is for the mouse only"


def takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)


def nameless(screen: QWidget) -> Iterator[str]:
    """What a screen reader could not name."""
    asked = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)
    for widget in screen.findChildren(QWidget):
        if not isinstance(widget, asked) or not widget.isVisible() or not takes_tab(widget):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (text or widget.accessibleName()):
            yield f"{type(widget).__name__} in {type(widget.parentWidget()).__name__} has no name"


def lost_focus(screen: QWidget, window: MainWindow, seen: set[type]) -> Iterator[str]:
    """Tab goes round: what has the keyboard is seen, inside the window, and shows it."""
    first = QApplication.focusWidget()
    if first is None or not (first is screen or screen.isAncestorOf(first)):
        yield f"the keyboard is at {type(first).__name__}, not on the screen"
        return
    for _tab in range(_MOST_TABS):
        here = QApplication.focusWidget()
        if here is None:
            yield "Tab loses the keyboard"
            return
        if not here.isVisible() or visible_part(here, window).isEmpty():
            yield f"{type(here).__name__} “{here.accessibleName()}” has the keyboard and is not seen"
        elif type(here) not in seen:
            seen.add(type(here))
            if not shows_focus(here):
                yield f"{type(here).__name__} does not show that it has the keyboard"
        QTest.keyClick(here, Qt.Key.Key_Tab)
        if QApplication.focusWidget() in (first, None):
            break


def visible_part(widget: QWidget, window: QWidget) -> QRect:
    """What of a widget is inside the window and inside whatever scrolls."""
    part = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()) & window.rect()
    above = widget.parentWidget()
    while above is not None and above is not window:
        if isinstance(above.parentWidget(), QScrollArea):
            part &= QRect(above.mapTo(window, QPoint(0, 0)), above.size())
        above = above.parentWidget()
    return part


def shows_focus(widget: QWidget) -> bool:
    """Whether it looks otherwise without the keyboard."""
    ringed = picture(widget)
    widget.clearFocus()
    plain = picture(widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    return ringed != plain


def picture(widget: QWidget) -> QImage:
    """With what surrounds it: some rings are painted by the parent."""
    parent = widget.parentWidget() or widget
    return parent.grab(QRect(widget.pos(), widget.size()).adjusted(-4, -4, 4, 4)).toImage()
