"""Reading a sheet as rows of plain cells, in a stream: csv here, workbooks in a process of their own."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.errors import FileProblem
from models.importing.workbook import read_workbook, sheet_names
from models.language import _

Cell = str | int | float | bool | None

_PROBE = 64 * 1024
_SEPARATORS = ",\t;|"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Cells that a sheet shows as one; rows and columns from 0, all four inclusive. The value stands top left."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that can be read as often as needed. `sheet` is None for text files."""

    path: Path
    sheet: str | None
    encoding: str
    delimiter: str

    def merged_ranges(self) -> tuple[MergedRange, ...]:
        """The merged cells of an xlsx or xls sheet; empty for what has none, and for ods, which does not tell."""
        return ()

    def hidden_rows(self) -> frozenset[int] | None:
        """Rows (from 0) that the sheet hides, by hand or by a filter: rows() gives them like any others.

        None where the format does not tell (xls, ods).
        """
        return frozenset() if self.sheet is None else None

    def hidden_columns(self) -> frozenset[int] | None:
        """Columns (from 0) that the sheet hides; None where the format does not tell (xls, ods)."""
        return frozenset() if self.sheet is None else None

    def rows(self) -> Iterator[list[Cell]]:
        """The rows from the top; dates come as YYYY-MM-DD text, whole numbers as int."""
        if self.sheet is not None:
            return read_workbook(self.path, self.sheet)
        return self._text_rows()

    def _text_rows(self) -> Iterator[list[Cell]]:
        with self.path.open(encoding=self.encoding, newline="") as file:
            try:
                for row in csv.reader(file, delimiter=self.delimiter):
                    yield [cell or None for cell in row]
            except UnicodeDecodeError as error:
                raise FileProblem(
                    _("“{name}”里有不能识别的文字编码。").format(name=self.path.name),
                    hint=_("请在 WPS 或 Excel 里另存为 xlsx 再导入。"),
                    detail=str(error),
                ) from error
            except csv.Error as error:
                raise FileProblem(
                    _("“{name}”的格式有误，读不完。").format(name=self.path.name),
                    hint=_("请在 WPS 或 Excel 里另存为 xlsx 再导入。"),
                    detail=str(error),
                ) from error


def open_table(path: Path, sheet: str | None = None) -> Table:
    """The first sheet of a file, or the one named.

    FileProblem for a file that is missing, not a sheet, encrypted, or without that sheet: it is named as what it
    is, with what to do.
    """
    head = _head(path)
    if head.startswith(_OLE):
        raise FileProblem(
            _("“{name}”是旧版 xls，或者加了密码。").format(name=path.name),
            hint=_("请在 WPS 或 Excel 里打开，另存为不加密的 xlsx 再导入。"),
        )
    if head.startswith(_ZIP):
        return _workbook_table(path, sheet)
    encoding = _encoding(head)
    start = head.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")
    if not start:
        raise FileProblem(_("“{name}”是空文件。").format(name=path.name))
    if start.startswith("%PDF") or (b"\0" in head and encoding != "utf-16"):
        raise FileProblem(_("“{name}”不是表格文件。").format(name=path.name), hint=_("可以导入 xlsx 和 csv。"))
    if start.startswith("<"):
        raise FileProblem(
            _("“{name}”其实是网页文件，只是换了扩展名。").format(name=path.name),
            hint=_("请在 WPS 或 Excel 里打开，另存为 xlsx 再导入。"),
        )
    return Table(path, None, encoding, _delimiter(start))


def _workbook_table(path: Path, sheet: str | None) -> Table:
    names = sheet_names(path)
    if sheet is None:
        return Table(path, names[0], "", "")
    if sheet not in names:
        raise FileProblem(
            _("“{name}”里没有名为“{sheet}”的工作表。").format(name=path.name, sheet=sheet),
            hint=_("有这些：{names}").format(names="、".join(names)),
        )
    return Table(path, sheet, "", "")


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(_PROBE)
    except FileNotFoundError:
        raise FileProblem(_("找不到文件“{name}”。").format(name=path.name)) from None
    except IsADirectoryError:
        raise FileProblem(_("“{name}”是文件夹，请选里面的表格文件。").format(name=path.name)) from None
    except OSError as error:
        raise FileProblem(_("打不开“{name}”。").format(name=path.name), detail=str(error)) from error
    return head


def _encoding(head: bytes) -> str:
    """UTF-8 (with or without mark), UTF-16 with mark, otherwise GB18030, which every Chinese office writes."""
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for cut in range(4):  # the probe may end within a character
        try:
            head[: len(head) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return "utf-8"
    return "gb18030"


def _delimiter(text: str) -> str:
    """The separator that the first line with any uses most: a title above the headings has none."""
    line = next((line for line in text.splitlines() if any(sign in line for sign in _SEPARATORS)), "")
    return max(_SEPARATORS, key=line.count)
