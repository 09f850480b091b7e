"""The base of every form: fields in order, keys, saving in the background, problems beside the fields they are about.

A form floats over the window (ui.overlay). `finished` closes it. Nothing typed is thrown away by a failed save.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.errors import InputProblem, LedgerProblem
from models.language import _
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind, IconButton
from ui.shared.fields import Field
from ui.shared.form_keys import FormKeys
from ui.shared.labels import Label
from ui.theme.icons import Icon
from ui.theme.tokens import Role, Space, TextSize


class Form(QWidget):
    """A form with a title. Subclasses add rows of fields, then call `set_order` and implement `save`."""

    finished = Signal()
    asked = Signal(object)  # a ui.requests.Request

    def __init__(self, title: str, *, note: str = "", save_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, Field] = {}
        self._first: QWidget | None = None
        self.keys = FormKeys(self)
        self.keys.save_asked.connect(self.save)
        self.keys.back_asked.connect(self.finished)
        self.note = Label(note, role=Role.TEXT2)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(Label(title, size=TextSize.TITLE, bold=True))
        head.addWidget(self.note)
        head.addStretch()
        head.addWidget(Label(_("Enter 下一格　Shift+Enter 上一格　Esc 收起"), size=TextSize.SMALL, role=Role.TEXT2))
        close = IconButton(Icon.CLOSE, _("收起"))
        close.clicked.connect(self.finished)
        head.addWidget(close)
        self._problem = QVBoxLayout()
        self.rows = QVBoxLayout()
        self.rows.setSpacing(Space.S)
        self.save_button = Button(save_text or _("保存"), ButtonKind.PRIMARY, key="Ctrl+Enter")
        self.save_button.clicked.connect(self.save)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(Space.S)
        self.foot.addStretch()
        self.foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addLayout(self._problem)
        column.addLayout(self.rows)
        column.addLayout(self.foot)

    def add_row(self, *fields: tuple[str, Field, int]) -> QHBoxLayout:
        """A row of (name, field, share of the width); names are those of the input's fields."""
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        for name, field, share in fields:
            self._fields[name] = field
            row.addWidget(field, share)
        self.rows.addLayout(row)
        return row

    def set_order(self, widgets: Sequence[QWidget]) -> None:
        """The widgets in the order in which Enter goes through them."""
        self._first = widgets[0] if widgets else None
        self.keys.set_fields(widgets)

    def save(self) -> None:
        """Validate and save; subclasses do it in the background and end with `finished` or `show_problem`."""
        raise TypeError("a form says how it saves")

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
            self._problem.addWidget(Banner(BannerKind.ERROR, problem.user_text, problem.hint))
        first = next((self._fields[name] for name in named if name in self._fields), None)
        if first is not None:
            first.setFocus()

    def clear_problem(self) -> None:
        """Take back what was said."""
        for field in self._fields.values():
            field.set_error("")
        while (item := self._problem.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The first field gets the keyboard."""
        (self._first or self.save_button).setFocus()
