"""Made-up content for prints. All streets, organizations and persons are invented."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from models.queries.report_content import (
    BattleMap,
    Figures,
    HardCase,
    LedgerRow,
    LedgerSection,
    MapCell,
    MapTile,
    MatrixRow,
    MatrixWeek,
    NewUnion,
    RateMove,
    ReasonLine,
    ReportHead,
    SinceLast,
    StreetFigures,
    TargetLine,
    WeekCell,
    WeeklyLedger,
    WeekProgress,
)
from models.rules.rates import weekly_pace

SEED = 20240927
AS_OF = datetime(2024, 9, 27, 18, 0)  # noqa: DTZ001 - the ledger keeps wall clock times
RARE = "䶮𠮷喆𬭎"
LONGEST = "临江区望江街道粤港澳大湾区跨境电子商务与数字经济产业促进会附属启明星双语实验学校（筹）第二分校区"
WORDS = ("untouched", "visited", "preparing", "filed", "built", "excluded")
_FIRST = "望文双南新北清柳石梅东西春秋金银松竹兰桂云霞山海江湖泉溪桥塔"
_SECOND = "江昌塔桥港关河林湾溪"
_KINDS = (
    ("幼儿园", "民办幼儿园"),
    ("实验学校", "民办学校"),
    ("口腔门诊部", "诊所门诊部"),
    ("康宁医院", "民办医院"),
    ("养老服务中心", "养老机构"),
    ("物流行业协会", "行业协会商会"),
    ("社会工作服务社", "社会工作"),
    ("助学基金会", "公益慈善"),
)
_FANCY = ("阳光新苗", "启明星", "博雅", "小天使", "仁济", "春晖", "江畔青禾", "云州", "孝亲", "望江双语")
_OWNERS = ("周岚", "沈嘉", "韩立群", "欧阳明远")
_LEADERS = ("陈副主席", "李副主席", "王主席", "刘部长")
_ROUTES = ("单独建", "联合建", "行业覆盖", "区域兜底")
_REASONS = (
    ("D1", "负责人有顾虑"),
    ("B3", "人数极少需联合或兜底"),
    ("F2", "正在筹建/待批复"),
    ("B2", "职工不足25人可单独建"),
    ("F1", "无合适主席人选"),
    ("D4", "不了解政策"),
    ("D2", "负责人拒绝或阻挠"),
    ("F4", "无经费或场所"),
    ("C4", "登记地与办公地不一致"),
    ("D3", "职工意愿低/流动性大"),
    ("G3", "信息待核"),
    ("F5", "换届/负责人变动"),
    ("Z", "其他"),
)
_TASKS = (
    "送联合建会材料",
    "党工委会商",
    "取批复文件",
    "领导约谈",
    "定选举日期",
    "政策说明会",
    "与业务主管单位会商",
)
_STAGES = {
    "untouched": ("S0", "S1"),
    "visited": ("S2",),
    "preparing": ("S3", "S4", "S5", "S6"),
    "filed": ("S7", "S8", "S9"),
    "built": ("S10",),
    "excluded": ("S1", "S2"),
}


def head(**changes: object) -> ReportHead:
    values: dict[str, object] = {
        "unit": "临江区总工会",
        "campaign": "社会组织建会专项行动",
        "as_of": AS_OF,
        "week": "2024-W39",
        "week_start": date(2024, 9, 23),
        "week_end": date(2024, 9, 29),
        "filter_text": "重点对象，未建会",
        "made_by": "周　岚",
        "report_id": "ZT-20240927-0039",
        "check_value": "7F3A91C2",
    }
    return ReportHead(**(values | changes))  # type: ignore[arg-type]


def organization_names(count: int, seed: int = SEED) -> list[str]:
    random = Random(seed)
    names = []
    for number in range(count):
        kind = random.choice(_KINDS)[0]
        place = random.choice(_FIRST) + random.choice(_SECOND)
        tail = f"第{number}" if random.random() < 0.1 else ""
        names.append(f"{place}{random.choice(_FANCY)}{tail}{kind}")
    return names


def street_names(count: int) -> list[tuple[str, str]]:
    pairs = [first + second for second in _SECOND for first in _FIRST if first != second]
    return [(pair + ("镇" if number % 5 == 4 else "街道"), pair) for number, pair in enumerate(pairs[:count])]


def words_of(count: int, random: Random) -> list[str]:
    weights = (7, 9, 8, 5, 62, 9)
    return sorted(random.choices(WORDS, weights, k=count), key=WORDS.index)


def figures_of(words: Sequence[str], *, undecided: int = 0, overdue: int = 0, conflicts: int = 0) -> Figures:
    not_eligible = sum(word == "excluded" for word in words)
    built = sum(word == "built" for word in words)
    return Figures(
        key=len(words) + undecided,
        eligible=len(words) - not_eligible,
        not_eligible=not_eligible,
        undecided=undecided,
        built=built,
        built_own=built * 7 // 10,
        overdue=overdue,
        conflicts=conflicts,
    )


def added(parts: Sequence[Figures]) -> Figures:
    return Figures(
        *(
            sum(getattr(part, name) for part in parts)
            for name in (
                "key",
                "eligible",
                "not_eligible",
                "undecided",
                "built",
                "built_own",
                "overdue",
                "conflicts",
            )
        )
    )


def targets_of(total: Figures) -> tuple[TargetLine, ...]:
    lines = []
    for label, percent, due in (("阶段目标", 60, date(2023, 12, 31)), ("年底目标", 85, date(2024, 12, 31))):
        missing, days = total.missing(percent), (due - AS_OF.date()).days
        lines.append(TargetLine(label, percent, due, missing, days, weekly_pace(missing, days)))
    return tuple(lines)


def street_lines(sizes: Sequence[int], *, undecided: int = 0) -> tuple[list[StreetFigures], list[list[str]]]:
    random = Random(SEED)
    streets, words = [], []
    for number, ((name, short), size) in enumerate(zip(street_names(len(sizes)), sizes, strict=True)):
        mine = words_of(size, random)
        figures = figures_of(
            mine, undecided=undecided, overdue=min(size, random.randrange(4)), conflicts=number % 4 == 1
        )
        streets.append(StreetFigures(f"4403{number:05d}", name, short, figures))
        words.append(mine)
    return streets, words


def ledger_row(number: int, name: str, street: str, random: Random, **changes: object) -> LedgerRow:
    word = random.choice(WORDS[:4])
    code, label = random.choice(_REASONS)
    visits = random.randrange(5)
    values: dict[str, object] = {
        "mark": random.choice(("", "", "", "新", "改")),
        "number": number,
        "name": name,
        "conflicted": random.random() < 0.05,
        "category": random.choice(_KINDS)[1],
        "street": street,
        "staff": random.choice((None, 3, 12, 25, 48, 126, 1204)),
        "stage": random.choice(_STAGES[word]),
        "word": word,
        "blocked": random.random() < 0.06,
        "main_reason": f"{code} {label}",
        "route": random.choice(_ROUTES),
        "leader": random.choice(_LEADERS),
        "owner": random.choice(_OWNERS),
        "deadline": AS_OF.date() + timedelta(days=random.randrange(-20, 120)),
        "deadline_days_late": random.choice((0, 0, 0, 0, 2, 13)),
        "last_visit": AS_OF.date() - timedelta(days=random.randrange(60)) if visits else None,
        "visit_count": visits,
        "next_due": AS_OF.date() + timedelta(days=random.randrange(30)),
        "next_days_late": random.choice((0, 0, 0, 0, 0, 3)),
        "next_task": random.choice(_TASKS),
        "note": random.choice(("", "", "", "园长已换，重新联系", "与党建同步推进")),
    }
    return LedgerRow(**(values | changes))  # type: ignore[arg-type]


def section(title: str, rows: Sequence[LedgerRow]) -> LedgerSection:
    return LedgerSection(title, tuple(rows), sum(row.staff or 0 for row in rows))


def weekly_ledger(
    sizes: Sequence[int] = (58, 52, 49, 46, 44, 41, 38, 34, 27, 23),
    *,
    names: Sequence[str] = (),
    undecided: int = 1,
    note: str = "",
) -> WeeklyLedger:
    """A ledger of streets with `sizes` organizations; `names` come first in the table."""
    random = Random(SEED)
    streets, words = street_lines(sizes, undecided=undecided)
    given = iter([*names, *organization_names(sum(sizes) + 10)])
    number, main = 0, []
    for street, mine in zip(streets, words, strict=True):
        rows = []
        for _ in range(sum(word not in ("built", "excluded") for word in mine)):
            number += 1
            rows.append(ledger_row(number, next(given), street.short_name, random, **({"note": note} if note else {})))
        if rows:
            main.append(section(street.name, rows))
    others = []
    for title, count, mark in (("待核", 2, ""), ("街道未定", 1, "新"), ("本周销号", 3, "销")):
        rows = []
        for _ in range(count if sizes else 0):
            number += 1
            rows.append(ledger_row(number, next(given), "", random, mark=mark))
        others.append(section(title, rows))
    total = added([street.figures for street in streets])
    low = tuple(street.name for street in streets if (street.figures.rate or 0) < 600)
    return WeeklyLedger(
        head(),
        total,
        targets_of(total),
        tuple(streets),
        WeekProgress(5, 65, 5, 2, 1),
        425,
        low,
        tuple(main),
        *others,
    )


def moves(scale: int = 1) -> tuple[RateMove, ...]:
    """Every reason why a rate moves, `scale` times as many organizations for each."""
    counts = {"built": 5, "lost": 1, "registered": 4, "decided": 2, "reclassified": 1}
    counts |= {"deregistered": 3, "excluded": 2, "outside": 1}
    return tuple(
        RateMove(reason, covered, count * scale, tuple(organization_names(min(count * scale, 200), number)))
        for number, (reason, count) in enumerate(counts.items())
        for covered in ((True,) if reason in ("built", "lost") else (True, False))
    )


def compared(
    content: WeeklyLedger, why: Sequence[RateMove] = (), *, week: str = "2024-W38", standing: str = "frozen"
) -> WeeklyLedger:
    """`content` beside a frozen earlier week from which `why` leads to it."""
    total = content.total
    eligible, built = sum(move.eligible for move in why), sum(move.built for move in why)
    before = replace(total, eligible=max(0, total.eligible - eligible), built=max(0, total.built - built))
    streets = tuple(
        replace(street, figures=replace(street.figures, built=max(0, street.figures.built - 1)))
        for street in content.streets[:-1]
    )
    known = total.rate is not None and before.rate is not None
    return replace(
        content,
        head=replace(content.head, standing=standing),
        since=SinceLast(week, week == "2024-W38", "ZT-20240920-0038", before, streets, tuple(why)),
        rate_change=(total.rate or 0) - (before.rate or 0) if known else None,
    )


def battle_map(
    sizes: Sequence[int] = (58, 52, 49, 46, 44, 41, 38, 34, 27, 23),
    *,
    names: Sequence[str] = (),
    undecided: int = 1,
    empty: bool = False,
) -> BattleMap:
    """A map of streets with `sizes` organizations; `empty` leaves the lists without entries."""
    random = Random(SEED + 1)
    streets, words = street_lines(sizes, undecided=undecided)
    total = added([street.figures for street in streets])
    weeks = tuple(MatrixWeek(33 + k, date(2024, 8, 16) + timedelta(weeks=k), k == 6) for k in range(11))
    matrix = tuple(MatrixRow(street, tuple(_week_cells(random))) for street in streets)
    tiles = tuple(
        MapTile(
            street,
            tuple(
                MapCell(
                    word,
                    True,
                    word in WORDS[:4] and random.random() < 0.15,
                    word in WORDS[1:4] and random.random() < 0.1,
                    target=word in WORDS[:4],
                )
                for word in mine
            ),
        )
        for street, mine in zip(streets, words, strict=True)
    )
    flat = [word for mine in words for word in mine]
    given = iter([*names, *organization_names(40)])
    done = max(0, total.built - 23)
    without = sum(word not in ("built", "excluded") for word in flat)
    return BattleMap(
        head=head(report_id="ZZT-20240927-0039", filter_text="重点对象", campaign="社会组织建会专项行动 · 2024 年度"),
        total=total,
        targets=targets_of(total),
        average_built=425,
        word_counts=tuple((word, flat.count(word)) for word in WORDS),
        weeks=weeks,
        matrix=matrix,
        matrix_total=tuple(_sum_cells([row.cells[k] for row in matrix]) for k in range(11)),
        cumulative_done=tuple(
            done + step if k <= 6 else None for k, step in enumerate((0, 4, 9, 14, 17, 20, 23, 0, 0, 0, 0))
        ),
        cumulative_planned=tuple(done + step for step in (0, 5, 9, 14, 17, 22, 26, 28, 35, 41, 46)),
        tiles=tiles,
        reasons=() if empty else _reasons(without),
        without_union=without,
        hard_cases=()
        if empty
        else tuple(
            HardCase(
                next(given),
                street.short_name,
                random.choice((None, 126, 83)),
                " ".join(random.choice(_REASONS)),
                random.choice(_LEADERS),
                f"10-{11 + k} {random.choice(_TASKS)}",
            )
            for k, street in enumerate(streets[:6])
        ),
        new_unions=()
        if empty
        else tuple(NewUnion(street.short_name, next(given), random.choice(_ROUTES)) for street in streets[:5]),
        next_week_planned=2,
        holiday_note="国庆 10-01 至 10-07，09-29、10-12 上班",
        ranking=tuple(sorted(streets, key=lambda street: (-(street.figures.rate or -1), street.figures.missing(85)))),
    )


def _week_cells(random: Random) -> list[WeekCell]:
    cells = []
    for week in range(11):
        planned = random.choice((0, 0, 1, 1, 2))
        done = random.choice((0, 1, 1, 1)) if planned else random.choice((0, 0, 1))
        cells.append(WeekCell(planned, done if week <= 6 else None))
    return cells


def _sum_cells(cells: Sequence[WeekCell]) -> WeekCell:
    known = [cell.done for cell in cells if cell.done is not None]
    return WeekCell(sum(cell.planned for cell in cells), sum(known) if known else None)


def _reasons(without: int) -> tuple[ReasonLine, ...]:
    weights = (31, 27, 22, 14, 10, 8, 6, 4, 2, 1)
    counts = [without * weight // sum(weights) for weight in weights]
    counts[0] += without - sum(counts)
    pairs = zip(_REASONS, counts, strict=False)
    return tuple(ReasonLine(code, label, count) for (code, label), count in pairs if count)
