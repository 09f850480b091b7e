"""Merging files: all good ones in one transaction, after a verified restore point; what became of each is kept."""

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models.edits.redaction import name_blanked
from models.exchange.bookkeeping import note_received
from models.exchange.reading import Incoming
from models.facts.canonical import canonical_json
from models.facts.union import unite
from models.facts.writer import BatchKind, Touched
from models.language import _
from models.ledger.campaign_rule import scope_rule
from models.ledger.ledger import Changes, Ledger
from models.ledger.summaries import refresh_touched
from models.merging.comparison import parsed_key, record_key
from models.merging.novel import leave_out
from models.merging.offers import Offer, as_of_now, refusal_of, to_merge
from models.merging.preview import preview
from models.merging.rows import FilePreview, MergePreview
from models.progress import Progress
from models.search.ledger_index import index_of, position
from models.tables.record_kinds import REDACTION

#: The reason that stands on the restore point.
RESTORE_POINT = "merge"


@dataclass(frozen=True, slots=True)
class MergedFile:
    """What became of one file. `refused` says why it was not merged; `left_out` counts records that were left out."""

    preview: FilePreview
    refused: str
    counts: Mapping[str, int]
    left_out: int = 0

    @property
    def offer(self) -> Offer:
        """The file."""
        return self.preview.offer


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did. `merge` is its number, for undoing it; empty if no file brought anything."""

    merge: str
    files: tuple[MergedFile, ...]
    restore_point: Path | None
    changes: Changes

    @property
    def refused(self) -> list[MergedFile]:
        """The files that were not merged."""
        return [file for file in self.files if file.refused]


def merge(
    ledger: Ledger,
    offers: Sequence[Offer],
    *,
    leaving_out: Collection[str] = (),
    accepted: Collection[str] = (),
    looked: MergePreview | None = None,
    progress: Progress | None = None,
) -> Merged:
    """Take in what these files bring, all or nothing; files that cannot be merged are left aside and say why.

    `leaving_out` are keys of preview rows: nothing about these records comes now; it can come with the same file
    later. `accepted` are short codes of senders that the person vouches for this time. `looked` is a preview of these
    files, those that cannot be merged last: it spares another one if nothing has come into the ledger since.
    """
    progress = progress or Progress()
    offers = [as_of_now(ledger, offer) for offer in offers]
    refusals = [refusal_of(offer, accepted) for offer in offers]
    good = [offer for offer, refused in zip(offers, refusals, strict=True) if not refused]
    found = iter(_as_looked_at(ledger, good, looked) or preview(ledger, good, progress=progress).files)
    looked_at = [FilePreview(o) if refused else next(found) for o, refused in zip(offers, refusals, strict=True)]
    files = [
        MergedFile(each, refused, {} if refused else each.counts())
        for each, refused in zip(looked_at, refusals, strict=True)
    ]
    if all(file.refused or file.offer.known_in for file in files):
        return Merged("", tuple(files), None, Changes("", frozenset(), frozenset()))
    point = None
    if not all(file.refused or file.preview.is_empty for file in files):
        progress.step(0, 0, _("先做还原点"))
        point = ledger.backup(reason=RESTORE_POINT).path
    work = _Merge(ledger, point, {parsed_key(key) for key in leaving_out}, progress)
    return work.run(files)


def _as_looked_at(ledger: Ledger, good: Sequence[Offer], looked: MergePreview | None) -> tuple[FilePreview, ...]:
    """The previews that were made of these files, if they still hold."""
    if looked is None:
        return ()
    files = looked.files[: len(good)]
    with ledger.reading() as db:
        is_as_it_was = position(db) == looked.seen
    are_these = len(files) == len(good) and all(file.offer is offer for file, offer in zip(files, good, strict=True))
    return files if is_as_it_was and are_these else ()


class _Merge:
    """One transaction. Without a restore point there is nothing new: the files are only noted, with their receipts."""

    def __init__(self, ledger: Ledger, point: Path | None, keys: set[tuple[int, bytes]], progress: Progress) -> None:
        self._ledger = ledger
        self._point = point
        self._keys = keys
        self._progress = progress
        self._touched = Touched()
        self._now = ledger.surroundings.milliseconds() // 1000

    def run(self, files: Sequence[MergedFile]) -> Merged:
        done: list[MergedFile] = []
        with self._ledger.together(bulk=True), self._ledger.local_write() as db:
            run = self._begin(db)
            for number, file in enumerate(files):
                self._progress.step(number, len(files), _("合并 {name}").format(name=file.offer.name))
                done.append(file if file.refused or file.offer.known_in else self._take(db, file, run))
            self._progress.step(len(files), len(files), _("更新汇总"))
            refresh_touched(db, scope_rule(db), self._touched)
        if self._touched.records.get(REDACTION.number) and (index := index_of(self._ledger)) is not None:
            index.drop()  # it knows what was blanked
        return Merged(str(run or ""), tuple(done), self._point, changes_of(self._touched))

    def _begin(self, db: sqlite3.Connection) -> int | None:
        if self._point is None:
            return None
        cursor = db.execute(
            "INSERT INTO merge_run(at, by, restore_point) VALUES (?,?,?)",
            (self._now, self._ledger.author.text, self._point.name),
        )
        return cursor.lastrowid

    def _take(self, db: sqlite3.Connection, file: MergedFile, run: int | None) -> MergedFile:
        incoming = to_merge(db, file.offer)
        if incoming is None:
            return file
        body, left = leave_out(db, incoming.body, self._keys) if self._keys else (incoming.body, set())
        arrival = unite(db, body, file_digest=incoming.digest, now=self._now, proven=True, partial=bool(left))
        if arrival.id is None:  # the same file twice in one go
            return file
        db.execute("UPDATE arrival SET run=? WHERE id=?", (run, arrival.id))
        if arrival.blanked:  # an old file brought data of somebody whose wish they did not know there
            with self._ledger.change(kind=BatchKind.REDACTION) as change:
                name_blanked(change, arrival.blanked)
        self._touched.join(arrival.touched)
        out = sorted(record_key(key) for key in left)
        found = file.preview.counts(without=frozenset(out)) if out else dict(file.counts)
        counts = found | {"creations": arrival.creations, "edits": arrival.edits}
        _note(db, file, incoming, arrival.id, counts, out)
        note_received(
            db,
            file=incoming.digest,
            sender=incoming.sender.public_key,
            installation=incoming.manifest.installation,
            merged=self._now,
            merged_by=self._ledger.author.text,
            counts=counts,
            receipts=incoming.manifest.receipts,
        )
        return replace(file, counts=counts, left_out=len(left))


def changes_of(touched: Touched) -> Changes:
    """What the window is told of a merge or of its undo: facts of others, no batch of this copy."""
    return Changes("", frozenset(touched.records) | touched.bulk, frozenset(touched.organizations), touched.everything)


def _note(  # noqa: PLR0917 - the columns of a receipt
    db: sqlite3.Connection,
    file: MergedFile,
    incoming: Incoming,
    arrival: int,
    counts: Mapping[str, int],
    left_out: Sequence[str],
) -> None:
    standing = file.preview.standing
    db.execute(
        "INSERT INTO merge_receipt(arrival, name, installation, author, unit, created, upto, counts, left_out) "
        "VALUES (?,?,?,?,?,?,?,?,?)",
        (
            arrival,
            file.offer.name,
            incoming.manifest.installation,
            incoming.sender.name,
            incoming.sender.unit,
            incoming.manifest.created,
            standing.upto if standing else 0,
            canonical_json(dict(counts)),
            json.dumps(left_out),
        ),
    )
