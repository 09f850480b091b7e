"""Merging a file of one laptop against its floors (G9), rows one by one, and itself a second time.

The floors (`floors.py`) look nothing up, keep no digest, see no conflict. Decoding and proving are measured apart.
"""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sqlmodel import Session, create_engine, select

from models.exchange.selecting import Scope
from models.exchange.writing import Wanted, write_exchange
from models.facts.body import Body
from models.facts.union import unite
from models.ledger.campaign_rule import scope_rule
from models.ledger.ledger import Ledger
from models.ledger.summaries import refresh_touched
from models.merging.offers import Offer, open_offers
from models.merging.preview import preview
from models.progress import Progress
from models.tables.organization import Organization
from models.tables.record_kinds import ORGANIZATION, VISIT
from models.tables.visit import Visit
from tests.benchmarks.floors import only_new, same_data
from tests.benchmarks.measure import Result, processor_seconds

_PROGRAM = "benchmark"
_ORM_EVERY = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """Work on two copies: how many organizations, edits on each side (some of the same fields), new visits."""

    organizations: Sequence[int]
    edits: int
    shared: int
    visits: int


def work(ledger: Ledger, plan: Plan, rng: Random, *, visits: int) -> None:
    """A week of one person: each edit and each visit a batch of its own, one transaction for the bench's sake."""
    with ledger.together(bulk=True):
        common = plan.organizations[: plan.shared]
        others = rng.sample(list(plan.organizations[plan.shared :]), max(0, plan.edits - len(common)))
        for number, organization in enumerate([*common, *others]):
            field = ("staff", "phone", "address", "contact")[number % 4] if organization not in common else "staff"
            value = rng.randrange(1, 900) if field == "staff" else f"{rng.randrange(10**8)}"
            with ledger.change() as change:
                change.edit(ORGANIZATION, organization, {field: value})
        for organization in rng.sample(list(plan.organizations), min(visits, len(plan.organizations))):
            with ledger.change() as change:
                values = {"visited_on": "2026-06-01", "mode": "1", "result": "2", "note": f"走访 {rng.random():.6f}"}
                change.create(VISIT, values, parent=change.ref(ORGANIZATION, organization))


def copies(demo: Path, place: Path) -> tuple[Path, Path]:
    """Two laptops with the same ledger."""
    ours, theirs = place / "ours.jhtz", place / "theirs.jhtz"
    for path in (ours, theirs):
        shutil.copyfile(demo, path)
        Ledger.open(path).close()  # each its own number
    return ours, theirs


def send(path: Path, out: Path, streets: Sequence[str] = ()) -> Path:
    """The whole ledger, or a slice, as a file."""
    with Ledger.open(path) as ledger:
        write_exchange(ledger, out, Wanted(scope=Scope(tuple(streets))), program=_PROGRAM, progress=Progress())
    return out


def applied(ledger: Ledger, body: Body, digest: bytes) -> int:
    """The transaction of a merge: the facts, the view, everything derived, the commit."""
    with ledger.together(bulk=True), ledger.local_write() as db:
        arrival = unite(db, body, file_digest=digest, now=1, proven=True)
        refresh_touched(db, scope_rule(db), arrival.touched)
    return arrival.creations + arrival.edits


def merging(place: Path, demo: Path, organizations: int) -> list[Result]:
    """Two laptops with the same ledger and a week of work on each: the file of the one merged into the other."""
    ours, theirs = copies(demo, place)
    ids = list(range(1, organizations + 1))
    Random(5).shuffle(ids)
    plan = Plan(ids, organizations // 20, min(180, organizations // 50), organizations * 8 // 100)
    for path, seed, visits in ((ours, 1, 0), (theirs, 2, plan.visits)):
        with Ledger.open(path) as ledger:
            work(ledger, plan, Random(seed), visits=visits)
    file = send(theirs, place / "theirs.jhx")
    before = place / "before.jhtz"
    shutil.copyfile(ours, before)
    with Ledger.open(ours) as ledger:
        offers: list[Offer] = []
        reading = processor_seconds(lambda: offers.extend(open_offers(ledger, [file])))
        looking = processor_seconds(lambda: preview(ledger, offers))
        incoming = offers[0].incoming
        if incoming is None:
            raise AssertionError(offers[0].refused)
        applying = processor_seconds(lambda: applied(ledger, incoming.body, incoming.digest))
        again = processor_seconds(lambda: open_offers(ledger, [file]))
        with ledger.reading() as db:
            (conflicts,) = db.execute("SELECT count(*) FROM head").fetchone()
    floor = processor_seconds(same_data(theirs, place))
    new = processor_seconds(only_new(before, ours, place))
    by_rows = processor_seconds(lambda: row_by_row(before, theirs, place)) * _ORM_EVERY
    words = f"INSERT … SELECT of the same data {floor:.2f} s CPU"
    first = reading + applying
    orm = f"ORM {by_rows:.0f} s CPU (one row in {_ORM_EVERY} measured)"
    return [
        Result("G9 apply a merge", f"{applying:.2f} s CPU, {conflicts} conflicts", words, applying / floor, 2.0),
        Result("G9 decode, prove, apply", f"{first:.2f} s CPU", words, first / floor, 8.0),
        Result("G9 apply, to only what is new", f"{applying:.2f} s CPU", f"{new:.2f} s CPU", applying / new, None),
        Result("G9 a preview of it", f"{looking:.2f} s CPU", words, looking / floor, None),
        Result("G9 the same file again", f"{again:.2f} s CPU", f"the first time {first:.2f} s CPU", again / first, 0.1),
        Result("G9 against rows one by one", f"{applying:.2f} s CPU", orm, applying / by_rows, 0.1),
    ]


def row_by_row(before: Path, incoming: Path, place: Path) -> None:
    """Organizations and visits that came, through SQLModel: each looked up by its id, then added or changed.

    Of the rows one in `_ORM_EVERY`: all of them would take minutes.
    """
    target = place / "rows.db"
    shutil.copyfile(before, target)
    engine = create_engine(f"sqlite:///{target}")
    with closing(sqlite3.connect(f"file:{incoming}?mode=ro", uri=True)) as db, Session(engine) as session:
        for model in (Organization, Visit):
            names = [name for name in model.model_fields if name != "id"]
            query = f"SELECT {','.join(names)} FROM {model.__tablename__} WHERE id%?=0"
            for row in db.execute(query, (_ORM_EVERY,)).fetchall():
                values = dict(zip(names, row, strict=True))
                found = session.exec(select(model).where(model.uid == values["uid"])).first()
                if found is None:
                    session.add(model(**values))
                    continue
                for name, value in values.items():
                    if getattr(found, name) != value:
                        setattr(found, name, value)
        session.commit()
    engine.dispose()
