"""What of a form is filled with what, as it is remembered: JSON by the form's headings."""

import json
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from exports.superior_form.particulars import PARTICULARS
from exports.superior_form.patching import Place, address, column_letters, column_number, place_of
from models.ledger_columns import COLUMN_BY_NAME
from models.queries.measures import GROUPINGS, MEASURE_BY_KEY

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class GroupFill:
    """Rows that are groups: their names stand in `name_column` from `first` to `last`, `columns` take measures."""

    by: str  # one of measures.GROUPINGS
    name_column: int
    first: int
    last: int
    columns: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListFill:
    """Rows that are organizations, from row `first` on: `columns` take columns of the ledger.

    `view` and `where` say which organizations (as the list's views and `list --where`); "number" is the row's number.
    """

    first: int
    columns: dict[int, str] = field(default_factory=dict)
    view: str = "open"
    where: str = ""


NUMBER = "number"


@dataclass(frozen=True, slots=True)
class FormSpec:
    """Everything that one sheet of a form is filled with; rows and columns from 1.

    A cell takes a measure, or particulars: one, or several with a blank between them where one cell asks for several.
    """

    sheet: str = ""
    cells: dict[Place, str] = field(default_factory=dict)
    groups: GroupFill | None = None
    listing: ListFill | None = None

    @property
    def is_empty(self) -> bool:
        """True if nothing would be filled."""
        return not self.cells and not self.has_rows

    @property
    def has_rows(self) -> bool:
        """True if rows of groups or of organizations are filled."""
        return bool((self.groups and self.groups.columns) or (self.listing and self.listing.columns))

    def meaning_at(self, place: Place) -> str | None:
        """The measure or column that this cell's place takes: its own, or that of its column in a block."""
        if place in self.cells:
            return self.cells[place]
        row, column = place
        if self.groups and row <= self.groups.last and column in self.groups.columns:
            return self.groups.columns[column]
        if self.listing and column in self.listing.columns:
            return self.listing.columns[column]
        return None

    def with_meaning(self, place: Place, meaning: str | None, *, first: int | None = None) -> "FormSpec":
        """The spec with another measure, column or particulars at a place; None takes it away.

        In the columns of a block of rows it is the column's, above and inside the block; anywhere else the cell's. The
        first column of a list begins it: in row `first`, the place's own by default.
        """
        row, column = place
        if is_particular(meaning) or is_particular(self.cells.get(place)):
            cells = _set(self.cells, place, meaning if _is_measure(meaning) or is_particular(meaning) else None)
            if meaning is None or cells.get(place) == meaning:
                return replace(self, cells=cells)
            return replace(self, cells=cells).with_meaning(place, meaning, first=first)
        if not _is_measure(meaning) and meaning is not None and not (self.listing and self.listing.columns):
            return replace(self, listing=ListFill(first or row, {column: meaning}))
        if self.groups and row <= self.groups.last and column != self.groups.name_column and _is_measure(meaning):
            return replace(self, groups=replace(self.groups, columns=_set(self.groups.columns, column, meaning)))
        if self.listing and (meaning is None or not _is_measure(meaning)):
            return replace(self, listing=replace(self.listing, columns=_set(self.listing.columns, column, meaning)))
        return replace(self, cells=_set(self.cells, place, meaning))

    def to_json(self) -> str:
        """For the ledger: addresses as in a sheet."""
        of_cells = {address(*at): key for at, key in self.cells.items()}
        said: dict[str, Any] = {
            "sheet": self.sheet,
            "cells": {at: key for at, key in of_cells.items() if not is_particular(key)},
            "particulars": {at: key for at, key in of_cells.items() if is_particular(key)},
        }
        if self.groups:
            said["groups"] = {
                "by": self.groups.by,
                "names": column_letters(self.groups.name_column),
                "first": self.groups.first,
                "last": self.groups.last,
                "columns": {column_letters(number): key for number, key in self.groups.columns.items()},
            }
        if self.listing:
            said["list"] = {
                "first": self.listing.first,
                "view": self.listing.view,
                "where": self.listing.where,
                "columns": {column_letters(number): key for number, key in self.listing.columns.items()},
            }
        return json.dumps(said, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "FormSpec | None":
        """What was remembered; what this version does not know of it is left out. None for what is no such JSON."""
        try:
            said = json.loads(text)
            cells = {place_of(at): key for at, key in said.get("cells", {}).items() if key in MEASURE_BY_KEY}
            cells |= {place_of(at): key for at, key in said.get("particulars", {}).items() if is_particular(key)}
            groups = _groups(said["groups"]) if said.get("groups") else None
            listing = _list(said["list"]) if said.get("list") else None
            return cls(str(said.get("sheet", "")), cells, groups, listing)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None


def is_particular(meaning: str | None) -> bool:
    """True for what says who fills the form in, and when; False for a measure, a column and None."""
    return bool(meaning) and all(kind in PARTICULARS for kind in str(meaning).split())


def tells_particulars(text: str) -> bool:
    """False for what an earlier version remembered: it did not know of them, nobody took them away."""
    try:
        return "particulars" in json.loads(text)
    except (ValueError, TypeError):
        return False


def _groups(said: dict[str, Any]) -> GroupFill | None:
    if said["by"] not in GROUPINGS:
        return None
    columns = {column_number(at): key for at, key in said["columns"].items() if key in MEASURE_BY_KEY}
    return GroupFill(said["by"], column_number(said["names"]), int(said["first"]), int(said["last"]), columns)


def _list(said: dict[str, Any]) -> ListFill:
    known = {at: key for at, key in said["columns"].items() if key in COLUMN_BY_NAME or key == NUMBER}
    columns = {column_number(at): key for at, key in known.items()}
    return ListFill(int(said["first"]), columns, str(said.get("view", "open")), str(said.get("where", "")))


def _is_measure(meaning: str | None) -> bool:
    return meaning is None or meaning in MEASURE_BY_KEY


def _set(known: dict[_Key, str], key: _Key, value: str | None) -> dict[_Key, str]:
    rest = {k: v for k, v in known.items() if k != key}
    return rest if value is None else rest | {key: value}
