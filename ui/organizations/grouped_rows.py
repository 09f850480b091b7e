"""A list in groups as rows of a table: each group's head, and under it its organizations unless it is closed."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from itertools import accumulate

from models.language import _
from models.queries.list_groups import ListGroup, ListSums
from models.queries.organization_list import OrganizationRow
from models.rules.rates import rate_text
from ui.organization_rows import OrganizationRows, RowCache
from ui.shared.record_model import Cell, SumsLine


class GroupedRows(OrganizationRows):
    """Every answer is a look-up in two short arrays, whatever the number of organizations."""

    def __init__(
        self,
        cache: RowCache,
        ids: "array[int]",
        cell: Callable[[OrganizationRow, str], Cell],
        summary: Callable[[OrganizationRow], str],
        *,
        groups: Sequence[ListGroup],
        closed: Collection[str | None],
    ) -> None:
        super().__init__(cache, ids, cell, summary)
        self.groups = tuple(groups)
        self.is_open = [group.key not in closed for group in self.groups]
        counts = [group.sums.count for group in self.groups]
        self._starts = list(accumulate(counts, initial=0))  # of each group among the ids
        shown = [1 + (count if is_open else 0) for count, is_open in zip(counts, self.is_open, strict=True)]
        self._heads = list(accumulate(shown, initial=0))  # the row of each group's head

    def count(self) -> int:
        """Heads, and the organizations of open groups."""
        return self._heads[-1]

    def group_at(self, row: int) -> int:
        """The number of the group that a row belongs to."""
        return bisect_right(self._heads, row) - 1

    def head_row(self, group: int) -> int:
        """The row of a group's head."""
        return self._heads[group]

    def place_at(self, row: int) -> int:
        """-1 at a head."""
        group = self.group_at(row)
        within = row - self._heads[group]
        return self._starts[group] + within - 1 if within else -1

    def row_at(self, place: int) -> int:
        """The head's row where the group is closed."""
        group = self.group_of_place(place)
        within = place - self._starts[group] + 1 if self.is_open[group] else 0
        return self._heads[group] + within

    def row_of(self, record: int) -> int:
        """-1 where the group is closed."""
        row = super().row_of(record)
        return row if row >= 0 and self.place_at(row) >= 0 else -1

    def members(self, group: int) -> "array[int]":
        """The organizations of a group, open or closed."""
        return self.ids[self._starts[group] : self._starts[group + 1]]

    def group_of_place(self, place: int) -> int:
        """The number of the group in which the organization at a place among the ids is."""
        return min(bisect_right(self._starts, place) - 1, len(self.groups) - 1)

    def group_of(self, record: int) -> int:
        """The number of an organization's group; -1 if it is not in this list."""
        try:
            return self.group_of_place(self.ids.index(record))
        except ValueError:
            return -1

    def organizations_in(self, first: int, last: int) -> "array[int]":
        """Heads count for none; what is closed is not in sight and not chosen."""
        found = array("q")
        one, other = self.group_at(first), self.group_at(last)
        begin = self._starts[one] + max(first - self._heads[one] - 1, 0)
        for group in range(one, other + 1):
            if not self.is_open[group]:
                found += self.ids[begin : self._starts[group]]
                begin = self._starts[group + 1]
        if self.is_open[other]:
            found += self.ids[begin : min(self._starts[other] + last - self._heads[other], self._starts[other + 1])]
        return found

    def count_in(self, first: int, last: int) -> int:
        """How many `organizations_in` gives, quick for any number of groups: every row but the heads."""
        heads = bisect_right(self._heads, last) - bisect_left(self._heads, first)
        return last - first + 1 - heads

    def line(self, row: int) -> SumsLine | None:
        """The head of a group, if the row is one."""
        group = self.group_at(row)
        if row != self._heads[group]:
            return None
        found = self.groups[group]
        return sums_line(found.label, found.sums, is_open=self.is_open[group])

    def cell(self, row: int, key: str) -> Cell:
        """What a screen reader says where there is no organization."""
        line = self.line(row)
        if line is None:
            return super().cell(row, key)
        return Cell(line.title) if key == "name" else Cell(line.numbers.get(key, ""))

    def summary(self, row: int) -> str:
        """The sentence about an organization or about a group."""
        line = self.line(row)
        if line is None:
            return super().summary(row)
        found = self.groups[self.group_at(row)]
        fold = _("已展开，左箭头折叠") if line.is_open else _("已折叠，右箭头展开")
        return f"{sums_sentence(found.label, found.sums)}，{fold}"


def sums_line(title: str, sums: ListSums, *, is_open: bool | None = None) -> SumsLine:
    """The sums of a group or of a list as a line of the table."""
    numbers = {key: f"{number:,}" for key, number in sums.numbers.items() if number is not None}
    return SumsLine(title, _("{n} 家").format(n=f"{sums.count:,}"), _remark(sums), numbers, is_open)


def sums_sentence(title: str, sums: ListSums) -> str:
    """The same as a sentence."""
    parts = [title, _("{n} 家").format(n=f"{sums.count:,}"), _("职工 {n} 人").format(n=f"{sums.staff:,}")]
    return _("，").join([*parts, _remark(sums)])


def _remark(sums: ListSums) -> str:
    """Who counts in the campaign's rate, and the rate from these sums; — where nobody is eligible."""
    words = _("具备条件 {eligible} · 已建会 {built} · 建会率 {rate}")
    return words.format(eligible=f"{sums.eligible:,}", built=f"{sums.built:,}", rate=rate_text(sums.rate))
