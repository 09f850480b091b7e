"""Prints for a wall or another office: persons by their family name only (张**)."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from models.language import N_, _
from models.ledger_columns import LEDGER_COLUMNS
from models.queries.dossier import Dossier

Content = TypeVar("Content")
#: Headings of a dossier under which persons stand.
_HEADINGS = frozenset({N_("姓名、名称"), N_("走访人"), N_("责任人"), N_("认定人")})
_COLUMNS = frozenset({"head", "contact", "union_chair", "leader", "owner", "reviewer"})
#: Fields of contents that hold one person's name, or several with a sign between them.
_PERSONS = frozenset({"owner", "leader", "cadre", "person", "people", "made_by", "companions"})
_BETWEEN = re.compile(r"([、，,；;/\s]+)")


def masked_names(content: Content) -> Content:
    """`content`, a frozen dataclass at any depth, with masked names in the fields that hold persons.

    Names that somebody typed into a note stay: nobody can tell them from other words.
    """
    result: Content = _masked(content)
    return result


def masked_dossier(content: Dossier) -> Dossier:
    """A dossier with masked names where it names persons; what was said on visits stays."""
    persons = {column.heading for column in LEDGER_COLUMNS if column.name in _COLUMNS}
    groups = tuple(
        (title, tuple((heading, mask_name(value) if heading in persons else value) for heading, value in lines))
        for title, lines in content.groups
    )
    tables = tuple(
        replace(
            table,
            rows=tuple(
                tuple(
                    mask_name(value) if heading in {_(each) for each in _HEADINGS} else value
                    for heading, value in zip(table.headings, row, strict=True)
                )
                for row in table.rows
            ),
        )
        for table in content.tables
    )
    return replace(content, groups=groups, tables=tables)


def mask_name(name: str) -> str:
    """张三 → 张*, 欧阳明 → 欧**; what is between several names stays."""
    parts = _BETWEEN.split(name)
    return "".join(part if number % 2 else _one(part) for number, part in enumerate(parts))


def _one(name: str) -> str:
    return name[:1] + "*" * min(len(name) - 1, 2) if len(name) > 1 and name != "—" else name


def _masked(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_masked(part) for part in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {}
    for field in fields(value):
        old = getattr(value, field.name)
        persons = field.name in _PERSONS and isinstance(old, str)
        new = mask_name(old) if persons else _masked(old)
        if new is not old:
            changes[field.name] = new
    return replace(value, **changes) if changes else value
