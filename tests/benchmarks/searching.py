"""Search as one types against LIKE: the first 50 with their rows, p95 of each group of queries.

Both give the same answers, which is looked at: the first 50 of every query, everyone of some (like_peer says how LIKE
does it).
"""

import random
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from itertools import cycle
from math import ceil, inf
from pathlib import Path
from typing import TypeVar

from pypinyin import Style, lazy_pinyin

from models.ledger.ledger import Ledger
from models.queries.organization_list import ListQuery, first_rows, ids, rows_of
from models.rules.folding import fold
from models.rules.pinyin import initials, readings
from models.search.keeping import keep_index
from models.search.ledger_index import index_of
from tests.benchmarks.like_peer import FORMS, give_sounds, like_question
from tests.benchmarks.measure import Result, table

SHOWN = 50
PER_GROUP = 20
_SAMPLED = 4_000
_MUCH = 4
_COMPARED = 2  # of so many queries of a group everyone who is found is compared
#: Seconds: how long one piece of work is repeated, and from when on it is measured once.
_WATCHED, _LONG = 0.05, 0.1
#: A group is gone through so often, what takes long once: a busy second of the machine lasts longer than one query.
_PASSES = 3
_Found = TypeVar("_Found")
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
        yield _sounding([row[0] for row in _sample(ledger)])
        yield from _groups(ledger, rounds)


def some_groups(demo: Path, rounds: int, names: Sequence[str]) -> Iterator[Result]:
    """Some groups of queries with the index as it is: of a large ledger all at once take long."""
    with Ledger.open(demo) as ledger:
        keep_index(ledger)
        yield from _groups(ledger, rounds, names)


def _groups(ledger: Ledger, rounds: int, names: Sequence[str] = ()) -> Iterator[Result]:
    with ledger.reading() as db:
        give_sounds(db)
    for name, queries in groups(_sample(ledger)).items():
        if not names or name in names:
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
    ours = dict.fromkeys(queries, inf)
    like = dict.fromkeys(queries, inf)
    for again in range(_PASSES):
        for each in queries:
            seconds, found = _least_time(partial(_search, ledger, each), rounds)
            ours[each] = min(ours[each], seconds)
            if not again or like[each] < _LONG:
                like[each] = min(like[each], _like_time(ledger, each, found, rounds))
    for each in queries[:_COMPARED]:
        _compare(
            each, list(ids(ledger, ListQuery(search=each))), _like_ids(ledger, *like_question(each, FORMS[-1]), -1)
        )
    floor, _rows = _least_time(partial(rows_of, ledger, list(range(1, SHOWN + 1))), rounds)
    # Where LIKE stops after a few rows both only read the 50 rows: nothing is to be won.
    figure, peer = _p95(ours.values()), _p95(like.values())
    goal = 1 / 20 if peer > _MUCH * floor else None
    return Result(f"search, {name}", f"{figure * 1e3:.2f} ms", f"LIKE {peer * 1e3:.1f} ms", figure / peer, goal)


def _like_time(ledger: Ledger, text: str, found: list[int], rounds: int) -> float:
    """What LIKE takes for the same ones in the quicker form; where it has to read everybody that is the second one."""
    times = []
    for form in FORMS if len(found) == SHOWN else FORMS[-1:]:
        seconds, others = _least_time(partial(_like, ledger, *like_question(text, form)), rounds)
        _compare(text, found, others)
        times.append(seconds)
    return min(times)


def _compare(text: str, ours: list[int], others: list[int]) -> None:
    if ours != others:
        raise AssertionError(f"“{text}” finds {len(ours)}, LIKE {len(others)}, others or in another order")


def _least_time(work: Callable[[], _Found], rounds: int) -> tuple[float, _Found]:
    """The least of several rounds (a busy machine only ever adds), and the answer.

    Short and long work is watched for the same time, so that both meet the machine's quiet moments; one round is one.
    """
    times: list[float] = []
    while True:
        started = time.thread_time()
        found = work()
        times.append(time.thread_time() - started)
        if (len(times) >= rounds and (rounds == 1 or sum(times) > _WATCHED)) or times[0] > _LONG:
            return min(times), found


def _own_time(work: Callable[[], object]) -> float:
    """Processor time of this thread: the machine may be busy with other things, and everything is in its memory."""
    started = time.thread_time()
    work()
    return time.thread_time() - started


def _p95(times: Collection[float]) -> float:
    return sorted(times)[ceil(0.95 * len(times)) - 1]


def _search(ledger: Ledger, text: str) -> list[int]:
    return [row.id for row in first_rows(ledger, ListQuery(search=text), SHOWN)]


def _like(ledger: Ledger, question: str, values: list[str]) -> list[int]:
    return [row.id for row in rows_of(ledger, _like_ids(ledger, question, values, SHOWN))]


def _like_ids(ledger: Ledger, question: str, values: list[str], limit: int) -> list[int]:
    with ledger.reading() as db:
        return [row[0] for row in db.execute(f"{question} LIMIT {limit}", values)]


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


def main(demo: str, rounds: str = "3", *names: str) -> None:
    """`python -m tests.benchmarks.searching LEDGER [ROUNDS [GROUP ...]]`: this part alone, or some groups of it."""
    found = []
    for result in some_groups(Path(demo), int(rounds), names) if names else results(Path(demo), int(rounds)):
        found.append(result)
        print(f"  {result.name}: {result.figure} / {result.floor} = {result.ratio:.3f}", flush=True)
    print(table(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
