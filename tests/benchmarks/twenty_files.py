"""Twenty files of 5,000 organizations into one ledger (G9), against `INSERT … SELECT` and against pygeodiff.

Each file is the slice of one laptop: some streets, everything in them, and a week of work there; the office has
edited some of the same fields. The floors (`floors.py`) get the same rows; pygeodiff gets what changed, as changesets
of a plain table with a primary key. pygeodiff keeps no history, proves nothing and asks nobody; it is
no part of the project, and without it its lines are left out.
"""

import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

from models.exchange.container import digest_of, read_end
from models.exchange.signing import file_signature_fits
from models.facts.union import unite
from models.facts.writer import Touched
from models.ledger.campaign_rule import scope_rule
from models.ledger.ledger import Ledger
from models.ledger.summaries import refresh_touched
from models.merging.merge import merge
from models.merging.offers import Offer, open_offers
from models.tables.record_kinds import ORGANIZATION, VISIT, RecordKind
from tests.benchmarks.floors import only_new, same_data
from tests.benchmarks.measure import Result
from tests.benchmarks.merging import Plan, send, work

FILES = 20
SIZE = 5_000
#: Of the organizations of a file: one in ten edited, one in five visited.
_EDITED, _VISITED = 10, 5
#: Fields that the office has set, too, in each file's organizations.
_SHARED = 9
_PLAIN: tuple[RecordKind, ...] = (ORGANIZATION, VISIT)

WITHOUT_PEER = (
    "pygeodiff is not installed, so its lines are left out "
    "(pip install --target DIR pygeodiff, then PYTHONPATH=DIR; it is no dependency)."
)


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of the processor in this process, and by the clock."""

    cpu: float
    wall: float

    def __str__(self) -> str:
        return f"{self.cpu:.2f} s CPU, {self.wall:.2f} s wall"

    def __add__(self, other: "Took") -> "Took":
        return Took(self.cpu + other.cpu, self.wall + other.wall)


@dataclass(frozen=True, slots=True)
class _Part:
    """The streets of one laptop and the organizations in them."""

    streets: tuple[str, ...]
    organizations: list[int]


@dataclass(frozen=True, slots=True)
class _Peer:
    """What pygeodiff took to make the changesets and to apply them."""

    making: Took
    applying: Took
    size: int


def took(do: Callable[[], object]) -> Took:
    """Both times of one run."""
    cpu, wall = time.process_time(), time.perf_counter()
    do()
    return Took(time.process_time() - cpu, time.perf_counter() - wall)


def twenty_files(place: Path, demo: Path, *, files: int = FILES, size: int = SIZE) -> list[Result]:
    """The files of so many laptops, each with about `size` organizations, merged at once and then once more."""
    office, before = place / "office.jhtz", place / "office-before.jhtz"
    shutil.copyfile(demo, office)
    parts = _parts(demo, files, size)
    with Ledger.open(office) as ledger:
        for part in parts:
            work(ledger, Plan(part.organizations, _SHARED, _SHARED, 0), Random(1), visits=0)
    sending = Took(0.0, 0.0)
    sent: list[Path] = []
    for number, part in enumerate(parts):
        laptop = _worked(place, demo, part, number)
        file = place / f"laptop-{number:02}.jhx"
        sending += took(lambda laptop=laptop, file=file, part=part: send(laptop, file, part.streets))  # type: ignore[misc]
        sent.append(file)
        laptop.unlink()
    shutil.copyfile(office, before)
    with Ledger.open(office) as ledger:
        offers: list[Offer] = []
        proving = took(lambda: [_prove(file) for file in sent])
        reading = took(lambda: offers.extend(open_offers(ledger, sent)))
        facts: list[int] = []
        applying = took(lambda: facts.append(_applied(ledger, offers)))
        again = took(lambda: _again(ledger, sent))
    floor = took(same_data(_alone(place, sent), place))
    new = took(only_new(before, office, place))
    peer = _geodiff(place, before, office, parts)
    head = f"{len(sent)} files, {facts[0]:,} facts"
    first, raw = reading + applying, f"INSERT … SELECT of the same data {floor}"
    results = [
        Result(f"G9 {head}: verify (digest, signature)", str(proving), raw, proving.cpu / floor.cpu, None),
        Result(f"G9 … decode and prove {_unpacked(offers):,} facts", str(reading), raw, reading.cpu / floor.cpu, None),
        Result("G9 … apply", str(applying), raw, applying.cpu / floor.cpu, 2.0),
        Result("G9 … decode, verify, apply", str(first), raw, first.cpu / floor.cpu, 8.0),
        Result("G9 … apply, to only what is new", str(applying), str(new), applying.cpu / new.cpu, None),
        Result("G9 … merged a second time", str(again), f"the first time {first}", again.cpu / first.cpu, 0.1),
    ]
    return results + (_against(peer, sent, sending, applying, first) if peer else [])


def _against(peer: _Peer, sent: Sequence[Path], sending: Took, applying: Took, first: Took) -> list[Result]:
    made, taken = f"pygeodiff {peer.making}", f"pygeodiff {peer.applying}"
    size = sum(file.stat().st_size for file in sent)
    sizes = f"{size / 1e6:.1f} MB", f"changesets {peer.size / 1e6:.1f} MB"
    return [
        Result("G9 … files written, against create_changeset", str(sending), made, sending.cpu / peer.making.cpu, None),
        Result("G9 … apply, against apply_changeset", str(applying), taken, applying.cpu / peer.applying.cpu, None),
        Result("G9 … all, against apply_changeset", str(first), taken, first.cpu / peer.applying.cpu, None),
        Result("G9 … size of the files (whole slices)", *sizes, size / peer.size, None),
    ]


def _parts(demo: Path, files: int, size: int) -> list[_Part]:
    """Streets side by side until a part has `size` organizations; every part has streets of its own."""
    with Ledger.open(demo, read_only=True) as ledger, ledger.reading() as db:
        rows = db.execute("SELECT street, id FROM organization WHERE street<>'' ORDER BY street, id").fetchall()
    by_street: dict[str, list[int]] = {}
    for street, organization in rows:
        by_street.setdefault(street, []).append(organization)
    parts: list[_Part] = []
    streets: list[str] = []
    found: list[int] = []
    for street, organizations in by_street.items():
        streets.append(street)
        found += organizations
        if len(found) >= size:
            parts.append(_Part(tuple(streets), found))
            streets, found = [], []
    if found:
        parts.append(_Part(tuple(streets), found))
    return parts[:files]


def _worked(place: Path, demo: Path, part: _Part, number: int) -> Path:
    """A laptop with its own copy of the ledger and a week of work in its part."""
    laptop = place / f"laptop-{number:02}.jhtz"
    shutil.copyfile(demo, laptop)
    count = len(part.organizations)
    with Ledger.open(laptop) as ledger:
        plan = Plan(part.organizations, count // _EDITED, _SHARED, count // _VISITED)
        work(ledger, plan, Random(100 + number), visits=plan.visits)
    return laptop


def _prove(path: Path) -> None:
    end = read_end(path)
    if end is None or digest_of(path) != end.digest:
        raise ValueError("digest")
    if not file_signature_fits(end.public_key, end.digest, end.signature):
        raise ValueError("signature")


def _unpacked(offers: Sequence[Offer]) -> int:
    """How many facts stood in the parts of the files that were not passed over: most of a slice is here already."""
    bodies = [offer.incoming.body for offer in offers if offer.incoming is not None]
    return sum(len(body.edits) + sum(len(found) for found in body.creations.values()) for body in bodies)


def _applied(ledger: Ledger, offers: Sequence[Offer]) -> int:
    """The one transaction of a merge of many files, as models/merging/merge.py makes it."""
    touched, facts = Touched(), 0
    with ledger.together(bulk=True), ledger.local_write() as db:
        for offer in offers:
            if offer.incoming is None:
                raise AssertionError(offer.refused)
            arrival = unite(db, offer.incoming.body, file_digest=offer.incoming.digest, now=1, proven=True)
            touched.join(arrival.touched)
            facts += arrival.creations + arrival.edits
        refresh_touched(db, scope_rule(db), touched)
    return facts


def _alone(place: Path, files: Sequence[Path]) -> Path:
    """A ledger that holds what stands in the files and nothing else."""
    path = place / "incoming.jhtz"
    with Ledger.create(path) as ledger:
        _applied(ledger, open_offers(ledger, files))
    return path


def _again(ledger: Ledger, files: Sequence[Path]) -> None:
    """Everything that a person who drops the same files once more waits for."""
    merged = merge(ledger, open_offers(ledger, files))
    if merged.merge or merged.refused:
        raise AssertionError("the same files brought something")


def _geodiff(place: Path, before: Path, after: Path, parts: Sequence[_Part]) -> _Peer | None:
    """The same changes by pygeodiff: a changeset per laptop, applied one after another; None where it is absent."""
    try:
        differ: Any = import_module("pygeodiff").GeoDiff()
    except ImportError:
        print(WITHOUT_PEER, flush=True)
        return None
    base, target, wanted = place / "peer.db", place / "peer-target.db", place / "peer-wanted.db"
    _plain(before, base)
    _plain(after, wanted)
    shutil.copyfile(base, target)
    making = applying = Took(0.0, 0.0)
    changesets: list[Path] = []
    for number, part in enumerate(parts):
        modified, changeset = place / "peer-modified.db", place / f"peer-{number:02}.diff"
        shutil.copyfile(base, modified)
        _bring(modified, wanted, part)
        names = str(base), str(modified), str(changeset)
        making += took(lambda names=names: differ.create_changeset(*names))  # type: ignore[misc]
        changesets.append(changeset)
    for changeset in changesets:
        applying += took(lambda name=str(changeset): differ.apply_changeset(str(target), name))  # type: ignore[misc]
    _must_equal(target, wanted)
    return _Peer(making, applying, sum(changeset.stat().st_size for changeset in changesets))


def _plain(ledger: Path, path: Path) -> None:
    """The organizations and visits of a ledger as plain tables: a primary key and the columns that a person fills."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("ATTACH ? AS a", (str(ledger),))
        for kind in _PLAIN:
            types = {row[1]: row[2] for row in db.execute(f"PRAGMA a.table_info({kind.table})")}
            names = ["uid", *(["org_id"] if kind.of_organization else []), *kind.names]
            columns = ", ".join(f"{name} {types[name]}" for name in names)
            db.execute(f"CREATE TABLE main.{kind.table}(id INTEGER PRIMARY KEY NOT NULL, {columns})")
            db.execute(f"INSERT INTO main.{kind.table} SELECT id, {', '.join(names)} FROM a.{kind.table}")


def _bring(path: Path, wanted: Path, part: _Part) -> None:
    """What one laptop changed, into a copy of the plain tables."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("ATTACH ? AS w", (str(wanted),))
        db.execute("CREATE TEMP TABLE part(id INTEGER PRIMARY KEY)")
        db.execute("BEGIN")
        db.executemany("INSERT INTO temp.part VALUES (?)", ((number,) for number in part.organizations))
        for kind in _PLAIN:
            owner = "org_id" if kind.of_organization else "id"
            chosen = f"FROM {{}}.{kind.table} WHERE {owner} IN (SELECT id FROM temp.part)"
            db.execute(
                f"INSERT OR REPLACE INTO main.{kind.table} SELECT * {chosen.format('w')} "
                f"EXCEPT SELECT * {chosen.format('main')}"
            )
        db.execute("COMMIT")


def _must_equal(path: Path, wanted: Path) -> None:
    """The peer did the same work, or its figures say nothing."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("ATTACH ? AS w", (str(wanted),))
        for kind in _PLAIN:
            for one, other in (("main", "w"), ("w", "main")):
                query = f"SELECT * FROM {one}.{kind.table} EXCEPT SELECT * FROM {other}.{kind.table} LIMIT 1"
                if db.execute(query).fetchone() is not None:
                    raise AssertionError(f"pygeodiff made other rows of {kind.table}")
