"""Reading workbooks with python-calamine in a child process.

A file that makes the reader crash or eat memory ends the child, not the program.
"""

import marshal
import multiprocessing
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from models.errors import FileProblem
from models.language import _

Cell = str | int | float | bool | None

_CHUNK = 500
_MEMORY = 3 << 30
_PATIENCE_SECONDS = 120
_EXACT_ENOUGH = 1e21
_ALL_DIGITS_KNOWN = 1e15


def sheet_names(path: Path) -> list[str]:
    """The names of a workbook's sheets; FileProblem if it cannot be read or has none."""
    for message in _child(path, None):
        names = [str(name) for name in message]
        if names:
            return names
    raise FileProblem(_("“{name}”里没有工作表。").format(name=path.name))


def read_workbook(path: Path, sheet: str) -> Iterator[list[Cell]]:
    """The rows of a sheet from the top; dates as YYYY-MM-DD, whole numbers as int."""
    for chunk in _child(path, sheet):
        yield from chunk


def _child(path: Path, sheet: str | None) -> Iterator[list[list[Cell]]]:
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(sender, str(path), sheet), daemon=True)
    process.start()
    sender.close()
    try:
        yield from _messages(receiver, path)
    finally:
        receiver.close()
        process.kill()
        process.join()


def _messages(receiver: Connection, path: Path) -> Iterator[list[list[Cell]]]:
    while True:
        try:
            if not receiver.poll(_PATIENCE_SECONDS):
                raise _unreadable(path, "no answer in time")
            status, content = marshal.loads(receiver.recv_bytes())  # noqa: S302 - our own child writes it
        except (EOFError, OSError):
            raise _unreadable(path, "the reader died") from None
        if status == "end":
            return
        if status == "error":
            raise _unreadable(path, str(content))
        yield content


def _unreadable(path: Path, detail: str) -> FileProblem:
    return FileProblem(
        _("“{name}”读不了：文件可能损坏、加密，或者不是真正的 xlsx。").format(name=path.name),
        hint=_("请在 WPS 或 Excel 里打开，另存为 xlsx 再导入。"),
        detail=detail,
    )


def _serve(sender: Connection, path: str, sheet: str | None) -> None:
    """In the child: send the names of the sheets, or the rows of one in chunks."""
    _limit_memory()
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only the child pays for it

    try:
        book = CalamineWorkbook.from_path(path)
        if sheet is None:
            _send(sender, "rows", list(book.sheet_names))
        else:
            chunk: list[list[Cell]] = []
            for row in book.get_sheet_by_name(sheet).iter_rows():
                chunk.append([_plain(cell) for cell in row])
                if len(chunk) >= _CHUNK:
                    _send(sender, "rows", chunk)
                    chunk = []
            _send(sender, "rows", chunk)
        _send(sender, "end", [])
    except BrokenPipeError:  # the parent has seen enough
        return
    except Exception as error:  # noqa: BLE001 - whatever the file did to the reader, the parent says it in a sentence
        _send(sender, "error", f"{type(error).__name__}: {error}")


def _send(sender: Connection, status: str, content: Any) -> None:
    sender.send_bytes(marshal.dumps((status, content)))


def _plain(cell: object) -> Cell:
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float):
        return _whole(cell) if cell.is_integer() and abs(cell) < _EXACT_ENOUGH else cell
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if isinstance(cell, (str, int)) else str(cell)


def _whole(number: float) -> int:
    """The number as a spreadsheet shows it: of its digits it knows fifteen, the rest are zeros."""
    return int(number) if abs(number) < _ALL_DIGITS_KNOWN else int(Decimal(f"{number:.15g}"))


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
