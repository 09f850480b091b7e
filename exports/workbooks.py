"""Tables for Excel, WPS and other programs: a workbook with codes as text, or a CSV file that runs no formula."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal
from unicodedata import category
from zipfile import ZipFile

import xlsxwriter  # type: ignore[import-untyped]  # it carries no types
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]  # it carries no types

from exports.workbook_paper import LINE, lines_of, set_paper
from models.errors import FileProblem
from models.files import write_file
from models.language import _

MOST_ROWS = 1_048_575  # of a sheet, without its header
MOST_CHARACTERS = 32_767  # UTF-16 units in a cell
_FIRST_YEAR = 1900  # a sheet knows no earlier dates: they are written as text
_EXACT_DIGITS = 15  # a spreadsheet rounds longer numbers
_FORMULA_SIGNS = tuple("=+-@\t\r＝＋－＠")
_BROKEN = frozenset({"Cc", "Cs"})
_CHUNK = 1 << 20
_HEAD_GREY = "#EFEFEF"
SheetKind = Literal["text", "code", "number", "date"]
_MOST_LINES = 8  # a higher row would push the others out of sight


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its title, its width in characters of the sheet, and what kind of values it holds."""

    title: str
    width: float = 12.0
    kind: SheetKind = "text"


class _Cells:
    """Values made fit for a cell; counts the texts from which something was taken out."""

    def __init__(self, columns: Sequence[SheetColumn]) -> None:
        self.columns = columns
        self.cleaned = 0

    def text(self, value: object) -> str:
        """`value` as text without control characters and broken characters."""
        text = str(value)
        if text.isprintable():
            return text
        clean = "".join(character for character in text if character in "\n\t" or category(character) not in _BROKEN)
        clean = clean.replace("\ufffe", "").replace("\uffff", "")
        self.cleaned += clean != text
        return clean

    def checked(self, text: str, row: int, column: int) -> str:
        """`text`, or a FileProblem where it is longer than a cell may be."""
        if len(text) * 2 > MOST_CHARACTERS and len(text.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
            raise FileProblem(
                _("第 {row} 行“{column}”的文字超过 {most} 个字，表格放不下，没有导出。").format(
                    row=row, column=self.columns[column].title, most=MOST_CHARACTERS
                ),
                hint=_("请先缩短这段文字，再导出一次。"),
            )
        return text


def write_workbook(
    path: Path,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[object]],
    *,
    title: str,
    note: str,
    frozen: int = 0,
) -> int:
    """Write a workbook: one sheet with `rows`, whose first `frozen` columns stay, and one with `title` and `note`.

    Texts stay texts, whatever they begin with; numbers and dates are numbers and dates. Returns the number of rows.

    Raises:
        FileProblem: a text is too long for a cell, there are too many rows, or the file cannot be written.
    """
    written = 0

    def fill(book: Book) -> None:
        book.add_table(_("数据"), columns, rows, title=title, frozen=frozen)

    def write(temporary: Path) -> None:
        nonlocal written
        with temporary.open("wb") as file:
            (count,) = _write_book(_Output(file), fill, title, note)
            written = count - 1

    write_file(path, write, lambda done: _check_workbook(done, written + 1))
    return written


class Book:
    """A workbook that is being written: sheets are added one after another, each from top to bottom."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.formats = _sheet_formats(book)
        self.rows: list[int] = []  # of each sheet, with its header
        self._cleaned = 0

    def add_table(
        self,
        name: str,
        columns: Sequence[SheetColumn],
        rows: Iterable[Sequence[object]],
        *,
        title: str,
        frozen: int = 0,
        more: int = 0,
    ) -> Any:
        """A sheet of rows below a header that stays in sight, as do the first `frozen` columns.

        Returns the sheet, to which `more` rows are still added by the one who asked.
        """
        sheet = self.book.add_worksheet(name)
        cells = _Cells(columns)
        _head(sheet, columns, self.formats)
        set_paper(sheet, title, [column.width for column in columns], frozen)
        sheet.freeze_panes(1, frozen)
        written = _Sheet(sheet, cells, self.formats).fill(rows)
        sheet.autofilter(0, 0, max(written, 1), len(columns) - 1)
        self._cleaned += cells.cleaned
        self.rows.append(written + 1 + more)
        return sheet

    def add_note(self, title: str, note: str) -> None:
        """The sheet that says what the others are."""
        _write_note(self.book, title, note, self._cleaned)


def write_book(
    path: Path, fill: Callable[[Book], None], *, title: str, note: str, made_at: datetime | None = None
) -> None:
    """Write a workbook of the sheets that `fill` adds, and one that holds `title` and `note`.

    With `made_at` no other time is in it: equal sheets give equal bytes.

    Raises:
        FileProblem: a text is too long for a cell, there are too many rows, or the file cannot be written.
    """
    counts: list[int] = []

    def write(temporary: Path) -> None:
        with temporary.open("wb") as file:
            counts[:] = _write_book(_Output(file), fill, title, note, made_at)

    write_file(path, write, lambda done: _check_sheets(done, counts))


class _Output:
    """A file that only pretends to write once it has failed: the archive that XlsxWriter drops closes in peace."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._pretended: int | None = None  # the position, once a write has failed

    def write(self, data: bytes) -> int:
        """Write; raises the first time that it fails."""
        if self._pretended is not None:
            self._pretended += len(data)
            return len(data)
        try:
            return self._file.write(data)
        except OSError:
            self._pretended = self._file.tell()
            raise

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move, while there is something to move in."""
        if self._pretended is None:
            return self._file.seek(offset, whence)
        self._pretended = offset if whence == 0 else self._pretended
        return self._pretended

    def tell(self) -> int:
        """Where the next write goes."""
        return self._file.tell() if self._pretended is None else self._pretended

    def flush(self) -> None:
        """Hand what is buffered to the system."""
        if self._pretended is None:
            self._file.flush()


def _write_book(
    output: _Output, fill: Callable[[Book], None], title: str, note: str, made_at: datetime | None = None
) -> list[int]:
    book = xlsxwriter.Workbook(output, {"constant_memory": True})
    try:
        book.use_zip64()
        book.set_properties({"title": title, "comments": note} | ({"created": made_at} if made_at else {}))
        made = Book(book)
        fill(made)
        made.add_note(title, note)
        book.close()
    except FileCreateError as error:
        _abandon(book)
        cause = error.args[0]
        raise (cause if isinstance(cause, OSError) else error) from None
    except BaseException:
        _abandon(book)
        raise
    return made.rows


def _abandon(book: Any) -> None:
    """Close the temporary files that a workbook holds open; what it says about them does not matter any more."""
    for sheet in book.worksheets():
        handle = getattr(sheet, "row_data_fh", None)
        if handle is not None and not handle.closed:
            handle.close()
    book.fileclosed = 1


def _sheet_formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    summed = base | {"bold": True, "bg_color": _HEAD_GREY, "top": 1}
    return {
        "text": book.add_format(base | {"num_format": "@", "text_wrap": True}),
        "code": book.add_format(base | {"num_format": "@"}),
        "number": book.add_format(base | {"num_format": "General"}),
        "date": book.add_format(base | {"num_format": "yyyy-mm-dd"}),
        "sum": book.add_format(summed | {"num_format": "General"}),
        "sum_rate": book.add_format(summed | {"num_format": "0.0%", "align": "right"}),
        "moment": book.add_format(base | {"num_format": "yyyy-mm-dd hh:mm"}),
        "head": book.add_format(
            base | {"bold": True, "bg_color": _HEAD_GREY, "border": 1, "align": "center", "text_wrap": True}
        ),
    }


def _head(sheet: Any, columns: Sequence[SheetColumn], formats: dict[str, Any]) -> None:
    sheet.set_row(0, LINE * 2)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width, formats[column.kind])
        sheet.write_string(0, number, column.title, formats["head"])


class _Sheet:
    """The sheet that the rows go to."""

    def __init__(self, sheet: Any, cells: _Cells, formats: dict[str, Any]) -> None:
        self._sheet, self._cells, self._formats = sheet, cells, formats

    def fill(self, rows: Iterable[Sequence[object]]) -> int:
        """Write the rows below the header; returns how many there were."""
        number = 0
        for number, row in enumerate(rows, start=1):
            if number > MOST_ROWS:
                raise FileProblem(
                    _("超过 {most} 行，一个工作表放不下，没有导出。").format(most=MOST_ROWS),
                    hint=_("请先筛选，分几次导出；或者导出 CSV。"),
                )
            lines = 1
            for column, value in enumerate(row):
                if value is not None and value != "":
                    lines = max(lines, self._write(number, column, value))
            if lines > 1:
                self._sheet.set_row(number, LINE * min(lines, _MOST_LINES))
        return number

    def _write(self, row: int, column: int, value: object) -> int:
        """Write a cell; into how many lines it breaks."""
        sheet, formats = self._sheet, self._formats
        code = self._cells.columns[column].kind == "code"
        if isinstance(value, bool):
            sheet.write_string(row, column, _("是") if value else _("否"), formats["text"])
        elif isinstance(value, int | float) and not code and abs(value) < 10**_EXACT_DIGITS:
            sheet.write_number(row, column, value, formats["number"])
        elif isinstance(value, datetime) and value.year >= _FIRST_YEAR:
            sheet.write_datetime(row, column, value.replace(tzinfo=None), formats["moment"])
        elif isinstance(value, date) and value.year >= _FIRST_YEAR:
            sheet.write_datetime(row, column, value, formats["date"])
        else:
            text = self._cells.checked(self._cells.text(value), row, column)
            sheet.write_string(row, column, text, formats["code" if code else "text"])
            return 1 if code else lines_of(text, self._cells.columns[column].width)
        return 1


def _write_note(book: Any, title: str, note: str, cleaned: int) -> None:
    sheet = book.add_worksheet(_("说明"))
    sheet.set_column(0, 0, 90)
    wrap = book.add_format({"font_name": "宋体", "font_size": 11, "text_wrap": True})
    lines = [title, *note.splitlines()]
    if cleaned:
        lines.append(_("有 {count} 处文字含有不能显示的控制字符，导出时已去掉。").format(count=cleaned))
    cells = _Cells([SheetColumn(_("说明"))])
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, cells.checked(cells.text(line), number + 1, 0), wrap)


def _check_workbook(path: Path, expected: int) -> None:
    """Read every part of the workbook, which proves its checksums, and count the rows of the first sheet."""
    _check_sheets(path, [expected])


def _check_sheets(path: Path, expected: Sequence[int]) -> None:
    """The same of the first sheets."""
    found = {}
    with ZipFile(path) as archive:
        for name in archive.namelist():
            with archive.open(name) as part:
                found[name] = _count(part, b"<row ")
    rows = [found.get(f"xl/worksheets/sheet{number}.xml", 0) for number in range(1, len(expected) + 1)]
    if rows != list(expected):
        raise FileProblem(_("写好的表格行数不对，没有放到原来的位置。"), detail=f"{rows} rows, not {expected}")


def _count(part: Any, wanted: bytes) -> int:
    found, tail = 0, b""
    while chunk := part.read(_CHUNK):
        data = tail + chunk
        found += data.count(wanted)
        tail = data[-(len(wanted) - 1) :]
    return found


def write_csv(path: Path, columns: Sequence[SheetColumn], rows: Iterable[Sequence[object]]) -> int:
    """Write UTF-8 with a mark that Excel needs; returns the number of rows.

    A text that a spreadsheet would run as a formula, and a code of digits that it would round, gets a ' in front.

    Raises:
        FileProblem: the file cannot be written.
    """
    written = 0

    def write(temporary: Path) -> None:
        nonlocal written
        cells = _Cells(columns)
        with temporary.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([_harmless(column.title) for column in columns])
            written = 0
            for line in _csv_lines(cells, rows):
                writer.writerow(line)
                written += 1

    write_file(path, write, lambda done: _check_csv(done, written + 1, len(columns)))
    return written


def _csv_lines(cells: _Cells, rows: Iterable[Sequence[object]]) -> Iterator[list[str]]:
    for row in rows:
        yield [_csv_text(cells, number, value) for number, value in enumerate(row)]


def _csv_text(cells: _Cells, column: int, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, int | float | date) and cells.columns[column].kind != "code":
        return str(value)
    text = _harmless(cells.text(value))
    rounded = cells.columns[column].kind == "code" and text.isdigit() and len(text) >= _EXACT_DIGITS - 3
    return f"'{text}" if rounded else text


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _check_csv(path: Path, expected: int, width: int) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(map(len, csv.reader(file)))
    if len(lines) != expected or any(length != width for length in lines):
        raise FileProblem(_("写好的表格行数不对，没有放到原来的位置。"), detail=f"{len(lines)} rows, not {expected}")
