"""Several laptops with copies of one ledger, sending each other files. Shared by the tests of merging."""

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from models.edits.new_ledger import create_ledger
from models.exchange.writing import Recipient, Wanted, write_exchange
from models.facts.writer import Surroundings
from models.ledger.ledger import Ledger
from models.merging.merge import Merged, merge
from models.merging.offers import Offer, open_offers
from models.merging.preview import preview
from models.merging.rows import MergePreview, MergeRow
from models.progress import Progress
from tests.models.edits.desk import HAIZHU, TODAY, Clock, Desk

PROGRAM = "test"


@dataclass
class Office(Desk):
    """A laptop: its ledger, its clock and its profile."""

    profile: Path
    monkeypatch: pytest.MonkeyPatch

    def at_work(self) -> "Office":
        """From now on keys and settings are this laptop's."""
        self.monkeypatch.setenv("JIANHUI_PROFILE", str(self.profile))
        return self

    def send(self, name: str, *, to: str = "", since: bool = False) -> Path:
        """An exchange file with everything, or with what is new since the last one."""
        self.at_work()
        path = self.path.parent / f"{name}.jhx"
        wanted = Wanted(recipient=Recipient(to) if to else None, since=since)
        write_exchange(self.ledger, path, wanted, program=PROGRAM, progress=Progress())
        return path

    def open(self, *paths: Path) -> list[Offer]:
        self.at_work()
        return open_offers(self.ledger, list(paths))

    def preview(self, *paths: Path) -> MergePreview:
        return preview(self.ledger, self.open(*paths))

    def merge(self, *paths: Path, leaving_out: tuple[str, ...] = ()) -> Merged:
        offers = self.open(*paths)
        codes = [offer.sender.code for offer in offers if offer.sender]
        return merge(self.ledger, offers, leaving_out=leaving_out, accepted=codes)

    def id_of(self, name: str) -> int:
        return int(self.one("SELECT id FROM organization WHERE name=?", name)[0])


def rows(found: MergePreview, group: str) -> list[MergeRow]:
    return list(found.rows(group))


class Offices:
    """Makes laptops with copies of a founding ledger, each with its own profile."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._monkeypatch = monkeypatch
        self._open: list[Office] = []
        self._founding = folder / "founding" / "台账.jhtz"
        self._founding.parent.mkdir()
        surroundings = Surroundings(Clock(TODAY), random.Random(1).randbytes)
        create_ledger(
            self._founding, unit="海珠区总工会", person="张三", division=HAIZHU, surroundings=surroundings
        ).close()

    def found(self, name: str, *, today: date = TODAY) -> Office:
        """A new laptop with a copy of the founding ledger."""
        home = self._folder / name
        home.mkdir()
        profile = home / "profile"
        self._monkeypatch.setenv("JIANHUI_PROFILE", str(profile))
        path = home / "台账.jhtz"
        shutil.copyfile(self._founding, path)
        clock = Clock(today)
        ledger = Ledger.open(path, surroundings=Surroundings(clock, random.Random(name).randbytes))
        office = Office(ledger, clock, profile, self._monkeypatch)
        self._open.append(office)
        return office

    def close(self) -> None:
        for office in self._open:
            office.ledger.close()


@contextmanager
def offices_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Offices]:
    made = Offices(folder, monkeypatch)
    try:
        yield made
    finally:
        made.close()
