"""One row of a sheet as values for the ledger. What cannot be read is kept in the note, never dropped."""

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.errors import InputProblem
from models.facts.canonical import Value, Values, known_record_uid, to_fact
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
_TEXTS = frozenset({Shape.TEXT, Shape.LONG_TEXT})
#: So many different cells of a column are remembered with what they mean.
_MOSTLY_DIFFERENT = _TEXTS | {Shape.PHONE}
_FEW, _MANY = 1_000, 20_000
_Known = dict[str, Values]


@dataclass(slots=True)
class ReadRow:
    """A row that was read: facts by field name, extras as text, and what was not understood (heading, sentence)."""

    number: int  # as the sheet counts, from 1
    cells: Sequence[Cell]
    facts: dict[str, Value] = field(default_factory=dict)
    extras: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    #: The credit code if it proves.
    valid_code: str | None = None

    @property
    def name(self) -> str:
        """The name, empty where the row has none."""
        return str(self.facts.get("name") or "")

    @property
    def known_uid(self) -> bytes | None:
        """The record id that follows from a valid code; None without one."""
        return known_record_uid("uscc", self.valid_code) if self.valid_code else None

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
        #: Place, column, whether any text is its value, and what its cells meant so far. The
        #: note first: what cannot be read elsewhere is added to it.
        self._columns: list[tuple[int, LedgerColumn, bool, _Known]] = [
            (index, column, column.shape in _TEXTS and column.name not in EXTRAS, {})
            for index, column in sorted(columns, key=lambda item: item[1].name != "note")
        ]
        self._reasons = reasons
        self._epoch_1904 = epoch_1904
        self._lookup = lookup
        self._streets = streets

    def read(self, number: int, cells: Sequence[Cell]) -> ReadRow:
        """The row with its values checked column by column."""
        row = ReadRow(number, cells)
        width = len(cells)
        facts = row.facts
        for index, column, takes_any, known in self._columns:
            cell = cells[index] if index < width else None
            if cell is None:
                continue
            raw = cell if type(cell) is str else _text(cell)
            meaning = known.get(raw)
            if meaning:
                facts.update(meaning)
            elif meaning is None:
                if takes_any and raw.isprintable() and len(text := raw.strip()) > _LONGEST_NOTHING:
                    facts[column.name] = text  # as below, for what most cells are
                else:
                    self._read_cell(row, column, cell, raw, known)
        if self._streets and "street" not in row.facts:
            street = self._streets.match(str(row.facts.get("address") or ""))
            if street:
                row.facts["street"] = street
        return row

    def _read_cell(self, row: ReadRow, column: LedgerColumn, cell: Cell, raw: str, known: _Known) -> None:
        text = raw.strip()
        if not text.isprintable():
            text = _storable(row, column, without_invisible(text))
        if column.shape is Shape.DATE:
            text = day_text(text, epoch_1904=self._epoch_1904)
        if not text or _says_nothing(column, text):
            return
        if column.name in EXTRAS:
            self._read_extra(row, column, text)
        elif column.shape is Shape.CODE:
            _read_code(row, column, cell, text)
        else:
            self._read_value(row, column, raw, text, known)

    def _read_extra(self, row: ReadRow, column: LedgerColumn, text: str) -> None:
        try:
            refuse_unreadable(column.name, text, self._reasons)
        except InputProblem as problem:
            row.problems.append((column.heading, problem.user_text))
            _keep_in_note(row, _("原表{heading}：{text}").format(heading=column.heading, text=_printable(text)))
        else:
            row.extras[column.name] = text

    def _read_value(self, row: ReadRow, column: LedgerColumn, raw: str, text: str, known: _Known) -> None:
        try:
            if _is_as_written(column.shape, text):
                meaning: Values = {column.name: text}
            else:
                meaning = _facts(parse_value(column, text, self._lookup))
        except InputProblem as problem:
            row.problems.append((column.heading, problem.user_text))
            _keep_in_note(row, _("原表{heading}：{text}").format(heading=column.heading, text=_printable(text)))
            return
        row.facts.update(meaning)
        if raw.isprintable() and len(known) < (_FEW if column.shape in _MOSTLY_DIFFERENT else _MANY):
            known[raw] = meaning


def _is_as_written(shape: Shape, text: str) -> bool:
    """True where a value is its text."""
    return (shape in _TEXTS and text.isprintable()) or (shape is Shape.PHONE and text.isascii() and text.isprintable())


def _facts(values: MappingOf[str, object]) -> Values:
    facts = {name: to_fact(ORGANIZATION.column(name), value) for name, value in values.items()}
    return {name: fact for name, fact in facts.items() if fact is not None}


def _read_code(row: ReadRow, column: LedgerColumn, cell: Cell, text: str) -> None:
    """A code in a numeric cell has lost its last digits: it is never trusted, even where it happens to prove."""
    code = clean_code(text)
    if isinstance(cell, str):
        row.facts["code"] = code
        if is_valid_code(code):
            row.valid_code = code
        else:
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
