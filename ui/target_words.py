"""What is said where every target of the campaign lies in the past."""

from collections.abc import Sequence

from models.language import _
from models.queries.report_content import TargetLine


def no_target_ahead(targets: Sequence[TargetLine]) -> bool:
    """Whether every target lies in the past, or there is none: the next one has to be set."""
    return not any(line.days_left > 0 for line in targets)


def past_targets(targets: Sequence[TargetLine]) -> str:
    """What to do where no target has a day left to come; empty otherwise."""
    if not targets:
        return _("还没有定目标。在“数据 → 行动与目标”里写上比例和日期。")
    past = -max(line.days_left for line in targets)
    if past <= 0:
        return ""
    return _("目标日已过 {n} 天，率和缺口照常按最后一个目标算。请调整目标日，或者定下一个目标。").format(n=f"{past:,}")
