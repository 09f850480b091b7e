"""What two people said differently: both values with who, when and where, what they began with, and deciding it.

A conflict blocks nothing. A decision is an edit that replaces what everybody said; it travels, and is asked nowhere
again.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from models.errors import InputProblem
from models.facts.canonical import Value, canonical_json, short_hash, to_fact
from models.facts.fold import DELETED, shown_heads
from models.facts.records import RecordFacts, chunks, load_many, marks
from models.inputs.organization_values import Lookup, parse_day, parse_number, parse_value, parse_yes_no
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.ledger_columns import COLUMN_BY_NAME
from models.merging.statements import Origins, Statement, base_of, distinct, returned_sides
from models.merging.titles import title_of
from models.merging.whole_decisions import goes_with
from models.queries.open_conflicts import ConflictKey, count_open, is_open, open_conflicts
from models.queries.record_words import heading_of, words_of
from models.rules.conflict_policies import Policy, policy_of
from models.tables.record_kinds import ELIGIBILITY, KIND_BY_NUMBER, KIND_BY_TABLE, ORGANIZATION, ColumnType, RecordKind

_SHORTEST = 4
_MANY = 100


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field about which people disagree. `id` names it for deciding; `record` is the local id of the record.

    `base` is what all sides began with, None if they have nothing in common; `sides` are the values with their
    origins, the one that is shown meanwhile first.
    """

    id: str
    kind: str
    record: int
    record_id: str
    organization: int | None
    name: str
    what: str
    field: str
    base: Statement | None
    sides: tuple[Statement, ...]

    @property
    def heading(self) -> str:
        """What the field is called."""
        return heading_of(self.kind, self.field)

    @property
    def policy(self) -> Policy:
        """What may be done with conflicts of its class."""
        return policy_of(self.kind, self.field)

    @property
    def key(self) -> ConflictKey:
        """Which one it is in this ledger."""
        return ConflictKey(_kind_of(self).number, self.record, self.field)

    @property
    def why(self) -> str:
        """Why it is a conflict, in one sentence."""
        if self.field == DELETED:
            return self.policy.sentence
        if self.base is None:
            return _("两边都填了“{field}”，填的不一样。").format(field=self.heading)
        return _("两边都从“{base}”出发，各自改成了不同的值。").format(
            base=words_of(self.kind, self.field, self.base.value) or _("空")
        )


def count_conflicts(ledger: Ledger) -> int:
    """How many fields are in conflict, and records that were deleted here and changed there."""
    with ledger.reading() as db:
        return count_open(db)


def conflicts(ledger: Ledger, *, offset: int = 0, limit: int = 200) -> list[Conflict]:
    """Some of the conflicts: organizations first, in the order of their records."""
    with ledger.reading() as db:
        return described(db, open_conflicts(db)[offset : offset + limit])


def find_conflict(ledger: Ledger, wanted: str) -> Conflict:
    """The conflict whose id begins like this; InputProblem if there is none, or several."""
    wanted = wanted.strip().lower()
    with ledger.reading() as db:
        rows = [
            key
            for key, uid in _all(db)
            if len(wanted) >= _SHORTEST and conflict_id(key.kind, uid, key.field).startswith(wanted)
        ]
        if len(rows) != 1:
            raise InputProblem(
                _("没有编号为“{id}”的冲突，可能已经判过了。").format(id=wanted), hint=_("用 conflicts 查看编号。")
            )
        return described(db, rows)[0]


def resolve_conflicts(ledger: Ledger, decisions: Sequence[tuple[Conflict, Value]]) -> Changes:
    """Decide conflicts, one batch: each value takes the place of all that were said.

    InputProblem if one is decided already; then nothing is written.
    """
    with ledger.change(bulk=len(decisions) > _MANY) as change:
        for conflict, value in decisions:
            kind = _kind_of(conflict)
            if not is_open(change.db, conflict.key):
                raise InputProblem(
                    _("“{name}”的“{field}”已经判过了。").format(name=conflict.name, field=conflict.heading)
                )
            if conflict.field != DELETED:
                with_it: dict[str, Value] = {}
                if (kind, conflict.field) == (ELIGIBILITY, "decision"):
                    with_it = goes_with(change, conflict.record, value, decided_by=ledger.author.name)
                change.edit(kind, conflict.record, with_it | {conflict.field: value})
            elif value:
                change.delete(kind, conflict.record)
            else:
                change.restore(kind, conflict.record)
    return change.changes


def chosen_value(conflict: Conflict, typed: str, lookup: Lookup) -> Value:
    """What a person chose: one of the values said; or 1 for the base, 2, 3 … for the sides in order; or another one.

    InputProblem if it does not fit the field.
    """
    typed = typed.strip()
    for side in conflict.sides:
        words = words_of(conflict.kind, conflict.field, side.value)
        if conflict.field != DELETED and typed in {"" if side.value is None else str(side.value), words}:
            return side.value
    if typed == "1" and conflict.base is not None:
        return conflict.base.value
    if typed.isdecimal() and 2 <= int(typed) <= 1 + len(conflict.sides):  # noqa: PLR2004 - the first side
        return conflict.sides[int(typed) - 2].value
    return typed_value(conflict, typed, lookup)


def typed_value(conflict: Conflict, typed: str, lookup: Lookup) -> Value:
    """What a person typed instead of the values said; InputProblem if it does not fit the field."""
    kind = _kind_of(conflict)
    if conflict.field == DELETED:
        raise InputProblem(_("写 2 保留它，写 3 删除它。"))
    column = kind.column(conflict.field)
    if kind is ORGANIZATION and (shown := COLUMN_BY_NAME.get(conflict.field)) is not None:
        return to_fact(column, parse_value(shown, typed, lookup).get(conflict.field))
    if not typed:
        return None
    match column.type:
        case ColumnType.INTEGER:
            return parse_number(typed)
        case ColumnType.FLAG:
            return parse_yes_no(typed)
        case ColumnType.DATE:
            return to_fact(column, parse_day(typed))
        case ColumnType.REFERENCE:
            raise InputProblem(_("这一栏只能从已有的值里选：写 1、2 或 3。"))
        case _:
            return to_fact(column, typed)


def _kind_of(conflict: Conflict) -> RecordKind:
    return KIND_BY_TABLE[conflict.kind]


def conflict_id(kind: int, uid: bytes, field: str) -> str:
    """The id of a conflict: the same on every laptop."""
    return short_hash(canonical_json([kind, uid.hex(), field])).hex()[:12]


def _all(db: sqlite3.Connection) -> list[tuple[ConflictKey, bytes]]:
    """Every conflict with the id of its record in facts."""
    keys = open_conflicts(db)
    uids: dict[tuple[int, int], bytes] = {}
    for number in {key.kind for key in keys}:
        for chunk in chunks(sorted({key.record for key in keys if key.kind == number})):
            query = f"SELECT id, uid FROM {KIND_BY_NUMBER[number].table} WHERE id IN ({marks(chunk)})"
            uids |= {(number, record): uid for record, uid in db.execute(query, chunk)}
    return [(key, uids[key.kind, key.record]) for key in keys if (key.kind, key.record) in uids]


def described(db: sqlite3.Connection, rows: Sequence[ConflictKey]) -> list[Conflict]:
    """These conflicts with everything that is known of them."""
    origins = Origins(db)
    by_kind: dict[int, set[int]] = {}
    for number, record, _field in rows:
        by_kind.setdefault(number, set()).add(record)
    loaded = {
        number: load_many(db, KIND_BY_NUMBER[number], sorted(records)) for number, records in sorted(by_kind.items())
    }
    origins.load(
        key.uid
        for facts in loaded.values()
        for record in facts.values()
        for key in [*(creation.key for creation in record.creations), *(edit.key for edit in record.edits)]
    )
    names = _names(db, loaded)
    return [_describe(KIND_BY_NUMBER[n], loaded[n][record], field, origins, names) for n, record, field in rows]


def _names(db: sqlite3.Connection, loaded: dict[int, dict[int, RecordFacts]]) -> dict[int, str]:
    """The names of the organizations concerned, by local id."""
    wanted = {facts.org_id for found in loaded.values() for facts in found.values() if facts.org_id}
    wanted |= set(loaded.get(ORGANIZATION.number, ()))
    names: dict[int, str] = {}
    for chunk in chunks(wanted):
        query = f"SELECT id, coalesce(name,'') FROM organization WHERE id IN ({marks(chunk)})"
        names.update(db.execute(query, chunk).fetchall())
    return names


def _describe(kind: RecordKind, facts: RecordFacts, field: str, origins: Origins, names: dict[int, str]) -> Conflict:
    heads = shown_heads(field, facts.creations, facts.edits)
    base = base_of(field, heads, facts.edits, facts.creations)
    if field == DELETED:
        base, heads = None, returned_sides(facts)
    organization = facts.ref.id if kind is ORGANIZATION else facts.org_id
    return Conflict(
        id=conflict_id(kind.number, facts.ref.uid, field),
        kind=kind.table,
        record=facts.ref.id,
        record_id=facts.ref.uid.hex(),
        organization=organization,
        name=names.get(organization or 0, ""),
        what="" if kind is ORGANIZATION else title_of(kind, facts.row),
        field=field,
        base=origins.statement(base) if base else None,
        sides=tuple(origins.statement(head) for head in distinct(heads)),
    )
