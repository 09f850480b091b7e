"""The keys of the list, beside those of the table itself."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from ui.organizations.cell_menu import ONLY_KEY, cell_menu, condition_under_ring, current_column
from ui.organizations.view_menu import DOWN_KEY, SAVE_KEY, UP_KEY

if TYPE_CHECKING:
    from ui.organizations.list_pane import ListPane


class ListKeys(QObject):
    """Shortcuts of one list, and the menu of a cell."""

    def __init__(self, pane: "ListPane") -> None:
        super().__init__(pane)
        self._pane = pane
        table = pane.table
        for keys, act in (
            (SAVE_KEY, pane.desk.save_view),
            ("Ctrl+G", pane.desk.open_jump),
            ("Ctrl+Shift+C", pane.desk.open_columns),
            ("Ctrl+Shift+G", pane.head.open_groups),
            ("Ctrl+Shift+M", pane.head.open_menu),
        ):
            shortcut = QShortcut(QKeySequence(keys), pane)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        for keys, act in (
            (UP_KEY, partial(self._sort, descending=False)),
            (DOWN_KEY, partial(self._sort, descending=True)),
            ("Alt+Left", partial(pane.keeper.fold_all, closed=True)),
            ("Alt+Right", partial(pane.keeper.fold_all, closed=False)),
            (ONLY_KEY, self._narrow),
            ("Ctrl+C", pane.copying.copy),
            ("Ctrl+V", pane.copying.paste),
        ):
            shortcut = QShortcut(QKeySequence(keys), table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open_menu)

    def _sort(self, *, descending: bool) -> None:
        spec = current_column(self._pane.table)
        if spec is not None and spec.sortable:
            self._pane.sort(spec.key, descending=descending)

    def _narrow(self) -> None:
        condition = condition_under_ring(self._pane.table)
        if condition is not None:
            self._pane.narrow(condition)

    def _open_menu(self, spot: QPoint) -> None:
        """With the keyboard it opens at the cell under the ring."""
        table = self._pane.table
        menu = cell_menu(table, self._pane.desk.answer)
        if menu is None:
            return
        cell = table.visualRect(table.currentIndex())
        inside = cell.contains(spot)
        place = spot if inside else cell.bottomLeft()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(table.viewport().mapToGlobal(place))
