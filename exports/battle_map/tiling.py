"""A poster from the printer that the office has: small sheets with an overlap, cut marks, and a plan."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Any

from exports.battle_map.grid import GREY, PAPERS_MM, RED
from exports.pdf.document import Properties, check_pages, open_canvas, painting
from exports.pdf.finish import note_links, with_footers
from exports.pdf.painting import Painter
from exports.pdf.shapes import INK, MM, Bounds, Box, Page, Pen, Shape, Stroke, text_line
from exports.pdf.text import fit
from models.files import write_file
from models.language import _
from models.queries.report_content import ReportHead

EDGE = 8.0 * MM  # what a printer may leave white
OVERLAP = 10.0 * MM
_CUT = Pen(INK, 0.25 * MM)
_GLUE = Pen(GREY, 0.25 * MM, (2.5 * MM, 1.5 * MM))
_LABEL_SIZE = 7.0


@dataclass(frozen=True, slots=True)
class Split:
    """How a poster is cut: sheet size, rows, columns, and the part of the poster that each sheet shows (points)."""

    width: float
    height: float
    rows: int
    columns: int

    def window(self, row: int, column: int) -> tuple[float, float]:
        """Left and top of the part of the poster on the sheet at `row`, `column`."""
        step_x, step_y = self.width - 2 * EDGE - OVERLAP, self.height - 2 * EDGE - OVERLAP
        return column * step_x, row * step_y


def split_poster(width: float, height: float, tile: str) -> Split:
    """The split of a poster (points) with the fewer sheets, upright or turned."""
    long, short = (side * MM for side in PAPERS_MM[tile])
    splits = []
    for wide, high in ((long, short), (short, long)):
        columns = max(1, ceil((width - OVERLAP) / (wide - 2 * EDGE - OVERLAP) - 1e-9))
        rows = max(1, ceil((height - OVERLAP) / (high - 2 * EDGE - OVERLAP) - 1e-9))
        splits.append(Split(wide, high, rows, columns))
    return min(splits, key=lambda split: split.rows * split.columns)


def write_tiles(path: Path, posters: Sequence[Page], tile: str, properties: Properties, head: ReportHead) -> int:
    """Write every poster sheet as a plan and its parts; returns the number of pages."""
    posters = list(with_footers(posters))
    split = split_poster(posters[0].width * posters[0].scale, posters[0].height * posters[0].scale, tile)
    count = len(posters) * (split.rows * split.columns + 1)

    def write(temporary: Path) -> None:
        with painting, temporary.open("wb") as file:
            canvas = open_canvas(file, properties)
            painter = Painter(canvas)
            for number, poster in enumerate(posters):
                _write_poster(canvas, painter, poster, split, f"{head.report_id}-{number + 1}")
            canvas.save()

    write_file(path, write, lambda written: check_pages(written, count))
    return count


def _write_poster(canvas: Any, painter: Painter, poster: Page, split: Split, name: str) -> None:
    """Define the poster once as a form, then show it whole on the plan and in part on every sheet."""
    wide, high = poster.width * poster.scale, poster.height * poster.scale
    form = f"poster{name}"
    painter.prepare(poster)
    canvas.beginForm(form, 0, 0, wide, high)
    painter.paint(poster)
    canvas.endForm()
    plan, place = plan_page(poster, split, name)
    canvas.setPageSize((split.width, split.height))
    canvas.saveState()
    canvas.translate(place.left, split.height - place.bottom)
    canvas.scale(place.width / wide, place.width / wide)
    canvas.doForm(form)
    canvas.restoreState()
    painter.paint(plan)
    note_links(replace(poster, scale=poster.scale * place.width / wide), place.left, place.top)
    canvas.showPage()
    for row in range(split.rows):
        for column in range(split.columns):
            left, top = split.window(row, column)
            canvas.setPageSize((split.width, split.height))
            canvas.saveState()
            clip = canvas.beginPath()
            clip.rect(EDGE, EDGE, split.width - 2 * EDGE, split.height - 2 * EDGE)
            canvas.clipPath(clip, stroke=0, fill=0)
            canvas.translate(EDGE - left, split.height - EDGE + top - high)
            canvas.doForm(form)
            canvas.restoreState()
            painter.paint(marks_page(split, row, column, name))
            note_links(poster, EDGE - left, EDGE - top, Bounds(0, 0, split.width, split.height).inset(EDGE))
            canvas.showPage()


def marks_page(split: Split, row: int, column: int, name: str) -> Page:
    """Cut marks in the corners, dashed lines where the next sheet is glued on, and which sheet this is."""
    inner = Bounds(0, 0, split.width, split.height).inset(EDGE)
    shapes: list[Shape] = []
    reach, gap = 5 * MM, 1 * MM
    for x, outwards_x in ((inner.left, -1), (inner.right, 1)):
        for y, outwards_y in ((inner.top, -1), (inner.bottom, 1)):
            shapes.append(Stroke(((x + outwards_x * gap, y), (x + outwards_x * reach, y)), _CUT))
            shapes.append(Stroke(((x, y + outwards_y * gap), (x, y + outwards_y * reach)), _CUT))
    if column < split.columns - 1:
        x = inner.right - OVERLAP
        shapes.append(Stroke(((x, inner.top), (x, inner.bottom)), _GLUE))
    if row < split.rows - 1:
        y = inner.bottom - OVERLAP
        shapes.append(Stroke(((inner.left, y), (inner.right, y)), _GLUE))
    text = _("第 {row} 行 第 {column} 列（共 {rows} 行 {columns} 列）　{name}　沿角线裁切，虚线外粘贴").format(
        row=row + 1, column=column + 1, rows=split.rows, columns=split.columns, name=name
    )
    room = inner.width - 12 * MM
    shapes.append(
        text_line(text, "plain", _LABEL_SIZE, inner.left + 6 * MM, inner.bottom + 3.4 * MM, room=room, ink=GREY)
    )
    return Page(split.width, split.height, tuple(shapes))


def plan_page(poster: Page, split: Split, name: str) -> tuple[Page, Bounds]:
    """The plan: how to put the sheets together, over a small picture of the poster; and where that picture stands."""
    area = Bounds(0, 0, split.width, split.height).inset(18 * MM)
    wide, high = poster.width * poster.scale, poster.height * poster.scale
    top = area.top + 34 * MM
    ratio = min(area.width / wide, (area.bottom - top) / high)
    place = Bounds(area.left + (area.width - wide * ratio) / 2, top, wide * ratio, high * ratio)
    text = _(
        "共 {count} 张，{rows} 行 {columns} 列，相邻两张重叠 10 毫米。打印时选“实际大小”或 100%，不要缩放。"
        "每张沿四角的裁切线裁去白边，在右边和下边的虚线以外涂胶，再把右边、下边的一张压上去，对齐虚线。"
    ).format(count=split.rows * split.columns, rows=split.rows, columns=split.columns)
    shapes: list[Shape] = [
        text_line(_("拼接示意图　{name}").format(name=name), "heading", 16, area.left, area.top + 5 * MM)
    ]
    block = fit(text, "plain", area.width, (10.5,), 9)
    for number, line in enumerate(block.lines):
        shapes.append(text_line(line, "plain", 10.5, area.left, area.top + (13 + 5.4 * number) * MM, room=area.width))
    shapes.append(Box(place, None, _CUT))
    inner_wide, inner_high = split.width - 2 * EDGE, split.height - 2 * EDGE
    for row in range(split.rows):
        for column in range(split.columns):
            left, upper = split.window(row, column)
            part = Bounds(
                place.left + left * ratio,
                place.top + upper * ratio,
                (min(left + inner_wide, wide) - left) * ratio,
                (min(upper + inner_high, high) - upper) * ratio,
            )
            shapes.append(Box(part, None, Pen(RED, 0.3 * MM)))
            x, y = part.middle
            label = f"{row + 1}-{column + 1}"
            mark = text_line(label, "heading", 14, x - 30, y + 5, room=60, align="center", ink=RED)
            shapes += [Box(mark.bounds.inset(-3), "#FFFFFF", Pen(RED, 0.2 * MM), 2), mark]
    return Page(split.width, split.height, tuple(shapes)), place
