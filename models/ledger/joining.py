"""Which organizations are shown as one: by equal valid codes, and by what people said. Derived, never a fact.

Two organizations hang together by a link that says "the same", or by the same valid code. What hangs together is
joined step by step, links first in the order of their record ids, then codes, so that the result depends on facts
alone. A step that would bring two together of whom somebody said that they are not the same (apart, related) is left
out: nothing is hidden against a person's word. A link that says "the same" and was left out is a contradiction, and is
shown as one. Of those that are joined one is shown: one with a valid code before one without, one that a registry made
before one that was typed, then the smaller record id. The others carry its local id in `joined_into`.
"""

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from models.facts.canonical import from_column, join_values, known_record_uid
from models.facts.records import chunks, marks
from models.tables.record_kinds import ORGANIZATION

SAME, APART, RELATED = "same", "apart", "related"
_VERSION = 6  # the byte of a record id that says how it was made
_FROM_CODE = 5
_FACTS = ",".join(ORGANIZATION.names)


def members_of(organization: str) -> str:
    """SQL: the local ids of an organization (`o.id`, `:id`) and of everyone who is shown as it."""
    return f"(SELECT {organization} UNION ALL SELECT m.id FROM organization m WHERE m.joined_into={organization})"


def owner_of(child: str) -> str:
    """SQL: the local id of the organization that a child (its alias) counts for: who is shown for its own."""
    return f"coalesce((SELECT h.joined_into FROM organization h WHERE h.id={child}.org_id),{child}.org_id)"


@dataclass(frozen=True, slots=True)
class Node:
    """What counts of an organization. `code` is empty unless it is valid."""

    id: int
    uid: bytes
    code: str
    is_present: bool

    @property
    def order(self) -> tuple[bool, bool, bytes]:
        """The smallest of those that are joined is shown."""
        return (not self.code, self.uid[_VERSION] >> 4 != _FROM_CODE, self.uid)


@dataclass(frozen=True, slots=True)
class Said:
    """A link that stands, between two organizations that are here; `uid` is its record id."""

    uid: bytes
    a: int
    b: int
    relation: str


@dataclass(slots=True)
class Grouping:
    """Who is shown as whom (local ids; those who are shown as themselves too), and which links contradict others.

    `contradictions` say "the same" and were left out, `against` is what stands against them.
    """

    shown: dict[int, int] = field(default_factory=dict)
    contradictions: list[Said] = field(default_factory=list)
    against: list[Said] = field(default_factory=list)


def group(nodes: Iterable[Node], said: Iterable[Said]) -> Grouping:
    """The rule: pure, the same on every machine."""
    present = {node.id: node for node in nodes if node.is_present}
    links = sorted((link for link in said if link.a in present and link.b in present), key=lambda link: link.uid)
    joined = _Joined(present, {frozenset((link.a, link.b)) for link in links if link.relation != SAME})
    found = Grouping()
    for link in links:
        if link.relation == SAME and not joined.bring_together(link.a, link.b):
            found.contradictions.append(link)
            between = joined.between(link.a, link.b)
            found.against += [other for other in links if frozenset((other.a, other.b)) in between]
    by_code: defaultdict[str, list[Node]] = defaultdict(list)
    for node in present.values():
        if node.code:
            by_code[node.code].append(node)
    for _code, same_code in sorted(by_code.items()):
        same_code.sort(key=lambda node: node.order)
        for place, node in enumerate(same_code):
            any(joined.bring_together(other.id, node.id) for other in same_code[:place])
    found.shown = joined.shown()
    return found


class _Joined:
    """Sets that grow together, as long as nobody said that two of them are not the same."""

    def __init__(self, nodes: dict[int, Node], apart: set[frozenset[int]]) -> None:
        self._nodes = nodes
        self._set_of: dict[int, set[int]] = {record: {record} for record in nodes}
        self._apart: defaultdict[int, set[int]] = defaultdict(set)
        for pair in apart:
            for record in pair:
                self._apart[record] |= pair - {record}

    def bring_together(self, a: int, b: int) -> bool:
        """False if somebody said otherwise."""
        one, other = self._set_of[a], self._set_of[b]
        if one is other:
            return True
        if any(self._apart[record] & other for record in one if record in self._apart):
            return False
        small, large = sorted((one, other), key=len)
        large |= small
        for record in small:
            self._set_of[record] = large
        return True

    def between(self, a: int, b: int) -> set[frozenset[int]]:
        """The pairs that keep two sets apart."""
        other = self._set_of[b]
        return {
            frozenset((record, each))
            for record in self._set_of[a]
            if record in self._apart
            for each in self._apart[record] & other
        }

    def shown(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for record, together in self._set_of.items():
            if record not in found:
                best = min(together, key=lambda each: self._nodes[each].order)
                found.update(dict.fromkeys(together, best))
        return found


def link_uid(a: bytes, b: bytes) -> bytes:
    """The record id of what is said of two organizations (record ids, in any order)."""
    one, other = sorted((a, b))
    return known_record_uid("link", one.hex(), other.hex())


def seen_of(db: sqlite3.Connection, organization: int) -> str:
    """A mark of what an organization's fields say now: another one as soon as any of them says something else."""
    row = db.execute(f"SELECT {_FACTS} FROM organization WHERE id=?", (organization,)).fetchone()
    text = join_values([from_column(value) for value in row])
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def rejoin(db: sqlite3.Connection, organizations: Iterable[int]) -> set[int]:
    """Bring `joined_into` up to date after these organizations, or links of them, changed.

    Gives everyone who is now shown as somebody else, or stands for others than before.
    """
    seeds = set(organizations)
    for chunk in chunks(sorted(seeds)):
        seeds.update(_column(db, f"SELECT joined_into FROM organization WHERE id IN ({marks(chunk)})", chunk))
    seeds.discard(0)
    for chunk in chunks(sorted(seeds)):
        seeds.update(_column(db, f"SELECT id FROM organization WHERE joined_into IN ({marks(chunk)})", chunk))
    return _put(db, seeds, grouping_around(db, seeds).shown)


def rejoin_all(db: sqlite3.Connection) -> set[int]:
    """The same for the whole ledger: after a merge or an import, or when it is not known what changed."""
    stored = dict(db.execute("SELECT id, joined_into FROM organization WHERE joined_into IS NOT NULL").fetchall())
    found = grouping(db)
    return _put(db, {*stored, *stored.values(), *found.shown}, found.shown)


def grouping(db: sqlite3.Connection) -> Grouping:
    """Of everyone who has a link, or a code that another one has too."""
    ids = set(
        _column(
            db,
            "SELECT o.id FROM (SELECT code FROM organization WHERE code IS NOT NULL GROUP BY code HAVING count(*)>1) c "
            "CROSS JOIN organization o ON o.code=c.code",
        )
    )
    links = _links(db, "1", ())
    ids.update(record for link in links for record in (link.a, link.b))
    return group(_nodes(db, ids), links)


def grouping_around(db: sqlite3.Connection, organizations: Iterable[int], *, instead: Said | None = None) -> Grouping:
    """Of these organizations and everyone who hangs together with them; as if `instead` had been said of its two."""
    nodes: dict[int, Node] = {}
    links: dict[bytes, Said] = {}
    ahead = set(organizations)
    while ahead:
        new = _nodes(db, ahead)
        nodes.update({node.id: node for node in new})
        ahead = set()
        for link in _links_of(db, new):
            links[link.uid] = link
            ahead |= {link.a, link.b}
        codes = sorted({node.code for node in new if node.code})
        for chunk in chunks(codes):
            ahead.update(_column(db, f"SELECT id FROM organization WHERE code IN ({marks(chunk)})", chunk))
        ahead -= nodes.keys()
    if instead is not None:
        links[instead.uid] = instead
    return group(nodes.values(), links.values())


def with_joined(db: sqlite3.Connection, organizations: Iterable[int]) -> list[int]:
    """These organizations and everyone who is shown as them, in order."""
    found = set(organizations)
    for chunk in chunks(sorted(found)):
        found.update(_column(db, f"SELECT id FROM organization WHERE joined_into IN ({marks(chunk)})", chunk))
    return sorted(found)


def whole_groups(db: sqlite3.Connection, organizations: Iterable[int]) -> set[int]:
    """These organizations with everybody who is shown as one with any of them."""
    found = set(organizations)
    return found | set(with_joined(db, shown_as(db, found).values()))


def shown_as(db: sqlite3.Connection, organizations: Iterable[int]) -> dict[int, int]:
    """Who is shown for each of these organizations; mostly themselves."""
    found = {record: record for record in organizations}
    if not db.execute("SELECT 1 FROM organization WHERE joined_into IS NOT NULL LIMIT 1").fetchone():
        return found
    for chunk in chunks(sorted(found)):
        rows = db.execute(
            f"SELECT id, joined_into FROM organization WHERE joined_into IS NOT NULL AND id IN ({marks(chunk)})", chunk
        )
        found.update(dict(rows.fetchall()))
    return found


def stale_joins(db: sqlite3.Connection) -> list[int]:
    """Organizations that are not shown as they should be."""
    stored = dict(db.execute("SELECT id, joined_into FROM organization WHERE joined_into IS NOT NULL").fetchall())
    wanted = {record: shown for record, shown in grouping(db).shown.items() if shown != record}
    return sorted(record for record in stored.keys() | wanted.keys() if stored.get(record) != wanted.get(record))


def _put(db: sqlite3.Connection, records: set[int], shown: dict[int, int]) -> set[int]:
    """Write who is shown as whom; everyone for whom that is news."""
    moved: set[int] = set()
    changed: list[tuple[int | None, int]] = []
    for chunk in chunks(sorted(records | shown.keys())):
        rows = db.execute(f"SELECT id, joined_into FROM organization WHERE id IN ({marks(chunk)})", chunk)
        for record, stored in rows.fetchall():
            wanted = shown.get(record, record)
            if (stored or record) != wanted:
                changed.append((wanted if wanted != record else None, record))
                moved |= {record, stored or record, wanted}
    db.executemany("UPDATE organization SET joined_into=? WHERE id=?", changed)
    return moved


def _nodes(db: sqlite3.Connection, records: Iterable[int]) -> list[Node]:
    found = []
    for chunk in chunks(sorted(records)):
        rows = db.execute(
            "SELECT id, uid, CASE WHEN code_state='valid' THEN code ELSE '' END, deleted IS NOT 1 FROM organization "
            f"WHERE id IN ({marks(chunk)})",
            chunk,
        )
        found += [Node(record, uid, code, bool(is_present)) for record, uid, code, is_present in rows]
    return found


def _links_of(db: sqlite3.Connection, nodes: Sequence[Node]) -> list[Said]:
    found = []
    for chunk in chunks(nodes):
        found += _links(db, f"l.org_id IN ({marks(chunk)})", [node.id for node in chunk])
        found += _links(db, f"l.other IN ({marks(chunk)})", [node.uid for node in chunk])
    return found


def _links(db: sqlite3.Connection, condition: str, values: Sequence[object]) -> list[Said]:
    rows = db.execute(
        "SELECT l.uid, l.org_id, b.id, l.relation FROM organization_link l CROSS JOIN organization b ON b.uid=l.other "
        f"WHERE l.deleted IS NOT 1 AND l.relation IN ('{SAME}','{APART}','{RELATED}') AND {condition}",
        values,
    )
    return [Said(*row) for row in rows]


def _column(db: sqlite3.Connection, query: str, values: Sequence[object] = ()) -> list[int]:
    return [row[0] for row in db.execute(query, values) if row[0] is not None]
