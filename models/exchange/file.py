"""One exchange file, opened: its whole digest and its signature fit before anything in it is looked at.

`ExchangeFile` gives the sections one by one, so a file of any size is read in little memory; a section of which all
batches are known is passed over unopened.
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from models.exchange.batch_rows import decode_batches
from models.exchange.container import (
    BATCHES,
    FACTS,
    ID_BYTES,
    MANIFEST,
    SEAL,
    Frame,
    digest_of,
    frames,
    open_packed,
    read_end,
    unpack,
)
from models.exchange.fact_rows import EDITS, Head, Newer, Unsound, decode_creations, decode_edits, newer_problem
from models.exchange.known import Keyring
from models.exchange.manifest import Manifest, Signed
from models.exchange.recognizing import (
    damaged,
    first_bytes,
    forged,
    refuse_what_it_is,
    unreadable,
    unsound,
)
from models.exchange.sealing import Unsealer, unsealer
from models.exchange.signing import file_signature_fits
from models.facts.body import BodyBatch, BodyCreation, BodyEdit
from models.facts.canonical import MODULUS
from models.facts.redaction import Redactions
from models.tables.record_kinds import REDACTION

#: What unpacks to more is no honest file: text and ids together never shrink that much.
_MOST_GROWTH = 120
_ALWAYS_ALLOWED = 64 << 20
#: What altered contents may raise where they are taken apart.
MALFORMED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, struct.error)
_DETAIL = 100


class Section(NamedTuple):
    """Some facts of a file: creations of one kind, or edits."""

    kind: int
    creations: list[BodyCreation]
    edits: list[BodyEdit]


@dataclass(slots=True)
class _Sums:
    """What the sections add up to."""

    digests: list[int]
    complete: list[bool]
    creations: int = 0
    edits: int = 0


class ExchangeFile:
    """An open exchange file. `id` identifies it; `batches` are the headers of all its batches."""

    def __init__(self, path: Path, digest: bytes, public_key: bytes) -> None:
        self.id = digest[:ID_BYTES]
        self._digest = digest
        self.public_key = public_key
        self.batches: list[BodyBatch] = []
        self._name = path.name
        self._signed: Signed | None = None
        self._frames: Iterator[Frame] = iter(())
        self._next: Frame | None = None
        self._redactions = Redactions()
        self._unpacked = 0
        self._allowed = max(_ALWAYS_ALLOWED, _MOST_GROWTH * path.stat().st_size)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        keys: Keyring,
        passphrase: str | None = None,
        key: bytes | None = None,
        known: Callable[[bytes], bool] = lambda _id: False,
    ) -> "ExchangeFile":
        """Prove digest and signature and read the head; `key` unseals what was just written.

        Of a file whose id is `known` only the manifest is read: there are no batches then, and no sections to ask for.
        Raises MergeProblem, as `reading.open_exchange` says.
        """
        try:
            refuse_what_it_is(path, first_bytes(path))
            end = read_end(path)
            found_digest = digest_of(path)
        except OSError as error:
            raise unreadable(path.name, error) from error
        if end is None or found_digest != end.digest:
            raise damaged(path.name, "digest")
        if not file_signature_fits(end.public_key, end.digest, end.signature):
            raise forged(path.name, "signature")
        found = cls(path, end.digest, end.public_key)
        try:
            found._read_head(path, keys, passphrase, key, known)
        except BaseException:
            found.close()
            raise
        return found

    @property
    def manifest(self) -> Manifest:
        """What the file says about itself."""
        if self._signed is None:
            raise RuntimeError("not opened")
        return self._signed.manifest

    def close(self) -> None:
        """Close the file; harmless when done twice."""
        close = getattr(self._frames, "close", None)
        if close is not None:
            close()

    def __enter__(self) -> "ExchangeFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def sections(self, *, known: Callable[[BodyBatch], bool] = lambda _batch: False) -> Iterator[Section]:
        """The facts, section by section, each proven; once, in the order of the file.

        A section is passed over if all of its batches are `known`: asked once per batch, and to be answered with yes
        only for a signed file of a known sender. At the end the file as a whole is proven; MergeProblem otherwise.
        """
        passed = [known(batch) for batch in self.batches]
        sums = _Sums([0] * len(self.batches), [True] * len(self.batches))
        uids = [batch.uid for batch in self.batches]
        with self._naming():
            frame = self._next
            while frame is not None:
                section = self._section(frame, passed, sums, uids)
                if section is not None:
                    yield section
                frame = next(self._frames, None)
            self._check_sums(sums)

    def _read_head(
        self, path: Path, keys: Keyring, passphrase: str | None, key: bytes | None, known: Callable[[bytes], bool]
    ) -> None:
        with self._naming():
            raw = frames(path, self._digest)
            self._frames = raw
            first = _first(raw)
            if first.tag == SEAL:
                opener = unsealer(first.content, secret=keys.secret, passphrase=passphrase, key=key)
                self._frames = _opened(raw, opener)
                first = _first(self._frames)
            if first.tag != MANIFEST:
                raise Unsound("order")
            self._signed = Signed.decoded(self._unpack(first.content))
            if self._signed.public_key != self.public_key:
                raise forged(self._name, "signer")
            if known(self.id):
                return
            frame = next(self._frames, None)
            while frame is not None and frame.tag != FACTS:
                if frame.tag == BATCHES:
                    self.batches += decode_batches(self._unpack(frame.content))
                else:
                    _skip(frame.tag)
                frame = next(self._frames, None)
            self._next = frame
            if len(self.batches) != self.manifest.batches or len({b.uid for b in self.batches}) != len(self.batches):
                raise Unsound("batches")

    def _section(self, frame: Frame, passed: Sequence[bool], sums: _Sums, uids: Sequence[bytes]) -> Section | None:
        if frame.tag != FACTS:
            _skip(frame.tag)
            return None
        packed = open_packed(frame.content)
        head = Head.decoded(packed.head)
        places = [place for first, last in head.batches for place in range(first, _within(last, uids) + 1)]
        if places and all(passed[place] for place in places) and head.kind != REDACTION.number:
            for place in places:
                sums.complete[place] = False
            self._count(head, sums)
            return None
        data = self._unpack(frame.content)
        self._count(head, sums)
        if head.part == EDITS:
            edits = decode_edits(head, data, uids, self._redactions.edits)
            for edit in edits:
                sums.digests[edit.batch] += int.from_bytes(edit.uid, "big")
            return Section(0, [], edits)
        creations, hashes = decode_creations(head, data)
        if head.kind == REDACTION.number:  # it stands before all edits
            self._redactions.add(creation.values for creation in creations)
        for creation, value in zip(creations, hashes, strict=True):
            sums.digests[creation.batch] += value
        return Section(head.kind, creations, [])

    def _count(self, head: Head, sums: _Sums) -> None:
        if head.part == EDITS:
            sums.edits += head.rows
        else:
            sums.creations += head.rows

    def _unpack(self, content: bytes) -> bytes:
        packed = open_packed(content)
        self._unpacked += packed.raw
        if self._unpacked > self._allowed:
            raise Unsound("growth")
        return unpack(packed)

    def _check_sums(self, sums: _Sums) -> None:
        manifest = self.manifest
        if (sums.creations, sums.edits) != (manifest.creations, manifest.edits):
            raise Unsound("counts")
        for batch, total, complete in zip(self.batches, sums.digests, sums.complete, strict=True):
            if complete and total % MODULUS != int.from_bytes(batch.digest, "big"):
                raise Unsound("batch digest")

    @contextmanager
    def _naming(self) -> Iterator[None]:
        """Turn whatever contents may raise into one sentence."""
        try:
            yield
        except Newer as error:
            program = self._signed.manifest.program if self._signed else ""
            raise newer_problem(program, str(error)) from error
        except OSError as error:
            raise unreadable(self._name, error) from error
        except MALFORMED as error:
            raise unsound(self._name, f"{type(error).__name__}: {error}"[:_DETAIL]) from error


def _opened(raw: Iterator[Frame], opener: Unsealer) -> Iterator[Frame]:
    for frame in raw:
        yield Frame(frame.tag, opener.opened(frame.tag, frame.content))


def _first(found: Iterator[Frame]) -> Frame:
    frame = next(found, None)
    if frame is None:
        raise Unsound("empty")
    return frame


def _within(last: int, uids: Sequence[bytes]) -> int:
    if last >= len(uids):
        raise Unsound("batch")
    return last


def _skip(tag: bytes) -> None:
    """What a newer release added: a small first letter says that it may be passed over."""
    if tag in {MANIFEST, BATCHES, SEAL}:
        raise Unsound("order")
    if not tag[:1].islower():
        raise Newer(f"section {tag!r}")
