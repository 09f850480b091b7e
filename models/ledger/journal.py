"""What this process changed in a ledger since it was opened: for answers kept in memory and brought up to date.

A change is noted while it is made and counts once it is saved; what is taken back leaves nothing. Readers see a
change from its commit on, before its writer comes to say so: while it is being saved they are told of it beforehand.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

#: So many changes are remembered; whoever asks for earlier ones has to look at everything.
_KEPT = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """What changes touched: kinds of records, and organizations (local ids); with `everything` any of them."""

    kinds: frozenset[int] = frozenset()
    organizations: frozenset[int] = frozenset()
    everything: bool = False


class Journal:
    """The changes of one open ledger, in order. Written by whoever holds the ledger's writer, read from any thread."""

    def __init__(self) -> None:
        self._noted: list[Moved] = []
        self._saving: tuple[Moved, ...] = ()  # what is about to be saved, or has just been
        self._saved: tuple[int, tuple[Moved, ...]] = (0, ())  # how many there were, and the last of them

    @property
    def mark(self) -> int:
        """Where it stands now, for `since`; to be asked inside the view that is brought up to it."""
        return self._saved[0]

    def note(self, moved: Moved) -> None:
        """A part of the change that is being made."""
        self._noted.append(moved)

    @contextmanager
    def saving(self) -> Iterator[None]:
        """While the change is saved. It counts once that is over, also where it failed: it may be in the file."""
        self._saving = (_together(self._noted),) if self._noted else ()
        try:
            yield
        finally:
            count, last = self._saved
            if self._saving:
                self._saved = (count + 1, (*last[1 - _KEPT :], *self._saving))
            self.drop()

    def drop(self) -> None:
        """The change was taken back."""
        self._noted = []
        self._saving = ()

    def since(self, mark: int) -> Moved:
        """What was saved after a mark, or is being saved."""
        saving = self._saving  # before what is saved: in between it goes from here to there
        count, last = self._saved
        if count - mark > len(last):
            return Moved(everything=True)
        return _together((*last[len(last) - (count - mark) :], *saving))


def _together(parts: Iterable[Moved]) -> Moved:
    found = list(parts)
    return Moved(
        frozenset().union(*(part.kinds for part in found)),
        frozenset().union(*(part.organizations for part in found)),
        any(part.everything for part in found),
    )
