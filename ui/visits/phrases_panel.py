"""The phrases of notes (常用短语): all of them with their letters; one more, another wording, retired and back."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from models.edits.phrases import change_phrase, retire_phrase, save_phrase
from models.errors import InputProblem, LedgerProblem
from models.language import N_, _
from models.ledger.ledger import Changes, Ledger
from models.queries.phrases import phrases
from models.rules.phrases import Phrase, Source
from ui.panel import PanelOfEntries
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.empty_state import EmptyState
from ui.shared.fields import Field
from ui.shared.line_field import LineField
from ui.shared.pane_head import BulkBar
from ui.shared.record_model import EDGE_COLUMN, Align, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.shared.runs import phrase as runs_of
from ui.shared.runs import plain, strong
from ui.theme.tokens import Role, Space

_COLUMNS = (
    EDGE_COLUMN,
    ColumnSpec("letters", N_("首字母"), 150, sortable=False),
    ColumnSpec("text", N_("短语"), 420, stretch=1, elidable=True, sortable=False, is_name=True),
    ColumnSpec("source", N_("来源"), 110, sortable=False),
    ColumnSpec("uses", N_("写过"), 80, align=Align.RIGHT, sortable=False),
    ColumnSpec("state", N_("状态"), 100, sortable=False),
)
_SOURCES = {Source.OWN: N_("自己存的"), Source.LEARNT: N_("常写的"), Source.SHIPPED: N_("软件自带")}


class _Phrases:
    """The source of the table: in use first, in the order in which they are proposed."""

    def __init__(self, found: list[Phrase]) -> None:
        self.phrases = sorted(found, key=lambda each: each.retired)

    def count(self) -> int:
        return len(self.phrases)

    def cell(self, row: int, key: str) -> Cell:
        each = self.phrases[row]
        role = Role.TEXT3 if each.retired else Role.TEXT
        match key:
            case "letters":
                return Cell(each.abbreviation, role=Role.TEXT3 if each.retired else Role.ACCENT)
            case "text":
                return Cell(each.text, role=role)
            case "source":
                return Cell(_(_SOURCES[each.source]), role=Role.TEXT2)
            case "edge":
                return Cell()
            case "uses":
                return Cell(_("{n} 次").format(n=each.uses) if each.uses else "—", role=Role.TEXT2)
            case _:
                return Cell(_("停用") if each.retired else "", role=Role.TEXT2)

    def summary(self, row: int) -> str:
        each = self.phrases[row]
        parts = (each.text, each.abbreviation, _(_SOURCES[each.source]), _("停用") if each.retired else "")
        return _("，").join(part for part in parts if part)


class PhrasesPanel(PanelOfEntries):
    """The line above the table takes a new phrase, or another wording of the one that was chosen with Enter."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("常用短语"), session)
        self._session = session
        self._changed_text = ""  # the phrase that gets another wording
        self.line = LineField(placeholder=_("写一句备注里常说的话"))
        self._field = Field(_("新短语"), self.line, help_text=" ")
        self.keep = Button(_("存为短语"), ButtonKind.PRIMARY, key="Enter")
        row = QHBoxLayout()
        row.setContentsMargins(Space.L, 0, Space.L, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self._field, 1)
        row.addWidget(Field(" ", self.keep))
        self.table = RecordTable()
        self._model = RecordModel(_COLUMNS, parent=self.table)
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("常用短语"))
        self.table.set_empty_state(EmptyState(_("还没有短语"), _("在上面写一句，按 Enter 存下。"), with_signs=False))
        self._bar = BulkBar()
        self.retire = Button(_("停用"), key="Delete")
        self.reword = Button(_("改写"), key="Enter")
        self._bar.add_button(self.retire)
        self._bar.add_button(self.reword)
        self.body.addLayout(row)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._bar)
        self._connect()
        self.reload()

    def reload(self) -> None:
        """Read the phrases now."""
        self._session.read(phrases, self._show, key="phrases panel", failed=self._refuse)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The table gets the keyboard."""
        self.table.setFocus()

    def current(self) -> Phrase | None:
        """The phrase in the current row."""
        source, row = self._model.source, self.table.current_row()
        return source.phrases[row] if isinstance(source, _Phrases) and 0 <= row < source.count() else None

    def _connect(self) -> None:
        self.keep.clicked.connect(self._keep)
        self.line.returnPressed.connect(self._keep)
        self.line.textChanged.connect(self._say_letters)
        self.table.row_activated.connect(self._begin_wording)
        self.table.current_row_changed.connect(self._follow_row)
        self.reword.clicked.connect(self._begin_wording)
        self.retire.clicked.connect(self._retire)
        shortcut = QShortcut(QKeySequence("Delete"), self)
        shortcut.activated.connect(self._retire)
        self._session.changed.connect(self._on_changed)

    def _show(self, found: list[Phrase]) -> None:
        at = max(self.table.current_row(), 0)
        self._model.show(_Phrases(found))
        used = sum(1 for each in found if not each.retired)
        self.head.set_counts([("all", runs_of(_("{n} 条"), n=strong(used)))])
        if found:
            self.table.go_to_row(min(at, len(found) - 1))
        self._follow_row()

    def _follow_row(self, *_row: object) -> None:
        current = self.current()
        for button in (self.retire, self.reword):
            button.setEnabled(current is not None and not self._session.ledger.read_only)
        is_retired = current is not None and current.retired
        self.retire.setText(_("启用") if is_retired else _("停用"))
        words = _("备注里写首字母加空格；写过两次的话自动学会") if current is not None else ""
        self._bar.set_runs(plain(words, Role.TEXT2))

    def _say_letters(self, text: str) -> None:
        letters = Phrase(text, Source.OWN).abbreviation
        self._field.set_help(_("{letters} + 空格").format(letters=letters) if letters else " ")
        if not text:
            self._changed_text = ""
            self.keep.setText(_("存为短语"))

    @override
    def begin_new(self) -> None:
        self.line.clear()
        self.line.setFocus()

    def _begin_wording(self, *_row: object) -> None:
        current = self.current()
        if current is not None:
            self.line.setText(current.text)
            self._changed_text = current.text
            self.keep.setText(_("改成这样"))
            self.line.setFocus()
            self.line.selectAll()

    def _keep(self) -> None:
        text, before = self.line.text(), self._changed_text

        def edit(ledger: Ledger) -> Changes:
            return change_phrase(ledger, before, to=text) if before else save_phrase(ledger, text)

        self._field.set_error("")
        said = _("已改写短语") if before else _("已存短语")
        self._session.change(edit, initiator=self, done=self._kept, failed=self._refuse_text, said=said)

    def _kept(self, _changes: Changes) -> None:
        self.line.clear()
        self.reload()
        self.table.setFocus()

    def _retire(self) -> None:
        current = self.current()
        if current is None or self.line.hasFocus():
            return
        said = _("已启用“{text}”") if current.retired else _("已停用“{text}”")
        self._session.change(
            lambda ledger: retire_phrase(ledger, current.text, retired=not current.retired),
            initiator=self,
            done=self._on_changed,
            failed=self._refuse,
            said=said.format(text=current.text),
        )

    def _on_changed(self, *_changes: object) -> None:
        self.reload()

    def _refuse_text(self, problem: LedgerProblem) -> None:
        if isinstance(problem, InputProblem):
            self._field.set_error(problem.user_text)
            self.line.setFocus()
        else:
            self._refuse(problem)

    def _refuse(self, problem: LedgerProblem) -> None:
        self.body.insertWidget(1, Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True))


def make_panel(session: LedgerSession) -> PhrasesPanel:
    """The panel for a window."""
    return PhrasesPanel(session)
