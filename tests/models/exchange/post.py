"""Laptops with keys of their own, files between them, and files that were tampered with."""

import json
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from models.exchange import container
from models.exchange.container import COVER_BYTES, END_BYTES, MARK, Frame, FrameWriter
from models.exchange.known import Keyring, Known
from models.exchange.reading import Incoming, open_exchange
from models.exchange.signing import public_key_of
from models.exchange.writing import Wanted, Written, write_exchange
from models.facts.body import Body, take_out
from models.facts.union import unite
from models.ledger.ledger import Ledger
from models.progress import Progress

_FRAME = struct.Struct(">4sI")
SECRET = b"\x07" * 32
STRANGER = b"\x08" * 32
PROGRAM = "0.1.0"


def keyring(*colleagues: bytes, secret: bytes = SECRET) -> Keyring:
    """A secret key, and the keys of known colleagues by their secrets."""
    keys = map(public_key_of, colleagues)
    return Keyring(secret, {key: Known(key, "李四", "朝阳区总工会", "00" * 16) for key in keys})


def send(ledger: Ledger, path: Path, wanted: Wanted | None = None, *, secret: bytes = SECRET) -> Written:
    return write_exchange(ledger, path, wanted or Wanted(), program=PROGRAM, progress=Progress(), keys=Keyring(secret))


def receive(path: Path, *, secret: bytes = SECRET, passphrase: str | None = None) -> Incoming:
    return open_exchange(path, keys=Keyring(secret), passphrase=passphrase)


def whole_body(ledger: Ledger) -> Body:
    with ledger.reading() as db:
        return take_out(db)


def comparable(body: Body) -> tuple[object, ...]:
    """A body without the order of its facts and the places of its batches."""
    uids = [batch.uid for batch in body.batches]
    made = sorted(
        (kind, row.uid, uids[row.batch], row.parent or b"", repr(row.values))
        for kind, rows in body.creations.items()
        for row in rows
    )
    edits = sorted((e.kind, e.record, e.uid, uids[e.batch], e.set_, e.over) for e in body.edits)
    return made, edits, sorted(body.batches)


def merge(ledger: Ledger, incoming: Incoming) -> None:
    with ledger.local_write() as db:
        unite(db, incoming.body, file_digest=incoming.digest, now=0)


def parts(path: Path) -> tuple[bytes, list[Frame], bytes]:
    """A file's cover, its sections, and its end."""
    data = path.read_bytes()
    found, at = [], COVER_BYTES + len(MARK)
    while at < len(data) - END_BYTES:
        tag, length = _FRAME.unpack_from(data, at)
        at += _FRAME.size
        found.append(Frame(tag, data[at : at + length]))
        at += length
    return data[:COVER_BYTES], found, data[-END_BYTES:]


def put_together(path: Path, cover: bytes, frames: list[Frame], *, secret: bytes = SECRET) -> Path:
    """A file of these sections with the right digest, signed with that key."""
    with path.open("wb") as file:
        writer = FrameWriter(file, cover)
        for frame in frames:
            writer.write(frame.tag, frame.content)
        writer.finish(secret)
    return path


def changed(frame: Frame, change: Callable[[bytes], bytes], head: Callable[[bytes], bytes] = bytes) -> Frame:
    """A section whose unpacked content was changed."""
    packed = container.open_packed(frame.content)
    return Frame(frame.tag, container.pack(change(container.unpack(packed)), head(packed.head)))


def with_manifest(frames: list[Frame], **values: object) -> list[Frame]:
    """The sections with other words in the manifest."""

    def put(data: bytes) -> bytes:
        return json.dumps(json.loads(data) | values).encode()

    return [changed(frame, put) if frame.tag == container.MANIFEST else frame for frame in frames]


def bomb(size: int, *, promised: int | None = None) -> bytes:
    """The content of a section that unpacks to so many blanks."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * (1 << 20)) for _block in range(size >> 20)) + packer.flush()
    head = b'["creations",1,0,[]]'
    return struct.pack(">HI", len(head), size if promised is None else promised) + head + data


@contextmanager
def untouched(path: Path) -> Iterator[None]:
    """The block leaves the file's bytes and its folder as they are."""
    before = path.read_bytes(), path.stat().st_mtime_ns, sorted(path.parent.iterdir())
    yield
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(path.parent.iterdir())) == before
