"""Compound files (OLE 2): which of the old formats one is. Only its directory is read."""

import struct
from pathlib import Path

from models.importing.refused import Refused

_HEADER = struct.Struct("<8s16sHHHHH6xIIIIIIIIII")  # 5 sector size, 9 directory, 11 small streams, 14 more tables
_ENTRY = 128
_END = 0xFFFFFFFE
_MOST_SECTORS = 4_096  # of the directory: 16,384 entries of the usual size
_LARGEST = 512 << 20
_FILE_PASSWORD = 0x2F
_PROBED_RECORDS = 16


def workbook_stream(path: Path) -> bytes:
    """The stream of an old workbook (xls); Refused for everything else, and for one with a password."""
    size = path.stat().st_size
    if size > _LARGEST:
        raise Refused("too_big")
    compound = _Compound(path.read_bytes())
    entries = {name.lower(): (start, length) for name, start, length in compound.entries()}
    if "encryptedpackage" in entries or "encryptioninfo" in entries:
        raise Refused("encrypted")
    for stream, code in (("worddocument", "word"), ("powerpoint document", "slides")):
        if stream in entries:
            raise Refused(code)
    found = entries.get("workbook") or entries.get("book")
    if found is None:
        raise Refused("wps_sheet" if path.suffix.lower() in {".et", ".ett"} else "other")
    data = compound.stream(*found)
    if _has_password(data):
        raise Refused("encrypted")
    return data


def _has_password(data: bytes) -> bool:
    """Whether the first records of the workbook say that what follows is encrypted."""
    at = 0
    for _record in range(_PROBED_RECORDS):
        if at + 4 > len(data):
            return False
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == _FILE_PASSWORD:
            return True
        at += 4 + length
    return False


class _Compound:
    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) < _HEADER.size:
            raise Refused("truncated")
        fields = _HEADER.unpack(data[: _HEADER.size])
        shift = fields[5]
        if shift not in {9, 12}:
            raise Refused("damaged", f"sectors of 2^{shift}")
        self._sector = 1 << shift
        self._directory, self._small = fields[9], fields[11]
        blocks = list(struct.unpack("<109I", data[76:512].ljust(436, b"\xff")))
        blocks += self._more_blocks(fields[14])
        if len(blocks) > len(data) // self._sector + 109:
            raise Refused("damaged", "more tables than sectors")
        self._next = b"".join(self._read(block) for block in blocks if block < _END)

    def _more_blocks(self, sector: int) -> list[int]:
        """The list of tables goes on elsewhere in files above 7 MB."""
        found: list[int] = []
        for _step in range(len(self._data) // self._sector // 127 + 2):
            if sector >= _END:
                break
            *blocks, sector = struct.unpack(f"<{self._sector // 4}I", self._read(sector))
            found += blocks
        return found

    def entries(self) -> list[tuple[str, int, int]]:
        """Name, first sector and length of what the directory lists."""
        found = []
        data = self._chain(self._directory, _MOST_SECTORS)
        for at in range(0, len(data) - _ENTRY + 1, _ENTRY):
            length = struct.unpack_from("<H", data, at + 64)[0]
            if 2 <= length <= 64:  # noqa: PLR2004 - at least one character and its end
                name = data[at : at + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", data, at + 116)
                found.append((name, start, size))
        if not found:
            raise Refused("damaged", "no directory")
        return found

    def stream(self, start: int, length: int) -> bytes:
        """The bytes of a stream; empty for a small one, which stands elsewhere and holds no rows to speak of."""
        if length < self._small:
            return b""
        data = self._chain(start, len(self._data) // self._sector + 1)
        if len(data) < length:
            raise Refused("truncated")
        return data[:length]

    def _chain(self, sector: int, most: int) -> bytes:
        found: list[bytes] = []
        for _step in range(most):
            if sector >= _END:
                return b"".join(found)
            found.append(self._read(sector))
            at = sector * 4
            sector = struct.unpack_from("<I", self._next, at)[0] if at + 4 <= len(self._next) else _END
        raise Refused("damaged", "a chain without end")

    def _read(self, sector: int) -> bytes:
        at = (sector + 1) * self._sector
        data = self._data[at : at + self._sector]
        if len(data) < self._sector and at + 1 > len(self._data):
            raise Refused("truncated")
        return data.ljust(self._sector, b"\0")
