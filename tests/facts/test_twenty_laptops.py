"""Months of work on twenty laptops with wrong clocks: nothing lost, nothing reverted, asked only where two disagreed.

2,400 edits by default; JIANHUI_LAPTOP_EDITS=48000 is the long run. The judge keeps per field the edits that each
laptop knew of when it wrote: what nobody replaced knowingly has to be shown.
"""

import os
from collections import defaultdict
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from models.facts import fold, records
from models.facts.body import take_out
from models.facts.union import unite
from models.facts.writer import BatchWriter, Surroundings
from models.tables.record_kinds import ORGANIZATION
from tests.facts.reading import Ledgers, view_of
from tests.facts.scripts import only_kinds_in_use

EDITS = int(os.environ.get("JIANHUI_LAPTOP_EDITS", "2400"))
LAPTOPS, WEEKS, OWN = 20, 8, 20
A_DAY = 6
FIELDS = ("staff", "phone", "address", "contact", "stage", "note")
Key = tuple[int, str]
HOUR, DAY = 3_600_000, 86_400_000


class Clock:
    """A laptop's clock: right, some hours off, or years; some jump back by a week."""

    def __init__(self, rng: Random, luck: float) -> None:
        self._rng = rng
        self.now = 1_750_000_000_000
        self.wrong = luck < 0.3
        if luck < 0.15:
            self.now += rng.randint(-6 * HOUR, 6 * HOUR)
        elif self.wrong:
            self.now += rng.choice([-1, 1]) * rng.randint(30 * DAY, 8 * 365 * DAY)

    def __call__(self) -> int:
        self.now += 60_000
        return self.now

    def week_over(self) -> None:
        self.now += 7 * DAY
        if self._rng.random() < 0.05:
            self.now -= 14 * DAY


@dataclass
class Laptop:
    """A ledger, and the edits that it knows of, per field: number to value."""

    db: Any
    clock: Clock
    surroundings: Surroundings
    known: dict[Key, dict[int, object]] = field(default_factory=lambda: defaultdict(dict))
    replaced: dict[Key, set[int]] = field(default_factory=lambda: defaultdict(set))

    def heads(self, key: Key) -> dict[int, object]:
        return {number: value for number, value in self.known[key].items() if number not in self.replaced[key]}

    def learn(self, other: "Laptop") -> None:
        for key, edits in other.known.items():
            self.known[key].update(edits)
            self.replaced[key] |= other.replaced[key]


class Months:
    def __init__(self, ledgers: Ledgers, seed: int) -> None:
        self.rng = Random(seed)
        self.number = 0
        entropy = Random(seed + 1)
        self.laptops = []
        for place in range(LAPTOPS):
            clock = Clock(self.rng, place / LAPTOPS)
            surroundings = Surroundings(clock, entropy.randbytes)
            self.laptops.append(Laptop(ledgers.open(entropy.randbytes(16)), clock, surroundings))
        self.uids = self._founding(self.laptops[0])
        whole = take_out(self.laptops[0].db)
        for laptop in self.laptops[1:]:
            unite(laptop.db, whole, file_digest=b"founding", now=0)

    def _founding(self, laptop: Laptop) -> list[bytes]:
        batch = BatchWriter(laptop.db, laptop.surroundings, author="区总")
        made = [batch.create(ORGANIZATION, {"name": f"第{n}家"}) for n in range(LAPTOPS * OWN)]
        batch.finish()
        return [each.uid for each in made]

    def work(self, place: int, edits: int) -> None:
        laptop = self.laptops[place]
        while edits > 0:
            batch = BatchWriter(laptop.db, laptop.surroundings, author=f"干部{place}")
            for _each in range(min(A_DAY, edits)):
                self._edit(batch, place)
            batch.finish()
            edits -= A_DAY

    def _edit(self, batch: BatchWriter, place: int) -> None:
        """Mostly of an organization of one's own; with a value that tells it from all others, or a usual one."""
        laptop = self.laptops[place]
        owner = place if self.rng.random() < 0.9 else self.rng.randrange(LAPTOPS)
        organization = owner * OWN + self.rng.randrange(OWN)
        name = self.rng.choice(FIELDS)
        self.number += 1
        value: object = self.number if name == "staff" else f"值{self.number}"
        if self.rng.random() < 0.2:
            value = 38 if name == "staff" else "同一个值"
        key = (organization, name)
        heads = laptop.heads(key)
        if batch.edit(ORGANIZATION, organization + 1, {name: value}) is None:
            assert set(heads.values()) == {value}, "an edit was swallowed"
            return
        laptop.replaced[key] |= heads.keys()
        laptop.known[key][self.number] = value

    def meet(self, week: int) -> None:
        """Everybody's file goes to the district in any order, some twice; most get one back."""
        district = self.laptops[0]
        others = list(range(1, LAPTOPS))
        self.rng.shuffle(others)
        for place in others:
            if self.rng.random() < 0.85:
                self._send(self.laptops[place], district, f"{week} up {place}")
        for place in others:
            if self.rng.random() < 0.85:
                self._send(district, self.laptops[place], f"{week} down {place}")
        for laptop in self.laptops:
            laptop.clock.week_over()

    def _send(self, sender: Laptop, recipient: Laptop, name: str) -> None:
        body = take_out(sender.db)
        for _again in range(1 + (self.rng.random() < 0.1)):
            unite(recipient.db, body, file_digest=name.encode(), now=0)
        recipient.learn(sender)

    def run(self, edits: int, weeks: int = WEEKS) -> None:
        for week in range(weeks):
            for place in range(LAPTOPS):
                self.work(place, edits // weeks // LAPTOPS)
            self.meet(week)
        district = self.laptops[0]
        for place in range(1, LAPTOPS):
            self._send(self.laptops[place], district, f"last {place}")

    def judge(self) -> tuple[int, int]:
        """Compare the district's ledger with what everybody wrote; edits and conflicts."""
        district = self.laptops[0]
        view = view_of(district.db)
        conflicts = 0
        for organization, uid in enumerate(self.uids):
            shown = view[1, uid]
            for name in FIELDS:
                values = set(district.heads((organization, name)).values())
                found = shown.conflicts.get(name, {shown.values[name]} - {None})
                assert set(found) == values, f"{organization} {name}: {found} is shown, {values} was said last"
                conflicts += len(values) > 1
        everything = sum(len(edits) for edits in district.known.values())
        (stored,) = district.db.execute("SELECT count(*) FROM edit").fetchone()
        assert stored == everything, "edits are missing"
        return everything, conflicts


def test_nothing_is_lost_whatever_the_clocks_say(ledgers: Ledgers, monkeypatch: pytest.MonkeyPatch) -> None:
    only_kinds_in_use(monkeypatch)
    months = Months(ledgers, 7)
    months.run(EDITS)
    edits, conflicts = months.judge()
    print(f"{edits} edits on {LAPTOPS} laptops, {conflicts} fields to decide")
    assert edits > EDITS * 0.9
    assert conflicts > 0
    assert sum(laptop.clock.wrong for laptop in months.laptops) == 6


def _last_writer_wins(patch: pytest.MonkeyPatch) -> None:
    real = fold.shown_heads
    patch.setattr(fold, "shown_heads", lambda *facts: real(*facts)[:1])


def _wall_clock_decides(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(records, "KEY_COLUMNS", records.KEY_COLUMNS.replace("b.lamport", "b.wall"))
    _last_writer_wins(patch)


@pytest.mark.parametrize("fault", [_last_writer_wins, _wall_clock_decides])
def test_it_would_be_noticed(ledgers: Ledgers, monkeypatch: pytest.MonkeyPatch, fault: Any) -> None:
    only_kinds_in_use(monkeypatch)
    months = Months(ledgers, 7)
    with monkeypatch.context() as patch:
        fault(patch)
        with pytest.raises(AssertionError, match="said last"):
            _judged(months)


def _judged(months: Months) -> None:
    months.run(960, weeks=2)
    months.judge()
