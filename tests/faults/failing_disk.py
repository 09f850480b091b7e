"""Real files behind SQLite that fail at the call that a test names: full, or an error of the disk."""

from typing import Any

import apsw

FULL, BROKEN = "full", "broken"
WRITING = frozenset({"write", "truncate", "sync", "open for writing"})
READING = frozenset({"read", "size"})


class FailingDisk(apsw.VFS):
    """The usual files. `fail_at` is the number of the call, among those of `kinds`, from which on they fail."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.kinds = WRITING
        self.fail_at = 0
        self.once = False
        self.how = FULL
        self.calls = 0
        self.failed = 0
        super().__init__(name, "")

    def arm(self, at: int, *, how: str = FULL, kinds: frozenset[str] = WRITING, once: bool = False) -> None:
        """Fail from this call on, or at this one only; 0 never fails."""
        self.fail_at, self.how, self.kinds, self.once = at, how, kinds, once
        self.calls = self.failed = 0

    def count(self, kind: str) -> None:
        if kind not in self.kinds:
            return
        self.calls += 1
        if self.fail_at and (self.calls == self.fail_at or (self.calls > self.fail_at and not self.once)):
            self.failed += 1
            if self.how == FULL and kind != "sync":
                raise apsw.exception_for(apsw.SQLITE_FULL)
            code = {
                "write": apsw.SQLITE_IOERR_WRITE,
                "truncate": apsw.SQLITE_IOERR_TRUNCATE,
                "sync": apsw.SQLITE_IOERR_FSYNC,
                "read": apsw.SQLITE_IOERR_READ,
                "size": apsw.SQLITE_IOERR_FSTAT,
                "open for writing": apsw.SQLITE_CANTOPEN,
            }[kind]
            raise apsw.exception_for(code)

    def xOpen(self, name: Any, flags: list[int]) -> "FailingFile":  # noqa: N802 - SQLite's name
        if flags[0] & apsw.SQLITE_OPEN_CREATE:
            self.count("open for writing")
        return FailingFile(self, name, flags)


class FailingFile(apsw.VFSFile):
    """An open file of the disk."""

    def __init__(self, disk: FailingDisk, name: Any, flags: list[int]) -> None:
        self._disk = disk
        super().__init__("", name, flags)

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        self._disk.count("read")
        return super().xRead(amount, offset)

    def xFileSize(self) -> int:  # noqa: N802
        self._disk.count("size")
        return super().xFileSize()

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._disk.count("write")
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._disk.count("truncate")
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._disk.count("sync")
        super().xSync(flags)
