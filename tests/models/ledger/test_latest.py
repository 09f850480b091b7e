"""Which of several visits, reasons and decisions an organization shows: the latest, then the largest record id."""

import sqlite3
from contextlib import closing
from random import Random

import pytest

from models.ledger.migrations import migrate, steps
from models.ledger.summaries import _PARTS

DAYS = (None, "2026-05", "2026-05-01", "2026-05-02", "2025-12-31")


@pytest.mark.parametrize("seed", range(20))
def test_the_latest_is_shown(seed: int) -> None:
    """Against sorting in Python: days that are missing or short, equal days, ids that begin with any byte."""
    rng = Random(seed)
    visits = [(rng.randint(1, 4), rng.randbytes(16), rng.choice(DAYS), str(n)) for n in range(40)]
    reasons = [
        (rng.randint(1, 4), rng.randbytes(16), rng.choice(DAYS), rng.choice([None, 0, 1]), str(n)) for n in range(40)
    ]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        migrate(db, known=steps(), backup=lambda: None)
        db.executemany(
            "INSERT INTO organization(id, created_in, uid) VALUES (?,1,randomblob(16))", [(n,) for n in range(1, 5)]
        )
        db.executemany("INSERT INTO visit(created_in, org_id, uid, visited_on, mode) VALUES (1,?,?,?,?)", visits)
        db.executemany(
            "INSERT INTO eligibility(created_in, org_id, uid, decided_on, decision) VALUES (1,?,?,?,?)", visits
        )
        db.executemany(
            "INSERT INTO reason(created_in, org_id, uid, opened_on, is_primary, code) VALUES (1,?,?,?,?,?)", reasons
        )
        shown = {part.columns[0]: _rows(db, part.query.format(chosen="1", owner=part.key)) for part in _PARTS}
    for organization in range(1, 5):
        here = [visit for visit in visits if visit[0] == organization]
        last = max(here, key=lambda visit: (visit[2] or "", visit[1]))
        assert shown["visit_count"][organization][:3] == (len(here), last[2], last[3])
        assert shown["eligibility"][organization][0] == last[3]
        mine = [reason for reason in reasons if reason[0] == organization]
        chief = max(mine, key=lambda reason: (reason[3] or 0, reason[2] or "", reason[1]))
        assert shown["main_reason"][organization] == (chief[4],)


def _rows(db: sqlite3.Connection, query: str) -> dict[int, tuple[object, ...]]:
    return {row[0]: row[1:] for row in db.execute(query)}
