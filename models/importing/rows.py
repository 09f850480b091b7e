"""One row of a sheet as values for the ledger. What cannot be read is kept in the note, never dropped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.errors import InputProblem
from models.facts.canonical import Value, to_fact
from models.importing.cell_values import day_text, without_invisible
from models.importing.extras import Reasons, refuse_unreadable
from models.importing.headings import EXTRAS
from models.importing.mapping import Mapping
from models.importing.table import Cell
from models.inputs.organization_values import Lookup, parse_value
from models.language import _
from models.ledger_columns import COLUMN_BY_NAME, LedgerColumn, Shape
from models.rules.credit_codes import clean_code, is_valid_code
from models.rules.street_match import StreetMatcher
from models.tables.record_kinds import ORGANIZATION

#: What a fact cannot hold (models.facts.canonical).
_UNSTORABLE = re.compile("[\0\x1f\ud800-\udfff]")
_EMPTY = frozenset({"n/a", "na", "-", "--", "—", "——", "/", "\\", "null", "none", "#n/a"})
_NOTHING = frozenset({"无", "暂无", "没有"})
_MEANINGFUL_NOTHING = frozenset({"party_org", "note"})
_LONGEST_NOTHING = max(map(len, _EMPTY | _NOTHING))
#: Columns that hold few different texts: what each means is worked out once.
_REPEATING = frozenset({Shape.NUMBER, Shape.DATE, Shape.YES_NO, Shape.CHOICE, Shape.STREET, Shape.CADRE, Shape.STAGE})
_KNOWN_TEXTS = 20_000


@dataclass(slots=True)
class ReadRow:
    """A row that was read: facts by field name, extras as text, and what was not understood (heading, sentence)."""

    number: int  # as the sheet counts, from 1
    cells: Sequence[Cell]
    facts: dict[str, Value] = field(default_factory=dict)
    extras: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name, empty where the row has none."""
        return str(self.facts.get("name") or "")

    @property
    def valid_code(self) -> str | None:
        """The credit code if it proves."""
        code = self.facts.get("code")
        return code if isinstance(code, str) and is_valid_code(code) else None

    @property
    def is_blank(self) -> bool:
        """True if the row has nothing at all."""
        return not self.facts and not self.extras and not any(map(_text, self.cells))


class RowReader:
    """Reads the rows of one sheet by its mapping; `reasons` are those of the ledger, by code."""

    def __init__(
        self,
        mapping: Mapping,
        lookup: Lookup,
        *,
        streets: StreetMatcher | None = None,
        reasons: Reasons | None = None,
        epoch_1904: bool = False,
    ) -> None:
        columns = [(index, COLUMN_BY_NAME[name]) for index, name in enumerate(mapping.fields) if name]
        #: The note first: what cannot be read elsewhere is added to it.
        self._columns: list[tuple[int, LedgerColumn]] = sorted(columns, key=lambda item: item[1].name != "note")
        self._meanings: dict[str, dict[str, dict[str, Value]]] = {column.name: {} for _index, column in columns}
        self._reasons = reasons
        self._epoch_1904 = epoch_1904
        self._lookup = lookup
        self._streets = streets

    def read(self, number: int, cells: Sequence[Cell]) -> ReadRow:
        """The row with its values checked column by column."""
        row = ReadRow(number, cells)
        width = len(cells)
        for index, column in self._columns:
            cell = cells[index] if index < width else None
            if cell is None:
                continue
            text = cell.strip() if type(cell) is str else _text(cell)
            if not text.isprintable():
                text = _storable(row, column, without_invisible(text))
            if column.shape is Shape.DATE:
                text = day_text(text, epoch_1904=self._epoch_1904)
            if not text or _says_nothing(column, text):
                continue
            if column.name in EXTRAS:
                self._read_extra(row, column, text)
            elif column.shape is Shape.CODE:
                _read_code(row, column, cell, text)
            else:
                self._read_value(row, column, text)
        if self._streets and "street" not in row.facts:
            street = self._streets.match(str(row.facts.get("address") or ""))
            if street:
                row.facts["street"] = street
        return row

    def _read_extra(self, row: ReadRow, column: LedgerColumn, text: str) -> None:
        try:
            refuse_unreadable(column.name, text, self._reasons)
        except InputProblem as problem:
            row.problems.append((column.heading, problem.user_text))
            _keep_in_note(row, _("原表{heading}：{text}").format(heading=column.heading, text=_printable(text)))
        else:
            row.extras[column.name] = text

    def _read_value(self, row: ReadRow, column: LedgerColumn, text: str) -> None:
        if column.shape is Shape.TEXT and text.isprintable():  # as it is written
            row.facts[column.name] = text
            return
        known = self._meanings[column.name]
        if (meaning := known.get(text)) is not None:
            row.facts |= meaning
            return
        try:
            facts = {
                name: to_fact(ORGANIZATION.column(name), value)
                for name, value in parse_value(column, text, self._lookup).items()
            }
            meaning = {name: fact for name, fact in facts.items() if fact is not None}
            row.facts |= meaning
            if column.shape in _REPEATING and len(known) < _KNOWN_TEXTS:
                known[text] = meaning
        except InputProblem as problem:
            row.problems.append((column.heading, problem.user_text))
            _keep_in_note(row, _("原表{heading}：{text}").format(heading=column.heading, text=_printable(text)))


def _read_code(row: ReadRow, column: LedgerColumn, cell: Cell, text: str) -> None:
    """A code in a numeric cell has lost its last digits: it is never trusted, even where it happens to prove."""
    code = clean_code(text)
    if isinstance(cell, str):
        row.facts["code"] = code
        if not is_valid_code(code):
            row.problems.append((column.heading, _("代码 {code} 没有通过校验，按待核导入。").format(code=code)))
        return
    row.problems.append((column.heading, _("代码在原表里是数字格式，后几位已失真，按待核导入。")))
    if is_valid_code(code):
        _keep_in_note(row, _("原表代码（数字格式，可能失真）：{code}").format(code=code))
    else:
        row.facts["code"] = code


def _storable(row: ReadRow, column: LedgerColumn, text: str) -> str:
    if _UNSTORABLE.search(text):
        row.problems.append((column.heading, _("有不能保存的控制字符，已去掉。")))
        return _UNSTORABLE.sub("", text)
    return text


def _keep_in_note(row: ReadRow, text: str) -> None:
    note = row.facts.get("note")
    row.facts["note"] = f"{note}；{text}" if note else text


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return cell.strip() if isinstance(cell, str) else str(cell)


def _says_nothing(column: LedgerColumn, text: str) -> bool:
    if len(text) > _LONGEST_NOTHING:
        return False
    word = text.lower()
    if word in _EMPTY:
        return True
    keeps = column.name in _MEANINGFUL_NOTHING or column.shape is Shape.YES_NO or column.name in EXTRAS
    return word in _NOTHING and not keeps


def _printable(text: str) -> str:
    return "".join(character for character in text if character >= " ")
