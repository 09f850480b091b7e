"""One organization with everything that belongs to it."""

import json
from dataclasses import dataclass
from typing import Any

from models.divisions import full_name
from models.facts.fold import GONE, RETURNED
from models.ledger.code_lists import ReasonEntry, reasons_of
from models.ledger.joining import with_joined
from models.ledger.ledger import Ledger
from models.ledger.sessions import session
from models.orm import Session, col, select
from models.queries.conditions import ELIGIBLE, NOT_ELIGIBLE
from models.rules.stages import shown_stage, shown_word
from models.tables.cadre import Cadre
from models.tables.coverage import Coverage
from models.tables.eligibility import Eligibility
from models.tables.followup import Followup
from models.tables.former_name import FormerName
from models.tables.organization import Organization
from models.tables.person import Person
from models.tables.reason import Reason
from models.tables.record_kinds import ORGANIZATION
from models.tables.trade_union import TradeUnion
from models.tables.visit import Visit


@dataclass(frozen=True, slots=True)
class VisitItem:
    """A visit; `result` and `mode` are codes of the visit strip. `corrected` ones count no more."""

    uid: str
    visited_on: str
    mode: str
    result: str
    cadre: str
    companions: str
    met: str
    minutes: int | None
    note: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class ReasonItem:
    """A reason with its label and what the playbook says."""

    uid: str
    code: str
    label: str
    is_primary: bool
    opened_on: str
    resolved_on: str
    resolved_by: str
    note: str
    evidence: str
    next_step: str
    days: int = 0  # working days until the next step
    asked_for: str = ""  # the evidence that the playbook asks for
    route: str = ""  # the way that the playbook proposes, a code of ROUTES


@dataclass(frozen=True, slots=True)
class FollowupItem:
    """A follow-up; `id` is local."""

    id: int
    uid: str
    task: str
    due_on: str
    cadre: str
    state: str
    done_on: str
    outcome: str


@dataclass(frozen=True, slots=True)
class DecisionItem:
    """A decision on eligibility."""

    uid: str
    decision: str
    decided_on: str
    ground: str
    evidence: str
    decided_by: str
    until: str


@dataclass(frozen=True, slots=True)
class UnionItem:
    """A union that covers the organization; `coverage` is the local id of the link."""

    uid: str
    coverage: int
    name: str
    route: str
    founded_on: str
    approved_by: str
    document_no: str
    members: int | None
    women_members: int | None
    chair: str
    legal_code: str
    in_national_database: int | None
    term_ends_on: str
    covers: int  # organizations covered by it


@dataclass(frozen=True, slots=True)
class PersonItem:
    """A person of the organization; the phone as stored, not masked."""

    uid: str
    name: str
    role: str
    title: str
    phone: str
    since: str = ""
    until: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NameItem:
    """A former or short name; `source` is a code of vocabulary.NAME_SOURCES."""

    uid: str
    name: str
    source: str
    until: str


@dataclass(frozen=True, slots=True)
class OrganizationDetail:
    """An organization as its page shows it. `facts` holds the stored values by field name, phone not masked."""

    id: int
    uid: str
    facts: dict[str, Any]
    owner: str
    street_full_name: str
    type: str
    level: str
    scope: str
    code_state: str
    stage: str
    word: str
    side_state: str
    eligibility: str  # yes, no or unknown; an expired decision is unknown
    visit_count: int
    in_trash: bool
    returned: bool
    conflicts: dict[str, tuple[Any, ...]]  # field to its values, the shown one first
    names: tuple[NameItem, ...]
    people: tuple[PersonItem, ...]
    visits: tuple[VisitItem, ...]  # newest first
    reasons: tuple[ReasonItem, ...]  # open ones first, primary before the others
    followups: tuple[FollowupItem, ...]  # open ones first, by day
    decisions: tuple[DecisionItem, ...]  # newest first
    unions: tuple[UnionItem, ...]

    @property
    def former_names(self) -> tuple[str, ...]:
        """The names alone."""
        return tuple(item.name for item in self.names)


def organization_detail(ledger: Ledger, organization: int, *, visits: int | None = None) -> OrganizationDetail | None:
    """The organization of that local id, with all visits or the newest so many; None if it is not here (any more)."""
    with session(ledger) as open_session, ledger.reading() as db:
        found = open_session.get(Organization, organization)
        if found is None:
            return None
        decision = db.execute(
            f"SELECT CASE WHEN {ELIGIBLE} THEN 'yes' WHEN {NOT_ELIGIBLE} THEN 'no' ELSE 'unknown' END "
            "FROM organization o WHERE o.id=:id",
            {"today": ledger.today().isoformat(), "id": organization},
        ).fetchone()[0]
        reader = _Reader(open_session, with_joined(db, [organization]), reasons_of(db))
        return OrganizationDetail(
            id=organization,
            uid=found.uid.hex(),
            facts={name: getattr(found, name) for name in ORGANIZATION.names},
            owner=reader.cadre(found.owner),
            street_full_name=full_name(found.street) if found.street else "",
            type=found.shown_type or "",
            level=found.shown_level or "",
            scope=found.scope or "unverified",
            code_state=found.code_state or "missing",
            stage=shown_stage(found.stage, found.visit_count),
            word=shown_word(found.stage, found.side_state, found.visit_count),
            side_state=found.side_state or "",
            eligibility=decision,
            visit_count=found.visit_count or 0,
            in_trash=found.deleted == GONE,
            returned=found.deleted == RETURNED,
            conflicts=_conflicts(ledger, organization),
            names=reader.names(),
            people=reader.people(),
            visits=reader.visits(visits),
            reasons=reader.reasons(),
            followups=reader.followups(),
            decisions=reader.decisions(),
            unions=reader.unions(),
        )


class _Reader:
    """The records of one organization and of those that are shown as it, read in one view."""

    def __init__(self, open_session: Session, members: list[int], reasons: dict[str, ReasonEntry]) -> None:
        self._session = open_session
        self._members = members
        self._reasons = reasons
        self._cadres: dict[bytes, str] = {}

    def cadre(self, uid: bytes | None) -> str:
        """A cadre's name; empty where it is not known."""
        if uid is None:
            return ""
        if uid not in self._cadres:
            name = self._session.exec(select(Cadre.name).where(Cadre.uid == uid)).first()
            self._cadres[uid] = name or ""
        return self._cadres[uid]

    def names(self) -> tuple[NameItem, ...]:
        query = select(FormerName).where(*self._here(FormerName)).order_by(col(FormerName.uid))
        return tuple(
            NameItem(row.uid.hex(), row.name or "", row.source or "", row.until or "")
            for row in self._session.exec(query)
        )

    def people(self) -> tuple[PersonItem, ...]:
        query = select(Person).where(*self._here(Person)).order_by(col(Person.uid))
        return tuple(
            PersonItem(
                p.uid.hex(),
                p.name or "",
                p.role or "",
                p.title or "",
                p.phone or "",
                p.since or "",
                p.until or "",
                p.note or "",
            )
            for p in self._session.exec(query)
        )

    def visits(self, most: int | None) -> tuple[VisitItem, ...]:
        """The newest; plain columns, because there may be ten thousand."""
        names = ("uid", "visited_on", "mode", "result", "cadre", "companions", "met", "minutes", "note")
        columns = [getattr(Visit, name) for name in names]
        query = (
            select(*columns)
            .where(*self._here(Visit))
            .order_by(col(Visit.visited_on).desc(), col(Visit.uid).desc())
            .limit(most)
        )
        corrections = select(Visit.corrects).where(*self._here(Visit), col(Visit.corrects).is_not(None))
        corrected = set(self._session.exec(corrections))
        return tuple(
            VisitItem(
                uid.hex(),
                day or "",
                mode or "",
                result or "",
                self.cadre(cadre),
                companions or "",
                met or "",
                minutes,
                note or "",
                uid in corrected,
            )
            for uid, day, mode, result, cadre, companions, met, minutes, note in self._session.exec(query)
        )

    def reasons(self) -> tuple[ReasonItem, ...]:
        query = select(Reason).where(*self._here(Reason)).order_by(col(Reason.opened_on).desc(), col(Reason.uid).desc())
        rows = sorted(self._session.exec(query), key=lambda r: (r.resolved_on is not None, not r.is_primary))
        return tuple(self._reason(row) for row in rows)

    def followups(self) -> tuple[FollowupItem, ...]:
        query = select(Followup).where(*self._here(Followup)).order_by(col(Followup.due_on), col(Followup.uid))
        rows = sorted(self._session.exec(query), key=lambda f: f.state != "open")
        return tuple(
            FollowupItem(
                f.id or 0,
                f.uid.hex(),
                f.task or "",
                f.due_on or "",
                self.cadre(f.cadre),
                f.state or "open",
                f.done_on or "",
                f.outcome or "",
            )
            for f in rows
        )

    def decisions(self) -> tuple[DecisionItem, ...]:
        query = (
            select(Eligibility)
            .where(*self._here(Eligibility))
            .order_by(col(Eligibility.decided_on).desc(), col(Eligibility.uid).desc())
        )
        return tuple(
            DecisionItem(
                d.uid.hex(),
                d.decision or "unknown",
                d.decided_on or "",
                d.ground or "",
                d.evidence or "",
                d.decided_by or "",
                d.until or "",
            )
            for d in self._session.exec(query)
        )

    def unions(self) -> tuple[UnionItem, ...]:
        query = (
            select(Coverage, TradeUnion)
            .where(TradeUnion.uid == Coverage.trade_union, col(TradeUnion.deleted).is_distinct_from(GONE))
            .where(*self._here(Coverage))
            .order_by(col(TradeUnion.founded_on), col(TradeUnion.uid))
        )
        return tuple(self._union(coverage, union) for coverage, union in self._session.exec(query).all())

    def _union(self, coverage: Coverage, union: TradeUnion) -> UnionItem:
        covered = self._session.exec(
            select(Coverage.org_id)
            .where(Coverage.trade_union == union.uid, col(Coverage.deleted).is_distinct_from(GONE))
            .distinct()
        ).all()
        return UnionItem(
            union.uid.hex(),
            coverage.id or 0,
            union.name or "",
            union.route or "",
            union.founded_on or "",
            union.approved_by or "",
            union.document_no or "",
            union.members,
            union.women_members,
            union.chair or "",
            union.legal_code or "",
            union.in_national_database,
            union.term_ends_on or "",
            len(covered),
        )

    def _reason(self, row: Reason) -> ReasonItem:
        entry = self._reasons.get(row.code or "")
        return ReasonItem(
            row.uid.hex(),
            row.code or "",
            entry.words if entry else "",
            bool(row.is_primary),
            row.opened_on or "",
            row.resolved_on or "",
            row.resolved_by or "",
            row.note or "",
            row.evidence or "",
            entry.next_step if entry else "",
            entry.days if entry else 0,
            entry.evidence if entry else "",
            entry.route if entry else "",
        )

    def _here(self, table: Any) -> tuple[Any, Any]:
        return col(table.org_id).in_(self._members), col(table.deleted).is_distinct_from(GONE)


def _conflicts(ledger: Ledger, organization: int) -> dict[str, tuple[Any, ...]]:
    with ledger.reading() as db:
        rows = db.execute(
            "SELECT field, heads FROM head WHERE kind=? AND rec=?", (ORGANIZATION.number, organization)
        ).fetchall()
    return {field: tuple(value for value, _said_by in json.loads(heads)) for field, heads in rows}
