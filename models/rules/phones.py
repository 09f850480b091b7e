"""Telephone numbers are masked wherever nobody asked for them (domain rules, "People's data")."""

import re

from models.rules.credit_codes import is_valid_code

_BETWEEN = r"[\s\-_.·・．‐-―−－()（）]"
#: Seven digits and more, as people write numbers: with blanks, hyphens, dots, brackets, a plus or an area code.
_NUMBER = re.compile(rf"\+?[(（]?\d(?:{_BETWEEN}*\d){{6,}}")
_DATE = r"(?<!\d)(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])(?!\d)"
_CODE = r"(?<![0-9A-Za-z])\d{8}[0-9A-Z]{10}(?![0-9A-Za-z])"
_IN_TEXT = re.compile(rf"(?P<date>{_DATE})|(?P<code>{_CODE})|{_NUMBER.pattern}")
_LOCAL = 7
_MARK = "****"
#: Shorter numbers would be nearly all there with their first three and last four digits.
_WITH_AREA = 11


def mask_phone(phone: str | None) -> str:
    """138****5678: the first three and the last four digits stay, what is shorter keeps two; empty for None."""
    if not phone:
        return ""
    masked, number = _NUMBER.subn(_mask, phone)
    rest = _NUMBER.sub("", phone)
    if not number or sum(character.isdigit() for character in rest) >= _LOCAL:
        return _mask_all(phone)
    return masked


def is_masked(text: str) -> bool:
    """True if a number in the text was masked by us: such a text must never replace the one it was made from."""
    return _MARK in text


def mask_phones_in(text: str) -> str:
    """The text with everything in it that looks like a telephone number masked; dates and credit codes stay."""
    return _IN_TEXT.sub(_mask_in_text, text)


def _mask_in_text(match: re.Match[str]) -> str:
    found = match.group()
    # Digits alone, or before an X, may be somebody's identity card as well.
    is_code = match["code"] and not found[:-1].isdigit() and is_valid_code(found)
    return found if match["date"] or is_code else _mask(match)


def _mask(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match.group())
    if len(digits) < _WITH_AREA:
        return f"{digits[0]}{_MARK}{digits[-1]}"
    return f"{digits[:3]}{_MARK}{digits[-4:]}"


def _mask_all(text: str) -> str:
    """Something in a phone column that is no number as we know it: keep its ends only."""
    return text[:1] + _MARK + text[-1:] if len(text) > 1 else "*"
