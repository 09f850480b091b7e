"""What the page of prints does about frozen weeks: freeze the one that is shown, offer it, open one by its number."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes
from ui.reports.making import Made
from ui.reports.weeks import KINDS, freeze, reopened_kind
from ui.reports.weeks_pane import WeeksPane
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind


@dataclass(frozen=True, slots=True)
class PageWays:
    """What the page does for it: make the print again, show a kind of print, say something, refuse."""

    made: Callable[[], Made | None]
    make: Callable[..., None]
    show: Callable[[str], None]
    say: Callable[..., Banner]
    refuse: Callable[[LedgerProblem], None]


class WeekKeeping:
    """Wires the pane of weeks to the page."""

    def __init__(self, session: LedgerSession, pane: WeeksPane, ways: PageWays, initiator: Any) -> None:
        self._session, self._pane, self._ways, self._initiator = session, pane, ways, initiator
        pane.freeze_asked.connect(self.freeze)
        pane.reopen_asked.connect(self._reopen)
        pane.left.connect(self._make)

    def show_made(self, made: Made | None) -> None:
        """Say whether the week that is shown is frozen."""
        of_week = made is not None and made.options.kind in KINDS
        frozen = made.frozen if made is not None else None
        self._pane.show_week(frozen, made=of_week, read_only=self._session.ledger.read_only)

    def freeze(self) -> None:
        """Freeze the print that is shown."""
        made = self._ways.made()
        if made is None or made.frozen is not None or made.options.kind not in KINDS:
            return
        self._session.change(
            partial(freeze, options=made.options, number=made.number),
            initiator=self._initiator,
            done=self._say_frozen,
            failed=self._ways.refuse,
            said=_("已定格，以后重印一字不差"),
        )

    def offer(self) -> None:
        """A print left the program: offer to freeze its week where it is not."""
        made = self._ways.made()
        if made is None or made.frozen is not None or made.options.kind not in KINDS or self._session.ledger.read_only:
            return
        banner = self._ways.say(
            BannerKind.NOTE,
            _("这一周还没有定格。"),
            _("定格后重印一字不差，下周的“较上周”以它为准；不定格，以后重印会随台账变化。"),
            action=_("定格这一周"),
        )
        banner.action_asked.connect(self.freeze)

    def _say_frozen(self, _changes: Changes) -> None:
        self._make()

    def _make(self) -> None:
        self._ways.make()

    def _reopen(self, text: str) -> None:
        work = partial(reopened_kind, report=text)
        self._session.read(work, self._show, key="report reopened", failed=self._ways.refuse)

    def _show(self, found: tuple[str, str]) -> None:
        kind, number = found
        self._pane.open_number(number)
        self._ways.show(kind)
