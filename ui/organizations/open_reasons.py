"""The open reasons of an organization in the reason form: make one the primary one, or say how it was resolved."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import _
from models.queries.organization_detail import ReasonItem
from ui.day_words import stored_day
from ui.form_context import FormContext
from ui.known_pane import KnownPane
from ui.shared.buttons import Button, ButtonKind
from ui.shared.labels import ElidedLabel, Label
from ui.shared.line_field import LineField
from ui.shared.tags import ReasonTag
from ui.theme.tokens import Height, Role, Space, TextSize


class OpenReasonsPane(KnownPane):
    """A line for each. `primary_asked` carries the code, `resolved` code and how."""

    primary_asked = Signal(str)
    resolved = Signal(str, str)
    order_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_OpenReason] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.XS)
        self._head = Label(_("未解决的原因"), size=TextSize.SMALL, role=Role.TEXT2, bold=True)
        self.column.insertWidget(0, self._head)
        self.column.addLayout(self._lines)

    def show_reasons(self, reasons: Sequence[ReasonItem], context: FormContext) -> None:
        """Show these, the primary one first."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [_OpenReason(reason, context) for reason in reasons]
        for row in self._rows:
            row.primary_asked.connect(self.primary_asked)
            row.resolved.connect(self.resolved)
            row.order_changed.connect(self.order_changed)
            self._lines.addWidget(row)
        self._head.setText(_("未解决的原因") if reasons else _("还没有记过原因"))
        self.show()
        self.order_changed.emit()

    @property
    def order(self) -> list[QWidget]:
        """What Enter goes through, line by line."""
        return [widget for row in self._rows for widget in row.order]


class _OpenReason(QWidget):
    """Code, label, since when; its buttons give way to a field that asks how it was resolved."""

    primary_asked = Signal(str)
    resolved = Signal(str, str)
    order_changed = Signal()

    def __init__(self, reason: ReasonItem, context: FormContext) -> None:
        super().__init__()
        self._code = reason.code
        since = _("{day} 起").format(day=stored_day(reason.opened_on, context.today))
        words = [since, _("主因") if reason.is_primary else "", reason.note, reason.evidence]
        self._primary = Button(_("设为主因"), ButtonKind.QUIET, height=Height.ROW_BUTTON)
        self._resolve = Button(_("已解决…"), ButtonKind.QUIET, height=Height.ROW_BUTTON)
        self._how = _HowField(placeholder=_("怎么解决的，例如：已开说明会"), height=Height.BUTTON)
        self._how.called_off.connect(partial(self._ask_how, False))
        self._how.setAccessibleName(_("怎么解决的"))
        self._confirm = Button(_("记为已解决"), height=Height.ROW_BUTTON)
        self._back = Button(_("不改"), ButtonKind.QUIET, height=Height.ROW_BUTTON)
        self._is_primary = reason.is_primary
        self._primary.clicked.connect(partial(self.primary_asked.emit, reason.code))
        self._resolve.clicked.connect(partial(self._ask_how, True))
        self._back.clicked.connect(partial(self._ask_how, False))
        self._confirm.clicked.connect(self._say_resolved)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(ReasonTag(reason.code, primary=reason.is_primary))
        row.addWidget(Label(reason.label))
        about = ElidedLabel(" · ".join(word for word in words if word), size=TextSize.SMALL, role=Role.TEXT2)
        row.addWidget(about, 1)
        for widget in (self._how, self._confirm, self._back, self._primary, self._resolve):
            row.addWidget(widget, 2 if widget is self._how else 0)
        for widget in (self._how, self._confirm, self._back):
            widget.hide()
        self._primary.setVisible(not reason.is_primary)  # not before it has a parent: it would be a window

    @property
    def order(self) -> list[QWidget]:
        """What Enter goes through; hidden ones are passed over."""
        return [self._primary, self._resolve, self._how, self._confirm, self._back]

    def _ask_how(self, asks: bool, *_checked: object) -> None:  # noqa: FBT001 - bound by partial
        for widget in (self._how, self._confirm, self._back):
            widget.setVisible(asks)
        self._resolve.setVisible(not asks)
        self._primary.setVisible(not asks and not self._is_primary)
        self.order_changed.emit()
        (self._how if asks else self._resolve).setFocus()

    def _say_resolved(self) -> None:
        self.resolved.emit(self._code, self._how.text().strip())


class _HowField(LineField):
    """Esc calls the question off, not the form."""

    called_off = Signal()

    def before_key(self, key: int) -> bool:
        """For FormKeys."""
        if key == Qt.Key.Key_Escape:
            self.called_off.emit()
            return True
        return False
