"""历次合并: every merge with its files; what undoing it would take out is shown before it runs, also weeks later."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from models.errors import LedgerProblem
from models.language import N_, _
from models.ledger.ledger import Changes
from models.merging.past import PastFile, PastMerge, past_merges
from models.merging.rows import CONFLICTS, JOINED, VISITS
from models.merging.undoing import UndoneMerge, undo_merge
from models.progress import Progress
from ui.exchange.undo_pane import UndoLook, UndoPane, look_at_undo
from ui.requests import ShowOrganization
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button
from ui.shared.empty_state import EmptyState
from ui.shared.pane_head import BulkBar
from ui.shared.panes import Pane
from ui.shared.record_model import EDGE_COLUMN, Align, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.shared.runs import plain
from ui.theme.tokens import Role

_COLUMNS = (
    EDGE_COLUMN,
    ColumnSpec("merge", N_("第几次"), 64, sortable=False),
    ColumnSpec("at", N_("合并时间"), 132, sortable=False),
    ColumnSpec("name", N_("文件"), 180, stretch=2, elidable=True, sortable=False, is_name=True),
    ColumnSpec("author", N_("发件人"), 120, stretch=1, elidable=True, sortable=False),
    ColumnSpec("state", N_("状态"), 64, sortable=False),
    ColumnSpec("new", N_("新机构"), 62, align=Align.RIGHT, sortable=False),
    ColumnSpec(VISITS, N_("新走访"), 62, align=Align.RIGHT, sortable=False),
    ColumnSpec("changed", N_("字段更新"), 76, align=Align.RIGHT, sortable=False),
    ColumnSpec(JOINED, N_("自动合并"), 76, align=Align.RIGHT, sortable=False),
    ColumnSpec(CONFLICTS, N_("待判"), 52, align=Align.RIGHT, sortable=False),
    ColumnSpec("by", N_("谁合并的"), 84, stretch=1, elidable=True, sortable=False),
)
_NUMBERS = ("new", VISITS, "changed", JOINED, CONFLICTS)


@dataclass(frozen=True, slots=True)
class PastLine:
    """A merge as a whole, or one of its several files (`number` as for undoing it: 3, 3.2)."""

    number: str
    past: PastMerge
    files: tuple[PastFile, ...]

    @property
    def is_part(self) -> bool:
        """True for a file of several."""
        return "." in self.number

    @property
    def stands(self) -> bool:
        """False once it is undone."""
        return any(file.stands for file in self.files)

    def count(self, key: str) -> int:
        """A number over its files."""
        return sum(file.counts.get(key, 0) for file in self.files)


def past_lines(merges: Sequence[PastMerge]) -> list[PastLine]:
    """Every merge, and under one of several files each of them."""
    lines: list[PastLine] = []
    for past in merges:
        lines.append(PastLine(past.merge, past, past.files))
        if len(past.files) > 1:
            lines += [PastLine(f"{past.merge}.{n}", past, (file,)) for n, file in enumerate(past.files, start=1)]
    return lines


class PastRows:
    """The source of the table."""

    def __init__(self, lines: Sequence[PastLine]) -> None:
        self.lines = lines

    def count(self) -> int:
        """How many lines."""
        return len(self.lines)

    def cell(self, row: int, key: str) -> Cell:
        """The cell of a line."""
        line = self.lines[row]
        match key:
            case "edge":
                return Cell()
            case "merge":
                return Cell(line.number, role=Role.TEXT2)
            case "at" | "by":
                words = str(getattr(line.past, key)).split("（")[0]
                return Cell("" if line.is_part else words, role=Role.TEXT2)
            case "name" | "author":
                return _of_files(line, key)
            case "state":
                return Cell(_("有效") if line.stands else _("已撤销"), role=Role.TEXT2)
            case _ if key == CONFLICTS and len(line.files) > 1:
                return Cell("")  # one may be in several files: they stand at the files
            case _:
                number = line.count(key)
                return Cell(f"{number:,}", role=Role.TEXT if number else Role.TEXT3)

    def summary(self, row: int) -> str:
        """All of it in a sentence."""
        line = self.lines[row]
        numbers = "，".join(
            f"{_(spec.heading)} {line.count(spec.key):,}"
            for spec in _COLUMNS
            if spec.key in _NUMBERS and line.count(spec.key)
        )
        said = (line.past.at, self.cell(row, "name").text, self.cell(row, "author").text, self.cell(row, "state").text)
        return "，".join(part for part in (*said, numbers) if part)


class PastPart(Pane):
    """The list, and under it what an undo would do."""

    asked = Signal(object)  # a ui.requests.Request

    def __init__(self, session: LedgerSession) -> None:
        super().__init__()
        self._session = session
        self._model = RecordModel(_COLUMNS)
        self.table = RecordTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("历次合并"))
        words = _("合并过的文件都列在这里，带着回执；过了几周也可以整批撤销，事先列出撤回哪些、保留哪些。")
        self.table.set_empty_state(EmptyState(_("还没有合并过文件"), words, with_signs=False))
        self.pane = UndoPane()
        self.pane.hide()
        self.bar = BulkBar()
        self.undo = Button(_("撤销…"), key="Delete")
        self.receipt = Button(_("存回执…"), key="Ctrl+S")
        self.bar.add_button(self.undo)
        self.bar.add_button(self.receipt)
        self._said = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._said)
        column.addWidget(self.table, 1)
        column.addWidget(self.pane)
        column.addWidget(self.bar)
        self._connect()

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The list."""
        if self.pane.isVisible():
            self.pane.setFocus()
        else:
            self.table.setFocus()

    def reload(self) -> None:
        """Read the merges again."""
        self._session.read(past_merges, self._show, key="exchange past", failed=self._refuse)

    def go_back(self) -> bool:
        """Esc: leave the undo. False where there was nothing to leave."""
        shown = self.pane.isVisible()
        self._leave()
        return shown

    def ask_undo(self) -> None:
        """Find out what undoing the current line would do."""
        line = self.current()
        if line is None or not self.undo.isEnabled():
            return
        ledger = self._session.ledger
        job = self._session.runner.read(partial(look_at_undo, ledger, line.number), key="exchange past undo")
        job.done.connect(self._show_look)
        job.failed.connect(self._refuse)

    def save_receipt(self) -> None:
        """Ask where, and print the receipt of the current line's merge."""
        line = self.current()
        if line is None:
            return
        name = _("合并回执 第 {merge} 次").format(merge=line.past.merge)
        start = str(self._session.ledger.path.with_name(f"{name}.pdf"))
        chosen, _filter = QFileDialog.getSaveFileName(self.window(), name, start, _("PDF 文件 (*.pdf)"))
        if chosen:
            self.write_receipt(Path(chosen) if Path(chosen).suffix.lower() == ".pdf" else Path(f"{chosen}.pdf"))

    def write_receipt(self, path: Path) -> None:
        """Write it."""
        line, ledger = self.current(), self._session.ledger
        if line is None:
            return
        past = line.past

        def write(progress: Progress) -> None:
            from exports.merge_receipt import write_merge_receipt  # noqa: PLC0415 - printing is loaded when asked for

            write_merge_receipt(ledger, past, path, progress=progress)

        job = self._session.runner.change(write, title=_("正在存盘"))  # it takes a report number
        job.done.connect(partial(self._say_saved, path))
        job.failed.connect(self._refuse)

    def current(self) -> PastLine | None:
        """The line with the ring."""
        source, row = self._model.source, self.table.current_row()
        return source.lines[row] if isinstance(source, PastRows) and 0 <= row < source.count() else None

    def _show(self, merges: list[PastMerge]) -> None:
        at = max(self.table.current_row(), 0)
        lines = past_lines(merges)
        self._model.show(PastRows(lines))
        self.bar.setVisible(bool(lines))
        self.bar.set_runs(plain(_("撤销以前先列出哪些撤回、哪些保留"), Role.TEXT2))
        if lines:
            self.table.go_to_row(min(at, len(lines) - 1))
        self._on_row(at)

    def _on_row(self, _row: int) -> None:
        line = self.current()
        self._leave(keep_focus=True)
        self.undo.setEnabled(line is not None and line.stands and not self._session.ledger.read_only)

    def _show_look(self, look: UndoLook) -> None:
        line = self.current()
        if line is not None and line.number == look.merge:
            self.pane.show_look(look)
            self.pane.setFocus()

    def _undo(self, number: str) -> None:
        self._leave()
        self.undo.setEnabled(False)
        ledger = self._session.ledger
        job = self._session.work(
            lambda progress: undo_merge(ledger, number, progress=progress),
            initiator=self,
            changes=_changes_of,
            done=self._after,
            failed=self._refuse,
            title=_("撤销第 {merge} 次合并").format(merge=number),
        )
        job.ended.connect(self.reload)

    def _after(self, undone: UndoneMerge) -> None:
        kept = _("，保留 {n} 项").format(n=len(undone.kept)) if undone.kept else ""
        said = _("已撤销第 {merge} 次合并：撤回 {n} 条、{m} 处改动").format(
            merge=undone.merge, n=f"{undone.creations:,}", m=f"{undone.edits:,}"
        )
        self._session.said.emit(said + kept, False)

    def _leave(self, *, keep_focus: bool = False) -> None:
        self.pane.hide()
        if not keep_focus and self.isVisible():
            self.table.setFocus()

    def _open(self, organization: int) -> None:
        self.asked.emit(ShowOrganization(organization))

    def _say_saved(self, path: Path, _nothing: object) -> None:
        self._session.saved_file.emit(_("已存 PDF：{name}").format(name=path.name), path)

    def _refuse(self, problem: LedgerProblem) -> None:
        self._said.addWidget(Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True))

    def _ask_undo(self, *_checked: object) -> None:
        self.ask_undo()

    def _save_receipt(self, *_checked: object) -> None:
        self.save_receipt()

    def _connect(self) -> None:
        self.table.current_row_changed.connect(self._on_row)
        self.undo.clicked.connect(self._ask_undo)
        self.receipt.clicked.connect(self._save_receipt)
        self.pane.confirmed.connect(self._undo)
        self.pane.left.connect(self._leave)
        self.pane.opened.connect(self._open)


def _of_files(line: PastLine, key: str) -> Cell:
    values = list(dict.fromkeys(str(getattr(file, key)) for file in line.files))
    if key == "name" and len(line.files) > 1:
        return Cell(_("共 {n} 个文件").format(n=len(line.files)))
    return Cell("、".join(values), role=Role.TEXT if key == "name" else Role.TEXT2)


def _changes_of(undone: UndoneMerge) -> Changes:
    return undone.changes
