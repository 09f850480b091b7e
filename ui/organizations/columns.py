"""The columns that the list can show, and the layouts that ship: one per job."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from models.language import N_, _
from models.ledger_columns import Shape
from models.queries.sheet_columns import SHEET_COLUMN_BY_KEY, SHEET_COLUMNS, SheetColumn
from ui.organization_rows import NUMBER_KEY
from ui.shared.record_model import MARK_COLUMN, Align, ColumnSpec

MARK = MARK_COLUMN.key
#: What rows carry anyway (OrganizationRow); every other column is read when it is shown.
_AT_HAND = frozenset(
    {"word", "name", "street", "staff", "main_reason", "last_visit", "next", "task", "owner"}
    | {"code", "scope", "category", "visits", NUMBER_KEY, MARK}
)
_WIDTHS = {
    Shape.TEXT: 110,
    Shape.LONG_TEXT: 170,
    Shape.NUMBER: 53,
    Shape.DATE: 104,
    Shape.YES_NO: 60,
    Shape.CHOICE: 96,
    Shape.STREET: 82,
    Shape.CADRE: 57,
    Shape.STAGE: 110,
    Shape.PHONE: 112,
    Shape.CODE: 172,
}
_CHARACTER, _HEADING_ROOM = 12, 28  # of a heading; its padding and the arrow

#: Widths and headings that the usual list was drawn with; the task stands beside its day without a heading of its own.
_DRAWN = (
    ColumnSpec(NUMBER_KEY, N_("序号"), 53, align=Align.RIGHT, sortable=False),
    ColumnSpec("word", N_("状态"), 90),
    ColumnSpec("name", N_("单位名称"), 121, stretch=8, elidable=True, is_name=True),
    ColumnSpec("street", N_("街道"), 82, elidable=True),
    ColumnSpec("staff", N_("职工"), 53, align=Align.RIGHT),
    ColumnSpec("main_reason", N_("主因"), 98, stretch=1, elidable=True),
    ColumnSpec("last_visit", N_("末次走访"), 80),
    ColumnSpec("visits", N_("走访次数"), 76, align=Align.RIGHT),
    ColumnSpec("next", N_("下一步"), 123),
    ColumnSpec("task", "", 92, stretch=2, elidable=True, sortable=False),
    ColumnSpec("owner", N_("责任人"), 57, elidable=True),
    ColumnSpec("note", N_("备注"), 120, stretch=2, elidable=True),
)


def _spec(column: SheetColumn) -> ColumnSpec:
    is_number = column.shape is Shape.NUMBER
    width = max(_WIDTHS[column.shape], len(column.source_heading) * _CHARACTER + _HEADING_ROOM)
    align = Align.RIGHT if is_number else Align.LEFT
    return ColumnSpec(column.key, column.source_heading, width, align=align, elidable=not is_number)


COLUMN_BY_KEY: Mapping[str, ColumnSpec] = MappingProxyType(
    {column.key: _spec(column) for column in SHEET_COLUMNS} | {spec.key: spec for spec in (*_DRAWN, MARK_COLUMN)}
)
#: All of them as a panel lists them: the number first, then in the order of the ledger.
ALL_COLUMNS = (NUMBER_KEY, *(column.key for column in SHEET_COLUMNS))


def heading_of(key: str) -> str:
    """What a column is called where it stands alone."""
    spec = COLUMN_BY_KEY[key]
    return _(spec.heading) if spec.heading else SHEET_COLUMN_BY_KEY[key].heading


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A layout that ships; it cannot be lost."""

    key: str
    source_name: str
    columns: tuple[str, ...]
    totals: bool
    name_width: int = 0  # where the columns are more than a window has room for, nothing else widens the name

    @property
    def widths(self) -> dict[str, int]:
        """The widths that differ from the usual ones."""
        return {"name": self.name_width} if self.name_width else {}

    @property
    def name(self) -> str:
        """What it is called."""
        return _(self.source_name)


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.split())


BUILT_IN = (
    BuiltIn(
        "visit", N_("走访"), _columns("word name street staff main_reason last_visit next task owner"), totals=False
    ),
    BuiltIn(
        "survey",
        N_("摸底"),
        _columns(
            "name code type category street survey survey_unknown staff full_time women members eligibility head phone "
            "status note"
        ),
        totals=True,
        name_width=176,
    ),
    BuiltIn(
        "print",
        N_("打印"),
        _columns(
            "number name category street staff stage main_reason proposed_route owner deadline last_visit visits "
            "next note"
        ),
        totals=True,
        name_width=176,
    ),
)
BUILT_IN_BY_KEY = {layout.key: layout for layout in BUILT_IN}


def specs_of(columns: Iterable[str]) -> tuple[ColumnSpec, ...]:
    """The columns of a table: marks first, then these; the task brings its heading where its day is not beside it."""
    keys = known_columns(columns)
    specs = [MARK_COLUMN]
    for before, key in zip(("", *keys), keys, strict=False):
        spec = COLUMN_BY_KEY[key]
        if key == "task" and before != "next":
            spec = ColumnSpec("task", SHEET_COLUMN_BY_KEY["task"].source_heading, 120, stretch=4, elidable=True)
        specs.append(spec)
    return tuple(specs)


def known_columns(columns: Iterable[str]) -> tuple[str, ...]:
    """Those of the keys that this release knows, each once, with the name among them."""
    keys = tuple(dict.fromkeys(key for key in columns if key in COLUMN_BY_KEY and key != MARK))
    return keys if "name" in keys else ("name", *keys)


def further_columns(columns: Iterable[str]) -> tuple[str, ...]:
    """What rows have to carry besides, for these columns."""
    return tuple(key for key in known_columns(columns) if key not in _AT_HAND)


def summed_columns(columns: Iterable[str]) -> tuple[str, ...]:
    """Which of the columns add up."""
    keys = known_columns(columns)
    return tuple(key for key in keys if key in SHEET_COLUMN_BY_KEY and SHEET_COLUMN_BY_KEY[key].is_summed)
