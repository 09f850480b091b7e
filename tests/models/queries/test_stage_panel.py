"""Counts by place and stage word, against a plain walk through everything."""

from pathlib import Path

import pytest

from models.ledger.ledger import Ledger
from models.queries.conditions import WORD, Conditions
from models.queries.stage_panel import stages_by_area
from tests.models.edits.desk import Desk
from tests.models.queries.messy import messy_ledger


def by_hand(ledger: Ledger, digits: int) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    with ledger.reading() as db:
        rows = db.execute(
            f"SELECT coalesce(substr(o.region,1,{digits}),''), {WORD}, count(*) FROM organization o "
            f"WHERE {Conditions(db).live} GROUP BY 1, 2"
        )
        for area, word, count in rows:
            found.setdefault(area, {})[word] = count
    return found


@pytest.mark.parametrize("digits", [2, 4, 6])
@pytest.mark.parametrize("few", [64, 0])
def test_the_same_as_counting_all(messy: Desk, digits: int, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.queries.stage_panel._FEW", few)
    counted = by_hand(messy.ledger, digits)
    assert stages_by_area(messy.ledger, digits) == counted
    assert sum(map(len, counted.values())) > 3


def test_places_that_no_rule_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Short ones, an empty one, and what is no number: another program may have written them."""
    monkeypatch.setattr("models.queries.stage_panel._FEW", 0)
    with messy_ledger(tmp_path) as open_desk:
        ledger = open_desk.ledger
        with ledger.local_write() as db:
            for number, region in enumerate(("", "44", "4401", "4401x", "省", "省外", "44:")):
                db.execute("UPDATE organization SET region=? WHERE id%11=?", (region, number))
        for digits in (2, 4, 6):
            assert stages_by_area(ledger, digits) == by_hand(ledger, digits)


def test_only_the_index_is_read(messy: Desk) -> None:
    with messy.ledger.reading() as db:
        asked: list[str] = []
        db.set_trace_callback(asked.append)
        stages_by_area(messy.ledger, 2)
        db.set_trace_callback(None)
        plans = {
            row[3] for query in asked if "organization" in query for row in db.execute(f"EXPLAIN QUERY PLAN {query}")
        }
    used = {plan for plan in plans if "organization" in plan}
    assert used
    assert all("COVERING INDEX organization_standing" in plan for plan in used), used
