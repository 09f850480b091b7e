"""`python -m tests.benchmarks [--organizations N] [--folder DIR]`, or a part alone.

`--ledger FILE` measures the list on that ledger, `--imports` the imports, `--merges` merging,
`--country` the memory of 902,000 rows.
"""

import argparse
import platform
import sqlite3
from pathlib import Path

from tests.benchmarks.followups import followups, heartbeats
from tests.benchmarks.grid import beating, paging, panel
from tests.benchmarks.importing import country, sheets, transactions
from tests.benchmarks.long_history import long_history
from tests.benchmarks.measure import Result, table
from tests.benchmarks.merging import merging
from tests.benchmarks.searching import searching
from tests.benchmarks.store import editing, importing, making, proving, workplace
from tests.benchmarks.twenty_files import twenty_files
from tests.benchmarks.window import helping, starting

_COUNTRY = 902_000
#: Of an import alone: a busy machine only ever adds.
_ROUNDS = 3


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--organizations", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="on which disk to measure")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--no-window", action="store_true")
    parser.add_argument("--ledger", type=Path, help="measure the list on this ledger only")
    parser.add_argument("--polars", type=Path, help="the Python of an environment with polars, for G11")
    parser.add_argument("--imports", action="store_true", help="measure imports only")
    parser.add_argument("--country", action="store_true", help="measure only what importing 902,000 rows takes")
    parser.add_argument("--merges", action="store_true", help="measure merging only")
    arguments = parser.parse_args()
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"{arguments.organizations:,} organizations, {versions}")
    if arguments.ledger is not None:
        return _list_only(arguments.ledger, arguments.polars)
    if arguments.merges:
        return _merges_only(arguments.folder, arguments.organizations)
    if arguments.imports or arguments.country:
        return _imports_only(arguments.folder, arguments.organizations, is_country=arguments.country)
    with workplace(arguments.folder) as place:
        demo, results = making(place, arguments.organizations)
        _say(results)
        for part in (
            lambda: importing(place, demo),
            lambda: transactions(place, arguments.organizations),
            lambda: sheets(place, arguments.organizations),
            lambda: editing(demo, arguments.rounds),
            lambda: proving(demo),
            lambda: searching(demo, 3),
            lambda: followups(place, arguments.organizations, 5),
            lambda: long_history(place, 10_000, 5),
            lambda: [] if arguments.no_window else heartbeats(place, arguments.organizations),
            lambda: [] if arguments.no_window else starting(demo, 5),
            lambda: [] if arguments.no_window else paging(demo),
            lambda: [] if arguments.no_window else beating(demo),
            lambda: panel(demo, arguments.polars) if arguments.polars else [],
            lambda: helping(7),
        ):
            found = part()
            _say(found)
            results += found
    print()
    print(table(results))
    return 0 if all(result.met for result in results) else 1


def _list_only(demo: Path, polars: Path | None) -> int:
    results = [*starting(demo, 5), *paging(demo), *beating(demo), *(panel(demo, polars) if polars else [])]
    _say(results)
    print()
    print(table(results))
    return 0 if all(result.met for result in results) else 1


def _merges_only(folder: Path | None, organizations: int) -> int:
    with workplace(folder) as place:
        demo, _made = making(place, organizations)
        results = [*merging(place, demo, organizations), *twenty_files(place, demo)]
    print(table(results))
    return 0 if all(result.met for result in results) else 1


def _imports_only(folder: Path | None, organizations: int, *, is_country: bool) -> int:
    with workplace(folder) as place:
        if is_country:
            results = country(place, _COUNTRY)
        else:
            results = [
                *transactions(place, organizations, rounds=_ROUNDS),
                *sheets(place, organizations, rounds=_ROUNDS),
            ]
    print(table(results))
    return 0 if all(result.met for result in results) else 1


def _say(results: list[Result]) -> None:
    for result in results:
        print(f"  {result.name}: {result.figure} / {result.floor} = {result.ratio:.2f}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
