"""A conflict as a person judges it: what everybody said, with who, when, where, and the visit behind it."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from models.divisions import division_name
from models.facts.canonical import Value
from models.facts.fold import DELETED
from models.facts.records import chunks, marks
from models.language import _
from models.ledger.joining import members_of
from models.ledger.ledger import Ledger
from models.merging.conflicts import Conflict, described
from models.merging.inbox import day_of
from models.merging.statements import Statement
from models.queries.open_conflicts import ConflictKey, is_open
from models.queries.record_words import heading_of, words_of
from models.rules.phones import mask_phones_in
from models.vocabulary import CATEGORIES, SCOPES, VISIT_MODES, VISIT_RESULTS

_VISITS = 30
_SIGNS = "甲乙丙丁戊己庚辛"
_FIRST_SIDE = 2


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit of the organization: the day, how, who, what came of it, and from where it is here."""

    day: str
    mode: str
    who: str
    result: str
    met: str
    note: str
    where: str
    batch_author: int
    batch_replica: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values. `key` is the number that takes it: 1 for what all began with, 2, 3, … for what was said.

    `sign` is 基准, 甲, 乙 …, `text` the value in words, `day` by the author's clock, `where` the copy with the
    number of its change, `file` what it was imported from or came with, `visit` the visit behind it; `changed` names
    the fields that somebody changed of a record that another one deleted.
    """

    key: int
    sign: str
    value: Value
    text: str
    who: str
    day: str
    where: str
    file: str
    visit: VisitLine | None
    changed: str = ""


@dataclass(frozen=True, slots=True)
class ConflictCard:
    """A conflict with everything around it; `sides` without the base, which is None where there is none."""

    conflict: Conflict
    base: Side | None
    sides: tuple[Side, ...]
    tags: tuple[str, ...]
    visits: tuple[VisitLine, ...]

    @property
    def choices(self) -> tuple[Side, ...]:
        """Everything that can be taken, in the order of the keys."""
        return (self.base, *self.sides) if self.base is not None else self.sides

    def choice(self, key: int) -> Side | None:
        """What a number takes."""
        return next((side for side in self.choices if side.key == key), None)


@dataclass(frozen=True, slots=True)
class _Batch:
    author: int
    replica: int
    day: str
    file: str


def conflict_cards(ledger: Ledger, keys: Sequence[ConflictKey]) -> dict[ConflictKey, ConflictCard]:
    """The cards of conflicts; those that are decided by now are left out."""
    with ledger.reading() as db:
        found = described(db, [key for key in keys if is_open(db, key)])
        batches = _batches(db, found)
        visits: dict[int, tuple[VisitLine, ...]] = {}
        tags: dict[int, tuple[str, ...]] = {}
        for organization in {each.organization for each in found if each.organization}:
            visits[organization] = _visits(db, organization)
            tags[organization] = _tags(db, organization)
        names = dict(db.execute("SELECT lower(hex(uid)), coalesce(name,'') FROM cadre").fetchall())
        names |= dict(db.execute("SELECT lower(hex(uid)), coalesce(name,'') FROM trade_union LIMIT 5000").fetchall())
        changed = {each.key: _changed_fields(db, each) for each in found if each.field == DELETED}
    cards = {each.key: _card(each, batches, visits, tags, names) for each in found}
    for key, words in changed.items():
        sides = tuple(replace(side, changed="" if side.value else words) for side in cards[key].sides)
        cards[key] = replace(cards[key], sides=sides)
    return cards


def _changed_fields(db: sqlite3.Connection, conflict: Conflict) -> str:
    """What was changed of a record that came back: the fields of the newest change."""
    kept = next((side for side in conflict.sides if not side.value), None)
    if kept is None or not kept.edit:
        return ""
    row = db.execute(
        "SELECT set_ FROM edit WHERE rec=? AND kind=? AND uid=?",
        (bytes.fromhex(conflict.record_id), conflict.key.kind, bytes.fromhex(kept.edit)),
    ).fetchone()
    fields = json.loads(row[0]) if row else {}
    said = (
        f"{heading_of(conflict.kind, field)} {mask_phones_in(words_of(conflict.kind, field, value)) or _('空')}"
        for field, value in fields.items()
        if not field.startswith("_")
    )
    return "，".join(said)


def _card(
    conflict: Conflict,
    batches: Mapping[str, _Batch],
    visits: Mapping[int, tuple[VisitLine, ...]],
    tags: Mapping[int, tuple[str, ...]],
    names: Mapping[str, str],
) -> ConflictCard:
    organization = conflict.organization or 0
    seen = visits.get(organization, ())
    said = [*([conflict.base] if conflict.base else []), *conflict.sides]
    masked = [words_of(conflict.kind, conflict.field, each.value, names=names) for each in said]
    if len(set(masked)) < len(masked):  # what is hidden of telephones may be just what differs
        masked = [words_of(conflict.kind, conflict.field, each.value, names=names, masked=False) for each in said]
    texts = dict(zip((id(each) for each in said), masked, strict=True))

    def side(key: int, sign: str, statement: Statement) -> Side:
        batch = batches.get(statement.batch)
        visit = _visit_behind(batch, seen) if batch and key >= _FIRST_SIDE else None
        return Side(
            key,
            sign,
            statement.value,
            texts[id(statement)],
            statement.origin.author,
            batch.day if batch else "",
            _where(statement),
            batch.file if batch else "",
            visit,
        )

    return ConflictCard(
        conflict,
        side(1, _("基准"), conflict.base) if conflict.base else None,
        tuple(side(key, sign_of(key), each) for key, each in enumerate(conflict.sides, start=_FIRST_SIDE)),
        tags.get(organization, ()),
        seen,
    )


def sign_of(key: int) -> str:
    """What the side that a number takes is called: 甲 for 2, 乙 for 3."""
    at = key - _FIRST_SIDE
    return _SIGNS[at] if at < len(_SIGNS) else str(key)


def _where(statement: Statement) -> str:
    origin = statement.origin
    if origin.registry_on:
        return _("{day} 的名册").format(day=origin.registry_on)
    place = _("本机") if origin.own else _("同事的电脑")
    return _("{place} 第 {n} 次改动").format(place=place, n=f"{origin.number:,}")


def _visit_behind(batch: _Batch, visits: Sequence[VisitLine]) -> VisitLine | None:
    """The last visit that the same person wrote down on the same copy, until that day."""
    return next(
        (
            visit
            for visit in visits
            if (visit.batch_author, visit.batch_replica) == (batch.author, batch.replica) and visit.day <= batch.day
        ),
        None,
    )


def _batches(db: sqlite3.Connection, found: Sequence[Conflict]) -> dict[str, _Batch]:
    wanted = {each.batch for conflict in found for each in (conflict.base, *conflict.sides) if each}
    batches: dict[str, _Batch] = {}
    for chunk in chunks(sorted(wanted)):
        rows = db.execute(
            "SELECT lower(hex(b.uid)), b.author, b.replica, b.wall, coalesce((SELECT i.file_name FROM import_source i "
            "WHERE i.created_in=b.id LIMIT 1), r.name, '') FROM batch b "
            f"LEFT JOIN merge_receipt r ON r.arrival=b.arrived_in WHERE b.uid IN ({marks(chunk)})",
            [bytes.fromhex(each) for each in chunk],
        )
        for uid, author, replica, wall, file in rows:
            batches[uid] = _Batch(author, replica, day_of(wall), file)
    return batches


def _visits(db: sqlite3.Connection, organization: int) -> tuple[VisitLine, ...]:
    rows = db.execute(
        "SELECT v.visited_on, v.mode, coalesce(c.name, a.name), v.result, v.met, v.note, b.arrived_in IS NULL, "
        "coalesce(r.name,''), b.author, b.replica FROM visit v JOIN batch b ON b.id=v.created_in "
        "JOIN author a ON a.id=b.author LEFT JOIN cadre c ON c.uid=v.cadre "
        "LEFT JOIN merge_receipt r ON r.arrival=b.arrived_in "
        f"WHERE v.org_id IN {members_of('?1')} AND v.deleted IS NOT 1 ORDER BY v.visited_on DESC, v.uid DESC LIMIT ?2",
        (organization, _VISITS),
    )
    return tuple(
        VisitLine(
            day or "",
            VISIT_MODES.label(mode) if mode else "",
            who,
            VISIT_RESULTS.label(result) if result else "",
            mask_phones_in(met or ""),
            mask_phones_in(note or ""),
            _("本机") if own else file or _("同事的电脑"),
            author,
            replica,
        )
        for day, mode, who, result, met, note, own, file, author, replica in rows
    )


def _tags(db: sqlite3.Connection, organization: int) -> tuple[str, ...]:
    scope, category, street = db.execute(
        "SELECT scope, category, street FROM organization WHERE id=?", (organization,)
    ).fetchone() or (None, None, None)
    words = [SCOPES.label(scope) if scope else "", CATEGORIES.label(category) if category else ""]
    words.append((division_name(street) or "") if street else "")
    return tuple(word for word in words if word)
