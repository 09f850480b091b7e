"""Frozen prints: the same later whatever happens, one record on two laptops, and why the rate moved."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from models.demo.make import make_demo
from models.edits.eligibility import decide_eligibility
from models.edits.freezing import freeze_week
from models.edits.organizations import change_organizations, delete_organizations, restore_organizations
from models.edits.undo import undo
from models.errors import FileProblem, InputProblem
from models.inputs.forms import EligibilityInput
from models.ledger.ledger import Ledger
from models.queries.battle_map import battle_map
from models.queries.frozen_weeks import (
    frozen_content,
    frozen_print,
    frozen_report,
    frozen_week,
    frozen_weeks,
    moves_between,
    scope_key,
    week_before,
    with_standing,
)
from models.queries.rate_moves import MOVES, printed_moves
from models.queries.report_content import BattleMap, WeeklyLedger
from models.queries.report_head import week_named
from models.queries.report_json import from_json, to_json
from models.queries.weekly_ledger import weekly_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with make_demo(tmp_path / "示例.jhtz", organizations=80, seed=7, today=date(2026, 11, 27)) as made:
        yield made


def frozen(ledger: Ledger, week: str = "2026-W47") -> WeeklyLedger:
    content = weekly_ledger(ledger, week=week_named(week))
    freeze_week(ledger, frozen_print(ledger, "weekly", content))
    return content


def test_contents_survive_their_json(ledger: Ledger) -> None:
    weekly, wall = weekly_ledger(ledger), battle_map(ledger)
    assert from_json(WeeklyLedger, to_json(weekly)) == weekly
    assert from_json(BattleMap, to_json(wall)) == wall


def test_a_frozen_week_is_the_same_whatever_happens_later(ledger: Ledger) -> None:
    content = frozen(ledger)
    for organization in range(1, 30):
        delete_organizations(ledger, [organization])
    assert weekly_ledger(ledger, week=week_named("2026-W47")).total != content.total
    row = frozen_week(ledger, "2026-W47", "weekly", scope_key())
    assert row is not None
    assert frozen_content(ledger, row, WeeklyLedger) == with_standing(content, "frozen")
    assert (row.figures, row.streets) == (content.total, content.streets)
    assert frozen_report(ledger, f" {content.head.report_id.lower()} ") == row
    assert frozen_report(ledger, "ZT-20000101-0001") is None


def test_a_week_is_frozen_once_and_freezing_can_be_undone(ledger: Ledger) -> None:
    first = frozen(ledger)
    with pytest.raises(InputProblem):
        frozen(ledger)
    undo(ledger)
    assert frozen_weeks(ledger) == []
    again = frozen(ledger)
    assert again.head.report_id != first.head.report_id
    (row,) = frozen_weeks(ledger)
    assert row.report == again.head.report_id


def test_scopes_and_kinds_are_kept_apart(ledger: Ledger) -> None:
    frozen(ledger)
    content = weekly_ledger(ledger, week=week_named("2026-W47"), key_only=True)
    freeze_week(ledger, frozen_print(ledger, "weekly", content, key_only=True))
    freeze_week(ledger, frozen_print(ledger, "battle-map", battle_map(ledger, week=week_named("2026-W47"))))
    assert {(row.kind, row.scope) for row in frozen_weeks(ledger)} == {
        ("weekly", scope_key()),
        ("weekly", scope_key(key_only=True)),
        ("battle-map", scope_key()),
    }
    assert week_before(ledger, "2026-W48", "weekly", scope_key()) is not None
    assert week_before(ledger, "2026-W47", "weekly", scope_key()) is None


def test_marks_are_against_the_print_before(ledger: Ledger) -> None:
    """Whatever was done before the print was frozen is no change, though it was done in this week."""
    change_organizations(ledger, [1, 2], {"staff": 77})
    frozen(ledger, "2026-W47")
    loose = {row.name: row.mark for section in weekly_ledger(ledger).sections for row in section.rows}
    assert set(loose.values()) <= {"", "销"}
    open_ones = [row.name for section in weekly_ledger(ledger).main for row in section.rows]
    with ledger.reading() as db:
        changed = db.execute("SELECT id FROM organization WHERE name=?", (open_ones[0],)).fetchone()[0]
    change_organizations(ledger, [changed], {"staff": 78})
    marked = [row.name for section in weekly_ledger(ledger).main for row in section.rows if row.mark == "改"]
    assert marked == open_ones[:1]


def test_what_does_not_fit_its_hash_is_not_printed(ledger: Ledger) -> None:
    frozen(ledger)
    (row,) = frozen_weeks(ledger)
    with ledger.change() as change:
        change.db.execute("UPDATE frozen_week SET hash='0'")
    with pytest.raises(FileProblem, match="2026-W47"):
        frozen_content(ledger, row, WeeklyLedger)


def test_the_moves_explain_the_difference_of_two_weeks(ledger: Ledger) -> None:
    """Random decisions and deletions; the moves add up to the figures' difference, whatever they were."""
    before = frozen(ledger, "2026-W46")
    chance = random.Random(3)
    for _step in range(40):
        organization = chance.randrange(1, 81)
        if chance.random() < 0.2:
            (delete_organizations if chance.random() < 0.7 else restore_organizations)(ledger, [organization])
        else:
            decision = chance.choice(("yes", "no", "unknown"))
            entry = EligibilityInput(
                decision=decision, decided_on=date(2026, 11, 20), ground="试", until=date(2027, 11, 1)
            )
            decide_eligibility(ledger, [organization], entry)
    after = frozen(ledger, "2026-W47")
    earlier = frozen_week(ledger, "2026-W46", "weekly", scope_key())
    later = frozen_week(ledger, "2026-W47", "weekly", scope_key())
    assert earlier is not None
    assert later is not None
    moves = moves_between(ledger, earlier, later)
    assert {move.reason for move in moves} <= set(MOVES)
    assert all(len(move.names) == len(move.organizations) == move.count for move in moves)
    printed = printed_moves(moves)
    assert after.total.eligible - before.total.eligible == sum(move.eligible for move in printed) != 0
    assert after.total.built - before.total.built == sum(move.built for move in printed)
    since = after.since
    assert since is not None
    assert (since.week, since.is_last_week, since.total) == ("2026-W46", True, before.total)
    assert since.moves == printed
    assert since.steps()[-1].after == after.total.rate
    assert after.rate_change == (after.total.rate or 0) - (before.total.rate or 0)
