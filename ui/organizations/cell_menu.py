"""The menu of a cell: only these, not these, order and groups by its column, copying, pasting, typing."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from models.language import _
from ui.organizations.cell_conditions import condition_of, opposite
from ui.organizations.cell_reasons import editable_column
from ui.organizations.columns import COLUMN_BY_KEY, MARK, heading_of
from ui.organizations.conditions import Condition
from ui.organizations.organization_table import OrganizationTable
from ui.organizations.view_menu import DOWN_KEY, UP_KEY
from ui.organizations.views import GROUP_NAMES
from ui.shared.record_model import ColumnSpec

Ask = Callable[[str, object], object]
#: A key of the table itself, as the menu says it.
ONLY_KEY = "Ctrl+Shift+L"


def cell_menu(table: OrganizationTable, ask: Ask) -> QMenu | None:
    """The menu of the cell under the ring; None where there is no organization."""
    spec = current_column(table)
    row = table.rows.known(table.current_row()) if table.rows is not None and table.current_row() >= 0 else None
    if spec is None or row is None:
        return None
    menu = QMenu(table)
    condition = condition_of(row, spec.key)
    if condition is not None:
        _act(menu, _("只看：{words}").format(words=condition.words), ONLY_KEY, partial(ask, "narrow", condition))
        other = opposite(condition)
        if other is not None:
            _act(menu, _("只看：{words}").format(words=other.words), "", partial(ask, "narrow", other))
        menu.addSeparator()
    if spec.sortable:
        heading = heading_of(spec.key)
        _act(menu, _("按{column}排序").format(column=heading), UP_KEY, partial(ask, "sort up", spec.key))
        _act(menu, _("按{column}倒序").format(column=heading), DOWN_KEY, partial(ask, "sort down", spec.key))
    if spec.key in GROUP_NAMES:
        _act(menu, _("按{column}分组").format(column=heading_of(spec.key)), "", partial(ask, "group", spec.key))
    menu.addSeparator()
    text = table.rows.cell(table.current_row(), spec.key).words if table.rows is not None else ""
    copying = _act(menu, _("复制这一格"), "Ctrl+C", partial(copy_text, text))
    copying.setEnabled(bool(text))
    _act(menu, _("粘贴"), "Ctrl+V", partial(ask, "paste", None))
    if editable_column(spec.key) is not None:
        _act(menu, _("改这一格"), "F2", partial(ask, "edit cell", spec.key))
    return menu


def current_column(table: OrganizationTable) -> ColumnSpec | None:
    """The column of the cell under the ring; the name where no cell was chosen yet (the ring begins at the marks)."""
    number = table.currentIndex().column()
    spec = table.column_specs[number] if 0 <= number < len(table.column_specs) else None
    return COLUMN_BY_KEY["name"] if spec is not None and spec.key == MARK else spec


def condition_under_ring(table: OrganizationTable) -> Condition | None:
    """What the cell under the ring means as a condition."""
    spec = current_column(table)
    row = table.rows.known(table.current_row()) if table.rows is not None and table.current_row() >= 0 else None
    return condition_of(row, spec.key) if spec is not None and row is not None else None


def copy_text(text: str) -> None:
    """Put a text on the clipboard."""
    QGuiApplication.clipboard().setText(text)


def _act(menu: QMenu, words: str, key: str, act: Callable[[], object]) -> QAction:
    action = menu.addAction(f"{words.replace('&', '&&')}\t{key}" if key else words.replace("&", "&&"))
    action.triggered.connect(partial(_call, act))
    return action


def _call(act: Callable[[], object], *_checked: object) -> None:
    act()
