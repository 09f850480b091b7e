"""疑似重复: what waits for a person's word, by how strong the evidence is, and what was said already.

The pairs come from the cache that `find_duplicates` keeps (models/queries/duplicate_finding.py); here they are brought
in step with the ledger: nobody is asked twice, and whoever is shown as another one is asked about as that one.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from models.divisions import division_name
from models.facts.records import chunks, marks
from models.language import N_, _
from models.ledger.joining import SAME, grouping, seen_of, with_joined
from models.ledger.ledger import Ledger
from models.queries.duplicate_index import DuplicateIndex, duplicate_path
from models.queries.joined import differing_fields
from models.rules.likeness import Level, Reason
from models.tables.record_kinds import COVERAGE, FOLLOWUP, ORGANIZATION_LINK, REASON, VISIT

#: More than a person will ever decide; the strongest come first.
_MOST = 5_000


class Kind(Enum):
    """The parts of the queue, in the order in which they are worked on."""

    CONTRADICTION = "contradiction"
    JOINED = "joined"
    STRONG = "strong"
    LIKELY = "likely"
    HINT = "hint"
    DECIDED = "decided"

    @property
    def label(self) -> str:
        """What it is called."""
        return _(_KIND_WORDS[self])


_KIND_WORDS = {
    Kind.CONTRADICTION: N_("矛盾"),
    Kind.JOINED: N_("已合并，内容不同"),
    Kind.STRONG: N_("很可能"),
    Kind.LIKELY: N_("可能"),
    Kind.HINT: N_("提示"),
    Kind.DECIDED: N_("已判定"),
}
_KIND_OF_LEVEL = {Level.STRONG: Kind.STRONG, Level.LIKELY: Kind.LIKELY, Level.HINT: Kind.HINT}


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two organizations (local ids) of the queue. `relation` is what was said of them, empty where nothing was.

    `differing` counts the fields of two that are joined already and say something else, not yet seen by a person.
    """

    kind: Kind
    a: int
    b: int
    score: int
    name: int  # how much of the names agrees, in percent
    reasons: tuple[Reason, ...]
    relation: str = ""
    differing: int = 0
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class DuplicateSide:
    """One of the two, as the queue shows it; phones are whole, mask them."""

    id: int
    uid: str
    name: str
    code: str
    code_state: str
    street: str
    address: str
    phone: str
    head: str
    visits: int
    followups: int
    others: int  # reasons and unions


@dataclass(frozen=True, slots=True)
class DuplicateQueue:
    """Every pair, in order; of the proposals the strongest five thousand."""

    pairs: tuple[DuplicatePair, ...]

    def of(self, kind: Kind) -> list[DuplicatePair]:
        """Those of one part."""
        return [pair for pair in self.pairs if pair.kind is kind]

    @property
    def open_count(self) -> int:
        """How many wait for a person."""
        return sum(pair.kind is not Kind.DECIDED for pair in self.pairs)


def duplicate_queue(ledger: Ledger) -> DuplicateQueue:
    """What waits, as far as it was found by now; looks for nothing itself."""
    found = _found_pairs(ledger)
    with ledger.reading() as db:
        said = _said(db)
        pairs = [*_contradictions(db), *_joined(db), *_proposals(db, found, said), *_decided(said)]
    order = list(Kind)
    return DuplicateQueue(tuple(sorted(pairs, key=lambda pair: (order.index(pair.kind), -pair.score, pair.a, pair.b))))


def duplicate_sides(ledger: Ledger, organizations: Sequence[int]) -> dict[int, DuplicateSide]:
    """What the queue shows of organizations, by local id."""
    found = {}
    with ledger.reading() as db:
        for chunk in chunks(organizations):
            for row in db.execute(
                "SELECT id, lower(hex(uid)), coalesce(name,''), coalesce(code,''), coalesce(code_state,'missing'), "
                "coalesce(street,region,''), coalesce(address,''), coalesce(phone,''), coalesce(head,'') "
                f"FROM organization WHERE id IN ({marks(chunk)})",
                chunk,
            ):
                record, uid, name, code, state, street, address, phone, head = row
                visits, followups, others = _counts(db, record)
                found[record] = DuplicateSide(
                    record,
                    uid,
                    name,
                    code,
                    state,
                    division_name(street),
                    address,
                    phone,
                    head,
                    visits,
                    followups,
                    others,
                )
    return found


def duplicate_names(ledger: Ledger, queue: DuplicateQueue) -> dict[int, str]:
    """The names of everyone in the queue, by local id."""
    found: dict[int, str] = {}
    with ledger.reading() as db:
        for chunk in chunks(sorted({record for pair in queue.pairs for record in (pair.a, pair.b)})):
            query = f"SELECT id, coalesce(name,'') FROM organization WHERE id IN ({marks(chunk)})"
            found.update(dict(db.execute(query, chunk).fetchall()))
    return found


@dataclass(frozen=True, slots=True)
class _Said:
    a: int
    b: int
    relation: str
    by: str


def _found_pairs(ledger: Ledger) -> list[tuple[int, int, int, int, int, str]]:
    path = duplicate_path(ledger)
    if not path.exists():
        return []
    try:
        index = DuplicateIndex(path)
    except sqlite3.Error:
        return []
    try:
        if index.state() is None:
            return []
        return index.db.execute(
            f"SELECT a, b, level, score, name, reasons FROM pair WHERE level<{int(Level.CERTAIN)} "
            f"ORDER BY level DESC, score DESC, a, b LIMIT {_MOST * 2}"
        ).fetchall()
    except sqlite3.Error:  # damaged: the next search makes it anew
        return []
    finally:
        index.close()


def _said(db: sqlite3.Connection) -> list[_Said]:
    """What people said of two organizations that are here, the latest first."""
    rows = db.execute(
        "SELECT l.org_id, b.id, l.relation, (SELECT w.name FROM batch t JOIN author w ON w.id=t.author WHERE t.id="
        f"coalesce((SELECT max(e.batch) FROM edit e WHERE e.rec=l.uid AND e.kind={ORGANIZATION_LINK.number}),"
        "l.created_in)) FROM organization_link l CROSS JOIN organization b ON b.uid=l.other "
        "JOIN organization a ON a.id=l.org_id WHERE l.deleted IS NOT 1 AND a.deleted IS NOT 1 AND b.deleted IS NOT 1 "
        "AND l.relation IS NOT NULL ORDER BY l.id DESC"
    )
    return [_Said(a, b, relation, by or "") for a, b, relation, by in rows]


def _proposals(
    db: sqlite3.Connection, found: Sequence[tuple[int, int, int, int, int, str]], said: Iterable[_Said]
) -> Iterable[DuplicatePair]:
    shown = _shown(db, {record for row in found for record in row[:2]})
    decided = {frozenset((each.a, each.b)) for each in said}
    for each in said:  # of those that are shown as them, too
        decided.add(frozenset((shown.get(each.a, each.a), shown.get(each.b, each.b))))
    taken = 0
    for a, b, level, score, name, reasons in found:
        one, other = shown.get(a), shown.get(b)
        if one is None or other is None or one == other or taken == _MOST:
            continue
        pair = frozenset((one, other))
        if pair in decided or frozenset((a, b)) in decided:
            continue
        decided.add(pair)
        taken += 1
        parts = tuple(Reason(int(part)) for part in reasons.split(",") if part)
        yield DuplicatePair(_KIND_OF_LEVEL[Level(level)], min(pair), max(pair), score, name, parts)


def _shown(db: sqlite3.Connection, records: set[int]) -> dict[int, int]:
    """Who is shown for each that is not in the trash."""
    found = {}
    for chunk in chunks(sorted(records)):
        rows = db.execute(
            f"SELECT id, coalesce(joined_into,id) FROM organization WHERE id IN ({marks(chunk)}) AND deleted IS NOT 1",
            chunk,
        )
        found.update(dict(rows.fetchall()))
    return found


def _contradictions(db: sqlite3.Connection) -> Iterable[DuplicatePair]:
    """Both sides of each: what could not be joined, and what stands against it."""
    found = grouping(db)
    for link in found.contradictions:
        yield DuplicatePair(Kind.CONTRADICTION, min(link.a, link.b), max(link.a, link.b), 100, 0, (), SAME)
    for link in {link.uid: link for link in found.against}.values():
        yield DuplicatePair(Kind.CONTRADICTION, min(link.a, link.b), max(link.a, link.b), 99, 0, (), link.relation)


def _joined(db: sqlite3.Connection) -> Iterable[DuplicatePair]:
    """Joined organizations of which one says something that nobody has compared with what is shown."""
    rows = db.execute(
        "SELECT h.id, h.uid, h.joined_into, h.code IS o.code AND h.code_state='valid' FROM organization h "
        f"JOIN organization o ON o.id=h.joined_into WHERE h.joined_into IS NOT NULL ORDER BY h.id LIMIT {_MOST}"
    ).fetchall()
    for hidden, uid, shown, same_code in rows:
        if seen_of(db, hidden) in _seen_marks(db, hidden, uid):
            continue
        differing = len(differing_fields(db, shown, hidden))
        if differing:
            reasons = (Reason.CODE,) if same_code else ()
            relation = "" if same_code else SAME
            yield DuplicatePair(Kind.JOINED, shown, hidden, 100, 0, reasons, relation, differing)


def _seen_marks(db: sqlite3.Connection, record: int, uid: bytes) -> set[str]:
    """What the person who said "the same" had before the eyes of this organization."""
    rows = db.execute(
        "SELECT seen, org_id=?1 FROM organization_link WHERE (org_id=?1 OR other=?2) AND deleted IS NOT 1 "
        "AND relation='same' AND seen IS NOT NULL",
        (record, uid),
    )
    return {str(seen).split(" ")[0 if is_first else -1] for seen, is_first in rows}


def _decided(said: Iterable[_Said]) -> Iterable[DuplicatePair]:
    for each in said:
        yield DuplicatePair(Kind.DECIDED, each.a, each.b, 0, 0, (), each.relation, said_by=each.by)


def _counts(db: sqlite3.Connection, record: int) -> tuple[int, int, int]:
    """Visits, follow-ups, and reasons with unions, of an organization and of those that are shown as it."""
    members = ",".join(map(str, with_joined(db, [record])))

    def count(table: str) -> int:
        query = f"SELECT count(*) FROM {table} WHERE org_id IN ({members}) AND deleted IS NOT 1"
        return int(db.execute(query).fetchone()[0])

    return count(VISIT.table), count(FOLLOWUP.table), count(REASON.table) + count(COVERAGE.table)
