"""What the detail shows of one organization, read in the background."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from models.language import _
from models.ledger.ledger import Ledger
from models.queries.people_list import cadres
from models.queries.same_code import others_with_code

if TYPE_CHECKING:  # they load sqlmodel, which the first list shall not wait for
    from models.queries.organization_detail import OrganizationDetail
    from models.queries.timeline import TimelineItem


@dataclass(frozen=True, slots=True)
class DetailContent:
    """An organization, its timeline, the day, names of cadres by record id (hexadecimal), who else has its code."""

    detail: "OrganizationDetail"
    timeline: "tuple[TimelineItem, ...]"
    today: date
    cadres: Mapping[str, str]
    same_code: tuple[str, ...] = ()

    def cadre_name(self, record: object) -> str:
        """The name of a cadre by record id."""
        return self.cadres.get(str(record), _("不在名单上的人"))


def read_detail(ledger: Ledger, organization: int) -> DetailContent | None:
    """Everything about the organization of that local id; None if it is not here."""
    from models.queries.organization_detail import organization_detail  # noqa: PLC0415
    from models.queries.timeline import timeline  # noqa: PLC0415

    detail = organization_detail(ledger, organization)
    if detail is None:
        return None
    names = {cadre.uid.hex(): cadre.name for cadre in cadres(ledger)}
    others = others_with_code(ledger, organization)
    return DetailContent(detail, tuple(timeline(ledger, detail)), ledger.today(), names, others)
