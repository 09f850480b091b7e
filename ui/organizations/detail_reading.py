"""What the detail shows of one organization, read in the background."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from models.language import _
from models.ledger.ledger import Ledger
from models.queries.joined import Joined, joined_of
from models.queries.people_list import cadres
from models.queries.same_code import others_with_code

if TYPE_CHECKING:  # they load sqlmodel, which the first list shall not wait for
    from models.queries.attachments import AttachmentItem
    from models.queries.organization_detail import OrganizationDetail
    from models.queries.provenance import Statement
    from models.queries.reason_history import ReasonStep
    from models.queries.survey import Survey
    from models.queries.timeline import Group, TimelinePage

_VISITS = 50  # more are read with the timeline, page by page


@dataclass(frozen=True, slots=True)
class HistoryWish:
    """Which lines of the timeline are looked at; no groups are all."""

    groups: "tuple[Group, ...]" = ()
    skip: int = 0
    limit: int = 7


@dataclass(frozen=True, slots=True)
class DetailContent:
    """An organization, its timeline, the day, names of cadres by record id (hexadecimal), who else has its code."""

    detail: "OrganizationDetail"
    timeline: "TimelinePage"
    today: date
    cadres: Mapping[str, str]
    survey: "Survey"
    attachments: "tuple[AttachmentItem, ...]"
    origins: "Mapping[str, Statement]"
    reason_steps: "tuple[ReasonStep, ...]"
    joined: Joined
    same_code: tuple[str, ...] = ()

    def cadre_name(self, record: object) -> str:
        """The name of a cadre by record id."""
        return self.cadres.get(str(record), _("不在名单上的人"))


def read_detail(ledger: Ledger, organization: int, wish: HistoryWish | None = None) -> DetailContent | None:
    """Everything about the organization of that local id; None if it is not here."""
    from models.queries.attachments import attachments  # noqa: PLC0415
    from models.queries.organization_detail import organization_detail  # noqa: PLC0415
    from models.queries.provenance import origins  # noqa: PLC0415
    from models.queries.reason_history import reason_history  # noqa: PLC0415
    from models.queries.survey import survey_of  # noqa: PLC0415
    from models.queries.timeline import timeline  # noqa: PLC0415

    detail = organization_detail(ledger, organization, visits=_VISITS)
    if detail is None:
        return None
    wish = wish or HistoryWish()
    return DetailContent(
        detail=detail,
        timeline=timeline(ledger, organization, groups=wish.groups, skip=wish.skip, limit=wish.limit),
        today=ledger.today(),
        cadres={cadre.uid.hex(): cadre.name for cadre in cadres(ledger)},
        survey=survey_of(ledger, organization),
        attachments=attachments(ledger, organization),
        origins=origins(ledger, organization),
        reason_steps=tuple(reason_history(ledger, organization)),
        joined=joined_of(ledger, organization),
        same_code=others_with_code(ledger, organization),
    )
