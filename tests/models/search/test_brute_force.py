"""Searching, with the index and without, finds exactly what trying everything finds."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from models.ledger.ledger import Ledger
from models.queries.organization_list import ListQuery, first_rows, ids
from models.rules.pinyin import beginnings
from models.search import ledger_index
from models.search.keeping import keep_index
from models.search.ledger_index import index_of
from tests.conftest import ROOT
from tests.models.search import oracle
from tests.models.search.made_up import fill, queries, records_of, text_of
from tests.models.search.real_names import real_names

#: Trying everything takes its time; more of it by JIANHUI_SEARCH_QUERIES=5000.
QUERIES = int(os.environ.get("JIANHUI_SEARCH_QUERIES", "120"))


def compare(ledger: Ledger, asked: list[str]) -> int:
    """Every answer against the oracle's; how many were found in all."""
    records = records_of(ledger)
    total = 0
    for text in asked:
        wanted = oracle.search(records, text)
        assert list(ids(ledger, ListQuery(search=text))) == wanted, text
        assert [row.id for row in first_rows(ledger, ListQuery(search=text), 20)] == wanted[:20], text
        total += len(wanted)
    return total


@pytest.mark.parametrize("with_index", [True, False])
def test_messy_names(tmp_path: Path, *, with_index: bool) -> None:
    rng = random.Random(11)
    with Ledger.create(tmp_path / "messy.jhtz") as ledger:
        fill(ledger, [text_of(rng, rng.randrange(1, 15)) for _name in range(400)], rng)
        if with_index:
            assert keep_index(ledger)
        asked = queries(records_of(ledger), rng, QUERIES if with_index else QUERIES // 4)
        assert compare(ledger, asked) > len(asked)
        index = index_of(ledger)
        assert index is not None
        assert index.path.exists() == with_index


def test_in_small_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a large ledger does: most answers take several pages; every beginning of a syllable among the words."""
    monkeypatch.setattr(ledger_index, "_PAGES", (5, 2, 3))
    rng = random.Random(13)
    with Ledger.create(tmp_path / "pages.jhtz") as ledger:
        fill(ledger, [text_of(rng, rng.randrange(1, 15)) for _name in range(400)], rng)
        assert keep_index(ledger)
        compare(ledger, [*queries(records_of(ledger), rng, QUERIES // 4), *rng.sample(sorted(beginnings()), QUERIES)])


def test_real_names(tmp_path: Path, shared_data: Path) -> None:
    rng = random.Random(12)
    names = rng.sample(real_names(shared_data), 800)
    with Ledger.create(tmp_path / "real.jhtz") as ledger:
        fill(ledger, names, rng)
        assert keep_index(ledger)
        assert compare(ledger, queries(records_of(ledger), rng, QUERIES // 2)) > QUERIES


def test_on_the_newest_sqlite(tmp_path: Path) -> None:
    """In a process of its own: two libraries in one would disturb each other's locks."""
    script = "from tests.models.search.on_another_sqlite import main; main()"
    found = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    version, count = found.stdout.split()
    assert tuple(map(int, version.split("."))) >= (3, 46)
    assert int(count) > 300
