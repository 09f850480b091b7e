"""What a newer list says against earlier ones, with decisions in bulk: deregistered, present again, keep."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout

from models.errors import LedgerProblem
from models.importing.registry import KINDS, RegistryEntry, RegistryReport, keep, keep_no_longer, report_of
from models.language import N_, _
from models.ledger.ledger import Changes, Ledger
from models.progress import Progress
from models.queries.batch_lists import made_in
from models.queries.past_imports import PastImport, past_imports
from models.rules.phones import mask_phones_in
from ui.panel import Panel
from ui.requests import ShowList, ShowOrganization, ShowRegistry
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.empty_state import EmptyState
from ui.shared.labels import Label
from ui.shared.number_tabs import NumberTab, NumberTabs
from ui.shared.pane_head import BulkBar
from ui.shared.panes import Pane
from ui.shared.record_model import EDGE_COLUMN, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.shared.runs import phrase, plain, strong
from ui.theme.tokens import Role, Space

_COLUMNS = (
    EDGE_COLUMN,
    ColumnSpec("name", N_("单位名称"), 200, stretch=2, elidable=True, sortable=False, is_name=True),
    ColumnSpec("code", N_("统一社会信用代码"), 178, sortable=False),
    ColumnSpec("before", N_("台账原来"), 150, stretch=2, elidable=True, sortable=False),
    ColumnSpec("after", N_("名册"), 150, stretch=2, elidable=True, sortable=False),
    ColumnSpec("state", N_("处理"), 100, sortable=False),
)
_ROLES = {"missing": Role.WARN, "reappeared": Role.WARN, "deregistered": Role.DANGER}


@dataclass(frozen=True, slots=True)
class _Read:
    report: RegistryReport | None
    source: PastImport | None


class _Entries:
    """The source of the table."""

    def __init__(self, entries: tuple[RegistryEntry, ...]) -> None:
        self.entries = entries

    def count(self) -> int:
        return len(self.entries)

    def cell(self, row: int, key: str) -> Cell:
        entry = self.entries[row]
        match key:
            case "edge":
                return Cell()
            case "name":
                return Cell(entry.name)
            case "state":
                asks = entry.kind in {"missing", "reappeared"}
                words = (_("待定") if entry.open else _("已处理")) if asks else _("已按名册更新")
                return Cell(words, role=Role.WARN if entry.open else Role.TEXT2)
            case "before":
                return Cell(mask_phones_in(entry.before) or _("（空）"), role=Role.TEXT2)
            case "after":
                return Cell(mask_phones_in(entry.after))
            case _:
                return Cell(entry.code or "—", role=Role.TEXT2)

    def summary(self, row: int) -> str:
        cells = (self.cell(row, spec.key).words for spec in _COLUMNS)
        return _("，").join(words for words in cells if words)


class RegistryPanel(Panel):
    """Numbers as tabs over one table; who is missing is only marked when a person says so."""

    def __init__(self, session: LedgerSession, batch: str) -> None:
        super().__init__(_("与以前的名册比"), session)
        self._session = session
        self._batch = batch
        self._report: RegistryReport | None = None
        self._source: PastImport | None = None
        self._tab = ""
        self._arrived = False
        self.numbers = NumberTabs(name=_("与以前的名册比"))
        self.scope = Label("", role=Role.TEXT2, wrap=True)
        self._model = RecordModel(_COLUMNS)
        self.table = RecordTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("有变化的单位"))
        self.table.set_empty_state(EmptyState(_("没有这样的单位"), "", with_signs=False))
        self.with_reason = QCheckBox(_("同时记原因 A1 已注销"))
        self.with_reason.setChecked(True)
        self.keep = Button(_("保留不动"), key="K")
        self.mark = Button(_("标为注销"), ButtonKind.PRIMARY, key="Z")
        self.bring = Button(_("恢复为在册"), ButtonKind.PRIMARY, key="R")
        self.save = Button(_("存成表格…"), ButtonKind.QUIET)
        self._bar = BulkBar()
        for widget in (self.with_reason, self.keep, self.mark, self.bring):
            self._bar.add_button(widget)
        self.head.add_button(self.save)
        self._lay_out()
        self._connect()
        self.reload()

    def reload(self) -> None:
        """Read the report as things stand now."""
        self._session.read(partial(_read, batch=self._batch), self._show, key="registry", failed=self._refuse)

    def _lay_out(self) -> None:
        over = Pane(Role.WINDOW)
        column = QVBoxLayout(over)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.M)
        column.addWidget(self.numbers)
        column.addWidget(self.scope)
        self.body.addWidget(over)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._bar)

    def _connect(self) -> None:
        self.numbers.chosen.connect(self._choose)
        self.table.selection_size_changed.connect(self._count)
        self.table.row_activated.connect(self._open)
        self.save.clicked.connect(self._save)
        self._session.changed.connect(self._on_changed)
        pressed: tuple[tuple[Button, str, Callable[[], object]], ...] = (
            (self.keep, "K", self._keep),
            (self.mark, "Z", self._mark),
            (self.bring, "R", self._bring),
        )
        for button, key, act in pressed:
            button.clicked.connect(act)
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _show(self, found: _Read) -> None:
        self._report, self._source = found.report, found.source
        self.save.setEnabled(found.report is not None)
        if found.source is not None:
            words = _("{file}（{day}）").format(file=found.source.file_name, day=found.source.registry_on)
            self.head.set_title(_("与以前的名册比 · {list}").format(list=words))
        if found.report is None:
            self.scope.setText(_("这份名册没有可以对照的以前的名册，或者这次导入已经撤销。"))
            self.numbers.set_tabs([])
            self._choose("")
            return
        report = found.report
        self.scope.setText(
            _("“名册里没有了”的判断范围：{scope}。只是建议，没有人决定以前什么也不改。").format(scope=report.scope)
        )
        tabs = [NumberTab("new", _("新增"), report.new, Role.OK)]
        tabs += [
            NumberTab(kind, _(word), len(report.of(kind)), _ROLES.get(kind, Role.TEXT)) for kind, word in KINDS.items()
        ]
        self.numbers.set_tabs(tabs)
        asking = next((entry.kind for entry in report.entries if entry.open), "")
        first = self._tab or asking or next((kind for kind in KINDS if report.of(kind)), "renamed")
        self.numbers.choose(first)
        self._choose(first)
        if not self._arrived:
            self._arrived = True
            self.table.setFocus()

    def _choose(self, kind: str) -> None:
        if kind == "new":  # a list of the ledger, which can be sorted and worked on there
            self.numbers.choose(self._tab)
            self.asked.emit(ShowList(made_in(self._batch), _("这份名册新增的单位")))
            return
        self._tab = kind
        entries = self._report.of(kind) if self._report is not None else ()
        self._model.show(_Entries(entries))
        asks = kind in {"missing", "reappeared"} and bool(entries)
        self._bar.setVisible(asks)
        for widget, shown in ((self.mark, "missing"), (self.with_reason, "missing"), (self.bring, "reappeared")):
            widget.setVisible(kind == shown)
        if entries:
            self.table.go_to_row(0)
        self._count(self.table.selected_count())

    def _count(self, selected: int) -> None:
        if selected > 1:
            words = phrase(_("{chosen}　一起处理，算一步"), chosen=strong(_("已选 {n} 家").format(n=selected)))
        else:
            words = plain(_("空格键选多家，Ctrl+A 全选"), Role.TEXT2)
        self._bar.set_runs(words)

    def _chosen(self) -> list[int]:
        source = self._model.source
        if not isinstance(source, _Entries) or not self._bar.isVisible():
            return []
        rows = self.table.selected_rows() or [self.table.current_row()]
        return [source.entries[row].organization for row in rows if 0 <= row < source.count()]

    def _mark(self) -> None:
        chosen = self._chosen()
        if not chosen or self._tab != "missing":
            return
        note = _("{day} 的名册里没有").format(day=self._source.registry_on) if self._source else ""
        with_reason = self.with_reason.isChecked()

        def mark(ledger: Ledger) -> Changes:
            from models.edits.registry_decisions import mark_deregistered  # noqa: PLC0415 - only when it is pressed

            return mark_deregistered(ledger, chosen, on=ledger.today(), note=note, with_reason=with_reason)

        self._decide(mark, _("已标为注销：{n} 家").format(n=f"{len(chosen):,}"))

    def _bring(self) -> None:
        chosen = self._chosen()
        if not chosen or self._tab != "reappeared":
            return

        def bring(ledger: Ledger) -> Changes:
            from models.edits.registry_decisions import bring_back  # noqa: PLC0415 - only when it is pressed

            return bring_back(ledger, chosen, on=ledger.today())

        self._decide(bring, _("已恢复为在册：{n} 家").format(n=f"{len(chosen):,}"))

    def _keep(self) -> None:
        """Keep them; those that are kept already ask again."""
        chosen = self._chosen()
        asks = {entry.organization for entry in self._report.entries if entry.open} if self._report else set()
        settle = keep if asks.intersection(chosen) else keep_no_longer

        def keep_them(ledger: Ledger) -> Changes:
            settle(ledger, self._batch, chosen)
            return Changes("", frozenset(), frozenset())

        if chosen:
            self._decide(keep_them, "")

    def _decide(self, edit: Callable[[Ledger], Changes], said: str) -> None:
        self.table.clear_marks()
        self._session.change(edit, initiator=self, done=self._after, failed=self._refuse, said=said)

    def _after(self, _changes: Changes) -> None:
        self.reload()

    def _open(self, row: int) -> None:
        source = self._model.source
        if isinstance(source, _Entries):
            self.asked.emit(ShowOrganization(source.entries[row].organization))

    def _save(self) -> None:
        report, source = self._report, self._source
        if report is None:
            return
        start = self._session.ledger.path.with_name(_("与以前的名册比") + ".xlsx")
        chosen, _filter = QFileDialog.getSaveFileName(self.window(), _("存成表格"), str(start), _("工作簿 (*.xlsx)"))
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.xlsx")

        def write(_progress: Progress) -> int:
            from exports.registry_sheet import write_registry  # noqa: PLC0415 - only when it is pressed

            return write_registry(path, report, source=source.file_name if source else "")

        job = self._session.runner.read(write)
        job.done.connect(partial(self._say_saved, path))
        job.failed.connect(self._refuse)

    def _say_saved(self, path: Path, count: int) -> None:
        self._session.saved_file.emit(_("已存 {n} 行：{name}").format(n=count, name=path.name), path)

    def _on_changed(self, _changes: Changes, initiator: QObject) -> None:
        if initiator is not self:
            self.reload()

    def _refuse(self, problem: LedgerProblem) -> None:
        self.body.insertWidget(1, Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True))


def make_panel(session: LedgerSession, request: ShowRegistry) -> RegistryPanel:
    """The panel for a window."""
    return RegistryPanel(session, request.batch)


def _read(ledger: Ledger, batch: str) -> _Read:
    source = next((each for each in past_imports(ledger) if each.batch == batch), None)
    return _Read(report_of(ledger, batch) if source is not None and source.stands else None, source)
