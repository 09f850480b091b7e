"""The street that an address names, as a suggestion for a person to confirm."""

import re
from functools import cache, cached_property, lru_cache
from unicodedata import is_normalized, normalize

from models.divisions import Division, cities_of, counties_of, division_name, full_name, provinces, streets_of
from models.language import _
from models.rules.proposals import Choice, Confidence, Proposal

_ENDINGS = {"街道": ("街道", "街"), "镇": ("镇",), "乡": ("乡",), "地区": ("地区",)}
_MOST_CHOICES = 5


class StreetMatcher:
    """Finds street names of one territory in addresses.

    A street counts if its name, or the name with 街道 shortened to 街, stands in the address and no other street's
    does; the name of a county in the address decides between streets of the same name.
    """

    def __init__(self, division: str) -> None:
        self._division = division

    def match(self, address: str | None) -> str | None:
        """The nine-digit code of the one street that the address names; None if it names none or several."""
        if not address or not self._division:
            return None
        text = _plain(address)
        found = {code for name in self._names_in(text) for code in self._codes[name]}
        if len(found) > 1:
            found = {code for code in found if division_name(code[:6]) in text}
        return found.pop() if len(found) == 1 and not self._named_elsewhere(text) else None

    def propose(self, address: str | None, name: str = "", *, region: str = "") -> Proposal | None:
        """The street as a proposal with its ground; several choices where the address does not decide.

        `region` are the six digits of the county of registration: they break ties, no more.
        """
        if not self._division:
            return None
        text = _plain(address) if address else ""
        said = {code: word for word in self._names_in(text) for code in self._codes[word]}
        if said:
            return self._from_address(said, text, region)
        named = {code: word for word in self._names_in(_plain(name)) for code in self._codes[word]}
        named = {code: word for code, word in named.items() if word == division_name(code)}
        if len(named) != 1:
            return None
        ((code, word),) = named.items()
        choice = Choice(code, (_("名称含“{word}”").format(word=word),))
        return Proposal("street", Confidence.LIKELY, _("单位名称里有街道名"), (choice,), shared=False)

    def _from_address(self, said: dict[str, str], text: str, region: str) -> Proposal:
        counties = {code for code, county in self._counties if county in text}
        here = {code: word for code, word in said.items() if code[:6] in counties}
        left = here or said
        if len(left) > 1 and any(code.startswith(region) for code in left if region):
            left = {code: word for code, word in left.items() if code.startswith(region)}
            if len(left) == 1:
                return _proposal(left, Confidence.LIKELY, _("街道同名，取登记地所在的区县"))
        if len(left) > 1:
            return _proposal(left, Confidence.HINT, _("地址对得上几个街道"))
        ((code, word),) = left.items()
        if elsewhere := self._named_elsewhere(text):
            against = _("地址写的是{place}").format(place=elsewhere)
            return _proposal(left, Confidence.HINT, _("地址在别的区县，可能只是街道同名"), against)
        if not counties and self._is_elsewhere(region, text):
            return _proposal(left, Confidence.HINT, _("登记地不在本辖区，可能只是街道同名"))
        if counties and not here:
            said_places = "、".join(division_name(county) for county in sorted(counties))
            against = _("地址写的是{place}").format(place=said_places)
            return _proposal(left, Confidence.HINT, _("地址里的区县和街道对不上"), against)
        if word == division_name(code):
            return _proposal(left, Confidence.SURE, _("地址写明街道（镇）全称"))
        return _proposal(left, Confidence.LIKELY, _("地址写有街道简称"))

    def _is_elsewhere(self, region: str, text: str) -> bool:
        """Whether it was registered elsewhere and the address does not name this territory either."""
        own = {division_name(self._division), division_name(self._division[:4])} - {""}
        return bool(region) and not region.startswith(self._division[:4]) and not any(name in text for name in own)

    def _named_elsewhere(self, text: str) -> str:
        """The county or city outside this territory that an address names; empty where it names none, or ours as well.

        Of other cities in the province by their counties, of the country by its cities: those stand in front.
        """
        if any(name in text for _code, name in self._counties):
            return ""
        county = next((name for name in self._other_counties if name in text), "")
        own, others = self._cities
        if county or any(name in text for name in own):
            return county
        return next((name for name in others if name in text), "")

    def _names_in(self, text: str) -> list[str]:
        """The names in a text from left to right, the longest at each place: two characters find the few to try."""
        if not any(text[at.start() - 1 : at.end()] in self._ends for at in self._last.finditer(text)):
            return []  # most texts: no name can end here
        found = []
        place = 0
        while place < len(text) - 1:
            for name in self._by_start.get(text[place : place + 2], ()):
                if text.startswith(name, place):
                    found.append(name)
                    place += len(name) - 1
                    break
            place += 1
        return found

    @cached_property
    def _codes(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for street in streets_of(self._division):
            for name in _spellings(street):
                names.setdefault(name, []).append(street.code)
        return names

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        starts: dict[str, list[str]] = {}
        for name in sorted(self._codes, key=len, reverse=True):
            starts.setdefault(name[:2], []).append(name)
        return starts

    @cached_property
    def _ends(self) -> frozenset[str]:
        return frozenset(name[-2:] for name in self._codes)

    @cached_property
    def _last(self) -> re.Pattern[str]:
        letters = "".join(sorted({name[-1] for name in self._codes}))
        return re.compile(f"[{re.escape(letters)}]" if letters else r"(?!)")

    @cached_property
    def _cities(self) -> tuple[frozenset[str], tuple[str, ...]]:
        """Our city, and those of the rest of the country."""
        own = {division_name(self._division[:digits]) for digits in (2, 4)}
        return _cities() & own, tuple(sorted(_cities() - own))

    @cached_property
    def _other_counties(self) -> tuple[str, ...]:
        own = {name for _code, name in self._counties}
        return tuple({county.name for county in counties_of(self._division[:2]) if _tells(county.name)} - own)

    @cached_property
    def _counties(self) -> tuple[tuple[str, str], ...]:
        return tuple((county.code, county.name) for county in counties_of(self._division))


def _tells(name: str) -> bool:
    """城区, 郊区, 市辖区 and the like are no names; 新市区 and 市中区 may be part of others."""
    return len(name) > 2 and not name.endswith(("市辖区", "市区", "中区", "城区", "郊区", "矿区", "新区"))  # noqa: PLR2004


@cache
def _cities() -> frozenset[str]:
    """The cities of the country, the four that are provinces included."""
    found = (each.name for province in provinces() for each in (province, *cities_of(province.code)))
    return frozenset(name for name in found if name.endswith(("市", "自治州", "地区", "盟")) and len(name) > 2)  # noqa: PLR2004


@lru_cache(maxsize=4096)
def _in_full(code: str) -> str:
    return full_name(code)


def _proposal(found: dict[str, str], confidence: Confidence, ground: str, against: str = "") -> Proposal:
    doubts = (against,) if against else ()
    choices = tuple(
        Choice(code, (_("地址含“{word}”").format(word=word), _in_full(code)), doubts)
        for code, word in sorted(found.items())[:_MOST_CHOICES]
    )
    return Proposal("street", confidence, ground, choices, shared=False, needs_choice=len(choices) > 1)


def _plain(text: str) -> str:
    if is_normalized("NFKC", text) and " " not in text:  # nearly all are
        return text
    return normalize("NFKC", text).replace(" ", "")


def _spellings(street: Division) -> list[str]:
    for ending, spellings in _ENDINGS.items():
        if street.name.endswith(ending) and len(street.name) > len(ending) + 1:
            stem = street.name.removesuffix(ending)
            return [stem + spelling for spelling in spellings]
    return [street.name]
