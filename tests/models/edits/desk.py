"""A ledger of one office with a clock that tests set, and what can be asked of it. Shared by the tests of models."""

import random
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import uscc

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization
from models.edits.people import add_cadre
from models.errors import InputProblem
from models.facts.writer import Surroundings
from models.ledger import connection
from models.ledger.health import check_ledger, digests
from models.ledger.ledger import Changes, Ledger
from models.progress import Progress
from models.rules.credit_codes import organization_check
from models.tables.record_kinds import CADRE, ORGANIZATION, RECORD_KINDS

#: A Wednesday.
TODAY = date(2024, 9, 25)
HAIZHU = "440105"
CHIGANG = "440105001"


def code_of(prefix: str, region: str, number: int = 1) -> str:
    """A made-up credit code with both check characters right; `number` tells several apart."""
    body = f"MJ{number:06d}"
    stem = f"{prefix}{region}{body}{organization_check(body)}"
    return stem + str(uscc.calc_check_digit(stem))


class Clock:
    """A wall clock that stands at nine in the morning and goes on by a second at every look."""

    def __init__(self, day: date) -> None:
        self.set(day)

    def set(self, day: date) -> None:
        self._now = int(datetime.combine(day, time(9)).timestamp() * 1000)

    def __call__(self) -> int:
        self._now += 1000
        return self._now


@dataclass
class Desk:
    """An open ledger of 海珠区总工会 with its clock; 张三 works there."""

    ledger: Ledger
    clock: Clock

    @property
    def path(self) -> Path:
        return self.ledger.path

    def reopen(self) -> None:
        """Close the ledger and open it again, as after a restart of the program."""
        surroundings = self.ledger.surroundings
        self.ledger.close()
        self.ledger = Ledger.open(self.path, surroundings=surroundings)

    def add(self, name: str, **values: object) -> int:
        """A new organization; its local id."""
        add_organization(self.ledger, {"name": name, **values})
        return int(self.one("SELECT max(id) FROM organization")[0])

    def colleague(self, name: str) -> bytes:
        """A further cadre of this unit; the record id."""
        return bytes.fromhex(add_cadre(self.ledger, name).made_id(CADRE))

    def all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self.ledger.reading() as db:
            rows: list[tuple[Any, ...]] = db.execute(query, values).fetchall()
        return rows

    def one(self, query: str, *values: object) -> tuple[Any, ...]:
        return self.all(query, *values)[0]

    def column(self, organization: int, name: str) -> Any:
        """A stored or derived column of an organization."""
        return self.one(f"SELECT {name} FROM organization WHERE id=?", organization)[0]

    def facts(self, organization: int) -> dict[str, Any]:
        """What was entered of an organization."""
        row = self.one(f"SELECT {','.join(ORGANIZATION.names)} FROM organization WHERE id=?", organization)
        return dict(zip(ORGANIZATION.names, row, strict=True))

    def shown(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every present record of every kind with everything that is derived, without local ids and batches."""
        found = {}
        for kind in RECORD_KINDS:
            columns = [row[1] for row in self.all(f"PRAGMA table_info({kind.table})")]
            kept = [name for name in columns if name not in {"id", "created_in", "org_id", "next_followup", "deleted"}]
            rows = self.all(f"SELECT {','.join(kept)} FROM {kind.table} WHERE deleted IS NOT 1 ORDER BY uid")
            found[kind.table] = rows
        return found

    def count(self, table: str) -> int:
        """Present records."""
        return int(self.one(f"SELECT count(*) FROM {table} WHERE deleted IS NOT 1")[0])

    def prove(self) -> None:
        """The ledger's own check finds nothing, derived columns included."""
        with self.ledger.reading() as db:
            assert check_ledger(db, Progress()) == []


@contextmanager
def desk(folder: Path, *, today: date = TODAY, division: str | None = HAIZHU) -> Iterator[Desk]:
    """A new ledger in that folder; closed at the end."""
    clock = Clock(today)
    surroundings = Surroundings(clock, random.Random(7).randbytes)
    path = folder / "海珠.jhtz"
    ledger = create_ledger(path, unit="海珠区总工会", person="张三", division=division, surroundings=surroundings)
    open_desk = Desk(ledger, clock)
    try:
        yield open_desk
    finally:
        open_desk.ledger.close()


@contextmanager
def refused(on: Desk, words: str, *, fields: Mapping[str, str] | None = None) -> Iterator[None]:
    """The block is refused with a Chinese sentence that matches, and nothing of it is written."""
    before = digests(on.ledger), on.one("SELECT count(*), max(id) FROM batch")
    with pytest.raises(InputProblem, match=words) as caught:
        yield
    assert any("一" <= character <= "鿿" for character in caught.value.user_text)
    if fields is not None:
        assert caught.value.fields.keys() == fields.keys()
    assert (digests(on.ledger), on.one("SELECT count(*), max(id) FROM batch")) == before


def without_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let SQLite leave the flushing to the system: these tests pull no plugs."""
    settle = connection._settle

    def settle_quickly(db: sqlite3.Connection, *, writable: bool) -> None:
        settle(db, writable=writable)
        if writable:
            db.execute("PRAGMA synchronous=OFF")

    monkeypatch.setattr(connection, "_settle", settle_quickly)


def nothing_changed(changes: Changes) -> bool:
    """True for an edit that found nothing to do."""
    return changes == Changes("", frozenset(), frozenset())
