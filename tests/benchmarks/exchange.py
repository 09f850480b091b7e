"""Exchange files by themselves: writing, decoding, proving, size and memory, held against raw rows.

    .venv/bin/python -m tests.benchmarks.exchange [--organizations N] [--size 5000] [--folder DIR]

The floor of reading is INSERT … SELECT, row by row, of the same rows into plain tables (`+rowid>0`: SQLite copies
whole pages otherwise); of size, a plain database of the same rows. Memory is that of a process of its own.
"""

import argparse
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from models.demo.make import make_demo
from models.edits.new_ledger import create_ledger
from models.exchange.container import digest_of, read_end
from models.exchange.file import ExchangeFile
from models.exchange.known import profile_keyring
from models.exchange.reading import Incoming, open_exchange, open_ledger_source
from models.exchange.selecting import Scope
from models.exchange.signing import file_signature_fits
from models.exchange.writing import Wanted, write_exchange
from models.facts.records import chunks, marks
from models.facts.union import unite
from models.ledger.ledger import Ledger
from models.progress import Progress
from tests.benchmarks.measure import Result, paired, run_python, seconds, table
from tests.benchmarks.plain import TABLES, insert, plain_database, rows_of
from tests.benchmarks.store import workplace

_READ = """
import sys
from pathlib import Path
from models.exchange.file import ExchangeFile
from models.exchange.known import profile_keyring
from tests.peak import peak_megabytes
with ExchangeFile.open(Path(sys.argv[1]), keys=profile_keyring()) as found:
    print(sum(len(section.creations) + len(section.edits) for section in found.sections()), peak_megabytes())
"""
_WRITE = """
import sys
from pathlib import Path
from models.exchange.writing import Wanted, write_exchange
from models.ledger.ledger import Ledger
from models.progress import Progress
from tests.peak import peak_megabytes
with Ledger.open(Path(sys.argv[1]), read_only=True) as ledger:
    facts = write_exchange(ledger, Path(sys.argv[2]), Wanted(), program="", progress=Progress()).facts
    print(facts, peak_megabytes())
"""
_MOST_MB = 300.0


def slices(place: Path, demo: Path, size: int, rounds: int) -> list[Result]:
    """One cadre's part of a ledger: about `size` organizations with everything of theirs."""
    path = place / "slice.jhx"
    with Ledger.open(demo) as ledger:
        wanted = Wanted(scope=_part(ledger, size))
        write: Callable[[], object] = lambda: write_exchange(  # noqa: E731 - measured as it is called
            ledger, path, wanted, program="", progress=Progress()
        )
        write()
        incoming = open_exchange(path)
        source, floor = _raw(place, incoming)
        took, copied, ratio = paired(write, floor, rounds=rounds)
        results = [_line("slice written and read back", took, copied, ratio, None)]
    took, copied, ratio = paired(lambda: open_exchange(path), floor, rounds=rounds)
    results.append(_line("slice decoded and proven", took, copied, ratio, 5.0))
    took, copied, ratio = paired(lambda: _only_proven(path), floor, rounds=rounds)
    results.append(_line("its digest and signature", took, copied, ratio, 0.3))
    took, copied, ratio = paired(lambda: _passed_over(path), floor, rounds=rounds)
    results.append(_line("slice passed over, all known", took, copied, ratio, 0.5))
    stored, plain = path.stat().st_size, source.stat().st_size
    results.append(
        Result("size of the slice", f"{stored / 1e6:.2f} MB", f"plain {plain / 1e6:.2f} MB", stored / plain, 0.5)
    )
    return results


def whole(place: Path, demo: Path) -> list[Result]:
    """A whole ledger: how long, and how much memory the streams need."""
    path = place / "whole.jhx"
    wrote, said = run_python(_WRITE, str(demo), str(path))
    facts, write_mb = int(said.split()[0]), float(said.split()[1])
    read, said = run_python(_READ, str(path))
    read_mb = float(said.split()[1])
    size = path.stat().st_size
    raw = seconds(lambda: open_ledger_source(demo))
    return [
        Result("memory of writing all", f"{write_mb:.0f} MB", f"{_MOST_MB:.0f} MB", write_mb / _MOST_MB, 1.0),
        Result("memory of proving all", f"{read_mb:.0f} MB", f"{_MOST_MB:.0f} MB", read_mb / _MOST_MB, 1.0),
        Result("size of all", f"{size / 1e6:.1f} MB", "the ledger", size / demo.stat().st_size, 0.5),
        Result("all written and read back", f"{wrote:.1f} s", f"{facts:,} facts", wrote * 1e6 / facts, None),
        Result("all proven", f"{read:.1f} s", f"{facts:,} facts", read * 1e6 / facts, None),
        Result("the raw ledger as a source", f"{raw:.1f} s", f"the file {read:.1f} s", raw / read, None),
    ]


def _part(ledger: Ledger, size: int) -> Scope:
    """As many streets as it takes to have so many organizations."""
    with ledger.reading() as db:
        rows = db.execute("SELECT street, count(*) FROM organization WHERE street<>'' GROUP BY street").fetchall()
    streets, total = [], 0
    for street, count in rows:
        if total < size:
            streets.append(street)
            total += count
    return Scope(streets=tuple(streets))


def _raw(place: Path, incoming: Incoming) -> tuple[Path, Callable[[], None]]:
    """A plain database of the same rows, and what copies them row by row into another one."""
    merged = place / "merged.jhtz"
    with create_ledger(merged, unit="甲", person="乙") as ledger, ledger.local_write() as db:
        unite(db, incoming.body, file_digest=incoming.digest, now=0)
    source = place / "source.db"
    with closing(plain_database(source)) as db:
        db.execute("PRAGMA foreign_keys=OFF")
        width = {name: len(db.execute(f"SELECT * FROM {name} LIMIT 0").description) for name in _tables(db)}
        for name in width:
            insert(db, name, [row[: width[name]] for row in rows_of(merged, name)])
    target = place / "target.db"

    def copy() -> None:
        target.unlink(missing_ok=True)
        with closing(plain_database(target)) as db:
            db.execute("PRAGMA foreign_keys=OFF")
            db.execute("ATTACH ? AS i", (str(source),))
            db.execute("BEGIN IMMEDIATE")
            for name in width:
                db.execute(f"INSERT INTO main.{name} SELECT * FROM i.{name} WHERE +rowid>0")
            db.execute("COMMIT")

    return source, copy


def _tables(db: sqlite3.Connection) -> list[str]:
    here = {row[0] for chunk in chunks(TABLES) for row in db.execute(_NAMED.format(marks(chunk)), chunk)}
    return [name for name in TABLES if name in here]


_NAMED = "SELECT name FROM sqlite_master WHERE type='table' AND name IN ({})"


def _only_proven(path: Path) -> None:
    end = read_end(path)
    if end is None or digest_of(path) != end.digest:
        raise ValueError("digest")
    if not file_signature_fits(end.public_key, end.digest, end.signature):
        raise ValueError("signature")


def _passed_over(path: Path) -> None:
    with ExchangeFile.open(path, keys=profile_keyring()) as found:
        for _section in found.sections(known=lambda _batch: True):
            raise ValueError("unpacked")


def _line(name: str, took: float, floor: float, ratio: float, goal: float | None) -> Result:
    return Result(name, f"{took * 1000:.0f} ms", f"INSERT … SELECT {floor * 1000:.0f} ms", ratio, goal)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.exchange")
    parser.add_argument("--organizations", type=int, default=100_000)
    parser.add_argument("--size", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    arguments = parser.parse_args()
    with workplace(arguments.folder) as place:
        demo = place / "demo.jhtz"
        make_demo(demo, organizations=arguments.organizations).close()
        results = [*slices(place, demo, arguments.size, arguments.rounds), *whole(place, demo)]
    print(table(results))
    return 0 if all(result.met for result in results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
