"""What a form seems to ask for: rows of groups, rows of organizations, single figures beside their words."""

from collections import Counter
from collections.abc import Iterable, Mapping

from exports.superior_form.form import Form
from exports.superior_form.group_names import GroupNames, is_total
from exports.superior_form.particular_cells import propose_particulars
from exports.superior_form.particulars import says_label
from exports.superior_form.patching import Place
from exports.superior_form.spec import NUMBER, FormSpec, GroupFill, ListFill
from models.importing.headings import read_heading
from models.queries.measures import MEASURES
from models.rules.place_names import plain_name

_LEAST_GROUPS = 2
_HEADING_ROWS = 6
_NUMBER_WORDS = frozenset({"序号", "编号", "No", "No.", "#"})
_UNITS = ("(家)", "(个)", "(人)", "(次)", "(%)", "%", "（家）")


def propose(form: Form, groups: GroupNames) -> FormSpec:
    """The most likely spec; what is not certain stays open."""
    block = _group_block(form, groups)
    listing = None if block else _list_block(form)
    taken = {place for place in form.texts if _in_block(place, block, listing)}
    cells = _single_cells(form, taken, block, listing)
    return FormSpec(form.sheet, propose_particulars(form, block, listing) | cells, block, listing)


def measure_of(heading: Iterable[str]) -> str | None:
    """The measure that a heading names (its parts from the top), by its last part first."""
    parts = [_bare(part) for part in heading if part]
    for text in [*reversed(parts), "".join(parts)]:
        key = _WORDS.get(text)
        if key is not None:
            return key
    return None


def heading_above(form: Form, row: int, column: int) -> list[str]:
    """The texts above a cell, from the top; merged headings count for all their columns, titles over all for none."""
    parts: list[str] = []
    for above in range(max(1, row - _HEADING_ROWS), row):
        corner = form.corner((above, column))
        text = form.texts.get(corner)
        if text and not _is_title(form, corner) and (not parts or parts[-1] != text):
            parts.append(text)
    return parts


def _group_block(form: Form, groups: GroupNames) -> GroupFill | None:
    best: tuple[int, int, str] | None = None  # matches, column, by
    for column in range(1, min(form.last_column, 6) + 1):
        texts = [text for (_row, at), text in form.texts.items() if at == column]
        by, count = groups.best(texts)
        if count >= _LEAST_GROUPS and (best is None or count > best[0]):
            best = (count, column, by)
    if best is None:
        return None
    _count, column, by = best
    rows = [row for (row, at), text in form.texts.items() if at == column and groups.key(by, text) is not None]
    first, last = min(rows), max(rows)
    names = {row: text for (row, at), text in form.texts.items() if at == column}
    while first - 1 in names and is_total(names[first - 1]):
        first -= 1
    while last + 1 in names and not says_label(names[last + 1]):  # totals, and names that the ledger does not know
        last += 1
    columns: dict[int, str] = {}
    for number in range(1, form.last_column + 1):
        key = measure_of(heading_above(form, first, number)) if number != column else None
        if key is not None and key not in columns.values():
            columns[number] = key
    return GroupFill(by, column, first, last, columns) if columns else None


def _list_block(form: Form) -> ListFill | None:
    rows = Counter(row for row, _column in form.texts)
    for row in sorted(rows):
        columns = _list_columns(form, row)
        if "name" in columns.values() and len(columns) > 1:
            first = row + 1
            while any(form.corner((first, column)) != (first, column) for column in columns):  # merged downwards
                first += 1
            return ListFill(first, columns)
    return None


def _list_columns(form: Form, row: int) -> dict[int, str]:
    columns: dict[int, str] = {}
    for column in range(1, form.last_column + 1):
        parts = heading_above(form, row + 1, column)
        if not parts or form.corner((row, column)) not in form.texts:
            continue
        reading = read_heading(tuple(parts)) or read_heading((parts[-1],))
        field = NUMBER if parts[-1] in _NUMBER_WORDS else reading.field if reading else None
        if field is not None and field not in columns.values():
            columns[column] = field
    return columns


def _single_cells(form: Form, taken: set[Place], block: GroupFill | None, listing: ListFill | None) -> dict[Place, str]:
    """Words with an empty cell to their right or below them."""
    cells: dict[Place, str] = {}
    for (row, column), text in form.texts.items():
        if (row, column) in taken:
            continue
        key = _WORDS.get(_bare(text.rstrip("：:")))
        if key is None:
            continue
        for target in _beside(form, (row, column)):
            free = target not in form.texts and not form.has_formula(target) and form.style(target) is not None
            if free and not _in_block(target, block, listing):
                cells[target] = key
                break
    return cells


def _beside(form: Form, place: Place) -> Iterable[Place]:
    """The cell right of a text, past its merged cells, then the one below."""
    right = bottom = 0
    for merge in form.merged:
        if (merge.top + 1, merge.left + 1) == place:
            right, bottom = merge.right - merge.left, merge.bottom - merge.top
    yield form.corner((place[0], place[1] + right + 1))
    yield form.corner((place[0] + bottom + 1, place[1]))


def _in_block(place: Place, block: GroupFill | None, listing: ListFill | None) -> bool:
    row, column = place
    if block is not None and row <= block.last:
        return column in block.columns or column == block.name_column
    return listing is not None and (column in listing.columns or row >= listing.first)


def _is_title(form: Form, corner: Place) -> bool:
    """True for a text over more than half of the sheet's columns."""
    for merge in form.merged:
        if (merge.top + 1, merge.left + 1) == corner:
            return (merge.right - merge.left + 1) * 2 > form.last_column
    return False


def _bare(text: str) -> str:
    name = plain_name(text)
    for unit in _UNITS:
        name = name.removesuffix(unit)
    return name


def _spellings() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for measure in MEASURES:
        for word in (measure.source, *measure.words):
            found.setdefault(_bare(word), measure.key)
    return found


_WORDS = _spellings()
