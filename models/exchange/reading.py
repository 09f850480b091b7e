"""Opening what another laptop sent. Nothing here changes a ledger, and nothing is ever written to the file read."""

from dataclasses import dataclass
from pathlib import Path

from models.exchange.known import Keyring
from models.exchange.manifest import Manifest
from models.facts.body import Body


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signed a file. `known` is True once a person has confirmed the card by its code.

    `code` is the short code of the key, to be compared by phone; empty for a raw ledger file, which is signed by
    nobody and therefore never known.
    """

    public_key: bytes
    name: str
    unit: str
    installation: str
    code: str
    known: bool


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was read and proven: every hash fits. `digest` identifies the file, whatever it is called."""

    manifest: Manifest
    body: Body
    digest: bytes
    sender: Sender


def open_exchange(path: Path, *, keys: Keyring | None = None, passphrase: str | None = None) -> Incoming:
    """Read and prove an exchange file; `keys` are those of this profile unless others are given.

    Raises MergeProblem, in one sentence with what to do: damaged, cut off, changed, passed through a text program,
    something else altogether, sealed for somebody else, passphrase missing or wrong, from a newer version.
    """
    raise NotImplementedError(path, keys, passphrase)


def open_ledger_source(path: Path) -> Incoming:
    """Read and prove a raw ledger file, such as that of a dead laptop, without trusting anything in it.

    Raises MergeProblem: not a sound ledger, half-written, open elsewhere, from a newer version.
    """
    raise NotImplementedError(path)
