"""What goes straight into its table and what is looked at in temporary tables must come out the same.

The long way is the one that every fact took before; it is kept here as the measure: nothing is new beyond doubt, no
edit is plain.
"""

import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from models.demo.make import make_demo
from models.facts import digests, refold, union
from models.facts.body import BodyCreation, BodyEdit
from models.facts.canonical import known_record_uid
from models.facts.places import Places
from models.ledger.campaign_rule import scope_rule
from models.ledger.ledger import Ledger
from models.ledger.summaries import stale
from models.merging.merge import merge
from models.merging.offers import open_offers
from models.tables.record_kinds import ORGANIZATION, RECORD_KINDS, VISIT
from tests.benchmarks.merging import Plan, copies, send, work

#: Numbers of rows are local, and so is the order of a file's rows that are not all taken at once.
_LOCAL = {"id", "created_in", "org_id", "next_followup", "joined_into"}


@pytest.mark.parametrize("organizations", [400, pytest.param(20_000, marks=pytest.mark.long)])
def test_the_short_way_and_the_long_way_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, organizations: int
) -> None:
    make_demo(tmp_path / "demo.jhtz", organizations=organizations).close()
    ours, theirs = copies(tmp_path / "demo.jhtz", tmp_path)
    for path, seed in ((ours, 1), (theirs, 2)):
        with Ledger.open(path) as ledger:
            _week(ledger, organizations, Random(seed))
    with sqlite3.connect(theirs) as db:
        streets = [row[0] for row in db.execute("SELECT DISTINCT street FROM organization WHERE street IS NOT NULL")]
    files = [send(theirs, tmp_path / "slice.jhx", streets[::2]), send(theirs, tmp_path / "whole.jhx")]
    other = Path(shutil.copyfile(ours, tmp_path / "other.jhtz"))
    short = _merged(ours, files)
    with monkeypatch.context() as patch:
        counted = _take_the_long_way(patch)
        long = _merged(other, files)
    assert counted["edits"] > organizations // 5
    assert counted["creations"] > 60
    assert short == long


def _week(ledger: Ledger, organizations: int, rng: Random) -> None:
    """Edits of one's own and of the same fields, one after another, in large batches; deletions, second creations."""
    ids = rng.sample(range(1, organizations + 1), organizations)
    work(ledger, Plan([*range(1, 20), *ids[: organizations // 4]], organizations // 8, 19, 0), rng, visits=60)
    with ledger.change() as change:
        for organization in ids[: organizations // 5]:
            change.edit(ORGANIZATION, organization, {"staff": rng.randrange(900), "note": rng.choice(["", "一", None])})
    with ledger.change() as change:
        for organization in ids[: organizations // 9]:
            change.edit(ORGANIZATION, organization, {"staff": rng.randrange(900), "contact": "李四"})
        for organization in ids[-9:]:
            change.delete(ORGANIZATION, organization)
    with ledger.change() as change:
        for organization in ids[-4:]:
            change.restore(ORGANIZATION, organization)
        for number in range(12):
            uid = known_record_uid("test", str(number))
            values = {"name": f"单位{number}", "staff": 5 if number % 2 else rng.randrange(900)}
            above = change.create(ORGANIZATION, values, uid=uid)
            visit = change.create(VISIT, {"visited_on": "2026-06-02", "mode": "1", "result": "2"}, parent=above)
            if number % 3 == 0:
                change.delete(VISIT, visit.id)


def _take_the_long_way(patch: pytest.MonkeyPatch) -> dict[str, int]:
    """Let everything be staged, and folded from all facts; how much that was."""
    counted = {"creations": 0, "edits": 0}

    def creations(
        _db: object, _kind: object, found: Sequence[BodyCreation], places: Places
    ) -> tuple[int, list[tuple[int, BodyCreation]]]:
        left = [(number, each) for number, each in enumerate(found) if not places.same[each.batch]]
        counted["creations"] += len(left)
        return 0, left

    def edits(
        _db: object, found: Sequence[BodyEdit], places: Places, _arrival: int
    ) -> tuple[list[BodyEdit], list[tuple[int, BodyEdit]]]:
        left = [(number, each) for number, each in enumerate(found) if not places.same[each.batch]]
        counted["edits"] += len(left)
        return [], left

    patch.setattr(union, "take_plain_creations", creations)
    patch.setattr(union, "take_plain_edits", edits)
    patch.setattr(refold, "_fold_plain", lambda _db, _kind, records, _views: list(records))
    return counted


def _merged(path: Path, files: Sequence[Path]) -> dict[str, Any]:
    """Everything that a merge of these files leaves behind, by record ids."""
    with Ledger.open(path) as ledger:
        counts = []
        for file in files:
            merged = merge(ledger, open_offers(ledger, [file]))
            assert not merged.refused
            counts += [each.counts for each in merged.files]
        with ledger.reading() as db:
            assert not list(stale(db, scope_rule(db)))
            return {
                "counts": counts,
                "facts": digests.facts_digest(db),
                "state": digests.state_digest(db),
                "edits": db.execute("SELECT kind, rec, uid, set_, over FROM edit").fetchall(),
                "waiting": db.execute("SELECT kind, rec, parent, body FROM waiting").fetchall(),
                **_views(db),
            }


def _views(db: sqlite3.Connection) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind in RECORD_KINDS:
        shown = [row[1] for row in db.execute(f"PRAGMA table_info({kind.table})") if row[1] not in _LOCAL]
        found[kind.table] = db.execute(f"SELECT {','.join(shown)} FROM {kind.table} ORDER BY uid").fetchall()
        for table, columns in (("origin", "was"), ("head", "field, heads"), ("twin", "body")):
            query = f"SELECT m.uid, t.{columns} FROM {table} t JOIN {kind.table} m ON m.id=t.rec WHERE t.kind=?"
            found[f"{table} of {kind.table}"] = sorted(db.execute(query, (kind.number,)).fetchall(), key=repr)
    return found
