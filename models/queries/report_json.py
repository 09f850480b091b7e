"""The contents of prints (report_content) as JSON and back: the same dataclasses, value for value.

Fields that are no part of the repr are of one ledger alone, and stay behind.
"""

import dataclasses
import json
import types
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

_Content = TypeVar("_Content")


def to_json(content: object) -> str:
    """Canonical: equal contents give equal text."""
    return json.dumps(_plain(content), ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[_Content], text: str) -> _Content:
    """The content that was written; TypeError, ValueError or KeyError for what is none of that kind.

    A field that came later and has a default keeps it.
    """
    made: _Content = _made(kind, json.loads(text))
    return made


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value) if field.repr}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _made(kind: Any, value: Any) -> Any:
    if get_origin(kind) in {Union, types.UnionType}:
        return None if value is None else _made(_of_union(kind), value)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _made(hints[name], item) for name, item in value.items() if name in hints})
    return value


def _tuple(parts: Sequence[Any], value: Any) -> tuple[Any, ...]:
    if len(parts) == 2 and parts[1] is Ellipsis:  # noqa: PLR2004 - tuple[X, ...]
        return tuple(_made(parts[0], item) for item in value)
    return tuple(_made(part, item) for part, item in zip(parts, value, strict=True))


def _of_union(kind: Any) -> Any:
    return next(part for part in get_args(kind) if part is not type(None))


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
