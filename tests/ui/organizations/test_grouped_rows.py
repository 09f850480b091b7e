"""What lies between two rows of a grouped list, against looking at each row."""

from array import array
from unittest.mock import Mock

import pytest

from models.queries.list_groups import ListGroup, ListSums
from ui.organizations.grouped_rows import GroupedRows

COUNTS = {"一": 3, "二": 1, "三": 2, "四": 4}


def rows(closed: set[str]) -> GroupedRows:
    groups = [ListGroup(key, key, ListSums(count, 0, 0, 0, 0, 0)) for key, count in COUNTS.items()]
    ids = array("q", range(101, 101 + sum(COUNTS.values())))
    return GroupedRows(Mock(), ids, Mock(), Mock(), groups=groups, closed=closed)


@pytest.mark.parametrize(
    "closed", [set(), {"一"}, {"四"}, {"二", "三"}, {"一", "三"}, {"一", "二", "三"}, set(COUNTS)], ids=len
)
def test_between_any_two_rows(closed: set[str]) -> None:
    found = rows(closed)
    for first in range(found.count()):
        for last in range(first, found.count()):
            places = [found.place_at(row) for row in range(first, last + 1)]
            wanted = [found.ids[place] for place in places if place >= 0]
            assert found.organizations_in(first, last).tolist() == wanted
            assert found.count_in(first, last) == len(wanted)
