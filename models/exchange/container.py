"""The frame of an exchange file: a cover that people read, marked sections, a digest and a signature at the end.

    2048 bytes  cover: UTF-8 with its mark, Chinese, lines end with CR LF
    16 bytes    mark: bytes that no text program leaves alone, and the version of the frame
    sections    tag (4 letters), length (4 bytes), content
    DONE        SHA-512 of everything before it, the sender's public key, the signature

A tag that begins with a small letter may be skipped by whoever does not know it; any other unknown tag is a newer
release's. The length of a section is bounded, so nothing here ever needs more memory than one section.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from models.exchange.fact_rows import Newer, Unsound
from models.exchange.signing import KEY_BYTES, SIGNATURE_BYTES, public_key_of, sign_file

VERSION = 1
COVER_BYTES = 2048
BOM = b"\xef\xbb\xbf"
TITLE = "建会台账交换文件"
START = BOM + TITLE.encode()
_MARK = b"\x89JHX\r\n\x1a\n\x00\xff\n\r"
MARK = _MARK + struct.pack(">HH", VERSION, 0)
#: Manifest, batches, facts, what is needed to unseal, the end.
MANIFEST, BATCHES, FACTS, SEAL, DONE = b"HEAD", b"BATC", b"FACT", b"SEAL", b"DONE"

DIGEST_BYTES = 64
#: So much of the digest is the file's id.
ID_BYTES = 32
_FRAME = struct.Struct(">4sI")
END_BYTES = _FRAME.size + DIGEST_BYTES + KEY_BYTES + SIGNATURE_BYTES
#: Of one section: as it stands in the file, and unpacked.
MOST_STORED = 33 << 20
MOST_RAW = 32 << 20
_BLOCK = 1 << 20
_LEVEL = 1


class Frame(NamedTuple):
    """One section as it stands in the file."""

    tag: bytes
    content: bytes


class End(NamedTuple):
    """What stands at the end of a file."""

    digest: bytes
    public_key: bytes
    signature: bytes


def cover_bytes(lines: list[str]) -> bytes:
    """The cover: as many of the lines as fit, filled up to its fixed length."""
    text = START
    for line in lines:
        added = b"\r\n" + line.encode()
        if len(text) + len(added) > COVER_BYTES - 4:
            break
        text += added
    return text + b"\r\n" + b" " * (COVER_BYTES - len(text) - 4) + b"\r\n"


class FrameWriter:
    """Writes a file from cover to signature; the digest grows with every byte."""

    def __init__(self, file: IO[bytes], cover: bytes) -> None:
        self._file = file
        self._hash = hashlib.sha512()
        self._put(cover)
        self._put(MARK)

    def write(self, tag: bytes, content: bytes) -> None:
        """One section."""
        if len(content) > MOST_STORED:
            raise ValueError(f"a section of {len(content)} bytes")
        self._put(_FRAME.pack(tag, len(content)))
        self._put(content)

    def finish(self, secret: bytes) -> bytes:
        """The end with the signature; the digest."""
        digest = self._hash.digest()
        self._file.write(_FRAME.pack(DONE, END_BYTES - _FRAME.size))
        self._file.write(digest + public_key_of(secret) + sign_file(secret, digest))
        return digest

    def _put(self, data: bytes) -> None:
        self._hash.update(data)
        self._file.write(data)


def read_end(path: Path) -> End | None:
    """What stands at the end of a file; None if it does not end as an exchange file does."""
    size = path.stat().st_size
    if size < COVER_BYTES + len(MARK) + END_BYTES:
        return None
    with path.open("rb") as file:
        file.seek(size - END_BYTES)
        data = file.read(END_BYTES)
    tag, length = _FRAME.unpack_from(data)
    if tag != DONE or length != END_BYTES - _FRAME.size:
        return None
    at = _FRAME.size
    digest, at = data[at : at + DIGEST_BYTES], at + DIGEST_BYTES
    key, at = data[at : at + KEY_BYTES], at + KEY_BYTES
    return End(digest, key, data[at:])


def digest_of(path: Path) -> bytes:
    """The digest of everything before the end of a file."""
    left = path.stat().st_size - END_BYTES
    found = hashlib.sha512()
    with path.open("rb") as file:
        while left > 0 and (block := file.read(min(_BLOCK, left))):
            found.update(block)
            left -= len(block)
    return found.digest()


def frames(path: Path, digest: bytes) -> Iterator[Frame]:
    """The sections in order; Unsound where they do not add up to a file of this digest.

    The digest is computed again: a file on a stick may have changed since it was proven.
    """
    left = path.stat().st_size - END_BYTES - COVER_BYTES - len(MARK)
    found = hashlib.sha512()
    with path.open("rb") as file:
        found.update(file.read(COVER_BYTES))
        mark = file.read(len(MARK))
        found.update(mark)
        _check_mark(mark)
        while left > 0:
            head = file.read(_FRAME.size)
            if len(head) < _FRAME.size:
                raise Unsound("short")
            tag, length = _FRAME.unpack(head)
            left -= _FRAME.size + length
            if length > MOST_STORED or left < 0:
                raise Unsound("length")
            content = file.read(length)
            found.update(head)
            found.update(content)
            yield Frame(tag, content)
    if left != 0 or found.digest() != digest:
        raise Unsound("digest")


def _check_mark(mark: bytes) -> None:
    version, flags = struct.unpack(">HH", mark[-4:])
    if version > VERSION or flags:
        raise Newer(f"frame {version}")
    if mark != MARK:
        raise Unsound("mark")


def has_mark(data: bytes) -> bool:
    """True if the mark stands where it has to, in the first bytes of a file."""
    return data[COVER_BYTES : COVER_BYTES + len(_MARK)] == _MARK


def pack(data: bytes, head: bytes = b"") -> bytes:
    """A section's content: a head that can be read by itself, then the rest compressed."""
    if len(data) > MOST_RAW:
        raise ValueError(f"a section of {len(data)} bytes")
    return struct.pack(">HI", len(head), len(data)) + head + zlib.compress(data, _LEVEL)


class Packed(NamedTuple):
    """A section's content, not yet unpacked: the head, and how many bytes the rest will be."""

    head: bytes
    raw: int
    data: bytes


def open_packed(content: bytes) -> Packed:
    """Head and size of a section; Unsound if it promises more than a section may hold."""
    if len(content) < struct.calcsize(">HI"):
        raise Unsound("short")
    length, raw = struct.unpack_from(">HI", content)
    at = struct.calcsize(">HI") + length
    if raw > MOST_RAW or at > len(content):
        raise Unsound("size")
    return Packed(content[at - length : at], raw, content[at:])


def unpack(packed: Packed) -> bytes:
    """The rest of a section; never more than it promised."""
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed.data, packed.raw + 1)
    except zlib.error as error:
        raise Unsound("zlib") from error
    if len(data) != packed.raw or not unpacker.eof or unpacker.unused_data:
        raise Unsound("zlib")
    return data
