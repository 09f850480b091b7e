"""Facts that hash alike and are not alike: only the types and the characters of values tell them apart."""

import pytest

from models.exchange.fact_rows import Unsound, checked_hashes, decode_creations, encode_creations
from models.facts.body import BodyCreation
from models.facts.canonical import Value
from models.tables.record_kinds import FORMER_NAME, ORGANIZATION, REASON, VISIT, RecordKind

ONE, PARENT = b"\x01" * 16, b"\x02" * 16


def row(kind: RecordKind, **values: Value) -> BodyCreation:
    parent = PARENT if kind.of_organization else None
    return BodyCreation(ONE, 0, parent, tuple(values.get(name) for name in kind.names))


ALIKE = (
    (ORGANIZATION, {"staff": 26}, {"staff": "26"}),
    (ORGANIZATION, {"name": "26"}, {"name": 26}),
    (ORGANIZATION, {"name": "甲"}, {"name": "甲", "code": ""}),
    (ORGANIZATION, {"owner": "ab" * 16}, {"owner": "AB" * 16}),
    (REASON, {"is_primary": 1}, {"is_primary": True}),
    (FORMER_NAME, {"name": "甲", "source": "乙"}, {"name": "甲\x1f乙"}),
    (FORMER_NAME, {"name": "甲"}, {"name": "甲\x1f"}),
    (FORMER_NAME, {"name": "甲"}, {"name": "甲\0"}),
    (ORGANIZATION, {"staff": 1}, {"staff": 1 << 63}),
    (FORMER_NAME, {"name": "甲"}, {"name": "\ud800"}),
)


@pytest.mark.parametrize(("kind", "sound", "odd"), ALIKE)
def test_what_a_digest_does_not_see_is_seen(kind: RecordKind, sound: dict[str, Value], odd: dict[str, Value]) -> None:
    head, data, hashes = encode_creations(kind, [row(kind, **sound)])
    assert decode_creations(head, data) == ([row(kind, **sound)], hashes)
    assert checked_hashes(kind, [row(kind, **sound)]) == hashes
    wrong = row(kind, **odd)
    with pytest.raises((Unsound, ValueError)):
        checked_hashes(kind, [wrong])
    if "\ud800" not in repr(odd) and "\\ud800" not in repr(odd):
        head, data, _hashes = encode_creations(kind, [wrong])
        with pytest.raises((Unsound, ValueError)):
            decode_creations(head, data)


@pytest.mark.parametrize("day", ["zzz", "2024-02-30", "20240101", "2024-1-1", "2024-01-01T00", "２０２４-01-01"])
def test_days_are_days(day: str) -> None:
    """A list that cannot read a day is a list that cannot be opened."""
    with pytest.raises((Unsound, ValueError)):
        checked_hashes(VISIT, [row(VISIT, visited_on=day)])
    assert checked_hashes(VISIT, [row(VISIT, visited_on="2024-02-29")])


def test_records_belong_where_their_kind_says() -> None:
    for kind, parent in ((ORGANIZATION, PARENT), (REASON, None)):
        with pytest.raises(Unsound):
            checked_hashes(kind, [row(kind)._replace(parent=parent)])
    with pytest.raises(Unsound):
        checked_hashes(ORGANIZATION, [row(ORGANIZATION)._replace(uid=b"short")])


def test_columns_that_are_empty_at_the_end_are_not_written() -> None:
    _head, short, _hashes = encode_creations(ORGANIZATION, [row(ORGANIZATION, code="1")])
    _head, long, _hashes = encode_creations(ORGANIZATION, [row(ORGANIZATION, note="1")])
    assert len(short) < len(long)
