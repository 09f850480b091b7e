"""What is still unknown (摸底情况): every question over the organizations without a union; each number is a list."""

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut

from models.errors import LedgerProblem
from models.language import N_, _
from models.queries.lookup import lookup_of
from models.queries.organization_list import ListQuery
from models.queries.survey import QuestionCounts, StillUnknown, still_unknown
from models.queries.where import parse_where
from ui.panel import Panel
from ui.requests import AnswerSurvey, EditCodes, ShowList, ShowSurvey
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.empty_state import EmptyState
from ui.shared.pane_head import BulkBar
from ui.shared.record_model import EDGE_COLUMN, Align, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.shared.runs import phrase, strong
from ui.theme.tokens import Role

_COLUMNS = (
    EDGE_COLUMN,
    ColumnSpec("question", N_("摸底的问题"), 240, stretch=1, elidable=True, sortable=False, is_name=True),
    ColumnSpec("group", N_("分组"), 130, sortable=False),
    ColumnSpec("known", N_("已知"), 90, align=Align.RIGHT, sortable=False),
    ColumnSpec("no", N_("其中没有"), 90, align=Align.RIGHT, sortable=False),
    ColumnSpec("unknown", N_("不清楚"), 90, align=Align.RIGHT, sortable=False),
    ColumnSpec("not_asked", N_("没问"), 90, align=Align.RIGHT, sortable=False),
    ColumnSpec("share", N_("已知比例"), 90, align=Align.RIGHT, sortable=False),
)


class _Questions:
    """The source of the table."""

    def __init__(self, report: StillUnknown) -> None:
        self.report = report
        self.rows = report.rows

    def count(self) -> int:
        return len(self.rows)

    def cell(self, row: int, key: str) -> Cell:
        each = self.rows[row]
        known = each.yes + each.no
        match key:
            case "question":
                return Cell(_(each.question.label))
            case "group":
                return Cell(_(each.question.group), role=Role.TEXT2)
            case "known":
                return Cell(str(known))
            case "no":
                return Cell(str(each.no) if each.no else "—", role=Role.TEXT2)
            case "unknown":
                return Cell(str(each.unknown) if each.unknown else "—", role=Role.WARN if each.unknown else Role.TEXT2)
            case "not_asked":
                return Cell(str(each.not_asked) if each.not_asked else "—", bold=each.not_asked > 0)
            case "share":
                total = self.report.organizations
                return Cell(f"{100 * known // total}%" if total else "—", role=Role.TEXT2)
            case _:
                return Cell()

    def summary(self, row: int) -> str:
        each = self.rows[row]
        return _("{question}：已知 {known}，不清楚 {unknown}，没问 {left}").format(
            question=_(each.question.label), known=each.yes + each.no, unknown=each.unknown, left=each.not_asked
        )


class SurveyPanel(Panel):
    """Enter lists those that were not asked, U those where nobody knows."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("摸底情况"), session)
        self._session = session
        self.table = RecordTable()
        self._model = RecordModel(_COLUMNS, parent=self.table)
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("摸底情况"))
        self.table.set_empty_state(EmptyState(_("没有摸底问题"), _("在“代码表”里启用或添加。"), with_signs=False))
        self._bar = BulkBar()
        self._not_asked = Button(_("看没问的单位"), key="Enter")
        self._unknown = Button(_("看不清楚的单位"), key="U")
        self._codes = Button(_("改问题…"), ButtonKind.QUIET)
        self._next = Button(_("摸底下一家"), ButtonKind.PRIMARY, key="F5")
        for button in (self._codes, self._unknown, self._not_asked, self._next):
            self._bar.add_button(button)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._bar)
        self._not_asked.clicked.connect(partial(self._list, "not_asked"))
        self._unknown.clicked.connect(partial(self._list, "unknown"))
        self._codes.clicked.connect(partial(self._ask, EditCodes()))
        self._next.clicked.connect(partial(self._ask, AnswerSurvey()))
        self.table.row_activated.connect(partial(self._list, "not_asked"))
        self.table.current_row_changed.connect(self._follow_row)
        shortcut = QShortcut(QKeySequence("U"), self.table)
        shortcut.activated.connect(partial(self._list, "unknown"))
        session.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        """Count now."""
        self._session.read(still_unknown, self._show, key="survey panel", failed=self._refuse)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The table gets the keyboard."""
        self.table.setFocus()

    def current(self) -> QuestionCounts | None:
        """The question in the current row."""
        source, row = self._model.source, self.table.current_row()
        return source.rows[row] if isinstance(source, _Questions) and 0 <= row < source.count() else None

    def _show(self, report: StillUnknown) -> None:
        at = max(self.table.current_row(), 0)
        self._model.show(_Questions(report))
        counts = [
            ("all", phrase(_("未建会 {n} 家"), n=strong(report.organizations))),
            ("complete", phrase(_("摸清 {n} 家"), n=strong(report.complete))),
            ("untouched", phrase(_("一项也没问 {n} 家"), n=strong(report.untouched))),
        ]
        self.head.set_counts(counts)
        if report.rows:
            self.table.go_to_row(min(at, len(report.rows) - 1))
        self._follow_row()

    def _follow_row(self, *_row: object) -> None:
        current = self.current()
        self._not_asked.setEnabled(current is not None and current.not_asked > 0)
        self._unknown.setEnabled(current is not None and current.unknown > 0)
        source = self._model.source
        is_left = isinstance(source, _Questions) and any(row.not_asked for row in source.rows)
        self._next.setEnabled(is_left and not self._session.ledger.read_only)

    def _list(self, state: str, *_row: object) -> None:
        current = self.current()
        if current is None or not getattr(current, state):
            return
        word = {"not_asked": "未问", "unknown": "不清楚"}[state]
        where = parse_where(f"{word}={current.question.code}", lookup_of(self._session.ledger))
        label = _(current.question.label)
        title = (_("没问过：{question}") if state == "not_asked" else _("不清楚：{question}")).format(question=label)
        self.asked.emit(ShowList(ListQuery(view="open", where=where.sql, values=where.values), title))

    def _ask(self, request: AnswerSurvey | EditCodes, *_checked: object) -> None:
        self.asked.emit(request)

    def _on_changed(self, *_changes: object) -> None:
        self.reload()

    def _refuse(self, problem: LedgerProblem) -> None:
        self.body.insertWidget(1, Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True))


def make_panel(session: LedgerSession, _request: ShowSurvey | None = None) -> SurveyPanel:
    """The panel for a window."""
    return SurveyPanel(session)
