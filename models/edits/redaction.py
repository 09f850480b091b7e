"""Purging a person's data at their wish: blank everywhere, also where an old file brings it again.

What was said of the person goes, not only from view: the values leave the file, every fact stays proven by hashes
(models/facts/redaction.py). It travels like every edit and cannot be undone.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from models.errors import InputProblem
from models.facts.blanking import Blanked, blank_here, redactions_in
from models.facts.canonical import Value, known_record_uid
from models.facts.records import RecordFacts, RecordRef, load_one
from models.facts.redaction import EVERYTHING, Row, rule_row
from models.facts.writer import BatchKind
from models.language import _
from models.ledger.backups import list_backups
from models.ledger.ledger import Change, Changes, Ledger
from models.rules.names import phone_key
from models.search.ledger_index import index_of
from models.tables.record_kinds import (
    ELIGIBILITY,
    FOLLOWUP,
    ORGANIZATION,
    PERSON,
    REASON,
    REDACTION,
    VISIT,
    RecordKind,
)

_SALT = 8
#: Fields of the organization that hold a name, and those that hold a number.
_NAMES, _PHONES = ("head", "contact"), ("phone",)
#: Texts in which a person may be named.
_TEXTS: dict[RecordKind, tuple[str, ...]] = {
    ORGANIZATION: ("note",),
    VISIT: ("met", "note", "companions"),
    REASON: ("note", "evidence", "resolved_by"),
    FOLLOWUP: ("task", "outcome"),
    ELIGIBILITY: ("ground", "evidence"),
}
#: A name of one character is in every text.
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Mention:
    """A text of the organization's records in which the person is still named; the local id and field."""

    kind: str
    record: int
    field: str


@dataclass(frozen=True, slots=True)
class Purged:
    """What was blanked: how many facts, in how many records. `mentions` are texts that still name the person.

    `backups` were made before, and still hold everything.
    """

    changes: Changes
    facts: int
    records: int
    mentions: tuple[Mention, ...]
    backups: int


def purge_person(ledger: Ledger, person: bytes, *, texts: bool = False) -> Purged:
    """Blank a person of an organization (record id) and what the organization says of the same name and number.

    With `texts` also every note in which the name or the number stands. InputProblem if there is no such person, or
    it is blank already.
    """
    with ledger.change(kind=BatchKind.REDACTION) as change:
        purge = _Purge(change, person)
        facts, records = purge.run(texts=texts)
    if (index := index_of(ledger)) is not None:
        index.drop()
    backups = len(list_backups(ledger.path))
    return Purged(change.changes, facts, records, tuple(() if texts else purge.mentions), backups)


def name_blanked(change: Change, blanked: Sequence[Blanked]) -> None:
    """Write down which facts were blanked, so that everybody can prove them; facts of unknown organizations wait."""
    for each in blanked:
        organization = _organization_of(change.db, each)
        if organization is None:
            continue
        row = each.row
        uid = known_record_uid("redaction", str(row.fact_kind), row.record, row.edit or row.batch or "", each.after)
        if not change.db.execute(f"SELECT 1 FROM {REDACTION.table} WHERE uid=?", (uid,)).fetchone():
            change.create(REDACTION, _values(row), uid=uid, parent=organization)


class _Purge:
    def __init__(self, change: Change, person: bytes) -> None:
        self._change = change
        self._db = change.db
        row = self._db.execute("SELECT id, org_id FROM person WHERE uid=?", (person,)).fetchone()
        if row is None:
            raise InputProblem(_("没有这个编号的人员。"), hint=_("编号在 show --json 的人员里。"))
        self._person = load_one(self._db, PERSON, row[0])
        self._organization = change.ref(ORGANIZATION, row[1])
        self._names = {value for value in _said(self._person, "name") if isinstance(value, str)}
        self._phones = {key for value in _said(self._person, "phone") if (key := phone_key(str(value)))}
        self.mentions: list[Mention] = []

    def run(self, *, texts: bool) -> tuple[int, int]:
        rules = [(PERSON, self._person.ref, EVERYTHING, None), *self._in_fields()]
        in_texts = list(self._in_texts())
        self.mentions = sorted({Mention(k.table, ref.id, name) for k, ref, name, _v in in_texts}, key=str)
        if texts:
            rules += in_texts
        for kind, record, name, value in rules:
            salt = self._change.new_uid()[-_SALT:].hex()
            row = rule_row(kind.number, record.uid.hex(), name, value, salt=salt)
            self._change.create(REDACTION, _values(row), parent=self._organization)
        blanked: list[Blanked] = []
        redactions = redactions_in(self._db)
        records = {(kind.number, record): kind for kind, record, _n, _v in rules}
        for (_number, record), kind in records.items():
            blanked += blank_here(self._db, kind, record.uid, redactions)
            self._change.touched.records.setdefault(kind.number, set()).add(record.id)
        if not blanked:
            raise InputProblem(_("这个人的信息已经清除过了。"))
        name_blanked(self._change, blanked)
        self._change.touched.organizations.add(self._organization.id)
        _scrub_local(self._db, self._names, self._phones)
        return len(blanked), len({(each.kind, each.record) for each in blanked})

    def _in_fields(self) -> Iterator[tuple[RecordKind, RecordRef, str, Value]]:
        """What the organization itself says: the same name as head or contact, the same number."""
        facts = load_one(self._db, ORGANIZATION, self._organization.id)
        for name in _NAMES:
            for value in _said(facts, name):
                if value in self._names:
                    yield ORGANIZATION, self._organization, name, value
        for name in _PHONES:
            for value in _said(facts, name):
                if phone_key(str(value)) in self._phones:
                    yield ORGANIZATION, self._organization, name, value

    def _in_texts(self) -> Iterator[tuple[RecordKind, RecordRef, str, Value]]:
        for kind, names in _TEXTS.items():
            key = "id" if kind is ORGANIZATION else "org_id"
            rows = self._db.execute(f"SELECT id FROM {kind.table} WHERE {key}=?", (self._organization.id,))
            for (record,) in rows.fetchall():
                facts = load_one(self._db, kind, record)
                for name in names:
                    for value in _said(facts, name):
                        if self._is_named_in(str(value)):
                            yield kind, facts.ref, name, value

    def _is_named_in(self, text: str) -> bool:
        digits = phone_key(text)
        return any(name in text for name in self._names if len(name) >= _SHORTEST_NAME) or any(
            phone in digits for phone in self._phones
        )


def _said(facts: RecordFacts, name: str) -> set[Value]:
    """Every value that a field was ever given."""
    values: set[Value] = {creation.values.get(name) for creation in facts.creations}
    values |= {edit.set[name] for edit in facts.edits if name in edit.set}
    for edit in facts.edits:
        values |= {item[0] for item in edit.over.get(name, ()) if isinstance(item, list) and item}
    return values - {None, ""}


def _values(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row._asdict().items() if value not in {None, ""}}


def _organization_of(db: sqlite3.Connection, blanked: Blanked) -> RecordRef | None:
    row = db.execute("SELECT id, uid FROM organization WHERE uid=?", (blanked.parent or b"",)).fetchone()
    if row is None and blanked.parent is None:
        row = db.execute(
            f"SELECT o.id, o.uid FROM {REDACTION.table} r JOIN organization o ON o.id=r.org_id "
            "WHERE r.fact_kind=? AND r.record=? ORDER BY r.id LIMIT 1",
            (blanked.kind, blanked.record),
        ).fetchone()
    return RecordRef(*row) if row else None


def _scrub_local(db: sqlite3.Connection, names: set[str], phones: set[str]) -> None:
    """What this copy alone keeps: drafts and waiting rows of imports in which the person stands, refused values."""
    for word in [*(name for name in names if len(name) >= _SHORTEST_NAME), *phones]:
        like = f"%{word}%"
        db.execute("DELETE FROM draft WHERE texts LIKE ?", (like,))
        db.execute("DELETE FROM refused_proposal WHERE value LIKE ?", (like,))
        db.execute(
            "DELETE FROM import_queue WHERE cells LIKE ?1 OR facts LIKE ?1 OR extras LIKE ?1 OR candidates LIKE ?1",
            (like,),
        )
