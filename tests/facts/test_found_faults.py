"""What the random scripts found, each as the shortest story that shows it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest

from models.facts.arrivals import take_out_arrivals
from models.facts.body import Body, take_out
from models.facts.canonical import known_record_uid
from models.facts.proof import flaws
from models.facts.records import find
from models.facts.union import unite
from models.facts.waiting import is_waiting_sql
from models.facts.writer import BatchKind, BatchWriter, Surroundings
from models.progress import Progress
from models.tables.record_kinds import FOLLOWUP, ORGANIZATION
from tests.facts.oracle import Shown
from tests.facts.reading import Ledgers, view_of

UID = known_record_uid("uscc", "91110000000000000X")
Writing = Callable[..., Any]


@pytest.fixture
def writing() -> Writing:
    surroundings = Surroundings(lambda: 1_750_000_000_000, Random("entropy").randbytes)

    @contextmanager
    def begin(db: sqlite3.Connection, **header: Any) -> Iterator[BatchWriter]:
        batch = BatchWriter(db, surroundings, author="王芳 城关街道", **header)
        yield batch
        batch.finish()

    return begin


def import_name(writing: Writing, db: sqlite3.Connection, name: str, on: str) -> None:
    """One row of a registry."""
    with writing(db, kind=BatchKind.IMPORT, registry_on=on) as batch:
        known = find(db, ORGANIZATION, UID)
        if known:
            batch.edit(ORGANIZATION, known.id, {"name": name}, from_registry=True)
        else:
            batch.create(ORGANIZATION, {"name": name}, uid=UID)


def shown(db: sqlite3.Connection, uid: bytes = UID, kind: int = 1) -> Shown:
    assert not list(flaws(db, Progress()))
    return view_of(db)[kind, uid]


def test_a_copy_that_never_wrote_counts_on_from_what_it_received(ledgers: Ledgers, writing: Writing) -> None:
    one, fresh = ledgers.open(b"A" * 16), ledgers.open(b"B" * 16)
    for code in "abc":
        with writing(one) as batch:
            batch.create(ORGANIZATION, {"name": code})
    unite(fresh, take_out(one), file_digest=b"1", now=0)
    with writing(fresh) as batch:
        batch.create(ORGANIZATION, {"name": "d"})
    assert fresh.execute("SELECT lamport FROM batch ORDER BY id DESC").fetchone() == (4,)


def test_an_older_registry_that_is_imported_later_replaces_no_newer_one(ledgers: Ledgers, writing: Writing) -> None:
    """Found at script 193: the same two registries gave another name in the other order."""
    db = ledgers.open(b"A" * 16)
    import_name(writing, db, "新", "2025-06-30")
    import_name(writing, db, "旧", "2024-12-31")
    assert shown(db).values["name"] == "新"
    assert not shown(db).conflicts


def test_two_older_registries_do_not_silence_a_field(ledgers: Ledgers, writing: Writing) -> None:
    """Found at script 225: both replaced the newest one, neither counted, and the field was shown empty."""
    copies = [ledgers.open(name * 16) for name in (b"A", b"B")]
    import_name(writing, copies[0], "新", "2025-06-30")
    unite(copies[1], take_out(copies[0]), file_digest=b"1", now=0)
    for db, name in zip(copies, ("旧", "老"), strict=True):
        with writing(db, kind=BatchKind.IMPORT, registry_on="2024-12-31") as batch:
            record = find(db, ORGANIZATION, UID)
            assert record is not None
            batch.edit(ORGANIZATION, record.id, {"name": name})  # names what it finds, whatever its date
    unite(copies[1], take_out(copies[0]), file_digest=b"2", now=0)
    assert shown(copies[1]).values["name"] in {"旧", "老"}


def test_what_a_local_import_puts_in_place_is_folded(ledgers: Ledgers, writing: Writing) -> None:
    """Found at script 1181: a follow-up had waited with its edit, and came to be shown as it was made."""
    one, fresh = ledgers.open(b"A" * 16), ledgers.open(b"B" * 16)
    import_name(writing, one, "甲", "2025-06-30")
    with writing(one) as batch:
        parent = find(one, ORGANIZATION, UID)
        followup = batch.create(FOLLOWUP, {"state": "open"}, parent=parent)
    with writing(one) as batch:
        batch.edit(FOLLOWUP, followup.id, {"state": "done"})
    unite(fresh, without_organizations(take_out(one)), file_digest=b"1", now=0)
    waits = f"SELECT count(*) FROM waiting w WHERE {is_waiting_sql(FOLLOWUP)}"
    assert fresh.execute(waits).fetchone() == (1,)
    import_name(writing, fresh, "甲", "2025-06-30")
    assert fresh.execute(waits).fetchone() == (0,)
    assert shown(fresh, followup.uid, FOLLOWUP.number).values["state"] == "done"


def without_organizations(body: Body) -> Body:
    body.creations[ORGANIZATION.number] = []
    digests = body.digests()
    body.batches = [b._replace(digest=d.to_bytes(16, "big")) for b, d in zip(body.batches, digests, strict=True)]
    return body


def test_a_creation_that_took_the_place_of_another_goes_with_its_own_file(ledgers: Ledgers, writing: Writing) -> None:
    """Two laptops made the same record; the file that came first is undone, then the other."""
    copies = [ledgers.open(name * 16) for name in (b"A", b"B")]
    fresh = ledgers.open(b"C" * 16)
    arrivals = []
    for number, (db, name) in enumerate(zip(copies, ("甲", "乙"), strict=True)):
        import_name(writing, db, name, "2025-06-30")
        arrivals.append(unite(fresh, take_out(db), file_digest=bytes([number]), now=0).id)
    take_out_arrivals(fresh, [arrivals[0] or 0])
    assert shown(fresh, UID).values["name"] == "乙"
    take_out_arrivals(fresh, [arrivals[1] or 0])
    assert UID not in {uid for _kind, uid in view_of(fresh)}
    assert not list(flaws(fresh, Progress()))


def test_a_row_number_that_is_used_anew_belongs_to_the_newer_file(ledgers: Ledgers, writing: Writing) -> None:
    """An undone merge leaves its range of numbers behind; what came later at these numbers is not its own."""
    one, two, fresh = (ledgers.open(name * 16) for name in (b"A", b"B", b"C"))
    import_name(writing, one, "甲", "2025-06-30")
    first = unite(fresh, take_out(one), file_digest=b"1", now=0)
    take_out_arrivals(fresh, [first.id or 0])
    with writing(two) as batch:
        batch.create(ORGANIZATION, {"name": "乙"})
    body = take_out(two)
    second = unite(fresh, body, file_digest=b"2", now=0)
    again = unite(fresh, body, file_digest=b"3", now=0)
    take_out_arrivals(fresh, [again.id or 0])
    assert len(view_of(fresh)) == 1
    take_out_arrivals(fresh, [second.id or 0])
    assert not view_of(fresh)
