"""A sheet as rows of plain cells: text files and pasted text are read here, workbooks in a process of their own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from models.errors import FileProblem
from models.importing.refusals import problem_of
from models.importing.text_table import TextForm, find_form, pasted_rows, read_text
from models.importing.workbook import Reading
from models.language import _
from models.ledger.lock import is_held
from models.progress import Progress

Cell = str | int | float | bool | None

_PROBE = 64 * 1024
_PACKED = (b"\xd0\xcf\x11\xe0", b"PK\3\4", b"PK\5\6", b"PK\7\x08")


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Cells that a sheet shows as one; rows and columns from 0, all four inclusive. The value stands top left."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that can be read as often as needed; what was read once is the same every time.

    `sheet` is None for text. For pasted text `path` is only a name.
    """

    path: Path
    sheet: str | None
    encoding: str
    delimiter: str
    text: str | None = field(default=None, repr=False)
    reading: Reading | None = field(default=None, repr=False, compare=False)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets of the workbook; empty for text."""
        return self.reading.book().sheets if self.reading else ()

    @property
    def epoch_1904(self) -> bool:
        """Whether the workbook counts its days from 1904: numbers that are dates are then 1,462 days later."""
        return self.reading.book().epoch_1904 if self.reading else False

    def merged_ranges(self) -> tuple[MergedRange, ...]:
        """The merged cells of an xlsx or xls sheet, cut to the rows and columns that hold anything.

        Empty for what has none, and for ods and text, which do not tell.
        """
        if self.reading is None:
            return ()
        return tuple(MergedRange(*merge) for merge in self.reading.facts().merges)

    def hidden_rows(self) -> frozenset[int] | None:
        """Rows (from 0) that the sheet hides, by hand or by a filter: rows() gives them like any others.

        None where the format does not tell (xls, ods).
        """
        return self.reading.facts().hidden_rows if self.reading else frozenset()

    def hidden_columns(self) -> frozenset[int] | None:
        """Columns (from 0) that the sheet hides; None where the format does not tell (xls, ods)."""
        return self.reading.facts().hidden_columns if self.reading else frozenset()

    def notices(self) -> tuple[str, ...]:
        """Sentences about what a person does not see in the sheet, or what it does not tell; often none."""
        if self.reading is None:
            return ()
        facts = self.reading.facts()
        said = []
        if facts.hidden_rows is None:
            said.append(_("这种格式看不出哪些行是隐藏的；隐藏的行也会导入。"))
        elif facts.hidden_rows:
            said.append(_("表里有 {n} 行是隐藏的（可能被筛选掉了），也会导入。").format(n=len(facts.hidden_rows)))
        if facts.hidden_columns:
            said.append(_("表里有 {n} 列是隐藏的，也会读取。").format(n=len(facts.hidden_columns)))
        if facts.formulas_without_value:
            said.append(
                _("有 {n} 个公式没有存下结果，按空白读取；在 WPS 或 Excel 里打开并保存一次就有了。").format(
                    n=facts.formulas_without_value
                )
            )
        return tuple(said)

    def rows(self, progress: Progress | None = None) -> Iterator[list[Cell]]:
        """The rows from the top; dates come as YYYY-MM-DD text, whole numbers as int.

        While the file is looked over and parsed, `progress` is told so; when it is cancelled, reading stops at once.
        """
        if self.reading is not None:
            return self.reading.rows(progress)
        if self.text is not None:
            return iter(pasted_rows(self.text))
        return read_text(self.path, TextForm(self.encoding, self.delimiter), progress)


def open_table(path: Path, sheet: str | None = None, progress: Progress | None = None) -> Table:
    """The first shown sheet of a file, or the one named: xlsx, xlsm, xls, ods, csv, tsv, by content and not by name.

    Web pages and XML spreadsheets of 2003, which many systems hand out as xls, are read as what they are.

    FileProblem for a file that is missing, not a sheet, encrypted, damaged, hostile, or without that sheet: it is
    named as what it is, with what to do.
    """
    if is_held(path):  # a ledger that is open: closing its file here would drop the locks of this process
        raise problem_of(path, "ledger", {})
    head = _head(path)
    if head.startswith(_PACKED):
        reading = Reading(path, sheet)
        return Table(path, reading.book(progress).sheet, "", "", reading=reading)
    if not head:
        raise problem_of(path, "empty", {})
    form = find_form(path, head, progress)
    if form.markup:
        reading = Reading(path, sheet)
        return Table(path, reading.book(progress).sheet, "", "", reading=reading)
    return Table(path, None, form.encoding, form.delimiter)


def table_from_text(text: str, name: str | None = None) -> Table:
    """A table that was copied in a sheet and pasted; `name` stands where a file's name would.

    FileProblem if there is nothing in it.
    """
    table = Table(Path(name or _("粘贴的表格")), None, "", "\t", text=text)
    if not text.strip():
        raise FileProblem(_("没有可以粘贴的内容。"), hint=_("请先在 WPS 或 Excel 里选中要导入的行（连同表头）并复制。"))
    return table


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_PROBE)
    except FileNotFoundError:
        raise FileProblem(_("找不到文件“{name}”。").format(name=path.name)) from None
    except IsADirectoryError:
        raise FileProblem(_("“{name}”是文件夹，请选里面的表格文件。").format(name=path.resolve().name)) from None
    except OSError as error:
        raise FileProblem(
            _("打不开“{name}”。").format(name=path.name),
            hint=_("请确认文件没有被移走，也没有被别的程序锁住。"),
            detail=str(error),
        ) from error
