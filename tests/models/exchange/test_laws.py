"""Random ledgers go through a file and come out as they were: whole ones fact by fact, slices record by record."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from models import files
from models.exchange.file import ExchangeFile
from models.exchange.known import Keyring
from models.exchange.reading import open_exchange
from models.exchange.selecting import Scope
from models.exchange.writing import Wanted, write_exchange
from models.facts.body import take_out
from models.facts.digests import facts_digest, state_digest
from models.facts.union import unite
from models.ledger.author import Author
from models.progress import Progress
from tests.facts import laws
from tests.facts.copies import Copy, World
from tests.facts.reading import Ledgers
from tests.facts.scripts import run_script
from tests.models.exchange.post import SECRET, comparable

#: More of them: JIANHUI_LAW_FILES=1000.
_SCRIPTS = int(os.environ.get("JIANHUI_LAW_FILES", "12"))
_KEYS = Keyring(SECRET)
_OWNER = b"\x01" * 16


@pytest.fixture
def ledgers() -> Iterator[Ledgers]:
    found = Ledgers()
    yield found
    found.close()


def as_ledger(w: World, db: Any) -> Any:
    """As much of a ledger as an export asks for, over a ledger in memory."""

    @contextmanager
    def reading() -> Iterator[Any]:
        yield db

    nowhere = Path("nowhere.jhtz")
    return SimpleNamespace(reading=reading, author=Author("张三", "某工会"), surroundings=w.surroundings, path=nowhere)


def test_random_ledgers_go_through_a_file(ledgers: Ledgers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: Counter[str] = Counter()

    def judge(w: World) -> None:
        for copy in w.copies:
            go_through_a_file(w, copy, ledgers, tmp_path / "x.jhx", seen)

    monkeypatch.setattr(laws, "judge", judge)
    monkeypatch.setattr(files, "_flush", lambda _path: None)  # no plug is pulled here
    for seed in range(_SCRIPTS):
        run_script(seed, ledgers)
    assert all(seen[what] for what in ("whole", "slice", "edits", "twins", "waiting", "passed over")), seen


def go_through_a_file(w: World, copy: Copy, ledgers: Ledgers, path: Path, seen: Counter[str]) -> None:
    ledger = as_ledger(w, copy.db)
    write_exchange(ledger, path, Wanted(), program="", progress=Progress(), keys=_KEYS)
    incoming = open_exchange(path, keys=_KEYS)
    assert comparable(incoming.body) == comparable(take_out(copy.db))
    seen["whole"] += 1
    seen["edits"] += len(incoming.body.edits)
    for table in ("twin", "waiting"):
        seen[{"twin": "twins", "waiting": "waiting"}[table]] += copy.db.execute(
            f"SELECT count(*) FROM {table}"
        ).fetchone()[0]
    fresh = ledgers.open(w.random.randbytes(16))
    fresh.execute("BEGIN IMMEDIATE")
    unite(fresh, incoming.body, file_digest=incoming.digest, now=0)
    fresh.execute("COMMIT")
    digests = (facts_digest(fresh), state_digest(fresh))
    assert digests == (facts_digest(copy.db), state_digest(copy.db))
    assert digests == (incoming.manifest.facts, incoming.manifest.state)
    part_of_it(w, copy, path, seen)
    skipped(w, path, seen)


def part_of_it(w: World, copy: Copy, path: Path, seen: Counter[str]) -> None:
    """A cadre's slice holds of each of its records everything that the ledger has of it."""
    ledger = as_ledger(w, copy.db)
    write_exchange(ledger, path, Wanted(scope=Scope(cadres=(_OWNER,))), program="", progress=Progress(), keys=_KEYS)
    body = open_exchange(path, keys=_KEYS).body
    chosen = {row.uid for row in body.creations.get(1, [])}
    local = [row[0] for row in copy.db.execute("SELECT id, uid FROM organization") if row[1] in chosen]
    assert comparable(body) == comparable(take_out(copy.db, local))
    seen["slice"] += bool(chosen)


def skipped(w: World, path: Path, seen: Counter[str]) -> None:
    """Whoever has some of the batches already gets everything of the others."""
    with ExchangeFile.open(path, keys=_KEYS) as found:
        whole = [fact for section in found.sections() for fact in (*section.creations, *section.edits)]
    random = Random(w.random.random())
    with ExchangeFile.open(path, keys=_KEYS) as found:
        known = {batch.uid for batch in found.batches if random.random() < 0.7}
        places = [batch.uid in known for batch in found.batches]
        rest = [
            fact
            for section in found.sections(known=lambda batch: batch.uid in known)
            for fact in (*section.creations, *section.edits)
        ]
    assert [fact for fact in rest if not places[fact.batch]] == [fact for fact in whole if not places[fact.batch]]
    seen["passed over"] += len(rest) < len(whole)
