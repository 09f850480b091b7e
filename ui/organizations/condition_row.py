"""The row under the head of the list: its conditions as chips, and the field that finds by words."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from models.inputs.organization_values import Lookup
from models.language import _
from ui.organizations.condition_form import ConditionChoices, ConditionForm, read_choices
from ui.organizations.conditions import Condition
from ui.organizations.popover import Popover
from ui.organizations.views import Shown
from ui.session import LedgerSession
from ui.shared.chips import ChipRow
from ui.shared.line_field import LineField
from ui.theme.icons import Icon
from ui.theme.palette import px, theme
from ui.theme.tokens import Height, Space

_LINK = "link"
_SEARCH_WIDTH = 186
_TYPING_PAUSE = 200


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

    def _clear(self) -> None:
        self.wanted.emit(self._shown.without_conditions())

    def _put(self, number: int, condition: Condition | None) -> None:
        """Put a condition in the place of another (-1: at the end), or take that one away."""
        kept = list(self._shown.conditions)
        if condition is None:
            del kept[number]
        elif number < 0:
            kept.append(condition)
        else:
            kept[number] = condition
        self.wanted.emit(replace(self._shown, conditions=tuple(dict.fromkeys(kept))))

    def _open_form(self, key: str, *_checked: object) -> None:
        """Ask for a condition; what may be chosen is read first."""
        self._session.read(read_choices, partial(self._open, key), key="condition choices")

    def _open(self, key: str, choices: ConditionChoices) -> None:
        if self._popover is not None:
            self._popover.close_form()
        number = int(key) if key else -1
        condition = self._shown.conditions[number] if 0 <= number < len(self._shown.conditions) else None
        form = ConditionForm(choices, self._lookup, condition)
        popover = Popover(self._chips.focusWidget() or self._chips, form)
        self._popover = popover

        def put(wanted: Condition | None) -> None:
            popover.close_form()
            self._put(number, wanted)

        form.wanted.connect(put)
        form.removed.connect(partial(put, None))
        form.left.connect(popover.close_form)
        popover.closed.connect(self._forget_popover)
        popover.open_at(self.mapTo(self.window(), QPoint(Space.L, self.height() - Space.XS)))
        form.setFocus()

    def _forget_popover(self) -> None:
        self._popover = None

    def _show_all(self) -> None:
        """The conditions that found no room, as a menu."""
        menu = QMenu(self)
        for number, condition in enumerate(self._shown.conditions):
            menu.addAction(condition.words.replace("&", "&&")).triggered.connect(partial(self._open_form, str(number)))
        menu.addSeparator()
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
