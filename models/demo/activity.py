"""Made-up work on organizations: visits, reasons, follow-ups, decisions and unions, by several authors over months."""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from models.demo import words
from models.demo.luck import Luck
from models.demo.organizations import Member
from models.facts.canonical import Value
from models.facts.writer import NewRow
from models.rules.workdays import next_workday
from models.tables.record_kinds import COVERAGE, ELIGIBILITY, FOLLOWUP, REASON, TRADE_UNION, VISIT, RecordKind

_DAYS_OF_WORK = 200
_NUMBERS = range(len(words.REASON_CODES))
_ON_TARGETS = 0.7
_MODES = tuple(accumulate((60, 30, 10)))
_RESULTS = tuple(accumulate((22, 26, 8, 18, 1, 1, 4, 20)))
_ROUTES = tuple(accumulate((70, 18, 6, 6)))


@dataclass(slots=True)
class ActivityMaker:
    """Makes the children of organizations `members[i]`, whose local id is `first_id + i`."""

    rng: Luck
    members: list[Member]
    first_id: int
    today: date
    new_uid: Callable[[], bytes]
    _codes: "array[int]" = field(init=False)  # a bit for each reason that the organization has
    _reasoned: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._codes = array("Q", bytes(8 * len(self.members)))

    def visits(self, part: range, count: int, cadre: bytes, day: date) -> Iterator[NewRow]:
        """Visits of a batch: to some organizations of a part, on the days up to `day`."""
        days, seen_by = [(day - timedelta(days=before)).isoformat() for before in range(7)], cadre.hex()
        for place in self._places(part, count):
            yield self._row(
                VISIT,
                place,
                visited_on=self.rng.pick(days),
                mode=self.rng.weighted("123", _MODES),
                result=self.rng.weighted("12345678", _RESULTS),
                cadre=seen_by,
                note=self.rng.pick(words.VISIT_NOTES),
            )

    def reasons(self, part: range, count: int, day: date) -> Iterator[NewRow]:
        """Reasons of a batch, each code once; the first of an organization is primary."""
        for place in self._each_first(part, count):
            is_first = not self._codes[place]
            code = self._new_code(place)
            resolved = day.isoformat() if self.members[place].built else None
            yield self._row(
                REASON,
                place,
                code=code,
                is_primary=int(is_first),
                opened_on=(day - timedelta(days=self.rng.between(0, 7))).isoformat(),
                resolved_on=resolved,
                resolved_by="已建会" if resolved else None,
            )

    def followups(self, part: range, count: int, cadre: bytes, day: date) -> Iterator[NewRow]:
        """Follow-ups of a batch: most of the old ones done, the recent ones open, few of them late."""
        rng = self.rng
        late_from = self.today - timedelta(days=9)
        for place in self._places(part, count):
            due = next_workday(day + timedelta(days=rng.between(3, 35)))
            done = self.members[place].built or (due < self.today and not (due > late_from and rng.random() < 0.4))  # noqa: PLR2004
            yield self._row(
                FOLLOWUP,
                place,
                task=rng.pick(words.NEXT_STEPS),
                due_on=due.isoformat(),
                cadre=cadre.hex(),
                state="done" if done else "open",
                done_on=min(due, self.today).isoformat() if done else None,
            )

    def decisions(self, author: str) -> Iterator[NewRow]:
        """Decisions on eligibility: nearly all key targets, few of the rest."""
        rng = self.rng
        for place, member in enumerate(self.members):
            is_unknown = member.open and not member.excluded and rng.random() < 0.14  # noqa: PLR2004
            if not (member.open or member.built) or is_unknown:
                continue
            no = member.excluded
            decided = self.today - timedelta(days=rng.between(20, _DAYS_OF_WORK))
            yield self._row(
                ELIGIBILITY,
                place,
                decision="no" if no else "yes",
                decided_on=decided.isoformat(),
                ground=rng.pick(words.GROUNDS_NO if no else words.GROUNDS_YES),
                decided_by=author,
                until=(self.today + timedelta(days=rng.between(30, 200))).isoformat() if no else None,
            )

    def unions(self) -> Iterator[tuple[NewRow, list[int], date]]:
        """Unions with the places of the organizations they cover: half of them own, the rest for small neighbours."""
        built = [place for place, member in enumerate(self.members) if member.built]
        built.sort(key=lambda place: self.members[place].street)
        while built:
            route = self.rng.weighted(("own", "joint", "sector", "area"), _ROUTES)
            size = 1 if route == "own" else min(len(built), self.rng.between(2, 9))
            covered = [built.pop() for _place in range(size)]
            # More of them of late, so that the weeks on the wall are not empty.
            age = int(self.rng.triangular(0, _DAYS_OF_WORK * 2, 10))
            day = self.today - timedelta(days=age)
            yield self._union(route, covered, day), covered, day

    def coverages(self, union: bytes, covered: list[int], day: date) -> Iterator[NewRow]:
        """The links of one union."""
        for place in covered:
            yield self._row(COVERAGE, place, trade_union=union.hex(), since=day.isoformat())

    def _new_code(self, place: int) -> str:
        """A reason that the organization does not have yet; the usual ones more often."""
        had = self._codes[place]
        sums = _weights_without(had)
        number = self.rng.weighted(_NUMBERS, sums) if sums[-1] else self.rng.choices(_NUMBERS)[0]
        self._codes[place] |= 1 << number
        return words.REASON_CODES[number]

    def _union(self, route: str, covered: list[int], day: date) -> NewRow:
        staff = sum(self.members[place].staff for place in covered)
        kinds = {"own": "工会委员会", "joint": "联合工会委员会", "sector": "行业工会联合会", "area": "区域工会联合会"}
        values = self._values(
            TRADE_UNION,
            name=f"{self.rng.pick(words.GOOD_WORDS)}{kinds[route]}",
            route=route,
            founded_on=day.isoformat(),
            document_no=f"工发〔{day.year}〕{self.rng.between(1, 300)}号",
            members=max(3, int(staff * self.rng.uniform(0.5, 1))),
            chair=self.rng.pick(words.SURNAMES) + self.rng.pick(words.GIVEN),
            term_ends_on=day.replace(year=day.year + 3, day=min(day.day, 28)).isoformat(),
        )
        return self.new_uid(), None, None, values

    def _places(self, part: range, count: int) -> list[int]:
        """Places of a part, mostly of those that are worked on: key targets without a union."""
        if not part:
            return []
        rng = self.rng
        worked_on = [place for place in part if self.members[place].open] or part
        return [rng.pick(worked_on if rng.random() < _ON_TARGETS else part) for _row in range(count)]

    def _each_first(self, part: range, count: int) -> list[int]:
        """As `_places`, but everyone who is worked on comes up once before anyone comes up twice."""
        first = [place for place in part if self.members[place].open and place not in self._reasoned]
        self.rng.shuffle(first)
        chosen = first[:count]
        self._reasoned.update(chosen)
        return chosen + self._places(part, count - len(chosen))

    def _row(self, kind: RecordKind, place: int, **values: Value) -> NewRow:
        return self.new_uid(), self.first_id + place, self.members[place].uid, self._values(kind, **values)

    def _values(self, kind: RecordKind, **values: Value) -> list[Value]:
        return list(map(values.get, kind.names))


@cache
def _weights_without(had: int) -> tuple[int, ...]:
    """Sums of the weights of the reasons up to each of them, those that `had` has a bit for without weight."""
    return tuple(accumulate(0 if had >> number & 1 else len(_NUMBERS) - number for number in _NUMBERS))
