"""New organizations of a file that may be some that are here already: the same code, or the same name.

A preview says no more than that; joining and keeping apart is for the queue of duplicates after the merge.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from models.facts.records import chunks, marks
from models.rules.credit_codes import is_valid_code
from models.rules.names import name_key


@dataclass(frozen=True, slots=True)
class Double:
    """A new organization (`key`) and the one here that it may be; `same_code` ones join by themselves."""

    key: str
    other: int
    other_name: str
    same_code: bool


def find_doubles(db: sqlite3.Connection, new: Sequence[tuple[str, str, str]]) -> list[Double]:
    """Of new organizations (key, name, code) those that have one here with the same valid code, or the same name."""
    codes = {code: key for key, _name, code in new if is_valid_code(code)}
    found = {
        codes[code]: Double(codes[code], record, name or "", same_code=True)
        for code, record, name in _here(db, "code", list(codes))
    }
    by_name: dict[str, list[tuple[str, str]]] = {}
    for key, name, code in new:
        if name and key not in found:
            by_name.setdefault(name, []).append((key, code))
            by_name.setdefault(name_key(name), []).append((key, code))
    for here, record, other_code in _here(db, "name", list(by_name), other="code"):
        for key, own in by_name[here]:
            different = is_valid_code(own) and is_valid_code(other_code or "") and own != other_code
            if not different:
                found.setdefault(key, Double(key, record, here, same_code=False))
    return list(found.values())


def _here(
    db: sqlite3.Connection, column: str, values: Sequence[str], *, other: str = "name"
) -> list[tuple[str, int, str | None]]:
    rows: list[tuple[str, int, str | None]] = []
    for chunk in chunks(values):
        query = f"SELECT {column}, id, {other} FROM organization WHERE deleted IS NOT 1 AND {column} IN "
        rows += db.execute(f"{query} ({marks(chunk)})", chunk).fetchall()
    return rows
