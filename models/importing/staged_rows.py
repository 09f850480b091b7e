"""Rows as they wait for the transaction: their facts in the ledger's columns, hashed, with what is derived from them.

All that can be worked out while a sheet is read is worked out then; the transaction only has to write.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from typing_extensions import override

from models.facts.canonical import Value, from_column, hash_of_new, stored_values
from models.importing.rows import ReadRow
from models.ledger.summaries import SCOPE_COLUMNS, scope_values
from models.rules.names import name_key
from models.rules.scope import ScopeRule
from models.tables.record_kinds import ORGANIZATION

_NAMES = ORGANIZATION.names
_WIDTH = len(_NAMES)
_PLACES = {name: place for place, name in enumerate(_NAMES)}
_NAME, _STREET = _PLACES["name"], _PLACES["street"]
#: Where a written row, its id first, has its scope.
SCOPE_PLACE = 1 + _WIDTH + SCOPE_COLUMNS.index("scope")


class Packed(NamedTuple):
    """What a staged row is kept as. `stored` are the fact columns as the ledger stores them and the derived ones.

    `uid` and `hashed` are there where the record id follows from a valid code.
    """

    number: int
    extras: dict[str, str]
    problems: list[tuple[str, str]]
    valid_code: str | None
    uid: bytes | None
    hashed: bytes
    name_hash: int
    stored: tuple[Any, ...]


def pack(row: ReadRow, rule: ScopeRule) -> Packed:
    """A row as it is kept until the transaction."""
    values: list[Value] = list(map(row.facts.get, _NAMES))
    uid = row.known_uid
    hashed = hash_of_new(ORGANIZATION, uid, values).to_bytes(16, "big") if uid else b""
    stored = (*stored_values(ORGANIZATION, values), *scope_values(rule, values))
    return Packed(row.number, row.extras, row.problems, row.valid_code, uid, hashed, hash(name_key(row.name)), stored)


class StagedRow(ReadRow):
    """A staged row: facts by name are only made where somebody asks for them."""

    __slots__ = ("_facts", "packed")

    def __init__(self, packed: Sequence[Any]) -> None:
        self.packed = made = Packed(*packed)
        self.number, self.extras, self.problems, self.valid_code = made[:4]
        self.cells = ()
        self._facts: dict[str, Value] | None = None

    @property
    @override
    def facts(self) -> dict[str, Value]:  # type: ignore[override] # a field of a read row, worked out here
        """Facts by field name; they may be changed in place."""
        if self._facts is None:
            pairs = zip(_NAMES, self.packed.stored, strict=False)
            self._facts = {name: from_column(value) for name, value in pairs if value is not None}
        return self._facts

    @property
    @override
    def name(self) -> str:
        """The name, empty where the row has none."""
        return str(self.packed.stored[_NAME] or "")

    @property
    @override
    def known_uid(self) -> bytes | None:
        """The record id that follows from the code."""
        return self.packed.uid

    @property
    def has_street(self) -> bool:
        """Whether it says or implies a street."""
        return self.packed.stored[_STREET] is not None

    def written(self, uid: bytes, rule: ScopeRule, staged_by: ScopeRule) -> tuple[tuple[Any, ...], int]:
        """The columns of the new record, its id first, and its hash; worked out anew where something has changed."""
        packed = self.packed
        if self._facts is None and rule == staged_by:
            if uid == packed.uid:
                return (uid, *packed.stored), int.from_bytes(packed.hashed, "big")
            values = list(map(from_column, packed.stored[:_WIDTH]))
            return (uid, *packed.stored), hash_of_new(ORGANIZATION, uid, values)
        values = list(map(self.facts.get, _NAMES))
        stored = (*stored_values(ORGANIZATION, values), *scope_values(rule, values))
        return (uid, *stored), hash_of_new(ORGANIZATION, uid, values)
