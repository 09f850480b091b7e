"""Made-up organizations of a territory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from models.demo import words
from models.demo.luck import Luck
from models.divisions import Division, division_name, streets_of
from models.facts.canonical import Value, known_record_uid
from models.facts.writer import NewRow
from models.rules.credit_codes import check_character, organization_check
from models.tables.record_kinds import ORGANIZATION

_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
#: The two lowest digits of a number as letters, the lowest first.
_PAIRS = [first + second for second in _LETTERS for first in _LETTERS]
#: Prime to ten and to the number of letters, so that different counters stay different.
_STIR = 48_271_003
_WITH_LETTERS = 0.7
_TWO_GIVEN = 0.6
#: Of the built ones, how many had been planned for a week of the wall map.
_PLANNED = 0.35
_BUILT_KEY, _BUILT_OTHER = 0.6, 0.12
_STAGES = tuple(accumulate((30, 35, 12, 9, 6, 4, 4)))
_SIDES = tuple(accumulate((80, 17, 3)))
_PLACES = {name: index for index, name in enumerate(ORGANIZATION.names)}


class Member(NamedTuple):
    """What the rest of the demo has to know of an organization, by its place in the list (local id - first id)."""

    uid: bytes
    street: str
    open: bool  # a key target without a union so far
    built: bool
    staff: int
    excluded: bool = False  # kept on the books: does not meet the conditions for now


@dataclass(slots=True)
class OrganizationMaker:
    """Makes rows for `create_many`, and remembers of each what its visits, reasons and unions need."""

    rng: Luck
    territory: str
    count: int
    today: date
    owners: dict[str, bytes]  # county or street to the record id of its cadre
    members: list[Member] = field(default_factory=list)
    _streets: tuple[Division, ...] = ()
    _taken: set[str] = field(default_factory=set)

    def rows(self) -> Iterator[NewRow]:
        """One row per organization."""
        self._streets = streets_of(self.territory)
        weights = [self.rng.lognormvariate(0, 0.5) for _street in self._streets]
        streets = self.rng.choices(self._streets, weights, k=self.count)
        streets.sort(key=lambda street: street.code)
        shapes = self.rng.choices(words.SHAPES, [shape[1] for shape in words.SHAPES], k=self.count)
        county = ""
        for street, shape in zip(streets, shapes, strict=True):
            if street.code[:6] != county:
                county = street.code[:6]
                self._taken.clear()
            yield self._row(street, shape)

    def _row(self, street: Division, shape: tuple[str, int, str, str, int]) -> NewRow:
        rng = self.rng
        category, _share, prefix, pattern, median = shape
        code = self._code(prefix, street.code)
        uid = known_record_uid("uscc", code)
        staff = max(1, int(rng.lognormvariate(0, 0.8) * median))
        key = category in {"kindergarten", "school", "hospital"} and prefix == "52"
        luck = rng.random()
        built = luck < _BUILT_KEY if key else luck < _BUILT_OTHER
        values: list[Value] = [None] * len(_PLACES)
        for name, value in (
            ("code", code),
            ("name", self._name(pattern, street)),
            ("category", None if category == "other" else category),
            ("authority", _authority(prefix, street.code)),
            ("supervisor", _supervisor(category, street.code)),
            ("founded_on", (self.today - timedelta(days=rng.between(200, 9000))).isoformat()),
            ("address", self._address(street)),
            ("street", street.code),
            ("status", "active"),
            ("staff", staff),
            ("full_time", max(0, staff - rng.between(0, 4))),
            ("women", int(staff * rng.uniform(0.4, 0.9))),
            ("head", self.person()),
            ("contact_title", "负责人"),
            ("phone", f"199{rng.between(10**7, 10**8)}"),
            ("owner", self._owner(street.code)),
            *self._progress(key=key, built=built),
        ):
            values[_PLACES[name]] = value
        excluded = values[_PLACES["side_state"]] == "P1"
        self.members.append(Member(uid, street.code, key and not built, built, staff, excluded))
        return uid, None, None, values

    def person(self) -> str:
        """A made-up name."""
        rng = self.rng
        given = rng.pick(words.GIVEN) + (rng.pick(words.GIVEN) if rng.random() < _TWO_GIVEN else "")
        return rng.pick(words.SURNAMES) + given

    def _progress(self, *, key: bool, built: bool) -> list[tuple[str, Value]]:
        rng = self.rng
        if built:
            planned = (self.today - timedelta(days=rng.between(-10, 60))).isoformat()
            return [("stage", "S10"), ("deadline", planned if rng.random() < _PLANNED else None)]
        if not key:
            return [("stage", rng.pick(("S0", "S1")))]
        stage = rng.weighted(("S0", "S1", "S3", "S4", "S5", "S6", "S8"), _STAGES)
        found: list[tuple[str, Value]] = [
            ("stage", stage),
            ("deadline", (self.today + timedelta(days=rng.between(-30, 150))).isoformat()),
            ("proposed_route", rng.pick(("own", "joint", "joint", "sector", "area"))),
        ]
        side = rng.weighted((None, "P1", "P2"), _SIDES)
        if side:
            found.append(("side_state", side))
        if rng.random() < 0.12:  # noqa: PLR2004
            found.append(("leader", rng.pick(words.LEADERS)))
        return found

    def _address(self, street: Division) -> str:
        road = self.rng.pick(words.GOOD_WORDS)
        return f"{division_name(street.code[:6])}{street.name}{road}路{self.rng.between(1, 400)}号"

    def _owner(self, street: str) -> str:
        return (self.owners.get(street) or self.owners[street[:6]]).hex()

    def _name(self, pattern: str, street: Division) -> str:
        place = self.rng.pick((division_name(street.code[:6]), street.name.removesuffix("街道")))
        name = pattern.format(
            place=place, province=division_name(street.code[:2]), word=self.rng.pick(words.GOOD_WORDS)
        )
        while name in self._taken:
            name = f"{place}{self.rng.pick(words.GOOD_WORDS)}{name.removeprefix(place)}"
        self._taken.add(name)
        return name

    def _code(self, prefix: str, street: str) -> str:
        rng = self.rng
        region = street[:6] if prefix != "31" else f"{street[:2]}0000"
        if prefix in {"51", "53"} and rng.random() < 0.05:  # noqa: PLR2004 - registered with the province
            region = f"{street[:2]}0000"
        body = self._body(letters=prefix == "91" or rng.random() < _WITH_LETTERS)
        stem = f"{prefix}{region}{body}{organization_check(body)}"
        return stem + check_character(stem)

    def _body(self, *, letters: bool) -> str:
        """Eight characters that no other organization of the demo has: a counter, stirred."""
        number = len(self.members) * _STIR
        if not letters:
            return f"{number % 10**8:08d}"
        number, first = divmod(number, len(_PAIRS))
        number, second = divmod(number, len(_PAIRS))
        return f"MJ{_PAIRS[first]}{_PAIRS[second]}{_PAIRS[number % len(_PAIRS)]}"


def _authority(prefix: str, street: str) -> str:
    if prefix == "31":
        return f"{division_name(street[:2])}司法厅"
    if prefix == "91":
        return f"{division_name(street[:6])}市场监督管理局"
    return f"{division_name(street[:6])}民政局"


def _supervisor(category: str, street: str) -> str:
    county = division_name(street[:6])
    if category in {"kindergarten", "school", "training"}:
        return f"{county}教育局"
    if category in {"hospital", "clinic"}:
        return f"{county}卫生健康局"
    return f"{county}民政局"
