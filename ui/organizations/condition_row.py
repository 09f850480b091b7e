"""The row under the head of the list: its conditions as chips, and the field that finds by words."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from models.errors import InputProblem
from models.inputs.organization_values import Lookup
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.organization_list import ListQuery, totals
from ui.organizations.conditions import TEXT, Condition
from ui.organizations.popover import Popover
from ui.organizations.views import Shown
from ui.session import LedgerSession
from ui.shared.chips import ChipRow
from ui.shared.line_field import LineField
from ui.theme.icons import Icon
from ui.theme.palette import px, theme
from ui.theme.tokens import Height, Space

if TYPE_CHECKING:
    from ui.organizations.condition_form import ConditionChoices, ConditionForm

_LINK = "link"
_SEARCH_WIDTH = 186
_TYPING_PAUSE = 200
_COUNT_EVERY = 250


class ConditionRow(QWidget):
    """Shows what narrows the list, and says what it shall be instead."""

    wanted = Signal(object)  # Shown
    left = Signal()  # Enter or down in the search field: on to the list

    def __init__(self, session: LedgerSession, lookup: Lookup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lookup = lookup
        self._shown = Shown()
        self._popover: Popover | None = None
        self._form: ConditionForm | None = None
        self._number = -1
        self._chips = ChipRow()
        self._chips.add_asked.connect(partial(self._open_form, ""))
        self._chips.edit_asked.connect(self._edit)
        self._chips.remove_asked.connect(self._remove)
        self._chips.all_asked.connect(self._show_all)
        self._chips.clear_asked.connect(self._clear)
        self.search = SearchField()
        self.search.stepped_down.connect(self.left)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._pause.timeout.connect(self._find)
        self.search.textEdited.connect(self._wait)
        self.search.returnPressed.connect(self._find_now)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._focus_search)
        add = QShortcut(QKeySequence("Ctrl+Shift+F"), self)
        add.activated.connect(partial(self._open_form, ""))
        text = QShortcut(QKeySequence("Ctrl+Shift+T"), self)
        text.activated.connect(self.open_text)
        self._counting = QTimer(self)
        self._counting.setInterval(_COUNT_EVERY)
        self._counting.timeout.connect(self._consider)
        self._considered: Condition | None = None
        self._lay_out()
        theme.follow(self._restyle)

    def show_conditions(self, shown: Shown) -> None:
        """Say what narrows the list now."""
        self._shown = shown
        chips = [(str(number), condition.words) for number, condition in enumerate(shown.conditions)]
        if shown.link.where != "1":
            chips.insert(0, (_LINK, shown.link_title))
        self._chips.set_conditions(chips)
        if self.search.text().split() != shown.search.split():
            self.search.setText(shown.search)

    def open_text(self, _value: object = None) -> None:
        """All conditions as one text, to be read, typed and pasted."""
        from ui.organizations.condition_text import conditions_in, text_of  # noqa: PLC0415 - not to paint a list
        from ui.organizations.line_form import LineForm  # noqa: PLC0415

        form = LineForm(
            _("文字条件"),
            _("应用"),
            text=text_of(self._shown.conditions, self._lookup),
            help_text=_("例如 未访天数>=30 and 原因=B2 and 职工>=25；与命令行 list --where 相同"),
            width=560,
        )
        popover = self._open_popover(form)

        def apply(text: str) -> None:
            try:
                conditions = conditions_in(text, self._lookup)
            except InputProblem as problem:
                form.set_error(problem.user_text)
                return
            popover.close_form()
            self.wanted.emit(replace(self._shown, conditions=conditions))
            self.left.emit()

        form.wanted.connect(apply)
        form.left.connect(popover.close_form)
        form.setFocus()

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setContentsMargins(0, 3, Space.L, 0)
        side.addWidget(self.search)
        side.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._chips, 1)
        row.addLayout(side)

    def _edit(self, key: str) -> None:
        if key != _LINK:  # what a number meant cannot be changed, only taken away
            self._open_form(key)

    def _remove(self, key: str) -> None:
        if key == _LINK:
            bare = Shown(view=self._shown.view)
            self.wanted.emit(replace(self._shown, link=bare.link, link_title=""))
        else:
            self._put(int(key), None)
        self.left.emit()  # the chip that had the keyboard is gone

    def _clear(self) -> None:
        self.wanted.emit(self._shown.without_conditions())
        self.left.emit()

    def _put(self, number: int, condition: Condition | None) -> None:
        """Put a condition in the place of another (-1: at the end), or take that one away."""
        self.wanted.emit(self._with(number, condition))

    def _with(self, number: int, condition: Condition | None) -> Shown:
        kept = list(self._shown.conditions)
        if condition is None:
            del kept[number]
        elif number < 0:
            kept.append(condition)
        else:
            kept[number] = condition
        return replace(self._shown, conditions=tuple(dict.fromkeys(kept)))

    def _open_form(self, key: str, *_checked: object) -> None:
        """Ask for a condition; what may be chosen is read first. What was typed as text opens as text."""
        number = int(key) if key else -1
        if 0 <= number < len(self._shown.conditions) and self._shown.conditions[number].field == TEXT:
            self.open_text()
            return
        from ui.organizations.condition_form import read_choices  # noqa: PLC0415

        self._session.read(read_choices, partial(self._open, key), key="condition choices")

    def _open(self, key: str, choices: "ConditionChoices") -> None:
        from ui.organizations.condition_form import ConditionForm  # noqa: PLC0415

        number = int(key) if key else -1
        condition = self._shown.conditions[number] if 0 <= number < len(self._shown.conditions) else None
        form = ConditionForm(choices, self._lookup, condition)
        popover = self._open_popover(form)

        def put(wanted: Condition | None) -> None:
            popover.close_form()
            self._put(number, wanted)
            self.left.emit()  # the list is what one wanted to see

        form.wanted.connect(put)
        form.removed.connect(partial(put, None))
        form.text_asked.connect(self.open_text)
        form.left.connect(popover.close_form)
        self._form, self._number = form, number
        self._considered = None
        self._counting.start()
        form.setFocus()

    def _open_popover(self, form: QWidget) -> Popover:
        if self._popover is not None:
            self._popover.close_form()
        popover = Popover(QApplication.focusWidget() or self._chips, form)
        self._popover = popover
        popover.closed.connect(self._forget_popover)
        popover.open_at(self.mapTo(self.window(), QPoint(Space.L, self.height() - Space.XS)))
        return popover

    def _forget_popover(self) -> None:
        self._popover = None
        self._form = None
        self._counting.stop()

    def _consider(self) -> None:
        """Count what the list would hold with what stands in the form."""
        form = self._form
        if form is None:
            return
        condition = form.considered()
        if condition == self._considered:
            return
        self._considered = condition
        form.show_count(None)
        if condition is None:
            return
        try:
            query = self._with(self._number, condition).query(self._lookup)
        except InputProblem:
            return

        def tell(count: int) -> None:
            if self._form is form and self._considered == condition:
                form.show_count(count)

        self._session.read(partial(_count, query=query), tell, key="condition count")

    def _show_all(self) -> None:
        """The conditions that found no room, as a menu."""
        menu = QMenu(self)
        for number, condition in enumerate(self._shown.conditions):
            menu.addAction(condition.words.replace("&", "&&")).triggered.connect(partial(self._open_form, str(number)))
        menu.addSeparator()
        menu.addAction(f"{_('文字条件…')}\tCtrl+Shift+T").triggered.connect(partial(_call, self.open_text))
        menu.addAction(_("全部清除")).triggered.connect(self._clear)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(Space.L, self.height())))

    def _wait(self, _text: str) -> None:
        self._pause.start()

    def _find_now(self) -> None:
        if self._pause.isActive():
            self._find()
        else:
            self.left.emit()

    def _find(self) -> None:
        self._pause.stop()
        words = self.search.text().strip()
        if words != self._shown.search:
            self.wanted.emit(replace(self._shown, search=words))

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _restyle(self) -> None:
        self.search.setFixedWidth(px(_SEARCH_WIDTH))


def _count(ledger: Ledger, query: ListQuery) -> int:
    return totals(ledger, query).count


def _call(act: Callable[[], object], *_checked: object) -> None:
    act()


class SearchField(LineField):
    """Finds while one types. Down goes to the list, Esc empties the field first."""

    stepped_down = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(placeholder=_("在列表里找"), icon=Icon.SEARCH, key="Ctrl+F", height=Height.CHIP, parent=parent)
        self.setAccessibleName(_("在列表里找：名称、代码、地址、人名、电话"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = event.matches(QKeySequence.StandardKey.MoveToNextLine)
        if down and not self.composing:
            self.stepped_down.emit()
        elif event.matches(QKeySequence.StandardKey.Cancel) and self.text() and not self.composing:
            self.clear()
            self.textEdited.emit("")
        elif event.matches(QKeySequence.StandardKey.Cancel) and not self.composing:
            self.stepped_down.emit()
        else:
            super().keyPressEvent(event)
