"""Tables as text: csv and tsv files in whatever encoding an office writes, and what is pasted from a sheet."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.errors import FileProblem
from models.importing.refusals import problem_of
from models.language import _
from models.progress import Progress

Cell = str | int | float | bool | None

_PROBE = 64 * 1024
_PIECE = 1 << 20
_SEPARATORS = "\t,;|"
_PROBED_LINES = 60
_MOST_LINES_A_CELL = 500
_CHECKED_ROWS = 500
_MANY_NULS, _MANY_CONTROLS = 0.1, 0.005
_CONTROLS = bytes({*range(1, 32)} - {*b"\t\n\r\f\x1a\x1f"})
_MOSTLY = 0.7
_FEW_BAD = 0.05
_SEPARATOR_LINE = re.compile(r"sep=(.)", re.IGNORECASE)
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
_PLAUSIBLE = re.compile(r"[\t\r\n -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…·]")
_WEB_PAGE = re.compile(r"<\s*(!doctype\s+html|html|head|meta|body|table|div|style|script|center|font)\b", re.IGNORECASE)
_READ_ELSEWHERE = frozenset({"html", "xml_spreadsheet"})
#: Larger pages and XML are not taken apart.
MOST_MARKUP_BYTES = 300 << 20
_BEFORE_MARKUP = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_MAIL = "MIME-Version:"
_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "word"),
    (b"SQLite format 3", "ledger"),
    (b"\x09\x08", "old_excel"),
    (b"\x09\0\4\0", "old_excel"),
    (b"\x09\2\6\0", "old_excel"),
    (b"\x09\4\6\0", "old_excel"),
)


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a text file is written. The first line is left out if it only names the separator.

    `markup`: it is no such text but a web page or XML that holds a table (html, xml_spreadsheet).
    """

    encoding: str
    delimiter: str
    markup: str = ""


def find_form(path: Path, head: bytes, progress: Progress | None = None) -> TextForm:
    """Encoding and separator of a text file; FileProblem, naming it as what it is, for one that is no table."""
    code = next((code for signature, code in _SIGNATURES if head.startswith(signature)), None)
    if code is None and head[:2] == b"BM" and b"\0" in head[:32]:
        code = "picture"
    if code is None and head[8:12] == b"WEBP":
        code = "picture"
    if code:
        raise problem_of(path, code, {})
    if head.lstrip(_BEFORE_MARKUP).startswith(b"<") and path.stat().st_size > MOST_MARKUP_BYTES:
        raise problem_of(path, "too_big", {})
    encoding = encoding_of(path, head, progress)
    start = head.decode(encoding, errors="ignore").lstrip("\ufeff")
    if not start.strip():
        raise problem_of(path, "empty", {})
    if code := markup_kind(start.lstrip()):
        if code in _READ_ELSEWHERE and not start.lstrip().startswith(_MAIL):
            return TextForm(encoding, "", code)
        raise problem_of(path, code, {})
    return TextForm(encoding, _delimiter(start))


def read_text(path: Path, form: TextForm, progress: Progress | None = None) -> Iterator[list[Cell]]:
    """The rows of a text file; empty cells are None."""
    with path.open(encoding=form.encoding, newline="") as file:
        try:
            yield from _rows(path, _lines(file), form.delimiter, progress)
        except UnicodeDecodeError as error:
            raise _encoding_problem(path, str(error)) from error


def pasted_rows(text: str) -> list[list[Cell]]:
    """The rows of a table that was copied in a sheet: tabs between cells, quotes around those with line breaks.

    Text without a single tab is read as csv.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\t" not in text:
        return [list(map(_cell, row)) for row in csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text))]
    rows: list[list[Cell]] = [[]]
    at = 0
    while at <= len(text):
        quoted = _QUOTED.match(text, at)
        if quoted and _NEEDS_QUOTES.search(quoted[1]):
            rows[-1].append(_cell(quoted[1].replace('""', '"')))
            at = quoted.end()
        else:
            end = _CELL_END.search(text, at)
            stop = end.start() if end else len(text)
            rows[-1].append(_cell(text[at:stop]))
            at = stop
        if at < len(text) and text[at] == "\n":
            rows.append([])
        at += 1
    if rows[-1] in ([], [None]):
        rows.pop()
    return rows


#: A cell that a spreadsheet quoted when it was copied: only cells with a tab, a line break or doubled quotes are.
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\n|\Z)')
_NEEDS_QUOTES = re.compile(r'[\t\n]|""')
_CELL_END = re.compile(r"[\t\n]")


def _lines(file: Iterable[str]) -> Iterator[str]:
    """Without a first line that is there for Excel alone (sep=;)."""
    for number, line in enumerate(file):
        if number or not _SEPARATOR_LINE.fullmatch(line.strip("\ufeff\r\n")):
            yield line


def _rows(path: Path, lines: Iterable[str], delimiter: str, progress: Progress | None) -> Iterator[list[Cell]]:
    reader = csv.reader(lines, delimiter=delimiter)
    before = 0
    try:
        for number, row in enumerate(reader):
            if reader.line_num - before > _MOST_LINES_A_CELL:
                raise FileProblem(
                    _("“{name}”第 {line} 行起的引号没有成对，后面的内容连成了一片。").format(
                        name=path.name, line=before + 1
                    ),
                    hint=_("请在 WPS 或 Excel 里打开核对，另存为 xlsx 再导入。"),
                )
            before = reader.line_num
            if progress and number % _CHECKED_ROWS == 0:
                progress.check()
            yield [_cell(cell) for cell in row]
    except csv.Error as error:
        raise FileProblem(
            _("“{name}”的格式有误，读不完。").format(name=path.name),
            hint=_("请在 WPS 或 Excel 里另存为 xlsx 再导入。"),
            detail=str(error),
        ) from error


def _cell(text: str) -> Cell:
    """Nothing is None; ="007" is how some programs keep a spreadsheet from reading a number."""
    if text.startswith('="') and (said := _FORMULA_TEXT.fullmatch(text)):
        text = said[1]
    return text or None


def markup_kind(start: str) -> str | None:
    """What markup a text that begins so is, None for none: html, xml_spreadsheet, xml."""
    if start.startswith(("<?xml", "<Workbook")):
        if "schemas-microsoft-com:office:spreadsheet" in start or "Excel.Sheet" in start:
            return "xml_spreadsheet"
        return "html" if _WEB_PAGE.search(start) else "xml"
    if start.startswith("<") and _WEB_PAGE.match(start):
        return "html"
    return "html" if start.startswith(_MAIL) and "text/html" in start else None


def encoding_of(path: Path, head: bytes, progress: Progress | None = None) -> str:
    """UTF-8 or UTF-16, with mark or without, otherwise GB18030, which every Chinese office writes.

    UTF-8 is believed only if the whole file is: a file may begin with a page of plain letters.
    """
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in head:
        encoding = max(("utf-16-le", "utf-16-be"), key=lambda name: _plausible(head, name))
        if _plausible(head, encoding) > _MOSTLY:
            return encoding
        controls = len(head) - len(head.translate(None, _CONTROLS))
        if head.count(b"\0") > _MANY_NULS * len(head) or controls > _MANY_CONTROLS * len(head):
            raise problem_of(path, "other", {})
    if _decodes(path, "utf-8", progress):
        return "utf-8"
    seen = head.decode("utf-8", "replace")
    foreign = sum(character > "\x7f" for character in seen)
    if foreign and seen.count("\ufffd") <= _FEW_BAD * foreign + 1 and foreign > 1 / _FEW_BAD:
        raise _encoding_problem(path, "UTF-8 with bad bytes")
    if not _decodes(path, "gb18030", progress):
        raise _encoding_problem(path, "neither UTF-8 nor GB18030")
    return "gb18030"


def _plausible(head: bytes, encoding: str) -> float:
    """How much of the beginning is letters and signs that a roster has, if it is read in that encoding."""
    text = head[: len(head) // 2 * 2].decode(encoding, "replace")
    return len(_PLAUSIBLE.findall(text)) / max(len(text), 1)


def _decodes(path: Path, encoding: str, progress: Progress | None) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
                if progress:
                    progress.check()
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _encoding_problem(path: Path, detail: str) -> FileProblem:
    return FileProblem(
        _("“{name}”里有不能识别的文字编码。").format(name=path.name),
        hint=_("请在 WPS 或 Excel 里另存为 xlsx 再导入。"),
        detail=detail,
    )


def _delimiter(text: str) -> str:
    """The separator that most of the first lines have: a title above the headings may have none, or another sign."""
    if said := _SEPARATOR_LINE.fullmatch(text.split("\n", 1)[0].strip("\r")):
        return said[1]
    lines = [line for line in text.splitlines()[:_PROBED_LINES] if line.strip()]

    def use(sign: str) -> tuple[int, int]:
        return sum(sign in line for line in lines), sum(line.count(sign) for line in lines)

    return max(_SEPARATORS, key=use)
