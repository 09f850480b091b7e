"""What happened to the organization, the newest first; the first lines, and all of them when asked."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from models.language import _
from ui.organizations.days import near_day
from ui.organizations.detail_part import DetailPart
from ui.organizations.detail_reading import DetailContent
from ui.organizations.section import Section, column_of
from ui.requests import CorrectVisit
from ui.shared.run_button import RunButton
from ui.shared.runs import Runs, phrase, plain, strong
from ui.shared.timeline import Timeline, TimelineEntry
from ui.theme.icons import Icon
from ui.theme.tokens import Space, TextSize

if TYPE_CHECKING:
    from models.queries.timeline import TimelineItem

_FIRST = 6
_ICONS = {
    "visit": Icon.MAP_PIN,
    "phone": Icon.PHONE,
    "meeting": Icon.MEETING,
    "decision": Icon.CHECK,
    "union": Icon.UNION,
    "followup": Icon.FLAG,
    "import": Icon.DOCUMENT,
    "edit": Icon.EDIT,
    "reason": Icon.INFO,
}
_BY_FILE = frozenset({"import", "edit"})


class DetailHistory(DetailPart):
    """The timeline; its number shows the rest, a visit that counts is corrected from here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content: DetailContent | None = None
        self._shows_all = 0  # the organization of which all lines were asked for
        self._more = RunButton(size=TextSize.SMALL)
        self._more.clicked.connect(self._show_all)
        self._timeline = Timeline()
        self._timeline.opened.connect(self._open)
        section = Section(_("时间线"), self._more)
        section.body.addWidget(self._timeline)
        column = column_of(self)
        column.addWidget(section)
        column.addSpacing(Space.S)

    def show_content(self, content: DetailContent) -> None:
        """Show what happened to this organization."""
        fresh = self._new_visits(content)
        self._content = content
        items = content.timeline
        shown = items if self._shows_all == content.detail.id else items[:_FIRST]
        entries = [_entry(number, item, content.today) for number, item in enumerate(shown)]
        self._timeline.set_entries(entries, fresh=fresh)
        visits = sum(1 for visit in content.detail.visits if not visit.corrected)
        words = _("全部 {n} 条 · 走访 {visits}") if len(shown) < len(items) else _("{n} 条 · 走访 {visits}")
        self._more.set_runs(phrase(words, n=len(items), visits=visits))
        self._more.setEnabled(len(shown) < len(items))

    def _new_visits(self, content: DetailContent) -> frozenset[str]:
        """The keys of visits that were not here when this organization was shown before."""
        if self._content is None or self._content.detail.id != content.detail.id:
            return frozenset()
        known = {item.visit for item in self._content.timeline}
        return frozenset(str(n) for n, item in enumerate(content.timeline) if item.visit and item.visit not in known)

    def _open(self, key: str) -> None:
        if self._content is not None and (visit := self._content.timeline[int(key)].visit):
            self.asked.emit(CorrectVisit(self._content.detail.id, visit))

    def _show_all(self) -> None:
        if self._content is not None:
            self._shows_all = self._content.detail.id
            self.show_content(self._content)


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
