"""Opening what another laptop sent. Nothing here changes a ledger, and nothing is ever written to the file read."""

from dataclasses import dataclass
from pathlib import Path

from models.exchange.cards import short_code
from models.exchange.file import ExchangeFile
from models.exchange.known import Keyring, profile_keyring
from models.exchange.ledger_source import read_ledger
from models.exchange.manifest import Manifest
from models.exchange.recognizing import first_bytes, is_database
from models.facts.body import Body


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signed a file. `known` is True once a person has confirmed the card by its code.

    `code` is the short code of the key, to be compared by phone; empty for a raw ledger file, which is signed by
    nobody and therefore never known. For a known sender `name` and `unit` are those that were confirmed.
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


def open_incoming(path: Path, *, keys: Keyring | None = None, passphrase: str | None = None) -> Incoming:
    """Read and prove whatever facts can come from: an exchange file, a raw ledger file, what QR codes carried.

    They are told by their content. Photos of codes are joined before (`photos.joined_photos`).
    """
    start = first_bytes(path)
    if is_database(start):
        return open_ledger_source(path)
    if start.startswith(b"JHQ1"):
        from models.exchange.few_facts import read_few  # noqa: PLC0415 - it needs what stands here

        return read_few(path, keys=keys)
    return open_exchange(path, keys=keys, passphrase=passphrase)


def open_exchange(path: Path, *, keys: Keyring | None = None, passphrase: str | None = None) -> Incoming:
    """Read and prove an exchange file; `keys` are those of this profile unless others are given.

    Raises MergeProblem, in one sentence with what to do: damaged, cut off, changed, passed through a text program,
    something else altogether, sealed for somebody else, passphrase missing or wrong (`sealing.PassphraseNeeded`),
    from a newer version. For files of any size in little memory see `file.ExchangeFile`.
    """
    keys = keys or profile_keyring()
    with ExchangeFile.open(path, keys=keys, passphrase=passphrase) as found:
        body = Body(batches=found.batches)
        for section in found.sections():
            if section.creations:
                body.creations.setdefault(section.kind, []).extend(section.creations)
            body.edits += section.edits
        body.note_blanked()
        return Incoming(found.manifest, body, found.id, sender_of(found.manifest, found.public_key, keys))


def open_ledger_source(path: Path) -> Incoming:
    """Read and prove a raw ledger file, such as that of a dead laptop, without trusting anything in it.

    Raises MergeProblem: not a sound ledger, half-written, open elsewhere, from a newer version.
    """
    manifest, body, digest = read_ledger(path)
    sender = Sender(b"", manifest.author, manifest.unit, manifest.installation, "", known=False)
    return Incoming(manifest, body, digest, sender)


def sender_of(manifest: Manifest, public_key: bytes, keys: Keyring) -> Sender:
    """Who signed a file, by the names that were confirmed where the sender is known."""
    known = keys.known.get(public_key)
    name, unit = (known.name, known.unit) if known else (manifest.author, manifest.unit)
    return Sender(public_key, name, unit, manifest.installation, short_code(public_key), known=keys.knows(public_key))
