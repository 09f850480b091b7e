"""What an exchange file says about itself: who, when, how much, up to where. All of it is what the sender claims."""

from collections.abc import Mapping
from dataclasses import dataclass

#: Kinds of files: everything, some organizations with their whole history, what the recipient has not had yet.
WHOLE, SLICE, SINCE = "whole", "slice", "since"
#: The kind of a raw ledger file that is read as a source.
LEDGER_FILE = "ledger"


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
