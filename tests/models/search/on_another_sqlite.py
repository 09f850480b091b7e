"""The comparison with trying everything over apsw's SQLite, newer than the system's: run in a process of its own."""

import os
import random
import sys
from pathlib import Path

import apsw
import pytest

from models.ledger.ledger import Ledger
from models.search.keeping import keep_index
from tests.faults import other_library
from tests.models.search.made_up import fill, queries, records_of, text_of
from tests.models.search.test_brute_force import compare

QUERIES = 250


def main() -> None:
    folder = Path(sys.argv[1])
    os.environ["JIANHUI_PROFILE"] = str(folder / "profile")
    rng = random.Random(13)
    with pytest.MonkeyPatch.context() as patch:
        other_library.use(patch)
        with Ledger.create(folder / "other.jhtz") as ledger:
            fill(ledger, [text_of(rng, rng.randrange(1, 15)) for _name in range(320)], rng)
            if not keep_index(ledger):
                raise SystemExit("no index")
            found = compare(ledger, queries(records_of(ledger), rng, QUERIES))
    print(apsw.sqlite_lib_version(), found)
