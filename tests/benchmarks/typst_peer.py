"""The same prints set by typst, where its Python package is found; the product does not use it.

`pip install --target DIR typst`, then `PYTHONPATH=DIR python -m tests.benchmarks.printing` or `….posters`.
"""

#: After the start of the weekly ledger: its rows as one table of typst, the same widths, sizes and repeated head.
WEEKLY = """
import typst
from exports.pdf.fonts import FOLDER
from exports.pdf.page import SHEET_HEIGHT, SHEET_WIDTH, TYPE_AREA
from exports.pdf.shapes import MM
from exports.weekly_ledger.rows import ledger_table, row_words
def quoted(text):
    return '"' + text.replace("\\\\", "\\\\\\\\").replace('"', '\\\\"') + '"'
columns = ledger_table().columns
lines = [
    f'#set page(width: {SHEET_WIDTH}pt, height: {SHEET_HEIGHT}pt, margin: (left: {TYPE_AREA.left}pt,'
    f' right: {SHEET_WIDTH - TYPE_AREA.left - TYPE_AREA.width}pt, top: {TYPE_AREA.top + 8.6 * MM}pt,'
    f' bottom: {SHEET_HEIGHT - TYPE_AREA.top - 8.6 * MM - 142 * MM}pt))',
    '#set text(font: ("LXGW WenKai", "Noto Sans SC"), size: 8pt, lang: "zh")',
    '#set par(leading: 2pt)',
    '#table(columns: (' + ", ".join(f"{column.width}pt" for column in columns) + '), inset: (x: 2.3pt, y: 1.5pt),'
    ' stroke: 0.5pt, align: horizon,',
    'table.header(' + ", ".join(quoted(column.title) for column in columns) + '),',
]
for part in content.main:
    lines.append(f'table.cell(colspan: {len(columns)}, {quoted(f"{part.title} {len(part.rows)} 家")}),')
    for row in part.rows:
        cells = row_words(row, 2024)
        lines.append(", ".join(" + linebreak() + ".join(quoted(words.text) for words in cell) or '""'
                               for cell in cells) + ',')
lines.append(')')
source = path.with_suffix(".typ")
source.write_text("\\n".join(lines), "utf-8")
typst.compile(str(source), output=str(path), font_paths=[str(FOLDER)])
from pypdf import PdfReader
pages = len(PdfReader(path).pages)
"""
#: After the start of the poster: each cell a rounded box with its letter, no hatches.
POSTER = """
import typst
from exports.pdf.fonts import FOLDER
from exports.pdf.stage_signs import STAGE_SIGNS
from models.vocabulary import WORD_LETTERS
lines = ['#set page(width: 841mm, height: 594mm, margin: 0pt)',
         '#set text(font: "Noto Sans SC", weight: "bold", size: 18pt)']
for cell in cells:
    sign, side = STAGE_SIGNS[cell.word], cell.bounds.width
    edge = 'black + 1mm' if cell.late else f'rgb("{sign.edge}") + 0.35mm'
    lines.append(f'#place(dx: {cell.bounds.left}pt, dy: {cell.bounds.top}pt, rect(width: {side}pt, height: {side}pt,'
                 f' radius: 0.8mm, fill: rgb("{sign.fill}"), stroke: {edge}, align(center + horizon,'
                 f' text(fill: rgb("{sign.ink}"), "{WORD_LETTERS[cell.word]}"))))')
source = path.with_suffix(".typ")
source.write_text("\\n".join(lines), "utf-8")
typst.compile(str(source), output=str(path), font_paths=[str(FOLDER)])
pages = 1
"""


def is_here() -> bool:
    """Whether this Python finds typst."""
    from importlib.util import find_spec  # noqa: PLC0415 - only for this question

    return find_spec("typst") is not None
