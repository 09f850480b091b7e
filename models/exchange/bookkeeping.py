"""What went to whom and what came from whom: local notes of a ledger, in no digest, never sent themselves."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from models.exchange.manifest import Receipt
from models.facts.canonical import canonical_json
from models.tables.record_kinds import RECORD_KINDS

#: How many receipts go back at most: the newest.
_RECEIPTS = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that went out. `held` says which batches were in the ledger then; None for all but the newest."""

    recipient: str
    file: bytes
    sent: int
    kind: str
    number: int
    creations: int
    edits: int
    scope: str
    held: bytes | None = None


def last_sent(db: sqlite3.Connection, recipient: str) -> Sent | None:
    """The newest file to a recipient, if there was one."""
    row = db.execute(
        "SELECT recipient, file, sent, kind, number, creations, edits, scope, held FROM sent_file "
        "WHERE recipient=? ORDER BY id DESC LIMIT 1",
        (recipient,),
    ).fetchone()
    return Sent(*row) if row else None


def note_sent(db: sqlite3.Connection, sent: Sent) -> None:
    """Note a file that was written; inside the caller's transaction."""
    db.execute("UPDATE sent_file SET held=NULL WHERE recipient=?", (sent.recipient,))
    db.execute(
        "INSERT INTO sent_file(recipient, file, sent, kind, number, creations, edits, scope, held) "
        "VALUES (?,?,?,?,?,?,?,?,?)",
        (
            sent.recipient,
            sent.file,
            sent.sent,
            sent.kind,
            sent.number,
            sent.creations,
            sent.edits,
            sent.scope,
            sent.held,
        ),
    )


def sent_files(db: sqlite3.Connection) -> list[Sent]:
    """Every file that went out, the newest first."""
    rows = db.execute(
        "SELECT recipient, file, sent, kind, number, creations, edits, scope FROM sent_file ORDER BY id DESC"
    )
    return [Sent(*row) for row in rows]


def note_received(
    db: sqlite3.Connection,
    *,
    file: bytes,
    sender: bytes,
    installation: str,
    merged: int,
    merged_by: str,
    counts: Mapping[str, int],
    receipts: tuple[Receipt, ...] = (),
) -> None:
    """Note a merged file, and the receipts that came with it; inside the transaction of the merge."""
    db.execute(
        "INSERT OR REPLACE INTO received_file(file, sender, installation, merged, merged_by, counts) "
        "VALUES (?,?,?,?,?,?)",
        (file, sender, installation, merged, merged_by, canonical_json(dict(counts))),
    )
    for receipt in receipts:
        db.execute(
            "INSERT OR REPLACE INTO returned_receipt(file, merged, merged_by, counts) VALUES (?,?,?,?)",
            (bytes.fromhex(receipt.file), receipt.merged, receipt.by, canonical_json(dict(receipt.counts))),
        )


def forget_received(db: sqlite3.Connection, file: bytes) -> None:
    """Take a note back whose merge was undone."""
    db.execute("DELETE FROM received_file WHERE file=?", (file,))


def receipts_for(db: sqlite3.Connection, sender: bytes) -> tuple[Receipt, ...]:
    """What became of the files of a sender: goes with the next file to this person."""
    rows = db.execute(
        "SELECT file, merged, merged_by, counts FROM received_file WHERE sender=? ORDER BY merged DESC, file LIMIT ?",
        (sender, _RECEIPTS),
    )
    return tuple(Receipt(file.hex(), merged, by, json.loads(counts)) for file, merged, by, counts in rows)


def receipt_of(db: sqlite3.Connection, file: bytes) -> Receipt | None:
    """What the recipient told of a file that went out; None as long as nothing came back."""
    row = db.execute("SELECT merged, merged_by, counts FROM returned_receipt WHERE file=?", (file,)).fetchone()
    return Receipt(file.hex(), row[0], row[1], json.loads(row[2])) if row else None


def count_records(db: sqlite3.Connection) -> int:
    """About how many records a ledger has: for progress."""
    return sum(db.execute(f"SELECT coalesce(max(id),0) FROM {kind.table}").fetchone()[0] for kind in RECORD_KINDS)
