"""Headers of batches as they stand in an exchange file, with everything checked that one has to be."""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from models.exchange.fact_rows import MOST, UID, Unsound, check_day, parsed_json
from models.facts.body import BodyBatch

_NONCE = 8
#: Batch kinds are for display; one from a newer release is only a number here.
_MOST_KIND = 255
#: What stands in a row of a header: six numbers, then what it reverts and the registry's day.
_NUMBERS, _VALUES = 6, 8


@dataclass(slots=True)
class _Table:
    """Values that repeat, once each."""

    values: list[Any] = field(default_factory=list)
    places: dict[Any, int] = field(default_factory=dict)

    def place(self, value: Any) -> int:
        if value not in self.places:
            self.places[value] = len(self.values)
            self.values.append(value)
        return self.places[value]


def encode_batches(batches: Sequence[BodyBatch]) -> bytes:
    """Headers of batches: ids, digests and nonces as bytes, then the rest with installations and authors once each."""
    replicas, authors = _Table(), _Table()
    rows = [
        [
            replicas.place(batch.replica.hex()),
            batch.seq,
            batch.lamport,
            authors.place(batch.author),
            batch.wall,
            batch.kind,
            batch.reverts.hex() if batch.reverts else None,
            batch.registry_on,
        ]
        for batch in batches
    ]
    said = {"replicas": replicas.values, "authors": authors.values, "rows": rows}
    return (
        struct.pack(">I", len(batches))
        + b"".join(batch.uid + batch.digest + batch.nonce for batch in batches)
        + json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    )


def decode_batches(data: bytes) -> list[BodyBatch]:
    """The headers of a section; Unsound if one's id is not its hash."""
    (count,) = struct.unpack_from(">I", data)
    size = 2 * UID + _NONCE
    start = 4 + size * count
    if len(data) < start:
        raise Unsound("short")
    said = parsed_json(data[start:])
    replicas = [_bytes(text, UID) for text in said["replicas"]]
    authors = said["authors"]
    columns: list[Any] = list(zip(*said["rows"], strict=True)) or [()] * _VALUES
    for numbers in columns[:_NUMBERS]:
        _check_counts(numbers)
    if max(columns[5], default=0) > _MOST_KIND:
        raise Unsound("batch")
    for author in authors:
        _check_words(author)
    for day in set(columns[7]) - {None}:
        _check_words(day)
        check_day(day)
    found = []
    for at, replica, seq, lamport, author, wall, kind, reverts, registry_on in zip(
        range(4, start, size), *columns, strict=True
    ):
        batch = BodyBatch(
            data[at : at + UID],
            replicas[replica],
            seq,
            lamport,
            authors[author],
            wall,
            kind,
            data[at + 2 * UID : at + size],
            None if reverts is None else _bytes(reverts, UID),
            registry_on,
            data[at + UID : at + 2 * UID],
        )
        if batch.hashed() != batch.uid:
            raise Unsound("batch")
        found.append(batch)
    return found


def _check_counts(numbers: Sequence[Any]) -> None:
    if set(map(type, numbers)) - {int} or (numbers and not 0 <= min(numbers) <= max(numbers) < MOST):
        raise Unsound("batch")


def _check_words(text: object) -> None:
    if not isinstance(text, str) or "\0" in text:
        raise Unsound("batch")


def check_batch(batch: BodyBatch) -> None:
    """Unsound if the header is not as it has to be, or its id not its hash."""
    _check_words(batch.author)
    if batch.registry_on is not None:
        _check_words(batch.registry_on)
        check_day(batch.registry_on)
    if batch.hashed() != batch.uid:
        raise Unsound("batch")


def _bytes(text: object, length: int) -> bytes:
    if not isinstance(text, str) or len(text) != 2 * length:
        raise Unsound("bytes")
    return bytes.fromhex(text)
