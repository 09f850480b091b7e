"""Faults seeded into the worker that is killed: what the harness is worth is which of these it catches."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models.edits.followups import assign_followup
from models.edits.reasons import add_reason
from models.edits.visits import record_visits
from models.facts import union
from models.inputs.forms import FollowupInput, ReasonInput, VisitInput
from models.ledger import backups
from models.ledger.campaign_rule import scope_rule
from models.ledger.ledger import Change, Changes, Ledger
from models.ledger.summaries import refresh_touched
from models.tables.record_kinds import VISIT
from tests.faults import day

FAULTS: dict[str, Callable[[], None]] = {}


def fault(seed: Callable[[], None]) -> Callable[[], None]:
    FAULTS[seed.__name__.replace("_", "-")] = seed
    return seed


def _mostly(*names: str) -> None:
    """Let the worker do little else, so that few rounds are needed."""
    real = day.Day.next_step

    def next_step(self: day.Day) -> Callable[[], Any]:
        if self._rng.random() < 0.2:
            return real(self)
        step: Callable[[], Any] = getattr(self, self._rng.choice(names))
        return step

    day.Day.next_step = next_step


@fault
def saved_before_the_commit() -> None:
    """A change is committed when the next one begins."""

    @contextmanager
    def writing(self: Any, *, bulk: bool) -> Iterator[sqlite3.Connection]:
        db = self._writer
        if db.in_transaction:
            db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
        yield db

    Ledger._writing = writing


@fault
def visit_in_several_transactions() -> None:
    _mostly("visit")

    def record(ledger: Ledger, organizations: Sequence[int], visit: VisitInput) -> Changes:
        changes = record_visits(ledger, organizations, visit.model_copy(update={"reasons": (), "next_on": None}))
        uid = bytes.fromhex(changes.made_id(VISIT))
        for code in visit.reasons:
            add_reason(ledger, organizations[0], ReasonInput(code=code, opened_on=visit.visited_on, visit=uid))
        if visit.next_on:
            assign_followup(ledger, organizations, FollowupInput(task="再次走访", due_on=visit.next_on, visit=uid))
        return changes

    day.record_visits = record


@fault
def summaries_in_a_transaction_of_their_own() -> None:
    real = Ledger.change

    @contextmanager
    def change(self: Ledger, **how: Any) -> Iterator[Change]:
        with real(self, **how) as writer:
            writer.summarize_later = True
            yield writer
        if not writer.is_empty:
            with self.local_write() as db:
                refresh_touched(db, scope_rule(db), writer.touched)

    Ledger.change = change


@fault
def merge_in_two_transactions() -> None:
    _mostly("merge", "undo_merge")
    real = union._Union._take_edits

    def take_edits(self: Any) -> None:
        self._db.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")
        real(self)

    union._Union._take_edits = take_edits


@fault
def backup_under_its_name_while_it_is_written() -> None:
    """On a slow stick, without a temporary file."""
    _mostly("back_up")

    def write_file(path: Path, write: Callable[[Path], None], verify: Callable[[Path], None]) -> None:
        whole = path.with_suffix(".part")
        write(whole)
        with path.open("wb") as file:
            for byte in range(0, whole.stat().st_size, 4096):
                file.write(whole.read_bytes()[byte : byte + 4096])
                file.flush()
                os.fsync(file.fileno())
        whole.unlink()
        verify(path)

    backups.write_file = write_file
