"""The application-wide style sheet, for the widgets that Qt paints.

`$role` stands for a colour, `$ring` for the width of the focus ring and `px(n)` for a size that grows with
the font scale. A focused control gains as much border as it loses padding, so nothing moves.
"""

import re
from string import Template

from ui.theme.palette import blend, colour, pressed, px, theme
from ui.theme.tokens import Radius, Role, TextSize

_TEXT_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit {
    background: $surface; color: $text; border: 1px solid $line2; border-radius: $control;
    selection-background-color: $accent; selection-color: $accent_text;
    placeholder-text-color: $text3;
}
QLineEdit { padding: px(5) 7px; }
QPlainTextEdit, QTextEdit { padding: 3px 5px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border: $ring solid $focus; }
QLineEdit:focus { padding: px(5,-grow) $field_padding; }
QPlainTextEdit:focus, QTextEdit:focus { padding: $area_padding; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled {
    background: $surface2; color: $text3;
}
QAbstractSpinBox QLineEdit { border: none; padding: 0; min-height: 0; background: transparent; }
"""

_BUTTONS = """
.QPushButton {
    background: $surface; color: $text; border: 1px solid $line2; border-radius: $control;
    padding: px(3) 15px; min-height: px(22); min-width: px(56);
}
.QPushButton:hover { background: $hover; }
.QPushButton:pressed { background: $pressed; }
.QPushButton:default { background: $accent; color: $accent_text; border-color: $accent; font-weight: bold; }
.QPushButton:default:hover, .QPushButton:default:pressed { background: $accent_pressed; }
.QPushButton:disabled { background: $surface2; color: $text3; border-color: $line; }
.QPushButton:focus { border: $ring solid $focus; padding: px(3,-grow) $button_padding; }
.QPushButton:default:focus { border-color: $focus; }
QToolButton { background: transparent; color: $text2; border: none; border-radius: $control; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border: $ring solid $focus; padding: $tool_padding; }
QToolButton::menu-indicator { image: none; }
QCheckBox, QRadioButton { color: $text; spacing: 8px; }
QCheckBox:disabled, QRadioButton:disabled { color: $text3; }
"""

_MENUS = """
QMenuBar { background: $surface; color: $text2; spacing: 0; padding: 0; border: none; }
QMenuBar::item { background: transparent; padding: px(6) 8px; border-radius: $control; }
QMenuBar::item:selected { background: $hover; color: $text; }
QMenuBar::item:pressed { background: $accent_soft; color: $text; }
QMenu { background: $surface; color: $text; border: 1px solid $line2; padding: 4px 0; }
QMenu::item { padding: px(5) 24px px(5) 12px; }
QMenu::item:selected { background: $sel; color: $on_sel; }
QMenu::item:disabled { color: $text3; }
QMenu::icon { padding-left: 12px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 0; }
QMenu::right-arrow { width: px(14); height: px(14); margin-right: 8px; }
QToolTip {
    background: $surface2; color: $text; border: 1px solid $line2; padding: 4px 6px; font-size: $small;
}
"""

_VIEWS = """
QAbstractItemView {
    background: $surface; border: none; outline: none; gridline-color: $line;
    selection-background-color: $sel; selection-color: $on_sel;
}
QListView::item, QTreeView::item { padding: 0 8px; border: none; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:selected, QTreeView::item:selected { background: $sel; color: $on_sel; }
QHeaderView { background: $surface2; border: none; }
QHeaderView::section {
    background: $surface2; color: $text2; border: none; border-bottom: 1px solid $line2;
    padding: 0 8px; min-height: px(31); font-size: $small; font-weight: bold;
}
QComboBox QAbstractItemView { border: 1px solid $line2; padding: 4px 0; }
QScrollArea { background: transparent; border: none; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $thumb; border: 3px solid $surface; border-radius: 6px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $line2; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: $surface; }
QScrollArea[ground="window"] > QWidget#qt_scrollarea_vcontainer > QScrollBar::handle { border-color: $window; }
QScrollArea[ground="window"] > QWidget#qt_scrollarea_vcontainer > QScrollBar::add-page,
QScrollArea[ground="window"] > QWidget#qt_scrollarea_vcontainer > QScrollBar::sub-page { background: $window; }
QAbstractScrollArea::corner { background: $surface; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover, QSplitter::handle:pressed { background: $line2; }
"""

_GROUPS = """
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; color: $text2; border: none; border-bottom: 2px solid transparent;
    padding: px(8) 0; margin-right: 20px;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: bold; }
QTabBar::tab:disabled { color: $text3; }
QGroupBox { border: 1px solid $line; border-radius: $card; margin-top: px(24); padding: 12px; }
QGroupBox::title {
    subcontrol-origin: margin; subcontrol-position: top left; padding: 0; color: $text2;
}
QProgressBar {
    background: $hover; border: 1px solid $line; border-radius: $tag; height: px(8); max-height: px(8);
    text-align: center; color: transparent;
}
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QSlider { min-height: 20px; }
QSlider::groove:horizontal { background: $line; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal {
    background: $surface; border: 2px solid $accent; border-radius: 8px;
    width: 12px; height: 12px; margin: -6px 0;
}
QSlider::handle:horizontal:focus { border-color: $focus; background: $accent_soft; }
QDialog, QMessageBox { background: $surface; }
QMessageBox QLabel { color: $text; }
"""

_CALENDAR = """
QCalendarWidget { background: $surface; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface2; border-bottom: 1px solid $line2; }
QCalendarWidget QToolButton { color: $text; font-weight: bold; padding: 0 8px; }
QCalendarWidget QSpinBox { min-width: px(56); }
QCalendarWidget QTableView { border: 1px solid $line; alternate-background-color: $surface2; }
"""

_SHEET = _TEXT_FIELDS + _BUTTONS + _MENUS + _VIEWS + _GROUPS + _CALENDAR
_SIZE = re.compile(r"px\((\d+)(,-grow)?\)")


def style_sheet() -> str:
    """The style sheet for the scheme and the scale that are shown now."""
    values = {role.value: colour(role).name() for role in Role}
    grow = theme.ring - 1
    values |= {
        "ring": f"{theme.ring}px",
        "control": f"{Radius.CONTROL}px",
        "card": f"{Radius.CARD}px",
        "tag": f"{Radius.TAG}px",
        "small": f"{px(TextSize.SMALL)}px",
        "field_padding": f"{7 - grow}px",
        "area_padding": f"{3 - grow}px {5 - grow}px",
        "button_padding": f"{15 - grow}px",
        "tool_padding": f"{4 - theme.ring}px",
        "pressed": pressed(colour(Role.HOVER)).name(),
        "accent_pressed": pressed(colour(Role.ACCENT)).name(),
        "on_sel": theme.colour_on_selection(Role.TEXT).name(),
        "thumb": blend(colour(Role.LINE), colour(Role.LINE2), 0.4).name(),
    }
    sized = _SIZE.sub(lambda found: f"{px(int(found[1])) - (grow if found[2] else 0)}px", _SHEET)
    return Template(sized).substitute(values)
