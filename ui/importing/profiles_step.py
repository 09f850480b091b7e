"""The mappings that are remembered: what they are called, what they know; renamed and forgotten here."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from models.errors import LedgerProblem
from models.importing.profiles import Profile
from models.language import N_, _
from models.ledger_columns import LEDGER_COLUMNS
from ui.shared.buttons import Button, ButtonKind
from ui.shared.fields import Field
from ui.shared.labels import Label
from ui.shared.line_field import LineField
from ui.shared.record_model import Align, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.step_pane import StepPane
from ui.theme.tokens import Role, Space

_COLUMNS = (
    ColumnSpec("name", N_("名字"), 240, stretch=2, elidable=True, sortable=False, is_name=True),
    ColumnSpec("count", N_("栏目"), 60, align=Align.RIGHT, sortable=False),
    ColumnSpec("fields", N_("认出"), 480, stretch=4, elidable=True, sortable=False),
)
_NAME_ROOM = 420
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ProfilesStep(StepPane):
    """A table of profiles. Enter goes to the name, there it saves; Delete forgets; Esc goes back."""

    rename_asked = Signal(object, str)  # Profile, the new name
    forget_asked = Signal(object)  # Profile

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.profiles: list[Profile] = []
        self.table = RecordTable()
        self.model = RecordModel(_COLUMNS, _Rows([]), parent=self.table)
        self.table.setModel(self.model)
        self.name = LineField()
        self._name_field = Field(_("名字"), self.name, help_text=_("下次导入时看到的名字；Enter 保存"))
        self.rename = Button(_("改名"), key="Enter")
        self.forget = Button(_("不再记住"), ButtonKind.DANGER, key="Delete")
        self._lay_out()
        self.table.current_row_changed.connect(self._show_name)
        self.table.row_activated.connect(self._edit_name)
        self.table.installEventFilter(self)
        self.name.installEventFilter(self)

    def show_profiles(self, profiles: list[Profile]) -> None:
        """Show what is remembered now; the same one stays the current one."""
        current = self.current()
        self.profiles = profiles
        self.quiet()
        self.model.show(_Rows(profiles))
        self._name_field.setVisible(bool(profiles))
        for button in (self.rename, self.forget):
            button.setEnabled(bool(profiles))
        if profiles:
            same = [number for number, each in enumerate(profiles) if current and each.id == current.id]
            self.table.go_to_row(same[0] if same else 0)
            self._show_name()

    def current(self) -> Profile | None:
        """The profile that the keys work on."""
        row = self.table.current_row()
        return self.profiles[row] if 0 <= row < len(self.profiles) else None

    def say_problem(self, problem: LedgerProblem) -> None:
        """A wrong name is said at the name."""
        if "name" in getattr(problem, "fields", {}):
            self._name_field.set_error(problem.user_text)
        else:
            super().say_problem(problem)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The table gets the keyboard."""
        self.table.setFocus()

    @override
    def go_on(self) -> None:
        """Enter on the table goes to the name, in the name it saves."""
        if self.name.hasFocus():
            self._rename()
        else:
            self._edit_name()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.table and event.key() == Qt.Key.Key_Delete:
                self._forget()
                return True
            if watched is self.table and event.key() in _ENTER:
                self._edit_name()
                return True
            if watched is self.name and event.key() == Qt.Key.Key_Escape:
                self._show_name()
                self.table.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.addWidget(
            Label(_("还没有记住的对应。导入一份名册以后，它的栏目就记在这里。"), role=Role.TEXT2, wrap=True)
        )
        column.addStretch()
        self.table.set_empty_state(empty)
        self.table.setAccessibleName(_("记住的对应"))
        editor = QWidget()
        line = QVBoxLayout(editor)
        line.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        self._name_field.setMaximumWidth(_NAME_ROOM)
        line.addWidget(self._name_field)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(editor)
        back = Button(_("返回"), ButtonKind.QUIET, key="Esc")
        back.clicked.connect(self.back_asked)
        self.rename.clicked.connect(self._press_rename)
        self.forget.clicked.connect(self._forget)
        self.foot.words.setText(_("表头相同的名册（次序、日期不同也算）按这里的对应直接试导入。"))
        for button in (back, self.forget, self.rename):
            self.foot.add(button)

    def _show_name(self, *_row: object) -> None:
        profile = self.current()
        self.name.setText(profile.name if profile else "")
        self._name_field.set_error("")

    def _edit_name(self, *_row: object) -> None:
        if self.current() is not None:
            self.name.setFocus()
            self.name.selectAll()

    def _press_rename(self) -> None:
        profile = self.current()
        if profile is not None and self.name.text().strip() != profile.name:
            self._rename()
        else:
            self._edit_name()

    def _rename(self) -> None:
        if (profile := self.current()) is not None:
            self.rename_asked.emit(profile, self.name.text())

    def _forget(self) -> None:
        if (profile := self.current()) is not None:
            self.forget_asked.emit(profile)


class _Rows:
    """A RecordSource over profiles."""

    def __init__(self, profiles: list[Profile]) -> None:
        self._profiles = profiles

    def count(self) -> int:
        """How many there are."""
        return len(self._profiles)

    def cell(self, row: int, key: str) -> Cell:
        """A cell."""
        profile = self._profiles[row]
        known = {name for names in profile.fields.values() for name in names}
        fields = [column.heading for column in LEDGER_COLUMNS if column.name in known]
        texts = {"name": profile.name, "count": str(len(fields)), "fields": "、".join(fields)}
        return Cell(texts[key], role=Role.TEXT if key == "name" else Role.TEXT2)

    def summary(self, row: int) -> str:
        """A profile in one sentence."""
        return "，".join(self.cell(row, key).text for key in ("name", "count", "fields"))
