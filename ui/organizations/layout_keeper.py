"""The columns of the table: which, in which order, how wide; changed by mouse, by keys, by a layout; remembered."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from models.rules.view_spec import ViewSpec
from ui.organizations.columns import MARK, further_columns, known_columns, specs_of, summed_columns
from ui.organizations.list_layout import ListLayout, read_layout
from ui.organizations.organization_table import OrganizationTable
from ui.shared.record_model import RecordModel
from ui.theme.tokens import Density

_LEAST, _MOST = 40, 800


class LayoutKeeper(QObject):
    """Keeps the columns of one table. `changed` comes after every change, `columns_changed` with other columns."""

    changed = Signal()
    columns_changed = Signal()

    def __init__(self, model: RecordModel, table: OrganizationTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._table = table
        self._hides_marks = False
        self.layout = read_layout()
        table.order_asked.connect(self._on_dragged)
        table.width_chosen.connect(self._on_width)
        model.show(model.source, specs_of(self.layout.columns))
        self._apply()

    @property
    def more(self) -> tuple[str, ...]:
        """What rows have to carry for these columns."""
        return further_columns(self.layout.columns)

    @property
    def summed(self) -> tuple[str, ...]:
        """Which columns add up."""
        return summed_columns(self.layout.columns)

    def use(self, layout: ListLayout) -> None:
        """Show other columns, widths, rows or totals."""
        before, self.layout = self.layout, layout
        if before.columns != layout.columns:
            place = self._table.place()
            self._model.show(self._model.source, specs_of(layout.columns))
            self._apply()
            self._table.go_back_to(place)
            self.columns_changed.emit()
        else:
            self._apply()
        self.changed.emit()

    def use_built_in(self, key: str) -> None:
        """A layout that ships."""
        self.use(self.layout.with_built_in(key))

    def use_spec(self, spec: ViewSpec, base: str) -> None:
        """The columns of a saved view or layout."""
        self.use(self.layout.with_spec(spec, base))

    def use_density(self, density: Density) -> None:
        """Another height of rows."""
        self.use(replace(self.layout, density=density))

    def use_totals(self, *, shown: bool) -> None:
        """Show the total under the table, or not."""
        self.use(replace(self.layout, totals=shown))

    def show_column(self, key: str, *, shown: bool) -> None:
        """Put a column at the right end, or take it out."""
        kept = [each for each in self.layout.columns if each != key]
        if shown and key in self.layout.columns:
            return
        self.use(replace(self.layout, columns=known_columns([*kept, key] if shown else kept)))

    def move_column(self, key: str, by: int) -> None:
        """One place to the left (-1) or right (1)."""
        columns = list(self.layout.columns)
        at = columns.index(key) if key in columns else -1
        if at >= 0 and 0 <= at + by < len(columns):
            columns.insert(at + by, columns.pop(at))
            self.use(replace(self.layout, columns=tuple(columns)))

    def widen_column(self, key: str, by: int) -> None:
        """Wider or narrower by so many pixels."""
        width = self.layout.widths.get(key) or self._table.column_width(key)
        widths = dict(self.layout.widths) | {key: max(_LEAST, min(width + by, _MOST))}
        self.use(replace(self.layout, widths=widths))

    def hide_marks(self, *, hidden: bool) -> None:
        """An empty ledger has nothing to mark."""
        if hidden != self._hides_marks:
            self._hides_marks = hidden
            self._apply()

    def _on_dragged(self, keys: list[str]) -> None:
        self.use(replace(self.layout, columns=known_columns(keys)))

    def _on_width(self) -> None:
        self.layout = replace(self.layout, widths=self._table.chosen_widths())
        self.changed.emit()

    def _apply(self) -> None:
        self._table.set_density(self.layout.density)
        self._table.set_layout(self.layout.widths, {MARK} if self._hides_marks else ())
