"""历次导入: every import of this ledger, what it brought, and taking one back, also weeks later."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from typing_extensions import override

from models.edits.undo_import import ImportUndone, KeptOrganization, undo_import
from models.errors import LedgerProblem
from models.language import N_, _, sentences
from models.ledger.ledger import Changes
from models.queries.batch_lists import touched_by
from models.queries.past_imports import PastImport, past_imports
from ui.panel import Panel
from ui.requests import ShowList, ShowOrganization, ShowPastImports, ShowRegistry
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button
from ui.shared.empty_state import EmptyState
from ui.shared.pane_head import BulkBar
from ui.shared.record_model import EDGE_COLUMN, Align, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.shared.runs import plain
from ui.theme.tokens import Role
from ui.undo_question import UndoQuestion

_KEPT_HEIGHT = 190
_COLUMNS = (
    EDGE_COLUMN,
    ColumnSpec("at", N_("导入时间"), 130, sortable=False),
    ColumnSpec("file", N_("文件"), 150, stretch=2, elidable=True, sortable=False, is_name=True),
    ColumnSpec("state", N_("状态"), 64, sortable=False),
    ColumnSpec("registry_on", N_("名册日期"), 90, sortable=False),
    ColumnSpec("total", N_("行数"), 56, align=Align.RIGHT, sortable=False),
    ColumnSpec("added", N_("新增"), 56, align=Align.RIGHT, sortable=False),
    ColumnSpec("updated", N_("更新"), 56, align=Align.RIGHT, sortable=False),
    ColumnSpec("same", N_("相同"), 56, align=Align.RIGHT, sortable=False),
    ColumnSpec("doubtful", N_("疑似重复"), 76, align=Align.RIGHT, sortable=False),
    ColumnSpec("rejected", N_("退回"), 56, align=Align.RIGHT, sortable=False),
    ColumnSpec("author", N_("谁"), 90, stretch=1, elidable=True, sortable=False),
)
_KEPT_COLUMNS = (
    ColumnSpec("name", N_("保留的单位"), 280, stretch=2, elidable=True, sortable=False, is_name=True),
    ColumnSpec("why", N_("之后办过的事"), 320, stretch=3, elidable=True, sortable=False),
)


class _Imports:
    """The source of the table."""

    def __init__(self, imports: list[PastImport]) -> None:
        self.imports = imports

    def count(self) -> int:
        return len(self.imports)

    def cell(self, row: int, key: str) -> Cell:
        item = self.imports[row]
        match key:
            case "edge":
                return Cell()
            case "file":
                return Cell(f"{item.file_name} · {item.sheet}" if item.sheet else item.file_name)
            case "state":
                return Cell(_("有效") if item.stands else _("已撤销"), role=Role.TEXT2)
            case "at" | "registry_on" | "author":
                return Cell(str(getattr(item, key)), role=Role.TEXT2)
            case _:
                number = int(getattr(item, key))
                return Cell(f"{number:,}", role=Role.TEXT if number else Role.TEXT3)

    def summary(self, row: int) -> str:
        item = self.imports[row]
        return _("{at} {file}，新增 {added}，更新 {updated}").format(
            at=item.at, file=item.file_name, added=item.added, updated=item.updated
        )


class _Kept:
    """The organizations that stay."""

    def __init__(self, kept: tuple[KeptOrganization, ...]) -> None:
        self.kept = kept

    def count(self) -> int:
        return len(self.kept)

    def cell(self, row: int, key: str) -> Cell:
        item = self.kept[row]
        return Cell(item.name) if key == "name" else Cell(item.why, role=Role.TEXT2)

    def summary(self, row: int) -> str:
        return f"{self.kept[row].name}，{self.kept[row].why}"


class PastImportsPanel(Panel):
    """What an undo would take back and what it would keep is shown before it runs."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("历次导入"), session)
        self._session = session
        self._arrived = False
        self._model = RecordModel(_COLUMNS)
        self.table = RecordTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("历次导入"))
        self.table.set_empty_state(
            EmptyState(_("还没有导入过名册"), _("导入的每份名册都列在这里，以后随时可以整批撤销。"), with_signs=False)
        )
        self.preview = _Preview()
        self.preview.hide()
        self._bar = BulkBar()
        self.compare = Button(_("与以前的名册比…"))
        self.show_list = Button(_("看这些单位"), key="Enter")
        self.undo = Button(_("撤销…"), key="Delete")
        for button in (self.undo, self.compare, self.show_list):
            self._bar.add_button(button)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.preview)
        self.body.addWidget(self._bar)
        self._connect()
        self.reload()

    def reload(self) -> None:
        """Read the imports again."""
        self._session.read(past_imports, self._show, key="past imports", failed=self._refuse)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()

    def _connect(self) -> None:
        self.table.current_row_changed.connect(self._on_row)
        self.table.row_activated.connect(self._list_row)
        self.show_list.clicked.connect(self._list)
        self.compare.clicked.connect(self._compare)
        self.undo.clicked.connect(self._ask)
        self.preview.confirm.clicked.connect(self._undo)
        self.preview.cancel.clicked.connect(self._drop_preview)
        self.preview.opened.connect(self._open_kept)
        shortcut = QShortcut(QKeySequence("Delete"), self)
        shortcut.activated.connect(self._ask)
        self._session.changed.connect(self._on_changed)

    def _show(self, imports: list[PastImport]) -> None:
        at = max(self.table.current_row(), 0)
        self._model.show(_Imports(imports))
        self._bar.setVisible(bool(imports))
        self._bar.set_runs(plain(_("撤销以前先列出哪些撤回、哪些保留"), Role.TEXT2))
        if imports:
            self.table.go_to_row(min(at, len(imports) - 1))
            self._on_row(min(at, len(imports) - 1))
        if not self._arrived:
            self._arrived = True
            self.table.setFocus()

    def _current(self) -> PastImport | None:
        source, row = self._model.source, self.table.current_row()
        return source.imports[row] if isinstance(source, _Imports) and 0 <= row < source.count() else None

    def _on_row(self, _row: int) -> None:
        item = self._current()
        self._drop_preview()
        stands = item is not None and item.stands
        self.undo.setEnabled(stands and not self._session.ledger.read_only)
        self.show_list.setEnabled(stands)
        self.compare.setEnabled(item is not None and stands and item.compared)

    def _list_row(self, _row: int) -> None:
        self._list()

    def _list(self) -> None:
        item = self._current()
        if item is not None and item.stands:
            title = _("“{file}”导入的单位").format(file=item.file_name)
            self.asked.emit(ShowList(touched_by(item.batch), title))

    def _compare(self) -> None:
        item = self._current()
        if item is not None:
            self.asked.emit(ShowRegistry(item.batch))

    def _ask(self) -> None:
        item = self._current()
        if item is None or not self.undo.isEnabled():
            return
        self.undo.setEnabled(False)
        ledger = self._session.ledger
        job = self._session.runner.change(
            lambda progress: undo_import(ledger, item.batch, dry_run=True, progress=progress),
            title=_("看看会撤回哪些"),
        )
        job.done.connect(self._show_preview)
        job.failed.connect(self._refuse)
        job.ended.connect(self._allow)

    def _show_preview(self, found: ImportUndone) -> None:
        item = self._current()
        if item is not None and item.batch == found.batch:
            self.preview.show_preview(item, found)
            self.preview.confirm.setFocus()

    def _undo(self) -> None:
        item = self._current()
        if item is None:
            return
        self._drop_preview()
        ledger = self._session.ledger
        self._session.work(
            lambda progress: undo_import(ledger, item.batch, progress=progress),
            initiator=self,
            changes=_changes_of,
            done=partial(self._after, item.file_name),
            failed=self._refuse,
            title=_("撤销“{file}”的导入").format(file=item.file_name),
        )

    def _after(self, file_name: str, undone: ImportUndone) -> None:
        kept = _("，保留 {n} 家").format(n=len(undone.kept)) if undone.kept else ""
        said = _("已撤销“{file}”：撤回 {n} 家").format(file=file_name, n=f"{undone.withdrawn:,}")
        # Ctrl+Z would take back what was done before: an undo is taken back by redo.
        self._session.said.emit(said + kept + _("；Ctrl+Y 恢复"), False)
        self.reload()

    def _drop_preview(self) -> None:
        self.preview.hide()
        self.table.setFocus()

    def _allow(self) -> None:
        item = self._current()
        self.undo.setEnabled(item is not None and item.stands)

    def _open_kept(self, row: int) -> None:
        self.asked.emit(ShowOrganization(self.preview.kept[row].id))

    def _on_changed(self, _changes: Changes, _initiator: QObject) -> None:
        self.reload()

    def _refuse(self, problem: LedgerProblem) -> None:
        self.body.insertWidget(1, Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True))


class _Preview(UndoQuestion):
    """What an undo would do: in a sentence, and the names of those that stay."""

    def __init__(self) -> None:
        super().__init__(_KEPT_COLUMNS, height=_KEPT_HEIGHT, rows=_("撤销后保留的单位"), confirm=_("撤销这次导入"))
        self.kept: tuple[KeptOrganization, ...] = ()
        self.opened = self.table.row_activated

    def show_preview(self, item: PastImport, found: ImportUndone) -> None:
        """Say what would happen to an import."""
        self.kept = found.kept
        self.words.setText(
            _("撤销“{file}”：撤回 {n} 家，恢复原值 {m} 家，保留 {k} 家。").format(
                file=item.file_name, n=f"{found.withdrawn:,}", m=f"{found.put_back:,}", k=f"{len(found.kept):,}"
            )
        )
        note = (
            _("保留的单位之后又办过事，连同它们的记录都留着。") if found.kept else _("导入以后没有人再动过这些单位。")
        )
        if item.waiting:
            note = sentences(note, _("它的 {n} 行待判也跟着没有了。").format(n=f"{item.waiting:,}"))
        self.note.setText(sentences(note, _("撤销以后还可以恢复（Ctrl+Y 或操作记录）。")))
        self.model.show(_Kept(found.kept))
        self.table.setVisible(bool(found.kept))
        self.show()


def make_panel(session: LedgerSession, _request: ShowPastImports | None = None) -> PastImportsPanel:
    """The panel for a window."""
    return PastImportsPanel(session)


def _changes_of(undone: ImportUndone) -> Changes:
    return undone.changes
