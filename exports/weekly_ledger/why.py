"""The page that says why the rate moved since the earlier print: drawn, and in sentences with names."""

from collections.abc import Sequence

from exports.pdf.page import TYPE_AREA
from exports.pdf.shapes import MM, Bounds, Lead, Shape, text_line
from exports.pdf.text import fit_line, justified
from exports.weekly_ledger.waterfall import waterfall
from exports.weekly_ledger.wording import earlier_week_text, move_label, move_lead
from exports.wording import number_text, points_text, rate_text
from models.language import _
from models.queries.report_content import Figures, RateStep, SinceLast, WeeklyLedger

_CAPTION_SIZE = 14.0
_CHART_TOP = TYPE_AREA.top + 9.5 * MM
_CHART_HEIGHT = 62 * MM
#: How many names a sentence has, its size and its leading: the first at which all sentences fit on the page.
_SETTINGS = (
    (200, 11.0, 17.0),
    (60, 10.5, 15.5),
    (24, 10.5, 15.0),
    (10, 10.0, 14.0),
    (5, 9.5, 13.0),
    (2, 8.0, 11.0),
    (1, 7.5, 10.0),
)
_NOTE_SIZE = 8.0


def why_pages(content: WeeklyLedger) -> list[list[Shape]]:
    """One page where something moved since the earlier print, else none."""
    since = content.since
    if since is None or not since.moves:
        return []
    caption = _("附图　与{week}相比，建会率为什么变化").format(week=earlier_week_text(since))
    size = fit_line(caption, "heading", TYPE_AREA.width, (_CAPTION_SIZE, 12.0, 10.0))
    shapes: list[Shape] = [
        text_line(caption, "heading", size, TYPE_AREA.left, TYPE_AREA.top + 5.2 * MM, room=TYPE_AREA.width)
    ]
    chart = waterfall(content, Bounds(TYPE_AREA.left, _CHART_TOP, TYPE_AREA.width, _CHART_HEIGHT))
    top = _CHART_TOP + (_CHART_HEIGHT + 4 * MM if chart else 0)
    note = _("各项影响按图中次序逐项计算；次序不同，单项会略有出入，合计不变。")
    bottom = TYPE_AREA.bottom - 5 * MM
    for most, size, leading in _SETTINGS:
        leads = [None, *(move_lead(move) for move in since.moves)]
        lines, end = _set(why_sentences(content, since, most), leads, size, leading, top)
        if end <= bottom:
            break
    shapes += [*chart, *lines]
    return [[*shapes, text_line(note, "plain", _NOTE_SIZE, TYPE_AREA.left, TYPE_AREA.bottom - MM)]]


def why_sentences(content: WeeklyLedger, since: SinceLast, most: int) -> list[str]:
    """The two figures, then a sentence for every reason with at most so many names."""
    before, now = since.total, content.total
    first = _("{week}应建 {eligible} 家、已建 {built} 家，建会率 {rate}；{now}").format(
        week=earlier_week_text(since),
        eligible=number_text(before.eligible),
        built=number_text(before.built),
        rate=rate_text(before.rate),
        now=_now_text(now, content.rate_change),
    )
    return [first, *(_sentence(number, step, most) for number, step in enumerate(since.steps(), start=1))]


def _now_text(now: Figures, change: int | None) -> str:
    text = _("本周应建 {eligible} 家、已建 {built} 家，建会率 {rate}").format(
        eligible=number_text(now.eligible), built=number_text(now.built), rate=rate_text(now.rate)
    )
    if change is None:
        return _("{text}。").format(text=text)
    return _("{text}，变化 {points} 个百分点。").format(text=text, points=points_text(change))


def _sentence(number: int, step: RateStep, most: int) -> str:
    move = step.move
    change = None if step.before is None or step.after is None else step.after - step.before
    names = "、".join(move.names[:most])
    if names and move.count > len(move.names[:most]):
        names = _("{names}等").format(names=names)
    return _("{number}. {label} {count} 家（{points}）：{names}。").format(
        number=number,
        label=move_label(move),
        count=number_text(move.count),
        points=points_text(change),
        names=names or _("名称已不在台账"),
    )


def _set(
    texts: list[str], leads: Sequence[Lead | None], size: float, leading: float, top: float
) -> tuple[list[Shape], float]:
    shapes: list[Shape] = []
    for number, (text, lead) in enumerate(zip(texts, leads, strict=True)):
        room = Bounds(TYPE_AREA.left, top, TYPE_AREA.width, leading)
        role_indent = 2 * size if number == 0 else 0.0
        lines = justified(text, "body", size, room, leading=leading, indent=role_indent)
        shapes += lines
        high = len(lines) * leading
        shapes += [lead.at(Bounds(TYPE_AREA.left, top, TYPE_AREA.width, high))] if lead is not None else []
        top += high + 0.25 * leading
    return shapes, top
