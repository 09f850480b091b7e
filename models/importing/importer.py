"""Importing a sheet: a dry run that only counts, and the same run writing in one transaction."""

import os
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from models.errors import AmbiguousProblem, InputProblem
from models.facts.fold import GONE
from models.facts.records import RecordRef
from models.facts.writer import BatchKind
from models.importing.classify import Classifier, Outcome, Verdict
from models.importing.extras import put_extras
from models.importing.outcomes import Findings, ImportResult, Sample
from models.importing.queue import decided_rows, put_rows, waiting_keys
from models.importing.registry import Listing, make_report, note_listing, source_of
from models.importing.staged_rows import SCOPE_PLACE, StagedRow
from models.importing.staging import ImportOptions, StagedSheet, stage
from models.language import _
from models.ledger.author import author_named
from models.ledger.campaign_rule import scope_rule
from models.ledger.ledger import Change, Ledger
from models.ledger.queue_rows import row_key
from models.progress import Progress
from models.rules.names import name_key
from models.tables.record_kinds import CADRE, FORMER_NAME, IMPORT_SOURCE, ORGANIZATION

__all__ = ["Findings", "ImportOptions", "ImportResult", "Sample", "StagedSheet", "run_import", "stage"]

_CHUNK = 400
_WRITTEN = frozenset({Outcome.NEW, Outcome.UPDATED, Outcome.SAME})


class _DryRunEnds(Exception):  # noqa: N818 - ends the transaction of a dry run without a trace
    pass


def run_import(
    ledger: Ledger,
    options: ImportOptions,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    staged: StagedSheet | None = None,
) -> ImportResult:
    """Import a sheet in one transaction; with `dry_run` nothing is written and the file stays byte-identical.

    The sheet is read and checked first, outside the transaction; `staged` is what a run before has read. Raises
    InputProblem if the name column is not known, FileProblem for an unreadable file, Cancelled if asked to stop:
    then nothing was written.
    """
    progress = progress or Progress()
    if staged is None:
        staged = stage(ledger, options, progress)
    importer: _Importer | None = None
    try:
        with ledger.change(kind=BatchKind.IMPORT, registry_on=options.registry_on.isoformat(), bulk=True) as change:
            importer = _Importer(change, options, staged, progress)
            importer.run()
            if dry_run:
                raise _DryRunEnds
    except _DryRunEnds:
        return importer.result if importer else ImportResult(staged)
    importer.result.batch = change.changes.batch
    return importer.result


class _Importer:
    def __init__(self, change: Change, options: ImportOptions, staged: StagedSheet, progress: Progress) -> None:
        self._change = change
        self._options = options
        self._staged = staged
        self._progress = progress
        self._day = options.registry_on.isoformat()
        self._cadres = _NewCadres(change, staged.cadres)
        self._classifier = Classifier(change.db, self._day, decided_rows(change.db))
        self._rule = scope_rule(change.db)
        self._waiting = waiting_keys(change.db)
        self._doubtful: list[Verdict] = []
        self._listed = array("q")
        self._reappeared: list[int] = []
        self._made_at = array("Q")  # places of the rows that made organizations, in the order of their local ids
        self._first_made = 0
        self._made_names = array("q")  # hashes: a country of names takes a few megabytes
        self._outside = array("q")
        self.result = ImportResult(staged)

    def run(self) -> None:
        for start, rows in self._chunks():
            self._write(start, rows)
        self._mark_new()
        listing = Listing(source_of(self._options.mapping), self._day, self._listed, tuple(self._reappeared))
        self.result.registry = make_report(self._change.db, self._change.uid, listing)
        result, report = self.result, self.result.registry
        if result.new or result.updated or self._doubtful or (report and report.asks):
            self._note_source()
            note_listing(self._change.db, self._change.uid, listing)
            headings = self._options.mapping.headings
            put_rows(self._change.db, self._change.uid, headings, self._day, self._doubtful)

    def _chunks(self) -> Iterator[tuple[int, list[StagedRow]]]:
        """The rows in pieces; within one no two may be the same organization: that has to be written first."""
        waiting: list[StagedRow] = []
        codes: set[str] = set()
        names: set[str] = set()  # of the rows before `named`
        start = named = 0
        for row in self._staged:
            code = row.valid_code
            if code is None:  # only rows without a code are compared by name
                names.update(name_key(each.name) for each in waiting[named:])
                named = len(waiting)
            if len(waiting) >= _CHUNK or (code in codes if code else name_key(row.name) in names):
                yield start, waiting
                start += len(waiting)
                waiting, codes, names, named = [], set(), set(), 0
            waiting.append(row)
            if code:
                codes.add(code)
        yield start, waiting

    def _write(self, start: int, rows: Sequence[StagedRow]) -> None:
        self._progress.give_way()
        if not self._staged.cadres and self._classifier.are_all_new(rows):
            self._write_new(start, rows)
            return
        verdicts = self._classifier.classify(rows)
        self._progress.give_way()
        if self._staged.cadres:
            for verdict in verdicts:
                if verdict.outcome is not Outcome.REJECTED:
                    self._cadres.settle(verdict)
        pairs = zip(rows, verdicts, strict=True)
        made = self._create([(row, v.uid) for row, v in pairs if v.outcome is Outcome.NEW and not v.restore])
        for index, (row, verdict) in enumerate(zip(rows, verdicts, strict=True), start=start):
            outcome = verdict.outcome
            if outcome is Outcome.NEW and not verdict.restore:
                self._made_at.append(index)
            if verdict.restore and verdict.organization is not None:
                self._change.restore(ORGANIZATION, verdict.organization)
            if verdict.changes and verdict.organization is not None:
                self._update(verdict)
            self._count(index, verdict, row)
            if verdict.row.extras and outcome in _WRITTEN:
                self._put_extras(verdict, made)
            self._list(verdict)
        self._progress.step(self.result.rows, len(self._staged), _("导入"))

    def _write_new(self, start: int, rows: Sequence[StagedRow]) -> None:
        """A piece of which nothing is here yet."""
        result = self.result
        made = self._create([(row, row.known_uid) for row in rows])
        self._made_at.extend(range(start, start + len(rows)))
        result.findings[Outcome.NEW].add_many(start, len(rows))
        result.rows += len(rows)
        result.new += len(rows)
        result.streets_found += sum([row.has_street for row in rows])
        for row in rows:
            for heading, text in row.problems:
                result.problems.add(row.number, heading, text)
            if row.extras:
                put_extras(self._change, made[row.number], row.extras, day=self._options.registry_on)
        self._progress.step(result.rows, len(self._staged), _("导入"))

    def _create(self, fresh: Sequence[tuple[StagedRow, bytes | None]]) -> dict[int, RecordRef]:
        """Write the new organizations of a chunk; row number to record of those that bring more than themselves."""
        if not fresh:
            return {}
        new_uid, rule, staged_by = self._change.new_uid, self._rule, self._staged.rule
        made = []
        for row, uid in fresh:
            self._progress.give_way()
            made.append(row.written(uid or new_uid(), rule, staged_by))
        first = self._change.create_stored(ORGANIZATION, [row for row, _hash in made], (each for _row, each in made))
        self._first_made = self._first_made or first
        self._listed.extend(range(first, first + len(made)))
        self._classifier.note_new(first, (row for row, _uid in fresh))
        self._made_names.extend([row.packed.name_hash for row, _uid in fresh])
        self._outside.extend(
            [record for record, (row, _hash) in enumerate(made, start=first) if row[SCOPE_PLACE] == "outside"]
        )
        return {
            row.number: RecordRef(record, written[0])
            for record, ((written, _hash), (row, _uid)) in enumerate(zip(made, fresh, strict=True), start=first)
            if row.extras
        }

    def _update(self, verdict: Verdict) -> None:
        organization, changes = verdict.organization, verdict.changes
        if organization is None:
            return
        self._change.edit(ORGANIZATION, organization, changes, from_registry=True)
        old, new = str(verdict.before.get("name") or ""), str(changes.get("name") or "")
        if old and new and name_key(old) != name_key(new) and not verdict.restore:
            self._change.create(
                FORMER_NAME,
                {"name": old, "source": "registry", "until": self._options.registry_on},
                parent=self._change.ref(ORGANIZATION, organization),
            )

    def _put_extras(self, verdict: Verdict, made: dict[int, RecordRef]) -> None:
        organization = made.get(verdict.row.number)
        if organization is None and verdict.organization is not None:
            organization = self._change.ref(ORGANIZATION, verdict.organization)
        if organization is None:
            return
        count = put_extras(self._change, organization, verdict.row.extras, day=self._options.registry_on)
        if count and verdict.outcome is Outcome.SAME:  # the organization stays as it is, something came beside it
            self.result.same -= 1
            self.result.updated += 1
            self.result.findings[Outcome.SAME].move_last(self.result.findings[Outcome.UPDATED])

    def _list(self, verdict: Verdict) -> None:
        """Note whom the list names, and whom of them the ledger held for gone."""
        if verdict.outcome is Outcome.DUPLICATE:
            self._listed.extend(verdict.candidates)
        elif verdict.organization is not None:
            if verdict.before.get("_deleted") != GONE or verdict.restore or verdict.reappeared:
                self._listed.append(verdict.organization)
            if verdict.reappeared:
                self._reappeared.append(verdict.organization)

    def _count(self, index: int, verdict: Verdict, row: StagedRow) -> None:
        result = self.result
        result.rows += 1
        result.findings[verdict.outcome].add(index, verdict)
        match verdict.outcome:
            case Outcome.NEW:
                result.new += 1
                result.streets_found += row.has_street
                if row.valid_code is None:
                    result.unverified += 1
                    result.unverified_rows.add(index)
            case Outcome.UPDATED:
                result.updated += 1
            case Outcome.SAME:
                result.same += 1
            case Outcome.DUPLICATE:
                result.duplicates += 1
                self._wait(index, verdict)
            case Outcome.REJECTED:
                result.rejected += 1
        for heading, text in row.problems:
            result.problems.add(row.number, heading, text)

    def _wait(self, index: int, verdict: Verdict) -> None:
        key = row_key(verdict.row.facts, verdict.row.extras)
        if key not in self._waiting:
            self._waiting.add(key)
            self._doubtful.append(replace(verdict, row=self._staged.row(index)))
            self.result.queued += 1

    def _mark_new(self) -> None:
        """Which of the new ones the campaign is not about, and which are not the only ones of their name."""
        if not self._made_at:
            return
        db, result = self._change.db, self.result
        for record in self._outside:
            result.outside += 1
            result.outside_rows.add(self._made_at[record - self._first_made])
        others = db.execute(
            "SELECT name FROM organization WHERE deleted IS NOT 1 AND name IS NOT NULL AND id<?", (self._first_made,)
        )
        keys = self._made_names
        ordered = sorted(chain(keys, (hash(name_key(name)) for (name,) in others)))
        shared = {key for before, key in pairwise(ordered) if before == key}
        for place, key in enumerate(keys if shared else ()):
            if key in shared:
                result.same_name += 1
                result.same_name_rows.add(self._made_at[place])

    def _note_source(self) -> None:
        """Where it came from and what it counted."""
        result, table = self.result, self._options.table
        self._change.create(
            IMPORT_SOURCE,
            {
                "file_name": os.fsencode(table.path.name).decode("utf-8", "replace"),
                "sheet": table.sheet,
                "registry_on": self._options.registry_on,
                "total": result.rows,
                "added": result.new,
                "updated": result.updated,
                "same": result.same,
                "doubtful": result.duplicates,
                "rejected": result.rejected,
            },
        )


class _NewCadres:
    """People whom the sheet names and the ledger did not know when it was read: added with the first row of theirs."""

    def __init__(self, change: Change, names: dict[str, str]) -> None:
        self._change = change
        self._names = {uid: name for name, uid in names.items()}
        self._settled: dict[str, str] = {}

    def settle(self, verdict: Verdict) -> None:
        """Make sure that the owner whom a row names is in the ledger."""
        for facts in (verdict.row.facts, verdict.changes):
            owner = facts.get("owner")
            if isinstance(owner, str) and owner in self._names:
                facts["owner"] = self._record(owner)

    def _record(self, uid: str) -> str:
        if uid not in self._settled:
            name = self._names[uid]
            try:
                self._settled[uid] = author_named(self._change.db, name).cadre.hex()
            except AmbiguousProblem:
                raise
            except InputProblem:
                self._change.create(CADRE, {"name": name}, uid=bytes.fromhex(uid))
                self._settled[uid] = uid
        return self._settled[uid]
