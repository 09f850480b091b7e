"""The street that an address names, as a suggestion for a person to confirm."""

import re
import unicodedata
from functools import cached_property

from models.divisions import Division, division_name, streets_of

_ENDINGS = {"街道": ("街道", "街"), "镇": ("镇",), "乡": ("乡",), "地区": ("地区",)}


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
        text = unicodedata.normalize("NFKC", address).replace(" ", "")
        found = {code for name in self._pattern.findall(text) for code in self._codes[name]}
        if len(found) > 1:
            found = {code for code in found if division_name(code[:6]) in text}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _codes(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for street in streets_of(self._division):
            for name in _spellings(street):
                names.setdefault(name, []).append(street.code)
        return names

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._codes, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


def _spellings(street: Division) -> list[str]:
    for ending, spellings in _ENDINGS.items():
        if street.name.endswith(ending) and len(street.name) > len(ending) + 1:
            stem = street.name.removesuffix(ending)
            return [stem + spelling for spelling in spellings]
    return [street.name]
