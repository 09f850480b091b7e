"""Days of random work on three laptops: every preview says what the merge then does, and nobody's work is lost."""

import sqlite3
from pathlib import Path
from random import Random

import pytest

from models.errors import InputProblem
from models.ledger.health import digests
from models.merging.comparison import parsed_key
from models.merging.rows import BACK, CHANGED, CONFLICTS, JOINED, ORGANIZATIONS, REMOVED, VISITS, MergePreview, MergeRow
from models.merging.undoing import undo_merge
from models.tables.record_kinds import KIND_BY_NUMBER, ORGANIZATION, VISIT
from tests.faults.day import Day
from tests.models.merging.offices import Office, Offices

SCRIPTS = 6


def work(office: Office, rng: Random, folder: Path, steps: int) -> None:
    office.at_work()
    day = Day(office.ledger, rng, folder)
    for _each in range(steps):
        day.do(day.next_step())


def shown(db: sqlite3.Connection, key: str, field: str) -> object:
    """What the ledger shows of a record's field now; None if it is not here."""
    number, uid = parsed_key(key)
    row = db.execute(f"SELECT {field} FROM {KIND_BY_NUMBER[number].table} WHERE uid=?", (uid,)).fetchone()
    value = row[0] if row else None
    return value.hex() if isinstance(value, bytes) else value


def is_kept(office: Office, found: MergePreview, before: dict[str, int]) -> None:
    """The ledger after the merge against what the preview had said."""
    after = counts(office)
    assert after["organization"] - before["organization"] == found.count(ORGANIZATIONS)
    assert after["visit"] - before["visit"] == found.count(VISITS)
    with office.ledger.reading() as db:
        for row in last_said(found):
            if row.group in {REMOVED, BACK}:
                assert shown(db, row.key, "deleted") == (1 if row.group == REMOVED else 2), row
            elif row.group in {CHANGED, JOINED} and row.field not in {"", "deleted"}:
                assert shown(db, row.key, row.field) == row.theirs, row
        heads = {
            (kind, record, field) for kind, record, field in db.execute("SELECT kind, rec, field FROM head").fetchall()
        }
        for row in found.rows(CONFLICTS):
            number, _uid = parsed_key(row.key)
            assert (number, shown(db, row.key, "id"), row.field) in heads
        new = len(heads) - before["head"]
        assert new <= found.count(CONFLICTS)


def last_said(found: MergePreview) -> list[MergeRow]:
    """Of several files that change the same field the last one's row."""
    rows: dict[tuple[str, str], MergeRow] = {}
    for file in found.files:
        for group in (CHANGED, JOINED, CONFLICTS, REMOVED, BACK):
            rows.update({(row.key, row.field): row for row in file.page(group, limit=10_000)})
    return list(rows.values())


def counts(office: Office) -> dict[str, int]:
    tables = (ORGANIZATION.table, VISIT.table, "head")
    return {table: int(office.one(f"SELECT count(*) FROM {table}")[0]) for table in tables}


@pytest.mark.parametrize("seed", range(SCRIPTS))
def test_previews_promise_what_merges_do(offices: Offices, tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    laptops = [offices.found(name) for name in ("district", "one", "two")]
    work(laptops[0], rng, tmp_path, 3)
    first = laptops[0].send("first")
    for laptop in laptops[1:]:
        laptop.merge(first)
    for round_ in range(3):
        for laptop in laptops:
            work(laptop, rng, tmp_path, 8)
        district, *others = laptops
        files = [other.send(f"{other.path.parent.name} {round_}") for other in others]
        rng.shuffle(files)
        found, before = district.preview(*files), counts(district)
        district.merge(*files)
        is_kept(district, found, before)
        district.prove()
        back = district.send(f"back {round_}")
        for other in others:
            found, before = other.preview(back), counts(other)
            other.merge(back)
            is_kept(other, found, before)
    assert len({digests(laptop.ledger) for laptop in laptops}) == 1
    with pytest.raises(InputProblem):
        undo_merge(laptops[0].ledger, "99")
    undo_merge(laptops[0].ledger, "1")
    laptops[0].prove()
