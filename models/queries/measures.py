"""The figures that a form may ask for, over the whole ledger and per group, each under the words that name it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from models.language import N_, _
from models.ledger.ledger import Ledger
from models.queries.conditions import Conditions
from models.queries.figures import (
    area_digits,
    campaign,
    figures,
    figures_by,
    figures_by_area,
    group_sql,
    target_lines,
)
from models.queries.report_content import Figures


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure. `words` are other words that forms use for it; a rate is in tenths of a percent."""

    key: str
    source: str
    words: tuple[str, ...] = ()
    is_rate: bool = False

    @property
    def label(self) -> str:
        """What to call it now."""
        return _(self.source)


MEASURES: tuple[Measure, ...] = (
    Measure("organizations", N_("单位总数"), ("社会组织总数", "社会组织数", "单位数", "组织数", "总数", "家数")),
    Measure("staff", N_("职工总数"), ("从业人员", "从业人员数", "从业人数", "职工人数", "职工数")),
    Measure("key", N_("重点对象数"), ("重点对象", "重点社会组织", "重点社会组织数")),
    Measure("eligible", N_("应建数"), ("应建", "应建会", "应建会数", "具备建会条件", "具备条件", "具备建会条件数")),
    Measure("not_eligible", N_("暂不具备数"), ("暂不具备", "暂不具备条件", "不具备条件", "不具备建会条件", "挂账数")),
    Measure("undecided", N_("未认定数"), ("未认定", "待认定")),
    Measure("built", N_("已建数"), ("已建", "已建会", "已建会数", "建会数", "已建工会数", "已建立工会")),
    Measure("built_own", N_("单独建会数"), ("单独建会", "单独建", "单建")),
    Measure("built_other", N_("联合或覆盖数"), ("联合建会", "联合建", "覆盖建会", "联建覆盖")),
    Measure("open", N_("未建数"), ("未建", "未建会", "未建会数", "未建立工会")),
    Measure("rate", N_("建会率"), ("覆盖率", "组建率", "建会率%"), is_rate=True),
    Measure("own_rate", N_("单独建会率"), ("单独建会率%",), is_rate=True),
    Measure("missing", N_("距目标缺口"), ("缺口", "差额", "尚差", "距目标差")),
    Measure("visits", N_("走访总次数"), ("走访次数", "走访数", "累计走访")),
    Measure("visits_week", N_("本周走访次数"), ("本周走访",)),
    Measure("overdue", N_("超期家数"), ("超期", "超期数", "逾期", "逾期数")),
)
MEASURE_BY_KEY = {measure.key: measure for measure in MEASURES}
#: How organizations are grouped in a form's rows.
GROUPINGS = ("area", "type", "cadre", "reason", "stage")
Values = Mapping[str, int | None]


def measured(ledger: Ledger, *, today: date | None = None) -> Values:
    """Every measure over the whole ledger; None where there is none (a rate without anyone eligible)."""
    return _measured(ledger, None, today)[None]


def measured_by(ledger: Ledger, by: str, *, today: date | None = None) -> dict[str, Values]:
    """Every measure per group (one of GROUPINGS), by the group's stored key; groups that are not known are left out."""
    return {key: values for key, values in _measured(ledger, by, today).items() if key}


def _measured(ledger: Ledger, by: str | None, today: date | None) -> dict[str | None, Values]:
    day = today or ledger.today()
    total = figures(ledger, today=day)
    percent = _next_percent(ledger, total, day)
    expression = group_sql(by, area_digits(ledger)) if by else "NULL"
    sums: dict[str | None, Figures] = {} if by else {None: total}
    if by == "area":
        sums = {area.code or None: area.figures for area in figures_by_area(ledger, today=day)}
    elif by:
        sums = {group.key: group.figures for group in figures_by(ledger, by, today=day)}
    counts = _counts(ledger, expression, day)
    keys = {*sums, *counts, *([] if by else [None])}
    nothing = Figures(0, 0, 0, 0, 0, 0)
    return {key: _of(sums.get(key, nothing), counts.get(key, (0, 0, 0, 0)), percent) for key in keys}


def _next_percent(ledger: Ledger, total: Figures, today: date) -> int:
    """The target that the gap is counted to: the next one that is not reached, else the last."""
    lines = target_lines(campaign(ledger), total, today)
    ahead = [line.percent for line in lines if line.days_left >= 0 and line.missing]
    return ahead[0] if ahead else lines[-1].percent if lines else 100


def _counts(ledger: Ledger, expression: str, day: date) -> dict[str | None, tuple[int, int, int, int]]:
    """Organizations, staff, visits and visits of this week, by group; every live organization, not only key ones."""
    monday = (day - timedelta(days=day.weekday())).isoformat()
    with ledger.reading() as db:
        live = Conditions(db).live
        rows = db.execute(
            f"SELECT {expression}, count(*), sum(coalesce(o.staff,0)), sum(coalesce(o.visit_count,0)) "
            f"FROM organization o WHERE {live} GROUP BY 1",
            {"today": day.isoformat()},
        ).fetchall()
        week = dict(
            db.execute(
                f"SELECT {expression}, count(*) FROM visit v JOIN organization o "
                "ON o.id=(SELECT coalesce(j.joined_into, j.id) FROM organization j WHERE j.id=v.org_id) "
                f"WHERE {live} AND v.deleted IS NOT 1 AND v.visited_on BETWEEN :monday AND :today "
                "AND NOT EXISTS (SELECT 1 FROM visit w WHERE w.corrects=v.uid AND w.deleted IS NOT 1) GROUP BY 1",
                {"today": day.isoformat(), "monday": monday},
            ).fetchall()
        )
    return {key: (count, staff, visits, week.get(key, 0)) for key, count, staff, visits in rows}


def _of(sums: Figures, counts: tuple[int, int, int, int], percent: int) -> Values:
    organizations, staff, visits, week = counts
    return {
        "organizations": organizations,
        "staff": staff,
        "key": sums.key,
        "eligible": sums.eligible,
        "not_eligible": sums.not_eligible,
        "undecided": sums.undecided,
        "built": sums.built,
        "built_own": sums.built_own,
        "built_other": sums.built - sums.built_own,
        "open": sums.eligible - sums.built,
        "rate": sums.rate,
        "own_rate": sums.own_rate,
        "missing": sums.missing(percent),
        "visits": visits,
        "visits_week": week,
        "overdue": sums.overdue,
    }
