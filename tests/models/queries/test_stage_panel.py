"""Counts by place and stage word, against a plain walk through everything."""

import pytest

from models.queries.conditions import WORD, Conditions
from models.queries.stage_panel import stages_by_area
from tests.models.edits.desk import Desk


@pytest.mark.parametrize("digits", [2, 4, 6])
@pytest.mark.parametrize("few", [64, 0])
def test_the_same_as_counting_all(messy: Desk, digits: int, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.queries.stage_panel._FEW", few)
    by_hand: dict[str, dict[str, int]] = {}
    with messy.ledger.reading() as db:
        rows = db.execute(
            f"SELECT coalesce(substr(o.region,1,{digits}),''), {WORD}, count(*) FROM organization o "
            f"WHERE {Conditions(db).live} GROUP BY 1, 2"
        )
        for area, word, count in rows:
            by_hand.setdefault(area, {})[word] = count
    assert stages_by_area(messy.ledger, digits) == by_hand
    assert sum(map(len, by_hand.values())) > 3


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
