"""Prints against the plain way to make them: the weekly ledger against one LongTable of Paragraphs (goal G10).

`python -m tests.benchmarks.printing`; each run is a process of its own, so that no cache is warm.

The floor runs at 5,000 rows only. At 20,000 it was stopped after 690 s of processor time with 1.1 GB and no file yet;
ours took 19.4 s and 344 MB for 1,253 pages, at least 35 times less (goal: 8).
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import typst_peer
from tests.benchmarks.measure import Result, run_python, table

_ROOT = str(Path(__file__).resolve().parents[2])

#: argv: root, target, number of rows. Prints seconds, megabytes that it took, pages.
_START = """
import sys, time
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from random import Random
from tests.exports.content import RARE, organization_names, ledger_row, section, weekly_ledger, street_names
from dataclasses import replace
path, count = Path(sys.argv[2]), int(sys.argv[3])
random = Random(1)
names = [f"启{RARE[number % 4]}{name}" if number % 50 == 0 else name
         for number, name in enumerate(organization_names(count))]
streets, main, number = street_names(20), [], 0
for name, short in streets:
    rows = []
    for _ in range(count // 20):
        number += 1
        rows.append(ledger_row(number, names[number - 1], short, random))
    main.append(section(name, rows))
content = replace(weekly_ledger((5,) * 20), main=tuple(main), unverified=section("待核", ()),
                  no_street=section("街道未定", ()), closed=section("本周销号", ()))
from tests.peak import peak_megabytes
before = peak_megabytes()
started = time.process_time()
"""
_END = """
took = time.process_time() - started
after = peak_megabytes()
print(took, after - before, pages)
"""
_OURS = (
    _START
    + """
from exports.weekly_ledger import write_weekly_ledger
pages = write_weekly_ledger(content, path).pages
"""
    + _END
)
#: The same columns, widths, sizes, least heights, repeated heads and room on a page; one face for every text.
_LONG_TABLE = (
    _START
    + """
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, LongTable, PageTemplate, Paragraph, TableStyle
from xml.sax.saxutils import escape
from exports.pdf.fonts import FILES, FOLDER
from exports.pdf.page import SHEET_HEIGHT, SHEET_WIDTH, TYPE_AREA
from exports.pdf.shapes import MM
from exports.weekly_ledger.rows import ledger_table, row_words
pdfmetrics.registerFont(TTFont("Plain", str(FOLDER / FILES["JianhuiKai"])))
style = ParagraphStyle("cell", fontName="Plain", fontSize=8, leading=9.1, wordWrap="CJK")
columns = ledger_table()
body, looks = [[Paragraph(escape(column.title), style) for column in columns.columns]], []
for part in content.main:
    looks.append(("SPAN", (0, len(body)), (-1, len(body))))
    body.append([Paragraph(escape(f"{part.title} {len(part.rows)} 家"), style)] + [""] * 13)
    for row in part.rows:
        cells = row_words(row, 2024)
        body.append([Paragraph("<br/>".join(escape(words.text) for words in cell), style) for cell in cells])
def foot(canvas, document):
    canvas.setFont("Plain", 7.5)
    canvas.drawString(TYPE_AREA.left, 40, f"{content.head.report_id} {document.page}")
document = BaseDocTemplate(str(path), pagesize=(SHEET_WIDTH, SHEET_HEIGHT), initialFontName="Plain")
high = 142 * MM
frame = Frame(TYPE_AREA.left, SHEET_HEIGHT - TYPE_AREA.top - 8.6 * MM - high, TYPE_AREA.width, high, 0, 0, 0, 0)
document.addPageTemplates(PageTemplate("page", [frame], onPage=foot))
looks += [("GRID", (0, 0), (-1, -1), 0.5, "#111111"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
          ("LEFTPADDING", (0, 0), (-1, -1), 2.3), ("RIGHTPADDING", (0, 0), (-1, -1), 2.3),
          ("TOPPADDING", (0, 0), (-1, -1), 1.1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.1)]
document.build([LongTable(body, [column.width for column in columns.columns], repeatRows=1, style=TableStyle(looks))])
pages = document.page
"""
    + _END
)


class _Run(NamedTuple):
    seconds: float
    megabytes: float
    pages: int


def _run(code: str, path: Path, rows: int) -> _Run:
    _took, said = run_python(code, _ROOT, str(path), str(rows))
    seconds, megabytes, pages = said.split()
    return _Run(float(seconds), float(megabytes), int(pages))


def weekly_results(folder: Path, *, rows: int = 5_000, many: int = 20_000) -> list[Result]:
    """Time against the floor, time per page as the ledger grows, size; processor time of one process each."""
    ours = _run(_OURS, folder / "ours.pdf", rows)
    floor = _run(_LONG_TABLE, folder / "floor.pdf", rows)
    large = _run(_OURS, folder / "large.pdf", many)
    per_page, per_page_large = ours.seconds / ours.pages, large.seconds / large.pages
    size = (folder / "large.pdf").stat().st_size / 1e6 / large.pages * 100
    return [
        Result(
            f"weekly ledger of {rows:,} rows, {ours.pages} pages",
            f"{ours.seconds:.1f} s",
            f"LongTable of Paragraphs {floor.seconds:.1f} s, {floor.pages} pages",
            ours.seconds / floor.seconds,
            1 / 5,
        ),
        Result(
            f"a page of {many:,} rows, {large.pages} pages",
            f"{per_page_large * 1e3:.1f} ms",
            f"a page of {rows:,} rows {per_page * 1e3:.1f} ms",
            per_page_large / per_page,
            1.2,
        ),
        Result(f"megabytes per 100 pages of {many:,} rows", f"{size:.2f} MB", "0.8 MB", size / 0.8, 1),
        Result(
            f"memory taken for {many:,} rows",
            f"{large.megabytes:.0f} MB",
            f"for {rows:,} rows {ours.megabytes:.0f} MB",
            large.megabytes / max(ours.megabytes, 1),
            None,
        ),
        _unembedded(folder / "ours.pdf"),
        *_against_typst(folder, rows, ours),
    ]


def _against_typst(folder: Path, rows: int, ours: _Run) -> list[Result]:
    """Time, memory and size against typst, where it is found."""
    if not typst_peer.is_here():
        return []
    theirs = _run(_START + typst_peer.WEEKLY + _END, folder / "typst.pdf", rows)
    sizes = [(folder / name).stat().st_size / 1e6 for name in ("ours.pdf", "typst.pdf")]
    return [
        Result(what, f"{own:.1f} {unit}", f"typst {other:.1f} {unit}, {theirs.pages} pages", own / other, None)
        for what, unit, own, other in (
            (f"weekly ledger of {rows:,} rows against typst", "s", ours.seconds, theirs.seconds),
            ("its memory", "MB", ours.megabytes, theirs.megabytes),
            ("its size", "MB", sizes[0], sizes[1]),
        )
    ]


def _unembedded(path: Path) -> Result:
    said = subprocess.run(["pdffonts", path], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    loose = sum(line.split()[-5] != "yes" for line in said)
    return Result("faces that are not embedded", str(loose), f"of {len(said)}", float(loose), 0)


if __name__ == "__main__":
    rows, many = (*map(int, sys.argv[1:3]), 5_000, 20_000)[:2] if len(sys.argv) > 2 else (5_000, 20_000)
    with tempfile.TemporaryDirectory() as scratch:
        print(table(weekly_results(Path(scratch), rows=rows, many=many)))
