"""One organization with 10,000 visits: its page, its timeline, and one more visit, against an organization with ten."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization
from models.edits.visits import record_visits
from models.inputs.forms import VisitInput
from models.ledger.ledger import Ledger
from models.queries.timeline import Group, timeline
from models.tables.record_kinds import ORGANIZATION, VISIT
from tests.benchmarks.measure import Result, paired

_FEW = 10
_PAGE = 50
_PLAIN = (
    "SELECT v.id, v.visited_on, v.mode, v.result, v.note, c.name FROM visit v LEFT JOIN cadre c ON c.uid=v.cadre "
    "WHERE v.org_id=? AND v.deleted IS NOT 1 ORDER BY v.visited_on DESC, v.uid DESC"
)


def long_history(folder: Path, count: int, rounds: int) -> list[Result]:
    """Each beside the same of an organization with ten visits, or beside plain rows."""
    with _ledger(folder, count) as ledger:
        many, few = 1, 2
        return [
            _against(
                f"page with {count:,} visits",
                partial(_detail, ledger, many),
                partial(_plain, ledger, many),
                rounds,
                4.0,
            ),
            _against(
                "timeline, newest page", partial(_page, ledger, many, 0), partial(_plain, ledger, many), rounds, 3.0
            ),
            _against(
                "timeline, middle page",
                partial(_page, ledger, many, count // 2),
                partial(_plain, ledger, many),
                rounds,
                3.0,
            ),
            _against(
                "timeline, only changes", partial(_changes, ledger, many), partial(_plain, ledger, many), rounds, 3.0
            ),
            _against("one more visit", partial(_visit, ledger, many), partial(_visit, ledger, few), rounds, 40.0),
        ]


def _against(name: str, work: partial[object], floor: partial[object], rounds: int, goal: float) -> Result:
    figure, base, ratio = paired(work, floor, rounds=rounds)
    return Result(name, f"{figure * 1000:.1f} ms", f"{base * 1000:.1f} ms", ratio, goal)


def _detail(ledger: Ledger, organization: int) -> object:
    from ui.organizations.detail_reading import read_detail  # noqa: PLC0415 - loads what the page loads

    return read_detail(ledger, organization)


def _page(ledger: Ledger, organization: int, skip: int) -> object:
    return timeline(ledger, organization, skip=skip, limit=_PAGE)


def _changes(ledger: Ledger, organization: int) -> object:
    return timeline(ledger, organization, groups=[Group.CHANGES], limit=_PAGE)


def _visit(ledger: Ledger, organization: int) -> object:
    return record_visits(ledger, [organization], VisitInput(visited_on=date(2026, 1, 1), result="2"))


def _plain(ledger: Ledger, organization: int) -> object:
    with ledger.reading() as db:
        return db.execute(_PLAIN, (organization,)).fetchall()


def _ledger(folder: Path, count: int) -> Ledger:
    """Two organizations: one with so many visits, one with ten."""
    ledger = create_ledger(folder / f"long-{count}.jhtz", unit="海珠区总工会", person="张三", division="440105")
    start = date(2020, 1, 1)
    for name, visits in (("多", count), ("少", _FEW)):
        organization = int(next(iter(add_organization(ledger, {"name": name}).organizations)))
        with ledger.change() as change:
            parent = change.ref(ORGANIZATION, organization)
            for number in range(visits):
                day = start + timedelta(days=number % 2_000)
                values = {
                    "visited_on": day,
                    "mode": "1",
                    "result": "2",
                    "note": f"第 {number} 次",
                    "cadre": ledger.author.cadre,
                }
                change.create(VISIT, values, parent=parent)
    return ledger
