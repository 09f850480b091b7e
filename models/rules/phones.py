"""Telephone numbers are masked wherever nobody asked for them (domain rules, "People's data")."""

import re

#: Runs of digits as people write numbers: with blanks, hyphens, brackets, a plus or an area code.
_NUMBER = re.compile(r"(?<![0-9A-Za-z])\+?\(?\d[\d\s\-()（）—–]{5,}\d(?![0-9A-Za-z])")
_SHOWN_HEAD = 3
_SHOWN_TAIL = 4
_SHORTEST = 7


def mask_phone(phone: str | None) -> str:
    """138****5678: the first three and the last four digits stay, what is shorter keeps two; empty for None."""
    if not phone:
        return ""
    return _NUMBER.sub(_mask, phone) if _NUMBER.search(phone) else _mask_all(phone)


def mask_phones_in(text: str) -> str:
    """The text with everything in it that looks like a telephone number masked."""
    return _NUMBER.sub(_mask, text)


def _mask(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match.group())
    if len(digits) < _SHORTEST:
        return match.group()
    return f"{digits[:_SHOWN_HEAD]}****{digits[-_SHOWN_TAIL:]}"


def _mask_all(text: str) -> str:
    """Something in a phone column that is no number as we know it: keep its ends only."""
    return text[:1] + "****" + text[-1:] if len(text) > 1 else "*"
