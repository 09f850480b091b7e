"""Rows of imports that wait for a person: by what they are known again, and whether they are as they came."""

import json
import sqlite3
from collections.abc import Mapping

from models.facts.canonical import Value, canonical_json, short_hash


def row_key(facts: Mapping[str, Value], extras: Mapping[str, str]) -> bytes:
    """By this a row is known again when the same list comes a second time."""
    return short_hash(canonical_json([dict(facts), dict(extras)]))


def damaged_rows(db: sqlite3.Connection) -> list[int]:
    """The numbers (as their sheets count) of waiting rows whose values are not those that the import read."""
    rows = db.execute("SELECT row, facts, extras, key FROM import_queue ORDER BY id")
    return [number for number, facts, extras, key in rows if not _is_sound(facts, extras, key)]


def _is_sound(facts: object, extras: object, key: object) -> bool:
    try:
        return row_key(json.loads(str(facts)), json.loads(str(extras))) == key
    except (ValueError, TypeError):
        return False
