"""Where the headings of a sheet stand: one row, or several with merged cells, below titles and above the data."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.importing.column_contents import filled, looks_like_data, share, text_of
from models.importing.headings import is_group, plain, read_heading
from models.importing.table import Cell, MergedRange

Rows = Sequence[Sequence[Cell]]

PROBED_ROWS = 25
#: Headings take so many rows at most.
MOST_ROWS = 3
_LONGEST_HEADING = 40
_WIDE = 0.8
_TYPED = 0.8
_KNOWN_BELOW = 1 / 3
#: 填报单位：海珠区, 2023年6月: who and when, in cells that are merged as groups are.
_NO_GROUP = re.compile(r"(?!其中).*:|.*(19|20)\d{2}[年./-]\d")


@dataclass(frozen=True, slots=True)
class Region:
    """The rows of the headings, from 0, both included."""

    first: int
    last: int

    @property
    def height(self) -> int:
        """How many rows they are."""
        return self.last - self.first + 1


def likely_region(top: Rows, merged: Sequence[MergedRange] = ()) -> Region | None:
    """The rows that are the headings by their words, or by how unlike the rows below they are; None without any."""
    rows = range(min(len(top), PROBED_ROWS))
    best = max(rows, key=lambda row: (_score(top[row]), -row), default=-1)
    if best < 0:
        return None
    if not _score(top[best]) or not _stands_out(top, best):
        unlike = _unlike_the_rest(top)
        return Region(unlike, unlike) if unlike is not None else None
    return _grown(top, Region(best, best), merged)


def heading_parts(top: Rows, region: Region, merged: Sequence[MergedRange] = ()) -> list[tuple[str, ...]]:
    """Per column the words over it, the group first; a group stands over every column that it spans."""
    width = max((len(row) for row in top[region.first :]), default=0)
    lines = [_spread(top, row, region, width, merged) for row in range(region.first, region.last + 1)]
    found = []
    for column in range(width):
        parts: list[str] = []
        for line in lines:
            text = line[column]
            if text and (not parts or plain(parts[-1]) != plain(text)):
                parts.append(text)
        found.append(tuple(parts))
    return found


def heading_text(cell: Cell) -> str:
    """A cell of a heading in one line."""
    return "" if cell is None else " ".join(str(cell).split())


def _score(row: Sequence[Cell]) -> int:
    readings = (read_heading((cell,)) for cell in row if isinstance(cell, str) and len(cell) <= _LONGEST_HEADING)
    return len({reading.field for reading in readings if reading})


def _stands_out(top: Rows, row: int) -> bool:
    """One known word in a row that is otherwise data, or nearly empty beside the rest, is no row of headings."""
    said = filled(top[row])
    if share(said, looks_like_data) > 1 / 3:
        return False
    if _score(top[row]) > 1 or row == _first_filled(top):
        return True
    others = sorted(len(filled(cells)) for number, cells in enumerate(top) if number != row and filled(cells))
    return not others or len(said) * 2 >= others[len(others) // 2]


def _first_filled(top: Rows) -> int:
    return next((number for number, row in enumerate(top) if filled(row)), 0)


def _unlike_the_rest(top: Rows) -> int | None:
    """A first full row of short words over columns of codes, numbers, days or telephone numbers."""
    wide = max((len(filled(row)) for row in top), default=0)
    for number, row in enumerate(top[:PROBED_ROWS]):
        said = filled(row)
        if len(said) < max(2, wide * _WIDE):
            continue
        if any(looks_like_data(cell) or len(text_of(cell)) > _LONGEST_HEADING for cell in said):
            return None
        for column, cell in enumerate(row):
            below = filled([each[column] for each in top[number + 1 :] if column < len(each)])
            if text_of(cell) and len(below) > 1 and share(below, looks_like_data) >= _TYPED:
                return number
        return None
    return None


def _grown(top: Rows, region: Region, merged: Sequence[MergedRange]) -> Region:
    """The region with the groups above it and the columns below it."""
    while region.height < MOST_ROWS and region.last + 1 < len(top) and _splits(top, region.last, merged):
        region = Region(region.first, region.last + 1)
    while region.height < MOST_ROWS and region.first > 0 and _splits(top, region.first - 1, merged):
        region = Region(region.first - 1, region.last)
    return region


def _splits(top: Rows, row: int, merged: Sequence[MergedRange]) -> bool:
    """True if the row below splits up groups that stand in this one."""
    upper, lower = top[row], top[row + 1]
    both = [*filled(upper), *filled(lower)]
    if not filled(upper) or any(looks_like_data(cell) or not _may_be_heading(cell) for cell in both):
        return False
    spans = [area for area in merged if area.top <= row <= area.bottom]
    if spans:
        return _splits_merged(row, upper, lower, spans)
    return _splits_unmerged(upper, lower)


def _splits_merged(row: int, upper: Sequence[Cell], lower: Sequence[Cell], spans: Sequence[MergedRange]) -> bool:
    if any(area.bottom > row for area in spans):
        return True  # cells reach into the row below: it belongs to the headings, or is empty under them
    groups = [(area.left, area.right) for area in spans if area.right > area.left]
    if any(left < len(upper) and _NO_GROUP.match(text_of(upper[left])) for left, _right in groups):
        return False
    if len(groups) == 1 and groups[0][0] == 0 and groups[0][1] + 1 >= _WIDE * max(len(upper), len(lower)):
        return False  # a title over everything
    return any(len(filled(lower[left : right + 1])) > 1 for left, right in groups)


def _splits_unmerged(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Without merged cells at hand: blanks beside a group, words of the ledger below it, nothing below the others."""
    groups = list(_groups(upper, lower))
    covered = {column for first, last in groups for column in range(first, last + 1)}
    if not groups or any(_NO_GROUP.match(text_of(upper[first])) for first, _last in groups):
        return False
    alone = [column for column, cell in enumerate(upper) if text_of(cell) and column not in covered]
    below = [(column, cell) for column, cell in enumerate(lower) if text_of(cell)]
    is_blank_elsewhere = all(column >= len(lower) or not text_of(lower[column]) for column in alone)
    if is_blank_elsewhere and any(_is_of_names(upper[column]) for column in alone):
        return True  # a row without a name is none of the data
    labels = {column: text_of(upper[first]) for first, last in groups for column in range(first, last + 1)}
    known = sum(_is_word(labels.get(column, ""), text_of(cell)) for column, cell in below if column in covered)
    inside = sum(column in covered for column, _cell in below)
    if not known or known < _KNOWN_BELOW * inside:
        return False
    if len(groups) == 1 and not alone:  # from the first column on it is a title over everything
        return groups[0][0] > 0 and is_group(text_of(upper[groups[0][0]]))
    if is_blank_elsewhere:
        return True
    # Groups over a row that is complete in itself.
    return len(groups) > 1 and len(below) >= 2 * len(filled(upper)) and _score(lower) > 1


def _is_word(group: str, text: str) -> bool:
    return read_heading((group, text)) is not None or read_heading((text,)) is not None


def _is_of_names(cell: Cell) -> bool:
    reading = read_heading((text_of(cell),))
    return reading is not None and reading.field == "name"


def _groups(upper: Sequence[Cell], lower: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Columns (first, last) of a filled cell with blanks at its right, all of them filled in the row below."""
    column = 0
    while column < len(upper):
        last = column
        while _continues(upper, lower, column, last + 1):
            last += 1
        if last > column:
            yield column, last
        column = last + 1


def _continues(upper: Sequence[Cell], lower: Sequence[Cell], first: int, column: int) -> bool:
    if not text_of(upper[first]) or first >= len(lower) or not text_of(lower[first]):
        return False
    is_blank_above = column >= len(upper) or not text_of(upper[column])
    return is_blank_above and column < len(lower) and bool(text_of(lower[column]))


def _may_be_heading(cell: Cell) -> bool:
    return isinstance(cell, str) and len(text_of(cell)) <= _LONGEST_HEADING


def _spread(top: Rows, row: int, region: Region, width: int, merged: Sequence[MergedRange]) -> list[str]:
    """The words of one row of headings, groups over all their columns."""
    cells = top[row] if row < len(top) else ()
    texts = [heading_text(cells[column]) if column < len(cells) else "" for column in range(width)]
    spans = [area for area in merged if area.top == row and area.left < min(area.right, width)]
    if spans:
        for area in spans:
            last = min(area.right, width - 1)
            texts[area.left : last + 1] = [texts[area.left]] * (last - area.left + 1)
    elif row < region.last:
        for first, last in _groups(cells, top[row + 1]):
            texts[first : last + 1] = [texts[first]] * (last - first + 1)
    return texts
