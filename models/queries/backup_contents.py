"""What a backup holds, laid beside the ledger as it is: what a restore would take away, before anything is done."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.ledger.backups import proven
from models.ledger.connection import connect, naming_problems
from models.ledger.ledger import Ledger
from models.queries.step_words import words_of_batches

_LISTED = 50
#: What is counted, and the rows that count: `gone` ones are in the trash or taken back.
_COUNTED = {
    "organizations": "SELECT count(*) FROM organization WHERE deleted IS NOT 1",
    "covered": "SELECT count(*) FROM organization WHERE deleted IS NOT 1 AND coverage IS NOT NULL",
    "visits": "SELECT count(*) FROM visit WHERE deleted IS NOT 1",
    "followups": "SELECT count(*) FROM followup WHERE deleted IS NOT 1",
    "reasons": "SELECT count(*) FROM reason WHERE deleted IS NOT 1",
    "batches": "SELECT count(*) FROM batch",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: when and who by the writer's word, and what in words."""

    at: str  # YYYY-MM-DD HH:MM
    author: str
    words: str


@dataclass(frozen=True, slots=True)
class BackupContents:
    """`counts` are (key, in the backup, in the ledger now), keys as in `_COUNTED`.

    `last` is the newest step that the backup holds; `missing` those of the ledger that it does not, newest first and
    at most fifty, `missing_count` all of them; `ahead` how many steps it has that the ledger has not.
    """

    counts: tuple[tuple[str, int, int], ...]
    last: Step | None
    missing: tuple[Step, ...]
    missing_count: int
    ahead: int


def backup_contents(ledger: Ledger, backup: Path) -> BackupContents:
    """Prove a backup and look into it; FileProblem if it is damaged or somebody else's. Changes nothing."""
    with proven(backup) as path, naming_problems(path):
        then = connect(path, writable=False)
        try:
            with ledger.reading() as now:
                return _compare(then, now)
        finally:
            then.close()


def _compare(then: sqlite3.Connection, now: sqlite3.Connection) -> BackupContents:
    counts = tuple((key, _count(then, query), _count(now, query)) for key, query in _COUNTED.items())
    held, standing = _batches(then), _batches(now)
    newest = max(held, key=lambda uid: held[uid], default=None)
    missing = sorted((uid for uid in standing if uid not in held), key=lambda uid: standing[uid], reverse=True)
    return BackupContents(
        counts,
        _steps(then, [newest])[0] if newest else None,
        tuple(_steps(now, missing[:_LISTED])),
        len(missing),
        sum(uid not in standing for uid in held),
    )


def _batches(db: sqlite3.Connection) -> dict[bytes, int]:
    return dict(db.execute("SELECT uid, id FROM batch"))


def _count(db: sqlite3.Connection, query: str) -> int:
    return int(db.execute(query).fetchone()[0])


def _steps(db: sqlite3.Connection, batches: list[bytes]) -> list[Step]:
    words = words_of_batches(db, batches)
    steps = []
    for uid, text in zip(batches, words, strict=True):
        wall, author = db.execute(
            "SELECT b.wall, a.name FROM batch b JOIN author a ON a.id=b.author WHERE b.uid=?", (uid,)
        ).fetchone()
        steps.append(Step(datetime.fromtimestamp(wall).astimezone().strftime("%Y-%m-%d %H:%M"), author, text))
    return steps
