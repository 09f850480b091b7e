"""Which backups go: by number, never by the clock alone, within a bound of size; restore points by themselves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

STAMP = "%Y%m%d-%H%M%S"
#: Reasons of restore points, made before a merge and before its undo; only the newest few of them stay.
RESTORE_POINTS = frozenset({"merge", "undomerge"})
_RESTORE_POINTS = 5
#: Together at most this many times the ledger, or this share of the free disk; small ledgers may always have this much.
_TIMES_LEDGER = 3
_SHARE_OF_DISK = 10
_ALWAYS_ALLOWED = 200 << 20
_DAILY, _WEEKLY, _MONTHLY = 12, 10, 9


class Dated(Protocol):
    """What of a backup is looked at."""

    @property
    def number(self) -> int:
        """Counts up per ledger."""

    @property
    def made(self) -> str:
        """The clock's opinion, as `STAMP` writes it."""

    @property
    def reason(self) -> str:
        """Why it was made."""

    @property
    def size(self) -> int:
        """Bytes."""


def to_let_go(backups: Sequence[Dated], size: int, free: int) -> list[int]:
    """The numbers of the backups that go; `backups` oldest first, `size` of the ledger, `free` on its disk.

    12 daily, 10 weekly, 9 monthly and 5 restore points stay, within the size bound; the newest two always do, and so
    do the newest two that are no restore points.
    """
    others = [backup for backup in backups if backup.reason not in RESTORE_POINTS]
    kept = _thinned(others) | {backup.number for backup in _restore_points(backups)[-_RESTORE_POINTS:]}
    always = {backup.number for backup in [*backups[-2:], *others[-2:]]}
    allowed = max(_ALWAYS_ALLOWED, min(_TIMES_LEDGER * size, free // _SHARE_OF_DISK))
    total = 0
    going = []
    for backup in reversed(backups):
        total += backup.size
        if backup.number not in always and (backup.number not in kept or total > allowed):
            total -= backup.size
            going.append(backup.number)
    return going


def restore_points_to_let_go(backups: Sequence[Dated], size: int) -> list[int]:
    """The same of restore points alone: the newest few stay, together no larger than the ledger; the newest always."""
    allowed = max(_ALWAYS_ALLOWED, size)
    total = 0
    going = []
    for place, backup in enumerate(reversed(_restore_points(backups))):
        total += backup.size
        if place and (place >= _RESTORE_POINTS or total > allowed):
            total -= backup.size
            going.append(backup.number)
    return going


def _restore_points(backups: Sequence[Dated]) -> list[Dated]:
    return [backup for backup in backups if backup.reason in RESTORE_POINTS]


def _thinned(backups: Sequence[Dated]) -> set[int]:
    """The numbers to keep: the newest of each of the last days, weeks and months that have any."""
    kept: set[int] = set()
    for most, period in ((_DAILY, _day), (_WEEKLY, _week), (_MONTHLY, _month)):
        newest: dict[str, int] = {}
        for backup in backups:
            newest[period(backup)] = backup.number
        kept |= set(sorted(newest.values())[-most:])
    return kept


def _day(backup: Dated) -> str:
    return backup.made[:8]


def _week(backup: Dated) -> str:
    return "{}-{}".format(*datetime.strptime(backup.made, STAMP).isocalendar()[:2])  # noqa: DTZ007 - a day, no moment


def _month(backup: Dated) -> str:
    return backup.made[:6]
