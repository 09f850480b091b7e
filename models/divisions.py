"""Administrative divisions of mainland China: 省, 市, 区县, 街道/乡镇, by statistical code (mid-2023).

A code is text of 2, 4, 6 or 9 digits and begins with the code of the division it lies in; codes padded with
zeros to six digits (440000, 440100) and the national 100000 are understood too. A file is read when the
first question needs it. The table knows today's divisions: a code of an abolished one is unknown here, and
may still be right.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from models.resources import RESOURCES

Level = Literal["nation", "province", "city", "county", "street"]

_NATION = "100000"
_FILES: dict[int, tuple[Level, str]] = {
    2: ("province", "provinces.csv"),
    4: ("city", "cities.csv"),
    6: ("county", "counties.csv"),
    9: ("street", "streets.csv"),
}
_PLACEHOLDERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
_STREET_ENDINGS = ("街道", "地区", "苏木", "民族乡", "镇", "乡")


@dataclass(frozen=True, slots=True)
class Division:
    """One division. `name` is its own name only (东华门街道); `full_name(code)` has those above it."""

    code: str
    name: str
    level: Level


@lru_cache(maxsize=4_096)
def division_name(code: str) -> str:
    """The division's own name, "东城区"; empty where the code is unknown."""
    division = _find(code)
    return division.name if division else ""


def full_name(code: str) -> str:
    """The name with all above it, "北京市东城区东华门街道"; empty where the code is unknown.

    Rows that only fill a level (市辖区, 县) are left out, and a name that repeats the one above it.
    """
    division = _find(code)
    if division is None:
        return ""
    names: list[str] = []
    for digits in _FILES:
        if digits < len(division.code) and division.level != "nation":
            name = division_name(division.code[:digits])
            if name not in _PLACEHOLDERS and name not in names:
                names.append(name)
    if division.name not in _PLACEHOLDERS and division.name not in names:
        names.append(division.name)
    return "".join(names)


def is_known_region(code: str) -> bool:
    """Whether the six region digits of a credit code are in the table.

    Known are counties, 100000, XX0000 of a province, XXXX00 and XXXX01 of a city.
    """
    return len(code) == 6 and _find(code) is not None  # noqa: PLR2004 - digits of a region


def provinces() -> tuple[Division, ...]:
    """All provinces by code."""
    return _below("", 2)


def cities_of(province: str) -> tuple[Division, ...]:
    """The cities of a province by code, the rows that only fill the level (市辖区, 县) included."""
    return _below(province, 4)


def counties_of(city: str) -> tuple[Division, ...]:
    """The counties of a city, or of a whole province, by code."""
    return _below(city, 6)


def streets_of(county: str) -> tuple[Division, ...]:
    """The streets and townships of a county, or of anything above it, by code."""
    return _below(county, 9)


def find_street(name: str, within: str = "") -> Division | None:
    """The one street of that name in the division `within`; None where none or several have it."""
    found = streets_named(name, within)
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=8192)
def streets_named(name: str, within: str = "") -> tuple[Division, ...]:
    """The streets of that name in the division `within`, by code.

    The full name counts before the shortened one: 东华门街 and 东华门 find 东华门街道.
    """
    streets = streets_of(within)
    name = name.strip().removesuffix("办事处")
    found = [street for street in streets if street.name.removesuffix("办事处") == name]
    if not found and name.endswith("街"):
        found = [street for street in streets if street.name == f"{name}道"]
    if not found and name:
        found = [street for street in streets if street.name in {name + end for end in _STREET_ENDINGS}]
    return tuple(found)


@cache
def _text(digits: int) -> bytes:
    """The file of one level as it stands."""
    return (RESOURCES / "divisions" / _FILES[digits][1]).read_bytes()


def names_without_tables(codes: Iterable[str]) -> dict[str, str]:
    """The own names of a handful of codes, found in the text: in front of the first page a table costs too much."""
    found: dict[str, str] = {}
    at = dict.fromkeys(_FILES, 0)  # the files are in the order of their codes
    for code in sorted(codes):
        digits = len(code)
        if digits in _FILES and (place := _text(digits).find(f"\n{code},".encode(), at[digits])) >= 0:
            at[digits] = place
            found[code] = _text(digits)[place + digits + 2 : _text(digits).find(b"\n", place + 1)].decode().strip()
    return found


@cache
def _table(digits: int) -> tuple[tuple[str, ...], dict[str, str]]:
    """The codes of one level in order, and code to name."""
    with (RESOURCES / "divisions" / _FILES[digits][1]).open(encoding="utf-8") as file:
        next(file)
        parts = (
            file.read().replace(",", "\n").splitlines()
        )  # 41,000 streets in front of the first page: no line by line
    names = dict(zip(parts[::2], parts[1::2], strict=True))
    return tuple(names), names


def _find(code: str) -> Division | None:
    if code == _NATION:
        return Division(code, "全国", "nation")
    for short in _spellings(code):
        name = _table(len(short))[1].get(short)
        if name is not None:
            return Division(short, name, _FILES[len(short)][0])
    return None


def _spellings(code: str) -> list[str]:
    """The code as it stands in the table, most exact first: 440000 is province 44, 440101 city 4401."""
    if len(code) not in _FILES:
        return []
    if len(code) == 6:  # noqa: PLR2004 - digits of a region
        if code.endswith("0000"):
            return [code[:2]]
        if code.endswith(("00", "01")):
            return [code, code[:4]]
    return [code]


def _below(code: str, digits: int) -> tuple[Division, ...]:
    """All divisions of that many digits inside `code`; of the whole country for an empty code."""
    if code:
        division = _find(code)
        if division is None:
            return ()
        code = "" if division.level == "nation" else division.code
    codes, names = _table(digits)
    first = bisect_left(codes, code)
    last = bisect_left(codes, code + ":")  # the character after 9
    level = _FILES[digits][0]
    return tuple(Division(each, names[each], level) for each in codes[first:last])
