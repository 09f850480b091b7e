"""A newer list against the earlier ones of its kind: new, renamed, moved, deregistered, missing, reappeared.

Who is missing is a proposal with a scope that is said in words, never a change.
"""

import json
import re
import sqlite3
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from models.divisions import division_name
from models.facts.canonical import Value, short_hash
from models.facts.fold import GONE
from models.importing.headings import plain, says_nothing
from models.importing.mapping import Mapping as ColumnMapping
from models.language import N_, _
from models.ledger.ledger import Ledger
from models.queries.standing import standing
from models.rules.names import name_key
from models.tables.record_kinds import ORGANIZATION
from models.vocabulary import ENDED_STATUSES, ORGANIZATION_TYPES, STATUSES

KINDS = {
    "renamed": N_("更名"),
    "moved": N_("搬迁"),
    "deregistered": N_("名册注明注销、撤销"),
    "missing": N_("名册里没有了"),
    "reappeared": N_("又出现"),
}
#: What of an organization says where it is.
_PLACE = ("street", "address")
#: A list is a newer one of the same kind where it still has so much of what was listed before.
_STILL_LISTED = 0.5
_NAMED_CLASSES = 4
_KEPT = "registry"
_DATED = re.compile(r"[\d年月日度底末初.-]+")

_Class = tuple[str, str]  # shown type, region


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """One finding about an organization. `open` says that it still asks for a decision."""

    kind: str  # of KINDS
    organization: int
    uid: str
    code: str
    name: str
    before: str
    after: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class RegistryReport:
    """What a list says against earlier ones. `scope` says in a sentence within which bounds "missing" was judged."""

    new: int
    entries: tuple[RegistryEntry, ...]
    scope: str

    def of(self, kind: str) -> tuple[RegistryEntry, ...]:
        """The findings of one kind."""
        return tuple(entry for entry in self.entries if entry.kind == kind)

    @property
    def asks(self) -> bool:
        """True if something waits for a decision."""
        return any(entry.open for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Listing:
    """Whom a list named, by local id, and whom of them the ledger held for gone. `source` tells lists of one origin."""

    source: str
    registry_on: str
    listed: "array[int]"
    reappeared: tuple[int, ...]


def source_of(mapping: ColumnMapping) -> str:
    """Lists with the same headings are of one origin, whatever the order of the columns and the year in them."""
    words = {_DATED.sub("", plain(heading)) for heading in mapping.headings if not says_nothing(heading)}
    return short_hash("\n".join(sorted(words))).hex()


def note_listing(db: sqlite3.Connection, batch: bytes, listing: Listing) -> None:
    """Keep whom an import listed."""
    ids = sorted(listing.listed)
    steps = array("I", (after - before for before, after in zip(chain((0,), ids), ids, strict=False) if after > before))
    db.execute(
        "INSERT INTO import_listing(batch, source, registry_on, listed, reappeared) VALUES (?,?,?,?,?)",
        (batch, listing.source, listing.registry_on, zlib.compress(steps.tobytes()), json.dumps(listing.reappeared)),
    )


def report_of(ledger: Ledger, batch: str) -> RegistryReport | None:
    """The report on an import that was written, as things stand now; None where it had no earlier list before it."""
    uid = bytes.fromhex(batch)
    with ledger.reading() as db:
        row = db.execute("SELECT * FROM import_listing WHERE batch=?", (uid,)).fetchone()
        return make_report(db, uid, _unpacked(*row[1:])) if row else None


def make_report(db: sqlite3.Connection, batch: bytes, listing: Listing) -> RegistryReport | None:
    """Compare a list, whose batch may still be under way, with the earlier ones; None where there was none."""
    bounds = _Bounds(db, batch, listing)
    if not bounds.classes:
        return None
    (number,) = db.execute("SELECT coalesce((SELECT id FROM batch WHERE uid=?),0)", (batch,)).fetchone()
    (new,) = db.execute("SELECT count(*) FROM organization WHERE created_in=?", (number,)).fetchone()
    entries = [
        *_changed(db, number),
        *_entries(db, "missing", sorted(bounds.missing), _kept(db, batch)),
        *_entries(db, "reappeared", listing.reappeared, _kept(db, batch)),
    ]
    return RegistryReport(new, tuple(entries), bounds.words())


def keep(ledger: Ledger, batch: str, organizations: Iterable[int]) -> None:
    """Note that a person wants these as they are: the report of this batch does not ask again."""
    with ledger.local_write(aside=True) as db:
        db.executemany(
            "INSERT OR IGNORE INTO refused_proposal(rec, field, value) SELECT uid, ?, ? FROM organization WHERE id=?",
            ((_KEPT, batch, organization) for organization in organizations),
        )


def keep_no_longer(ledger: Ledger, batch: str, organizations: Iterable[int]) -> None:
    """Take a "keep it" back."""
    with ledger.local_write(aside=True) as db:
        db.executemany(
            "DELETE FROM refused_proposal WHERE field=? AND value=? AND rec=(SELECT uid FROM organization WHERE id=?)",
            ((_KEPT, batch, organization) for organization in organizations),
        )


class _Bounds:
    """Within which bounds earlier lists and this one are of one kind.

    An earlier list counts if it shares half of itself, or of this one, with this one (an edition, or a slice of it);
    of it only the types and regions of which this list still has at least half. A newer list of the same source
    goes before an older one.
    """

    def __init__(self, db: sqlite3.Connection, batch: bytes, listing: Listing) -> None:
        self._now: set[int] = set()
        #: Per class: how many were listed, how many are again, on which day, and whether by the same source.
        self.classes: dict[_Class, tuple[int, int, str, bool]] = {}
        self.missing: set[int] = set()
        rows = db.execute(
            "SELECT l.batch, l.source, l.registry_on, l.listed, l.reappeared FROM import_listing l "
            "JOIN batch b ON b.uid=l.batch WHERE l.batch<>? AND l.registry_on<=? "
            "ORDER BY l.source=? DESC, l.registry_on DESC, b.id DESC",
            (batch, listing.registry_on, listing.source),
        ).fetchall()
        if not rows:
            return
        self._now.update(listing.listed)
        stand = standing(db, {row[0] for row in rows})
        earlier = [_unpacked(*row[1:]) for row in rows if row[0] in stand]
        alike = [each for each in earlier if self._is_alike(set(each.listed))]
        known = _classes(db) if alike else {}
        for each in alike:
            self._hold_against(each, known, is_same=each.source == listing.source)

    def words(self) -> str:
        """The bounds as a sentence."""
        parts = []
        for is_same, text in (
            (True, _("同一来源（表头相同）{days} 的名册：{classes}")),
            (False, _("同地区、同类型的其他名册（{days}）：{classes}")),
        ):
            chosen = {found: count for found, count in self.classes.items() if count[3] is is_same}
            if chosen:
                days = "、".join(sorted({count[2] for count in chosen.values()}))
                parts.append(text.format(days=days, classes=_in_words(chosen)))
        return "；".join(parts)

    def _is_alike(self, before: set[int]) -> bool:
        return bool(before) and len(before & self._now) >= _STILL_LISTED * min(len(before), len(self._now))

    def _hold_against(self, earlier: Listing, known: Mapping[int, _Class], *, is_same: bool) -> None:
        total: Counter[_Class] = Counter()
        again: Counter[_Class] = Counter()
        for record in earlier.listed:
            if (found := known.get(record)) is not None:
                total[found] += 1
                again[found] += record in self._now
        fresh = {
            found
            for found, count in total.items()
            if found not in self.classes and again[found] >= count * _STILL_LISTED
        }
        for found in fresh:
            self.classes[found] = (total[found], again[found], earlier.registry_on, is_same)
        self.missing.update(
            record for record in earlier.listed if record not in self._now and known.get(record) in fresh
        )


def _classes(db: sqlite3.Connection) -> dict[int, _Class]:
    """Type and region of those that are here and not ended."""
    ended = ",".join(f"'{status}'" for status in sorted(ENDED_STATUSES))
    rows = db.execute(
        "SELECT id, coalesce(shown_type,''), coalesce(region,'') FROM organization "
        f"WHERE deleted IS NOT 1 AND coalesce(status,'') NOT IN ({ended})"
    )
    same: dict[_Class, _Class] = {}  # few different ones: a country of them would be hundreds of megabytes
    return {record: same.setdefault((found := (type_, region)), found) for record, type_, region in rows}


def _in_words(classes: Mapping[_Class, tuple[int, int, str, bool]]) -> str:
    biggest = sorted(classes.items(), key=lambda item: (-item[1][0], item[0]))
    parts = [
        _("{place}{type} {total} 家中 {again} 家仍在册").format(
            place=division_name(region) or "",
            type=ORGANIZATION_TYPES.label(type_) or _("类型未定"),
            total=f"{total:,}",
            again=f"{again:,}",
        )
        for (type_, region), (total, again, _day, _same) in biggest[:_NAMED_CLASSES]
    ]
    if len(biggest) > _NAMED_CLASSES:
        parts.append(_("另有 {n} 类").format(n=len(biggest) - _NAMED_CLASSES))
    return "，".join(parts)


def _changed(db: sqlite3.Connection, batch: int) -> Iterator[RegistryEntry]:
    """Who was renamed, moved or deregistered by the edits of a batch, with what the list replaced."""
    rows = db.execute(
        "SELECT o.id, o.uid, o.code, o.name, o.address, o.street, o.status, e.set_, e.over FROM edit e "
        "JOIN organization o ON o.uid=e.rec WHERE e.batch=? AND e.kind=? ORDER BY o.id",
        (batch, ORGANIZATION.number),
    )
    for record, uid, code, name, address, street, status, set_, over in rows.fetchall():
        said: dict[str, Value] = json.loads(set_)
        shown = {"name": name, "address": address, "street": street, "status": status}
        was = {field: _replaced(db, field, json.loads(over), said, shown) for field in said if field in shown}
        base = (record, uid.hex(), code or "", name)
        if "name" in was and name_key(str(was["name"] or "")) != name_key(str(said["name"] or "")):
            yield RegistryEntry("renamed", *base, str(was["name"] or ""), str(said["name"] or ""))
        places = [field for field in _PLACE if was.get(field)]
        if places:
            yield RegistryEntry("moved", *base, _place(was, places), _place(said, places))
        if said.get("status") in ENDED_STATUSES and was.get("status") not in ENDED_STATUSES:
            before, after = (STATUSES.label(str(value or "")) for value in (was.get("status"), said["status"]))
            yield RegistryEntry("deregistered", *base, before or _("未写明"), after)


def _replaced(
    db: sqlite3.Connection,
    field: str,
    over: Mapping[str, Sequence[object]],
    said: Mapping[str, Value],
    shown: Mapping[str, Value],
) -> Value:
    """What an edit replaced; where it replaced nothing, the person's word that stands beside it."""
    for item in over.get(field, ()):
        if isinstance(item, list) and item:
            value: Value = item[0]
            return value
        row = db.execute("SELECT set_ FROM edit WHERE uid=?", (bytes.fromhex(str(item)),)).fetchone()
        if row:
            earlier: Value = json.loads(row[0]).get(field)
            return earlier
    return None if shown.get(field) == said.get(field) else shown.get(field)


def _place(values: Mapping[str, Value], fields: Sequence[str]) -> str:
    texts = [str(values.get(field) or "") for field in fields]
    return " ".join(
        division_name(text) or text if field == "street" else text for field, text in zip(fields, texts, strict=True)
    )


def _entries(db: sqlite3.Connection, kind: str, records: Sequence[int], kept: set[bytes]) -> Iterator[RegistryEntry]:
    """Who asks for a decision: a missing one that is still held for present, a listed one still held for gone."""
    for record in records:
        row = db.execute(
            "SELECT uid, code, name, status, deleted, main_reason FROM organization WHERE id=?", (record,)
        ).fetchone()
        if row is None:
            continue
        uid, code, name, status, deleted, reason = row
        gone = deleted == GONE or status in ENDED_STATUSES or reason == "A1"
        if kind == "missing" and gone:
            continue
        word = _("在回收站") if deleted == GONE else STATUSES.label(status) or _("未写明")
        if reason == "A1" and deleted != GONE and status not in ENDED_STATUSES:
            word = _("原因 A1 已注销")
        after = _("名册里没有") if kind == "missing" else _("名册里有")
        is_open = uid not in kept and (kind == "missing" or gone)
        yield RegistryEntry(kind, record, uid.hex(), code or "", name, word, after, is_open)


def _kept(db: sqlite3.Connection, batch: bytes) -> set[bytes]:
    rows = db.execute("SELECT rec FROM refused_proposal WHERE field=? AND value=?", (_KEPT, batch.hex()))
    return {row[0] for row in rows}


def _unpacked(source: str, registry_on: str, listed: bytes, reappeared: str) -> Listing:
    steps = array("I")
    steps.frombytes(zlib.decompress(listed))
    ids, last = array("q"), 0
    for step in steps:
        last += step
        ids.append(last)
    return Listing(source, registry_on, ids, tuple(json.loads(reappeared)))
