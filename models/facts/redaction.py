"""Blanking somebody's data so that everything else stays proven (docs/ledger-format.md, format 3).

A redaction record is a rule ("whatever field f of record r says, or says of this digest, is blank") or names one
fact that was blanked, with the hash that it counts by in its batch's digest and the hash of what is left of it. The
rules hold for every fact that ever comes; a fact here is blanked in place.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from models.facts.canonical import Value, canonical_json

#: A rule about every field of a record.
EVERYTHING = "*"
_DIGEST = 16


class Row(NamedTuple):
    """The values of a redaction record, in column order; references and hashes are hexadecimal."""

    fact_kind: int
    record: str
    field: str
    batch: str | None = None
    edit: str | None = None
    hash_before: str | None = None
    hash_after: str | None = None
    salt: str | None = None
    digest: str | None = None


@dataclass(slots=True)
class Redactions:
    """What is known to be blank. Facts go by (kind, record, batch id) and by edit id."""

    #: Per record and field the digests of values that are blank, None for whatever it says.
    rules: dict[tuple[int, str], dict[str, set[tuple[str, str] | None]]] = field(default_factory=dict)
    before: dict[tuple[int, str, str], int] = field(default_factory=dict)
    after: dict[tuple[int, str, str], set[int]] = field(default_factory=dict)
    edits: dict[str, set[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.rules)

    def add(self, rows: Iterable[Sequence[Value]]) -> None:
        """Know these redaction records, given as values in column order."""
        for values in rows:
            row = Row(*list[Any](values))
            key = (row.fact_kind, row.record)
            if row.edit is not None:
                self.edits.setdefault(row.edit, set()).add(row.hash_after or "")
            elif row.batch is not None:
                fact = (*key, row.batch)
                self.before[fact] = int(row.hash_before or "0", 16)
                self.after.setdefault(fact, set()).add(int(row.hash_after or "0", 16))
            else:
                said = None if row.digest is None else (row.salt or "", row.digest)
                self.rules.setdefault(key, {}).setdefault(row.field, set()).add(said)

    def counts_as(self, kind: int, record: str, batch: str, computed: int) -> int:
        """The hash by which a creation counts in its batch: that of before it was blanked, if it is properly blank."""
        fact = (kind, record, batch)
        return self.before[fact] if computed in self.after.get(fact, ()) else computed

    def excuses(self, edit: str, computed: str) -> bool:
        """Whether an edit whose hash is not its id was blanked, and holds what was left of it."""
        return computed in self.edits.get(edit, ())

    def is_blank(self, kind: int, record: str, name: str, value: Value) -> bool:
        """Whether a value has to be blank."""
        rules = self.rules.get((kind, record))
        if rules is None or value is None:
            return False
        said = rules.get(EVERYTHING, set()) | rules.get(name, set())
        return None in said or any(rule is not None and digest_of(value, rule[0]) == rule[1] for rule in said)

    def blank_values(self, kind: int, record: str, names: Sequence[str], values: Sequence[Value]) -> tuple[Value, ...]:
        """A creation's values with what has to be blank left out."""
        return tuple(
            None if self.is_blank(kind, record, name, value) else value
            for name, value in zip(names, values, strict=True)
        )

    def blank_edit(self, kind: int, record: str, set_: str, over: str) -> tuple[str, str]:
        """An edit's texts with what has to be blank left out; the same texts if nothing has to."""
        if (kind, record) not in self.rules:
            return set_, over
        said, named = json.loads(set_), json.loads(over)
        blank_said = {
            name: None if name[:1] != "_" and self.is_blank(kind, record, name, value) else value
            for name, value in said.items()
        }
        blank_named = {
            name: [item for item in items if not self._names_blank(kind, record, name, item)]
            for name, items in named.items()
        }
        if blank_said == said and blank_named == named:
            return set_, over
        return canonical_json(blank_said), canonical_json(blank_named)

    def _names_blank(self, kind: int, record: str, name: str, item: object) -> bool:
        return isinstance(item, list) and bool(item) and self.is_blank(kind, record, name, item[0])


def rule_row(kind: int, record: str, name: str, value: Value, *, salt: str) -> Row:
    """The record of a rule; of a value it keeps a digest only, with a salt of its own."""
    if value is None:
        return Row(kind, record, name)
    return Row(kind, record, name, salt=salt, digest=digest_of(value, salt))


def digest_of(value: Value, salt: str) -> str:
    """What a rule keeps of a value."""
    text = canonical_json([salt, value])
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST).hexdigest()
