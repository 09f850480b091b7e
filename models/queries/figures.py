"""Rates and gaps: sums over the key organizations of a ledger, as a whole and in groups."""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from models.divisions import division_name
from models.ledger.campaign_rule import CAMPAIGN_UID, TARGET_UIDS
from models.ledger.ledger import Ledger
from models.queries.conditions import ELIGIBLE, KEY, NOT_ELIGIBLE, OWN_UNION, WORD, Conditions
from models.queries.report_content import Figures, StreetFigures, TargetLine
from models.rules.campaigns import SHIPPED, Campaign, Target
from models.rules.rates import weekly_pace

#: 延伸对象: driven along, counted apart from the rate.
EXTENSION = "o.scope='extension'"
_LEVELS = {0: 2, 2: 4, 4: 6, 6: 9, 9: 9}
_SHORT_ENDINGS = ("街道", "地区", "镇", "乡", "自治区", "自治州", "省", "市", "区", "县")


@dataclass(frozen=True, slots=True)
class Group:
    """One group of `figures_by`: its key as stored (None where it is not known) and its sums."""

    key: str | None
    figures: Figures


def figures(ledger: Ledger, *, today: date | None = None, where: str = "1") -> Figures:
    """The sums over all live key organizations (and a further SQL condition on `o`)."""
    groups = _grouped(ledger, "1", today, where)
    return groups[0].figures if groups else Figures(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ExtensionFigures:
    """延伸对象 of one type (law_firm, accounting_firm): how many, and how many of them any union covers."""

    type: str
    count: int
    covered: int


def extension_figures(ledger: Ledger) -> list[ExtensionFigures]:
    """The subtotal of 延伸对象 by type, biggest first; they are in no rate."""
    with ledger.reading() as db:
        c = Conditions(db)
        rows = db.execute(
            f"SELECT coalesce(o.shown_type,''), count(*), sum({c.covered}) FROM organization o "
            f"WHERE {c.live} AND {EXTENSION} GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall()
    return [ExtensionFigures(*row) for row in rows]


def figures_by(ledger: Ledger, by: str, *, today: date | None = None) -> list[Group]:
    """The sums per street, cadre, type, reason or stage, biggest group first."""
    groups = _grouped(ledger, group_sql(by), today, "1")
    return sorted(groups, key=lambda group: (group.key is None, -group.figures.key, group.key or ""))


def figures_by_area(ledger: Ledger, *, today: date | None = None, where: str = "1") -> list[StreetFigures]:
    """The sums per street of a county, per county of a city, and so on: one level below this ledger's territory.

    Sorted by rate, then gap; organizations without a place come last, as 街道未定 with an empty code. `where` limits
    them to some organizations, as in `figures`.
    """
    digits = area_digits(ledger)
    groups = _grouped(ledger, area_sql(digits), today, where)
    found = [street_figures(group.key or "", group.figures) for group in groups]
    return sorted(found, key=lambda area: (not area.code, *rank(area.figures)))


def area_digits(ledger: Ledger) -> int:
    """How many digits of a division code make one row of this ledger's sheets: 9 for a county's streets."""
    return _LEVELS.get(len(home_division(ledger)), 9)


def group_sql(by: str, digits: int = 9) -> str:
    """The SQL expression of a group: street, cadre, type, reason, stage, or the area of that many digits."""
    expressions = {
        "area": area_sql(digits),
        "street": "o.street",
        "cadre": "nullif(lower(hex(o.owner)),'')",
        "type": "o.shown_type",
        "reason": "o.main_reason",
        "stage": WORD,
    }
    return expressions[by]


def area_sql(digits: int) -> str:
    """The SQL expression of an organization's area."""
    return "o.street" if digits == 9 else f"substr(o.region,1,{digits})"  # noqa: PLR2004 - a street's code


def home_division(ledger: Ledger) -> str:
    """The code of this ledger's territory; empty where none was named."""
    with ledger.reading() as db:
        row = db.execute(
            "SELECT division FROM working_unit WHERE lower(hex(uid))=(SELECT value FROM meta WHERE key='unit')"
        ).fetchone()
    return (row[0] or "") if row else ""


def street_figures(code: str, sums: Figures) -> StreetFigures:
    """An area with its name."""
    name = (division_name(code) or code) if code else "街道未定"
    short = name
    if code:
        for ending in _SHORT_ENDINGS:
            if name.endswith(ending) and len(name) > len(ending) + 1:
                short = name.removesuffix(ending)
                break
    return StreetFigures(code, name, short, sums)


def rank(sums: Figures) -> tuple[bool, int, int]:
    """The order of a ranking: by rate, then by the smaller gap; without a rate last."""
    return (sums.rate is None, -(sums.rate or 0), sums.missing(100))


def campaign(ledger: Ledger) -> Campaign:
    """The campaign that runs: what ships with the program, with the ledger's own changes over it."""
    with ledger.reading() as db:
        row = db.execute(
            "SELECT name, starts_on, ends_on FROM campaign WHERE uid=? AND deleted IS NOT 1", (CAMPAIGN_UID,)
        ).fetchone() or (None, None, None)
        changed = {
            uid: rest
            for uid, *rest in db.execute(
                "SELECT uid, due_on, percent, label, retired FROM target WHERE deleted IS NOT 1"
            )
        }
    targets = []
    for uid, shipped in zip(TARGET_UIDS, SHIPPED.targets, strict=True):
        due_on, percent, label, retired = changed.pop(uid, (None, None, None, None))
        if not retired:
            day = date.fromisoformat(due_on) if due_on else shipped.due_on
            targets.append(Target(shipped.key, label or shipped.label, percent or shipped.percent, day))
    for uid, (due_on, percent, label, retired) in changed.items():
        if due_on and percent and not retired:
            targets.append(Target(uid.hex(), label or "目标", percent, date.fromisoformat(due_on)))
    return Campaign(
        row[0] or SHIPPED.name,
        date.fromisoformat(row[1]) if row[1] else SHIPPED.starts_on,
        date.fromisoformat(row[2]) if row[2] else SHIPPED.ends_on,
        tuple(sorted(targets, key=lambda target: (target.due_on, target.percent))),
    )


def target_lines(running: Campaign, total: Figures, today: date) -> tuple[TargetLine, ...]:
    """The campaign's targets with what is missing and the pace that is needed."""
    lines = []
    for target in running.targets:
        days = (target.due_on - today).days
        missing = total.missing(target.percent)
        lines.append(TargetLine(target.label, target.percent, target.due_on, missing, days, weekly_pace(missing, days)))
    return tuple(lines)


def built_per_week(ledger: Ledger, last_monday: date, weeks: int, *, where: str = "1") -> list[int]:
    """Key organizations newly covered in each of the last `weeks` whole weeks before `last_monday`, oldest first.

    `where` limits them to some organizations, as in `figures`.
    """
    first = last_monday - timedelta(weeks=weeks)
    counts = [0] * weeks
    with ledger.reading() as db:
        live = Conditions(db).live
        rows = db.execute(
            f"SELECT o.covered_on, count(*) FROM organization o WHERE {live} AND {KEY} AND {where} "
            "AND o.coverage IS NOT NULL AND o.covered_on>=? AND o.covered_on<? GROUP BY o.covered_on",
            (first.isoformat(), last_monday.isoformat()),
        ).fetchall()
    for day, number in rows:
        counts[(date.fromisoformat(day) - first).days // 7] += number
    return counts


def _grouped(ledger: Ledger, expression: str, today: date | None, where: str) -> list[Group]:
    with ledger.reading() as db:
        return grouped_sums(db, expression, today or ledger.today(), where)


def grouped_sums(db: sqlite3.Connection, expression: str, today: date, where: str) -> list[Group]:
    """The sums of key organizations in groups, as this connection sees them."""
    c = Conditions(db)
    rows = db.execute(
        f"SELECT {expression}, count(*), sum({ELIGIBLE}), sum({NOT_ELIGIBLE}), "
        f"sum({ELIGIBLE} AND {c.covered}), sum({ELIGIBLE} AND {OWN_UNION}), sum({c.late}), "
        f"sum(coalesce(o.conflicts,0)>0) FROM organization o WHERE {c.live} AND {KEY} AND {where} GROUP BY 1",
        {"today": today.isoformat()},
    ).fetchall()
    return [
        Group(key, Figures(n, eligible, no, n - eligible - no, built, own, late, conflicts))
        for key, n, eligible, no, built, own, late, conflicts in rows
    ]
