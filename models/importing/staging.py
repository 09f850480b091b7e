"""A sheet read and checked before the ledger is touched: the transaction that follows only has to write."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from models.errors import AmbiguousProblem, InputProblem
from models.facts.canonical import new_record_uid
from models.importing.mapping import Mapping
from models.importing.odd_rows import OddKind, OddRows
from models.importing.rows import ReadRow, RowReader
from models.importing.spool import Spool
from models.importing.staged_rows import StagedRow, pack
from models.importing.table import Cell, Table
from models.inputs.organization_values import Lookup
from models.language import _
from models.ledger.author import author_named
from models.ledger.code_lists import reasons_of
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.figures import home_division
from models.rules.scope import ScopeRule
from models.rules.street_match import StreetMatcher

_STEP = 400
_NAMED = 8


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What to import and how. `streets` looks for street names in addresses; `registry_on` dates the list."""

    table: Table
    mapping: Mapping
    registry_on: date
    streets: bool = False


@dataclass(slots=True)
class StagedSheet:
    """The rows of a sheet as they were read, in order; blank ones are left out.

    `rule` is the rule of what is key by which their scope was worked out. `top` are the rows above the data, headings
    included. `cadres` are people who are named in the sheet and not known to the ledger yet: name to the record id
    (hexadecimal) that the rows already use for them.
    """

    options: ImportOptions
    top: list[Sequence[Cell]]
    cadres: dict[str, str]
    rule: ScopeRule
    #: Rows that are no organizations, by number: headings of groups, sums, signatures.
    odd: list[tuple[int, OddKind]] = field(default_factory=list)
    _rows: Spool[tuple[Any, ...]] = field(default_factory=Spool)
    _cells: Spool[Sequence[Cell]] = field(default_factory=Spool)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[StagedRow]:
        """What was understood, without the cells: an import needs no more."""
        return map(StagedRow, self._rows)

    def row(self, index: int) -> ReadRow:
        """One row with its cells, by its place among the rows that are not blank."""
        row = StagedRow(self._rows[index])
        return ReadRow(row.number, self._cells[index], row.facts, row.extras, row.problems, row.valid_code)

    def odd_words(self) -> str:
        """A sentence about the rows that are no organizations; empty without any."""
        if not self.odd:
            return ""
        named = "、".join(str(number) for number, _kind in self.odd[:_NAMED])
        more = _("等") if len(self.odd) > _NAMED else ""
        return _("另有 {n} 行是分组标题、合计、签名之类，不是单位，没有算进来：第 {rows} 行{more}。").format(
            n=len(self.odd), rows=named, more=more
        )

    def add(self, row: ReadRow) -> None:
        """Add a row at the end."""
        self._rows.append(tuple(pack(row, self.rule)))
        self._cells.append(row.cells)


def stage(ledger: Ledger, options: ImportOptions, progress: Progress) -> StagedSheet:
    """Read and check a sheet without a transaction: whoever works on the ledger meanwhile is not held up.

    Raises InputProblem if the name column is not known, FileProblem for an unreadable file, Cancelled if asked to stop.
    """
    if not options.mapping.has_name:
        raise InputProblem(_("没有认出“单位名称”是哪一列，不能导入。"), hint=_("请指定对应关系后再导入。"))
    people = _People(ledger)
    with ledger.reading() as db:
        reasons = reasons_of(db)
    division = home_division(ledger)
    matcher = StreetMatcher(division) if options.streets else None
    reader = RowReader(
        options.mapping,
        Lookup(people.cadre, division),
        streets=matcher,
        reasons=reasons,
        epoch_1904=options.table.epoch_1904,
    )
    first = options.mapping.header_row + 1
    rows = options.table.rows(progress)
    staged = StagedSheet(options, list(islice(rows, first)), people.new, ledger.scope_rule())
    odd_rows = OddRows(options.mapping.fields, options.table.merged_ranges())
    for number, cells in enumerate(rows, start=first + 1):
        progress.give_way()
        row = reader.read(number, cells)
        if row.is_blank or options.mapping.repeats_headings(cells):
            continue
        if odd := odd_rows.kind(number, cells):
            staged.odd.append((number, odd))
        else:
            staged.add(row)
        if number % _STEP == 0:
            progress.step(len(staged), label=_("读表"))
    progress.step(len(staged))
    return staged


class _People:
    """Cadres by name; one who is not known yet gets an id, and is added when a row that names them is written."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._known: dict[str, bytes] = {}
        self.new: dict[str, str] = {}

    def cadre(self, name: str) -> bytes:
        if name not in self._known:
            try:
                with self._ledger.reading() as db:
                    self._known[name] = author_named(db, name).cadre
            except AmbiguousProblem:
                raise
            except InputProblem:
                surroundings = self._ledger.surroundings
                uid = new_record_uid(surroundings.milliseconds(), surroundings.entropy)
                self._known[name] = uid
                self.new[name] = uid.hex()
        return self._known[name]
