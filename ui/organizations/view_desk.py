"""What the menus of the list ask for: views, saving them, order, groups, layouts, the panel of columns."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from models.errors import InputProblem, LedgerProblem
from models.language import _
from models.ledger.saved_views import LAYOUT, VIEW, SavedView
from models.rules.view_spec import ViewSpec
from ui.organizations.columns import BUILT_IN_BY_KEY
from ui.organizations.conditions import Condition
from ui.organizations.popover import Popover
from ui.organizations.views import VIEW_NAMES, Shown, linked, shown_of
from ui.theme.tokens import Space

if TYPE_CHECKING:
    from ui.organizations.list_pane import ListPane


class ViewDesk(QObject):
    """Answers the menus of one list."""

    def __init__(self, pane: "ListPane") -> None:
        super().__init__(pane)
        self._pane = pane
        self._popover: Popover | None = None
        self._does: dict[str, Callable[[Any], object]] = {
            "view": pane.show_view,
            "saved": self._show_saved,
            "save": self.save_view,
            "save layout": self.save_layout,
            "update": self._update,
            "rename": self._rename,
            "retire": partial(self._retire, retired=True),
            "restore": partial(self._retire, retired=False),
            "move up": partial(pane.views.move, by=-1),
            "move down": partial(pane.views.move, by=1),
            "sort": self._sort,
            "sort up": partial(pane.sort, descending=False),
            "sort down": partial(pane.sort, descending=True),
            "descending": self._turn_round,
            "group": self._group,
            "fold all": self._fold_all,
            "layout": self.use_layout,
            "columns": self.open_columns,
            "totals": self._show_totals,
            "narrow": self._narrow,
            "paste": self._paste,
            "edit cell": self._edit_cell,
            "marks": self._mark_since,
            "only changed": self._show_changed,
        }
        pane.head.marked_since = pane.keeper.marks.since
        pane.head.asked.connect(self.answer)
        pane.head.columns_asked.connect(self.open_columns)
        pane.head.menu_opened.connect(self._count)

    def answer(self, what: str, value: object) -> None:
        """Do what a menu asked for."""
        self._does[what](value)

    def save_view(self, _value: object = None) -> None:
        """Ask for a name, and save filters, order, groups and columns under it."""
        shown = self._pane.shown
        if shown.link.where != "1":
            text = _("从数字点进来的清单不能存成视图。")
            self._pane.show_problem(
                InputProblem(text, hint=_("请先去掉“{title}”这一条件。").format(title=shown.link_title))
            )
            return
        spec = self._pane.columns.layout.in_spec(shown.spec())
        self._ask_name(_("视图名称"), "", partial(self._pane.views.save, spec=spec, purpose=VIEW))

    def save_layout(self, _value: object = None) -> None:
        """Ask for a name, and save the columns under it."""
        spec = self._pane.columns.layout.in_spec(ViewSpec())
        self._ask_name(_("列布局名称"), "", partial(self._pane.views.save, spec=spec, purpose=LAYOUT))

    def take_over(self, view: SavedView) -> None:
        """What was just saved is what is shown."""
        if view.purpose == VIEW:
            self._pane.shown = replace(self._pane.shown, saved=view)
            self._pane.head.show_list(self._pane.shown)
        else:
            self._pane.columns.use(replace(self._pane.columns.layout, base=view.uid))

    def use_layout(self, key: str) -> None:
        """A layout that ships, or a saved one."""
        if key in BUILT_IN_BY_KEY:
            self._pane.columns.use_built_in(key)
        elif (layout := self._pane.views.by_uid(key)) is not None:
            self._pane.columns.use_spec(layout.spec, layout.uid)

    def open_columns(self, _value: object = None) -> None:
        """The panel of columns."""
        from ui.organizations.columns_form import ColumnsForm  # noqa: PLC0415 - not to paint a list

        form = ColumnsForm(self._pane.columns, self._pane.views.layouts)
        popover = self._open(form, self._pane.head.columns)
        form.left.connect(popover.close_form)
        form.layout_asked.connect(self.use_layout)
        form.save_asked.connect(self.save_layout)

    def open_jump(self) -> None:
        """Ask for the number of a row, and go there."""
        rows = self._pane.table.rows
        if rows is None or not rows.count():
            return
        from ui.organizations.line_form import LineForm  # noqa: PLC0415

        last = len(rows.ids)
        form = LineForm(
            _("跳到第几行"), _("跳转"), help_text=_("1 到 {n}，也可以写百分数，如 50%").format(n=f"{last:,}"), width=200
        )
        popover = self._open(form, self._pane.table)

        def jump(text: str) -> None:
            number = row_number(text, last)
            if number is None:
                form.set_error(_("要写 1 到 {n}，或百分数。").format(n=f"{last:,}"))
                return
            popover.close_form()
            self._pane.table.setFocus()
            self._pane.keeper.go_to(rows.ids[number - 1])

        form.wanted.connect(jump)
        form.left.connect(popover.close_form)

    def _ask_name(self, label: str, name: str, save: Callable[..., object]) -> None:
        from ui.organizations.line_form import LineForm  # noqa: PLC0415

        form = LineForm(label, _("保存"), text=name, help_text=_("存在台账里，合并时一起带走"))
        popover = self._open(form, self._pane.table)

        def refuse(problem: LedgerProblem) -> None:
            form.set_error(problem.user_text)

        def give(name: str) -> None:
            save(name=name, saved=popover.close_form, refused=refuse)

        form.wanted.connect(give)
        form.left.connect(popover.close_form)

    def _open(self, form: QWidget, anchor: QWidget) -> Popover:
        if self._popover is not None:
            self._popover.close_form()
        popover = Popover(anchor, form)
        popover.closed.connect(self._forget_popover)
        self._popover = popover
        head = self._pane.head
        right = anchor is head.columns
        spot = head.mapTo(head.window(), QPoint(head.width() if right else Space.L, head.height()))
        if right:
            spot.setX(spot.x() - popover.sizeHint().width())
        popover.open_at(spot)
        form.setFocus()
        return popover

    def _forget_popover(self) -> None:
        self._popover = None

    def _show_saved(self, uid: str) -> None:
        view = self._pane.views.by_uid(uid)
        if view is not None:
            self._pane.columns.use_spec(view.spec, view.uid)
            self._pane.show_list(shown_of(view.spec, view))

    def _update(self, view: SavedView) -> None:
        """Save what is shown now under the same name."""
        spec = self._pane.shown.spec() if view.purpose == VIEW else ViewSpec()
        self._pane.views.change(view, spec=self._pane.columns.layout.in_spec(spec))

    def _rename(self, view: SavedView) -> None:
        self._ask_name(_("新的名称"), view.name, partial(self._pane.views.change, view))

    def _retire(self, view: SavedView, *, retired: bool) -> None:
        self._pane.views.retire(view, retired=retired)

    def _sort(self, key: str) -> None:
        self._pane.sort(key, descending=self._pane.shown.descending)

    def _turn_round(self, descending: bool) -> None:  # noqa: FBT001 - a menu's value
        self._pane.sort(self._pane.shown.sort, descending=descending)

    def _group(self, key: str) -> None:
        self._pane.show_list(replace(self._pane.shown, group=key))

    def _fold_all(self, closed: bool) -> None:  # noqa: FBT001 - a menu's value
        self._pane.keeper.fold_all(closed=closed)

    def _show_totals(self, shown: bool) -> None:  # noqa: FBT001 - a menu's value
        self._pane.columns.use_totals(shown=shown)

    def _narrow(self, condition: Condition) -> None:
        self._pane.narrow(condition)

    def _paste(self, _value: object) -> None:
        self._pane.copying.paste()

    def _edit_cell(self, key: str) -> None:
        self._pane.table.go_to_cell(self._pane.table.current_row(), key)
        self._pane.editing.start()

    def _mark_since(self, since: str) -> None:
        self._pane.keeper.marks.mark_since(since)
        self._pane.head.marked_since = since

    def _show_changed(self, _value: object) -> None:
        """The marked ones of the whole ledger."""
        marks = self._pane.keeper.marks
        try:
            query = marks.changed()
        except LedgerProblem as problem:
            self._pane.show_problem(problem)
            return
        title = _("{since}有改动").format(since=marks.words) if marks.is_on else _("自上周有改动")
        self._pane.show_list(linked(query, title))

    def _count(self) -> None:
        """How many each view of the menu holds; a view about somebody who is gone says nothing."""
        pane = self._pane
        shown = {key: Shown(view=key) for key in VIEW_NAMES}
        shown |= {view.uid: shown_of(view.spec, view) for view in pane.views.views if not view.retired}
        queries = {}
        for key, each in shown.items():
            try:
                queries[key] = replace(pane.query_of(each), sort="", group="")
            except LedgerProblem:
                continue
        pane.views.count(queries)


def row_number(text: str, last: int) -> int | None:
    """Which row a number or a percentage means; None where it means none."""
    text = text.strip().replace(",", "").replace("，", "").replace("％", "%")
    if text.endswith("%") and text[:-1].isdigit() and int(text[:-1]) <= 100:  # noqa: PLR2004 - per cent
        return max(1, round(int(text[:-1]) * last / 100))
    return int(text) if text.isdigit() and 1 <= int(text) <= last else None
