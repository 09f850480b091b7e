"""Finding who may be the same, without comparing everyone with everyone: in slices, in bounded memory, and once.

First it is counted how common each pair of characters is, then every organization is noted under its keys, then those
who share a key are compared. Later only what was added, changed, imported or merged is looked at. Stopping keeps what
is done: the next call goes on from there.
"""

import sqlite3
import time
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import combinations, groupby
from operator import itemgetter
from pathlib import Path

from models.facts.records import chunks, marks
from models.language import _
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.duplicate_index import (
    MOST_SHARING,
    DuplicateIndex,
    DuplicateState,
    duplicate_path,
    grams_of,
    is_same_ledger,
    keys_of,
    remove_duplicate_index,
)
from models.queries.figures import home_division
from models.rules.likeness import Likeness, Subject, likeness, subject_of
from models.search.ledger_index import position
from models.search.organization_texts import touched_since

_SLICE = 2_000
_KEYS = 20_000
_REMEMBERED = 40_000
_COUNTY = 6
_MANY = 20_000
_COLUMNS = (
    "o.id, coalesce(o.code,''), coalesce(o.name,''), coalesce(o.phone,''), coalesce(o.address,''), "
    "coalesce(o.head,''), coalesce(o.region,'')"
)


def find_duplicates(ledger: Ledger, progress: Progress | None = None, *, pause: float = 0.0) -> None:
    """Bring what is known of likely duplicates up to date; `pause` (seconds) is slept after every slice.

    Raises Cancelled when it is asked to stop; what is done by then is kept.
    """
    work = _Work(ledger, progress or Progress(), pause)
    path = duplicate_path(ledger)
    try:
        _run(work, path)
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):  # somebody else is at it, and what that finds is there for us, too
            return
        # Damaged: what it remembers can be found again.
        remove_duplicate_index(path)
        _run(work, path)


def _run(work: "_Work", path: Path) -> None:
    index = DuplicateIndex(path)
    try:
        work.run(index)
    finally:
        index.close()


def subjects(db: sqlite3.Connection, organizations: Sequence[int], home: str) -> dict[int, Subject]:
    """Organizations that are in the ledger, as they are compared, by local id."""
    found = {}
    for chunk in chunks(organizations):
        for row in db.execute(f"SELECT {_COLUMNS} FROM organization o WHERE o.id IN ({marks(chunk)})", chunk):
            found[row[0]] = _subject(row, home)
    return found


def county_of(ledger: Ledger) -> str:
    """The county of a ledger, for organizations of which nobody knows where they are; empty above a county."""
    return home_division(ledger)[:_COUNTY] if len(home_division(ledger)) >= _COUNTY else ""


@dataclass(slots=True)
class _Work:
    ledger: Ledger
    progress: Progress
    pause: float

    def run(self, index: DuplicateIndex) -> None:
        home = county_of(self.ledger)
        with self.ledger.reading() as db:
            state = index.state()
            if state is None or not is_same_ledger(db, state):
                state = index.begin(position(db))
        if state.stage == "counting":
            state = self._count(index, state, home)
        if state.stage == "sharing":
            state = self._share(index, state, home)
        if state.stage == "comparing":
            state = self._compare(index, state, home)
        self._catch_up(index, state, home)

    def _count(self, index: DuplicateIndex, state: DuplicateState, home: str) -> DuplicateState:
        """How common each pair of characters is; from the beginning, where it was stopped on the way."""
        counts: Counter[str] = Counter()
        for found, _last in self._slices(0, _("看名称"), home):
            for subject in found:
                counts.update(grams_of(subject))
        with _writing(index):
            index.db.execute("DELETE FROM gram")
            index.db.executemany("INSERT INTO gram(gram, n) VALUES (?,?)", counts.items())
            return index.move_to(state, "sharing")

    def _share(self, index: DuplicateIndex, state: DuplicateState, home: str) -> DuplicateState:
        counts = dict(index.db.execute("SELECT gram, n FROM gram"))
        for found, last in self._slices(state.upto, _("按名称、电话、代码归类"), home):
            with _writing(index):
                index.add_postings(sorted((key, subject.id) for subject in found for key in keys_of(subject, counts)))
                state = index.move_to(state, "sharing", last)
        with _writing(index):
            return index.move_to(state, "comparing", -1)

    def _compare(self, index: DuplicateIndex, state: DuplicateState, home: str) -> DuplicateState:
        known = _Known(self.ledger, home)
        total = index.db.execute("SELECT count(*) FROM posting").fetchone()[0]
        done = index.db.execute("SELECT count(*) FROM posting WHERE key<=?", (state.upto,)).fetchone()[0]
        seen: set[tuple[int, int]] = set()
        while True:
            self.progress.step(done, total, _("比较可能相同的单位"))
            rows = index.db.execute(
                f"SELECT key, organization FROM posting WHERE key>? ORDER BY key LIMIT {_KEYS}", (state.upto,)
            ).fetchall()
            is_last = len(rows) < _KEYS
            if not is_last and rows[0][0] != rows[-1][0]:  # the last key may go on
                rows = [row for row in rows if row[0] != rows[-1][0]]
            elif not is_last:
                rows = index.db.execute("SELECT key, organization FROM posting WHERE key=?", (rows[0][0],)).fetchall()
            shared = [[row[1] for row in each] for _key, each in groupby(rows, key=itemgetter(0))]
            blocks = [block for block in shared if 1 < len(block) <= MOST_SHARING]
            wanted = {pair for block in blocks for pair in combinations(block, 2)} - seen
            seen = wanted if len(wanted) > _REMEMBERED else seen | wanted
            if len(seen) > _REMEMBERED * 10:
                seen = wanted
            found = list(known.compare(wanted))
            with _writing(index):
                index.put_pairs(found)
                if rows:
                    state = index.move_to(state, "comparing", rows[-1][0])
                if is_last:
                    return index.move_to(state, "ready")
            done += len(rows)
            time.sleep(self.pause)

    def _catch_up(self, index: DuplicateIndex, state: DuplicateState, home: str) -> None:
        """Look at what changed since: each with everyone who shares a key with it."""
        with self.ledger.reading() as db:
            now = position(db)
            if now == state.position:
                return
            went_on = is_same_ledger(db, state)
            touched = sorted(touched_since(db, state.position.batch, int(state.position.arrivals.split(":")[0])))
            (last,) = db.execute("SELECT coalesce(max(id),0) FROM organization").fetchone()
        if not went_on or len(touched) > max(_MANY, last // 4):  # a merge was undone, a list of the country imported
            with _writing(index):
                index.begin(now)
            self.run(index)
            return
        known = _Known(self.ledger, home)
        done = 0
        for chunk in chunks(touched):
            self.progress.step(done, len(touched), _("比较新增和改过的单位"))
            new = known.of(chunk)
            with _writing(index):
                self._note(index, new)
            done += len(chunk)
        done = 0
        for chunk in chunks(touched):
            self.progress.step(done, len(touched), _("比较新增和改过的单位"))
            new = known.of(chunk)
            with _writing(index):
                index.drop_pairs_of(chunk)
                index.put_pairs(known.compare(self._sharing(index, new)))
            done += len(chunk)
            time.sleep(self.pause)
        with _writing(index):
            index.put_state(replace(state, position=now))

    @staticmethod
    def _note(index: DuplicateIndex, new: Iterable[Subject]) -> None:
        for subject in new:
            counts = index.counts(grams_of(subject))
            index.add_postings((key, subject.id) for key in keys_of(subject, counts))

    @staticmethod
    def _sharing(index: DuplicateIndex, new: Iterable[Subject]) -> set[tuple[int, int]]:
        found = set()
        for subject in new:
            for key in keys_of(subject, index.counts(grams_of(subject))):
                for other in index.sharing(key):
                    if other != subject.id:
                        found.add((min(other, subject.id), max(other, subject.id)))
        return found

    def _slices(self, after: int, label: str, home: str) -> Iterator[tuple[list[Subject], int]]:
        """All organizations from a local id on, in short views."""
        with self.ledger.reading() as db:
            last = db.execute("SELECT coalesce(max(id),0) FROM organization").fetchone()[0]
        for first in range(after + 1, last + 1, _SLICE):
            self.progress.step(first - 1, last, label)
            upto = min(first + _SLICE - 1, last)
            with self.ledger.reading() as db:
                rows = db.execute(
                    f"SELECT {_COLUMNS} FROM organization o WHERE o.id BETWEEN ? AND ? AND o.deleted IS NOT 1",
                    (first, upto),
                ).fetchall()
            yield [_subject(row, home) for row in rows], upto
            time.sleep(self.pause)


class _Known:
    """Organizations that were compared lately."""

    def __init__(self, ledger: Ledger, home: str) -> None:
        self._ledger = ledger
        self._home = home
        self._kept: OrderedDict[int, Subject] = OrderedDict()

    def of(self, organizations: Iterable[int]) -> list[Subject]:
        """Those that are here."""
        wanted = set(organizations)
        missing = sorted(wanted - self._kept.keys())
        if missing:
            with self._ledger.reading() as db:
                self._kept.update(subjects(db, missing, self._home))
        found = [self._kept[each] for each in sorted(wanted & self._kept.keys())]
        while len(self._kept) > _REMEMBERED + len(wanted):
            self._kept.popitem(last=False)
        return found

    def compare(self, pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, Likeness]]:
        """What is found of each two."""
        ordered = sorted(pairs)
        for chunk in chunks(ordered, _REMEMBERED // 4):
            here = {subject.id: subject for subject in self.of({record for pair in chunk for record in pair})}
            for a, b in chunk:
                one, other = here.get(a), here.get(b)
                found = likeness(one, other) if one is not None and other is not None else None
                if found is not None:
                    yield a, b, found


def _subject(row: tuple[int, str, str, str, str, str, str], home: str) -> Subject:
    record, code, name, phone, address, head, region = row
    return subject_of(record, code=code, name=name, phone=phone, address=address, head=head, region=region or home)


@contextmanager
def _writing(index: DuplicateIndex) -> Iterator[None]:
    index.db.execute("BEGIN IMMEDIATE")
    try:
        yield
        index.db.execute("COMMIT")
    except BaseException:
        if index.db.in_transaction:
            index.db.execute("ROLLBACK")
        raise
