"""Asks before many things are undone: a sentence, what it is about row by row, and two buttons."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from models.language import _
from ui.shared.buttons import Button, ButtonKind
from ui.shared.labels import Label
from ui.shared.panes import Pane
from ui.shared.record_model import ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.theme.palette import px, theme
from ui.theme.tokens import Density, Role, Space


class UndoQuestion(Pane):
    """The base: subclasses say `words` and `note`, fill `model`, and show the table where there are rows."""

    def __init__(self, columns: Sequence[ColumnSpec], *, height: int, rows: str, confirm: str) -> None:
        """`height` of the table at a font scale of 100 %, what its `rows` are, and what `confirm` does in words."""
        super().__init__(Role.SURFACE2, "t")
        self._table_height = height
        self.words = Label("", bold=True, wrap=True)
        self.note = Label("", role=Role.TEXT2, wrap=True)
        self.model = RecordModel(columns)
        self.table = RecordTable()
        self.table.set_density(Density.DENSE)
        self.table.setModel(self.model)
        self.table.setAccessibleName(rows)
        self.cancel = Button(_("不撤销"))
        self.confirm = Button(confirm, ButtonKind.DANGER)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.note, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(self.words)
        column.addWidget(self.table)
        column.addLayout(row)
        theme.follow(self._restyle)

    def _restyle(self) -> None:
        self.table.setFixedHeight(px(self._table_height))
