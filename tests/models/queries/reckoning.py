"""What an organization counts as, worked out by hand from its records: the rules of the domain without SQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.ledger.ledger import Ledger
from models.queries.organization_detail import OrganizationDetail, organization_detail
from models.queries.report_content import Figures
from models.rules.scope import ScopeRule, scope_of

#: Effects X and C of the domain rules, section 5.
LEAVING = {"A1", "A4", "A6"}
COVERING = {"C2"}
ENDED = {"cancelled", "revoked", "moved"}
NEAREST_FIRST = ("own", "joint", "sector", "area")
WORDS = {
    **dict.fromkeys(("S0", "S1"), "untouched"),
    "S2": "visited",
    **dict.fromkeys(("S3", "S4", "S5", "S6"), "preparing"),
    **dict.fromkeys(("S7", "S8", "S9"), "filed"),
    "S10": "built",
}


@dataclass(frozen=True)
class Reckoned:
    """One organization with what follows from its records."""

    detail: OrganizationDetail
    live: bool
    scope: str
    code_valid: bool
    decision: str | None  # yes, no, or None for undecided
    route: str | None
    covered_on: str | None
    covered: bool
    main_reason: str | None
    due_on: str | None
    late: bool
    word: str

    @property
    def id(self) -> int:
        return self.detail.id

    @property
    def key(self) -> bool:
        """In the figures."""
        return self.live and self.scope == "key"

    @property
    def street(self) -> str | None:
        street: str | None = self.detail.facts["street"]
        return street


def reckon(ledger: Ledger) -> list[Reckoned]:
    """Every organization, those in the trash included."""
    with ledger.reading() as db:
        records = [row[0] for row in db.execute("SELECT id FROM organization ORDER BY id")]
    found = (organization_detail(ledger, record) for record in records)
    return [_reckon(detail, ledger.today()) for detail in found if detail is not None]


def _reckon(detail: OrganizationDetail, today: date) -> Reckoned:
    facts = detail.facts
    open_reasons = [reason for reason in detail.reasons if not reason.resolved_on]
    main = max(open_reasons, key=lambda r: (r.is_primary, r.opened_on, r.uid), default=None)
    reason = main.code if main else None
    unions = sorted(detail.unions, key=lambda union: NEAREST_FIRST.index(union.route))
    due = min((item.due_on for item in detail.followups if item.state == "open"), default=None)
    covered = bool(unions) or reason in COVERING
    scope = scope_of(
        ScopeRule(),
        type_=facts["type"],
        **{name: facts[name] for name in ("code", "name", "category", "authority", "level", "key_declared")},
    )
    overdue = [day for day in (due, facts["deadline"]) if day and day < today.isoformat()]
    return Reckoned(
        detail=detail,
        live=not detail.in_trash and facts["status"] not in ENDED and reason not in LEAVING,
        scope=scope.scope,
        code_valid=scope.code_state == "valid",
        decision=_decision(detail, today),
        route=unions[0].route if unions else None,
        covered_on=min((union.founded_on for union in unions), default=None),
        covered=covered,
        main_reason=reason,
        due_on=due,
        late=bool(overdue) and not covered,
        word=_word(detail),
    )


def _decision(detail: OrganizationDetail, today: date) -> str | None:
    latest = max(detail.decisions, key=lambda decision: (decision.decided_on, decision.uid), default=None)
    if latest is None or latest.decision == "unknown" or (latest.until and latest.until < today.isoformat()):
        return None
    return latest.decision


def _word(detail: OrganizationDetail) -> str:
    if detail.facts["side_state"] in {"P1", "P3"}:
        return "excluded"
    visited = any(not visit.corrected for visit in detail.visits)
    stage = detail.facts["stage"] or "S0"
    return WORDS["S2" if visited and stage in {"S0", "S1"} else stage]


def sums(chosen: Iterable[Reckoned]) -> Figures:
    """The figures over the key ones of these organizations."""
    key = [one for one in chosen if one.key]
    eligible = [one for one in key if one.decision == "yes"]
    return Figures(
        key=len(key),
        eligible=len(eligible),
        not_eligible=sum(one.decision == "no" for one in key),
        undecided=sum(one.decision is None for one in key),
        built=sum(one.covered for one in eligible),
        built_own=sum(one.route == "own" for one in eligible),
        overdue=sum(one.late for one in key),
        conflicts=sum(bool(one.detail.conflicts) for one in key),
    )
