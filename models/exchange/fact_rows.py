"""Facts as they stand in an exchange file: column by column, with everything checked that a fact has to be.

What a batch's digest covers is the text of the values only; types, empty text and control characters are looked at
here, so that equal digests mean equal facts (docs/exchange-format.md, section 4).
"""

import json
import re
import struct
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from models.errors import MergeProblem
from models.facts.body import BodyCreation, BodyEdit
from models.facts.canonical import SEPARATOR, Value, canonical_json, creation_hash, edit_uid
from models.facts.fold import DELETED, SEEN
from models.language import _
from models.tables.record_kinds import KIND_BY_NUMBER, Column, ColumnType, RecordKind

UID = 16
#: Numbers fit 64 bits.
MOST = 1 << 63
_HEX_UID = re.compile(r"[0-9a-f]{32}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

CREATIONS, EDITS = "creations", "edits"
_NONE: Mapping[str, Collection[str]] = {}


class Unsound(ValueError):  # noqa: N818 - becomes a MergeProblem where the file is known
    """Something in a file is not as it has to be."""


class Newer(Exception):  # noqa: N818 - becomes a MergeProblem where the file is known
    """Something in a file comes from a newer release."""


#: Of a section with no single large text, and the values in one that has some.
_MOST_USUAL = 6 << 20
_MOST_COMMAS = 300_000


def parsed_json(data: bytes) -> Any:
    """JSON from a file; Unsound if it is none, or would need far more memory than its length."""
    if len(data) > _MOST_USUAL and data.count(b",") > _MOST_COMMAS:
        raise Unsound("json")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unsound("json") from error


@dataclass(frozen=True, slots=True)
class Head:
    """What a section says before its rows: which facts, how many, of which batches (positions, first to last)."""

    part: str
    kind: int
    rows: int
    batches: tuple[tuple[int, int], ...]

    def encoded(self) -> bytes:
        """As it stands in the file."""
        return canonical_json([self.part, self.kind, self.rows, self.batches]).encode()

    @classmethod
    def decoded(cls, data: bytes) -> "Head":
        """Read back; Unsound if it is none."""
        part, kind, rows, batches = parsed_json(data)
        numbers = [kind, rows, *chain.from_iterable(batches)]
        if part not in {CREATIONS, EDITS} or not all(type(number) is int and number >= 0 for number in numbers):
            raise Unsound("head")
        before = -1
        for first, last in batches:
            if not before < first <= last:
                raise Unsound("head")
            before = last
        return cls(part, kind, rows, tuple((first, last) for first, last in batches))


def ranges(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Numbers as runs: 1 2 3 7 is (1, 3), (7, 7)."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return tuple(runs)


# -- Creations -------------------------------------------------------------------------------------------------


def encode_creations(kind: RecordKind, rows: Sequence[BodyCreation]) -> tuple[Head, bytes, list[int]]:
    """A section of creations: ids, parents and batches as bytes, then the values column by column; with the hashes."""
    batches = [row.batch for row in rows]
    uids = b"".join(row.uid for row in rows)
    parents = b"".join(row.parent or bytes(UID) for row in rows) if kind.of_organization else b""
    filled = [list(column) for column in zip(*(row.values for row in rows), strict=True)]
    hashes = _creation_hashes(kind, [row.uid for row in rows], [row.parent for row in rows], filled)
    columns = [column if any(value is not None for value in column) else None for column in filled]
    while columns and columns[-1] is None:  # columns that a later release appends change nothing
        columns.pop()
    text = json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()
    data = uids + parents + struct.pack(f">{len(rows)}I", *batches) + text
    return Head(CREATIONS, kind.number, len(rows), ranges(batches)), data, hashes


def decode_creations(head: Head, data: bytes) -> tuple[list[BodyCreation], list[int]]:
    """The creations of a section with the hash of each; Unsound or Newer if one is not as it has to be."""
    kind = KIND_BY_NUMBER.get(head.kind)
    if kind is None:
        raise Newer(f"kind {head.kind}")
    count = head.rows
    parent_bytes = UID * count if kind.of_organization else 0
    start = UID * count + parent_bytes + 4 * count
    if len(data) < start:
        raise Unsound("short")
    uids = [data[at : at + UID] for at in range(0, UID * count, UID)]
    parents: list[bytes | None] = [None] * count
    if kind.of_organization:
        parents = [data[at : at + UID] for at in range(UID * count, UID * count + parent_bytes, UID)]
    batches = struct.unpack_from(f">{count}I", data, UID * count + parent_bytes)
    _check_batches(head, batches)
    columns = parsed_json(data[start:])
    if not isinstance(columns, list):
        raise Unsound("columns")
    if len(columns) > len(kind.columns):
        raise Newer(f"{kind.table}: {len(columns)} columns")
    columns += [None] * (len(kind.columns) - len(columns))
    filled = [_checked(column, values, count) for column, values in zip(kind.columns, columns, strict=True)]
    hashes = _creation_hashes(kind, uids, parents, filled)
    values = zip(*filled, strict=True) if filled else iter([()] * count)
    rows = list(map(BodyCreation, uids, batches, parents, values))
    return rows, hashes


def _check_batches(head: Head, batches: Sequence[int]) -> None:
    if ranges(batches) != head.batches:
        raise Unsound("batches")


def _checked(column: Column, values: object, count: int) -> list[Value]:
    """A column's values, all of a type that the column holds."""
    if values is None:
        return [None] * count
    if not isinstance(values, list) or len(values) != count:
        raise Unsound(column.name)
    _check_values(column, values)
    return values


def _check_values(column: Column, values: Sequence[Any]) -> None:
    types = set(map(type, values)) - {type(None)}
    number = column.type in {ColumnType.INTEGER, ColumnType.FLAG}
    if types - {int if number else str}:
        raise Unsound(column.name)
    present = [value for value in values if value is not None]
    if number:
        if present and not -MOST <= min(present) <= max(present) < MOST:
            raise Unsound(column.name)
        return
    whole = "".join(present)
    if "" in present or SEPARATOR in whole or "\0" in whole:
        raise Unsound(column.name)
    whole.encode()  # half a character is a ValueError
    if column.type is ColumnType.REFERENCE and not all(map(_HEX_UID.fullmatch, present)):
        raise Unsound(column.name)
    if column.type is ColumnType.DATE:
        for day in set(present):
            check_day(day)


def check_day(day: str) -> None:
    """Unsound, or a ValueError, if it is no day."""
    if not _DAY.fullmatch(day):
        raise Unsound("day")
    date.fromisoformat(day)  # a ValueError for the 30th of February


def _creation_hashes(
    kind: RecordKind, uids: list[bytes], parents: list[bytes | None], columns: list[list[Value]]
) -> list[int]:
    texts = [["" if value is None else str(value) for value in column] for column in columns]
    number = kind.number
    return [
        creation_hash(number, uid, parent, SEPARATOR.join(row).rstrip(SEPARATOR))
        for uid, parent, row in zip(uids, parents, zip(*texts, strict=True), strict=True)
    ]


def checked_hashes(kind: RecordKind, rows: Sequence[BodyCreation]) -> list[int]:
    """The hashes of creations that were read elsewhere; Unsound if one is not as it has to be."""
    for row in rows:
        if len(row.uid) != UID or (row.parent is not None) != kind.of_organization:
            raise Unsound(kind.table)
    columns = [list(column) for column in zip(*(row.values for row in rows), strict=True)]
    for column, values in zip(kind.columns, columns, strict=True):
        _check_values(column, values)
    return _creation_hashes(kind, [row.uid for row in rows], [row.parent for row in rows], columns)


# -- Edits -----------------------------------------------------------------------------------------------------


def encode_edits(edits: Sequence[BodyEdit]) -> tuple[Head, bytes]:
    """A section of edits, each with its hash."""
    batches = [edit.batch for edit in edits]
    data = (
        b"".join(edit.uid for edit in edits)
        + b"".join(edit.record for edit in edits)
        + struct.pack(f">{len(edits)}I", *batches)
        + bytes(edit.kind for edit in edits)
        + json.dumps(
            [[edit.set_ for edit in edits], [edit.over for edit in edits]], ensure_ascii=False, separators=(",", ":")
        ).encode()
    )
    return Head(EDITS, 0, len(edits), ranges(batches)), data


def decode_edits(
    head: Head, data: bytes, batch_uids: Sequence[bytes], blanked: Mapping[str, Collection[str]] = _NONE
) -> list[BodyEdit]:
    """The edits of a section; Unsound if an id is not the hash of its edit, Newer for what is not known yet."""
    count = head.rows
    start = (UID + UID + 4 + 1) * count
    if len(data) < start:
        raise Unsound("short")
    batches = struct.unpack_from(f">{count}I", data, 2 * UID * count)
    _check_batches(head, batches)
    kinds = data[start - count : start]
    sets, overs = parsed_json(data[start:])
    if not (isinstance(sets, list) and isinstance(overs, list)):
        raise Unsound("edits")
    edits = []
    for at, batch, number, set_, over in zip(range(count), batches, kinds, sets, overs, strict=True):
        uid, record = data[at * UID : (at + 1) * UID], data[(count + at) * UID : (count + at + 1) * UID]
        edit = BodyEdit(number, record, uid, batch, set_, over)
        check_edit(edit, batch_uids, blanked)
        edits.append(edit)
    return edits


def check_edit(edit: BodyEdit, batch_uids: Sequence[bytes], blanked: Mapping[str, Collection[str]] = _NONE) -> None:
    """Unsound if the edit is not what its id says or not as an edit has to be; Newer for what is not known yet.

    `blanked` says what is left of edits that were blanked (models/facts/redaction.py).
    """
    kind = KIND_BY_NUMBER.get(edit.kind)
    if kind is None:
        raise Newer(f"kind {edit.kind}")
    if type(edit.set_) is not str or type(edit.over) is not str:
        raise Unsound("edit")
    batch = batch_uids[edit.batch]
    expected = edit_uid(batch=batch, kind=edit.kind, record=edit.record, set_=edit.set_, over=edit.over)
    set_, over = json.loads(edit.set_), json.loads(edit.over)
    canonical = canonical_json(set_) == edit.set_ and canonical_json(over) == edit.over
    is_right = expected == edit.uid or expected.hex() in blanked.get(edit.uid.hex(), ())
    if not is_right or not canonical or not isinstance(set_, dict) or not isinstance(over, dict):
        raise Unsound("edit")
    for name, value in set_.items():
        _check_said(kind, name, value)
    for name, items in over.items():
        _check_named(kind, name, items)


def _check_said(kind: RecordKind, name: str, value: object) -> None:
    if name == DELETED:
        if value not in (0, 1) or type(value) is not int:
            raise Unsound(name)
        return
    if name not in kind.names:
        raise Newer(f"{kind.table}.{name}")
    if value is not None:
        _check_values(kind.column(name), [value])


def _check_named(kind: RecordKind, name: str, items: object) -> None:
    if name not in kind.names and name not in {DELETED, SEEN}:
        raise Newer(f"{kind.table}.{name}")
    if not isinstance(items, list):
        raise Unsound(name)
    for item in items:
        if isinstance(item, str) and _HEX_UID.fullmatch(item):
            continue
        by_value = isinstance(item, list) and len(item) == 1 and name in kind.names
        if not by_value or type(item[0]) not in {int, str}:
            raise Unsound(name)


def newer_problem(program: str, detail: str) -> MergeProblem:
    """What to say of a file with facts that this release does not know."""
    return MergeProblem(
        _("这个文件来自更新的版本（{program}），里面有本机软件还不认识的内容，没有合并。").format(
            program=program or "?"
        ),
        hint=_("请先升级本机的建会台账，再合并一次；文件不用重新导出。"),
        detail=detail,
    )
