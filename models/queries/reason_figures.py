"""Why there is no union, in figures: how many by main reason (Pareto), what moves, and what became of each reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from models.language import _
from models.ledger.code_lists import reasons_of
from models.ledger.joining import owner_of
from models.ledger.ledger import Ledger
from models.queries.conditions import KEY, PRESENT, Conditions
from models.queries.figures import area_digits, group_sql
from models.queries.organization_list import ListQuery
from models.queries.weekly_scope import within
from models.rules.rates import rate_tenths

WEEKS = 4


@dataclass(frozen=True, slots=True)
class ReasonScope:
    """Which organizations count: key ones only, of a division (code), of a type (code of ORGANIZATION_TYPES).

    `areas` are divisions of which any will do.
    """

    key_only: bool = True
    area: str = ""
    type: str = ""
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReasonFigure:
    """One reason; `code` is empty for organizations without any.

    Attributes:
        count: organizations without a union whose main reason it is.
        share, cumulative: tenths of a percent of all that have a main reason, in the order of the table.
        opened, resolved: how often in the last WEEKS weeks, main or not.
        ever, built: organizations that ever had it, and those of them that are covered by a union now.
    """

    code: str
    words: str
    count: int
    share: int | None
    cumulative: int | None
    opened: int
    resolved: int
    ever: int
    built: int

    @property
    def rate(self) -> int | None:
        """How many of those that had it were unionized, in tenths of a percent."""
        return rate_tenths(self.built, self.ever)


@dataclass(frozen=True, slots=True)
class ReasonFigures:
    """The reasons, the most frequent first, those without a reason last; `total` is the sum of their numbers."""

    scope: ReasonScope
    total: int
    rows: tuple[ReasonFigure, ...]


def reason_figures(ledger: Ledger, scope: ReasonScope) -> ReasonFigures:
    """The figures of this ledger today."""
    chosen, values = _chosen(scope)
    since = (ledger.today() - timedelta(weeks=WEEKS)).isoformat()
    with ledger.reading() as db:
        c, known = Conditions(db), reasons_of(db)
        today = {"today": ledger.today().isoformat(), "since": since, **_named(values)}
        open_ones = dict(
            db.execute(
                f"SELECT coalesce(o.main_reason,''), count(*) FROM organization o WHERE {c.live} AND NOT {c.covered} "
                f"AND {_with_names(chosen)} GROUP BY 1",
                today,
            ).fetchall()
        )
        moved = {
            code: figures
            for code, *figures in db.execute(
                "SELECT r.code, sum(r.opened_on>=:since), sum(coalesce(r.resolved_on,'')>=:since), "
                f"count(DISTINCT o.id), count(DISTINCT CASE WHEN {c.covered} THEN o.id END) "
                f"FROM reason r JOIN organization o ON o.id={owner_of('r')} WHERE r.deleted IS NOT 1 AND {PRESENT} "
                f"AND {_with_names(chosen)} GROUP BY r.code",
                today,
            )
        }
    codes = sorted((set(open_ones) | set(moved)) - {""}, key=lambda code: (-open_ones.get(code, 0), code))
    whole = sum(open_ones.get(code, 0) for code in codes)
    rows, so_far = [], 0
    for code in codes:
        count = open_ones.get(code, 0)
        so_far += count
        opened, resolved, ever, built = (int(value or 0) for value in moved.get(code, (0, 0, 0, 0)))
        words = known[code].text if code in known else code
        share, cumulative = rate_tenths(count, whole), rate_tenths(so_far, whole)
        rows.append(ReasonFigure(code, words, count, share, cumulative, opened, resolved, ever, built))
    if open_ones.get(""):
        rows.append(ReasonFigure("", _("没有填原因"), open_ones[""], None, None, 0, 0, 0, 0))
    return ReasonFigures(scope, sum(open_ones.values()), tuple(rows))


@dataclass(frozen=True, slots=True)
class ReasonTarget:
    """What a number of the reasons stands for, on the screen and on paper.

    `measure`: "all" without a union, "known" (with a main reason), "open" (with one of `codes`, "" for none), "ever"
    and "built" (who had one of `codes`, and who of them is covered), "opened" and "resolved" (whose reasons, of
    `codes` where there are some, were opened or resolved from `since` to `until`, YYYY-MM-DD). `group` is the key of
    an area or type (`by`), empty for those without; None for all.
    """

    scope: ReasonScope
    measure: str
    codes: tuple[str, ...] = ()
    by: str = ""
    group: str | None = None
    since: str = ""
    until: str = ""


def reason_list(ledger: Ledger, target: ReasonTarget) -> ListQuery:
    """The organizations behind such a number."""
    chosen, values = _chosen(target.scope)
    with ledger.reading() as db:
        c = Conditions(db)
        live, covered = c.live, c.covered
    marks = ",".join("?" * len(target.codes))
    reasons = f"SELECT 1 FROM reason r WHERE {owner_of('r')}=o.id AND r.deleted IS NOT 1"
    reasons += f" AND r.code IN ({marks})" if target.codes else ""
    waiting = f"{live} AND NOT {covered}"
    said: tuple[object, ...] = target.codes
    match target.measure:
        case "all":
            where, said = waiting, ()
        case "known":
            where, said = f"{waiting} AND coalesce(o.main_reason,'')<>''", ()
        case "open":
            where = f"{waiting} AND coalesce(o.main_reason,'') IN ({marks})"
        case "ever" | "built":
            only = f" AND {covered}" if target.measure == "built" else ""
            where = f"{PRESENT}{only} AND EXISTS({reasons})"
        case _:
            day = "opened_on" if target.measure == "opened" else "resolved_on"
            where = f"{PRESENT} AND EXISTS({reasons} AND r.{day}>=? AND r.{day}<=?)"
            said = (*said, target.since, target.until)
    if target.group is not None:
        where += f" AND coalesce({group_sql(target.by, area_digits(ledger))},'')=?"
        said = (*said, target.group)
    return ListQuery(where=f"{where} AND {chosen}", values=(*said, *values))


def _chosen(scope: ReasonScope) -> tuple[str, tuple[object, ...]]:
    """The condition of a scope with its values."""
    parts, values = ["1"], []
    if scope.key_only:
        parts.append(KEY)
    if scope.area:
        parts.append("o.street LIKE ?")
        values.append(f"{scope.area}%")
    if scope.areas:
        parts.append(within(scope.areas))
    if scope.type:
        parts.append("o.shown_type=?")
        values.append(scope.type)
    return " AND ".join(parts), tuple(values)


def _with_names(condition: str) -> str:
    """The condition with p0, p1 … in place of question marks."""
    parts = condition.split("?")
    return "".join(f"{part}:p{number}" for number, part in enumerate(parts[:-1])) + parts[-1]


def _named(values: Sequence[object]) -> dict[str, object]:
    return {f"p{number}": value for number, value in enumerate(values)}
