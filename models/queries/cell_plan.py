"""What typed or pasted cells of the ledger's sheet would change, before anything is written."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from models.errors import InputProblem
from models.facts.canonical import Value, to_fact
from models.inputs.organization_values import Lookup, parse_value
from models.language import _
from models.ledger.ledger import Ledger
from models.ledger_columns import COLUMN_BY_NAME, LedgerColumn, Shape
from models.progress import Progress
from models.queries.lookup import lookup_of
from models.queries.value_words import value_words
from models.rules.credit_codes import clean_code, is_valid_code
from models.rules.phones import is_masked, mask_phones_in
from models.tables.record_kinds import ORGANIZATION

_CHUNK = 500
_MOST_CELLS = 2_000_000
_FIRST = 200
#: Columns in which no two organizations are alike.
_OWN_OF_EACH = frozenset({"name", "code"})


@dataclass(frozen=True, slots=True)
class TypedCell:
    """A text for one column (a name of ledger_columns) of one organization (local id)."""

    organization: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that would show something else; `before` and `after` in words, phones masked."""

    organization: int
    name: str
    column: str
    before: str
    after: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell that cannot be taken, with the sentence that says why."""

    organization: int
    name: str
    column: str
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class CellPlan:
    """What would be written, how many cells show it already, and what cannot be taken."""

    changes: tuple[CellChange, ...]
    same: int
    problems: tuple[CellProblem, ...]

    @property
    def organizations(self) -> int:
        """How many organizations would change."""
        return len({change.organization for change in self.changes})

    def values(self) -> dict[int, dict[str, object]]:
        """By organization, the fields to write."""
        found: dict[int, dict[str, object]] = {}
        for change in self.changes:
            found.setdefault(change.organization, {}).update(change.values)
        return found


@dataclass(frozen=True, slots=True)
class SameValues:
    """How many organizations would show something else, show it already, or are gone; the first of the changes."""

    changes: int
    same: int
    gone: int
    first: tuple[CellChange, ...]


def block_of(text: str) -> list[list[str]]:
    """The cells of a block that was copied from a sheet: lines of tab-separated cells, quoted where they need it."""
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def placed(block: Sequence[Sequence[str]], organizations: Sequence[int], columns: Sequence[str]) -> list[TypedCell]:
    """A block laid on the sheet from its first row and column; a single cell fills all of them.

    InputProblem if it is larger than what it is laid on.
    """
    if len(block) == 1 and len(block[0]) == 1:
        return [TypedCell(each, columns[0], block[0][0]) for each in organizations]
    if len(block) > len(organizations):
        raise InputProblem(
            _("粘贴的有 {n} 行，从这里往下只有 {there} 行，没有写入。").format(n=len(block), there=len(organizations)),
            hint=_("请从更上面的一行开始粘贴，或放宽筛选条件。新单位请用“导入”。"),
        )
    wide = max(map(len, block), default=0)
    if wide > len(columns):
        raise InputProblem(
            _("粘贴的有 {n} 列，从这里往右只有 {there} 列，没有写入。").format(n=wide, there=len(columns)),
            hint=_("请从更左边的一列开始粘贴，或在“列”里多显示几列。"),
        )
    return [
        TypedCell(organization, column, text)
        for organization, row in zip(organizations, block, strict=False)
        for column, text in zip(columns, row, strict=False)
    ]


def plan_cells(ledger: Ledger, cells: Sequence[TypedCell], *, progress: Progress | None = None) -> CellPlan:
    """What these cells would change. Later cells of the same place count; nothing is written.

    InputProblem for more cells than one change can carry.
    """
    if len(cells) > _MOST_CELLS:
        raise InputProblem(_("一次最多改 {n} 个单元格。").format(n=f"{_MOST_CELLS:,}"))
    progress = progress or Progress()
    by_organization: dict[int, dict[str, str]] = {}
    for cell in cells:
        by_organization.setdefault(cell.organization, {})[cell.column] = cell.text
    planner = _Planner(ledger)
    records = list(by_organization)
    for start in range(0, len(records), _CHUNK):
        chunk = records[start : start + _CHUNK]
        planner.plan({record: by_organization[record] for record in chunk})
        progress.step(min(start + _CHUNK, len(records)), len(records), _("核对"))
    return CellPlan(tuple(planner.changes), planner.same, tuple(planner.problems))


def stored_value(ledger: Ledger, organization: int, column: str) -> Value:
    """What a column of an organization holds, as it is stored (a side state before a stage); None where it is gone."""
    facts = _shown(ledger, [organization]).get(organization, {})
    return (column == "stage" and facts.get("side_state")) or facts.get(column)


def would_change(ledger: Ledger, organization: int, column: str, values: Mapping[str, object]) -> bool:
    """Whether an organization shows something else than these values; InputProblem if it cannot take them."""
    facts = _shown(ledger, [organization]).get(organization)
    if facts is None:
        raise InputProblem(_("这家单位已经不在台账里。"))
    _Planner(ledger).refuse(organization, str(facts["name"] or ""), COLUMN_BY_NAME[column], values)
    return any(to_fact(ORGANIZATION.column(field), value) != facts[field] for field, value in values.items())


def preview_same_values(
    ledger: Ledger, organizations: Sequence[int], column: str, values: Mapping[str, object], *, progress: Progress
) -> SameValues:
    """What giving all these organizations the same values of a column would change; nothing is written.

    InputProblem where not even one may take them.
    """
    planner = _Planner(ledger)
    if column in _OWN_OF_EACH:
        raise InputProblem(_("每家的名称和代码都不同，不能批量写成一样。"))
    wanted = {field: to_fact(ORGANIZATION.column(field), value) for field, value in values.items()}
    asked = " AND ".join(f"{field} IS ?" for field in wanted)
    gone = same = 0
    first: list[CellChange] = []
    for start in range(0, len(organizations), _CHUNK):
        chunk = organizations[start : start + _CHUNK]
        marks = ",".join(str(int(record)) for record in chunk)
        with ledger.reading() as db:
            here, as_wanted = db.execute(
                f"SELECT count(*), coalesce(sum({asked}),0) FROM organization "
                f"WHERE id IN ({marks}) AND deleted IS NOT 1",
                [_stored(value) for value in values.values()],
            ).fetchone()
        gone += len(chunk) - here
        same += as_wanted
        if len(first) < _FIRST:
            first += planner.changes_to(chunk, column, values, wanted)
        progress.step(min(start + _CHUNK, len(organizations)), len(organizations), _("核对"))
    return SameValues(len(organizations) - same - gone, same, gone, tuple(first[:_FIRST]))


def _stored(value: object) -> object:
    """A value as the table holds it."""
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


class _Planner:
    def __init__(self, ledger: Ledger) -> None:
        self.changes: list[CellChange] = []
        self.problems: list[CellProblem] = []
        self.same = 0
        self._ledger = ledger
        lookup = lookup_of(ledger)
        self._lookup = Lookup(cache(lookup.cadre), lookup.division)
        self._parsed: dict[tuple[str, str], Callable[[], dict[str, object]]] = {}
        self._new_codes: dict[str, str] = {}
        with ledger.reading() as db:
            self._cadre_names: dict[bytes, str] = dict(db.execute("SELECT uid, name FROM cadre"))

    def plan(self, wanted: Mapping[int, Mapping[str, str]]) -> None:
        """Compare the texts of some organizations with what they show now."""
        shown = _shown(self._ledger, list(wanted))
        for organization, texts in wanted.items():
            facts = shown.get(organization)
            for column, text in texts.items():
                if facts is None:
                    gone = _("这家单位已经不在台账里。")
                    self.problems.append(CellProblem(organization, "", column, text, gone))
                else:
                    self._plan_cell(organization, facts, COLUMN_BY_NAME[column], text)

    def _plan_cell(self, organization: int, facts: Mapping[str, Value], column: LedgerColumn, text: str) -> None:
        name = str(facts["name"] or "")
        if is_masked(text):
            self._take_masked(organization, facts, column, text)
            return
        try:
            values = self._parse(column, text)
            self.refuse(organization, name, column, values)
            wanted = {field: to_fact(ORGANIZATION.column(field), value) for field, value in values.items()}
        except InputProblem as problem:
            self.problems.append(CellProblem(organization, name, column.name, text, problem.user_text))
            return
        if all(value == facts[field] for field, value in wanted.items()):
            self.same += 1
            return
        before = self._words({field: facts[field] for field in values})
        self.changes.append(CellChange(organization, name, column.name, before, self._words(values), values))

    def _take_masked(self, organization: int, facts: Mapping[str, Value], column: LedgerColumn, text: str) -> None:
        """A masked number comes from a sheet of ours: it says nothing new, and must not replace the real one."""
        if mask_phones_in(self._words({column.name: facts[column.name]})) == text.strip():
            self.same += 1
            return
        masked = _("号码打了码，不能写入，请填完整号码。")
        self.problems.append(CellProblem(organization, str(facts["name"] or ""), column.name, text, masked))

    def _parse(self, column: LedgerColumn, text: str) -> dict[str, object]:
        """A text means the same in every row, and is parsed once."""
        key = column.name, text
        if key not in self._parsed:
            try:
                self._parsed[key] = partial(dict, parse_value(column, text, self._lookup))
            except InputProblem as problem:
                self._parsed[key] = partial(_again, problem)
        return self._parsed[key]()

    def changes_to(
        self, records: Sequence[int], column: str, values: Mapping[str, object], wanted: Mapping[str, Value]
    ) -> list[CellChange]:
        """Which of these organizations would show something else."""
        after = self._words(values)
        return [
            CellChange(
                record,
                str(facts["name"] or ""),
                column,
                self._words({field: facts[field] for field in values}),
                after,
                values,
            )
            for record, facts in _shown(self._ledger, records).items()
            if any(facts[field] != value for field, value in wanted.items())
        ]

    def refuse(self, organization: int, name: str, column: LedgerColumn, values: Mapping[str, object]) -> None:
        if column.name == "name" and not values["name"]:
            raise InputProblem(_("单位名称不能清空。"))
        code = values.get("code")
        if column.shape is not Shape.CODE or not isinstance(code, str):
            return
        if not is_valid_code(clean_code(code)):
            raise InputProblem(_("代码 {code} 没有通过校验，请核对。").format(code=code))
        with self._ledger.reading() as db:
            row = db.execute(
                "SELECT name FROM organization WHERE code=? AND id<>? AND deleted IS NOT 1 LIMIT 1",
                (code, organization),
            ).fetchone()
        other = row[0] if row else self._new_codes.get(code)
        if other is not None:
            raise InputProblem(_("代码 {code} 已经有一家：{name}。").format(code=code, name=other))
        self._new_codes[code] = name

    def _words(self, values: Mapping[str, object]) -> str:
        said = []
        for field, value in values.items():
            uid = bytes.fromhex(value) if field == "owner" and isinstance(value, str) else value
            known = self._cadre_names.get(uid) if isinstance(uid, bytes) else None
            said.append(known or value_words(field, value))
        return " ".join(filter(None, said))


def _shown(ledger: Ledger, records: Sequence[int]) -> dict[int, dict[str, Value]]:
    """What organizations show in every field, in the order of `records`."""
    names = ",".join(ORGANIZATION.names)
    marks = ",".join("?" * len(records))
    with ledger.reading() as db:
        rows = db.execute(
            f"SELECT id, {names} FROM organization WHERE id IN ({marks}) AND deleted IS NOT 1", tuple(records)
        ).fetchall()
    found = {
        row[0]: {
            column.name: to_fact(column, value) for column, value in zip(ORGANIZATION.columns, row[1:], strict=True)
        }
        for row in rows
    }
    return {record: found[record] for record in records if record in found}


def _again(problem: InputProblem) -> dict[str, object]:
    raise problem
