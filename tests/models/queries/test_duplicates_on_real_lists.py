"""How much is found on real lists with seeded duplicates, and how much else is proposed.

Every tenth kindergarten of Guangzhou is entered a second time as people do it who do not look first: with a slip of
the pen, without the place, with 民办, moved, renamed. What is found is measured against bounds with some room.
"""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from models.edits.organizations import add_organization
from models.importing.importer import ImportOptions, run_import
from models.importing.mapping import propose_mapping
from models.importing.table import open_table
from models.queries.duplicate_finding import find_duplicates
from models.queries.duplicates import Kind, duplicate_queue
from tests.models.edits.desk import Desk, desk, without_waiting_for_the_disk

_EVERY = 10
_SLIPS = "园元苑圆星兴心馨安案宝保贝蓓"


def slip(rng: random.Random, name: str) -> str:
    """One character of the part that tells it from others is wrong."""
    end = max(len(name) - 3, 1)
    at = rng.randrange(max(end - 3, 0), end)
    return name[:at] + rng.choice([c for c in _SLIPS if c != name[at]]) + name[at + 1 :]


MUTATIONS = {
    "slip": lambda rng, row: row | {"name": slip(rng, row["name"])},
    "without the place": lambda _rng, row: row | {"name": row["name"].removeprefix("广州市")},
    "民办": lambda _rng, row: row | {"name": row["name"].replace("幼儿园", "民办幼儿园"), "address": None},
    "moved": lambda rng, row: row | {"address": f"新港东路{rng.randrange(900, 999)}号"},
    "renamed": lambda rng, row: row | {"name": f"广州市新名{rng.choice('春夏秋冬')}{rng.randrange(99)}幼儿园"},
}


@pytest.fixture
def kindergartens(shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    without_waiting_for_the_disk(monkeypatch)
    with desk(tmp_path, division="4401") as office:
        table = open_table(shared_data / "guangzhou_kindergartens" / "kindergartens_1688.csv")
        run_import(office.ledger, ImportOptions(table, propose_mapping(table), date(2024, 1, 1)))
        yield office


def test_what_is_found_and_what_else_is_proposed(kindergartens: Desk) -> None:
    office = kindergartens
    find_duplicates(office.ledger)
    before = {(pair.a, pair.b) for pair in duplicate_queue(office.ledger).pairs}
    rows = office.all("SELECT id, name, phone, address FROM organization WHERE phone IS NOT NULL ORDER BY id")
    rng = random.Random(5)
    wanted: dict[tuple[int, int], str] = {}
    for number, (record, name, phone, address) in enumerate(rows[::_EVERY]):
        kind = list(MUTATIONS)[number % len(MUTATIONS)]
        values = MUTATIONS[kind](rng, {"name": name, "phone": phone, "address": address})
        made = next(iter(add_organization(office.ledger, values).organizations))
        wanted[record, made] = kind
    find_duplicates(office.ledger)
    queue = duplicate_queue(office.ledger)
    found = {(pair.a, pair.b): pair.kind for pair in queue.pairs}
    totals = Counter(wanted.values())
    recall = {
        kind: sum(each == kind for pair, each in wanted.items() if pair in found) / totals[kind] for kind in totals
    }
    surely = [pair for pair, kind in found.items() if kind in {Kind.STRONG, Kind.LIKELY}]
    precision = sum(pair in wanted for pair in surely) / len(surely)
    noise = len(found.keys() - wanted.keys() - before)
    assert sum(totals.values()) > 150
    assert min(recall.values()) > 0.85, recall
    assert precision > 0.9, precision
    assert len(before) < 30
    assert noise < len(wanted), noise
