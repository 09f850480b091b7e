"""Which batches stand: written, and neither taken back nor taken back and brought again an odd number of times."""

import sqlite3
from collections.abc import Collection


def standing(db: sqlite3.Connection, batches: Collection[bytes]) -> set[bytes]:
    """Of these batches (record ids) the ones that are here and whose last reversal left them in force."""
    if not batches:
        return set()
    # A batch may be undone again after a redo that was itself undone: the latest reversal counts.
    later = dict(db.execute("SELECT reverts, uid FROM batch WHERE reverts IS NOT NULL ORDER BY id").fetchall())
    here = {uid for uid in batches if db.execute("SELECT 1 FROM batch WHERE uid=?", (uid,)).fetchone()}
    return {uid for uid in here if _reversals(later, uid) % 2 == 0}


def _reversals(later: dict[bytes, bytes], uid: bytes) -> int:
    count = 0
    while (uid := later.get(uid, b"")) != b"":
        count += 1
    return count
