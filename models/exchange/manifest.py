"""What an exchange file says about itself: who, when, how much, up to where. All of it is what the sender claims."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from models.exchange.fact_rows import Unsound, parsed_json
from models.exchange.plain_text import is_invisible
from models.facts.canonical import canonical_json

#: Kinds of files: everything, some organizations with their whole history, what the recipient has not had yet.
WHOLE, SLICE, SINCE = "whole", "slice", "since"
#: The kind of a raw ledger file that is read as a source.
LEDGER_FILE = "ledger"
_KINDS = (WHOLE, SLICE, SINCE, LEDGER_FILE)
_HEX = re.compile(r"([0-9a-f]{2})*")
_MOST_TEXT = 1_000
_MOST = 1 << 53


@dataclass(frozen=True, slots=True)
class Counter:
    """The highest running number of an installation (hexadecimal) that the sender holds."""

    installation: str
    seq: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a file that the recipient of this one had sent.

    `file` is the digest of that file (hexadecimal), `merged` the wall clock in seconds, `counts` the merge's own
    numbers by name (new, changed, conflicts …).
    """

    file: str
    merged: int
    by: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The head of an exchange file.

    `created` is the sender's wall clock in seconds, for display only. `facts` and `state` are the digests of the
    sender's whole ledger, also for a slice. `ledger` is the hexadecimal id of the batch that founded it.
    `recipient` is the hexadecimal key of the card that the file is for, or a name, or empty; `number` counts the
    files to that recipient, and `basis` is the digest of the previous one (for a file of kind "since").
    """

    kind: str
    ledger: str
    unit: str
    author: str
    installation: str
    created: int
    organizations: int
    creations: int
    edits: int
    batches: int
    counters: tuple[Counter, ...]
    facts: str
    state: str
    streets: tuple[str, ...]
    cadres: tuple[str, ...]
    recipient: str
    number: int
    basis: str
    receipts: tuple[Receipt, ...]
    program: str
    format: int

    def up_to(self, installation: str) -> int:
        """The highest change of an installation that the sender holds; 0 if none."""
        return next((counter.seq for counter in self.counters if counter.installation == installation), 0)


@dataclass(frozen=True, slots=True)
class Signed:
    """The manifest as it stands in a file, with the public key that has to have signed the file."""

    manifest: Manifest
    public_key: bytes

    def encoded(self) -> bytes:
        """As it stands in the file."""
        said = asdict(self.manifest) | {"key": self.public_key.hex()}
        said["counters"] = [[counter.installation, counter.seq] for counter in self.manifest.counters]
        return canonical_json(said).encode()

    @classmethod
    def decoded(cls, data: bytes) -> "Signed":
        """Read back; Unsound if it is none. What a newer release added is passed over."""
        said = parsed_json(data)
        if not isinstance(said, dict):
            raise Unsound("manifest")
        try:
            return cls(_manifest(said), bytes.fromhex(said["key"]))
        except (KeyError, TypeError, ValueError) as error:
            raise Unsound("manifest") from error


def _manifest(said: Mapping[str, Any]) -> Manifest:
    number, text, hex_ = _number, _text, _hex
    if said["kind"] not in _KINDS:
        raise Unsound("kind")
    return Manifest(
        kind=said["kind"],
        ledger=hex_(said["ledger"]),
        unit=text(said["unit"]),
        author=text(said["author"]),
        installation=hex_(said["installation"]),
        created=number(said["created"]),
        organizations=number(said["organizations"]),
        creations=number(said["creations"]),
        edits=number(said["edits"]),
        batches=number(said["batches"]),
        counters=tuple(Counter(hex_(uid), number(seq)) for uid, seq in said["counters"]),
        facts=hex_(said["facts"]),
        state=hex_(said["state"]),
        streets=tuple(text(street) for street in said["streets"]),
        cadres=tuple(text(cadre) for cadre in said["cadres"]),
        recipient=text(said["recipient"]),
        number=number(said["number"]),
        basis=hex_(said["basis"]),
        receipts=tuple(_receipt(receipt) for receipt in said["receipts"]),
        program=text(said["program"]),
        format=number(said["format"]),
    )


def _receipt(said: Mapping[str, Any]) -> Receipt:
    counts = {_text(name): _number(count) for name, count in said["counts"].items()}
    return Receipt(_hex(said["file"]), _number(said["merged"]), _text(said["by"]), counts)


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < _MOST:
        raise Unsound("number")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MOST_TEXT or any(map(is_invisible, value)):
        raise Unsound("text")
    return value


def _hex(value: object) -> str:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise Unsound("hex")
    return value
