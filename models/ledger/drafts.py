"""What was typed into forms and not saved: local to this file, never facts, kept through a kill or a power cut."""

import json
import sqlite3
from collections.abc import Mapping

from models.ledger.ledger import Ledger

#: A form's name and the local ids of the organizations it is open for.
DraftKey = tuple[str, tuple[int, ...]]


def keep_draft(ledger: Ledger, key: DraftKey, texts: Mapping[str, str]) -> None:
    """Keep the texts of a form, in place of what was kept for it before."""
    with ledger.local_write(aside=True) as db:
        form, organizations = key[0], _uids(db, key[1])
        db.execute("DELETE FROM draft WHERE form=? AND organizations=?", (form, organizations))
        db.execute(
            "INSERT INTO draft(form, organizations, texts) VALUES (?,?,?)",
            (form, organizations, json.dumps(dict(texts), ensure_ascii=False)),
        )


def forget_draft(ledger: Ledger, key: DraftKey) -> None:
    """Forget what was kept for a form."""
    with ledger.local_write(aside=True) as db:
        db.execute("DELETE FROM draft WHERE form=? AND organizations=?", (key[0], _uids(db, key[1])))


def kept_drafts(ledger: Ledger) -> dict[DraftKey, dict[str, str]]:
    """Everything that is kept, the latest last; without those of organizations that are not here any more."""
    found: dict[DraftKey, dict[str, str]] = {}
    with ledger.reading() as db:
        for form, organizations, texts in db.execute("SELECT form, organizations, texts FROM draft ORDER BY id"):
            ids = [_local_id(db, uid) for uid in organizations.split(",") if uid]
            if all(ids):
                found[form, tuple(each for each in ids if each is not None)] = json.loads(texts)
    return found


def _uids(db: sqlite3.Connection, organizations: tuple[int, ...]) -> str:
    rows = [db.execute("SELECT hex(uid) FROM organization WHERE id=?", (each,)).fetchone() for each in organizations]
    return ",".join(row[0] for row in rows if row is not None)


def _local_id(db: sqlite3.Connection, uid: str) -> int | None:
    row = db.execute("SELECT id FROM organization WHERE uid=? AND deleted IS NOT 1", (bytes.fromhex(uid),)).fetchone()
    return int(row[0]) if row is not None else None
