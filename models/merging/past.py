"""The merges of a ledger and the receipts of their files, the newest first."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from models.ledger.ledger import Ledger
from models.merging.statements import moment


@dataclass(frozen=True, slots=True)
class PastFile:
    """What became of a merged file: `counts` by name as in a preview, `upto` the sender's newest change in it."""

    name: str
    author: str
    unit: str
    installation: str
    digest: str
    created: str
    upto: int
    counts: Mapping[str, int]
    left_out: int
    stands: bool


@dataclass(frozen=True, slots=True)
class PastMerge:
    """One merge with its receipt. `merge` is the number for undoing it, `at` by this machine's clock."""

    merge: str
    at: str
    by: str
    restore_point: str
    files: tuple[PastFile, ...]

    @property
    def stands(self) -> bool:
        """False once all of it is undone."""
        return any(file.stands for file in self.files)


def past_merges(ledger: Ledger, *, limit: int = 200) -> list[PastMerge]:
    """The newest merges first."""
    with ledger.reading() as db:
        runs = db.execute(
            "SELECT id, at, by, restore_point FROM merge_run ORDER BY id DESC LIMIT ?", (limit,)
        ).fetchall()
        rows = db.execute(
            "SELECT a.run, r.name, r.author, r.unit, r.installation, a.file, r.created, r.upto, r.counts, r.left_out, "
            "a.undone FROM arrival a JOIN merge_receipt r ON r.arrival=a.id WHERE a.run IS NOT NULL ORDER BY a.id"
        ).fetchall()
    files: dict[int, list[PastFile]] = {}
    for run, name, author, unit, installation, digest, created, upto, counts, left_out, undone in rows:
        files.setdefault(run, []).append(
            PastFile(
                name,
                author,
                unit,
                installation,
                digest.hex(),
                moment(created),
                upto,
                json.loads(counts),
                len(json.loads(left_out)),
                not undone,
            )
        )
    return [
        PastMerge(str(run), moment(at), by, restore_point, tuple(files.get(run, ())))
        for run, at, by, restore_point in runs
    ]
