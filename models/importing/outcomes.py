"""What an import did or would do: five numbers, and every row behind each of them."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from typing_extensions import override

from models.errors import RowProblem
from models.facts.canonical import Value
from models.importing.classify import Outcome, Verdict
from models.importing.registry import RegistryReport
from models.importing.rows import ReadRow
from models.importing.spool import Spool
from models.importing.staging import StagedSheet
from models.importing.table import Cell


@dataclass(frozen=True, slots=True)
class Sample:
    """One row of a result. `changes` and what they replace, `before`, are fields of what is here already."""

    row: int  # as the sheet counts, from 1
    cells: Sequence[Cell]
    facts: dict[str, Value]
    extras: dict[str, str]
    problems: list[tuple[str, str]]
    changes: dict[str, Value]
    before: dict[str, Value]
    known_as: str  # the name of the organization that the row is about; empty for a new one
    reason: str


class Findings(Sequence[Sample]):
    """All rows of one outcome, made when they are looked at: a list of the whole country stays small in memory."""

    def __init__(self, staged: StagedSheet) -> None:
        self._staged = staged
        self._rows = array("Q")
        self._notes: Spool[tuple[Any, ...]] = Spool()
        self._noted = array("q")
        #: How many fields each row changes.
        self.widths = array("L")

    def add(self, index: int, verdict: Verdict | None = None) -> None:
        """Note the row at that place of the staged sheet; with a verdict also what it changes, and why."""
        self._rows.append(index)
        self.widths.append(len(verdict.changes) if verdict else 0)
        if verdict is None or not (verdict.changes or verdict.before or verdict.reason):
            self._noted.append(-1)
            return
        before = {name: verdict.before.get(name) for name in verdict.changes}
        self._noted.append(len(self._notes))
        self._notes.append((verdict.changes, before, str(verdict.before.get("name") or ""), verdict.reason))

    def add_many(self, first: int, count: int) -> None:
        """Note so many rows from that place on, of which there is nothing to say."""
        self._rows.extend(range(first, first + count))
        self.widths.extend([0] * count)
        self._noted.extend([-1] * count)

    def move_last(self, other: "Findings") -> None:
        """The last row belongs to another outcome after all."""
        index, note = self._rows.pop(), self._noted.pop()
        other._rows.append(index)  # noqa: SLF001 - of the same class
        other.widths.append(self.widths.pop())
        other._noted.append(-1 if note < 0 else len(other._notes))  # noqa: SLF001 - of the same class
        if note >= 0:
            other._notes.append(self._notes[note])  # noqa: SLF001 - of the same class

    @override
    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Sample: ...
    @overload
    def __getitem__(self, index: slice) -> list[Sample]: ...
    @override
    def __getitem__(self, index: int | slice) -> Sample | list[Sample]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        row = self._staged.row(self._rows[index])
        noted = self._noted[index]
        return _sample(row, *(self._notes[noted] if noted >= 0 else ({}, {}, "", "")))

    @override
    def __iter__(self) -> Iterator[Sample]:
        return (self[number] for number in range(len(self)))


def _sample(row: ReadRow, changes: dict[str, Value], before: dict[str, Value], known_as: str, reason: str) -> Sample:
    return Sample(row.number, row.cells, row.facts, row.extras, row.problems, changes, before, known_as, reason)


class Problems(Sequence[RowProblem]):
    """Every cell that was not understood."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self._cells: Spool[tuple[int, str, str]] = Spool()

    def add(self, row: int, heading: str, text: str) -> None:
        """Note a cell."""
        self._cells.append((row, heading, text))

    @override
    def __len__(self) -> int:
        return len(self._cells)

    @overload
    def __getitem__(self, index: int) -> RowProblem: ...
    @overload
    def __getitem__(self, index: slice) -> list[RowProblem]: ...
    @override
    def __getitem__(self, index: int | slice) -> RowProblem | list[RowProblem]:
        if isinstance(index, slice):
            return [RowProblem(self._sheet, *cell) for cell in self._cells[index]]
        return RowProblem(self._sheet, *self._cells[index])


@dataclass(slots=True)
class ImportResult:
    """What an import did or would do. rows = new + updated + same + duplicates + rejected."""

    staged: StagedSheet
    rows: int = 0
    new: int = 0
    updated: int = 0
    same: int = 0
    duplicates: int = 0
    rejected: int = 0
    unverified: int = 0  # new ones without a valid code
    outside: int = 0  # new ones that the campaign is not about
    same_name: int = 0  # new ones whose name another organization has, too
    streets_found: int = 0  # new ones with a street
    queued: int = 0  # doubtful rows that wait now and did not before
    batch: str = ""
    #: All rows per outcome.
    findings: dict[Outcome, Findings] = field(init=False)
    unverified_rows: Findings = field(init=False)
    outside_rows: Findings = field(init=False)
    same_name_rows: Findings = field(init=False)
    #: Cells that were not understood; their text is kept in the note.
    problems: Problems = field(init=False)
    #: Against earlier lists of the same kind; None where there was none.
    registry: RegistryReport | None = None

    def __post_init__(self) -> None:
        self.findings = {outcome: Findings(self.staged) for outcome in Outcome}
        self.unverified_rows = Findings(self.staged)
        self.outside_rows = Findings(self.staged)
        self.same_name_rows = Findings(self.staged)
        self.problems = Problems(self.staged.options.table.sheet or "")

    @property
    def unread(self) -> int:
        """How many cells were not understood."""
        return len(self.problems)
