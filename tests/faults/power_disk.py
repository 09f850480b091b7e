"""A disk in memory that can lose its power: what was not synced may be there, or not, or torn, in any order.

Everything that SQLite does to it is kept as a list of events, so that one script can be cut at many moments. A new
name lasts once its file was synced (SQLite syncs the folder with it), a removal once its folder was. A sector
that was being written may hold the old bytes, the new ones, a part of each, or noise.
"""

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any

import apsw

SECTOR = 512
# What SQLite may assume of Linux: no other bytes than those being written are in danger; sectors of 4096 bytes.
SAFE_OVERWRITE = apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE
REPORTED_SECTOR = 4096

Event = tuple[Any, ...]
Contents = dict[str, bytes]


@dataclass
class DiskFile:
    """What lies safely on the disk, and what was done since the last sync."""

    safe: bytearray = field(default_factory=bytearray)
    name_is_safe: bool = False
    waiting: list[Event] = field(default_factory=list)


@dataclass
class Surface:
    """The disk as it is at one moment, told from the events up to then."""

    files: dict[str, DiskFile] = field(default_factory=dict)
    removed: dict[str, DiskFile] = field(default_factory=dict)

    def apply(self, event: Event) -> None:
        what, name, *rest = event
        if what == "create":
            self.files[name] = DiskFile()
        elif what == "remove":
            file = self.files.pop(name)
            if not rest[0] and file.name_is_safe:
                self.removed[name] = file
        elif what == "sync":
            file = self.files[name]
            for each in file.waiting:
                _put(file.safe, each)
            file.waiting.clear()
            file.name_is_safe = True
            self.removed.pop(name, None)
        elif what in {"write", "truncate"}:
            self.files[name].waiting.append(event)

    def after_power_cut(self, rng: Random, seen: Counter[str]) -> Contents:
        """What the next start may find."""
        found: Contents = {}
        for name, file in self.removed.items():
            if rng.random() < 0.5:
                seen["removals lost"] += 1
                found[name] = bytes(file.safe)
        for name, file in self.files.items():
            if not file.name_is_safe and rng.random() < 0.5:
                seen["new files lost"] += 1
                continue
            found[name] = bytes(_torn(file, rng, seen))
        return found


def _torn(file: DiskFile, rng: Random, seen: Counter[str]) -> bytearray:
    content = bytearray(file.safe)
    pieces = [piece for event in file.waiting for piece in _sectors(event)]
    if not pieces:
        return content
    seen["cuts with something unsynced"] += 1
    survive = rng.choice((0.0, 0.1, 0.5, 0.9, 1.0))
    if rng.random() < 0.7:
        rng.shuffle(pieces)
        seen["reordered"] += len(pieces) > 1
    for piece in pieces:
        if rng.random() >= survive:
            seen["sectors dropped"] += 1
            if piece[0] == "write" and piece[2] >= len(file.safe) and rng.random() < 0.3:  # the file grew, that is all
                _put(content, (*piece[:3], rng.randbytes(len(piece[3]))))
        elif piece[0] == "write" and rng.random() < 0.1:
            seen["sectors torn"] += 1
            _put(content, _half(piece, rng))
        else:
            _put(content, piece)
    return content


def _sectors(event: Event) -> list[Event]:
    if event[0] != "write":
        return [event]
    _what, name, start, data = event
    pieces: list[Event] = []
    while data:
        room = SECTOR - start % SECTOR
        pieces.append(("write", name, start, data[:room]))
        start, data = start + room, data[room:]
    return pieces


def _half(piece: Event, rng: Random) -> Event:
    what, name, start, data = piece
    cut = rng.randrange(len(data) + 1)
    if rng.random() < 0.5:
        return what, name, start, data[:cut]
    return what, name, start, data[:cut] + rng.randbytes(len(data) - cut)


def _put(content: bytearray, event: Event) -> None:
    if event[0] == "truncate":
        size = event[2]
        del content[size:]
        content.extend(bytes(size - len(content)))
        return
    _what, _name, start, data = event
    if start > len(content):
        content.extend(bytes(start - len(content)))
    content[start : start + len(data)] = data


class PowerDisk(apsw.VFS):
    """The disk as SQLite sees it. `contents` is what programs read, `events` what happened."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.contents: dict[str, bytearray] = {}
        self.events: list[Event] = []
        self.locks: dict[str, dict[object, int]] = {}
        super().__init__(name, "")

    def start(self, contents: Contents) -> None:
        """Switch on with these files."""
        self.contents = {name: bytearray(data) for name, data in contents.items()}
        self.events = []
        self.locks = {}
        self._first = Surface({name: DiskFile(bytearray(data), name_is_safe=True) for name, data in contents.items()})

    def note(self, what: str, said: object) -> None:
        """Something that the script said, among the events."""
        self.events.append((what, "", said))

    def surface(self) -> Surface:
        """The disk as it was when it was switched on."""
        return deepcopy(self._first)

    def xOpen(self, name: Any, flags: list[int]) -> "PowerFile":  # noqa: N802 - SQLite's name
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        if path not in self.contents:
            if not flags[0] & apsw.SQLITE_OPEN_CREATE:
                raise apsw.CantOpenError(path)
            self.contents[path] = bytearray()
            self.events.append(("create", path))
        flags[1] = flags[0]
        return PowerFile(self, path)

    def xDelete(self, name: str, syncdir: bool) -> None:  # noqa: N802, FBT001 - SQLite's call
        if name not in self.contents:
            raise apsw.exception_for(apsw.SQLITE_IOERR_DELETE_NOENT)
        del self.contents[name]
        self.events.append(("remove", name, bool(syncdir)))

    def xAccess(self, name: str, _flags: int) -> bool:  # noqa: N802
        return name in self.contents

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name


class PowerFile:
    """An open file of the disk."""

    def __init__(self, disk: PowerDisk, path: str) -> None:
        self._disk = disk
        self._path = path
        self._content = disk.contents[path]
        self._locks = disk.locks.setdefault(path, {})

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        return bytes(self._content[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        event = ("write", self._path, offset, bytes(data))
        self._disk.events.append(event)
        _put(self._content, event)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        event = ("truncate", self._path, size)
        self._disk.events.append(event)
        _put(self._content, event)

    def xSync(self, _flags: int) -> None:  # noqa: N802
        self._disk.events.append(("sync", self._path))

    def xFileSize(self) -> int:  # noqa: N802
        return len(self._content)

    def xLock(self, level: int) -> None:  # noqa: N802
        others = [held for holder, held in self._locks.items() if holder is not self]
        highest = max(others, default=apsw.SQLITE_LOCK_NONE)
        blocked = {
            apsw.SQLITE_LOCK_SHARED: highest >= apsw.SQLITE_LOCK_PENDING,
            apsw.SQLITE_LOCK_RESERVED: highest >= apsw.SQLITE_LOCK_RESERVED,
            apsw.SQLITE_LOCK_EXCLUSIVE: highest >= apsw.SQLITE_LOCK_SHARED,
        }
        if blocked[level]:
            raise apsw.BusyError
        self._locks[self] = level

    def xUnlock(self, level: int) -> None:  # noqa: N802
        self._locks[self] = level

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return any(held >= apsw.SQLITE_LOCK_RESERVED for held in self._locks.values())

    def xClose(self) -> None:  # noqa: N802
        self._locks.pop(self, None)

    def xFileControl(self, _op: int, _pointer: int) -> bool:  # noqa: N802
        return False

    def xSectorSize(self) -> int:  # noqa: N802
        return REPORTED_SECTOR

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return SAFE_OVERWRITE
