"""`python -m tests.benchmarks [--organizations N] [--folder DIR]`."""

import argparse
import platform
import sqlite3
from pathlib import Path

from tests.benchmarks.measure import Result, table
from tests.benchmarks.store import editing, importing, making, proving, workplace
from tests.benchmarks.window import helping, starting


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--organizations", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="on which disk to measure")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--no-window", action="store_true")
    arguments = parser.parse_args()
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"{arguments.organizations:,} organizations, {versions}")
    with workplace(arguments.folder) as place:
        demo, results = making(place, arguments.organizations)
        _say(results)
        for part in (
            lambda: importing(place, demo),
            lambda: editing(demo, arguments.rounds),
            lambda: proving(demo),
            lambda: [] if arguments.no_window else starting(demo, 5),
            lambda: helping(7),
        ):
            found = part()
            _say(found)
            results += found
    print()
    print(table(results))
    return 0 if all(result.met for result in results) else 1


def _say(results: list[Result]) -> None:
    for result in results:
        print(f"  {result.name}: {result.figure} / {result.floor} = {result.ratio:.2f}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
