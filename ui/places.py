"""The places of the rail, each made when it is first gone to: nobody waits for a screen that he does not open."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from models.language import N_
from ui.page import Page
from ui.session import LedgerSession
from ui.theme.icons import Icon


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its key, how the rail shows it, and where its page is made."""

    key: str
    icon: Icon
    word: str
    module: str

    def make(self, session: LedgerSession) -> Page:
        """A new page; its module has `make_page(session)`."""
        factory: Callable[[LedgerSession], Page] = import_module(self.module).make_page
        return factory(session)


PLACES: tuple[Place, ...] = (
    Place("today", Icon.TODAY, N_("工作台"), "ui.today.page"),
    Place("organizations", Icon.TABLE, N_("台账"), "ui.organizations.page"),
    Place("followups", Icon.FLAG, N_("跟进"), "ui.followups.page"),
    Place("targets", Icon.TARGET, N_("目标"), "ui.targets.page"),
    Place("reports", Icon.TILES, N_("作战图"), "ui.reports.page"),
)
