"""Comparing names of organizations. Source: domain rules, section 3, "Name matching"."""

import re
import unicodedata
from collections.abc import Callable

_DROPPED = re.compile(r"[\s\u200b\ufeff]+")
_BRACKETS = str.maketrans("（）【】〔〕［］", "()()()()")


def name_key(name: str) -> str:
    """The name without differences of width, brackets and blanks."""
    if not name.isalnum():  # most names hold no bracket: asking takes a tenth of the time
        name = name.translate(_BRACKETS)
    return _DROPPED.sub("", unicodedata.normalize("NFKC", name))


def address_key(address: str | None) -> str:
    """An address for comparing; empty where there is none."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", address)).rstrip("。，,.") if address else ""


def phone_key(phone: str | None) -> str:
    """The digits of a phone number; empty where there are fewer than seven."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone)) if phone else ""
    return digits if len(digits) >= 7 else ""  # noqa: PLR2004 - a local number


def says_the_same(field: str, one: object, other: object) -> bool:
    """Whether two values of a field differ in their spelling at most: 020-34567890 and 02034567890."""
    if one == other:
        return True
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    key = _KEYS.get(field)
    return key is not None and bool(key(one)) and key(one) == key(other)


_KEYS: dict[str, Callable[[str], str]] = {"phone": phone_key, "address": address_key, "name": name_key}
