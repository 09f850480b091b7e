"""The base of every form: fields in order, keys, saving in the background, problems beside the fields they are about.

A form floats over the window (ui.overlay). `finished` closes it. Nothing typed is thrown away by a failed save, and
no key of the window takes the form away.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from models.errors import InputProblem, LedgerProblem
from models.language import _
from ui.field_flow import FieldFlow
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind, IconButton
from ui.shared.fields import Field
from ui.shared.form_keys import FormKeys
from ui.shared.labels import ElidedLabel, Label
from ui.theme.icons import Icon
from ui.theme.tokens import Role, Space, TextSize

_KEYS = Qt.Key
_FUNCTION_KEYS = range(_KEYS.Key_F1, _KEYS.Key_F12 + 1)
#: What the window may still do with Ctrl while a form is open: undo, redo, size of text, quit.
_LEFT_TO_WINDOW = frozenset(
    {_KEYS.Key_Z, _KEYS.Key_Y, _KEYS.Key_Q, _KEYS.Key_Plus, _KEYS.Key_Equal, _KEYS.Key_Minus, _KEYS.Key_0}
)


class FormField(Protocol):
    """An editor with its label and a place to say what is wrong: a kit's Field or a form's own."""

    @property
    def editor(self) -> QWidget:
        """What gets the keyboard."""

    def set_error(self, reason: str) -> None:
        """Say why the value cannot be taken; an empty reason takes that back."""


class Form(QWidget):
    """A form with a title. Subclasses add rows of fields, then call `set_order` and implement `save`."""

    finished = Signal()
    asked = Signal(object)  # a ui.requests.Request

    def __init__(self, title: str, *, note: str = "", save_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, FormField] = {}
        self._first: QWidget | None = None
        self.keys = FormKeys(self)
        self.keys.save_asked.connect(self.save)
        self.keys.back_asked.connect(self.leave)
        self.note = Note(note)
        self.hint = KeysHint(_("Enter 下一格　Shift+Enter 上一格　Esc 收起"))
        self.head = QHBoxLayout()
        self.head.setSpacing(Space.M)
        self.head.addWidget(Label(title, size=TextSize.TITLE, bold=True))
        self.head.addWidget(self.note)
        self.head.addWidget(self.hint, 1)
        close = IconButton(Icon.CLOSE, _("收起"), key="Esc")
        close.clicked.connect(self.leave)
        self.head.addWidget(close)
        self._problem = QVBoxLayout()
        self.rows = QVBoxLayout()
        self.rows.setSpacing(Space.S)
        self.save_button = Button(save_text or _("保存"), ButtonKind.PRIMARY, key="Ctrl+Enter")
        self.save_button.clicked.connect(self.save)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(Space.S)
        self.foot.addStretch()
        self.foot.addWidget(self.save_button)
        self._put_together()

    def _put_together(self) -> None:
        body = QVBoxLayout()
        body.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        body.setSpacing(Space.S)
        for part in (self.head, self._problem, self.rows, self.foot):
            body.addLayout(part)
        self.under = QVBoxLayout()  # what is known already, from edge to edge
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body)
        column.addLayout(self.under)

    def add_row(self, *fields: tuple[str, Field, int]) -> QHBoxLayout:
        """A row of (name, field, share of the width); names are those of the input's fields."""
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        for name, field, share in fields:
            self._fields[name] = field
            row.addWidget(field, share)
        self.rows.addLayout(row)
        return row

    def add_stops(self, *fields: tuple[str, Field, int, int]) -> FieldFlow:
        """As `add_row`, of (name, field, least width, share), in as many lines as the room asks for."""
        flow = FieldFlow()
        for name, field, least, share in fields:
            self._fields[name] = field
            flow.add(field, least=least, share=share)
        self.rows.addLayout(flow)
        return flow

    def add_problem_place(self, name: str, field: FormField) -> None:
        """Problems of the input's field `name` are said there."""
        self._fields[name] = field

    def set_order(self, widgets: Sequence[QWidget]) -> None:
        """The widgets in the order in which Enter goes through them."""
        self._first = widgets[0] if widgets else None
        self.keys.set_fields(widgets)
        for before, after in pairwise(widgets):
            QWidget.setTabOrder(before, after)

    def save(self) -> None:
        """Validate and save; subclasses do it in the background and end with `finished` or `show_problem`."""
        raise TypeError("a form says how it saves")

    def leave(self) -> None:
        """Close the form without saving."""
        self.finished.emit()

    def show_problem(self, problem: LedgerProblem) -> None:
        """Say what is wrong: beside the fields where it is known, else as a bar in the form."""
        self.save_button.setEnabled(True)
        self.clear_problem()
        named = problem.fields if isinstance(problem, InputProblem) else {}
        unplaced = [text for name, text in named.items() if name not in self._fields]
        for name, text in named.items():
            if name in self._fields:
                self._fields[name].set_error(text)
        if unplaced or not named:
            reason = problem.user_text if not named else _("；").join(unplaced)
            self._problem.addWidget(Banner(BannerKind.ERROR, reason, problem.hint))
        first = next((field for name, field in self._fields.items() if name in named), None)
        if first is not None:
            first.editor.setFocus()

    def clear_problem(self) -> None:
        """Take back what was said."""
        for field in self._fields.values():
            field.set_error("")
        while (item := self._problem.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The first field gets the keyboard."""
        (self._first or self.save_button).setFocus()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_kept(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the form also where the focus is on something that is no field of it."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == _KEYS.Key_Escape:
            self.leave()
        elif control and event.key() in (_KEYS.Key_Return, _KEYS.Key_Enter):
            self.save()
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab stays in the form: what lies under it is dimmed."""
        here = widget = QApplication.focusWidget()
        while widget is not None:
            widget = widget.nextInFocusChain() if next else widget.previousInFocusChain()
            if widget is None or widget is here:
                break
            if self.isAncestorOf(widget) and _takes_tab(widget):
                reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
                widget.setFocus(reason)
                break
        return True


class Note(ElidedLabel):
    """A remark beside the title; empty it takes no room."""

    def __init__(self, text: str) -> None:
        super().__init__(text, role=Role.TEXT2)
        if not text:
            self.hide()

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self.setVisible(bool(text))


class KeysHint(Label):
    """A reminder at the right of what is left over; it gives way entirely where there is no room for it."""

    def __init__(self, text: str) -> None:
        super().__init__(text, size=TextSize.SMALL, role=Role.TEXT2)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.width() >= self.sizeHint().width():
            super().paintEvent(event)


def _is_kept(event: QKeyEvent) -> bool:
    """Whether a key would make the window open or leave something while one is typing."""
    if event.key() in _FUNCTION_KEYS:
        return True
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control and Qt.Key(event.key()) not in _LEFT_TO_WINDOW


def _takes_tab(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return takes and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None
