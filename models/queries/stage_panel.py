"""How far the organizations of each province, city or county are: counts by the six words, from one index alone.

The index organization_standing holds every column that counts here. There are few combinations of stage, side state,
reason and status (some hundred in a country): they are found by jumping from one to the next. Inside a combination the
places stand in order, so that a place is a range whose entries are only counted, not looked at one by one.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from models.ledger.ledger import Ledger
from models.queries.conditions import Conditions
from models.rules.stages import shown_word

_LEADING = ("stage", "side_state", "main_reason", "status", "deleted")
_ALL = " AND ".join(f"{column} IS ?" for column in _LEADING) + " AND joined_into IS NULL"
_COUNTED = {False: "count(*), 0", True: "count(*), coalesce(sum(visit_count>0),0)"}
_PLACES = {2: 34, 4: 340, 6: 2_900}  # provinces, cities, counties: about so many
_FEW = 64  # organizations for each place, below which going through them all is quicker

_BEHIND = "\U0010ffff"  # behind whatever else a text goes on with

_Combination = tuple[str | int | None, ...]


def stages_by_area(ledger: Ledger, digits: int) -> dict[str, dict[str, int]]:
    """Live organizations by the first 2, 4 or 6 digits of their place and by stage word; an unknown place is ""."""
    found: dict[str, dict[str, int]] = {}
    with ledger.reading() as db:
        live = Conditions(db).live_values
        for combination in _combinations(db):
            stage, side_state, reason, status, deleted = combination
            if deleted == 1 or not live(status, reason):
                continue
            visited_word, word = (shown_word(_text(stage), _text(side_state), visits) for visits in (1, 0))
            matters = visited_word != word  # whether anybody was there
            for area, count, visited in _areas(db, combination, digits, visits=matters):
                words = found.setdefault(area, defaultdict(int))
                words[visited_word] += visited
                words[word] += count - visited
    return {area: {word: count for word, count in words.items() if count} for area, words in sorted(found.items())}


def _combinations(db: sqlite3.Connection, known: _Combination = ()) -> Iterator[_Combination]:
    """The values of the leading columns that occur together, by jumps through the index."""
    if len(known) == len(_LEADING):
        yield known
        return
    column = _LEADING[len(known)]
    same = " AND ".join(f"{name} IS ?" for name in _LEADING[: len(known)]) or "1"
    if db.execute(f"SELECT 1 FROM organization WHERE {same} AND {column} IS NULL LIMIT 1", known).fetchone():
        yield from _combinations(db, (*known, None))
    value = db.execute(f"SELECT min({column}) FROM organization WHERE {same}", known).fetchone()[0]
    while value is not None:
        yield from _combinations(db, (*known, value))
        following = f"SELECT min({column}) FROM organization WHERE {same} AND {column}>?"
        value = db.execute(following, (*known, value)).fetchone()[0]


def _areas(
    db: sqlite3.Connection, combination: _Combination, digits: int, *, visits: bool
) -> Iterator[tuple[str, int, int]]:
    """(place, count, with `visits` those that were visited) of a combination."""
    is_worth_jumps = f"SELECT 1 FROM organization WHERE {_ALL} LIMIT 1 OFFSET {_FEW * _PLACES[digits]}"
    if db.execute(is_worth_jumps, combination).fetchone():
        yield from _areas_by_jumps(db, combination, digits, visits=visits)
        return
    grouped = f"SELECT substr(region,1,{int(digits)}), {_COUNTED[visits]} FROM organization WHERE {_ALL} GROUP BY 1"
    for area, count, visited in db.execute(grouped, combination).fetchall():
        yield area or "", count, visited


def _areas_by_jumps(
    db: sqlite3.Connection, combination: _Combination, digits: int, *, visits: bool
) -> Iterator[tuple[str, int, int]]:
    """The same, from the first of a place to the first of the next one."""
    counted = f"SELECT {_COUNTED[visits]} FROM organization WHERE {_ALL}"
    count, visited = db.execute(f"{counted} AND region IS NULL", combination).fetchone()
    if count:
        yield "", count, visited
    following = f"SELECT min(region) FROM organization WHERE {_ALL} AND region>?"
    region = db.execute(f"SELECT min(region) FROM organization WHERE {_ALL}", combination).fetchone()[0]
    while region is not None:
        area = region[:digits]
        last = area + _BEHIND if len(area) == digits else area
        yield (area, *db.execute(f"{counted} AND region BETWEEN ? AND ?", (*combination, area, last)).fetchone())
        region = db.execute(following, (*combination, last)).fetchone()[0]


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)
