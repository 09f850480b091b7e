"""What went out of this copy and what came back about it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from models.exchange.known import known_senders
from models.ledger.ledger import Ledger


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
