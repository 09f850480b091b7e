"""What a table shows: columns, declared once, and one cell object per cell.

A screen declares its columns and gives the model a `RecordSource` that answers three questions: how many
records, which cell, and which sentence sums up a record for a screen reader.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFontMetricsF
from typing_extensions import override

from models.language import _, has_long_words
from ui.shared.tags import TagKind
from ui.theme.fonts import font
from ui.theme.glyphs import Flag
from ui.theme.palette import px, theme
from ui.theme.tokens import MARK_WIDTH, Role, Space, TextSize

Index = QModelIndex | QPersistentModelIndex

#: `data(index, CELL_ROLE)` is a `Cell`; `data(index, SUMMARY_ROLE)` the sentence about the whole record.
CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SUMMARY_ROLE = int(Qt.ItemDataRole.UserRole) + 2


class Align(Enum):
    """Numbers stand right, everything else left; marks are centred."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: glyph, flag, text and tag stand side by side; most cells have a text only.

    Attributes:
        glyph: a key of models.vocabulary.STAGE_WORDS.
        tag: words of a tag after the text; alone it fills a mark column.
        changed: it stands on the ground of a change.
        marks: (start, end) of what stands out in the text, such as what was typed to find it.
        tip: said when the pointer rests; an elided text says itself anyway.
        ticked: a box that is ticked or not; None for none. Whoever shows it says what it means in the summary.
    """

    text: str = ""
    role: Role = Role.TEXT
    bold: bool = False
    glyph: str = ""
    flag: Flag | None = None
    tag: str = ""
    tag_kind: TagKind = TagKind.BOX
    tip: str = ""
    changed: bool = False
    marks: tuple[tuple[int, int], ...] = ()
    ticked: bool | None = None

    @property
    def words(self) -> str:
        """What a screen reader says."""
        return " ".join(part for part in (self.text, self.tag) if part)


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column: `width` at a font scale of 100 %; columns with `stretch` share what is left over.

    Only names, reasons and next steps are `elidable`. `is_name` is bold in the current row.
    """

    key: str
    heading: str
    width: int
    stretch: int = 0
    align: Align = Align.LEFT
    elidable: bool = False
    sortable: bool = True
    is_name: bool = False

    @property
    def may_end_early(self) -> bool:
        """True if a text that does not fit ends in …; in English every one, for its words are longer."""
        return self.elidable or has_long_words()

    @property
    def usual_width(self) -> int:
        """The width in the language of now, at a font scale of 100 %."""
        if not has_long_words():
            return self.width
        fits = self.elidable or self.is_name or not self.sortable
        return max(round(self.width * (1 if fits else _MORE_ROOM)), self._heading_width())

    def _heading_width(self) -> int:
        """What the heading takes with its arrow, at a font scale of 100 %."""
        if not self.heading:
            return 0
        words = QFontMetricsF(font(TextSize.SMALL, bold=True)).horizontalAdvance(_(self.heading))
        arrow = _ARROW if self.sortable else 0
        return round(words * 100 / theme.scale) + 2 * Space.S + arrow


_MORE_ROOM = 1.2
_ARROW = 4  # what it sticks out of the padding

#: The first column of a table whose records can be 新, 改 or 销; `heading` is for the screen reader.
MARK_COLUMN = ColumnSpec("mark", "", MARK_WIDTH, align=Align.CENTRE, sortable=False)

#: The first column of a table under a title where nothing is marked: names then begin where the title begins.
EDGE_COLUMN = ColumnSpec("edge", "", Space.S, sortable=False)


def mark_cell(word: str) -> Cell:
    """The cell of the mark column: 新, 改, 销 or nothing."""
    return Cell(tag=word, tag_kind=TagKind.CHANGE)


def columns_to_hide(columns: Sequence[ColumnSpec], room: int, dispensable: Sequence[str]) -> set[str]:
    """Which of the dispensable columns have to go, in their order, so that the others fit into `room` pixels."""
    hidden: set[str] = set()
    needed = sum(px(spec.usual_width) for spec in columns)
    for key in dispensable:
        if needed > room:
            needed -= sum(px(spec.usual_width) for spec in columns if spec.key == key)
            hidden.add(key)
    return hidden


class RecordSource(Protocol):
    """Where a table's records come from. It is asked for visible records only, so it may look up lazily."""

    def count(self) -> int:
        """How many records there are."""

    def cell(self, row: int, key: str) -> Cell:
        """The cell of a record in the column `key`."""

    def summary(self, row: int) -> str:
        """One sentence about the record, for a screen reader."""


@dataclass(frozen=True, slots=True)
class SumsLine:
    """A row that sums up others: the head of a group, or the total of a list.

    Attributes:
        numbers: what stands under the columns of these keys.
        remark: what stands where there is room.
        is_open: whether the rows of the group are shown; None where nothing folds.
    """

    title: str
    count: str = ""
    remark: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)
    is_open: bool | None = None


@runtime_checkable
class LinedSource(Protocol):
    """A source of which some rows are no records but sum up others."""

    def line(self, row: int) -> SumsLine | None:
        """What a row sums up; None for a record."""


class NoRecords:
    """The source of a table that has nothing to show yet."""

    def count(self) -> int:
        """Nothing."""
        return 0

    def cell(self, _row: int, _key: str) -> Cell:
        """Never asked."""
        return Cell()

    def summary(self, _row: int) -> str:
        """Never asked."""
        return ""


class RecordModel(QAbstractTableModel):
    """The model of a `RecordTable`: columns, and a source that can be exchanged."""

    def __init__(
        self, columns: Sequence[ColumnSpec], source: RecordSource | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.source = source or NoRecords()
        self._line: Callable[[int], SumsLine | None] | None = None

    def show(self, source: RecordSource, columns: Sequence[ColumnSpec] | None = None) -> None:
        """Show other records, from the top; with other columns if they are given."""
        self.beginResetModel()
        self.source = source
        self._line = source.line if isinstance(source, LinedSource) else None
        self.columns = self.columns if columns is None else tuple(columns)
        self.endResetModel()

    @property
    def has_lines(self) -> bool:
        """Whether some rows sum up others."""
        return self._line is not None

    def line(self, row: int) -> SumsLine | None:
        """What a row sums up; None for a record."""
        return self._line(row) if self._line is not None and row >= 0 else None

    def quick_index(self, row: int) -> QModelIndex:
        """The first cell of a row that exists; `index` would ask back for the numbers of rows and columns."""
        return self.createIndex(row, 0)

    def update_rows(self, first: int, last: int) -> None:
        """Paint these rows again: their records have changed, their number and order have not."""
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.source.count()

    @override
    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == CELL_ROLE:
            return self.source.cell(index.row(), self.columns[index.column()].key)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.source.cell(index.row(), self.columns[index.column()].key).words
        if role in (SUMMARY_ROLE, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.source.summary(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.row(), index.column())
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(self.columns[section].heading) if self.columns[section].heading else ""
        return None

    def _spoken(self, row: int, column: int) -> str:
        """The first column says the whole record, the others their heading and words."""
        if column == 0 or self.line(row) is not None:
            return self.source.summary(row)
        spec = self.columns[column]
        cell = self.source.cell(row, spec.key)
        words = cell.words or _("空")
        if cell.changed:
            words = _("{words}，改过").format(words=words)
        return f"{_(spec.heading)} {words}" if spec.heading else words
