"""A demo ledger to which the untidy things of real work were done, by chance but from a seed."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.demo.make import make_demo
from models.edits.eligibility import decide_eligibility
from models.edits.followups import assign_followup
from models.edits.organizations import change_organizations, delete_organizations
from models.edits.reasons import add_reason
from models.edits.unions import end_coverage, form_union
from models.edits.visits import record_visits
from models.facts.writer import Surroundings
from models.inputs.forms import EligibilityInput, FollowupInput, ReasonInput, UnionInput, VisitInput
from models.ledger.ledger import Ledger
from models.tables.record_kinds import CADRE, TRADE_UNION
from tests.models.edits.desk import TODAY, Clock, Desk, without_waiting_for_the_disk

ORGANIZATIONS = 360
SEED = 20240925


@contextmanager
def messy_ledger(folder: Path) -> Iterator[Desk]:
    """A ledger with expired decisions, double coverage, leavers, trash, wrong codes, no streets; today is TODAY."""
    path = folder / "示例.jhtz"
    make_demo(path, organizations=ORGANIZATIONS, seed=SEED, today=TODAY).close()
    clock = Clock(TODAY)
    ledger = Ledger.open(path, surroundings=Surroundings(clock, random.Random(SEED).randbytes))
    try:
        _mess_up(ledger, random.Random(SEED))
        yield Desk(ledger, clock)
    finally:
        ledger.close()


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A demo ledger with everything in it that real work brings; shared, so only to be read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIANHUI_PROFILE", str(tmp_path_factory.mktemp("profile")))
        without_waiting_for_the_disk(patch)
        with messy_ledger(tmp_path_factory.mktemp("messy")) as open_desk:
            yield open_desk


def _mess_up(ledger: Ledger, rng: random.Random) -> None:
    with ledger.reading() as db:
        everybody = [row[0] for row in db.execute("SELECT id FROM organization")]
        key = [row[0] for row in db.execute("SELECT id FROM organization WHERE scope='key'")]

    def some(count: int, of: list[int] = everybody) -> list[int]:
        return rng.sample(of, count)

    ledger.act_as("韩立群")
    _decide(ledger, some, key)
    _leave(ledger, some, key)
    _unite(ledger, some, key)
    for one in some(12, key):
        record_visits(ledger, [one], VisitInput(visited_on=TODAY, result="3", reasons=("D2",), next_on=TODAY))
    late = FollowupInput(task="催办", due_on=date(2024, 9, 20))
    assign_followup(ledger, some(15, key), late)
    change_organizations(ledger, some(10, key), {"side_state": "P2"})
    change_organizations(ledger, some(6, key), {"side_state": "P1"})
    change_organizations(ledger, some(9, key), {"leader": "陈副主席", "owner": None})
    change_organizations(ledger, some(9), {"closing": "closed", "closed_on": TODAY})
    change_organizations(ledger, some(4), {"closing": "returned"})


def _decide(ledger: Ledger, some: Callable[..., list[int]], key: list[int]) -> None:
    """Decisions that are over, over today, and over tomorrow."""
    for days, decision in ((-1, "no"), (0, "no"), (1, "no"), (-1, "yes"), (0, "yes")):
        until = TODAY + timedelta(days=days)
        said = EligibilityInput(decision=decision, decided_on=TODAY - timedelta(days=9), until=until)
        decide_eligibility(ledger, some(7, key), said)
    decide_eligibility(ledger, some(7, key), EligibilityInput(decision="unknown", decided_on=TODAY))


def _leave(ledger: Ledger, some: Callable[..., list[int]], key: list[int]) -> None:
    for status in ("cancelled", "revoked", "moved", "suspended"):
        change_organizations(ledger, some(5), {"status": status})
    for code in ("A1", "A4", "A6", "C2", "A2"):
        for one in some(4, key):
            add_reason(ledger, one, ReasonInput(code=code, is_primary=True, opened_on=TODAY))
    delete_organizations(ledger, some(8))
    change_organizations(ledger, some(9), {"street": None})
    change_organizations(ledger, some(4), {"code": None, "street": None})
    change_organizations(ledger, some(6), {"code": "110108600113450", "authority": "海珠区民政局"})
    change_organizations(ledger, some(6), {"key_declared": 1})
    change_organizations(ledger, some(6, key), {"key_declared": 0})


def _unite(ledger: Ledger, some: Callable[..., list[int]], key: list[int]) -> None:
    """Covered twice, covered no more, a union that was deleted, and unions of this week and of earlier ones."""
    for days, route, number in ((0, "joint", 5), (2, "own", 1), (9, "sector", 6), (16, "area", 4), (40, "own", 1)):
        day = TODAY - timedelta(days=days)
        form_union(ledger, some(number, key), UnionInput(name=f"{route}工会", route=route, founded_on=day))
    with ledger.reading() as db:
        links = [row[0] for row in db.execute("SELECT id FROM coverage ORDER BY id DESC LIMIT 3")]
    end_coverage(ledger, links)
    with ledger.change() as change:
        change.delete(TRADE_UNION, 3)
        change.create(CADRE, {"name": "陈晨"})
