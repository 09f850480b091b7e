"""The small form for one condition: field, how it is compared, value."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.errors import InputProblem
from models.inputs.organization_values import Lookup
from models.language import N_, _
from models.ledger.ledger import Ledger
from models.ledger_columns import Shape
from models.queries.figures import home_division
from models.queries.people_list import cadres
from models.queries.reason_list import known_reasons
from ui.organizations.conditions import (
    FIELD_BY_KEY,
    FIELDS,
    FUTURE_DAYS,
    NO,
    YES,
    Condition,
    ConditionField,
    Operator,
    parsed,
)
from ui.organizations.editors import (
    Editor,
    choice_editor,
    date_editor,
    line_editor,
    number_editor,
    street_editor,
)
from ui.organizations.quick_conditions import QUICK
from ui.shared.buttons import Button, ButtonKind, LinkButton
from ui.shared.fields import Choice, Field
from ui.shared.form_keys import FormKeys
from ui.shared.labels import Label
from ui.theme.palette import px, theme
from ui.theme.tokens import Height, Role, Space, TextSize

_VALUE_WIDTH = 190
_IN_A_ROW = 6
_PEOPLE = N_("人")
_UNITS = {"visits": N_("次"), "unvisited_days": N_("天")}
_DAYS = (Operator.NEXT, Operator.LAST, Operator.OLDER)
_WITHOUT_VALUE = (Operator.EMPTY, Operator.FILLED)


@dataclass(frozen=True, slots=True)
class ConditionChoices:
    """What the ledger knows that a value may be chosen from."""

    today: date
    division: str
    reasons: Mapping[str, str]  # code to code and label
    cadres: tuple[str, ...]


def read_choices(ledger: Ledger) -> ConditionChoices:
    """The choices of this ledger now."""
    reasons = {code: entry.text for code, entry in known_reasons(ledger).items()}
    names = tuple(dict.fromkeys(cadre.name for cadre in cadres(ledger)))
    return ConditionChoices(ledger.today(), home_division(ledger), reasons, names)


class ConditionForm(QWidget):
    """Says which condition is wanted, or that it shall go."""

    wanted = Signal(object)  # Condition
    removed = Signal()
    text_asked = Signal()
    left = Signal()

    def __init__(self, choices: ConditionChoices, lookup: Lookup, condition: Condition | None) -> None:
        super().__init__()
        self._choices = choices
        self._lookup = lookup
        self._editor: Editor | None = None
        self._counts_days = False
        self._value = Field(_("值"), QWidget())
        self._field = Choice([(field.key, field.heading) for field in FIELDS])
        self._operator = Choice()
        self._save = Button(_("确定"), ButtonKind.PRIMARY, key="Ctrl+Enter")
        self._save.clicked.connect(self._finish)
        self._count = Label("", size=TextSize.SMALL, role=Role.TEXT2)
        self._row = QHBoxLayout()
        self._row.setSpacing(Space.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        self._row.addWidget(Field(_("栏目"), self._field))
        self._row.addWidget(Field(_("比较"), self._operator))
        self._row.addWidget(self._value)
        self._buttons = [self._save]
        if condition is not None:
            remove = Button(_("去掉"), ButtonKind.QUIET)
            remove.clicked.connect(self.removed)
            self._buttons.append(remove)
        for button in self._buttons:
            self._row.addWidget(Field(" ", button))
        self._keys = FormKeys(self)
        self._keys.save_asked.connect(self._finish)
        self._field.currentIndexChanged.connect(self._show_operators)
        self._operator.currentIndexChanged.connect(self._show_editor)
        self._keys.back_asked.connect(self.left)
        column.addWidget(self._quick_row() if condition is None else self._count)
        column.addSpacing(Space.S)
        self._start(condition)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """What is most likely to be changed gets the keyboard: the field of a new condition, the value of another."""
        is_new = len(self._buttons) == 1
        target = self._field if is_new or self._editor is None else self._editor.widget
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_count(self, count: int | None) -> None:
        """How many would be left with what stands in the form; None while that is not known."""
        self._count.setText("" if count is None else _("加上这个条件还有 {n} 家").format(n=f"{count:,}"))

    def considered(self) -> Condition | None:
        """What stands in the form, if it means something."""
        condition = self.condition()
        if self._editor is not None and not condition.value:
            return None
        with suppress(InputProblem):
            parsed(condition, self._lookup)
            return condition
        return None

    def condition(self) -> Condition:
        """What stands in the form."""
        value = self._editor.text().strip() if self._editor is not None else ""
        return Condition(self._asked.key, Operator(self._operator.choice()), value)

    @property
    def _asked(self) -> ConditionField:
        return FIELD_BY_KEY[self._field.choice()]

    def _quick_row(self) -> QWidget:
        """What is asked most, taken with one click or key; and the way to write conditions as text."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.XS)
        grid.setVerticalSpacing(0)
        for number, condition in enumerate(QUICK):
            button = Button(condition.words, ButtonKind.QUIET, height=Height.ROW_BUTTON)
            button.clicked.connect(partial(self._take, condition))
            grid.addWidget(button, number // _IN_A_ROW, number % _IN_A_ROW, Qt.AlignmentFlag.AlignLeft)
        written = LinkButton(_("写成文字…"), size=TextSize.SMALL)
        written.setToolTip("Ctrl+Shift+T")
        written.clicked.connect(self.text_asked)
        foot = QHBoxLayout()
        foot.addWidget(self._count)
        foot.addStretch()
        foot.addWidget(written)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(Label(_("常用条件"), size=TextSize.SMALL, role=Role.TEXT2))
        column.addLayout(grid)
        column.addLayout(foot)
        return box

    def _take(self, condition: Condition, *_checked: object) -> None:
        self.wanted.emit(condition)

    def _start(self, condition: Condition | None) -> None:
        self._show_operators()
        if condition is None:
            return
        if self._field.findData(condition.field) < 0:  # typed as text: not one of the columns
            return
        self._field.choose(condition.field)
        self._operator.choose(condition.operator.value)
        if self._editor is not None:
            self._editor.set_text(condition.value)

    def _show_operators(self) -> None:
        self._operator.blockSignals(True)
        self._operator.clear()
        for operator in self._asked.operators:
            self._operator.addItem(operator.word, operator.value)
        self._operator.blockSignals(False)
        self._operator.updateGeometry()
        self._editor = None
        self._show_editor()

    def _show_editor(self) -> None:
        operator = Operator(self._operator.choice())
        needed = operator not in _WITHOUT_VALUE
        counts_days = operator in _DAYS
        if not needed or self._editor is None or counts_days != self._counts_days:
            self._counts_days = counts_days
            self._editor = self._make_editor() if needed else None
            old = self._value
            self._value = Field(_("值"), self._editor.widget if self._editor is not None else QWidget())
            theme.follow(self._size_value)
            self._row.replaceWidget(old, self._value)
            old.hide()
            old.deleteLater()
            self._value.setVisible(needed)
        editor = [self._editor.widget] if self._editor is not None else []
        self._keys.set_fields([self._field, self._operator, *editor, *self._buttons])

    def _size_value(self) -> None:
        self._value.setFixedWidth(px(_VALUE_WIDTH))

    def _make_editor(self) -> Editor:
        asked = self._asked
        if asked.key in ("main_reason", "reason"):
            return choice_editor(list(self._choices.reasons.items()))
        match asked.shape:
            case Shape.YES_NO:
                return choice_editor([(YES, _("是")), (NO, _("否"))])
            case Shape.CADRE:
                return choice_editor([(name, name) for name in self._choices.cadres])
            case Shape.NUMBER:
                return number_editor(_(_UNITS.get(asked.key, _PEOPLE)))
            case Shape.DATE if Operator(self._operator.choice()) in _DAYS:
                return number_editor(_("天"))
            case Shape.DATE:
                return date_editor(self._choices.today, future=asked.key in FUTURE_DAYS)
            case Shape.STREET:
                return street_editor(self._choices.division)
            case _ if asked.codes:
                return choice_editor(asked.choices())
            case _:
                return line_editor()

    def _finish(self) -> None:
        condition = self.condition()
        if self._editor is not None and not condition.value:
            self._value.set_error(_("要写一个值。"))
            self._editor.widget.setFocus()
            return
        try:
            parsed(condition, self._lookup)
        except InputProblem as problem:
            self._value.set_error(problem.user_text)
            return
        self.wanted.emit(condition)
