"""目标: the rate with what is not known, every target with its gap and pace, and the same figures group by group."""

from datetime import date
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from models.errors import LedgerProblem
from models.language import _, has_long_words
from models.tables.record_kinds import FORMER_NAME, IMPORT_SOURCE, PERSON
from ui.overlay import Overlay
from ui.page import EVERYTHING, Page
from ui.requests import EditOrganization, ImportSheet, OpenDemo
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.empty_state import EmptyState, WayIn
from ui.shared.panes import Pane, ScrollPane
from ui.shared.waiting import Skeleton
from ui.targets.figure_card import FigureCard
from ui.targets.reading import Shown, read
from ui.targets.target_card import TargetCard
from ui.theme.icons import Icon
from ui.theme.palette import px, theme
from ui.theme.tokens import Role, Space

_BESIDE = 1240  # from this width on figures and targets stand side by side
_BESIDE_LONG = 1520  # where words are longer


class TargetsPage(Page):
    """Reads in the background; the chosen grouping and order stay through a reload."""

    kinds = EVERYTHING - {FORMER_NAME.number, PERSON.number, IMPORT_SOURCE.number}

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(session)
        self._day: date | None = None
        self._shown: Shown | None = None
        self.targets = TargetCard()
        self.figures = FigureCard()
        self.empty = _empty_state()
        self.overlay = Overlay(self)
        self._skeleton = Skeleton()
        self._content = self._lay_out()
        self._scroll = ScrollPane(self._content, ground=Role.WINDOW)
        self._scroll.setMinimumWidth(px(240))  # the cards rearrange themselves
        self._problems = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._problems)
        for widget in (self._skeleton, self._scroll, self.empty):
            column.addWidget(widget, 1)
        self._show_only(self._skeleton)
        self.targets.asked.connect(self.asked)
        self.targets.edit_asked.connect(self.edit_campaign)
        self.figures.by_changed.connect(self._regroup)
        self.figures.asked.connect(self.asked)
        self.empty.chosen.connect(self._begin)
        theme.follow(self._arrange)

    def edit_campaign(self) -> None:
        """Open the form of the campaign over the page."""
        from ui.targets.campaign_form import make_form  # noqa: PLC0415 - rarely opened

        form = make_form(self.session, None)
        form.finished.connect(self.overlay.close)
        form.asked.connect(self.asked)
        self.overlay.show(form)

    @override
    def reload(self) -> None:
        self._day = self.session.ledger.today()
        self.session.read(partial(read, by=self.figures.by()), self._show, key="targets", failed=self._refuse)

    @override
    def activate(self) -> None:
        if self._day is not None and self._day != self.session.ledger.today():
            self._is_stale = True  # the night has passed
        super().activate()
        self._focus_main()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _show(self, shown: Shown) -> None:
        first = self._shown is None or self.loses_keyboard(self.empty, stays=shown.is_empty)
        self._shown = shown
        self._clear_problems()
        if shown.is_empty:
            self._show_only(self.empty)
        else:
            self.targets.show_figures(shown)
            self.figures.show_figures(shown)
            self._show_only(self._scroll)
        if first:
            self._focus_main()

    def _regroup(self, _by: str) -> None:
        self.reload()

    def _begin(self, way: str) -> None:
        ways = {"import": ImportSheet(), "new": EditOrganization(), "link": OpenDemo()}
        self.asked.emit(ways[way])

    def _refuse(self, problem: LedgerProblem) -> None:
        self._clear_problems()
        banner = Banner(BannerKind.ERROR, problem.user_text, problem.hint, action=_("再试一次"), can_close=True)
        banner.action_asked.connect(self.reload)
        self._problems.addWidget(banner)

    def _clear_problems(self) -> None:
        while (item := self._problems.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _focus_main(self) -> None:
        if self.empty.isVisible():
            self.empty.focus_first()
        elif self._scroll.isVisible():
            self.figures.table.setFocus()

    def _lay_out(self) -> QWidget:
        content = Pane(Role.WINDOW)
        column = QVBoxLayout(content)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.M)
        column.addWidget(self.targets)
        column.addWidget(self.figures, 1)
        return content

    def _arrange(self) -> None:
        """Side by side, or one below the other where the room is narrow or the text large."""
        self.targets.set_narrow(self.width() < px(_BESIDE_LONG if has_long_words() else _BESIDE))

    def _show_only(self, shown: QWidget) -> None:
        for widget in (self._skeleton, self._scroll, self.empty):
            widget.setVisible(widget is shown)


def make_page(session: LedgerSession) -> TargetsPage:
    """The page for a window."""
    return TargetsPage(session)


def _empty_state() -> EmptyState:
    ways = (
        WayIn("import", Icon.DOCUMENT, _("导入名册"), _("民政名册、街道摸底表：xlsx、xls、csv、ods"), "Ctrl+I"),
        WayIn("new", Icon.EDIT, _("新增一家单位"), _("手里只有几家，或者先试一试"), "Ctrl+N"),
    )
    return EmptyState(
        _("台账还是空的"),
        _("有了单位和认定，这里就按街道、责任人、类型列出应建、已建和离目标还差多少家。"),
        ways,
        link_before=_("只想先看看？"),
        link=_("打开示例台账（虚构数据）"),
    )
