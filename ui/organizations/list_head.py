"""The head of the list: the view and its menu, the sums as links, columns, groups, height of rows, print."""

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from models.language import N_, _
from models.queries.list_groups import ListSums
from ui.organizations.change_marks import SINCE
from ui.organizations.list_layout import ListLayout
from ui.organizations.view_keeper import ViewKeeper
from ui.organizations.view_menu import ViewMenu, add_choices, add_groups
from ui.organizations.views import Shown
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


class ListHead(QWidget):
    """Says what was asked for; the list does it."""

    asked = Signal(str, object)  # what of ViewMenu, its value
    menu_opened = Signal()
    sum_asked = Signal(str)  # all, staff, late or today
    density_asked = Signal(object)
    columns_asked = Signal()
    print_asked = Signal()

    def __init__(self, views: ViewKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views = views
        self._shown = Shown()
        self._layout = ListLayout()
        self.marked_since = ""  # what the menu says is marked
        self._head = PaneHead(self._shown.title, with_menu=True)
        self._head.title_asked.connect(self.open_menu)
        self._head.count_asked.connect(self.sum_asked)
        self.columns = IconButton(Icon.COLUMNS, _("列：选择、排列、宽窄"), key="Ctrl+Shift+C")
        self.columns.clicked.connect(self.columns_asked)
        self._groups = IconButton(Icon.TREE, _("分组"), key="Ctrl+Shift+G")
        self._groups.clicked.connect(self.open_groups)
        self._rows = IconButton(Icon.ROWS, _("行高"))
        self._rows.clicked.connect(self._open_densities)
        printing = IconButton(Icon.PRINT, _("打印周台账"), key="F9")
        printing.clicked.connect(self.print_asked)
        self._buttons = (self.columns, self._groups, self._rows, printing)
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

    def show_layout(self, layout: ListLayout) -> None:
        """What the menus of rows and columns mark as chosen."""
        self._layout = layout

    def show_reading(self) -> None:
        """The sums are not known yet."""
        self._head.set_counts([("all", plain(_("正在读取…")))])

    def show_sums(self, sums: ListSums) -> None:
        """The sums, each a link."""
        counts = [("all", phrase(_("{n} 家"), n=f"{sums.count:,}"))]
        if sums.count:
            counts.append(("staff", phrase(_("职工 {n} 人"), n=f"{sums.staff:,}")))
            late = Role.DANGER if sums.overdue else None
            counts.append(("late", plain(_("逾期 {n}").format(n=f"{sums.overdue:,}"), late)))
            counts.append(("today", phrase(_("今天 {n}"), n=f"{sums.due_today:,}")))
        self._head.set_counts(counts)

    def open_menu(self) -> None:
        """Views and everything that arranges the list, for the keyboard too."""
        menu = ViewMenu(self, self._shown, self._layout, self._views, self.asked.emit)
        menu.add_marks(SINCE, self.marked_since)
        self._pop_up(menu, self._head)
        self.menu_opened.emit()

    def open_groups(self) -> None:
        """What the list may be grouped by."""
        menu = QMenu(self)
        add_groups(menu, self._shown, self.asked.emit)
        self._pop_up(menu, self._groups)

    def _open_densities(self) -> None:
        menu = QMenu(self)
        choices = [(density.name, _(name)) for density, name in _DENSITY_NAMES.items()]
        add_choices(menu, choices, self._layout.density.name, self._ask_density)
        self._pop_up(menu, self._rows)

    def _pop_up(self, menu: QMenu, under: QWidget) -> None:
        menu.aboutToHide.connect(partial(_drop, menu))
        menu.popup(under.mapToGlobal(QPoint(0, under.height())))

    def _ask_density(self, name: str) -> None:
        self.density_asked.emit(Density[name])


def _drop(menu: QMenu) -> None:
    menu.deleteLater()
