"""待判: doubtful rows of imports beside the organizations they may be. S the same, D another one, L later."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout
from typing_extensions import override

from models.errors import LedgerProblem
from models.importing.queue import QueueRow
from models.language import _
from models.ledger.ledger import Changes
from models.progress import Progress
from ui.importing.queue_rows import (
    COLUMNS,
    COMPARISON,
    Comparison,
    ComparisonSource,
    QueueSource,
    read_comparison,
    read_queue,
)
from ui.panel import Panel
from ui.requests import ShowOrganization, ShowQueue
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind, LinkButton
from ui.shared.empty_state import EmptyState
from ui.shared.labels import Label
from ui.shared.pane_head import BulkBar
from ui.shared.panes import Pane
from ui.shared.record_model import RecordModel
from ui.shared.record_table import RecordTable
from ui.shared.runs import phrase, plain, strong
from ui.shared.segmented import SegmentedControl
from ui.theme.tokens import Density, Role, Space, TextSize

_SHOWN_CANDIDATES = 9


class QueuePanel(Panel):
    """The rows above, the current one beside a candidate below. Each decision is one step that can be undone."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("待判的导入行"), session)
        self._session = session
        self._at = 0
        self._comparison: ComparisonSource | None = None
        self._arrived = False
        self._problem: Banner | None = None
        self._model = RecordModel(COLUMNS)
        self.table = RecordTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("待判的导入行"))
        self.table.set_empty_state(
            EmptyState(
                _("没有要判断的行"),
                _("导入名册时，没有代码、名称和地址或电话又与台账里的一家相同的行，会在这里等人判断。"),
                with_signs=False,
            )
        )
        self.beside = _Beside()
        self._bar = BulkBar()
        self.same = Button(_("同一家"), ButtonKind.PRIMARY, key="S")
        self.different = Button(_("不同，新增"), key="D")
        self.later = Button(_("以后再判"), ButtonKind.QUIET, key="L")
        for button in (self.later, self.different, self.same):
            self._bar.add_button(button)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.beside)
        split.setSizes([300, 300])
        split.setChildrenCollapsible(False)
        self.body.addWidget(split, 1)
        self.body.addWidget(self._bar)
        self._connect()
        self.reload()

    def reload(self) -> None:
        """Read what waits now; the place in the list stays."""
        self._session.read(read_queue, self._show, key="queue", failed=self._refuse)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()

    def _connect(self) -> None:
        self.table.current_row_changed.connect(self._on_row)
        self.table.selection_size_changed.connect(self._count)
        self.table.row_activated.connect(self._to_fields)
        self.beside.candidate_chosen(self._compare)
        self.beside.opened(self._open_candidate)
        self.same.clicked.connect(self._decide_same)
        self.different.clicked.connect(self._decide_different)
        self.later.clicked.connect(self._put_off)
        self._session.changed.connect(self._on_changed)
        pressed: tuple[tuple[str, Callable[[], object]], ...] = (
            ("S", self._decide_same),
            ("D", self._decide_different),
            ("L", self._put_off),
        )
        for key, act in pressed:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        for number in range(_SHOWN_CANDIDATES):
            shortcut = QShortcut(QKeySequence(str(number + 1)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._choose_candidate, number))

    @property
    def rows(self) -> list[QueueRow]:
        """The rows that are shown."""
        source = self._model.source
        return source.rows if isinstance(source, QueueSource) else []

    def _show(self, rows: list[QueueRow]) -> None:
        self._model.show(QueueSource(rows))
        self.head.set_counts([("all", phrase(_("{n} 行"), n=f"{len(rows):,}"))])
        self._bar.setVisible(bool(rows))
        self.beside.setVisible(bool(rows))
        if rows:
            at = min(self._at, len(rows) - 1)
            self.table.go_to_row(at)
            self._on_row(at)
        self._count(self.table.selected_count())
        if not self._arrived:
            self._arrived = True
            self.table.setFocus()

    def _on_row(self, row: int) -> None:
        if not 0 <= row < len(self.rows):
            return
        self._at = row
        self.beside.show_row(self.rows[row])
        self._choose_candidate(0)

    def _choose_candidate(self, number: int) -> None:
        if self.rows and number < len(self.rows[self._at].candidates):
            self.beside.choose(number)
            self._compare(number)

    def _compare(self, number: int) -> None:
        row = self.rows[self._at]
        self._session.read(
            partial(read_comparison, row=row, candidate=row.candidates[number]),
            self._show_comparison,
            key="queue comparison",
            failed=self._refuse,
        )

    def _show_comparison(self, comparison: Comparison) -> None:
        if self.rows and self.rows[min(self._at, len(self.rows) - 1)].id == comparison.row.id:
            self._comparison = ComparisonSource(comparison)
            self.beside.show_comparison(self._comparison)

    def _to_fields(self, _row: int) -> None:
        self.beside.table.setFocus()

    def _open_candidate(self) -> None:
        if self._comparison is not None:
            self.asked.emit(ShowOrganization(self._comparison.comparison.candidate.id))

    def _count(self, selected: int) -> None:
        if selected > 1:
            words = phrase(
                _("{chosen}　一起判断，算一步，可以一起撤销"), chosen=strong(_("已选 {n} 行").format(n=selected))
            )
        else:
            words = plain(_("空格键选多行 · 数字键换相似的一家 · 回车到逐栏对照，空格定每一栏改不改"), Role.TEXT2)
        self._bar.set_runs(words)
        known = bool(self.rows) and all(self.rows[row].candidates for row in self._chosen())
        self.same.setEnabled(known)

    def _chosen(self) -> list[int]:
        """The marked rows, or the current one."""
        rows = self.table.selected_rows() if self.table.selected_count() > 1 else [self._at]
        return [row for row in rows if row < len(self.rows)]

    def _decide_same(self) -> None:
        chosen = self._chosen()
        if not chosen or not self.same.isEnabled():
            return
        single = self._comparison if len(chosen) == 1 else None
        ids = [self.rows[row].id for row in chosen]
        candidate = single.comparison.candidate.id if single else None
        fields = sorted(single.taken) if single else None

        def decide(progress: Progress) -> Changes:
            from models.importing.queue_decisions import decide_same  # noqa: PLC0415 - only when it is pressed

            return decide_same(self._session.ledger, ids, candidate=candidate, fields=fields, progress=progress)

        self._decide(decide, _("已认作同一家：{n} 行").format(n=f"{len(ids):,}"))

    def _decide_different(self) -> None:
        ids = [self.rows[row].id for row in self._chosen()]

        def decide(progress: Progress) -> Changes:
            from models.importing.queue_decisions import decide_different  # noqa: PLC0415 - only when it is pressed

            return decide_different(self._session.ledger, ids, progress=progress)

        if ids:
            self._decide(decide, _("已作为不同的单位新增：{n} 家").format(n=f"{len(ids):,}"))

    def _put_off(self) -> None:
        chosen = self._chosen()
        later = not all(self.rows[row].later for row in chosen)
        ids = [self.rows[row].id for row in chosen]

        def put_off(_progress: Progress) -> Changes:
            from models.importing import queue_decisions  # noqa: PLC0415 - only when it is pressed

            queue_decisions.put_off(self._session.ledger, ids, later=later)
            return Changes("", frozenset(), frozenset())

        if ids:
            self._decide(put_off, "")

    def _decide(self, work: Callable[[Progress], Changes], said: str) -> None:
        """Many rows take a while: it is shown how far it is, and may be stopped; then the marks are as they were."""
        self._session.work(
            work,
            initiator=self,
            done=self._after,
            failed=self._refuse,
            title=_("判断导入行"),
            said=said,
        )

    def _after(self, _changes: Changes) -> None:
        self._clear_problem()
        self.table.clear_marks()
        self.reload()

    def _on_changed(self, _changes: Changes, initiator: QObject) -> None:
        if initiator is not self:
            self.reload()

    def _refuse(self, problem: LedgerProblem) -> None:
        self._clear_problem()
        self._problem = Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True)
        self.body.insertWidget(1, self._problem)
        self.reload()

    def _clear_problem(self) -> None:
        if self._problem is not None:
            self._problem.hide()
            self._problem.deleteLater()
            self._problem = None


class _Beside(Pane):
    """The current row and the candidate, field by field."""

    def __init__(self) -> None:
        super().__init__(Role.SURFACE, "t")
        self._title = Label("", size=TextSize.BODY, bold=True)
        self._open = LinkButton(_("打开这一家"))
        self._choice: SegmentedControl | None = None
        self._on_choice: Callable[[int], object] = lambda _number: None
        self._head = QHBoxLayout()
        self._head.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        self._head.setSpacing(Space.M)
        self._head.addWidget(self._title)
        self._head.addStretch()
        self._head.addWidget(self._open)
        self.table = _Fields()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.table, 1)

    def candidate_chosen(self, act: Callable[[int], object]) -> None:
        """What happens when another candidate is chosen."""
        self._on_choice = act

    def opened(self, act: Callable[[], object]) -> None:
        """What happens when the candidate is to be opened."""
        self._open.clicked.connect(act)

    def show_row(self, row: QueueRow) -> None:
        """The candidates of a row to choose from."""
        if self._choice is not None:
            self._choice.hide()
            self._choice.deleteLater()
            self._choice = None
        shown = row.candidates[:_SHOWN_CANDIDATES]
        if len(shown) > 1:
            names = [(str(number), _("相似 {n}").format(n=number + 1)) for number in range(len(shown))]
            self._choice = SegmentedControl(names, name=_("台账里相似的单位"))
            self._choice.chosen.connect(self._on_segment)
            self._head.insertWidget(1, self._choice)
        self._open.setVisible(bool(shown))
        if not shown:
            self._title.setText(_("相似的单位已经不在台账里，可以按 D 新增"))
            self.table.show_fields(None)

    def choose(self, number: int) -> None:
        """Show a candidate as chosen."""
        if self._choice is not None:
            self._choice.choose(str(number))

    def show_comparison(self, source: ComparisonSource) -> None:
        """The fields of row and candidate."""
        facts = source.comparison.candidate.facts
        code = str(facts.get("code") or _("无代码"))
        self._title.setText(_("台账里的“{name}”（{code}）").format(name=facts.get("name") or "", code=code))
        self.table.show_fields(source)

    def _on_segment(self, key: str) -> None:
        self._on_choice(int(key))


class _Fields(RecordTable):
    """Space or Enter says of a field whether it is taken over."""

    def __init__(self) -> None:
        super().__init__()
        self.set_density(Density.DENSE)
        self._model = RecordModel(COMPARISON, parent=self)
        self.setModel(self._model)
        self.setAccessibleName(_("逐栏对照"))
        self.row_activated.connect(self._toggle)
        shortcut = QShortcut(QKeySequence("Space"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._toggle_current)

    def show_fields(self, source: ComparisonSource | None) -> None:
        """Show fields; nothing without a candidate."""
        self._model.show(source if source is not None else QueueSource([]))
        if source is not None and source.count():
            self.go_to_row(0)

    def _toggle_current(self) -> None:
        self._toggle(self.current_row())

    def _toggle(self, row: int) -> None:
        source = self._model.source
        if isinstance(source, ComparisonSource) and 0 <= row < source.count() and source.toggle(row):
            self._model.update_rows(row, row)


def make_panel(session: LedgerSession, _request: ShowQueue | None = None) -> QueuePanel:
    """The panel for a window."""
    return QueuePanel(session)
