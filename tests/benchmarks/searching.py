"""Search as one types against LIKE: the first 50 with their rows, p95 of each group of queries.

LIKE gets what it would need for the same answers: the columns of the ledger, and two more with initials and syllables.
"""

import random
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import cycle
from math import ceil
from pathlib import Path
from statistics import median

from pypinyin import Style, lazy_pinyin

from models.ledger.ledger import Ledger
from models.queries.conditions import PRESENT
from models.queries.organization_list import ListQuery, first_rows, rows_of
from models.rules.folding import fold
from models.rules.pinyin import initials, readings
from models.search.keeping import keep_index
from models.search.ledger_index import index_of
from tests.benchmarks.measure import Result, table

SHOWN = 50
PER_GROUP = 20
_SAMPLED = 4_000
_MUCH = 4
_Row = tuple[str, str, str, str, str]  # name, code, address, head, phone


def searching(demo: Path, rounds: int) -> list[Result]:
    """Everything below, as a list."""
    return list(results(demo, rounds))


def results(demo: Path, rounds: int) -> Iterator[Result]:
    """Every group of queries, the size of the index and the time to make it."""
    with Ledger.open(demo) as ledger:
        index = index_of(ledger)
        if index is None:
            raise AssertionError("this SQLite cannot have an index")
        index.drop()
        built = _own_time(partial(keep_index, ledger))
        size, ledger_size = index.path.stat().st_size, demo.stat().st_size
        made = f"{size / 1e6:.1f} MB in {built:.0f} s"
        yield Result("search index", made, f"ledger {ledger_size / 1e6:.0f} MB", size / ledger_size, 0.25)
        with ledger.reading() as db:
            _give_sounds(db)
        sample = _sample(ledger)
        yield _sounding([row[0] for row in sample])
        for name, queries in groups(sample).items():
            yield _group(ledger, name, queries, rounds)


def _sounding(names: Sequence[str]) -> Result:
    """The initials of names, every reading, against pypinyin's phrase mode (goal G6)."""
    lazy_pinyin(names[0], style=Style.FIRST_LETTER)
    readings()
    theirs = _own_time(lambda: [lazy_pinyin(name, style=Style.FIRST_LETTER) for name in names]) / len(names)
    ours = _own_time(lambda: [list(map(initials, fold(name))) for name in names]) / len(names)
    return Result(
        "initials of a name", f"{ours * 1e6:.1f} us", f"pypinyin {theirs * 1e6:.1f} us", ours / theirs, 1 / 20
    )


def _group(ledger: Ledger, name: str, queries: Sequence[str], rounds: int) -> Result:
    ours = _p95([median(_own_time(partial(_search, ledger, each)) for _round in range(rounds)) for each in queries])
    like = _p95([_own_time(partial(_like, ledger, each)) for each in queries])
    floor = _own_time(partial(rows_of, ledger, list(range(1, SHOWN + 1))))
    # Where LIKE stops after a few rows both only read the 50 rows: nothing is to be won.
    goal = 1 / 20 if like > _MUCH * floor else None
    return Result(f"search, {name}", f"{ours * 1e3:.2f} ms", f"LIKE {like * 1e3:.1f} ms", ours / like, goal)


def _own_time(work: Callable[[], object]) -> float:
    """Processor time of this thread: the machine may be busy with other things, and everything is in its memory."""
    started = time.thread_time()
    work()
    return time.thread_time() - started


def _p95(times: list[float]) -> float:
    return sorted(times)[ceil(0.95 * len(times)) - 1]


def _search(ledger: Ledger, text: str) -> int:
    return len(first_rows(ledger, ListQuery(search=text), SHOWN))


def _like(ledger: Ledger, text: str) -> int:
    """As a search was before there was an index."""
    parts, values = [], {}
    for number, word in enumerate(text.split()):
        name = f"w{number}"
        values[name] = f"%{word}%"
        columns = ("o.name", "o.code", "o.address", "o.head", "o.contact", "o.note", "replace(o.phone,'-','')")
        asked = [f"{column} LIKE :{name}" for column in columns]
        former = "SELECT org_id FROM former_name WHERE deleted IS NOT 1 AND name LIKE"
        asked.append(f"o.id IN ({former} :{name})")
        if word.isascii() and word.isalpha():
            asked.append(f"s.initials LIKE :{name} OR s.syllables LIKE :{name}")
        parts.append(f"({' OR '.join(asked)})")
    sounds = "JOIN temp.sound s ON s.id=o.id" if any("s.initials" in part for part in parts) else ""
    with ledger.reading() as db:
        rows = db.execute(
            f"SELECT o.id FROM organization o {sounds} WHERE {PRESENT} AND {' AND '.join(parts)} "
            f"ORDER BY o.id LIMIT {SHOWN}",
            values,
        ).fetchall()
    return len(rows_of(ledger, [row[0] for row in rows]))


def _give_sounds(db: sqlite3.Connection) -> None:
    """The two columns that LIKE would need: initials and syllables of the name and the head, first readings."""
    known = readings()
    first = {character: spelt[0] for character, spelt in known.items()}

    def sounds(text: str | None, letters: int) -> str:
        return "".join(first.get(character, character)[:letters] for character in fold(text or ""))

    db.create_function("sounds", 2, sounds)
    db.execute("CREATE TEMP TABLE sound(id INTEGER PRIMARY KEY, initials TEXT, syllables TEXT)")
    db.execute(
        "INSERT INTO temp.sound SELECT id, sounds(name,1)||' '||sounds(head,1), sounds(name,9)||' '||sounds(head,9) "
        "FROM organization"
    )


def _sample(ledger: Ledger) -> list[_Row]:
    rng = random.Random(4)
    with ledger.reading() as db:
        (last,) = db.execute("SELECT max(id) FROM organization").fetchone()
        chosen = ",".join(str(rng.randint(1, last)) for _row in range(_SAMPLED))
        columns = "name, coalesce(code,''), coalesce(address,''), coalesce(head,''), coalesce(phone,'')"
        rows: list[_Row] = db.execute(f"SELECT {columns} FROM organization WHERE id IN ({chosen})").fetchall()
    rng.shuffle(rows)
    return rows


def groups(rows: Sequence[_Row]) -> dict[str, list[str]]:
    """The groups of performance.md c: queries cut from records that were drawn by chance."""
    rng = random.Random(5)
    every = cycle(rows)

    def several(cut: Callable[[_Row], str]) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < PER_GROUP:
            if text := cut(next(every)):
                found.setdefault(text)
        return list(found)

    def part(column: int, length: int) -> Callable[[_Row], str]:
        def cut(row: _Row) -> str:
            text = row[column]
            start = rng.randrange(max(1, len(text) - length + 1))
            return text[start : start + length] if len(text) >= length else ""

        return cut

    def sound(column: int, characters: int, letters: int) -> Callable[[_Row], str]:
        return lambda row: "".join(
            rng.choice(readings().get(each, (each,)))[:letters] for each in part(column, characters)(row)
        )

    return {
        "1 character": several(part(0, 1)),
        "2 characters": several(part(0, 2)),
        "3 characters": several(part(0, 3)),
        "4 characters": several(part(0, 4)),
        "whole name": several(lambda row: row[0]),
        "1 letter": list("abcdefghjklmnpqrstwxy")[:PER_GROUP],
        "2 initials": several(sound(0, 2, 1)),
        "3 initials": several(sound(0, 3, 1)),
        "5 initials": several(sound(0, 5, 1)),
        "syllables of 1": several(sound(0, 1, 9)),
        "syllables of 2": several(sound(0, 2, 9)),
        "syllables of 4": several(sound(0, 4, 9)),
        "person": several(lambda row: row[3]),
        "person, initials": several(sound(3, 3, 1)),
        "address, 2 characters": several(part(2, 2)),
        "address, 4 characters": several(part(2, 4)),
        "code, 6": several(part(1, 6)),
        "code, whole": several(lambda row: row[1]),
        "phone, 4": several(part(4, 4)),
        "phone, 11": several(lambda row: row[4]),
        "2 words": several(lambda row: f"{part(0, 2)(row)} {row[3][:1]}"),
        "nothing": several(lambda row: row[0][::-1]),
    }


def main(demo: str, rounds: str = "3") -> None:
    """`python -m tests.benchmarks.searching LEDGER [ROUNDS]`: this part alone."""
    found = []
    for result in results(Path(demo), int(rounds)):
        found.append(result)
        print(f"  {result.name}: {result.figure} / {result.floor} = {result.ratio:.3f}", flush=True)
    print(table(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
