"""Whether the week that is shown is frozen; freezing it; opening a frozen print by the number on its pages."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.language import _
from models.queries.frozen_weeks import FrozenRow
from ui.shared.buttons import Button, LinkButton
from ui.shared.fields import Field
from ui.shared.labels import Label
from ui.shared.line_field import LineField
from ui.theme.tokens import Role, Space, TextSize


class WeeksPane(QWidget):
    """`reopened` is the number of the print that was opened; empty while the options say what is shown."""

    freeze_asked = Signal()
    reopen_asked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reopened = ""
        self._state = Label("", size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
        self.freeze = Button(_("定格这一周"))
        self.back = LinkButton(_("回到现在的数据"))
        self.number = LineField(placeholder="ZT-20240927-0039")
        self.number_field = Field(_("按报表号重开"), self.number)
        self.number_field.set_help(_("回车打开；可扫页脚的二维码"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for widget in (self._state, self.freeze, self.back, self.number_field):
            column.addWidget(widget)
        self.freeze.clicked.connect(self.freeze_asked)
        self.back.clicked.connect(self._leave)
        self.number.returnPressed.connect(self._ask)
        self.show_week(None, made=False)

    def show_week(self, row: FrozenRow | None, *, made: bool, read_only: bool = False) -> None:
        """Say how the week that is shown stands: frozen, or not yet; `made` while a print is shown at all."""
        self.freeze.setVisible(made and row is None and not read_only)
        self.back.setVisible(bool(self.reopened))
        self._state.setVisible(made)
        if row is not None:
            text = _("已定格：{moment}，报表号 {number}。重印一字不差。").format(
                moment=row.frozen_at.replace("T", " ")[:16], number=row.report
            )
            if row.conflicted:
                text += _("另一台电脑也定格过这一周，两份都留着，各按报表号重开。")
        else:
            text = _("未定格：以后重印会随台账变化。定格后，下周的“较上周”以它为准。")
        self._state.setText(text)

    def open_number(self, number: str) -> None:
        """A frozen print is shown from now on."""
        self.reopened = number
        self.number.clear()

    def forget(self) -> None:
        """The options say again what is shown."""
        self.reopened = ""

    def _leave(self) -> None:
        self.forget()
        self.left.emit()

    def _ask(self) -> None:
        text = self.number.text().strip()
        if text:
            self.reopen_asked.emit(text)
