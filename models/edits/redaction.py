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
from models.ledger.joining import whole_groups
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


def purge_person(ledger: Ledger, person: bytes, *, texts: bool | None = None) -> Purged:
    """Blank a person of an organization (record id) and what the organization says of the same name and number.

    `texts` says whether notes in which the name or the number stands go, too. InputProblem if there is no such
    person, it is blank already, or there are such notes and nobody has decided about them.
    """
    with ledger.reading() as db:
        row = db.execute("SELECT org_id FROM person WHERE uid=?", (person,)).fetchone()
    if row is None:
        raise InputProblem(_("没有这个编号的人员。"), hint=_("编号在 show --json 的人员里；也可以写姓名。"))
    return _purge(ledger, row[0], person=person, texts=texts)


def purge_name(ledger: Ledger, organization: int, name: str, *, texts: bool | None = None) -> Purged:
    """The same for everybody of that name at an organization (local id), also where it is only the contact."""
    return _purge(ledger, organization, name=name, texts=texts)


def organizations_naming(ledger: Ledger, name: str) -> list[tuple[int, str]]:
    """The organizations (local id, name) that have a person, a head or a contact of exactly that name."""
    with ledger.reading() as db:
        rows = db.execute(
            "SELECT id, coalesce(name,'') FROM organization WHERE head=?1 OR contact=?1 OR id IN "
            "(SELECT org_id FROM person WHERE name=?1) ORDER BY id",
            (name,),
        )
        return [(record, text) for record, text in rows]


def _purge(
    ledger: Ledger, organization: int, *, person: bytes | None = None, name: str = "", texts: bool | None
) -> Purged:
    with ledger.change(kind=BatchKind.REDACTION) as change:
        purges = _purges(change, organization, person, name)
        mentions = [mention for purge in purges for mention in purge.mentions]
        if texts is None and mentions:
            raise InputProblem(
                _("还有 {n} 段备注提到这个人，先要决定它们怎么办，没有清除。").format(n=len(mentions)),
                hint=_("一起清除请加 --with-notes，留着请加 --keep-notes。"),
            )
        facts, records = _run(purges, texts=bool(texts))
    if (index := index_of(ledger)) is not None:
        index.drop()
    backups = len(list_backups(ledger.path))
    return Purged(change.changes, facts, records, () if texts else tuple(mentions), backups)


def _purges(change: Change, organization: int, person: bytes | None, name: str) -> "list[_Purge]":
    """One for the organization, and one for each that is shown as one with it: they say the same of the same person."""
    first = _Purge(change, organization, person, name)
    others = sorted(whole_groups(change.db, [organization]) - {organization})
    return [first, *(_Purge(change, other, None, each) for other in others for each in sorted(first.names))]


def _run(purges: "Sequence[_Purge]", *, texts: bool) -> tuple[int, int]:
    """Run all of them; InputProblem if none of them found anything."""
    done: list[tuple[int, int]] = []
    nothing: list[InputProblem] = []
    for purge in purges:
        try:
            done.append(purge.run(texts=texts))
        except InputProblem as problem:
            nothing.append(problem)
    if not done:
        raise nothing[0]
    return sum(facts for facts, _records in done), sum(records for _facts, records in done)


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
    def __init__(self, change: Change, organization: int, person: bytes | None, name: str) -> None:
        self._change = change
        self._db = change.db
        self._organization = change.ref(ORGANIZATION, organization)
        self._people = self._found(person, name)
        named = [self._known(facts) for facts in self._people] or [({name}, set())]
        self.names = {value for names, _phones in named for value in names}
        self._phones = {value for _names, phones in named for value in phones}
        if not self._people:
            self._phones |= self._number_of_contact(name)
        self._texts = list(self._in_texts())
        self.mentions = sorted({Mention(k.table, ref.id, field) for k, ref, field, _v in self._texts}, key=str)

    def run(self, *, texts: bool) -> tuple[int, int]:
        rules: list[tuple[RecordKind, RecordRef, str, Value]] = [
            (PERSON, facts.ref, EVERYTHING, None) for facts in self._people
        ]
        rules += self._in_fields()
        if texts:
            rules += self._texts
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
            raise InputProblem(_("这个人的信息已经清除过了，或者这家单位没有这个人。"))
        name_blanked(self._change, blanked)
        self._change.touched.organizations.add(self._organization.id)
        _scrub_local(self._db, self.names, self._phones)
        return len(blanked), len({(each.kind, each.record) for each in blanked})

    def _found(self, person: bytes | None, name: str) -> list[RecordFacts]:
        """The person named by id, or everybody of that name at the organization."""
        rows = self._db.execute(
            "SELECT id FROM person WHERE org_id=? AND (uid=? OR name=?)", (self._organization.id, person, name or None)
        )
        return [load_one(self._db, PERSON, row[0]) for row in rows.fetchall()]

    def _known(self, facts: RecordFacts) -> tuple[set[str], set[str]]:
        names = {str(value) for value in _said(facts, "name")}
        return names, {key for value in _said(facts, "phone") if (key := phone_key(str(value)))}

    def _number_of_contact(self, name: str) -> set[str]:
        """The organization's number belongs to its contact; the head's only where there is no contact."""
        query = "SELECT phone FROM organization WHERE id=? AND ?=coalesce(contact, head) AND phone IS NOT NULL"
        row = self._db.execute(query, (self._organization.id, name)).fetchone()
        key = phone_key(str(row[0])) if row else ""
        return {key} if key else set()

    def _in_fields(self) -> Iterator[tuple[RecordKind, RecordRef, str, Value]]:
        """What the organization itself says: the same name as head or contact, the same number."""
        facts = load_one(self._db, ORGANIZATION, self._organization.id)
        for name in _NAMES:
            for value in _said(facts, name):
                if value in self.names:
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
        return any(name in text for name in self.names if len(name) >= _SHORTEST_NAME) or any(
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
