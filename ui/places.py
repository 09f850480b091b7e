"""The places of the rail, each made when it is first gone to: nobody waits for a screen that he does not open."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from models.language import N_

if TYPE_CHECKING:
    from ui.page import Page
    from ui.session import LedgerSession


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its key, how the rail shows it (a value of ui.theme.icons.Icon, a word), and where its page is made."""

    key: str
    icon: str
    word: str
    module: str

    def make(self, session: "LedgerSession") -> "Page":
        """A new page; its module has `make_page(session)`."""
        factory: Callable[[LedgerSession], Page] = import_module(self.module).make_page
        return factory(session)


PLACES: tuple[Place, ...] = (
    Place("today", "today", N_("工作台"), "ui.today.page"),
    Place("organizations", "table", N_("台账"), "ui.organizations.page"),
    Place("followups", "flag", N_("跟进"), "ui.followups.page"),
    Place("targets", "target", N_("目标"), "ui.targets.page"),
    Place("reports", "print", N_("打印"), "ui.reports.page"),
    Place("exchange", "exchange", N_("交换"), "ui.exchange.page"),
    Place("map", "tiles", N_("作战图"), "ui.battle_map.page"),
)
