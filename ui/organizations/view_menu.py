"""The menu under the list's title: views with their numbers, saved ones, order, groups, columns, the total."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from models.language import N_, _
from models.ledger.saved_views import SavedView
from ui.organizations.columns import ALL_COLUMNS, BUILT_IN, COLUMN_BY_KEY, heading_of
from ui.organizations.list_layout import ListLayout
from ui.organizations.view_keeper import ViewKeeper
from ui.organizations.views import GROUP_NAMES, VIEW_NAMES, Shown

_USUAL_ORDER = N_("登记先后")
#: The keys as they stand in the menu; the shortcuts themselves are the list's.
SAVE_KEY, UP_KEY, DOWN_KEY = "Ctrl+Shift+S", "Alt+Up", "Alt+Down"

Ask = Callable[[str, object], object]


class ViewMenu(QMenu):
    """Made anew whenever it opens. `ask(what, value)` hears what was chosen."""

    def __init__(self, parent: QWidget, shown: Shown, layout: ListLayout, views: ViewKeeper, ask: Ask) -> None:
        super().__init__(parent)
        self._shown, self._layout, self._views, self._ask = shown, layout, views, ask
        self._by_view: dict[str, QAction] = {}
        self._add_views()
        self._add_saving()
        self.addSeparator()
        self._add_sorts(self.addMenu(_("排序")))
        add_groups(self.addMenu(_("分组")), shown, ask)
        self._add_layouts(self.addMenu(_("列")))
        self._tick(self, _("合计行"), "totals", not layout.totals, on=layout.totals)
        views.counted.connect(self._show_count)

    def add_marks(self, since: Mapping[str, str], now: str) -> None:
        """Since when changes are marked, and only what is."""
        menu = self.addMenu(_("改动标记"))
        self._choices(menu, ((key, _(words)) for key, words in since.items()), now, "marks")
        menu.addSeparator()
        self._act(menu, _("只看有改动的"), "only changed", None)

    def _add_views(self) -> None:
        now = "" if self._shown.link_title or self._shown.saved else self._shown.view
        self._by_view |= self._choices(self, ((key, _(name)) for key, name in VIEW_NAMES.items()), now, "view")
        used = [view for view in self._views.views if not view.retired]
        if used:
            self.addSeparator()
            now = self._shown.saved.uid if self._shown.saved else ""
            self._by_view |= self._choices(self, ((view.uid, view.name) for view in used), now, "saved")

    def _add_saving(self) -> None:
        self.addSeparator()
        self._act(self, f"{_('存为视图…')}\t{SAVE_KEY}", "save", None)
        saved = self._shown.saved
        if saved is not None:
            name = _plain(saved.name)
            update = self._act(self, _("更新“{name}”").format(name=name), "update", saved)
            update.setEnabled(not saved.spec.is_newer)
            self._act(self, _("“{name}”改名…").format(name=name), "rename", saved)
            self._act(self, _("停用“{name}”").format(name=name), "retire", saved)
            used = [view.uid for view in self._views.views if not view.retired]
            if saved.uid in used[1:]:
                self._act(self, _("“{name}”上移").format(name=name), "move up", saved)
            if saved.uid in used[:-1]:
                self._act(self, _("“{name}”下移").format(name=name), "move down", saved)
        self._add_retired(self, self._views.views)

    def _add_sorts(self, menu: QMenu) -> None:
        keys = [
            ("", _(_USUAL_ORDER)),
            *((key, heading_of(key)) for key in self._layout.columns if COLUMN_BY_KEY[key].sortable),
        ]
        self._choices(menu, keys, self._shown.sort, "sort")
        others = [key for key in ALL_COLUMNS if key not in self._layout.columns and COLUMN_BY_KEY[key].sortable]
        self._choices(menu.addMenu(_("其他列")), ((key, heading_of(key)) for key in others), self._shown.sort, "sort")
        menu.addSeparator()
        self._tick(menu, _("倒序"), "descending", not self._shown.descending, on=self._shown.descending)

    def _add_layouts(self, menu: QMenu) -> None:
        add_layouts(menu, self._layout, self._views.layouts, self._ask)
        menu.addSeparator()
        self._act(menu, _("选列、排列、宽窄…"), "columns", None)
        self._act(menu, _("存为列布局…"), "save layout", None)
        current = self._views.by_uid(self._layout.base)
        if current is not None and current in self._views.layouts:
            self._act(menu, _("更新“{name}”").format(name=_plain(current.name)), "update", current)
            self._act(menu, _("“{name}”改名…").format(name=_plain(current.name)), "rename", current)
            self._act(menu, _("停用“{name}”").format(name=_plain(current.name)), "retire", current)
        self._add_retired(menu, self._views.layouts)

    def _add_retired(self, menu: QMenu, views: Iterable[SavedView]) -> None:
        retired = [view for view in views if view.retired]
        if retired:
            inner = menu.addMenu(_("恢复停用的"))
            for view in retired:
                self._act(inner, _plain(view.name), "restore", view)

    def _show_count(self, key: str, count: int) -> None:
        if (action := self._by_view.get(key)) is not None:
            action.setText(f"{action.text().partition(chr(9))[0]}\t{count:,}")

    def _choices(self, menu: QMenu, choices: Iterable[tuple[str, str]], now: str, what: str) -> dict[str, QAction]:
        return add_choices(menu, choices, now, partial(self._ask, what))

    def _act(self, menu: QMenu, words: str, what: str, value: object) -> QAction:
        action = menu.addAction(words)
        action.triggered.connect(partial(_call, partial(self._ask, what, value)))
        return action

    def _tick(self, menu: QMenu, words: str, what: str, value: object, *, on: bool) -> None:
        action = self._act(menu, words, what, value)
        action.setCheckable(True)
        action.setChecked(on)


def add_groups(menu: QMenu, shown: Shown, ask: Ask) -> None:
    """What a list may be grouped by, and folding."""
    groups = [("", _("不分组")), *((key, _(name)) for key, name in GROUP_NAMES.items())]
    add_choices(menu, groups, shown.group, partial(ask, "group"))
    if shown.group:
        menu.addSeparator()
        for words, what, closed in ((_("全部折叠"), "Alt+Left", True), (_("全部展开"), "Alt+Right", False)):
            action = menu.addAction(f"{words}\t{what}")
            action.triggered.connect(partial(_call, partial(ask, "fold all", closed)))


def add_layouts(menu: QMenu, layout: ListLayout, saved: Iterable[SavedView], ask: Ask) -> None:
    """The layouts that ship and the saved ones."""
    now = layout.base if layout.is_as_shipped or not any(layout.base == each.key for each in BUILT_IN) else ""
    own = [(view.uid, view.name) for view in saved if not view.retired]
    add_choices(menu, [*((each.key, each.name) for each in BUILT_IN), *own], now, partial(ask, "layout"))


def add_choices(
    menu: QMenu, choices: Iterable[tuple[str, str]], now: str, ask: Callable[[str], object]
) -> dict[str, QAction]:
    """One of several, the chosen one marked; actions by key."""
    group = QActionGroup(menu)
    made = {}
    for key, words in choices:
        action = QAction(_plain(words), menu)
        action.setCheckable(True)
        action.setChecked(key == now)
        action.triggered.connect(partial(_call, partial(ask, key)))
        group.addAction(action)
        menu.addAction(action)
        made[key] = action
    return made


def _plain(words: str) -> str:
    """A name in a menu: & is no mnemonic there."""
    return words.replace("&", "&&")


def _call(ask: Callable[[], object], *_checked: object) -> None:
    ask()
