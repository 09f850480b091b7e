"""What becomes of each row: new, updated, same, probable duplicate, rejected. Looks at the ledger, writes nothing.

Source: docs of the command line, "What an import counts".
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from models.facts.canonical import Value, from_column
from models.facts.fold import GONE, Creation, Edit
from models.facts.records import RecordFacts, chunks, load_many, load_one, marks
from models.facts.writer import BatchKind
from models.importing.rows import ReadRow
from models.language import _
from models.ledger.queue_rows import row_key
from models.rules.names import address_key, name_key, phone_key
from models.rules.phones import is_masked
from models.tables.record_kinds import ORGANIZATION
from models.vocabulary import ENDED_STATUSES

Facts = dict[str, Value]
_COLUMNS = ",".join(("id", "deleted", "main_reason", *ORGANIZATION.names))
_DEREGISTERED = "A1"


class Outcome(Enum):
    """The five outcomes; every row has exactly one."""

    NEW = "new"
    UPDATED = "updated"
    SAME = "same"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(slots=True)
class Verdict:
    """What becomes of one row. `changes` are the facts to write over those of `organization`, `before` all it had.

    A doubtful row has `candidates` (local ids); `reappeared` says that the ledger held the organization for gone.
    """

    row: ReadRow
    outcome: Outcome
    organization: int | None = None
    uid: bytes | None = None  # of a new record whose id follows from its code
    changes: Facts = field(default_factory=dict)
    before: Facts = field(default_factory=dict)
    candidates: list[int] = field(default_factory=list)
    restore: bool = False
    reappeared: bool = False
    reason: str = ""


class Classifier:
    """Compares rows with the organizations that are here, those of the same import included.

    `note_new` has to be called for all new organizations that were written, and `classify` gets rows whose codes
    differ among themselves, and of rows without a code the names. `decided` are doubtful rows that a person has
    decided: `row_key` to the local id that they became.
    """

    def __init__(self, db: sqlite3.Connection, registry_on: str, decided: Mapping[bytes, int] | None = None) -> None:
        self._db = db
        self._registry_on = registry_on
        self._decided = decided or {}
        self._names: dict[int, list[int]] | None = None
        self._began_empty = db.execute("SELECT 1 FROM organization LIMIT 1").fetchone() is None
        self._looked: tuple[Sequence[ReadRow], dict[str, int], dict[str, bytes]] | None = None

    def classify(self, rows: Sequence[ReadRow]) -> list[Verdict]:
        """A verdict per row, in order."""
        by_code, uids = self._look_up(rows)
        known = facts_of_many(self._db, list(by_code.values()))
        loaded = self._load_different(rows, by_code, known)
        return [self._verdict(row, by_code, uids, known, loaded) for row in rows]

    def are_all_new(self, rows: Sequence[ReadRow]) -> bool:
        """Whether every row has a name and a valid code that nobody here has, as in a first list: no need of verdicts.

        Their record ids are those that follow from the codes.
        """
        by_code, uids = self._look_up(rows)
        return not by_code and len(uids) == len(rows) and all(row.name for row in rows)

    def _look_up(self, rows: Sequence[ReadRow]) -> tuple[dict[str, int], dict[str, bytes]]:
        """Who has the codes of these rows, and the record ids of the new ones that follow from their codes."""
        if self._looked is not None and self._looked[0] is rows:
            return self._looked[1:]
        coded = {row.valid_code: row for row in rows if row.valid_code}
        by_code = self._by_code(list(coded))
        uids = {code: uid for code, row in coded.items() if code not in by_code and (uid := row.known_uid)}
        # A record whose code was corrected no longer answers to the old one: another one is made. Those of this
        # import still have theirs.
        for uid in [] if self._began_empty else self._taken_uids(list(uids.values())):
            uids = {code: known for code, known in uids.items() if known != uid}
        self._looked = rows, by_code, uids
        return by_code, uids

    def note_new(self, first: int, rows: Iterable[ReadRow]) -> None:
        """Organizations were written, with local ids from `first` on: later rows are compared with them, too."""
        if self._names is not None:
            for organization, row in enumerate(rows, start=first):
                self._names.setdefault(hash(name_key(row.name)), []).append(organization)

    def _load_different(
        self, rows: Sequence[ReadRow], by_code: Mapping[str, int], known: Mapping[int, Facts]
    ) -> dict[int, RecordFacts]:
        """The facts of organizations that a row says something else about, in a few queries for all of them."""
        wanted = {
            record
            for row in rows
            if (record := by_code.get(row.valid_code or "")) is not None and different(row.facts, known[record])
        }
        return load_many(self._db, ORGANIZATION, sorted(wanted))

    def _verdict(
        self,
        row: ReadRow,
        by_code: Mapping[str, int],
        uids: Mapping[str, bytes],
        known: Mapping[int, Facts],
        loaded: Mapping[int, RecordFacts],
    ) -> Verdict:
        if not row.name:
            return Verdict(row, Outcome.REJECTED, reason=_("没有单位名称。"))
        code = row.valid_code
        if code is None:
            return self._uncoded(row)
        if code in by_code:
            organization = by_code[code]
            return self._known(row, organization, known[organization], loaded.get(organization))
        return Verdict(row, Outcome.NEW, uid=uids.get(code))

    def _known(self, row: ReadRow, organization: int, before: Facts, facts: RecordFacts | None) -> Verdict:
        gone = before["_deleted"] == GONE
        if gone and not self._was_withdrawn(organization):
            reason = _("这家在回收站里，没有恢复。")
            return Verdict(row, Outcome.SAME, organization, before=before, reappeared=True, reason=reason)
        changes = self._news(row.facts, before, facts) if facts else {}
        if gone:
            return Verdict(row, Outcome.NEW, organization, changes=changes, before=before, restore=True)
        outcome = Outcome.UPDATED if changes else Outcome.SAME
        back = _held_for_gone(before) and str(row.facts.get("status") or "") not in ENDED_STATUSES
        return Verdict(row, outcome, organization, changes=changes, before=before, reappeared=back)

    def _uncoded(self, row: ReadRow) -> Verdict:
        """A row without a valid code: the same record if nothing differs, doubtful if name and place or phone agree."""
        doubtful: list[tuple[int, Facts, bool]] = []
        for organization, facts in facts_of_many(self._db, self._of_name(row.name)).items():
            if name_key(str(facts["name"])) != name_key(row.name):
                continue
            gone = facts["_deleted"] == GONE
            if self._says_nothing_new(row, organization, facts):
                if gone and self._was_withdrawn(organization):
                    return Verdict(row, Outcome.NEW, organization, before=facts, restore=True)
                back = gone or _held_for_gone(facts)
                reason = _("这家在回收站里，没有恢复。") if gone else ""
                return Verdict(row, Outcome.SAME, organization, before=facts, reappeared=back, reason=reason)
            if not gone and (same := same_place_or_phone(row.facts, facts)) is not None:
                doubtful.append((organization, facts, same))
        if not doubtful:
            return Verdict(row, Outcome.NEW)
        first, facts, by_address = doubtful[0]
        decided = self._decided.get(row_key(row.facts, row.extras))
        if decided is not None:
            before = facts_of_many(self._db, [decided]).get(decided, facts)
            return Verdict(row, Outcome.SAME, decided, before=before, reason=_("这一行以前判过，没有再问。"))
        reason = _("与台账里的“{name}”名称相同，{what}也相同，等人判断。").format(
            name=facts["name"], what=_("地址") if by_address else _("电话")
        )
        candidates = [organization for organization, _facts, _same in doubtful]
        return Verdict(row, Outcome.DUPLICATE, first, before=facts, candidates=candidates, reason=reason)

    def changes(self, facts: Mapping[str, Value], organization: int) -> Facts:
        """What a sheet says that no registry of its date or later has said yet; a blank says nothing."""
        before = facts_of_many(self._db, [organization]).get(organization)
        if before is None or not different(facts, before):
            return {}
        return self._news(facts, before, load_one(self._db, ORGANIZATION, organization))

    def _news(self, said: Mapping[str, Value], before: Facts, facts: RecordFacts) -> Facts:
        news: Facts = {}
        for name, value in different(said, before).items():
            day, last = _last_registry_word(name, facts.creations, facts.edits)
            if last != value and day <= self._registry_on:
                news[name] = value
        return news

    def _says_nothing_new(self, row: ReadRow, organization: int, facts: Facts) -> bool:
        """True if everything is here, or was here from a list until a person corrected it."""
        news = {name: value for name, value in different(row.facts, facts).items() if name != "name"}
        if not news:
            return True
        loaded = load_one(self._db, ORGANIZATION, organization)
        return all(_was_listed(name, value, loaded.creations, loaded.edits) for name, value in news.items())

    def _by_code(self, codes: Sequence[str]) -> dict[str, int]:
        """Shown code to organization; a present one goes before one in the trash, one that stands for others first."""
        found: dict[str, int] = {}
        for chunk in chunks(codes):
            rows = self._db.execute(
                "SELECT o.code, coalesce((SELECT s.id FROM organization s WHERE s.id=o.joined_into AND s.code=o.code),"
                f"o.id) FROM organization o WHERE o.code IN ({marks(chunk)}) ORDER BY o.deleted=1 DESC, o.id DESC",
                chunk,
            )
            found |= dict(rows.fetchall())
        return found

    def _taken_uids(self, uids: Sequence[bytes]) -> set[bytes]:
        found: set[bytes] = set()
        for chunk in chunks(uids):
            rows = self._db.execute(f"SELECT uid FROM organization WHERE uid IN ({marks(chunk)})", chunk)
            found |= {row[0] for row in rows}
        return found

    def _of_name(self, name: str) -> list[int]:
        if self._names is None:
            self._names = {}
            for record, known in self._db.execute("SELECT id, name FROM organization"):
                self._names.setdefault(hash(name_key(known or "")), []).append(record)
        return self._names.get(hash(name_key(name)), [])

    def _was_withdrawn(self, organization: int) -> bool:
        """True if an undo took the record away, not a person who deleted it on purpose."""
        rows = self._db.execute(
            "SELECT b.kind FROM edit e JOIN batch b ON b.id=e.batch WHERE e.kind=1 "
            "AND e.rec=(SELECT uid FROM organization WHERE id=?) AND e.set_='{\"_deleted\":1}' ORDER BY e.batch DESC",
            (organization,),
        ).fetchone()
        return rows is not None and rows[0] == BatchKind.UNDO


def facts_of_many(db: sqlite3.Connection, organizations: Sequence[int]) -> dict[int, Facts]:
    """What is known of organizations now, by local id, in the order given; `_deleted` and `_reason` beside it."""
    found: dict[int, Facts] = {}
    for chunk in chunks(organizations):
        query = f"SELECT {_COLUMNS} FROM organization WHERE id IN ({marks(chunk)})"
        for record, deleted, reason, *values in db.execute(query, chunk):
            facts: Facts = dict(zip(ORGANIZATION.names, map(from_column, values), strict=True))
            found[record] = facts | {"_deleted": deleted, "_reason": reason}
    return {record: found[record] for record in organizations if record in found}


def different(said: Mapping[str, Value], known: Mapping[str, Value]) -> Facts:
    """The fields of `said` whose values are others than those known; a masked number replaces nothing."""
    found = {name: value for name, value in said.items() if known.get(name) != value}
    return {name: value for name, value in found.items() if not _only_masks(value, known.get(name))}


def _only_masks(said: Value, known: Value) -> bool:
    return isinstance(said, str) and is_masked(said) and isinstance(known, str) and not is_masked(known)


def same_place_or_phone(said: Mapping[str, Value], known: Mapping[str, Value]) -> bool | None:
    """True if the addresses are the same, False if the phones are, None if neither."""
    place = address_key(_text(said.get("address")))
    if place and place == address_key(_text(known.get("address"))):
        return True
    phone = phone_key(_text(said.get("phone")))
    return False if phone and phone == phone_key(_text(known.get("phone"))) else None


def _held_for_gone(facts: Facts) -> bool:
    return str(facts.get("status") or "") in ENDED_STATUSES or facts.get("_reason") == _DEREGISTERED


def _last_registry_word(name: str, creations: Sequence[Creation], edits: Sequence[Edit]) -> tuple[str, Value]:
    """The date and the words of the latest import that said anything of a field, be it replaced since or not."""
    said = [(c.key.registry_on or "", False, c.key.lamport, c.values.get(name)) for c in creations]
    said += [(e.key.registry_on or "", True, e.key.lamport, e.set[name]) for e in edits if name in e.set]
    from_registry = [word for word in said if word[0] and word[3] is not None]
    if not from_registry:
        return "", None
    latest = max(from_registry, key=lambda word: word[:3])
    return latest[0], latest[3]


def _was_listed(name: str, value: Value, creations: Sequence[Creation], edits: Sequence[Edit]) -> bool:
    said = [c.values.get(name) for c in creations if c.key.registry_on]
    return value in [*said, *(e.set[name] for e in edits if e.key.registry_on and name in e.set)]


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
