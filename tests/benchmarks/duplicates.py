"""What finding duplicates costs: `python -m tests.benchmarks.duplicates [--organizations N | --ledger FILE]`.

Named baselines of the same run, all in processor time: reading every organization once with the same query (A), and
comparing every pair of names with rapidfuzz alone (a sample, reckoned up to all pairs) (B). Seeded
duplicates say how many of them are found, and what else is proposed.
"""

import argparse
import random
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import TypeVar

from rapidfuzz.distance import Indel

from models.demo.make import make_demo
from models.edits.organizations import add_organization
from models.ledger.ledger import Ledger
from models.queries.duplicate_finding import find_duplicates
from models.queries.duplicate_index import DuplicateIndex, duplicate_path, remove_duplicate_index
from models.queries.duplicates import duplicate_queue
from tests.benchmarks.store import workplace
from tests.peak import peak_megabytes

_T = TypeVar("_T")
_SAMPLE, _SHARE = 1_000, 0.02
_ADDED = 200
_MOST_MB = 400


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.duplicates")
    parser.add_argument("--organizations", type=int, default=100_000)
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    with workplace(arguments.folder) as place:
        path = arguments.ledger or _made(place, arguments.organizations)
        with Ledger.open(path) as ledger:
            return _measure(ledger)


def _made(place: Path, organizations: int) -> Path:
    path = place / "duplicates.jhtz"
    make_demo(path, organizations=organizations, seed=5).close()
    return path


def _measure(ledger: Ledger) -> int:
    remove_duplicate_index(duplicate_path(ledger))
    (count, sample), reading = _timed(lambda: _read(ledger))
    _scores, part = _timed(lambda: [Indel.normalized_similarity(a, b) for a, b in combinations(sample, 2)])
    pairs = part * (count / len(sample)) ** 2
    _nothing, finding = _timed(lambda: find_duplicates(ledger))
    memory = peak_megabytes()
    added = _add(ledger, _ADDED)
    _nothing, again = _timed(lambda: find_duplicates(ledger))
    queue, asking = _timed(lambda: duplicate_queue(ledger))
    found = {record for pair in queue.pairs for record in (pair.a, pair.b)}
    index = DuplicateIndex(duplicate_path(ledger))
    compared, postings = (
        index.db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("pair", "posting")
    )
    index.close()
    size = duplicate_path(ledger).stat().st_size / 1e6
    print(f"{count:,} organizations, {postings:,} keys, {compared:,} pairs kept, {size:.0f} MB of cache")
    print(f"reading all of them once (A)           {reading:8.2f} s")
    print(f"all pairs of names (B), reckoned       {pairs:8.0f} s")
    print(f"finding duplicates            {finding:17.1f} s = {finding / reading:.0f} A = B / {pairs / finding:.0f}")
    print(f"after {_ADDED} more                         {again:8.2f} s = {again / reading:.2f} A")
    print(f"reading the queue                      {asking:8.2f} s")
    print(f"most memory                            {memory:8.0f} MB (bound {_MOST_MB})")
    print(f"seeded duplicates found                {sum(each in found for each in added)} of {len(added)}")
    return 0 if memory < _MOST_MB and all(each in found for each in added) else 1


def _read(ledger: Ledger) -> tuple[int, list[str]]:
    """How many there are, and some names; not all of them are held, so that the memory is the search's."""
    query = "SELECT id, code, name, phone, address, head, region FROM organization WHERE deleted IS NOT 1"
    rng, count, sample = random.Random(3), 0, []
    with ledger.reading() as db:
        for row in db.execute(query):
            count += 1
            if rng.random() < _SHARE and len(sample) < _SAMPLE:
                sample.append(row[2])
    return count, sample


def _add(ledger: Ledger, count: int) -> list[int]:
    """Copies of organizations as a person types them who does not look first: without code, a little different."""
    rng = random.Random(11)
    with ledger.reading() as db:
        rows = db.execute(
            "SELECT name, phone, address, street FROM organization WHERE deleted IS NOT 1 AND phone IS NOT NULL "
            "AND joined_into IS NULL ORDER BY random() LIMIT ?",
            (count,),
        ).fetchall()
    added = []
    for name, phone, address, street in rows:
        typed = name[2:] if rng.random() < 0.5 and len(name) > 8 else f"{name}（民办）"
        values = {"name": typed, "phone": f"{phone[:3]} {phone[3:]}", "address": address, "street": street}
        added.append(next(iter(add_organization(ledger, values).organizations)))
    return added


def _timed(act: Callable[[], _T]) -> tuple[_T, float]:
    start = time.process_time()
    result = act()
    return result, time.process_time() - start


if __name__ == "__main__":
    raise SystemExit(main())
