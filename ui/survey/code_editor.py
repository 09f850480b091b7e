"""The editor of one entry of a code list, above its table."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.errors import InputProblem
from models.language import N_, _
from models.ledger.code_lists import REASON_LIST, SURVEY_LIST
from models.vocabulary import ROUTES
from ui.field_flow import FieldFlow
from ui.shared.buttons import Button, ButtonKind
from ui.shared.fields import Choice, Field
from ui.shared.form_keys import FormKeys
from ui.shared.line_field import LineField, NumberField
from ui.survey.code_row import CodeRow
from ui.theme.tokens import Space

_EFFECTS = (("E", N_("计入分母")), ("N", N_("暂不计入")), ("X", N_("移出名单")), ("C", N_("算作已覆盖")))
_SHAPES = (("yes_no", N_("有 / 没有")), ("number", N_("数字")), ("text", N_("文字")))


class CodeEditor(QWidget):
    """`save_asked` carries list, code and the values of its fields."""

    save_asked = Signal(str, str, dict)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = REASON_LIST
        self._shown: dict[str, object] = {}
        self.code, self.label = LineField(), LineField()
        self.effect, self.route = Choice(), Choice()
        self.next_step, self.evidence = LineField(), LineField()
        self.days = NumberField(unit=_("个工作日"), highest=400)
        for code, words in (("", _("不建议")), *((entry.code, entry.label) for entry in ROUTES.entries)):
            self.route.addItem(words, code)
        self.fields = {
            "code": Field(_("代码"), self.code, with_help=False),
            "label": Field(_("名称"), self.label, with_help=False),
            "effect": Field(_("对建会率"), self.effect, with_help=False),
            "next_step": Field(_("下一步"), self.next_step, with_help=False),
            "days": Field(_("几个工作日后"), self.days, with_help=False),
            "evidence": Field(_("要的佐证或提示"), self.evidence, with_help=False),
            "route": Field(_("建议路线"), self.route, with_help=False),
        }
        widths = {
            "code": (110, 1),
            "label": (200, 3),
            "effect": (140, 1),
            "next_step": (220, 4),
            "days": (130, 1),
            "evidence": (180, 3),
            "route": (120, 1),
        }
        flow = FieldFlow()
        for name, field in self.fields.items():
            flow.add(field, least=widths[name][0], share=widths[name][1])
        self.save_button = Button(_("保存"), ButtonKind.PRIMARY, key="Ctrl+Enter")
        self.leave_button = Button(_("不改"), ButtonKind.QUIET, key="Esc")
        self.save_button.clicked.connect(self.save)
        self.leave_button.clicked.connect(self.left)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.leave_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        column.addLayout(flow)
        column.addLayout(foot)
        order = [self.code, self.label, self.effect, self.next_step, self.days, self.evidence, self.route]
        keys = FormKeys(self, [*order, self.save_button])
        keys.save_asked.connect(self.save)
        keys.back_asked.connect(self.left)

    def show_row(self, row: CodeRow) -> None:
        """Edit this entry; a new one has no code yet."""
        self._list = row.list
        is_reason, is_plain = row.list == REASON_LIST, row.list not in {REASON_LIST, SURVEY_LIST}
        self.effect.clear()
        for code, words in _EFFECTS if is_reason else _SHAPES:
            self.effect.addItem(_(words), code)
        self.code.setText(row.code)
        self.code.setEnabled(not row.code)
        self.label.setText(_(row.label) if row.label else "")
        self.effect.choose(row.effect)
        self.fields["effect"].setVisible(is_reason or not (row.fixed or is_plain))
        self.fields["evidence"].setVisible(not is_plain)
        self.next_step.setText(_(row.next_step) if row.next_step else "")
        self.days.set_value(row.days)
        self.evidence.setText(_(row.evidence) if row.evidence else "")
        self.route.choose(row.route)
        for name in ("next_step", "days", "route"):
            self.fields[name].setVisible(is_reason)
        for field in self.fields.values():
            field.set_error("")
        self._shown = self._values() if row.code else {}

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The first field that can be changed."""
        (self.code if self.code.isEnabled() else self.label).setFocus()

    def save(self) -> None:
        """Ask for what was changed to be saved: the rest may be shown in another language than it is kept in."""
        values = {name: value for name, value in self._values().items() if self._shown.get(name) != value}
        self.save_asked.emit(self._list, self.code.text().strip(), values)

    def _values(self) -> dict[str, object]:
        values: dict[str, object] = {"label": self.label.text().strip()}
        if not self.fields["evidence"].isHidden():
            values["evidence"] = self.evidence.text().strip()
        if not self.fields["effect"].isHidden():
            values["effect"] = self.effect.choice()
        if self._list == REASON_LIST:
            values |= {
                "next_step": self.next_step.text().strip(),
                "days": self.days.value() or 0,
                "route": self.route.choice(),
            }
        return values

    def show_problem(self, problem: InputProblem) -> None:
        """Say what is wrong beside the fields."""
        for name, field in self.fields.items():
            field.set_error(problem.fields.get(name, ""))
        first = next((name for name in self.fields if name in problem.fields), None)
        if first is not None:
            self.fields[first].editor.setFocus()
