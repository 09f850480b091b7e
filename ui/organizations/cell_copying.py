"""Ctrl+C takes a cell or rows of the list, Ctrl+V lays a block on it and shows first what it would do."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.progress import Progress
from ui.organizations.cell_clipboard import MOST_ROWS, cell_text, laid_on, rows_as_text
from ui.organizations.cell_reasons import editable_column, why_not
from ui.organizations.columns import heading_of
from ui.organizations.list_loader import row_words
from ui.requests import PasteCells
from ui.session import LedgerSession

if TYPE_CHECKING:
    from models.queries.cell_plan import CellPlan, TypedCell
    from ui.organizations.list_pane import ListPane


class CellCopying(QObject):
    """The clipboard of one list."""

    preview_asked = Signal(object)  # PasteCells

    def __init__(self, pane: "ListPane", session: LedgerSession) -> None:
        super().__init__(pane)
        self._pane, self._session = pane, session

    def copy(self) -> None:
        """The cell under the ring; rows where several are selected or no cell was chosen."""
        table = self._pane.table
        key, organizations = table.cell_key(), table.chosen_organizations()
        row = self._pane.keeper.row(table.current_organization())
        if key and len(organizations) <= 1 and row is not None and table.rows is not None:
            place = table.rows.cell(table.current_row(), key).words  # 序号 is known to the list only
            words = row_words(self._session.ledger)
            QGuiApplication.clipboard().setText(place if key == "number" else cell_text(words, row, key))
        elif len(organizations) > MOST_ROWS:
            self._pane.show_problem(
                InputProblem(
                    _("一次最多复制 {n} 家。").format(n=f"{MOST_ROWS:,}"),
                    hint=_("整张清单请用“导出单位表”（Ctrl+E）。"),
                )
            )
        elif organizations:
            self._copy_rows(organizations)

    def paste(self) -> None:
        """Lay the clipboard on the list; one cell is written at once, a block shows first what it would do."""
        table, editing = self._pane.table, self._pane.editing
        key, text = table.cell_key(), QGuiApplication.clipboard().text()
        keys = table.shown_keys()
        if not text.strip("\r\n\t ") or not table.current_organization():
            editing.say(_("剪贴板里没有可以粘贴的文字。"))
            return
        if self._session.ledger.read_only:
            editing.say(_("这本台账现在只能看，不能改。"))
            return
        try:
            laid = laid_on(text, self._targets(text), keys[keys.index(key) :] if key else keys)
        except InputProblem as problem:
            self._pane.show_problem(problem)
            return
        if not laid.cells:
            editing.say(why_not(key, heading_of(key)) if key and editable_column(key) is None else laid.left_out)
        elif len(laid.cells) == 1 and not laid.left_out:
            self._paste_one(laid.cells[0])
        else:
            self.preview_asked.emit(PasteCells(laid.cells, laid.left_out))

    def _targets(self, text: str) -> tuple[int, ...]:
        """Marked rows; else the current one for a single value, and for a block all from the current one down."""
        table = self._pane.table
        rows = table.rows
        chosen = table.chosen_organizations()
        if rows is None or len(chosen) > 1 or ("\n" not in text.strip("\r\n") and "\t" not in text):
            return chosen
        return tuple(rows.organizations_in(table.current_row(), rows.count() - 1))

    def _copy_rows(self, organizations: tuple[int, ...]) -> None:
        keys, ledger = self._pane.table.shown_keys(), self._session.ledger

        def read(progress: Progress) -> str:
            return rows_as_text(ledger, organizations, keys, row_words(ledger), progress)

        def put(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            said = _("已复制 {n} 家 × {m} 栏，电话打码").format(n=f"{len(organizations):,}", m=len(keys))
            self._session.said.emit(said, False)

        job = self._session.runner.read(read, key="organizations copied", title=_("复制"))
        job.done.connect(put)
        job.failed.connect(self._pane.show_problem)

    def _paste_one(self, cell: "TypedCell") -> None:
        def read(ledger: Ledger) -> "CellPlan":
            from models.queries.cell_plan import plan_cells  # noqa: PLC0415

            return plan_cells(ledger, [cell])

        self._session.read(read, self._write_one, failed=self._pane.show_problem)

    def _write_one(self, plan: "CellPlan") -> None:
        if plan.problems:
            self._pane.editing.say(plan.problems[0].problem, is_wrong=True)
            return
        if not plan.changes:
            self._pane.editing.say(_("这一格已经是这个值。"))
            return
        change = plan.changes[0]

        def edit(ledger: Ledger) -> Changes:
            from models.edits.organizations import change_each_organization  # noqa: PLC0415

            return change_each_organization(ledger, plan.values())

        said = _("已改{column}：{name}").format(column=heading_of(change.column), name=change.name)
        self._session.change(
            edit,
            initiator=self,
            done=partial(self._read_again, change.organization),
            failed=self._pane.show_problem,
            said=said,
        )

    def _read_again(self, organization: int, _changes: Changes) -> None:
        self._pane.keeper.read_again(organization)
