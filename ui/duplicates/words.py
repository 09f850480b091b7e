"""How the queue of duplicates says things: reasons as chips, what was said, where two texts differ."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from models.language import N_, _
from models.queries.duplicates import DuplicatePair, Kind
from models.queries.join_plan import JoinPlan
from models.rules.likeness import Reason
from models.vocabulary import RELATIONS
from ui.shared.tags import TagKind

Spans = tuple[tuple[int, int], ...]
_REASONS = {
    Reason.CODE: N_("代码相同"),
    Reason.ORGANIZATION_CODE: N_("主体码相同"),
    Reason.PHONE: N_("电话相同"),
    Reason.ADDRESS: N_("地址近似"),
    Reason.HEAD: N_("同一法人"),
    Reason.OTHER_CODES: N_("代码不同"),
}


def reason_words(pair: DuplicatePair) -> list[tuple[str, TagKind]]:
    """The chips of a pair, each with its kind."""
    found = [
        (_("名称 {n} %").format(n=pair.name), TagKind.SOFT)
        if reason is Reason.NAME
        else (_(_REASONS[reason]), TagKind.WARN if reason is Reason.OTHER_CODES else TagKind.SOFT)
        for reason in pair.reasons
    ]
    if pair.kind is Kind.CONTRADICTION:
        found.append((_("说法矛盾"), TagKind.WARN))
    if pair.relation:
        found.append((RELATIONS.label(pair.relation), TagKind.NEUTRAL))
    if pair.differing:
        found.append((_("{n} 项不同").format(n=pair.differing), TagKind.WARN))
    return found


def why_words(pair: DuplicatePair) -> str:
    """The reasons in one line."""
    words = [text for text, _kind in reason_words(pair)]
    return " · ".join([*words, *([pair.said_by] if pair.said_by else [])])


def differing(one: str, other: str) -> tuple[Spans, Spans]:
    """Where two texts differ: (start, end) in each."""
    if not one or not other or one == other:
        return (), ()
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    changed = [code for code in codes if code[0] != "equal"]
    left = tuple((i, j) for _tag, i, j, _k, _l in changed if j > i)
    right = tuple((k, last) for _tag, _i, _j, k, last in changed if last > k)
    return left, right


def outcome_words(plan: JoinPlan, taken: frozenset[str]) -> str:
    """What is kept where, and what adds up."""
    visits, followups = plan.visits, plan.followups
    parts = [
        _("显示“{shown}”，“{other}”并在它下面。").format(shown=plan.shown.name, other=plan.other.name),
        _("合并后 {a}+{b}={n} 次走访、{c}+{d}={m} 项跟进，都列在显示的一家下面。").format(
            a=visits[0], b=visits[1], n=sum(visits), c=followups[0], d=followups[1], m=sum(followups)
        ),
        _("两家各自的记录和历史都留着，不移动、不删除。"),
        _("写入 {n} 栏。随时可以拆分恢复。").format(n=len(taken)) if taken else _("不改任何栏目。随时可以拆分恢复。"),
    ]
    return "".join(parts)


def kind_hint(kind: Kind) -> str:
    """What the pairs of a part are about, in a sentence."""
    return _(
        {
            Kind.CONTRADICTION: N_("有人说同一，又有人说不同，合不到一起：标“同一”的没有合并。请改判其中一条。"),
            Kind.JOINED: N_("已经合并显示，但另一家还有没看过的内容。按 S 定下每一栏，按 D 拆开。"),
            Kind.STRONG: N_("名称和电话、地址等对得上。"),
            Kind.LIKELY: N_("有几处对得上，请看一眼。"),
            Kind.HINT: N_("只有一处对得上，或者两家各有有效代码（不同的法人）。"),
            Kind.DECIDED: N_("已经判定过的；可以改判，按 U 取消判定。"),
        }[kind]
    )


def bulk_words(plans: Sequence[JoinPlan]) -> str:
    """What joining several pairs would do."""
    filled = sum(len([each for each in plan.fields if each.takes_other and each.shown is None]) for plan in plans)
    changed = sum(len([each for each in plan.fields if each.takes_other and each.shown is not None]) for plan in plans)
    refused = sum(not plan.is_possible for plan in plans)
    words = _("{n} 对合并显示：补 {filled} 个空栏，{changed} 栏取另一家的值；算一步，可以一起撤销").format(
        n=len(plans) - refused, filled=filled, changed=changed
    )
    return words + (_("；{n} 对与别的判定矛盾，不动").format(n=refused) if refused else "")
