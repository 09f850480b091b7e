"""Many rows into a table, in the way that the driver takes quickest.

For every None and every bytes Python's sqlite3 looks for an adapter, which takes longer than storing the value;
for numbers, text and bytearray it does not. So columns without values are left out, and ids go as bytearray.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from models.facts.records import chunks

_PORTION = 2_000


def insert_many(db: sqlite3.Connection, table: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows with values in the order of `names`; the table's columns must have no default but NULL."""
    for portion in chunks(rows, _PORTION):
        filled: list[str] = []
        columns: list[Sequence[object]] = []
        for name, column in zip(names, zip(*portion, strict=True), strict=True):
            types = set(map(type, column))
            if types == {type(None)}:
                continue
            filled.append(name)
            is_bytes = bytes in types
            columns.append([bytearray(v) if type(v) is bytes else v for v in column] if is_bytes else column)
        marks = ",".join("?" * len(filled))
        db.executemany(f"INSERT INTO {table}({','.join(filled)}) VALUES ({marks})", zip(*columns, strict=True))
