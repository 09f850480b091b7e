"""Old workbooks (BIFF 8 in a compound file), byte by byte: no library of ours writes them."""

import struct
from collections.abc import Sequence
from pathlib import Path

Cell = str | int | float | bool | None

_SECTOR = 512
_SMALLEST = 4096  # shorter streams would go elsewhere
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
DAY = 1  # the format of a day


class Day(float):
    """A number that is shown as a day."""


class Formula(str):
    """A text that a formula gave."""

    __slots__ = ()


def record(kind: int, content: bytes = b"") -> bytes:
    """One record of a stream."""
    return struct.pack("<HH", kind, len(content)) + content


def workbook_stream(
    rows: Sequence[Sequence[Cell]],
    *,
    name: str = "名册",
    merges: Sequence[tuple[int, int, int, int]] = (),
    epoch_1904: bool = False,
    password: bool = False,
    size: tuple[int, int] | None = None,
) -> bytes:
    """The stream of a workbook with one sheet; `size` is what it claims to hold (rows, columns)."""
    texts = [value for row in rows for value in row if isinstance(value, str) and not isinstance(value, Formula)]
    unique = list(dict.fromkeys(texts))
    top = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    if password:
        top += record(0x2F, bytes(54))
    top += record(0x42, struct.pack("<H", 1200)) + record(0x22, struct.pack("<H", epoch_1904))
    top += b"".join(record(0xE0, struct.pack("<HH16x", 0, number)) for number in (0, 14))
    sst = struct.pack("<II", len(texts), len(unique))
    sst += b"".join(struct.pack("<HB", len(each), 1) + each.encode("utf-16-le") for each in unique)
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    rest = record(0xFC, sst) + record(0x0A)
    at = len(top) + 4 + 6 + len(title) + len(rest)
    top += record(0x85, struct.pack("<IBB", at, 0, 0) + title) + rest
    return top + _sheet(rows, unique, merges, size)


def _sheet(
    rows: Sequence[Sequence[Cell]],
    texts: Sequence[str],
    merges: Sequence[tuple[int, int, int, int]],
    size: tuple[int, int] | None,
) -> bytes:
    height, width = size or (len(rows), max(map(len, rows), default=0))
    stream = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    stream += record(0x200, struct.pack("<IIHHH", 0, height, 0, width, 0))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            stream += _cell(number, column, value, texts)
    if merges:
        ranges = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merges)
        stream += record(0xE5, struct.pack("<H", len(merges)) + ranges)
    return stream + record(0x0A)


def _cell(row: int, column: int, value: Cell, texts: Sequence[str]) -> bytes:
    where = struct.pack("<HHH", row, column, DAY if isinstance(value, Day) else 0)
    if value is None:
        return b""
    if isinstance(value, Formula):
        result = b"\0\0\0\0\0\0\xff\xff"
        said = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
        return record(0x06, where + result + struct.pack("<HIH", 0, 0, 0)) + record(0x207, said)
    if isinstance(value, str):
        return record(0xFD, where + struct.pack("<I", texts.index(value)))
    if isinstance(value, bool):
        return record(0x205, where + struct.pack("<BB", value, 0))
    return record(0x203, where + struct.pack("<d", value))


def compound(path: Path, streams: dict[str, bytes]) -> Path:
    """Write a compound file with these streams."""
    padded = {name: data.ljust(_SMALLEST, b"\0") for name, data in streams.items()}
    lengths = {name: -(-len(data) // _SECTOR) for name, data in padded.items()}
    entries = 1 + len(padded)
    directory = -(-entries * 128 // _SECTOR)
    total = directory + sum(lengths.values())
    tables = 1
    while tables * (_SECTOR // 4) < total + tables:
        tables += 1
    fat = [_FAT] * tables + [*range(tables + 1, tables + directory), _END]
    starts = {}
    for name, length in lengths.items():
        starts[name] = len(fat)
        fat += [*range(len(fat) + 1, len(fat) + length), _END]
    fat += [_FREE] * (tables * (_SECTOR // 4) - len(fat))
    header = struct.pack("<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, _SMALLEST, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    names = list(padded)
    listing = _entry("Root Entry", 5, _END, 0, child=1 if names else _FREE)
    for number, name in enumerate(names, start=1):
        right = number + 1 if number < len(names) else _FREE
        listing += _entry(name, 2, starts[name], len(padded[name]), right=right)
    listing = listing.ljust(directory * _SECTOR, b"\0")
    body = struct.pack(f"<{len(fat)}I", *fat) + listing
    for data in padded.values():
        body += data.ljust(-(-len(data) // _SECTOR) * _SECTOR, b"\0")
    path.write_bytes(header + body)
    return path


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    title = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", _FREE, right, child)
    return (
        title.ljust(64, b"\0")
        + struct.pack("<HBB", len(title), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def xls_file(path: Path, rows: Sequence[Sequence[Cell]], **how: object) -> Path:
    """A workbook with one sheet."""
    return compound(path, {"Workbook": workbook_stream(rows, **how)})  # type: ignore[arg-type]
