"""What is in the trash, and how it comes back: with its visits, reasons and everything else that belongs to it."""

from array import array
from functools import partial

from PySide6.QtCore import QObject

from models.errors import LedgerProblem
from models.language import N_, _
from models.ledger.ledger import Changes
from models.progress import Progress
from models.queries.organization_list import ListQuery, OrganizationRow, ids
from models.vocabulary import CATEGORIES, STAGE_WORDS
from ui.organization_rows import OrganizationRows, RowCache
from ui.panel import Panel
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.empty_state import EmptyState
from ui.shared.pane_head import BulkBar
from ui.shared.record_model import EDGE_COLUMN, Align, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.shared.runs import phrase, plain, strong
from ui.theme.tokens import Role

_COLUMNS = (
    EDGE_COLUMN,
    ColumnSpec("word", N_("状态"), 100, sortable=False),
    ColumnSpec("name", N_("单位名称"), 240, stretch=3, elidable=True, sortable=False, is_name=True),
    ColumnSpec("code", N_("统一社会信用代码"), 180, sortable=False),
    ColumnSpec("category", N_("机构类别"), 110, sortable=False),
    ColumnSpec("street", N_("街道"), 110, elidable=True, sortable=False),
    ColumnSpec("staff", N_("职工"), 60, align=Align.RIGHT, sortable=False),
    ColumnSpec("visits", N_("走访"), 60, align=Align.RIGHT, sortable=False),
    ColumnSpec("owner", N_("责任人"), 100, stretch=1, elidable=True, sortable=False),
)


class TrashPanel(Panel):
    """Restores what is selected, or everything; each is one step that can be undone."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("回收站"), session)
        self._ledger_session = session
        self._cache = RowCache(session, self)
        self._model = RecordModel(_COLUMNS)
        self.table = RecordTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("回收站"))
        self.table.set_empty_state(
            EmptyState(_("回收站是空的"), _("移入回收站的单位列在这里，随时可以恢复。"), with_signs=False)
        )
        self._bar = BulkBar()
        self.restore_chosen = Button(_("恢复选中的"), ButtonKind.PRIMARY, key="Enter")
        self.restore_all = Button(_("全部恢复"))
        for button in (self.restore_all, self.restore_chosen):
            self._bar.add_button(button)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._bar)
        self._connect()
        self.reload()

    def reload(self) -> None:
        """Read what is in the trash now."""
        self._ledger_session.read(_read, self._show, key="trash", failed=self._refuse)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The table gets the keyboard."""
        self.table.setFocus()

    def _connect(self) -> None:
        self.restore_chosen.clicked.connect(self._restore_chosen)
        self.restore_all.clicked.connect(self._restore_all)
        self.table.row_activated.connect(self._on_activated)
        self.table.selection_size_changed.connect(self._count)
        self._cache.arrived.connect(self._on_page)
        self._cache.failed.connect(self._refuse)
        self._ledger_session.changed.connect(self._on_changed)

    @property
    def _rows(self) -> OrganizationRows | None:
        source = self._model.source
        return source if isinstance(source, OrganizationRows) else None

    def _show(self, records: "array[int]") -> None:
        self._cache.drop_what_is_under_way()
        self._model.show(OrganizationRows(self._cache, records, _cell, _summary))
        self.head.set_counts([("all", phrase(_("{n} 家"), n=f"{len(records):,}"))])
        self._bar.setVisible(bool(records))
        if records:
            self.table.go_to_row(0)

    def _count(self, selected: int) -> None:
        words = phrase(_("{chosen}　走访、原因、跟进都跟着回来"), chosen=strong(_("已选 {n} 家").format(n=selected)))
        self._bar.set_runs(words if selected else plain(_("空格键选中，Ctrl+A 全选"), Role.TEXT2))
        self.restore_chosen.setEnabled(selected > 0)

    def _on_activated(self, _row: int) -> None:
        self._restore_chosen()

    def _restore_chosen(self) -> None:
        if self._rows is not None:
            self._restore([self._rows.ids[row] for row in self.table.selected_rows()])

    def _restore_all(self) -> None:
        if self._rows is not None:
            self._restore(self._rows.ids.tolist())

    def _restore(self, records: list[int]) -> None:
        if not records:
            return

        def restore(_progress: Progress) -> Changes:
            from models.edits.organizations import restore_organizations  # noqa: PLC0415 - only when it is needed

            return restore_organizations(self._ledger_session.ledger, records)

        self._ledger_session.work(
            restore,
            initiator=self,
            failed=self._refuse,
            title=_("恢复 {n} 家单位").format(n=f"{len(records):,}"),
            said=_("已恢复 {n} 家").format(n=f"{len(records):,}"),
        )

    def _on_page(self, rows: OrganizationRows, first: int, last: int) -> None:
        if rows is self._rows:
            self._model.update_rows(first, last)

    def _on_changed(self, _changes: Changes, _initiator: QObject) -> None:
        self.reload()

    def _refuse(self, problem: LedgerProblem) -> None:
        banner = Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True)
        self.body.insertWidget(1, banner)


def make_panel(session: LedgerSession) -> TrashPanel:
    """The panel for a window."""
    return TrashPanel(session)


_read = partial(ids, query=ListQuery(sort="name", trash=True))


def _cell(row: OrganizationRow, key: str) -> Cell:
    match key:
        case "word":
            return Cell(STAGE_WORDS.label(row.word), glyph=row.word)
        case "name":
            return Cell(row.name)
        case "staff":
            return Cell("" if row.staff is None else str(row.staff))
        case "visits":
            return Cell(str(row.visit_count) if row.visit_count else "—", role=Role.TEXT2)
        case _:
            texts = {
                "code": row.code,
                "category": CATEGORIES.label(row.category),
                "street": row.street_name,
                "owner": row.owner,
            }
            return Cell(texts.get(key, ""), role=Role.TEXT2)


def _summary(row: OrganizationRow) -> str:
    parts = (row.name, STAGE_WORDS.label(row.word), row.street_name, row.code, _("在回收站里"))
    return _("，").join(part for part in parts if part)
