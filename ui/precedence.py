"""Who goes first: what somebody waits for at the screen, before long work in the background.

All threads of the program share one interpreter. A repaint or a search asks for it some hundred times, and each time
may wait for a thread that computes; so long work stands still while a question is being answered and painted.
"""

import time

#: Seconds: a question that takes longer is long work itself; so long its answer is painted.
_QUESTION = 1.0
_PAINTING = 0.05
#: Seconds that long work waits at most, goes on at least, and looks again after.
_WAITS = 0.1
_GOES_ON = 0.02
_LOOKS = 0.002


class Precedence:
    """The window's thread says when somebody waits; long work asks."""

    def __init__(self) -> None:
        self.until = 0.0

    def begin(self) -> None:
        """A question was asked."""
        self.until = time.perf_counter() + _QUESTION

    def end(self) -> None:
        """All questions are answered, the last answer is about to be painted."""
        self.until = time.perf_counter() + _PAINTING

    def way(self) -> "GivesWay":
        """For one piece of long work."""
        return GivesWay(self)


class GivesWay:
    """One piece of long work: it waits while somebody is to go first, but never stands still for good."""

    def __init__(self, precedence: Precedence) -> None:
        self._precedence = precedence
        self._goes_on_until = 0.0

    def give(self) -> None:
        """Return when nobody waits, or after a tenth of a second; then it may go on for a while."""
        now = time.perf_counter()
        if now >= self._precedence.until or now < self._goes_on_until:
            return
        longest = now + _WAITS
        while now < min(self._precedence.until, longest):
            time.sleep(_LOOKS)
            now = time.perf_counter()
        self._goes_on_until = now + _GOES_ON
