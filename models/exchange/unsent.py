"""What of this copy's work nobody has been sent yet; loads no cryptography: the status bar asks it at the start."""

import sqlite3
from dataclasses import dataclass

from models.exchange.selecting import Scope
from models.facts.writer import BatchKind
from models.ledger.ledger import Ledger

_ENTRY = 16  # bytes of a batch in what a file notes as held: half id, half digest
_ID = 8


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many steps of this copy are in no file that went out whole (or with all that its person has); last export."""

    steps: int
    last: int


def unsent(ledger: Ledger) -> Unsent:
    """Count them; quick, whatever the ledger holds: from the newest step back to the first that went out."""
    own_part = Scope(cadres=(ledger.author.cadre,)).text if ledger.author.cadre else ""
    with ledger.reading() as db:
        (last,) = db.execute("SELECT coalesce(max(sent),0) FROM sent_file").fetchone()
        held = [
            row[0]
            for row in db.execute(
                "SELECT held FROM sent_file WHERE held IS NOT NULL AND scope IN (?,?)", (Scope().text, own_part)
            )
        ]
        return Unsent(_steps(db, held), last)


def _steps(db: sqlite3.Connection, held: list[bytes]) -> int:
    count = 0
    rows = db.execute(
        "SELECT uid FROM batch WHERE replica=(SELECT CAST(value AS INTEGER) FROM meta WHERE key='replica') "
        "AND kind<>? ORDER BY seq DESC",
        (int(BatchKind.FOUNDING),),
    )
    for (uid,) in rows:
        if any(_holds(each, uid) for each in held):
            break
        count += 1
    return count


def _holds(held: bytes, uid: bytes) -> bool:
    """Whether a batch is among these, which stand in the order of their ids."""
    low, high, wanted = 0, len(held) // _ENTRY, uid[:_ID]
    while low < high:
        middle = (low + high) // 2
        if held[middle * _ENTRY : middle * _ENTRY + _ID] < wanted:
            low = middle + 1
        else:
            high = middle
    return held[low * _ENTRY : low * _ENTRY + _ID] == wanted
