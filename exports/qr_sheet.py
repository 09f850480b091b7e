"""QR codes of a day's records on A4: six on a sheet, to be photographed where no stick and no chat may be used."""

from datetime import datetime
from pathlib import Path

from exports.pdf.document import Printed, Properties, write_pages
from exports.pdf.shapes import MM, Bounds, Modules, Page, Shape, text_line
from models.exchange.few_facts import FewFacts
from models.exchange.qr_symbols import Symbol, symbols
from models.language import _
from models.progress import Progress

_WIDE, _HIGH = 210 * MM, 297 * MM
_EDGE = 12 * MM
_HEAD = 26 * MM
_COLUMNS, _ROWS = 2, 3
_QUIET = 4  # modules of white that a code needs around it
_GREY = "#444444"


def write_qr_sheet(piece: FewFacts, path: Path, *, progress: Progress | None = None) -> Printed:
    """Write the codes of a piece; FileProblem says why they could not be written, InputProblem if it has too many."""
    codes = symbols(piece.data)
    per_page = _COLUMNS * _ROWS
    pages = [
        _page(codes[first : first + per_page], piece, first // per_page + 1, -(-len(codes) // per_page))
        for first in range(0, len(codes), per_page)
    ]
    made = datetime.fromtimestamp(piece.manifest.created).astimezone().replace(tzinfo=None)
    title = _("数据二维码 {who} {day}").format(who=piece.manifest.author, day=f"{made:%m-%d}")
    write_pages(path, pages, len(pages), Properties(title, piece.manifest.unit, "", made), progress=progress)
    return Printed(len(pages), (), piece.digest.hex()[:8].upper())


def _page(codes: list[Symbol], piece: FewFacts, number: int, count: int) -> Page:
    manifest = piece.manifest
    made = datetime.fromtimestamp(manifest.created).astimezone()
    width = _WIDE - 2 * _EDGE
    said = _("{n} 家单位，{made} 条记录，{edits} 处修改；共 {codes} 个码，每个都要拍到，先后不限。").format(
        n=manifest.organizations, made=manifest.creations, edits=manifest.edits, codes=codes[0].count
    )
    title = _("数据二维码　{who}　{day}").format(who=f"{manifest.unit} {manifest.author}", day=f"{made:%Y-%m-%d %H:%M}")
    foot = _("第 {number} / {count} 页　校验 {check}　内部资料 请勿外传").format(
        number=number, count=count, check=piece.digest.hex()[:8].upper()
    )
    shapes: list[Shape] = [
        text_line(title, "heading", 14, _EDGE, _EDGE + 5 * MM),
        text_line(said, "plain", 9.5, _EDGE, _EDGE + 12 * MM, ink=_GREY),
        text_line(foot, "plain", 8, _EDGE, _HIGH - 8 * MM, ink=_GREY, align="center", room=width),
    ]
    wide, high = width / _COLUMNS, (_HIGH - _HEAD - 2 * _EDGE) / _ROWS
    side = min(wide, high - 6 * MM)
    for place, code in enumerate(codes):
        left = _EDGE + place % _COLUMNS * wide + (wide - side) / 2
        top = _HEAD + place // _COLUMNS * high
        inset = side * _QUIET / (len(code.rows) + 2 * _QUIET)
        shapes.append(Modules(Bounds(left, top, side, side).inset(inset), code.rows))
        label = _("第 {n} / {count} 个").format(n=code.number, count=code.count)
        shapes.append(text_line(label, "plain", 9, left, top + side + 2 * MM, align="center", room=side))
    return Page(_WIDE, _HIGH, tuple(shapes))
