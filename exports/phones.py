"""No print carries a phone number, not even a masked one, or one that somebody typed into a note."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from models.language import _

Content = TypeVar("Content")

_MOBILE = r"(?:\+?86[ \-—]?)?1[3-9]\d[ \-—]?\d{4}[ \-—]?\d{4}"
_LANDLINE = r"(?:0\d{2,3}[ \-—]?|\(0\d{2,3}\) ?|（0\d{2,3}） ?)[2-9]\d{6,7}"
_MASKED = r"\d{3,4}-?\*{3,4}\d{2,4}"
_PHONE = re.compile(rf"(?<![\dA-Za-z])(?:{_MOBILE}|{_LANDLINE}|{_MASKED})(?!\d)")
_FEWEST_DIGITS = 5
#: One sign for one sign, so that places in both texts are the same.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９－＋　", "0123456789-+ ")


def without_phones(content: Content) -> Content:
    """`content`, a frozen dataclass at any depth, with （电话略） for every phone number in its texts."""
    result: Content = _cleared(content)
    return result


def clear_text(text: str) -> str:
    """`text` with （电话略） for every phone number in it."""
    if sum(character.isdigit() for character in text) < _FEWEST_DIGITS:
        return text
    result, end = "", 0
    for found in _PHONE.finditer(text.translate(_HALF_WIDTH)):
        result += text[end : found.start()] + _("（电话略）")
        end = found.end()
    return result + text[end:]


def _cleared(value: Any) -> Any:
    if isinstance(value, str):
        return clear_text(value)
    if isinstance(value, tuple):
        parts = tuple(_cleared(part) for part in value)
        return value if all(new is old for new, old in zip(parts, value, strict=True)) else parts
    if is_dataclass(value) and not isinstance(value, type):
        changes = {}
        for field in fields(value):
            old = getattr(value, field.name)
            if isinstance(old, str | tuple) or is_dataclass(old):
                new = _cleared(old)
                if new is not old:
                    changes[field.name] = new
        return replace(value, **changes) if changes else value
    return value
