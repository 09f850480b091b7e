"""What a dry run found, as tabs: numbers, and under each the rows that it stands for. Without a window."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from models.divisions import division_name
from models.facts.canonical import Value
from models.importing.classify import Outcome
from models.importing.importer import Findings, ImportResult, Sample
from models.importing.mapping import Mapping as ColumnMapping
from models.importing.registry import KINDS, RegistryReport
from models.language import N_, _
from models.ledger_columns import COLUMN_BY_NAME, Shape
from models.rules.credit_codes import is_valid_code
from models.rules.phones import mask_phone, mask_phones_in
from models.vocabulary import SIDE_STATES, STAGES
from ui.shared.number_tabs import NumberTab
from ui.shared.record_model import Align, Cell, ColumnSpec
from ui.theme.tokens import Role

_ROW = ColumnSpec("row", N_("原行号"), 66, align=Align.RIGHT, sortable=False)
_NAME = ColumnSpec("name", N_("单位名称"), 220, stretch=2, elidable=True, sortable=False, is_name=True)
_CODE = ColumnSpec("code", N_("统一社会信用代码"), 168, sortable=False)
_STREET = ColumnSpec("street", N_("所在街道(镇)"), 132, sortable=False)
_ADDRESS = ColumnSpec("address", N_("地址"), 240, stretch=3, elidable=True, sortable=False)
_REASON = ColumnSpec("reason", N_("说明"), 320, stretch=3, elidable=True, sortable=False)
_COLUMN = ColumnSpec("column", N_("栏目"), 140, sortable=False)
_OLD = ColumnSpec("old", N_("原来"), 180, stretch=1, elidable=True, sortable=False)
_NEW = ColumnSpec("new", N_("改为"), 180, stretch=1, elidable=True, sortable=False)
_CELLS = ColumnSpec("cells", N_("原来的内容"), 320, stretch=3, elidable=True, sortable=False)
_KIND = ColumnSpec("kind", N_("变化"), 132, sortable=False)
_EMPTY = N_("（空）")
_NEW_COLUMNS = (_ROW, _NAME, _CODE, _STREET, _ADDRESS)
_SAME_COLUMNS = (_ROW, _NAME, _CODE, _REASON)
_DOUBTFUL_COLUMNS = (_ROW, _NAME, _ADDRESS, _REASON)
_REJECTED_COLUMNS = (_ROW, _CELLS, _REASON)


Row = Mapping[str, Cell]


class MadeRows:
    """A RecordSource whose rows are made when they are looked at: a list of the whole country costs no memory."""

    def __init__(self, count: int, make: Callable[[int], Row]) -> None:
        self._count = count
        self._make = make
        self._last: tuple[int, Row] = (-1, {})

    def count(self) -> int:
        """How many rows there are to show."""
        return self._count

    def cell(self, row: int, key: str) -> Cell:
        """The cell of a row in a column."""
        return self._row(row).get(key, Cell())

    def summary(self, row: int) -> str:
        """All cells in one sentence."""
        return _("，").join(cell.words for cell in self._row(row).values() if cell.words)

    def _row(self, row: int) -> Row:
        if self._last[0] != row:
            self._last = (row, self._make(row))
        return self._last[1]


@dataclass(frozen=True, slots=True)
class OutcomeTab:
    """A number with its table, and a sentence on what happens with these rows."""

    number: NumberTab
    columns: tuple[ColumnSpec, ...]
    source: MadeRows
    explanation: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A dry run with what is needed to show it: the mapping, and cadres' names by record id (hexadecimal)."""

    result: ImportResult
    mapping: ColumnMapping
    cadres: Mapping[str, str]


def outcome_tabs(trial: Trial) -> list[OutcomeTab]:
    """The numbers in the order in which they are read; against earlier lists only where there are any."""
    result = trial.result
    found = result.findings
    tabs = [
        _tab(trial, NumberTab("new", _("新增"), result.new, Role.OK), found[Outcome.NEW], _NEW_COLUMNS),
        _updated(trial),
        _tab(trial, NumberTab("same", _("相同"), result.same, Role.TEXT2), found[Outcome.SAME], _SAME_COLUMNS),
        _tab(
            trial,
            NumberTab("duplicate", _("疑似重复"), result.duplicates, Role.WARN),
            found[Outcome.DUPLICATE],
            _DOUBTFUL_COLUMNS,
        ),
        _tab(
            trial,
            NumberTab("rejected", _("退回"), result.rejected, Role.DANGER),
            found[Outcome.REJECTED],
            _REJECTED_COLUMNS,
        ),
        _unverified(trial),
        _tab(
            trial, NumberTab("same_name", _("同名"), result.same_name, Role.WARN), result.same_name_rows, _NEW_COLUMNS
        ),
        _tab(trial, NumberTab("outside", _("范围外"), result.outside, Role.WARN), result.outside_rows, _NEW_COLUMNS),
        _problems(trial),
    ]
    if result.registry is not None:
        tabs.append(_registry(result.registry))
    return tabs


def shown_value(name: str, value: Value, cadres: Mapping[str, str]) -> str:
    """A stored value of an organization's field in words; numbers of telephones are masked."""
    if value is None or value == "":
        return _(_EMPTY)
    if name == "side_state":
        return SIDE_STATES.label(str(value))
    column = COLUMN_BY_NAME.get(name)
    shape = column.shape if column else Shape.TEXT
    words: dict[Shape, Callable[[], str]] = {
        Shape.STAGE: lambda: STAGES.label(str(value)),
        Shape.STREET: lambda: division_name(str(value)) or str(value),
        Shape.CADRE: lambda: cadres.get(str(value), _("新的责任人")),
        Shape.YES_NO: lambda: _("是") if value else _("否"),
        Shape.PHONE: lambda: mask_phone(str(value)),
        Shape.CODE: lambda: str(value),
    }
    if column and column.choices:
        return column.choices.label(str(value))
    return words.get(shape, lambda: mask_phones_in(str(value)))()


def _explanation(key: str) -> str:
    words = {
        "new": _("台账里没有的单位，导入后新增。"),
        "same": _("台账里已经有，内容一样，不改动。"),
        "duplicate": _("没有代码，名称和地址或电话又与台账里的一家相同：先不写入，进“待判”等人判断，不耽误其他行。"),
        "rejected": _("不写入；可以存成表格，改好再导。"),
        "same_name": _("新增中名称与别家相同的：代码不同，或者地址和电话都对不上，照样导入。请看看是不是同一家。"),
        "outside": _("新增中不属于这次行动的（企业、机关事业单位等），照样导入并标明，不算进建会率。"),
    }
    return words[key]


def _tab(trial: Trial, number: NumberTab, findings: Findings, columns: tuple[ColumnSpec, ...]) -> OutcomeTab:
    rows = MadeRows(len(findings), lambda row: _of(columns, _cells(trial, findings[row])))
    return OutcomeTab(number, columns, rows, _explanation(number.key))


def _updated(trial: Trial) -> OutcomeTab:
    """A line per field that would change; one line for a row that only brings something beside the organization."""
    findings = trial.result.findings[Outcome.UPDATED]
    ends = list(accumulate(max(width, 1) for width in findings.widths))

    def line(number: int) -> Row:
        at = bisect_right(ends, number)
        sample = findings[at]
        field_at = number - (ends[at - 1] if at else 0)
        name = sample.known_as or str(sample.facts.get("name") or "")
        base = {"row": Cell(str(sample.row), role=Role.TEXT2), "name": Cell(name)}
        if sample.changes:
            field, value = list(sample.changes.items())[field_at]
            return base | _change(trial, sample, field, value)
        headings = _("、").join(COLUMN_BY_NAME[field].heading for field in sample.extras)
        words = _("；").join(mask_phones_in(text) for text in sample.extras.values())
        return base | {"column": Cell(headings, role=Role.TEXT2), "old": Cell("—", role=Role.TEXT2), "new": Cell(words)}

    number = NumberTab("updated", _("更新"), trial.result.updated)
    columns = (_ROW, _NAME, _COLUMN, _OLD, _NEW)
    explanation = _("台账里已经有，名册说的不一样：空白的格不改，您改过的内容不被旧名册盖掉。每一行是一处改动。")
    return OutcomeTab(number, columns, MadeRows(ends[-1] if ends else 0, line), explanation)


def _change(trial: Trial, sample: Sample, field: str, value: Value) -> dict[str, Cell]:
    column = COLUMN_BY_NAME.get(field)
    return {
        "column": Cell(column.heading if column else _("当前阶段"), role=Role.TEXT2),
        "old": Cell(shown_value(field, sample.before.get(field), trial.cadres), role=Role.TEXT2),
        "new": Cell(_new_value(trial, sample, field, value)),
    }


def _new_value(trial: Trial, sample: Sample, field: str, value: Value) -> str:
    """What the sheet says; a cadre who is not known yet by the name that stands in the sheet."""
    if field == "owner" and str(value) not in trial.cadres and field in trial.mapping.fields:
        place = trial.mapping.fields.index(field)
        return str(sample.cells[place]) if place < len(sample.cells) else ""
    return shown_value(field, value, trial.cadres)


def _unverified(trial: Trial) -> OutcomeTab:
    findings = trial.result.unverified_rows

    def line(row: int) -> Row:
        sample = findings[row]
        cells = _cells(trial, sample) | {"reason": Cell(_code_trouble(sample), role=Role.WARN)}
        return _of(_SAME_COLUMNS, cells)

    number = NumberTab("unverified", _("待核"), trial.result.unverified, Role.WARN)
    explanation = _("新增中没有有效代码的，照样导入，列为待核，以后补代码。")
    return OutcomeTab(number, _SAME_COLUMNS, MadeRows(len(findings), line), explanation)


def _code_trouble(sample: Sample) -> str:
    code = str(sample.facts.get("code") or "")
    if not code:
        return _("没有代码")
    return _("代码没有通过校验") if not is_valid_code(code) else _("代码不能采信")


def _problems(trial: Trial) -> OutcomeTab:
    problems = trial.result.problems

    def line(row: int) -> Row:
        problem = problems[row]
        return {
            "row": Cell(str(problem.row), role=Role.TEXT2),
            "column": Cell(problem.column, role=Role.TEXT2),
            "reason": Cell(mask_phones_in(problem.text)),
        }

    number = NumberTab("problems", _("读不懂的单元格"), trial.result.unread, Role.WARN)
    explanation = _("这一行照样导入，读不懂的原文留在备注里。")
    return OutcomeTab(number, (_ROW, _COLUMN, _REASON), MadeRows(len(problems), line), explanation)


def _registry(report: RegistryReport) -> OutcomeTab:
    entries = report.entries

    def line(row: int) -> Row:
        entry = entries[row]
        return {
            "kind": Cell(_(KINDS[entry.kind]), role=Role.WARN if entry.open else Role.TEXT2),
            "name": Cell(entry.name),
            "code": Cell(entry.code or "—", role=Role.TEXT2),
            "old": Cell(mask_phones_in(entry.before) or _(_EMPTY), role=Role.TEXT2),
            "new": Cell(mask_phones_in(entry.after)),
        }

    number = NumberTab("registry", _("与以前的名册比"), len(entries), Role.WARN)
    explanation = _("“名册里没有了”的判断范围：{scope}。这些单位不会自动改动，导入后逐批决定。").format(
        scope=report.scope
    )
    return OutcomeTab(number, (_KIND, _NAME, _CODE, _OLD, _NEW), MadeRows(len(entries), line), explanation)


def _of(columns: tuple[ColumnSpec, ...], cells: Row) -> Row:
    """The cells of these columns, in their order."""
    return {spec.key: cells[spec.key] for spec in columns}


def _cells(trial: Trial, sample: Sample) -> dict[str, Cell]:
    facts = sample.facts
    street = facts.get("street")
    return {
        "row": Cell(str(sample.row), role=Role.TEXT2),
        "name": Cell(str(facts.get("name") or "")),
        "code": Cell(str(facts.get("code") or "—"), role=Role.TEXT2),
        "street": Cell(shown_value("street", street, trial.cadres) if street else "—", role=Role.TEXT2),
        "address": Cell(mask_phones_in(str(facts.get("address") or "—")), role=Role.TEXT2),
        "cells": Cell(" · ".join(mask_phones_in(str(cell)) for cell in sample.cells if cell is not None)),
        "reason": Cell(mask_phones_in(sample.reason), role=Role.TEXT2),
    }
