"""The strip below the sheet: what the current column is taken for, why, and what is stored for its first cells."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.importing.first_look import Look
from models.importing.mapping import Mapping
from models.language import _
from models.rules.phones import mask_phones_in
from ui.importing.column_words import cell_words, sentence_of
from ui.shared.labels import Label
from ui.shared.panes import Pane
from ui.theme.tokens import Role, Space, TextSize

_LONGEST = 24


class ColumnCard(Pane):
    """Two lines about one column, and the keys of the sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Role.SURFACE, "t", parent=parent)
        self.words = Label("", wrap=True)
        self.samples = Label("", role=Role.TEXT2, wrap=True)
        self._keys = Label(
            _("←→ 换列 · 输入字母或空格 选栏目 · Delete 不导入 · Ctrl+↑↓ 移表头 · Ctrl+Shift+↑↓ 表头增减一行"),
            size=TextSize.SMALL,
            role=Role.TEXT2,
            wrap=True,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        column.setSpacing(Space.XS)
        line = QHBoxLayout()
        line.setSpacing(Space.L)
        line.addWidget(self.words, 1)
        column.addLayout(line)
        column.addWidget(self.samples)
        column.addWidget(self._keys)

    def show_column(self, mapping: Mapping, column: int, look: Look | None) -> None:
        """Say what is known of a column (from 0)."""
        if column >= len(mapping.fields):
            self.words.setText("")
            self.samples.setText("")
            return
        self.words.setText(sentence_of(mapping, column, look))
        samples = [_sample(mapping, column, *sample) for sample in look.samples] if look is not None else []
        self.samples.setText(_("存入后：{samples}").format(samples=" · ".join(samples)) if samples else "")


def _sample(mapping: Mapping, column: int, cell: str, stored: str) -> str:
    """2003.5.1 → 2003-05-01; one text where both are the same."""
    said = _shortened(cell_words(mapping, column, cell))
    kept = _shortened(stored if mapping.fields[column] in {"code", "phone"} else mask_phones_in(stored))
    if not kept:
        return _("{cell} → 读不懂，放进备注").format(cell=said)
    return said if said == kept else f"{said} → {kept}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
