"""Where the pages of a document stand when they are put one below the other. In device pixels, without a window."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """One page; `top` counts from the first page's upper edge."""

    number: int
    left: int
    top: int
    width: int
    height: int


class PageColumn:
    """Pages of `sizes` (points) at `scale` pixels per point, centred in `room`, `gap` apart."""

    def __init__(self, sizes: Sequence[tuple[float, float]], scale: float, room: int, gap: int) -> None:
        self.scale = scale
        self._sizes = [(ceil(wide * scale), ceil(high * scale)) for wide, high in sizes]
        self._room = max([room, *(wide for wide, _high in self._sizes)])
        self._gap = gap
        steps = [high + gap for _wide, high in self._sizes]
        self._tops = [0, *accumulate(steps)]

    @property
    def width(self) -> int:
        """Width of the column: that of the room, or of the widest page."""
        return self._room

    @property
    def height(self) -> int:
        """From the first page's upper edge to the last one's lower edge."""
        return max(self._tops[-1] - self._gap, 0)

    def place(self, number: int) -> PlacedPage:
        """Where a page (from 0) stands."""
        wide, high = self._sizes[number]
        return PlacedPage(number, (self._room - wide) // 2, self._tops[number], wide, high)

    def between(self, top: int, bottom: int) -> range:
        """The numbers of the pages of which something stands between two heights."""
        count = len(self._sizes)
        first = max(bisect_right(self._tops, top) - 1, 0)
        last = min(bisect_left(self._tops, bottom), count)
        while first < last and self._tops[first] + self._sizes[first][1] <= top:
            first += 1
        return range(first, last)

    def page_at(self, height: int) -> int:
        """The page at a height, or the one above the gap there; -1 without pages."""
        return min(max(bisect_right(self._tops, height) - 1, 0), len(self._sizes) - 1)
