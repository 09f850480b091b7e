"""The process that reads a workbook, so that a file which makes the parser crash or eat memory ends it and not us.

It looks the file over (preflight), limits itself by what it saw, parses with python-calamine and sends rows in
chunks. Started by models.importing.workbook with the parent's sys.path and nothing else; imports little: dataclasses
alone take as long to load as a small sheet to read.

Messages: b"C" and rows (row_chunks), b"R" and a marshalled list of rows, or b"M" and a marshalled tuple:
("look", done, of) · ("book", sheets, sheet, kind, rows, 1904, seconds) ·
("facts", merges, hidden rows, hidden columns, formulas) · ("end",) · ("refused", code, values, detail).
"""

import gc
import marshal
import os
import struct
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock
from itertools import islice
from pathlib import Path
from typing import Any

from models.importing.preflight import Outline, Package, SheetPart, outline
from models.importing.refused import Refused
from models.importing.row_chunks import pack_rows
from models.importing.sheet_scan import SheetScan, scan_sheet

Cell = str | int | float | bool | None

_MARSHAL = 2  # later versions look for equal objects, which costs a third more
_CHUNK_CELLS, _CHUNK_ROWS = 10_000, 500
_EXACT_ENOUGH = 1e21
_ALL_DIGITS_KNOWN = 1e15
_TOLD_EVERY = 0.2
_REMEMBERED = 20_000

_SMALL_LIMIT, _LARGEST_LIMIT = 300 << 20, 3 << 30
#: What the parser takes at most: measured at 30,000 to 900,000 rows of numbers, own and shared texts.
_BASE_BYTES = 40 << 20
_BYTES_A_CELL, _BYTES_A_VALUE, _TIMES_SHARED = 24, 60, 3
_BYTES_CLAIMED = 64  # of an old sheet
_SECONDS, _SECONDS_A_VALUE = 20, 20e-6
_SECONDS_A_BYTE = 2e-6  # of markup


def main() -> None:
    """Serve one sheet: the arguments are the handle of the pipe, the path, and "=" with the sheet's name or nothing."""
    handle, path, sheet = int(sys.argv[2]), sys.argv[3], sys.argv[4]
    sender = _sender(handle)
    _be_quiet()
    gc.disable()  # nothing here makes cycles, and looking for them takes a third of the time
    try:
        _limit_memory(_SMALL_LIMIT)
        _serve(sender, Path(path), sheet[1:] if sheet else None)
    except BrokenPipeError:
        pass
    except Refused as refused:
        _tell(sender, "refused", refused.code, refused.values, refused.detail)
    except MemoryError:
        _tell(sender, "refused", "memory", {}, "")
    except BaseException as error:  # noqa: BLE001 - also the panics of the parser, which are no Exception
        text = f"{type(error).__name__}: {error}"
        code = "encrypted" if "assword" in text or "ncrypted" in text else "damaged"
        _tell(sender, "refused", code, {}, text[:500])


class _Sender:
    """The writing end of the pipe, as multiprocessing.connection frames it: that module takes long to load."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def send_bytes(self, data: bytes) -> None:
        """Write a message; OSError if nobody listens any more."""
        for content in (struct.pack("!i", len(data)), data):
            view = memoryview(content)
            while view:
                view = view[os.write(self._handle, view) :]


def _sender(handle: int) -> Any:
    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection  # noqa: PLC0415

        return PipeConnection(handle, readable=False)
    return _Sender(handle)


def _be_quiet() -> None:
    """A parser that gives up prints to the terminal, and Windows shows a window about it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415

        ctypes.windll.kernel32.SetErrorMode(0x8007)
    else:
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_memory(most: int) -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (most, _LARGEST_LIMIT))


def _tell(sender: Any, *message: Any) -> None:
    try:
        sender.send_bytes(b"M" + marshal.dumps(message, _MARSHAL))
    except OSError:  # nobody listens any more
        os._exit(0)


def _serve(sender: Any, path: Path, wanted: str | None) -> None:
    with path.open("rb") as file:
        if file.read(1) not in (b"P", b"\xd0"):  # neither a package nor an old workbook
            _serve_markup(sender, path, wanted)
            return
    about = outline(path)
    scan, chosen = _look_over(sender, path, about, wanted)
    _limit_memory(_limit(path, about, scan))

    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - after the preflight

    with path.open("rb") as file:  # by its contents: the parser would believe the ending of the name
        book = CalamineWorkbook.from_filelike(file) if _is_misnamed(path, about) else CalamineWorkbook.from_path(path)
    metadata = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if not metadata:
        raise Refused("no_sheets")
    if chosen is None:
        shown = [each.name for each in metadata if each.visible == SheetVisibleEnum.Visible]
        chosen = wanted if wanted is not None else (shown or [metadata[0].name])[0]
    sheets = [each.name for each in metadata]
    seconds = _SECONDS + _SECONDS_A_VALUE * (scan.values)
    if chosen not in sheets:
        _tell(sender, "book", sheets, None, about.kind, 0, about.epoch_1904, seconds)
        return
    _tell(sender, "book", sheets, chosen, about.kind, scan.rows, about.epoch_1904, seconds)
    sheet = book.get_sheet_by_name(chosen)
    last = sheet.end[0] if sheet.end else -1
    if about.kind == "xls" and len(sheets) == 1 and last < scan.last_row:  # nothing else would tell of lost rows
        raise Refused("damaged", f"row {last} of {scan.last_row}")
    _tell(sender, "facts", *_facts(about, scan, sheet))
    _send_rows(sender, sheet)
    _tell(sender, "end")


def _serve_markup(sender: Any, path: Path, wanted: str | None) -> None:
    """A web page or XML: read in one go, so what the sheet does not show is only known at the end."""
    from models.importing.markup_table import Grid, look_at, read_rows  # noqa: PLC0415 - rarely needed

    about = look_at(path)
    if about is None:
        raise Refused("damaged")
    seconds = _SECONDS + _SECONDS_A_BYTE * path.stat().st_size
    chosen = about.sheets[0] if wanted is None else wanted
    if chosen not in about.sheets:
        _tell(sender, "book", about.sheets, None, about.kind, 0, False, seconds)
        return
    _tell(sender, "book", about.sheets, chosen, about.kind, 0, False, seconds)
    grid = Grid()
    for rows in read_rows(path, about, chosen, grid):
        sender.send_bytes(b"R" + marshal.dumps(rows, _MARSHAL))
    _tell(sender, "facts", grid.merges, grid.hidden_rows, grid.hidden_columns, grid.formulas_without_value)
    _tell(sender, "end")


def _is_misnamed(path: Path, about: Outline) -> bool:
    known = {".xls": "xls", ".xla": "xls", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xlam": "xlsx", ".ods": "ods"}
    return known.get(path.suffix) != about.kind


def _look_over(sender: Any, path: Path, about: Outline, wanted: str | None) -> tuple[SheetScan, str | None]:
    """What the sheet that is wanted holds, and its name, as far as the format tells before it is parsed."""
    if about.kind == "xls":
        from models.importing.biff_scan import scan_stream  # noqa: PLC0415 - of old workbooks only
        from models.importing.ole import workbook_stream  # noqa: PLC0415

        scan, claimed = scan_stream(workbook_stream(path))
        scan.size = max(path.stat().st_size, _BYTES_CLAIMED * claimed)
        return scan, None
    with Package(path) as package:
        told_at = time.monotonic()

        def told(done: int) -> None:
            nonlocal told_at
            if time.monotonic() - told_at > _TOLD_EVERY:
                told_at = time.monotonic()
                _tell(sender, "look", done, size)

        if about.kind == "ods":
            from models.importing.ods_scan import scan_open_document  # noqa: PLC0415 - of these workbooks only

            size = package.size("content.xml")
            return scan_open_document(package.text_stream("content.xml"), told), None
        chosen = _chosen(about, wanted)
        if chosen is None:
            return SheetScan(), None
        for part in (about.strings, about.styles):
            if part:
                package.check(part)
        size = package.size(chosen.part)
        return scan_sheet(package.text_stream(chosen.part), told), chosen.name


def _chosen(about: Outline, wanted: str | None) -> SheetPart | None:
    """The sheet that is named, or the first that is shown."""
    if wanted is not None:
        return next((sheet for sheet in about.sheets if sheet.name == wanted), None)
    return next((sheet for sheet in about.sheets if sheet.visible), about.sheets[0] if about.sheets else None)


def _limit(path: Path, about: Outline, scan: SheetScan) -> int:
    """How much memory parsing may take: 300 MB, more for sheets that need it, never above 3 GB.

    What an old sheet claims to hold is set aside for it, but not used.
    """
    if about.kind == "xls":
        return min(_LARGEST_LIMIT, _SMALL_LIMIT + 2 * path.stat().st_size + scan.size)
    shared = 0
    if about.strings:
        with Package(path) as package:
            shared = package.size(about.strings)
    estimate = _BASE_BYTES + _BYTES_A_CELL * scan.cells + _BYTES_A_VALUE * scan.values
    estimate += _TIMES_SHARED * shared + scan.size
    if estimate > 2 * _LARGEST_LIMIT:
        raise Refused("too_big", f"estimated {estimate >> 20} MB")
    return min(_LARGEST_LIMIT, max(_SMALL_LIMIT, estimate * 5 // 4))


def _facts(about: Outline, scan: SheetScan, sheet: Any) -> tuple[Any, Any, Any, int]:
    if about.kind == "xlsx":
        columns = [column for first, last in scan.hidden_columns for column in range(first, last + 1)]
        return scan.merges, scan.hidden_rows, columns, scan.formulas_without_value
    merges = [(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
    return merges, None, None, 0


def _send_rows(sender: Any, sheet: Any) -> None:
    left = sheet.start[1] if sheet.start else 0  # the parser leaves out empty columns before the first
    rows = sheet.iter_rows()
    step = min(_CHUNK_ROWS, max(1, _CHUNK_CELLS // max(1, sheet.width + left)))
    while chunk := list(islice(rows, step)):
        sender.send_bytes(b"C" + pack_rows(chunk, _FORMS, left))


def plain(cell: Any) -> Cell:
    """A cell as the program holds it: nothing is None, whole numbers are int, dates are YYYY-MM-DD."""
    return _FORMS[cell.__class__](cell)


def _number(number: float) -> Cell:
    """A number as the spreadsheet shows it: of its digits it knows fifteen, the rest are zeros."""
    if not number.is_integer() or abs(number) >= _EXACT_ENOUGH:
        return number
    if abs(number) < _ALL_DIGITS_KNOWN:
        return int(number)
    from decimal import Decimal  # noqa: PLC0415 - hardly ever

    return int(Decimal(f"{number:.15g}"))


def _moment(moment: datetime) -> str:
    if moment.time() == clock():
        return moment.date().isoformat()
    return moment.isoformat(sep=" ", timespec="seconds")


def _duration(length: timedelta) -> str:
    seconds = round(length.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


class _Told(dict[Any, Cell]):
    """Values of one kind with how they are told: most of a list's numbers and days occur many times."""

    def __init__(self, tell: Callable[[Any], Cell]) -> None:
        self._tell = tell

    def __missing__(self, value: Any) -> Cell:
        told = self._tell(value)
        if len(self) < _REMEMBERED:
            self[value] = told
        return told


class _Forms(dict[type, Callable[[Any], Cell]]):
    """How each kind of cell is told: looked up for every cell of every sheet."""

    def __missing__(self, kind: type) -> Callable[[Any], Cell]:
        return str


_FORMS = _Forms(
    {
        str: lambda text: text or None,
        type(None): lambda _nothing: None,
        bool: bool,
        int: int,
        float: _Told(_number).__getitem__,
        date: _Told(date.isoformat).__getitem__,
        datetime: _Told(_moment).__getitem__,
        timedelta: _duration,
    }
)
