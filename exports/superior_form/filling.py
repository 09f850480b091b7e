"""The values of a form, cell by cell, and what could not be filled, in sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from exports.superior_form.form import Form
from exports.superior_form.group_names import GroupNames, is_total
from exports.superior_form.particular_cells import Particulars, particular_at
from exports.superior_form.particulars import PARTICULARS
from exports.superior_form.patching import Place, Value, address, write_filled
from exports.superior_form.proposing import heading_above
from exports.superior_form.runs import Runs, text_of
from exports.superior_form.spec import NUMBER, FormSpec, GroupFill, ListFill, is_particular
from models.files import write_file
from models.importing.table import open_table
from models.language import _
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.export_rows import export_sheet
from models.queries.lookup import lookup_of
from models.queries.measures import MEASURE_BY_KEY, Values, measured, measured_by
from models.queries.organization_list import ListQuery
from models.queries.where import parse_where

_NAMED = 3


@dataclass(slots=True)
class FilledForm:
    """What a form is filled with. `left` are sentences about what stays empty; `rows` how many rows a list has."""

    form: Form
    values: dict[Place, Value] = field(default_factory=dict)
    styles: dict[Place, str] = field(default_factory=dict)
    runs: dict[Place, Runs] = field(default_factory=dict)  # of values that are texts of several looks
    left: list[str] = field(default_factory=list)
    formulas: list[Place] = field(default_factory=list)  # cells that keep theirs

    def put(self, place: Place, value: Value | None) -> None:
        """Fill a cell; one with a formula keeps it, and that is said."""
        at = self.form.corner(place)
        if self.form.has_formula(at):
            self.formulas.append(at)
        elif value is not None:
            self.values[at] = value


def fill(form: Form, spec: FormSpec, ledger: Ledger, *, with_phones: bool = False) -> FilledForm:
    """The values of a form by its spec, from the ledger of now; nothing is written."""
    filled = FilledForm(form)
    total = measured(ledger)
    for place, key in spec.cells.items():
        if is_particular(key):
            _put_particular(filled, place, key, ledger)
        else:
            _put_measure(filled, place, key, total)
    if spec.groups is not None:
        _fill_groups(filled, spec.groups, ledger, total)
    if spec.listing is not None:
        _fill_list(filled, spec.listing, ledger, with_phones=with_phones)
    if filled.values and all(is_particular(key) for key in spec.cells.values()) and not spec.has_rows:
        filled.left.append(_("没有认出要填的数和名单，只填了单位、日期和填表人。"))
    filled.left[:0] = [_("{cell} 有公式，没有改。").format(cell=cell) for cell in _ranges(filled.formulas)]
    return filled


def _put_particular(filled: FilledForm, place: Place, key: str, ledger: Ledger) -> None:
    """Fill the empty places of a cell, or the empty cell; what somebody wrote stays."""
    form, at = filled.form, filled.form.corner(place)
    said = Particulars.of(ledger, form)
    for kind in key.split():
        if not said.has(kind):
            label = _(PARTICULARS[kind])
            filled.left.append(_("{cell} 的{label}台账里没有，空着。").format(cell=address(*at), label=label))
    value = particular_at(form, at, key, said)
    if isinstance(value, tuple):
        filled.put(at, text_of(value))
        filled.runs[at] = value
    elif value is not None:
        filled.put(at, value)
    elif any(said.has(kind) for kind in key.split()):
        filled.left.append(_("{cell} 已经写了内容，没有改。").format(cell=address(*at)))


def _ranges(places: list[Place]) -> list[str]:
    """The cells by their addresses; those below one another as one range."""
    runs: list[list[Place]] = []
    for row, column in sorted(set(places), key=lambda place: place[::-1]):
        if runs and runs[-1][-1] == (row - 1, column):
            runs[-1].append((row, column))
        else:
            runs.append([(row, column)])
    return [address(*run[0]) if len(run) == 1 else f"{address(*run[0])}:{address(*run[-1])}" for run in runs]


def write_form(filled: FilledForm, target: Path, progress: Progress | None = None) -> None:
    """Write the filled form; FileProblem if it cannot be written or does not read back as it should."""
    form = filled.form

    def write(path: Path) -> None:
        write_filled(form.path, path, form.part, {**filled.values, **filled.runs}, filled.styles)

    def verify(path: Path) -> None:
        rows = [list(row) for row in open_table(path, form.sheet, progress).rows(progress)]
        for (row, column), value in filled.values.items():
            read = rows[row - 1][column - 1]
            if isinstance(value, str) and str(read) != value.strip() and str(read).strip() != value.strip():
                raise ValueError(address(row, column))
            if read is None:
                raise ValueError(address(row, column))

    write_file(target, write, verify)


def _fill_groups(filled: FilledForm, block: GroupFill, ledger: Ledger, total: Values) -> None:
    form = filled.form
    names = GroupNames(ledger)
    values = measured_by(ledger, block.by)
    seen: set[str] = set()
    for row in range(block.first, block.last + 1):
        text = form.texts.get(form.corner((row, block.name_column)), "")
        key = names.key(block.by, text) if text else None
        if key is not None and key not in seen:
            seen.add(key)
            _fill_row(filled, block, row, values.get(key))
        elif text and is_total(text):
            _fill_row(filled, block, row, total, formulas_stay=True)
        elif text and key is None:
            filled.left.append(_("第 {row} 行“{text}”台账里没有，没有填。").format(row=row, text=text))
        elif text:
            filled.left.append(_("第 {row} 行“{text}”前面已经有了，没有填。").format(row=row, text=text))
    missing = [names.label(block.by, key) for key, of in values.items() if key not in seen and of["organizations"]]
    if missing:
        said = "、".join(missing[:_NAMED])
        more = _("等 {n} 个").format(n=len(missing)) if len(missing) > _NAMED else ""
        filled.left.append(_("台账里有、表里没有这一行：{names}{more}。").format(names=said, more=more))
    nowhere = (total["organizations"] or 0) - sum(of["organizations"] or 0 for of in values.values())
    if nowhere > 0:
        filled.left.append(_("台账里有 {n} 家没有填明属于哪一行，各行都没有算。").format(n=f"{nowhere:,}"))
    for column in range(1, form.last_column + 1):
        heading = heading_above(form, block.first, column)
        is_open = column not in block.columns and column != block.name_column
        empty = not any((row, column) in form.texts for row in range(block.first, block.last + 1))
        if heading and is_open and empty and not form.has_formula((block.first, column)):
            filled.left.append(_("“{heading}”一列没有对应的数，空着。").format(heading=heading[-1]))


def _fill_row(
    filled: FilledForm, block: GroupFill, row: int, values: Values | None, *, formulas_stay: bool = False
) -> None:
    for column, key in block.columns.items():
        place = filled.form.corner((row, column))
        if formulas_stay and filled.form.has_formula(place):
            continue  # the form adds up by itself
        _put_measure(filled, place, key, values or _NOTHING)


def _put_measure(filled: FilledForm, place: Place, key: str, values: Values) -> None:
    measure = MEASURE_BY_KEY[key]
    value = values.get(key)
    if value is None:
        filled.left.append(
            _("{cell} 的{label}算不出来：没有具备建会条件的单位，空着。").format(
                cell=address(*place), label=measure.label
            )
        )
    elif not measure.is_rate:
        filled.put(place, value)
    elif filled.form.style(filled.form.corner(place)) in filled.form.percents:
        filled.put(place, value / 1000)
    elif _asks_percent(filled.form, place):
        filled.put(place, value / 10)
    else:
        filled.put(place, f"{value / 10:.1f}%")


def _asks_percent(form: Form, place: Place) -> bool:
    """True if the words above or beside a cell say %: then a bare number stands there."""
    left = form.texts.get(form.corner((place[0], place[1] - 1)), "")
    return any("%" in text or "％" in text for text in [*heading_above(form, *place), left])


def _fill_list(filled: FilledForm, listing: ListFill, ledger: Ledger, *, with_phones: bool) -> None:
    form = filled.form
    sheet = export_sheet(ledger, _query(ledger, listing), with_phones=with_phones)
    at = {column.name: number for number, column in enumerate(sheet.columns)}
    room = _room(form, listing)
    pattern = {column: form.style((listing.first, column)) for column in range(1, form.last_column + 1)}
    count = 0
    for number, row in enumerate(sheet.rows, 1):
        count = number
        if room is not None and number > room:
            continue
        place = listing.first + number - 1
        for column, name in listing.columns.items():
            value = number if name == NUMBER else row[at[name]]
            filled.put((place, column), _cell_value(form, (listing.first, column), value))
        for column, style in pattern.items():
            if form.cells.cell((place, column)) is None and style is not None:
                filled.styles[place, column] = style
    if room is not None and count > room:
        filled.left.append(
            _("名单有 {n} 家，表里只有 {room} 行空着，后面 {left} 家没有填。请在表里多插入几行再填。").format(
                n=count, room=room, left=count - room
            )
        )
    for column, heading in _open_columns(form, listing):
        filled.left.append(_("“{heading}”一列没有对应的栏目，空着。").format(heading=heading, column=column))


def _query(ledger: Ledger, listing: ListFill) -> ListQuery:
    if not listing.where:
        return ListQuery(view=listing.view)
    condition = parse_where(listing.where, lookup_of(ledger))
    return ListQuery(view=listing.view, where=condition.sql, values=condition.values)


def _open_columns(form: Form, listing: ListFill) -> Iterator[tuple[int, str]]:
    for column in range(1, form.last_column + 1):
        heading = heading_above(form, listing.first, column)
        if heading and column not in listing.columns:
            yield column, heading[-1]


def _room(form: Form, listing: ListFill) -> int | None:
    """How many rows are free below the headings; None if nothing stands below them."""
    below = [row for row, _column in form.texts if row >= listing.first]
    formulas = [
        row
        for row, found in form.cells.rows.items()
        if row >= listing.first and any(c.has_formula for c in found.cells.values())
    ]
    occupied = [*below, *formulas]
    return min(occupied) - listing.first if occupied else None


def _cell_value(form: Form, pattern: Place, value: object) -> Value | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        if form.style(pattern) in form.dates:
            try:
                return (date.fromisoformat(value) - form.epoch).days
            except ValueError:
                return value
        return value
    return value if isinstance(value, int | float) else str(value)


_NOTHING: Mapping[str, int | None] = {key: None if measure.is_rate else 0 for key, measure in MEASURE_BY_KEY.items()}
