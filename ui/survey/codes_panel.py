"""The code lists of a ledger (代码表): reasons with their playbook, questions of the survey. Retired, never deleted."""

from PySide6.QtGui import QKeySequence, QShortcut
from typing_extensions import override

from models.edits.code_tables import change_code, retire_code
from models.errors import InputProblem, LedgerProblem
from models.language import N_, _
from models.ledger.code_lists import REASON_LIST, SURVEY_LIST, ReasonEntry, questions_of, reasons_of, vocabulary_of
from models.ledger.ledger import Changes, Ledger
from models.rules.survey import Question, Shape
from models.vocabulary import EDITABLE_LISTS, ROUTES
from ui.panel import PanelOfEntries
from ui.requests import EditCodes
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button
from ui.shared.fields import Choice
from ui.shared.pane_head import BulkBar
from ui.shared.record_model import EDGE_COLUMN, Align, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.shared.runs import phrase, plain, strong
from ui.survey.code_editor import CodeEditor
from ui.survey.code_row import CodeRow
from ui.theme.tokens import Role

EFFECT_WORDS = {
    "E": N_("计入分母"),
    "N": N_("暂不计入"),
    "X": N_("移出名单"),
    "C": N_("算作已覆盖"),
}
SHAPE_WORDS = {
    Shape.YES_NO.value: N_("有 / 没有"),
    Shape.NUMBER.value: N_("数字"),
    Shape.TEXT.value: N_("文字"),
    Shape.CHOICE.value: N_("选项"),
    Shape.STREET.value: N_("街道"),
}
_REASON_COLUMNS = (
    EDGE_COLUMN,
    ColumnSpec("code", N_("代码"), 70, sortable=False),
    ColumnSpec("label", N_("名称"), 200, stretch=2, elidable=True, sortable=False, is_name=True),
    ColumnSpec("effect", N_("对建会率"), 100, sortable=False),
    ColumnSpec("next_step", N_("下一步"), 240, stretch=3, elidable=True, sortable=False),
    ColumnSpec("days", N_("工作日"), 70, align=Align.RIGHT, sortable=False),
    ColumnSpec("evidence", N_("要的佐证"), 170, stretch=2, elidable=True, sortable=False),
    ColumnSpec("route", N_("建议路线"), 96, sortable=False),
    ColumnSpec("state", N_("状态"), 60, sortable=False),
)
_SURVEY_COLUMNS = (
    EDGE_COLUMN,
    ColumnSpec("code", N_("代码"), 140, sortable=False),
    ColumnSpec("label", N_("摸底的问题"), 240, stretch=2, elidable=True, sortable=False, is_name=True),
    ColumnSpec("effect", N_("怎么答"), 110, sortable=False),
    ColumnSpec("evidence", N_("提示"), 260, stretch=3, elidable=True, sortable=False),
    ColumnSpec("state", N_("状态"), 60, sortable=False),
)


_PLAIN_COLUMNS = (
    EDGE_COLUMN,
    ColumnSpec("code", N_("代码"), 160, sortable=False),
    ColumnSpec("label", N_("名称"), 300, stretch=1, elidable=True, sortable=False, is_name=True),
    ColumnSpec("state", N_("状态"), 60, sortable=False),
)
_LISTS = (
    (REASON_LIST, N_("未建会原因")),
    (SURVEY_LIST, N_("摸底问题")),
    ("category", N_("机构类别")),
    ("type", N_("组织类型")),
    ("mode", N_("走访方式")),
    ("result", N_("走访结果")),
    ("role", N_("人员身份")),
)


class _Codes:
    """The source of the table: entries in use first."""

    def __init__(self, rows: list[CodeRow]) -> None:
        self.rows = sorted(rows, key=lambda row: row.retired)

    def count(self) -> int:
        return len(self.rows)

    def cell(self, row: int, key: str) -> Cell:
        each = self.rows[row]
        role = Role.TEXT3 if each.retired else Role.TEXT
        words = {
            "effect": _(EFFECT_WORDS.get(each.effect, SHAPE_WORDS.get(each.effect, ""))),
            "days": str(each.days) if each.days is not None else "",
            "route": ROUTES.label(each.route or None),
            "state": _("停用") if each.retired else "",
            "edge": "",
        }
        if key in words:
            return Cell(words[key], role=Role.TEXT3 if each.retired else Role.TEXT2)
        text = str(getattr(each, key))
        return Cell(_(text) if text and key != "code" else text, role=role)

    def summary(self, row: int) -> str:
        each = self.rows[row]
        parts = (
            each.code,
            _(each.label),
            _(each.next_step) if each.next_step else "",
            _("停用") if each.retired else "",
        )
        return _("，").join(part for part in parts if part)


class CodesPanel(PanelOfEntries):
    """Enter takes an entry into the editor above the table, Ctrl+N a new one, Delete retires or brings back."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("代码表"), session)
        self._session = session
        self._lists: dict[str, list[CodeRow]] = {}
        self.lists = Choice([(name, _(words)) for name, words in _LISTS])
        self.lists.setAccessibleName(_("哪张表"))
        self.lists.currentIndexChanged.connect(self._show_chosen)
        self.head.add_button(self.lists)
        self.editor = CodeEditor()
        self.editor.save_asked.connect(self._save)
        self.editor.left.connect(self._leave_editor)
        self.editor.hide()
        self.table = RecordTable()
        self._model = RecordModel(_REASON_COLUMNS, parent=self.table)
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("代码表"))
        self._bar = BulkBar()
        self.new = Button(_("新增"), key="Ctrl+N")
        self.retire = Button(_("停用"), key="Delete")
        self.change = Button(_("修改"), key="Enter")
        for button in (self.new, self.retire, self.change):
            self._bar.add_button(button)
        self.body.addWidget(self.editor)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._bar)
        self.new.clicked.connect(self.begin_new)
        self.change.clicked.connect(self._begin_change)
        self.retire.clicked.connect(self._retire)
        self.table.row_activated.connect(self._begin_change)
        self.table.current_row_changed.connect(self._follow_row)
        shortcut = QShortcut(QKeySequence("Delete"), self.table)
        shortcut.activated.connect(self._retire)
        session.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        """Read the lists now."""
        self._session.read(_read, self._show, key="codes panel", failed=self._refuse)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The table gets the keyboard."""
        self.table.setFocus()

    def current(self) -> CodeRow | None:
        """The entry in the current row."""
        source, row = self._model.source, self.table.current_row()
        return source.rows[row] if isinstance(source, _Codes) and 0 <= row < source.count() else None

    def _show(self, lists: dict[str, list[CodeRow]]) -> None:
        self._lists = lists
        self._show_list(self.lists.choice())

    def _show_chosen(self, *_index: object) -> None:
        self._show_list(self.lists.choice())

    def _show_list(self, list_: str) -> None:
        at = max(self.table.current_row(), 0)
        rows = self._lists.get(list_, [])
        columns = {REASON_LIST: _REASON_COLUMNS, SURVEY_LIST: _SURVEY_COLUMNS}.get(list_, _PLAIN_COLUMNS)
        self._model.show(_Codes(rows), columns)
        used = sum(1 for row in rows if not row.retired)
        self.head.set_counts([("all", phrase(_("在用 {n} 个"), n=strong(used)))])
        if rows:
            self.table.go_to_row(min(at, len(rows) - 1))
        self._follow_row()

    def _follow_row(self, *_row: object) -> None:
        current = self.current()
        can = not self._session.ledger.read_only
        self.new.setEnabled(can)
        for button in (self.retire, self.change):
            button.setEnabled(can and current is not None)
        self.retire.setText(_("启用") if current is not None and current.retired else _("停用"))
        words = _("停用不是删除，记过的照样看得见")
        self._bar.set_runs(plain(words, Role.TEXT2))

    @override
    def begin_new(self) -> None:
        self._open_editor(
            CodeRow(self.lists.choice(), "", "", "E" if self.lists.choice() == REASON_LIST else "yes_no", "")
        )

    def _begin_change(self, *_row: object) -> None:
        current = self.current()
        if current is not None and not self._session.ledger.read_only:
            self._open_editor(current)

    def _open_editor(self, row: CodeRow) -> None:
        self.editor.show_row(row)
        self.editor.show()
        self.editor.setFocus()

    def _leave_editor(self) -> None:
        self.editor.hide()
        self.table.setFocus()

    def _save(self, list_: str, code: str, values: dict[str, object]) -> None:
        def edit(ledger: Ledger) -> Changes:
            return change_code(ledger, list_, code, values)

        self._session.change(
            edit, initiator=self, done=self._saved, failed=self._refuse_input, said=_("已存 {code}").format(code=code)
        )

    def _saved(self, _changes: Changes) -> None:
        self._leave_editor()
        self.reload()

    def _retire(self) -> None:
        current = self.current()
        if current is None or self._session.ledger.read_only:
            return
        said = _("已启用 {code}") if current.retired else _("已停用 {code}")
        self._session.change(
            lambda ledger: retire_code(ledger, current.list, current.code, retired=not current.retired),
            initiator=self,
            done=self._on_changed,
            failed=self._refuse,
            said=said.format(code=current.code),
        )

    def _on_changed(self, *_changes: object) -> None:
        self.reload()

    def _refuse_input(self, problem: LedgerProblem) -> None:
        if isinstance(problem, InputProblem) and problem.fields:
            self.editor.show_problem(problem)
        else:
            self._refuse(problem)

    def _refuse(self, problem: LedgerProblem) -> None:
        self.body.insertWidget(1, Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True))


def _read(ledger: Ledger) -> dict[str, list[CodeRow]]:
    with ledger.reading() as db:
        reasons, questions, own = reasons_of(db), questions_of(db), vocabulary_of(db)
    return {
        **{name: _plain_rows(name, words) for name, words in own.items()},
        REASON_LIST: [_reason_row(entry) for entry in reasons.values()],
        SURVEY_LIST: [_question_row(question) for question in questions.values()],
    }


def _plain_rows(name: str, own: list[tuple[str, str, bool]]) -> list[CodeRow]:
    """A list of the program with what the office made of it."""
    labels = {entry.code: entry.source for entry in EDITABLE_LISTS[name].shipped}
    labels |= {code: label for code, label, _retired in own if label}
    retired = {code for code, _label, is_retired in own if is_retired}
    return [CodeRow(name, code, label, "", "", retired=code in retired) for code, label in labels.items()]


def _reason_row(entry: ReasonEntry) -> CodeRow:
    return CodeRow(
        REASON_LIST,
        entry.code,
        entry.label,
        entry.effect,
        entry.evidence,
        entry.next_step,
        entry.days,
        entry.route,
        entry.retired,
    )


def _question_row(question: Question) -> CodeRow:
    shape = question.shape.value
    return CodeRow(
        SURVEY_LIST,
        question.code,
        question.label,
        shape,
        question.hint,
        retired=question.retired,
        fixed=not question.is_own,
    )


def make_panel(session: LedgerSession, _request: EditCodes | None = None) -> CodesPanel:
    """The panel for a window."""
    return CodesPanel(session)
