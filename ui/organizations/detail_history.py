"""What happened to the organization, the newest first; the first lines, and page by page when asked."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from models.language import _
from ui.organizations.days import near_day
from ui.organizations.detail_part import DetailPart
from ui.organizations.detail_reading import DetailContent, HistoryWish
from ui.organizations.section import Section, column_of
from ui.requests import CorrectVisit
from ui.shared.buttons import LinkButton
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.shared.run_button import RunButton
from ui.shared.runs import Runs, phrase, plain, strong
from ui.shared.timeline import Timeline, TimelineEntry
from ui.theme.icons import Icon
from ui.theme.tokens import Role, Space, TextSize

if TYPE_CHECKING:
    from models.queries.timeline import Group, TimelineItem

_FIRST = 6
_PAGE = 50
_ICONS = {
    "visit": Icon.MAP_PIN,
    "phone": Icon.PHONE,
    "meeting": Icon.MEETING,
    "decision": Icon.CHECK,
    "union": Icon.UNION,
    "followup": Icon.FLAG,
    "import": Icon.DOCUMENT,
    "merge": Icon.EXCHANGE,
    "edit": Icon.EDIT,
    "reason": Icon.INFO,
    "survey": Icon.CHECK,
    "file": Icon.DOCUMENT,
}
_BY_FILE = frozenset({"import", "merge", "edit"})


class DetailHistory(DetailPart):
    """The timeline; its number shows the rest page by page, a visit that counts is corrected from here.

    `wish` says which lines are looked at; `wish_changed` asks for them to be read.
    """

    wish_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content: DetailContent | None = None
        self._known: frozenset[str] = frozenset()
        self.wish = HistoryWish(limit=_FIRST)
        self._more = RunButton(size=TextSize.SMALL)
        self._more.clicked.connect(self._show_all)
        self._filter = LinkButton(_("筛选"), size=TextSize.SMALL)
        self._filter.setToolTip(_("只看走访、跟进、原因、摸底、合并或修改"))
        self._filter.clicked.connect(self.open_filter)
        self._timeline = Timeline()
        self._timeline.opened.connect(self._open)
        self._nothing = Label(_("没有这一类的记录。"), role=Role.TEXT2)
        self._newer = LinkButton(_("更近的"), size=TextSize.SMALL)
        self._newer.clicked.connect(partial(self._turn, -_PAGE))
        self._older = LinkButton("", size=TextSize.SMALL)
        self._older.clicked.connect(partial(self._turn, _PAGE))
        section = Section(_("时间线"), self._filter, self._more)
        section.body.addWidget(self._timeline)
        section.body.addWidget(self._nothing)
        pages = FlowRow(gap=Space.M)
        pages.add(self._newer)
        pages.add(self._older)
        section.body.addWidget(pages)
        self._pages = pages
        column = column_of(self)
        column.addWidget(section)
        column.addSpacing(Space.S)

    def start_over(self) -> None:
        """Another organization: its newest lines."""
        self.wish = HistoryWish(limit=_FIRST)

    def show_content(self, content: DetailContent) -> None:
        """Show what happened to this organization."""
        fresh = self._new_visits(content)
        self._content = content
        page, wish = content.timeline, self.wish
        items = page.items[: wish.limit]
        self._timeline.set_entries([_entry(n, item, content.today) for n, item in enumerate(items)], fresh=fresh)
        self._nothing.setVisible(not items)
        self._say_number(content)
        left = page.total - wish.skip - len(items)
        is_paged = wish.limit == _PAGE
        self._newer.setVisible(is_paged and wish.skip > 0)
        self._older.setVisible(is_paged and left > 0)
        self._older.setText(_("更早的 {n} 条").format(n=min(left, _PAGE)))
        self._pages.setVisible(is_paged and (wish.skip > 0 or left > 0))
        self._filter.setText(_("、").join(group.label for group in wish.groups) or _("筛选"))

    def open_filter(self) -> None:
        """What the timeline can be narrowed to, with how many lines there are of each."""
        from models.queries.timeline import Group  # noqa: PLC0415 - loads what the first list shall not wait for

        if self._content is None:
            return
        menu = QMenu(self)
        counts = self._content.timeline.counts
        everything = menu.addAction(_("全部 {n}").format(n=sum(counts.values())))
        everything.triggered.connect(partial(self._narrow, ()))
        for group in Group:
            action = menu.addAction(f"{group.label} {counts[group]}")
            action.setEnabled(counts[group] > 0)
            action.triggered.connect(partial(self._narrow, (group,)))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._filter.mapToGlobal(QPoint(0, self._filter.height())))

    def _say_number(self, content: DetailContent) -> None:
        page, wish = content.timeline, self.wish
        shown = len(page.items[: wish.limit])
        if wish.limit == _PAGE and page.total > _PAGE:
            words = _("第 {first}–{last} 条，共 {n} 条")
            self._more.set_runs(phrase(words, first=wish.skip + 1, last=wish.skip + shown, n=page.total))
        else:
            words = _("全部 {n} 条 · 走访 {visits}") if shown < page.total else _("{n} 条 · 走访 {visits}")
            self._more.set_runs(phrase(words, n=page.total, visits=content.detail.visit_count))
        self._more.setEnabled(shown < page.total and wish.limit != _PAGE)

    def _new_visits(self, content: DetailContent) -> frozenset[str]:
        """The keys of visits that were not here when this organization was shown before."""
        known, self._known = self._known, frozenset(item.key for item in content.timeline.items)
        if self._content is None or self._content.detail.id != content.detail.id or self.wish.skip:
            return frozenset()
        newest = {visit.uid for visit in content.detail.visits} - {v.uid for v in self._content.detail.visits}
        items = enumerate(content.timeline.items)
        return frozenset(str(n) for n, item in items if item.visit in newest and item.key not in known)

    def _open(self, key: str) -> None:
        if self._content is not None and (visit := self._content.timeline.items[int(key)].visit):
            self.asked.emit(CorrectVisit(self._content.detail.id, visit))

    def _narrow(self, groups: "tuple[Group, ...]", *_checked: object) -> None:
        self.wish = HistoryWish(groups, 0, _PAGE if groups else _FIRST)
        self.wish_changed.emit()

    def _show_all(self) -> None:
        self.wish = HistoryWish(self.wish.groups, 0, _PAGE)
        self.wish_changed.emit()

    def _turn(self, by: int, *_checked: object) -> None:
        self.wish = HistoryWish(self.wish.groups, max(0, self.wish.skip + by), _PAGE)
        self.wish_changed.emit()


def _entry(number: int, item: "TimelineItem", today: date) -> TimelineEntry:
    day = near_day(item.day, today)
    whole_day = "" if day == item.day[-len(day) :] else item.day
    text = " ".join(part for part in (whole_day, item.text) if part)
    ours = item.icon not in _BY_FILE
    return TimelineEntry(str(number), day, _ICONS[item.icon], _headline(item), text, ours=ours)


def _headline(item: "TimelineItem") -> Runs:
    if not item.strong:
        return plain(item.headline)
    return phrase(_("{what} · {result}"), what=item.headline, result=strong(item.strong))
