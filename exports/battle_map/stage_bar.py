"""The bar on the right below the head: all organizations by stage, in the fills of the tile map."""

from exports.battle_map.grid import BARS_TOP, COLUMN, GREY, RIGHT, TEXT, box
from exports.battle_map.links import link
from exports.battle_map.target_bar import BAR_HIGH, BAR_TOP, BELOW_BAR, EDGE, WORD_SIZE
from exports.battle_map.words import length, put
from exports.pdf.shapes import MM, Box, Hatching, Pen, Shape, Stroke
from exports.pdf.stage_signs import STAGE_SIGNS
from exports.wording import number_text
from models.language import _
from models.queries.report_content import BattleMap
from models.vocabulary import STAGE_WORDS, WORD_LETTERS

_OPEN_WORDS = 4


def stage_bar(content: BattleMap) -> list[Shape]:
    """Every organization in the colour of its stage; what is open is bracketed."""
    shapes = _sum_line(content)
    counts = [(word, count) for word, count in content.word_counts if count]
    whole = sum(count for _word, count in counts)
    if not whole:
        shapes.append(Box(box(RIGHT, BAR_TOP, COLUMN, BAR_HIGH), None, EDGE))
        shapes += put(_("还没有单位"), box(RIGHT + 4, BAR_TOP, COLUMN - 8, BAR_HIGH), WORD_SIZE, ink=GREY)
        return shapes
    left, narrow = RIGHT, []
    for word, count in counts:
        wide = COLUMN * count / whole
        text = _("{letter} {count}").format(letter=_(WORD_LETTERS[word]), count=number_text(count))
        shapes += _segment(word, left, wide)
        words = _("{word} {count} 家").format(word=STAGE_WORDS.label(word), count=number_text(count))
        shapes.append(link(box(left, BAR_TOP, wide, BAR_HIGH), words, "word", word))
        if length(text, WORD_SIZE, "heading") + 2 <= wide:
            shapes += _segment_words(word, text, left, wide)
        else:
            narrow.append(_("{word} {count}").format(word=STAGE_WORDS.label(word), count=number_text(count)))
        left += wide
    open_count = sum(count for word, count in content.word_counts[:_OPEN_WORDS])
    right = RIGHT + COLUMN
    if open_count:
        shapes += _open_bracket(open_count, COLUMN * open_count / whole)
    notes = [_("窄条：{names}").format(names=_("、").join(narrow))] if narrow else []
    beyond = dict(counts).get("built", 0) - content.total.built
    if beyond > 0:  # 暂不具备 or 未认定, and a union all the same
        notes.append(_("已建会的有 {count} 家不计分母").format(count=number_text(beyond)))
    if notes:
        text = _("；").join(notes)
        shapes += put(text, box(RIGHT + 90, BELOW_BAR + 3, right - RIGHT - 90, 8), 17, align="right", ink=GREY)
    return shapes


def _segment(word: str, left: float, wide: float) -> list[Shape]:
    sign, place = STAGE_SIGNS[word], box(left, BAR_TOP, wide, BAR_HIGH)
    shapes: list[Shape] = [Box(place, sign.fill)]
    if sign.hatch:
        shapes.append(Hatching(place, sign.hatch, sign.hatch_ink))
    dash = (1.6 * MM, 1.1 * MM) if sign.dashed else ()
    return [*shapes, Box(place, None, Pen(sign.edge, 0.45 * MM, dash))]


def _segment_words(word: str, text: str, left: float, wide: float) -> list[Shape]:
    """The words on a hatch stand on a ground of their own, as a halo does for a single letter."""
    sign, room = STAGE_SIGNS[word], length(text, WORD_SIZE, "heading") + 2
    start = left + (wide - room) / 2
    words = put(text, box(start, BAR_TOP, room, BAR_HIGH), WORD_SIZE, role="heading", align="center", ink=sign.ink)
    if not sign.hatch:
        return [*words]
    return [Box(box(start, BAR_TOP + 1.6, room, BAR_HIGH - 3.2), sign.fill, None, 1.2 * MM), *words]


def _open_bracket(count: int, wide: float) -> list[Shape]:
    y, tip = BELOW_BAR + 3.5, BELOW_BAR + 1
    points = ((RIGHT, tip), (RIGHT, y), (RIGHT + wide, y), (RIGHT + wide, tip))
    bracket = Stroke(tuple((x * MM, v * MM) for x, v in points), Pen(TEXT, 0.5 * MM))
    text = _("未建会 {count} 家").format(count=number_text(count))
    place = box(RIGHT, y + 0.5, 80, 8)
    return [bracket, *put(text, place, 17, ink=TEXT), link(place, text, "open")]


def _sum_line(content: BattleMap) -> list[Shape]:
    """The arithmetic of the denominator in one line, what has not been judged included."""
    total = content.total
    text = _("重点对象 {key} 家 ＝ 具备条件 {eligible}（未建 {open} ＋ 已建 {built}）＋ 暂不具备 {excluded}").format(
        key=number_text(total.key),
        eligible=number_text(total.eligible),
        open=number_text(total.eligible - total.built),
        built=number_text(total.built),
        excluded=number_text(total.not_eligible),
    )
    if total.undecided:
        text += _(" ＋ 未认定 {count}，后两项不计分母").format(count=number_text(total.undecided))
    place = box(RIGHT, BARS_TOP + 0.5, COLUMN, 9)
    return [*put(text, place, 19, ink=TEXT), link(place, text, "key")]
