"""The log: every step of this ledger, newest first, each can be undone where nothing later builds on it."""

from functools import partial

from models.edits.disclosures import disclosures
from models.errors import LedgerProblem
from models.language import N_, _
from models.ledger.ledger import Changes, Ledger
from models.queries.history import LogEntry, describe, log
from models.queries.timeline import change_text
from ui.panel import Panel
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button
from ui.shared.record_model import EDGE_COLUMN, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.shared.segmented import SegmentedControl
from ui.theme.tokens import Role

_MOST = 2000
_KINDS = {
    "edit": N_("录入"),
    "import": N_("导入"),
    "undo": N_("撤销"),
    "redo": N_("重做"),
    "founding": N_("建账"),
}
_REVEALED_BY = {
    "detail": N_("在单位详情里按“显示”"),
    "list": N_("命令行 list --with-phones"),
    "show": N_("命令行 show --with-phones"),
    "export": N_("导出，含完整电话"),
}
_COLUMNS = (
    EDGE_COLUMN,
    ColumnSpec("at", N_("时间"), 150, sortable=False),
    ColumnSpec("kind", N_("类别"), 64, sortable=False),
    ColumnSpec("author", N_("谁"), 220, elidable=True, sortable=False),
    ColumnSpec("what", N_("做了什么"), 300, stretch=2, elidable=True, sortable=False),
    ColumnSpec("detail", N_("内容"), 320, stretch=3, elidable=True, sortable=False, is_name=True),
)


class _Entries:
    """The source of the table."""

    def __init__(self, entries: list[LogEntry]) -> None:
        self.entries = entries

    def count(self) -> int:
        return len(self.entries)

    def cell(self, row: int, key: str) -> Cell:
        entry = self.entries[row]
        match key:
            case EDGE_COLUMN.key:
                return Cell()
            case "at":
                return Cell(entry.at[:16])
            case "kind":
                return Cell(_(_KINDS.get(entry.kind, entry.kind)), role=Role.TEXT2)
            case "author":
                return Cell(entry.author, role=Role.TEXT2)
            case "what":
                return Cell(describe(entry))
            case _:
                return Cell(entry_detail(entry))

    def summary(self, row: int) -> str:
        entry = self.entries[row]
        return f"{entry.at} {entry.author} {describe(entry)} {entry_detail(entry)}"


class _Reveals:
    """Who had full phone numbers shown or written, newest first."""

    def __init__(self, entries: list[dict[str, object]]) -> None:
        self._entries = entries[::-1]

    def count(self) -> int:
        return len(self._entries)

    def cell(self, row: int, key: str) -> Cell:
        entry = self._entries[row]
        match key:
            case EDGE_COLUMN.key:
                return Cell()
            case "at":
                return Cell(str(entry["at"])[:16].replace("T", " "))
            case "kind":
                return Cell(_("电话"), role=Role.TEXT2)
            case "author":
                return Cell(str(entry["by"]), role=Role.TEXT2)
            case "what":
                return Cell(_("{n} 家的完整号码").format(n=entry["organizations"]))
            case _:
                return Cell(_(_REVEALED_BY.get(str(entry["what"]), str(entry["what"]))))

    def summary(self, row: int) -> str:
        return " ".join(self.cell(row, spec.key).text for spec in _COLUMNS[1:])


class LogPanel(Panel):
    """The newest steps in a table; the current one can be undone. Beside them, who had full phone numbers shown."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("操作记录"), session)
        self._session = session
        self.shown = SegmentedControl([("steps", _("操作")), ("reveals", _("看过完整电话"))], name=_("看什么"))
        self.shown.chosen.connect(self._reload)
        self.head.add_button(self.shown)
        self._undo = Button(_("撤销这一步"))
        self._undo.clicked.connect(self._undo_current)
        self.head.add_button(self._undo)
        self._table = RecordTable()
        self._model = RecordModel(_COLUMNS, parent=self._table)
        self._table.setModel(self._model)
        self._table.setAccessibleName(_("操作记录"))
        self.body.addWidget(self._table, 1)
        session.changed.connect(self._reload)
        self._reload()

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The table gets the keyboard."""
        self._table.setFocus()

    def _reload(self, *_changes: object) -> None:
        if self.shown.choice() == "reveals":
            self._session.read(disclosures, self._show_reveals, key="log")
        else:
            self._session.read(_read, self._show, key="log")

    def _show(self, entries: list[LogEntry]) -> None:
        self._model.show(_Entries(entries))
        self._undo.setEnabled(bool(entries))
        if entries:
            self._table.go_to_row(0)

    def _show_reveals(self, entries: list[dict[str, object]]) -> None:
        self._model.show(_Reveals(entries))
        self._undo.setEnabled(False)

    def _undo_current(self) -> None:
        source = self._model.source
        row = self._table.current_row()
        if not isinstance(source, _Entries) or row < 0:
            return
        entry = source.entries[row]
        self._session.change(
            partial(_undo, batch=entry.edit),
            initiator=self,
            done=self._reload,
            failed=self._refuse,
            said=_("已撤销：{what}").format(what=describe(entry)),
        )

    def _refuse(self, problem: LedgerProblem) -> None:
        self.body.insertWidget(1, Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True))


def make_panel(session: LedgerSession) -> LogPanel:
    """The panel for a window."""
    return LogPanel(session)


def entry_detail(entry: LogEntry) -> str:
    """The changes of a step in one line."""
    parts = []
    for change in entry.changes[:4]:
        what = change_text(change) if change.kind == "organization" else ""
        parts.append(" ".join(part for part in (change.name, what) if part))
    more = len(entry.changes) + entry.more - len(parts)
    if more > 0:
        parts.append(_("另有 {n} 项").format(n=more))
    return _("；").join(part for part in parts if part)


def _read(ledger: Ledger) -> list[LogEntry]:
    return log(ledger, limit=_MOST)


def _undo(ledger: Ledger, *, batch: str) -> Changes:
    from models.edits.undo import undo  # noqa: PLC0415 - only when it is pressed

    return undo(ledger, batch).changes
