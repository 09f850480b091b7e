"""未建会原因分析: which reasons weigh most, what moved, which of them end in a union; numbers open their lists."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from models.divisions import counties_of, division_name, streets_of
from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.figures import home_division
from models.queries.organization_list import ListQuery
from models.queries.reason_figures import ReasonFigures, ReasonScope, ReasonTarget, reason_figures, reason_list
from models.vocabulary import ORGANIZATION_TYPES
from ui.panel import Panel
from ui.reasons.rows import COLUMNS, DISPENSABLE, ReasonDelegate, ReasonRows
from ui.requests import ShowList, ShowReasons
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.empty_state import EmptyState
from ui.shared.fields import Choice
from ui.shared.labels import Label
from ui.shared.record_model import RecordModel, columns_to_hide
from ui.shared.record_table import RecordTable
from ui.shared.segmented import SegmentedControl
from ui.theme.tokens import Role, Space, TextSize

_COUNTY, _CITY = 6, 4  # digits of a division


@dataclass(frozen=True, slots=True)
class _Read:
    figures: ReasonFigures
    areas: tuple[tuple[str, str], ...]


class ReasonsPanel(Panel):
    """The table with its scope: key or all, an area, a type."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("未建会原因分析"), session)
        self._session = session
        self._scope = ReasonScope()
        self.scope = SegmentedControl([("key", _("重点对象")), ("all", _("全部单位"))], name=_("范围"))
        self.area = Choice([("", _("全部街道"))])
        self.area.setAccessibleName(_("街道或区县"))
        self.type = Choice([("", _("全部类型")), *((code.code, code.label) for code in ORGANIZATION_TYPES.entries)])
        self.type.setAccessibleName(_("组织类型"))
        self.sum = Label("", role=Role.TEXT2)
        self.table = RecordTable()
        self._model = RecordModel(COLUMNS, parent=self.table)
        self.table.setModel(self._model)
        self.table.setItemDelegate(ReasonDelegate(self.table))
        self.table.setAccessibleName(_("未建会原因"))
        self.table.set_empty_state(
            EmptyState(_("没有未建会的单位"), _("换一个范围看看；走访时记下原因，就会在这里合计。"), with_signs=False)
        )
        self._problems = QVBoxLayout()
        self._lay_out()
        self.scope.chosen.connect(self._choose)
        self.area.activated.connect(self._choose)
        self.type.activated.connect(self._choose)
        self.table.row_activated.connect(self._open)
        session.changed.connect(self._on_changed)
        self._reload()

    @override
    def setFocus(self, *_reason: object) -> None:
        self.table.setFocus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.set_layout(self.table.chosen_widths(), columns_to_hide(COLUMNS, self.width(), DISPENSABLE))

    def _choose(self, *_value: object) -> None:
        key_only = self.scope.choice() == "key"
        self._scope = ReasonScope(key_only, self.area.choice(), self.type.choice())
        self._reload()

    def _reload(self) -> None:
        self._session.read(partial(_read, scope=self._scope), self._show, key="reasons", failed=self._refuse)

    def _on_changed(self, *_change: object) -> None:
        self._reload()

    def _show(self, read: _Read) -> None:
        if self.area.count() == 1:
            for code, name in read.areas:
                self.area.addItem(name, code)
        at = max(self.table.current_row(), 0)
        rows = ReasonRows(read.figures)
        self._model.show(rows)
        self.table.set_layout(self.table.chosen_widths(), columns_to_hide(COLUMNS, self.width(), DISPENSABLE))
        if rows.count():
            self.table.go_to_row(min(at, rows.count() - 1))
        without = next((figure.count for figure in read.figures.rows if not figure.code), 0)
        words = _("未建会 {n} 家，没有填原因 {without} 家").format(n=f"{read.figures.total:,}", without=f"{without:,}")
        self.sum.setText(words)

    def _open(self, row: int) -> None:
        """The list behind the number that has the ring: had it, had it and is unionized, else who has it now."""
        source = self._model.source
        if not isinstance(source, ReasonRows):
            return
        figure = source.figures.rows[row]
        key = COLUMNS[max(self.table.currentIndex().column(), 0)].key
        measure = key if figure.code and key in {"ever", "built"} else "open"
        title = {
            "open": _("未建会，主因：{reason}"),
            "ever": _("有过这个原因：{reason}"),
            "built": _("有过这个原因、已经建会：{reason}"),
        }[measure].format(reason=figure.words)
        target = ReasonTarget(source.figures.scope, measure, (figure.code,))

        def ask(query: ListQuery) -> None:
            self.asked.emit(ShowList(query, title))

        self._session.read(lambda ledger: reason_list(ledger, target), ask, failed=self._refuse)

    def _refuse(self, problem: LedgerProblem) -> None:
        self._problems.addWidget(Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True))

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        tools.setSpacing(Space.M)
        for widget in (self.scope, self.area, self.type):
            tools.addWidget(widget)
        tools.addStretch()
        tools.addWidget(self.sum)
        note = Label(
            _("虚线以上的原因占八成。转化率＝有过这个原因的单位里现在已经建会的；回车打开数字背后的单位。"),
            size=TextSize.SMALL,
            role=Role.TEXT2,
            wrap=True,
        )
        note.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        self.body.addLayout(tools)
        self.body.addLayout(self._problems)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(note)


def make_panel(session: LedgerSession, _request: ShowReasons) -> QWidget:
    """The panel."""
    return ReasonsPanel(session)


def _read(ledger: Ledger, *, scope: ReasonScope) -> _Read:
    home = home_division(ledger)
    below = streets_of(home) if len(home or "") == _COUNTY else counties_of(home) if len(home or "") == _CITY else ()
    areas = tuple((area.code, area.name) for area in below if division_name(area.code))
    return _Read(reason_figures(ledger, scope), areas)
