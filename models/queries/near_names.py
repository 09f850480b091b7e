"""Organizations that may be the one whose name is being typed: by the rule that finds duplicates.

Who has part of the name, or the code, is found by the search; who is spelt a little differently by what the search for
duplicates remembers, where it has run before.
"""

import sqlite3
from dataclasses import dataclass

from models.ledger.joining import shown_as, with_joined
from models.ledger.ledger import Ledger
from models.queries.duplicate_finding import county_of, subjects
from models.queries.duplicate_index import DuplicateIndex, duplicate_path, grams_of, keys_of
from models.queries.organization_list import ListQuery, OrganizationRow, first_ids, rows_of
from models.rules.likeness import Subject, name_percent, subject_of

#: Names that agree less are not worth a look while somebody types.
_LEAST = 75
_LOOKED_AT = 200
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class NearName:
    """An organization with how much of its name agrees, in percent; `same_code` for one with the code."""

    row: OrganizationRow
    percent: int
    same_code: bool


def near_names(ledger: Ledger, name: str, code: str, limit: int) -> list[NearName]:
    """The nearest ones, nearest first; none for a name that says nothing yet."""
    home = county_of(ledger)
    typed = subject_of(0, code=code, name=name, phone="", address="", head="", region=home)
    found = _holding(ledger, typed.core) | _remembered(ledger, typed)
    with ledger.reading() as db:
        found = set(with_joined(db, found | _with_code(db, code)))
        known = subjects(db, sorted(found), home)
        shown = shown_as(db, found)
        chosen = ",".join(map(str, sorted(found)))
        gone = {row[0] for row in db.execute(f"SELECT id FROM organization WHERE deleted=1 AND id IN ({chosen})")}
    best: dict[int, tuple[bool, int]] = {}
    for record, subject in known.items():
        is_same = bool(code) and subject.code == code
        holds = len(typed.core) >= _SHORTEST and typed.core in subject.name
        percent = name_percent(typed, subject)
        if record not in gone and (is_same or holds or percent >= _LEAST):
            best[shown[record]] = max(best.get(shown[record], (False, 0)), (is_same, percent))
    order = sorted(best, key=lambda record: (*(-value for value in best[record]), record))[:limit]
    return [NearName(row, best[row.id][1], best[row.id][0]) for row in rows_of(ledger, order)]


def _with_code(db: sqlite3.Connection, code: str) -> set[int]:
    return {row[0] for row in db.execute("SELECT id FROM organization WHERE code=? AND code<>''", (code,))}


def _holding(ledger: Ledger, core: str) -> set[int]:
    """Whose name may hold what tells this one from others."""
    return set(first_ids(ledger, ListQuery(search=core), _LOOKED_AT)) if len(core) >= _SHORTEST else set()


def _remembered(ledger: Ledger, typed: Subject) -> set[int]:
    path = duplicate_path(ledger)
    if len(typed.core) < _SHORTEST or not path.exists():
        return set()
    found: set[int] = set()
    try:
        index = DuplicateIndex(path)
    except sqlite3.Error:
        return found
    try:
        if index.state() is not None:
            for key in keys_of(typed, index.counts(grams_of(typed))):
                found.update(index.sharing(key))
    except sqlite3.Error:  # being made anew: the search alone, then
        return found
    finally:
        index.close()
    return found
