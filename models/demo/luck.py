"""Seeded chance, drawn more cheaply than random's own choices: a country's demo draws twenty million times."""

import random
from bisect import bisect
from collections.abc import Sequence
from typing import TypeVar

_T = TypeVar("_T")


class Luck(random.Random):
    """The same seed draws the same on every machine."""

    def pick(self, items: Sequence[_T]) -> _T:
        """One of the items."""
        return items[int(self.random() * len(items))]

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` up to, not including, `high`."""
        return low + int(self.random() * (high - low))

    def weighted(self, items: Sequence[_T], sums: Sequence[int]) -> _T:
        """What `choices` draws of the items; `sums` of the weights up to each of them."""
        return items[bisect(sums, self.random() * sums[-1], 0, len(sums) - 1)]
