"""The head of the list: the view and a menu of views and orders, the sums as links, height of rows, columns, print."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from models.language import N_, _
from models.queries.organization_list import ListTotals
from ui.organizations.cells import COLUMNS, OPTIONAL, TASK_HEADING
from ui.organizations.views import VIEW_NAMES, Shown
from ui.shared.buttons import IconButton
from ui.shared.pane_head import PaneHead
from ui.shared.runs import phrase, plain
from ui.theme.icons import Icon
from ui.theme.tokens import Density, Role

_DENSITY_NAMES = {
    Density.DENSE: N_("紧凑"),
    Density.STANDARD: N_("标准"),
    Density.ROOMY: N_("宽松"),
}
_USUAL_ORDER = N_("登记先后")


class ListHead(QWidget):
    """Says what was asked for; the list does it."""

    view_asked = Signal(str)
    sort_asked = Signal(str, bool)  # key, descending
    sum_asked = Signal(str)  # all, staff, late or today
    density_asked = Signal(object)
    column_asked = Signal(str, bool)  # key, shown
    print_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = Shown()
        self._density = Density.STANDARD
        self._hidden: frozenset[str] = frozenset()
        self._head = PaneHead(self._shown.title, with_menu=True)
        self._head.title_asked.connect(self.open_menu)
        self._head.count_asked.connect(self.sum_asked)
        self._columns = IconButton(Icon.COLUMNS, _("显示哪些列"))
        self._columns.clicked.connect(self._open_columns)
        self._rows = IconButton(Icon.ROWS, _("行高"))
        self._rows.clicked.connect(self._open_densities)
        printing = IconButton(Icon.PRINT, _("打印周台账"), key="F9")
        printing.clicked.connect(self.print_asked)
        self._buttons = (self._columns, self._rows, printing)
        for button in self._buttons:
            self._head.add_button(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._head)

    def show_list(self, shown: Shown) -> None:
        """Name what the list shows."""
        self._shown = shown
        self._head.set_title(shown.title)

    def show_buttons(self, *, shown: bool) -> None:
        """Without records there is nothing to arrange or to print."""
        for button in self._buttons:
            button.setVisible(shown)

    def show_layout(self, density: Density, hidden: Collection[str]) -> None:
        """What the menus of rows and columns mark as chosen."""
        self._density, self._hidden = density, frozenset(hidden)

    def show_reading(self) -> None:
        """The sums are not known yet."""
        self._head.set_counts([("all", plain(_("正在读取…")))])

    def show_totals(self, totals: ListTotals) -> None:
        """The sums, each a link."""
        counts = [("all", phrase(_("{n} 家"), n=f"{totals.count:,}"))]
        if totals.count:
            counts.append(("staff", phrase(_("职工 {n} 人"), n=f"{totals.staff:,}")))
            late = Role.DANGER if totals.overdue else None
            counts.append(("late", plain(_("逾期 {n}").format(n=f"{totals.overdue:,}"), late)))
            counts.append(("today", phrase(_("今天 {n}"), n=f"{totals.due_today:,}")))
        self._head.set_counts(counts)

    def open_menu(self) -> None:
        """Views, and the orders that the table's header offers to the mouse."""
        menu = QMenu(self)
        self._add_choices(menu, [(key, _(name)) for key, name in VIEW_NAMES.items()], self._view_now(), self._ask_view)
        menu.addSeparator()
        order = menu.addMenu(_("排序"))
        keys = [("", _(_USUAL_ORDER)), *((spec.key, _(spec.heading)) for spec in COLUMNS if spec.sortable)]
        self._add_choices(order, keys, self._shown.sort, self._ask_sort)
        order.addSeparator()
        backwards = order.addAction(_("倒序"))
        backwards.setCheckable(True)
        backwards.setChecked(self._shown.descending)
        backwards.triggered.connect(self._turn_round)
        self._pop_up(menu, self._head)

    def _view_now(self) -> str:
        return "" if self._shown.link_title else self._shown.view

    def _open_columns(self) -> None:
        menu = QMenu(self)
        for spec in COLUMNS:
            if spec.key in OPTIONAL:
                action = menu.addAction(_(spec.heading) if spec.heading else _(TASK_HEADING))
                action.setCheckable(True)
                action.setChecked(spec.key not in self._hidden)
                action.toggled.connect(partial(self.column_asked.emit, spec.key))
        self._pop_up(menu, self._columns)

    def _open_densities(self) -> None:
        menu = QMenu(self)
        choices = [(density.name, _(name)) for density, name in _DENSITY_NAMES.items()]
        self._add_choices(menu, choices, self._density.name, self._ask_density)
        self._pop_up(menu, self._rows)

    def _add_choices(self, menu: QMenu, choices: list[tuple[str, str]], now: str, ask: object) -> None:
        group = QActionGroup(menu)
        for key, words in choices:
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(key == now)
            action.triggered.connect(partial(_call, ask, key))
            group.addAction(action)
            menu.addAction(action)

    def _pop_up(self, menu: QMenu, under: QWidget) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(under.mapToGlobal(QPoint(0, under.height())))

    def _ask_view(self, key: str) -> None:
        self.view_asked.emit(key)

    def _ask_sort(self, key: str) -> None:
        self.sort_asked.emit(key, self._shown.descending)

    def _turn_round(self) -> None:
        self.sort_asked.emit(self._shown.sort, not self._shown.descending)

    def _ask_density(self, name: str) -> None:
        self.density_asked.emit(Density[name])


def _call(ask: object, key: str, *_checked: object) -> None:
    if callable(ask):
        ask(key)
