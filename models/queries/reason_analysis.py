"""The reasons analysis on paper (未建原因分析): Pareto, trend, conversion; by place and by type."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from models.divisions import division_name
from models.language import _
from models.ledger.joining import owner_of
from models.ledger.ledger import Ledger
from models.queries.conditions import KEY, PRESENT, Conditions
from models.queries.figures import area_digits, area_sql
from models.queries.reason_figures import ReasonFigures, ReasonScope, reason_figures
from models.queries.report_content import ReportHead
from models.queries.report_head import BLANK_HEAD, Week, report_head, week_of
from models.queries.weekly_scope import within
from models.vocabulary import ORGANIZATION_TYPES

WEEKS = 12


@dataclass(frozen=True, slots=True)
class ReasonCell:
    """A reason in a group: without a union for it now; ever had it; of those, covered by a union now."""

    open: int
    ever: int
    built: int


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """A street (or district) or a type; a cell per reason in the order of the figures. `none`: without any reason.

    `key` is its code, empty for those without.
    """

    name: str
    cells: tuple[ReasonCell, ...]
    none: int
    key: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class ReasonWeek:
    """How often reasons were opened and resolved in a week."""

    number: int
    monday: date
    opened: int
    resolved: int


@dataclass(frozen=True, slots=True)
class ReasonAnalysis:
    """The content of the print."""

    head: ReportHead
    figures: ReasonFigures
    weeks: tuple[ReasonWeek, ...]
    areas: tuple[ReasonGroup, ...]
    types: tuple[ReasonGroup, ...]


def reason_analysis(
    ledger: Ledger, *, areas: Sequence[str] = (), key_only: bool = True, number: int | None = None
) -> ReasonAnalysis:
    """The analysis of today; of the key organizations, or of all in the ledger."""
    scope = ReasonScope(key_only=key_only, areas=tuple(areas))
    found = reason_figures(ledger, scope)
    codes = [row.code for row in found.rows if row.code]
    condition = f"{KEY if key_only else '1'} AND {within(areas)}"
    places = _groups(ledger, area_sql(area_digits(ledger)), condition, codes)
    types = _groups(ledger, "coalesce(o.shown_type,'')", condition, codes)
    content = ReasonAnalysis(
        BLANK_HEAD,
        found,
        _weeks(ledger, condition),
        tuple(_named(places, lambda key: division_name(key) or key, _("街道未定"))),
        tuple(_named(types, ORGANIZATION_TYPES.label, _("类型未定"))),
    )
    said = [_("重点对象") if key_only else _("全部单位"), *(division_name(area) or area for area in areas)]
    head = report_head(ledger, "YY", week_of(ledger.today()), "，".join(said), content, number=number)
    return replace(content, head=head)


def _groups(ledger: Ledger, expression: str, condition: str, codes: Sequence[str]) -> dict[str, ReasonGroup]:
    with ledger.reading() as db:
        c = Conditions(db)
        today = {"today": ledger.today().isoformat()}
        waiting = db.execute(
            f"SELECT coalesce({expression},''), coalesce(o.main_reason,''), count(*) FROM organization o "
            f"WHERE {c.live} AND NOT {c.covered} AND {condition} GROUP BY 1,2",
            today,
        ).fetchall()
        became = db.execute(
            f"SELECT coalesce({expression},''), r.code, count(DISTINCT o.id), "
            f"count(DISTINCT CASE WHEN {c.covered} THEN o.id END) FROM reason r "
            f"JOIN organization o ON o.id={owner_of('r')} WHERE r.deleted IS NOT 1 AND {PRESENT} AND {condition} "
            "GROUP BY 1,2",
            today,
        ).fetchall()
    now = {(key, code): count for key, code, count in waiting}
    then = {(key, code): (ever, built) for key, code, ever, built in became}
    keys = sorted({key for key, _code in (*now, *then)}, key=lambda key: (not key, key))
    return {
        key: ReasonGroup(
            "",
            tuple(ReasonCell(now.get((key, code), 0), *then.get((key, code), (0, 0))) for code in codes),
            now.get((key, ""), 0),
            key,
        )
        for key in keys
    }


def _named(groups: dict[str, ReasonGroup], name: Callable[[str], str], nobody: str) -> list[ReasonGroup]:
    return [replace(group, name=name(key) if key else nobody) for key, group in groups.items()]


def _weeks(ledger: Ledger, condition: str) -> tuple[ReasonWeek, ...]:
    this = week_of(ledger.today())
    first = this.monday - timedelta(weeks=WEEKS - 1)
    counts = {kind: [0] * WEEKS for kind in ("opened_on", "resolved_on")}
    with ledger.reading() as db:
        for kind, numbers in counts.items():
            rows = db.execute(
                f"SELECT r.{kind}, count(*) FROM reason r JOIN organization o ON o.id={owner_of('r')} "
                f"WHERE r.deleted IS NOT 1 AND {PRESENT} AND {condition} AND r.{kind}>=:first AND r.{kind}<=:last "
                "GROUP BY 1",
                {"first": first.isoformat(), "last": this.sunday.isoformat(), "today": ledger.today().isoformat()},
            ).fetchall()
            for day, number in rows:
                numbers[(date.fromisoformat(day) - first).days // 7] += number
    weeks: list[Week] = [week_of(first + timedelta(weeks=number)) for number in range(WEEKS)]
    return tuple(
        ReasonWeek(int(week.name[-2:]), week.monday, opened, resolved)
        for week, opened, resolved in zip(weeks, counts["opened_on"], counts["resolved_on"], strict=True)
    )
