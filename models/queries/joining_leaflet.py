"""The leaflet for joining (扫码入会) as it is printed."""

from dataclasses import dataclass, replace

from models.errors import InputProblem
from models.language import _
from models.ledger.joining_page import JoiningPage, joining_page_of
from models.ledger.ledger import Ledger
from models.queries.report_content import ReportHead
from models.queries.report_head import BLANK_HEAD, report_head, week_of


@dataclass(frozen=True, slots=True)
class JoiningLeaflet:
    """The content of the print."""

    head: ReportHead
    address: str
    words: str


def joining_page(ledger: Ledger) -> JoiningPage:
    """Where one joins, as the ledger says."""
    with ledger.reading() as db:
        return joining_page_of(db)


def joining_leaflet(ledger: Ledger, *, number: int | None = None) -> JoiningLeaflet:
    """The content; InputProblem while no address was entered."""
    found = joining_page(ledger)
    if not found.address:
        raise InputProblem(
            _("还没有填入会网址。"), hint=_("填上级工会给的入会网址，二维码由它生成，随台账交换给同事。")
        )
    content = JoiningLeaflet(BLANK_HEAD, found.address, found.words)
    head = report_head(ledger, "RH", week_of(ledger.today()), "", content, number=number)
    return replace(content, head=head)
