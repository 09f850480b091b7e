"""Importing a sheet: a dry run that only counts, and the same run writing in one transaction."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from models.errors import AmbiguousProblem, InputProblem, RowProblem
from models.facts.canonical import Value
from models.facts.records import RecordRef
from models.facts.writer import BatchKind, NewRow
from models.importing.classify import Classifier, Outcome, Verdict, conflicts_with
from models.importing.extras import put_extras
from models.importing.mapping import Mapping
from models.importing.rows import ReadRow, RowReader
from models.importing.table import Cell, Table
from models.inputs.organization_values import Lookup
from models.language import _
from models.ledger.author import author_named
from models.ledger.code_lists import reasons_of
from models.ledger.ledger import Change, Ledger
from models.progress import Progress
from models.queries.figures import home_division
from models.rules.street_match import StreetMatcher
from models.tables.record_kinds import CADRE, FORMER_NAME, IMPORT_SOURCE, ORGANIZATION

_CHUNK = 400
_LISTED = 5_000
_SAMPLES = 200


class _DryRunEnds(Exception):  # noqa: N818 - ends the transaction of a dry run without a trace
    pass


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What to import and how. `streets` looks for street names in addresses; `registry_on` dates the list."""

    table: Table
    mapping: Mapping
    registry_on: date
    streets: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """One row as a preview shows it. `changes` and what they replace, `before`, are fields of what is here already."""

    row: int  # as the sheet counts, from 1
    cells: Sequence[Cell]
    facts: dict[str, Value]
    extras: dict[str, str]
    changes: dict[str, Value]
    before: dict[str, Value]
    known_as: str  # the name of the organization that the row is about; empty for a new one
    reason: str


@dataclass(slots=True)
class ImportResult:
    """What an import did or would do. rows = new + updated + same + duplicates + rejected."""

    rows: int = 0
    new: int = 0
    updated: int = 0
    same: int = 0
    duplicates: int = 0
    rejected: int = 0
    unverified: int = 0  # new ones without a valid code
    streets_found: int = 0  # new ones with a street
    unread: int = 0  # cells that were not understood
    batch: str = ""
    #: Cells that were not understood; their text is kept in the note. At most 5,000 are listed.
    problems: list[RowProblem] = field(default_factory=list)
    #: Rows that were not written: (row of the sheet, its cells, why). At most 5,000 are listed.
    rejects: list[tuple[int, Sequence[Cell], str]] = field(default_factory=list)
    #: A few rows per outcome, for a preview.
    samples: dict[Outcome, list[Sample]] = field(default_factory=dict)
    #: A few of the new ones without a valid code.
    unverified_samples: list[Sample] = field(default_factory=list)


def run_import(
    ledger: Ledger, options: ImportOptions, *, dry_run: bool = False, progress: Progress | None = None
) -> ImportResult:
    """Import a sheet in one transaction; with `dry_run` nothing is written and the file stays byte-identical.

    Raises InputProblem if the name column is not known, FileProblem for an unreadable file, Cancelled if asked to
    stop: then nothing was written.
    """
    if not options.mapping.has_name:
        raise InputProblem(_("没有认出“单位名称”是哪一列，不能导入。"), hint=_("请指定对应关系后再导入。"))
    progress = progress or Progress()
    importer: _Importer | None = None
    try:
        with ledger.change(kind=BatchKind.IMPORT, registry_on=options.registry_on.isoformat(), bulk=True) as change:
            importer = _Importer(ledger, change, options, progress)
            importer.run()
            if dry_run:
                raise _DryRunEnds
    except _DryRunEnds:
        return importer.result if importer else ImportResult()
    importer.result.batch = change.changes.batch
    return importer.result


class _Importer:
    def __init__(self, ledger: Ledger, change: Change, options: ImportOptions, progress: Progress) -> None:
        division = home_division(ledger)
        self._change = change
        self._options = options
        self._progress = progress
        self._cadres: dict[str, bytes] = {}
        matcher = StreetMatcher(division) if options.streets else None
        reasons = reasons_of(change.db)
        self._reader = RowReader(options.mapping, Lookup(self._cadre, division), streets=matcher, reasons=reasons)
        self._classifier = Classifier(change.db, options.registry_on.isoformat())
        self.result = ImportResult(samples={outcome: [] for outcome in Outcome})

    def run(self) -> None:
        waiting: list[ReadRow] = []
        codes: set[str] = set()
        for row in self._rows():
            if len(waiting) >= _CHUNK or (row.valid_code or "") in codes or self._may_be_waiting(row, waiting):
                self._write(waiting)
                waiting, codes = [], set()
            waiting.append(row)
            codes |= {row.valid_code} if row.valid_code else set()
        self._write(waiting)
        self._note_source()

    def _may_be_waiting(self, row: ReadRow, waiting: Sequence[ReadRow]) -> bool:
        """Only rows without a code are compared by name."""
        return row.valid_code is None and conflicts_with(row, waiting)

    def _rows(self) -> Iterator[ReadRow]:
        first = self._options.mapping.header_row + 1
        for number, cells in enumerate(islice(self._options.table.rows(), first, None), start=first + 1):
            row = self._reader.read(number, cells)
            if not row.is_blank:
                yield row

    def _write(self, rows: Sequence[ReadRow]) -> None:
        verdicts = self._classifier.classify(rows)
        fresh = [v for v in verdicts if v.outcome is Outcome.NEW and not v.restore]
        made = self._create(fresh)
        for verdict in verdicts:
            self._count(verdict)
            if verdict.restore and verdict.organization is not None:
                self._change.restore(ORGANIZATION, verdict.organization)
            if verdict.changes and verdict.organization is not None:
                self._update(verdict)
            if verdict.row.extras and verdict.outcome in {Outcome.NEW, Outcome.UPDATED, Outcome.SAME}:
                self._put_extras(verdict, made)
        self._progress.step(self.result.rows, label=_("导入"))

    def _create(self, fresh: Sequence[Verdict]) -> dict[int, RecordRef]:
        """Write the new organizations of a chunk; row number to record."""
        uids = [verdict.uid or self._change.new_uid() for verdict in fresh]
        rows: list[NewRow] = [
            (uid, None, None, [verdict.row.facts.get(name) for name in ORGANIZATION.names])
            for uid, verdict in zip(uids, fresh, strict=True)
        ]
        if not rows:
            return {}
        first, _last = self._change.create_many(ORGANIZATION, rows)
        made = {}
        for number, (uid, verdict) in enumerate(zip(uids, fresh, strict=True)):
            self._classifier.note_new(first + number, verdict.row.name)
            made[verdict.row.number] = RecordRef(first + number, uid)
        return made

    def _update(self, verdict: Verdict) -> None:
        organization = verdict.organization
        if organization is None:
            return
        old = self._change.db.execute("SELECT name FROM organization WHERE id=?", (organization,)).fetchone()[0]
        self._change.edit(ORGANIZATION, organization, verdict.changes, from_registry=True)
        new = verdict.changes.get("name")
        if new and old and new != old and not verdict.restore:
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
        if count and verdict.outcome is Outcome.SAME:
            self._count_as_updated(verdict)

    def _count(self, verdict: Verdict) -> None:
        result = self.result
        result.rows += 1
        row = verdict.row
        match verdict.outcome:
            case Outcome.NEW:
                result.new += 1
                result.unverified += row.valid_code is None
                result.streets_found += "street" in row.facts
            case Outcome.UPDATED:
                result.updated += 1
            case Outcome.SAME:
                result.same += 1
            case Outcome.DUPLICATE:
                result.duplicates += 1
            case Outcome.REJECTED:
                result.rejected += 1
        if verdict.outcome in {Outcome.DUPLICATE, Outcome.REJECTED} and len(result.rejects) < _LISTED:
            result.rejects.append((row.number, row.cells, verdict.reason))
        self._keep_sample(verdict)
        result.unread += len(row.problems)
        for heading, text in row.problems:
            if len(result.problems) < _LISTED:
                result.problems.append(RowProblem(self._options.table.sheet or "", row.number, heading, text))

    def _count_as_updated(self, verdict: Verdict) -> None:
        """A row whose organization stays as it is brought something beside it."""
        self.result.same -= 1
        self.result.updated += 1
        same, updated = self.result.samples[Outcome.SAME], self.result.samples[Outcome.UPDATED]
        if same and same[-1].row == verdict.row.number:
            sample = same.pop()
            if len(updated) < _SAMPLES:
                updated.append(sample)

    def _keep_sample(self, verdict: Verdict) -> None:
        row, samples = verdict.row, self.result.samples[verdict.outcome]
        unverified = self.result.unverified_samples
        is_unverified = verdict.outcome is Outcome.NEW and row.valid_code is None and len(unverified) < _SAMPLES
        if len(samples) >= _SAMPLES and not is_unverified:
            return
        known = {} if verdict.organization is None else self._classifier.facts_of(verdict.organization)
        before = {name: known.get(name) for name in verdict.changes}
        name = str(known.get("name") or "")
        sample = Sample(row.number, row.cells, row.facts, row.extras, verdict.changes, before, name, verdict.reason)
        if len(samples) < _SAMPLES:
            samples.append(sample)
        if is_unverified:
            unverified.append(sample)

    def _note_source(self) -> None:
        """Where it came from and what it counted; only for an import that changed something."""
        result = self.result
        if not result.new and not result.updated:
            return
        self._change.create(
            IMPORT_SOURCE,
            {
                "file_name": os.fsencode(self._options.table.path.name).decode("utf-8", "replace"),
                "sheet": self._options.table.sheet,
                "registry_on": self._options.registry_on,
                "total": result.rows,
                "added": result.new,
                "updated": result.updated,
                "same": result.same,
                "doubtful": result.duplicates,
                "rejected": result.rejected,
            },
        )

    def _cadre(self, name: str) -> bytes:
        """The cadre of that name; one who is not known yet is added with this import."""
        if name not in self._cadres:
            try:
                self._cadres[name] = author_named(self._change.db, name).cadre
            except AmbiguousProblem:
                raise
            except InputProblem:
                self._cadres[name] = self._change.create(CADRE, {"name": name}).uid
        return self._cadres[name]
