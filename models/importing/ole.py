"""Compound files (OLE 2): which of the old formats one is. Only its directory is read."""

import struct
from pathlib import Path

from models.importing.refusals import Refused

_HEADER = struct.Struct("<8s16sHHHHH6xIIIIIIIIII")
_ENTRY = 128
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_MOST_SECTORS = 4_096  # of the directory: 16,384 entries of the usual size
_LARGEST = 512 << 20
_FILE_PASSWORD = 0x2F
_PROBED_RECORDS = 16


def check_compound(path: Path) -> None:
    """Return for an old workbook (xls); Refused for everything else, and for one with a password."""
    size = path.stat().st_size
    if size > _LARGEST:
        raise Refused("too_big")
    with path.open("rb") as file:
        data = file.read(1 << 20) if size > 1 << 20 else file.read()
        compound = _Compound(path, data)
        names = {name.lower(): start for name, start in compound.entries()}
    if "encryptedpackage" in names or "encryptioninfo" in names:
        raise Refused("encrypted")
    for stream, code in (("worddocument", "word"), ("powerpoint document", "slides")):
        if stream in names:
            raise Refused(code)
    start = names.get("workbook", names.get("book"))
    if start is None:
        raise Refused("wps_sheet" if path.suffix.lower() in {".et", ".ett"} else "other")
    if compound.has_password(start):
        raise Refused("encrypted")


class _Compound:
    def __init__(self, path: Path, head: bytes) -> None:
        self._path = path
        if len(head) < _HEADER.size:
            raise Refused("truncated")
        fields = _HEADER.unpack(head[: _HEADER.size])
        shift = fields[5]
        self._directory = fields[9]
        if shift not in {9, 12}:
            raise Refused("damaged", f"sectors of 2^{shift}")
        self._sector = 1 << shift
        blocks = struct.unpack("<109I", head[76:512].ljust(436, b"\xff"))
        self._blocks = [block for block in blocks if block < _END]
        self._cache: dict[int, bytes] = {}

    def entries(self) -> list[tuple[str, int]]:
        """Name and first sector of what the directory lists."""
        found = []
        sector = self._directory
        for _step in range(_MOST_SECTORS):
            if sector >= _END:
                break
            data = self._read(sector)
            for at in range(0, len(data), _ENTRY):
                entry = data[at : at + _ENTRY]
                length = struct.unpack_from("<H", entry, 64)[0]
                if 2 <= length <= 64:  # noqa: PLR2004 - at least one character and its end
                    name = entry[: length - 2].decode("utf-16-le", "replace")
                    found.append((name, struct.unpack_from("<I", entry, 116)[0]))
            sector = self._next(sector)
        if not found:
            raise Refused("damaged", "no directory")
        return found

    def has_password(self, start: int) -> bool:
        """Whether the first records of the workbook say that what follows is encrypted."""
        try:
            data = self._read(start) + self._read(start + 1)
        except Refused:
            return False
        at = 0
        for _record in range(_PROBED_RECORDS):
            if at + 4 > len(data):
                return False
            kind, length = struct.unpack_from("<HH", data, at)
            if kind == _FILE_PASSWORD:
                return True
            at += 4 + length
        return False

    def _next(self, sector: int) -> int:
        each = self._sector // 4
        block, at = divmod(sector, each)
        if block >= len(self._blocks):
            return _END
        number: int = struct.unpack_from("<I", self._read(self._blocks[block]), at * 4)[0]
        return number

    def _read(self, sector: int) -> bytes:
        if sector not in self._cache:
            with self._path.open("rb") as file:
                file.seek((sector + 1) * self._sector)
                data = file.read(self._sector)
            if len(data) < self._sector:
                raise Refused("truncated")
            self._cache[sector] = data
        return self._cache[sector]
