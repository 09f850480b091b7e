"""What went out of this copy, what came back about it, and what nobody has been sent yet."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from models.exchange.known import known_senders
from models.exchange.selecting import Scope
from models.facts.writer import BatchKind
from models.ledger.ledger import Ledger

_ENTRY = 16  # bytes of a batch in what a file notes as held: half id, half digest
_ID = 8


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that went out, the newest first in a list. `merged` is 0 as long as nothing came back about it."""

    recipient: str
    sent: int
    kind: str
    number: int
    facts: int
    merged: int = 0
    merged_by: str = ""
    counts: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many steps of this copy are in no file that went out whole (or with all that its person has); last export."""

    steps: int
    last: int


def sent_log(ledger: Ledger, *, limit: int = 500) -> list[SentFile]:
    """The files that went out, with what their recipients told."""
    names = {key.hex(): known.card.title for key, known in known_senders().items()}
    with ledger.reading() as db:
        rows = db.execute(
            "SELECT s.recipient, s.sent, s.kind, s.number, s.creations+s.edits, r.merged, r.merged_by, r.counts "
            "FROM sent_file s LEFT JOIN returned_receipt r ON r.file=s.file ORDER BY s.id DESC LIMIT ?",
            (limit,),
        ).fetchall()
    return [
        SentFile(
            names.get(recipient, recipient),
            sent,
            kind,
            number,
            facts,
            merged or 0,
            by or "",
            json.loads(counts or "{}"),
        )
        for recipient, sent, kind, number, facts, merged, by, counts in rows
    ]


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
