"""What the panel says of a conflict."""

from difflib import SequenceMatcher

from models.language import _
from models.merging.cards import ConflictCard, Side
from models.merging.deciding import BulkPlan
from models.merging.rate_effect import RateEffect
from models.queries.report_content import Figures
from models.rules.rates import rate_text

Spans = tuple[tuple[int, int], ...]
_THIRD = 4  # the number of the third side, whose keys go on after those of the panel


def digit_of(side: Side) -> str:
    """The key on the keyboard: 4 and 5 are the panel's own."""
    return str(side.key if side.key < _THIRD else side.key + 2)


def marks_of(card: ConflictCard, side: Side) -> Spans:
    """Where the text of a side differs from the others'; the base is not marked."""
    if side.key == 1 or card.conflict.field == "_deleted":
        return ()
    others = [each for each in card.sides if each.key != side.key]
    if not side.text or not others:
        return ()
    return _differing(others[0].text, side.text)


def _differing(other: str, text: str) -> Spans:
    """The parts of a text that are not in another one; all of it where hardly anything is alike."""
    matcher = SequenceMatcher(None, other, text, autojunk=False)
    if matcher.ratio() < 1 / 4:
        return ((0, len(text)),)
    codes = matcher.get_opcodes()
    return tuple((start, end) for tag, _i, _j, start, end in codes if tag != "equal" and end > start)


def head_words(side: Side) -> tuple[str, str]:
    """Who, and when, how and where."""
    author = side.who.split("（", maxsplit=1)[0]
    title = f"{side.sign} · {author}" if side.key > 1 and author else side.sign
    when = f"{side.day[5:]} {side.visit.mode}" if side.visit else side.day[5:]
    return title, " · ".join(part for part in (when, side.where) if part)


def detail_words(side: Side) -> list[str]:
    """The visit behind a value, and the file that it came with."""
    lines = []
    if side.key == 1:
        lines.append(_("两边都从这里出发。"))
    if side.visit is not None:
        visit = side.visit
        lines.append(_("走访：{day} {mode} {result}").format(day=visit.day[5:], mode=visit.mode, result=visit.result))
        if visit.met:
            lines.append(_("见了：{met}").format(met=visit.met))
        if visit.note:
            lines.append(_("备注：{note}").format(note=visit.note))
    if side.changed:
        lines.append(_("改了：{fields}").format(fields=side.changed))
    if side.file:
        lines.append(_("来自文件：{name}").format(name=side.file))
    return lines


def take_words(card: ConflictCard, side: Side) -> str:
    """What its button says."""
    if card.conflict.field == "_deleted":
        return _("删除它") if side.value else _("保留它")
    return _("退回基准") if side.key == 1 else _("取{sign}").format(sign=side.sign)


def effect_words(effect: RateEffect | None, side: Side) -> str:
    """What taking a side does to the rate, empty where it does nothing."""
    if effect is None or side.key not in effect.after:
        return ""
    now, after = effect.now, effect.after[side.key]
    if not effect.moves(side.key):
        return _("建会率不变")
    parts = []
    if now.eligible != after.eligible:
        parts.append(_("分母 {now} → {after}").format(now=f"{now.eligible:,}", after=f"{after.eligible:,}"))
    if now.built != after.built:
        parts.append(_("已建 {now} → {after}").format(now=f"{now.built:,}", after=f"{after.built:,}"))
    if now.key != after.key:
        parts.append(_("重点对象 {now} → {after}").format(now=f"{now.key:,}", after=f"{after.key:,}"))
    parts.append(_("建会率 {now} → {after}").format(now=_rate(now), after=_rate(after)))
    return "，".join(parts)


def _rate(sums: Figures) -> str:
    return rate_text(sums.rate)


def plan_words(plan: BulkPlan) -> str:
    """What a bulk decision would do."""
    words = _("{n} 处按“{rule}”写入，算一步，可以一起撤销。").format(n=f"{len(plan.choices):,}", rule=plan.rule.label)
    if plan.left:
        words += _("另有 {n} 处定不了，留着逐条判。").format(n=f"{plan.left:,}")
    return words
