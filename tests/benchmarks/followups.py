"""100,000 follow-ups: the board and the table against plain SQL over the same rows, and the window's heartbeat.

Each is read for the first time, and again after a change of one of them.
"""

import time
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from models.demo.make import make_demo
from models.edits.followups import move_followups
from models.facts.canonical import new_record_uid
from models.ledger.ledger import Ledger
from models.queries.followup_board import followup_board
from models.queries.followup_list import followup_ids, followup_rows
from models.queries.followup_memory import kept
from models.queries.people_list import cadres
from models.tables.record_kinds import FOLLOWUP
from tests.benchmarks.measure import Result, paired

_ORGANIZATIONS = 20_000
_PAGE = 128
_PLAIN = (
    "SELECT f.id, f.cadre, f.due_on, o.street, o.name FROM followup f JOIN organization o ON o.id=f.org_id "
    "WHERE f.state='open' AND f.deleted IS NOT 1 ORDER BY f.due_on, o.street, o.name"
)


def followups(folder: Path, count: int, rounds: int) -> list[Result]:
    """The board by its three lanes, the table's order, a page of it; without a window."""
    with busy_ledger(folder, count) as ledger:
        results = []
        for by in ("person", "street", "reason"):
            board = partial(followup_board, ledger, by)
            results += [
                _beside_plain(f"board by {by}, {count:,}, first", partial(_first, ledger, board), ledger, rounds, 5.0),
                _beside_plain("the same after a change", partial(_again, ledger, board), ledger, rounds, 0.5),
            ]
        for sort in ("", "name"):
            table = partial(_table, ledger, sort)
            name = f"table by {sort or 'day'}, {count:,}"
            results += [
                _beside_plain(f"{name}, first", partial(_first, ledger, table), ledger, rounds, 5.0),
                _beside_plain("the same after a change", partial(_again, ledger, table), ledger, rounds, 1.0),
            ]
        ids = followup_ids(ledger, "open")[:_PAGE]
        figure, floor, ratio = paired(
            partial(followup_rows, ledger, ids), partial(_plain_page, ledger, list(ids)), rounds=rounds
        )
        results.append(Result("a page of the table", _ms(figure), f"plain rows {_ms(floor)}", ratio, 5.0))
        return results


def heartbeats(folder: Path, count: int) -> list[Result]:
    """The longest pause of a window that shows the board, changes its lanes, and scrolls the table."""
    from PySide6.QtCore import QElapsedTimer, QTimer  # noqa: PLC0415 - the rest needs no window
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from tests.ui.waiting import settle  # noqa: PLC0415
    from ui.followups.page import make_page  # noqa: PLC0415
    from ui.jobs import JobRunner  # noqa: PLC0415
    from ui.session import LedgerSession  # noqa: PLC0415

    app = QApplication.instance() or QApplication(["benchmark", "-platform", "offscreen"])
    with busy_ledger(folder, count) as ledger:
        runner = JobRunner()
        page: Any = make_page(LedgerSession(ledger, runner))
        page.resize(1286, 698)
        page.show()
        clock, pauses, own = QElapsedTimer(), [], [time.thread_time()]
        beat = QTimer()

        def note() -> None:
            pauses.append(clock.restart() / 1000)
            own.append(time.thread_time())

        beat.timeout.connect(note)
        clock.start()
        beat.start(5)
        page.activate()
        settle(lambda: runner.is_busy)
        for by in ("street", "reason", "person"):
            page._choose_lanes(by)
            settle(lambda: runner.is_busy)
        page.show_view("table")
        settle(lambda: runner.is_busy)
        for place in range(0, count, max(count // 40, 1)):
            page.table.go_to_row(min(place, page._model.source.count() - 1))
            settle(lambda: runner.is_busy)
        beat.stop()
        works = sorted(after - before for before, after in pairwise(own))
        runner.shut_down()
        page.close()
        app.processEvents()
    longest, late = works[-1], sum(pause > 0.1 for pause in pauses) / len(pauses)
    return [
        Result("longest work on the window's thread", _ms(longest), "100 ms", longest / 0.1, 1.0),
        Result("heartbeats later than 100 ms", f"{late:.3%}", "0.1 %", late / 0.001, None),
    ]


def busy_ledger(folder: Path, count: int) -> Ledger:
    """A demo with `count` open follow-ups on top, over streets, people and months; made once for a folder."""
    path = folder / f"followups-{count}.jhtz"
    if path.exists():
        return Ledger.open(path)
    ledger = make_demo(path, organizations=min(_ORGANIZATIONS, max(count // 5, 50)))
    people = [cadre.uid.hex() for cadre in cadres(ledger)]
    with ledger.reading() as db:
        organizations = db.execute("SELECT id, uid FROM organization").fetchall()
    today = ledger.today()

    def row(number: int) -> tuple[bytes, int, bytes, list[object]]:
        organization, uid = organizations[number * 7919 % len(organizations)]
        due = today + timedelta(days=number % 120 - 30)
        values: dict[str, object] = {"task": f"第 {number} 件", "due_on": due.isoformat(), "state": "open"}
        values["cadre"] = people[number % len(people)]
        facts = [values.get(name) for name in FOLLOWUP.names]
        made = new_record_uid(ledger.surroundings.milliseconds(), ledger.surroundings.entropy)
        return made, organization, uid, facts

    with ledger.change(bulk=True) as change:
        change.create_many(FOLLOWUP, (row(number) for number in range(count)))  # type: ignore[arg-type]  # facts are values
    return ledger


def _beside_plain(name: str, work: partial[object], ledger: Ledger, rounds: int, goal: float) -> Result:
    figure, floor, ratio = paired(work, partial(_plain, ledger), rounds=rounds)
    return Result(name, _ms(figure), f"plain rows {_ms(floor)}", ratio, goal)


def _first(ledger: Ledger, work: partial[object]) -> object:
    with ledger.local_write():  # whatever is kept is read anew
        pass
    return work()


def _again(ledger: Ledger, work: partial[object]) -> object:
    with ledger.reading() as db:
        (one,) = db.execute("SELECT id FROM followup WHERE state='open' ORDER BY id LIMIT 1").fetchone()
        (due,) = db.execute("SELECT due_on FROM followup WHERE id=?", (one,)).fetchone()
    move_followups(ledger, [one], due_on=date.fromisoformat(due) + timedelta(days=1))
    return work()


def _table(ledger: Ledger, sort: str) -> object:
    with kept(ledger) as memory:
        ids = memory.ids("open", sort=sort)
        return ids, memory.rows(ids[:_PAGE]), memory.counts()


def _plain(ledger: Ledger) -> list[Any]:
    with ledger.reading() as db:
        return db.execute(_PLAIN).fetchall()


def _plain_page(ledger: Ledger, ids: list[int]) -> list[Any]:
    marks = ",".join("?" * len(ids))
    with ledger.reading() as db:
        return db.execute(
            f"SELECT f.*, o.* FROM followup f JOIN organization o ON o.id=f.org_id WHERE f.id IN ({marks})", ids
        ).fetchall()


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.0f} ms"
