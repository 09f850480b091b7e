"""The bar on the left below the head: the way to the targets."""

from collections.abc import Sequence
from itertools import pairwise

from exports.battle_map.grid import ACCENT, BARS_TOP, COLUMN, GREY, MARGIN, RED, TEXT, box, upright
from exports.battle_map.links import link
from exports.battle_map.words import length, put
from exports.pdf.shapes import MM, Box, Pen, Shape, Stroke
from exports.wording import main_target, number_text
from models.language import _
from models.queries.report_content import BattleMap, TargetLine

BAR_TOP, BAR_HIGH = BARS_TOP + 12.0, 12.0
BELOW_BAR = BAR_TOP + BAR_HIGH
EDGE = Pen(TEXT, 0.45 * MM)
WORD_SIZE = 21.0
_MARK = Pen(TEXT, 1.1 * MM)
_CLEAR = 1.8  # millimetres between a mark and words
_BESIDE = 3.0


def target_bar(content: BattleMap) -> list[Shape]:
    """Built of the eligible, with a mark for every target and the bracket of what is missing."""
    total, target = content.total, main_target(content.targets)
    shapes: list[Shape] = [Box(box(MARGIN, BAR_TOP, COLUMN, BAR_HIGH), "#FFFFFF", EDGE)]
    if not total.eligible:
        text = _("暂无具备建会条件的单位")
        return [*shapes, *put(text, box(MARGIN + 4, BAR_TOP, COLUMN - 8, BAR_HIGH), WORD_SIZE, ink=GREY)]
    scale = COLUMN / total.eligible
    end = MARGIN + min(total.built, total.eligible) * scale
    if total.built:
        place = box(MARGIN, BAR_TOP, end - MARGIN, BAR_HIGH)
        told = _("已建 {count} 家").format(count=number_text(total.built))
        shapes += [Box(place, ACCENT), link(place, told, "built")]
    needs = [(line, _needed(content, line)) for line in sorted(content.targets, key=lambda line: line.percent)]
    marks = [MARGIN + needed * scale for _line, needed in needs]
    words, free = _built_words(content, end, marks)
    shapes += [*words, *_marks(needs, marks)]
    if target and total.missing(target.percent):
        shapes += _bracket(content, target, scale, max(free, end), marks)
    return shapes


def _needed(content: BattleMap, target: TargetLine) -> int:
    return -(-target.percent * content.total.eligible // 100)


def _gaps(left: float, right: float, marks: Sequence[float]) -> list[tuple[float, float]]:
    """The stretches between `left` and `right` that no mark crosses, with their width."""
    edges = [left, *(x for x in sorted(marks) if left < x < right), right]
    return [(start + _CLEAR, end - start - 2 * _CLEAR) for start, end in pairwise(edges)]


def _built_words(content: BattleMap, end: float, marks: Sequence[float]) -> tuple[list[Shape], float]:
    """What is built, in words inside the bar or beside it; and from where the bar is free for others."""
    words = _("已建 {count} 家").format(count=number_text(content.total.built))
    wide = length(words, WORD_SIZE, "heading") + 0.1
    for left, room in reversed(_gaps(MARGIN, end, marks)):
        if room >= wide + _BESIDE:
            place = box(left, BAR_TOP, room - _BESIDE / 2, BAR_HIGH)
            return [*put(words, place, WORD_SIZE, role="heading", align="right", ink="#FFFFFF")], end
    gaps = _gaps(end, MARGIN + COLUMN, marks)
    left, room = next((gap for gap in gaps if gap[1] >= wide), max(gaps, key=lambda gap: gap[1]))
    room = min(room, wide)
    return [*put(words, box(left, BAR_TOP, room, BAR_HIGH), WORD_SIZE, role="heading")], left + room


def _bracket(content: BattleMap, target: TargetLine, scale: float, free: float, marks: Sequence[float]) -> list[Shape]:
    """What is missing to the target: marked below the bar, named inside it where there is room, else below."""
    total = content.total
    missing = total.missing(target.percent)
    left, right = MARGIN + total.built * scale, MARGIN + (total.built + missing) * scale
    y, tip = BELOW_BAR + 3.5, BELOW_BAR + 1
    points = ((left, tip), (left, y), (right, y), (right, tip))
    shapes: list[Shape] = [Stroke(tuple((x * MM, v * MM) for x, v in points), Pen(RED, 0.6 * MM))]
    words = _("差 {count} 家").format(count=number_text(missing))
    told = _("离 {percent}% 差 {count} 家，打开应建未建的").format(percent=target.percent, count=number_text(missing))
    shapes.append(link(box(left, BAR_TOP, right - left, BAR_HIGH), told, "missing"))
    wide = length(words, WORD_SIZE, "heading") + 0.1
    start, room = max(_gaps(free, right, marks), key=lambda gap: gap[1])
    if room >= wide:
        place = box(start, BAR_TOP, room, BAR_HIGH)
        return [*shapes, *put(words, place, WORD_SIZE, role="heading", align="center", ink=RED)]
    start = min(max(MARGIN, (left + right - wide) / 2), MARGIN + COLUMN - wide)
    return [*shapes, *put(words, box(start, y + 0.5, wide, 8), 19, role="heading", align="center", ink=RED)]


def _marks(needs: Sequence[tuple[TargetLine, int]], marks: Sequence[float]) -> list[Shape]:
    """A mark across the bar for every target, its words above, pushed apart where they would touch."""
    texts = [_mark_text(target, needed) for target, needed in needs]
    size = 19.0
    while sum(length(text, size, "heading") + 4 for text in texts) > COLUMN:
        size *= 0.95
    rest = sum(length(text, size, "heading") + 4 for text in texts)
    shapes: list[Shape] = []
    free = MARGIN
    for x, text in zip(marks, texts, strict=True):
        shapes.append(upright(x, BAR_TOP - 2, BELOW_BAR + 2, _MARK))
        wide = length(text, size, "heading") + 4
        left = min(max(free, x - wide / 2), MARGIN + COLUMN - rest)
        shapes += put(text, box(left, BARS_TOP + 0.5, wide, 9), size, role="heading", align="center")
        free, rest = left + wide, rest - wide
    return shapes


def _mark_text(target: TargetLine, needed: int) -> str:
    if target.days_left < 0:
        return _("{percent}% {label} 已过").format(percent=target.percent, label=target.label)
    return _("{percent}% {label} {needed} 家").format(
        percent=target.percent, label=target.label, needed=number_text(needed)
    )
