"""What becomes of each row: new, updated, same, probable duplicate, rejected. Looks at the ledger, writes nothing.

Source: docs of the command line, "What an import counts".
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from models.facts.canonical import Value, from_column, known_record_uid
from models.facts.fold import GONE, Creation, Edit
from models.facts.records import load_one, marks
from models.facts.writer import BatchKind
from models.importing.rows import ReadRow
from models.language import _
from models.rules.names import address_key, name_key, phone_key
from models.tables.record_kinds import ORGANIZATION


class Outcome(Enum):
    """The five outcomes; every row has exactly one."""

    NEW = "new"
    UPDATED = "updated"
    SAME = "same"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(slots=True)
class Verdict:
    """What becomes of one row. `changes` are the facts to write over those of `organization`."""

    row: ReadRow
    outcome: Outcome
    organization: int | None = None
    uid: bytes | None = None  # of a new record whose id follows from its code
    changes: dict[str, Value] = field(default_factory=dict)
    restore: bool = False
    reason: str = ""


class Classifier:
    """Compares rows with the organizations that are here, those of the same import included.

    `note_new` has to be called for every new organization that was written, and `classify` gets rows whose codes
    and names differ among themselves (`conflicts_with`).
    """

    def __init__(self, db: sqlite3.Connection, registry_on: str) -> None:
        self._db = db
        self._registry_on = registry_on
        self._names: dict[int, list[int]] | None = None

    def classify(self, rows: Sequence[ReadRow]) -> list[Verdict]:
        """A verdict per row, in order."""
        codes = {row.valid_code for row in rows} - {None}
        by_code = self._by_code([code for code in codes if code])
        taken = self._taken_uids([known_record_uid("uscc", code) for code in codes if code])
        return [self._verdict(row, by_code, taken) for row in rows]

    def note_new(self, organization: int, name: str) -> None:
        """An organization was written: later rows are compared with it, too."""
        if self._names is not None:
            self._names.setdefault(hash(name_key(name)), []).append(organization)

    def _verdict(self, row: ReadRow, by_code: dict[str, tuple[int, int | None]], taken: set[bytes]) -> Verdict:
        if not row.name:
            return Verdict(row, Outcome.REJECTED, reason=_("没有单位名称。"))
        code = row.valid_code
        if code is None:
            return self._uncoded(row)
        if code in by_code:
            organization, deleted = by_code[code]
            return self._known(row, organization, deleted)
        uid = known_record_uid("uscc", code)
        # A record whose code was corrected no longer answers to the old one.
        return Verdict(row, Outcome.NEW, uid=None if uid in taken else uid)

    def _known(self, row: ReadRow, organization: int, deleted: int | None) -> Verdict:
        if deleted == GONE:
            if not self._was_withdrawn(organization):
                return Verdict(row, Outcome.SAME, organization, reason=_("这家在回收站里，没有恢复。"))
            return Verdict(row, Outcome.NEW, organization, changes=self._changes(row, organization), restore=True)
        changes = self._changes(row, organization)
        return Verdict(row, Outcome.UPDATED if changes else Outcome.SAME, organization, changes=changes)

    def _uncoded(self, row: ReadRow) -> Verdict:
        """A row without a valid code: the same record if nothing differs, doubtful if name and place or phone agree."""
        for organization in self._of_name(row.name):
            facts = self.facts_of(organization)
            if not facts or name_key(str(facts["name"])) != name_key(row.name):
                continue
            if self._says_nothing_new(row, organization, facts):
                if facts["_deleted"] == GONE and self._was_withdrawn(organization):
                    return Verdict(row, Outcome.NEW, organization, restore=True)
                return Verdict(row, Outcome.SAME, organization)
            if facts["_deleted"] == GONE:
                continue
            place = address_key(_text(row.facts.get("address")))
            phone = phone_key(_text(row.facts.get("phone")))
            same_place = place and place == address_key(_text(facts.get("address")))
            same_phone = phone and phone == phone_key(_text(facts.get("phone")))
            if same_place or same_phone:
                return Verdict(
                    row,
                    Outcome.DUPLICATE,
                    organization,
                    reason=_("与台账里的“{name}”名称相同，{what}也相同，没有写入。").format(
                        name=facts["name"], what=_("地址") if same_place else _("电话")
                    ),
                )
        return Verdict(row, Outcome.NEW)

    def _changes(self, row: ReadRow, organization: int) -> dict[str, Value]:
        """What the sheet says that no registry of its date or later has said yet; a blank says nothing."""
        facts = self.facts_of(organization)
        different = {name: value for name, value in row.facts.items() if facts.get(name) != value}
        if not different:
            return {}
        loaded = load_one(self._db, ORGANIZATION, organization)
        news = {}
        for name, value in different.items():
            day, last = _last_registry_word(name, loaded.creations, loaded.edits)
            if last != value and day <= self._registry_on:
                news[name] = value
        return news

    def _says_nothing_new(self, row: ReadRow, organization: int, facts: dict[str, Value]) -> bool:
        """True if everything is here, or was here from a list until a person corrected it."""
        different = {name: value for name, value in row.facts.items() if facts.get(name) != value}
        if not different:
            return True
        loaded = load_one(self._db, ORGANIZATION, organization)
        return all(_was_listed(name, value, loaded.creations, loaded.edits) for name, value in different.items())

    def facts_of(self, organization: int) -> dict[str, Value]:
        """What is known of an organization now, by field name."""
        row = self._db.execute(
            f"SELECT deleted,{','.join(ORGANIZATION.names)} FROM organization WHERE id=?", (organization,)
        ).fetchone()
        if row is None:
            return {}
        found = {c.name: from_column(value) for c, value in zip(ORGANIZATION.columns, row[1:], strict=True)}
        return found | {"_deleted": row[0]}

    def _by_code(self, codes: list[str]) -> dict[str, tuple[int, int | None]]:
        """Shown code to (organization, deleted); a present one goes before one in the trash."""
        rows = self._db.execute(
            f"SELECT code, id, deleted FROM organization WHERE code IN ({marks(codes)}) "
            "ORDER BY deleted=1 DESC, id DESC",
            codes,
        )
        return {code: (record, deleted) for code, record, deleted in rows}

    def _taken_uids(self, uids: list[bytes]) -> set[bytes]:
        rows = self._db.execute(f"SELECT uid FROM organization WHERE uid IN ({marks(uids)})", uids)
        return {row[0] for row in rows}

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


def conflicts_with(row: ReadRow, waiting: Iterable[ReadRow]) -> bool:
    """True if a row has to wait until the others are written, because it may be the same organization."""
    code, key = row.valid_code, name_key(row.name)
    return any((code and other.valid_code == code) or name_key(other.name) == key for other in waiting)


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
