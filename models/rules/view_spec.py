"""What a saved view or column layout says: codes and keys only, as versioned JSON that later releases may extend."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
_KNOWN = frozenset({"version", "view", "conditions", "search", "sort", "descending", "group", "columns", "totals"})


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """Filters, order, groups and columns. `conditions` are (field, operator, value) as the chips hold them.

    `columns` are (key, width at a font scale of 100 %, 0: the usual one) from left to right; none: the layout in use
    stays. `rest` is what a newer release has said besides: kept, and passed on.
    """

    view: str = "all"
    conditions: tuple[tuple[str, str, str], ...] = ()
    search: str = ""
    sort: str = ""
    descending: bool = False
    group: str = ""
    columns: tuple[tuple[str, int], ...] = ()
    totals: bool = False
    version: int = VERSION
    rest: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_newer(self) -> bool:
        """Made by a release that may mean more than this one understands."""
        return self.version > VERSION

    def to_json(self) -> str:
        """One text for one meaning: sorted keys, nothing that is usual."""
        said: dict[str, Any] = dict(self.rest) | {"version": self.version}
        usual = ViewSpec()
        for name in ("view", "search", "sort", "descending", "group", "totals"):
            if (value := getattr(self, name)) != getattr(usual, name):
                said[name] = value
        if self.conditions:
            said["conditions"] = [list(each) for each in self.conditions]
        if self.columns:
            said["columns"] = [[key, width] for key, width in self.columns]
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_spec(text: str | None) -> ViewSpec:
    """The spec of a record; what is not understood is left at the usual, nothing is refused."""
    try:
        said = json.loads(text or "{}")
    except ValueError:
        said = {}
    if not isinstance(said, dict):
        said = {}
    version = said.get("version")
    return ViewSpec(
        view=_text(said, "view") or "all",
        conditions=_conditions(said.get("conditions")),
        search=_text(said, "search"),
        sort=_text(said, "sort"),
        descending=said.get("descending") is True,
        group=_text(said, "group"),
        columns=_columns(said.get("columns")),
        totals=said.get("totals") is True,
        version=version if isinstance(version, int) and version > 0 else VERSION,
        rest={key: value for key, value in said.items() if key not in _KNOWN},
    )


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _conditions(said: object) -> tuple[tuple[str, str, str], ...]:
    found = said if isinstance(said, list) else []
    parts = [each for each in found if isinstance(each, list) and [type(part) for part in each] == [str] * 3]
    return tuple((each[0], each[1], each[2]) for each in parts)


def _columns(said: object) -> tuple[tuple[str, int], ...]:
    found = said if isinstance(said, list) else []
    parts = [each for each in found if isinstance(each, list) and [type(part) for part in each] == [str, int]]
    return tuple((each[0], max(each[1], 0)) for each in parts)
