"""Rows on their way from the reading process: column by column, a column of texts as one text.

Most columns of a list hold nothing but texts. One text for all of them is made, sent and taken apart in half the time
that a value each would take.
"""

import marshal
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Cell = str | int | float | bool | None

_MARSHAL = 2  # later versions look for equal objects, which costs a third more
_BETWEEN = "\x1f"


def pack_rows(rows: Sequence[Sequence[Any]], forms: Mapping[type, Callable[[Any], Cell]], left: int = 0) -> bytes:
    """Rows of equal length as bytes; `forms` say how each kind of cell is told, `left` adds empty columns before."""
    columns = [None] * left + [_packed(column, forms) for column in zip(*rows, strict=True)]
    return marshal.dumps((len(rows), columns), _MARSHAL)


def unpack_rows(data: bytes | memoryview) -> list[list[Cell]]:
    """The rows that `pack_rows` packed."""
    count, columns = marshal.loads(data)  # noqa: S302 - our own process wrote it
    if not columns:
        return [[] for _row in range(count)]
    return list(map(list, zip(*[_unpacked(column, count) for column in columns], strict=True)))


def _packed(column: Sequence[Any], forms: Mapping[type, Callable[[Any], Cell]]) -> Any:
    """A text (of texts, none empty), a text in a tuple (some are), None (all are), or a list of cells."""
    kinds = set(map(type, column))
    if len(kinds) > 1:
        return [(cell or None) if cell.__class__ is str else forms[cell.__class__](cell) for cell in column]
    kind = kinds.pop()
    if kind is not str:
        return list(map(forms[kind], column))
    text = _BETWEEN.join(column)
    if text.count(_BETWEEN) != len(column) - 1:  # somebody's own
        return [cell or None for cell in column]
    if len(text) == len(column) - 1:
        return None
    return (text,) if "" in column else text


def _unpacked(column: Any, count: int) -> Sequence[Cell]:
    if column.__class__ is str:
        texts: Sequence[Cell] = column.split(_BETWEEN)
        return texts
    if column.__class__ is tuple:
        return [text or None for text in column[0].split(_BETWEEN)]
    return [None] * count if column is None else column
