"""What the window paints first: the follow-ups that are late, due or come up, read with sqlite3 alone.

The rows and their order are those of models.queries.today; only the numbers are left to it. It runs beside the
loading of Qt, so it may import little: tests/architecture/test_first_paint.py names what.
"""

import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

from models.divisions import names_without_tables
from models.queries.conditions import WORD, Conditions
from models.rules.reasons import shipped_reasons

_PATIENCE = 0.2  # seconds; who writes right now is waited for where the ledger is opened
#: models.ledger.joining.owner_of("f"), whose module brings the edit store along.
_OWNER = "coalesce((SELECT h.joined_into FROM organization h WHERE h.id=f.org_id),f.org_id)"
#: Conditions on a follow-up's day, in the order of the page.
SPANS = {
    "late": "f.due_on<:today",
    "today": "f.due_on=:today",
    "week": "f.due_on>:today AND f.due_on<=date(:today,'weekday 0')",
}


@dataclass(frozen=True, slots=True)
class FirstRow:
    """A follow-up: `span` is a key of SPANS, `word` one of the six stage words."""

    span: str
    name: str
    word: str
    street: str
    task: str
    due_on: str
    last_visit_on: str
    last_visit_mode: str
    cadre: str


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The first follow-ups of a ledger on a day."""

    day: date
    rows: tuple[FirstRow, ...]


def first_rows(path: Path, day: date, limit: int) -> FirstRows | None:
    """The first `limit` follow-ups; None for what cannot be shown before it is opened properly.

    That is: no ledger, one of another format, one whose writer died. Whoever opens it says what is the matter.
    """
    try:
        journal = path.with_name(f"{path.name}-journal")
        if not path.is_file() or (journal.exists() and journal.stat().st_size):
            return None
        db = sqlite3.connect(f"file:{quote(os.fsencode(path.absolute()))}?mode=ro", uri=True, timeout=_PATIENCE)
    except (OSError, ValueError, sqlite3.Error):
        return None
    try:
        return FirstRows(day, tuple(_rows(db, day, limit)))
    except sqlite3.Error:  # not its format, or not a ledger at all: a column is missing
        return None
    finally:
        db.close()


class _FirstConditions(Conditions):
    """The ledger's reasons without the code lists of everything else."""

    def __init__(self, db: sqlite3.Connection) -> None:
        super().__init__(db)
        self._effects = {code: reason.effect for code, reason in shipped_reasons().items()}
        changed = db.execute("SELECT code, effect FROM code_entry WHERE list='reason' AND deleted IS NOT 1")
        self._effects |= {code: effect or self._effects.get(code, "E") for code, effect in changed}

    def codes_of(self, effect: str) -> Iterable[str]:
        """As there."""
        return (code for code, its in self._effects.items() if its == effect)


def _rows(db: sqlite3.Connection, day: date, limit: int) -> list[FirstRow]:
    live = _FirstConditions(db).live
    found: list[tuple[str, ...]] = []
    for span, condition in SPANS.items():
        rows = db.execute(
            f"SELECT o.name, {WORD}, o.street, f.task, f.due_on, o.last_visit_on, o.last_visit_mode, c.name "
            f"FROM followup f JOIN organization o ON o.id={_OWNER} LEFT JOIN cadre c ON c.uid=f.cadre "
            f"WHERE f.deleted IS NOT 1 AND {live} AND f.state='open' AND {condition} "
            "ORDER BY f.due_on, o.street, o.name, f.id LIMIT :rest",
            {"today": day.isoformat(), "rest": limit - len(found)},
        )
        found += [(span, *(str(value or "") for value in row)) for row in rows]
        if len(found) >= limit:
            break
    streets = names_without_tables({row[3] for row in found})
    return [
        FirstRow(span, name, word, streets.get(street, ""), task, due_on, last_on, last_mode, cadre)
        for span, name, word, street, task, due_on, last_on, last_mode, cadre in found
    ]
