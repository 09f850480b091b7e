"""Posters against a bare reportlab canvas, and what a country takes: `python -m tests.benchmarks.posters`.

Each run is a process of its own; times are processor time, so that a busy machine does not count.
"""

import tempfile
from pathlib import Path

from tests.benchmarks import typst_peer
from tests.benchmarks.measure import Result, run_python, table

_ROOT = str(Path(__file__).resolve().parents[2])

#: argv: root, target. Prints seconds, megabytes that it took, pages.
_START = """
import sys, time
sys.path.insert(0, sys.argv[1])
from pathlib import Path
path = Path(sys.argv[2])
"""
_MEASURE = """
from tests.peak import peak_megabytes
before = peak_megabytes()
started = time.process_time()
"""
_END = """
took = time.process_time() - started
after = peak_megabytes()
print(took, after - before, pages)
"""
#: An A1 sheet with 60 by 50 cells of all six words, every tenth late.
_CELLS = """
from exports.pdf.shapes import MM, Bounds, Cell, Page
words = ("untouched", "visited", "preparing", "filed", "built", "excluded")
places = [(15 + column * 13, 15 + row * 11) for row in range(50) for column in range(60)]
cells = [Cell(Bounds(x * MM, y * MM, 9.2 * MM, 9.2 * MM), words[number % 6], late=number % 10 == 0)
         for number, (x, y) in enumerate(places)]
"""
_OURS = (
    _START
    + _CELLS
    + _MEASURE
    + """
from exports.pdf.document import Properties, write_pages
from datetime import datetime
write_pages(path, [Page(841 * MM, 594 * MM, tuple(cells))], 1, Properties("", "", "", datetime(2024, 9, 27)))
pages = 1
"""
    + _END
)
#: The same sheet call by call, as one writes it who knows reportlab: ground, hatch, edge, halo and letter of each cell.
_CANVAS = (
    _START
    + _CELLS
    + _MEASURE
    + """
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from exports.pdf.fonts import FILES, FOLDER, runs
from exports.pdf.stage_signs import HALO, HATCH_MEASURES, STAGE_SIGNS
from exports.pdf.text import CENTRE
from models.vocabulary import WORD_LETTERS
pdfmetrics.registerFont(TTFont("JianhuiSansBold", str(FOLDER / FILES["JianhuiSansBold"])))
canvas = Canvas(str(path), (841 * MM, 594 * MM))
for cell in cells:
    sign, side = STAGE_SIGNS[cell.word], cell.bounds.width
    x, y = cell.bounds.left, 594 * MM - cell.bounds.bottom
    canvas.saveState()
    clip = canvas.beginPath()
    clip.roundRect(x, y, side, side, 0.8 * MM)
    canvas.clipPath(clip, stroke=0, fill=0)
    canvas.setFillColor(sign.fill)
    canvas.rect(x, y, side, side, stroke=0, fill=1)
    if sign.hatch:
        measure = HATCH_MEASURES[sign.hatch]
        thickness, pitch = measure.thickness * MM, measure.pitch * MM
        canvas.setFillColor(sign.hatch_ink)
        canvas.setStrokeColor(sign.hatch_ink)
        canvas.setLineWidth(thickness)
        for row in range(int(side / pitch * 2) + 2):
            if sign.hatch == "dots":
                for column in range(int(side / pitch) + 2):
                    left = x + column * pitch + pitch / 2 * (row % 2)
                    canvas.circle(left, y + row * pitch / 2, thickness, stroke=0, fill=1)
            elif sign.hatch == "lines":
                canvas.line(x, y + row * pitch, x + side, y + row * pitch)
            else:
                canvas.line(x - side + row * pitch * 1.4, y, x + row * pitch * 1.4, y + side)
    canvas.restoreState()
    canvas.setStrokeColor(sign.edge)
    canvas.setLineWidth(0.35 * MM)
    canvas.roundRect(x, y, side, side, 0.8 * MM, stroke=1, fill=0)
    letter = WORD_LETTERS[cell.word]
    face = runs("heading", letter)[0].font
    for mode in (1, 0) if sign.hatch else (0,):
        text = canvas.beginText(x + side / 2 - 9, y + side / 2 - CENTRE * 18)
        text.setTextRenderMode(mode)
        text.setFont(face, 18)
        text.setFillColor(sign.ink)
        canvas.setStrokeColor(sign.fill)
        canvas.setLineWidth(HALO)
        text.textOut(letter)
        canvas.drawText(text)
    if cell.late:
        canvas.setLineWidth(1.0 * MM)
        canvas.setStrokeColor("#000000")
        canvas.roundRect(x, y, side, side, 0.8 * MM, stroke=1, fill=0)
canvas.save()
pages = 1
"""
    + _END
)
_POSTER = (
    _START
    + """
from tests.exports.content import battle_map
from exports.battle_map import write_battle_map
content = battle_map((50,) * 60)
"""
    + _MEASURE
    + """
pages = write_battle_map(content, path, paper="A1").pages
"""
    + _END
)
#: argv[3]: how many districts share 902,000 organizations.
_COUNTRY = (
    _START
    + """
from dataclasses import replace
from tests.exports.content import WORDS, battle_map
from exports.battle_map import write_battle_map
from models.queries.report_content import MapCell, MapTile
districts = int(sys.argv[3])
few = battle_map((20,) * 10)
cells = {word: MapCell(word, True, False, False) for word in WORDS}
each = tuple(cells[word] for word in WORDS for _ in range(902_000 // districts // 6))
streets = [replace(few.matrix[0].street, code=f"{n:06}", name=f"第{n}区县", short_name=f"第{n}")
           for n in range(districts)]
content = replace(few, matrix=tuple(replace(few.matrix[0], street=street) for street in streets),
                  tiles=tuple(MapTile(street, each) for street in streets), ranking=tuple(streets))
"""
    + _MEASURE
    + """
pages = write_battle_map(content, path, paper="A1").pages
"""
    + _END
)
_MOST_MEGABYTES = 400


def _run(code: str, path: Path, *more: str) -> tuple[float, float, int]:
    _took, said = run_python(code, _ROOT, str(path), *more)
    seconds, megabytes, pages = said.split()
    return float(seconds), float(megabytes), int(pages)


def poster_results(folder: Path) -> list[Result]:
    """3,000 cells against the bare canvas in time and size; a whole poster; a country in bounded memory."""
    ours, _megabytes, _pages = _run(_OURS, folder / "ours.pdf")
    canvas, _megabytes, _pages = _run(_CANVAS, folder / "canvas.pdf")
    size, plain = ((folder / name).stat().st_size / 1e6 for name in ("ours.pdf", "canvas.pdf"))
    poster, megabytes, sheets = _run(_POSTER, folder / "poster.pdf")
    found = [
        Result("A1, 3,000 cells", f"{ours:.2f} s", f"bare canvas, call by call {canvas:.2f} s", ours / canvas, 1),
        Result("its size", f"{size:.2f} MB", f"bare canvas {plain:.2f} MB", size / plain, 1),
        Result(
            f"battle map of 3,000 organizations in 60 streets, A1, {sheets} sheets",
            f"{poster:.2f} s, {megabytes:.0f} MB",
            f"bare canvas, 3,000 cells {canvas:.2f} s",
            poster / canvas,
            None,
        ),
    ]
    if typst_peer.is_here():
        theirs, _megabytes, _pages = _run(_START + _CELLS + _MEASURE + typst_peer.POSTER + _END, folder / "typst.pdf")
        large = (folder / "typst.pdf").stat().st_size / 1e6
        found.append(
            Result("A1, 3,000 cells", f"{ours:.2f} s", f"typst, no hatches {theirs:.2f} s", ours / theirs, None)
        )
        found.append(Result("its size", f"{size:.2f} MB", f"typst {large:.2f} MB", size / large, None))
    for districts in (31, 2_850):
        seconds, megabytes, sheets = _run(_COUNTRY, folder / "country.pdf", str(districts))
        found.append(
            Result(
                f"902,000 organizations in {districts:,} districts, {sheets} sheets, {seconds:.0f} s",
                f"{megabytes:.0f} MB",
                f"{_MOST_MEGABYTES} MB",
                megabytes / _MOST_MEGABYTES,
                1,
            )
        )
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        print(table(poster_results(Path(scratch))))
