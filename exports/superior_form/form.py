"""A superior's form as it is read: its texts, its formulas, and how its empty cells want to show a value."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from xml.parsers import expat

from exports.superior_form.cell_texts import texts_of
from exports.superior_form.particulars import may_wait
from exports.superior_form.patching import Place, SheetPart
from exports.superior_form.runs import Runs
from models.errors import FileProblem
from models.importing.preflight import Package
from models.importing.profiles import fingerprint
from models.importing.refusals import problem_of
from models.importing.refused import Refused
from models.importing.table import MergedRange, open_table
from models.language import _
from models.progress import Progress

_MOST_BYTES = 8 << 20
_MOST_ROWS = 5_000
_PERCENT = {"9", "10"}
_DATES = {str(number) for number in (*range(14, 18), 22, *range(27, 32), 36, 57, 58)}
_SIDES = {"left": "left", "start": "left", "right": "right", "end": "right", "top": "top", "bottom": "bottom"}
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DATE_CODE = re.compile(r"[yd]|(?<!h)m(?!m?:s)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """One sheet of a form. `texts` are by place (row and column from 1), merged cells at their top left corner."""

    path: Path
    sheets: tuple[str, ...]
    sheet: str
    part: str
    texts: Mapping[Place, str]
    merged: tuple[MergedRange, ...]
    cells: SheetPart
    percents: frozenset[str]  # styles that show a value in percent
    dates: frozenset[str]  # styles that show a day
    boxes: Mapping[str, frozenset[str]]  # the sides of a style that have a line: left, right, top, bottom
    waiting: Mapping[Place, Runs]  # texts with a label or an empty day, as the file has them
    epoch: date  # what days are counted from

    @property
    def last_row(self) -> int:
        """The last row with a text."""
        return max((row for row, _column in self.texts), default=0)

    @property
    def last_column(self) -> int:
        """The last column with a text."""
        return max((column for _row, column in self.texts), default=0)

    @property
    def fingerprint(self) -> str:
        """What this form has in common with the next one of its kind: its texts, not its numbers and dates."""
        return fingerprint([text for text in self.texts.values() if not _is_number(text)])

    def has_formula(self, place: Place) -> bool:
        """True if a formula stands there; it is never overwritten."""
        cell = self.cells.cell(place)
        return cell is not None and cell.has_formula

    def corner(self, place: Place) -> Place:
        """Where the value of a place is kept: the top left of its merged cells."""
        row, column = place
        for merge in self.merged:
            if merge.top < row <= merge.bottom + 1 and merge.left < column <= merge.right + 1:
                return merge.top + 1, merge.left + 1
        return place

    def style(self, place: Place) -> str | None:
        """The style of a cell, None where the file has no cell."""
        cell = self.cells.cell(place)
        return cell.style if cell else None

    def sides(self, place: Place) -> frozenset[str]:
        """The sides of a cell that have a line."""
        return self.boxes.get(self.style(place) or "0", frozenset())

    def right_of(self, place: Place) -> Place:
        """The cell right of another, past what that is merged with."""
        row, column = place
        for merge in self.merged:
            if (merge.top + 1, merge.left + 1) == place:
                column = merge.right + 1
        return self.corner((row, column + 1))


def read_form(path: Path, sheet: str | None = None, progress: Progress | None = None) -> Form:
    """The first shown sheet of a form, or the one named; FileProblem for what is no xlsx, in words."""
    table = open_table(path, sheet, progress)
    try:
        with Package(path) as package:
            outline = package.outline()
    except (Refused, zipfile.BadZipFile, OSError) as error:
        raise _not_xlsx(path) from error
    if outline.kind != "xlsx" or table.sheet is None:
        raise _not_xlsx(path)
    part = next(found.part for found in outline.sheets if found.name == table.sheet)
    texts: dict[Place, str] = {}
    for number, row in enumerate(table.rows(progress), 1):
        if number > _MOST_ROWS:
            raise problem_of(path, "memory", {})
        for column, value in enumerate(row, 1):
            if value is not None and str(value).strip():
                texts[number, column] = " ".join(str(value).split())
    with zipfile.ZipFile(path) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        if archive.getinfo(names[part]).file_size > _MOST_BYTES:
            raise problem_of(path, "memory", {})
        cells = SheetPart(archive.read(names[part]))
        styles = _styles(archive.read(names[outline.styles])) if outline.styles else _Styles()
        waiting = [place for place, text in texts.items() if may_wait(text)]
        strings = names[outline.strings] if outline.strings else None
        runs = texts_of(cells, waiting, archive, strings)
    return Form(
        path,
        table.sheets,
        table.sheet,
        names[part],
        texts,
        table.merged_ranges(),
        cells,
        frozenset(styles.percents),
        frozenset(styles.dates),
        styles.boxes,
        runs,
        date(1904, 1, 1) if outline.epoch_1904 else date(1899, 12, 30),
    )


def _not_xlsx(path: Path) -> FileProblem:
    return FileProblem(
        _("“{name}”不是 xlsx 工作簿，填不了。").format(name=path.name),
        hint=_("请在 WPS 或 Excel 里打开它，另存为 xlsx，再选一次。"),
    )


@dataclass(slots=True)
class _Styles:
    """Numbers of cell styles: those that show percent, those that show days, and which lines they draw."""

    percents: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    boxes: dict[str, frozenset[str]] = field(default_factory=dict)


def _styles(part: bytes) -> _Styles:
    codes: dict[str, str] = {}
    found = _Styles()
    borders: list[set[str]] = []
    inside = ""
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside, count
        name = tag.rpartition(":")[2]
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = _QUOTED.sub("", attributes.get("formatCode", ""))
        elif name in {"borders", "cellXfs", "cellStyleXfs", "dxfs"}:
            inside = name
        elif name == "border" and inside == "borders":
            borders.append(set())
        elif name in _SIDES and inside == "borders" and attributes.get("style", "none") != "none":
            borders[-1].add(_SIDES[name])
        elif name == "xf" and inside == "cellXfs":
            style, number = str(count), attributes.get("numFmtId", "0")
            if number in _PERCENT or "%" in codes.get(number, ""):
                found.percents.add(style)
            elif number in _DATES or _DATE_CODE.search(codes.get(number, "")):
                found.dates.add(style)
            border = attributes.get("borderId", "0")
            if border.isdecimal() and int(border) < len(borders):
                found.boxes[style] = frozenset(borders[int(border)])
            count += 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(part, True)
    return found


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[\d.,%/-]+", text) is not None
