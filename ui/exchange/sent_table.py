"""The files that went out, with the receipts that came back."""

from collections.abc import Sequence
from datetime import datetime

from models.exchange.exchange_log import SentFile
from models.language import N_, _
from ui.exchange.sending import kind_words, receipt_words
from ui.shared.empty_state import EmptyState
from ui.shared.record_model import Align, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.theme.tokens import Density, Role

COLUMNS = (
    ColumnSpec("sent", N_("导出时间"), 100, sortable=False),
    ColumnSpec("recipient", N_("给谁"), 120, stretch=1, elidable=True, sortable=False, is_name=True),
    ColumnSpec("kind", N_("内容"), 60, sortable=False),
    ColumnSpec("facts", N_("条数"), 60, align=Align.RIGHT, sortable=False),
    ColumnSpec("receipt", N_("回执"), 180, stretch=3, elidable=True, sortable=False),
)


class SentRows:
    """The source of the table."""

    def __init__(self, files: Sequence[SentFile]) -> None:
        self.files = files

    def count(self) -> int:
        """How many files."""
        return len(self.files)

    def cell(self, row: int, key: str) -> Cell:
        """The cell of a file."""
        file = self.files[row]
        match key:
            case "sent":
                return Cell(f"{datetime.fromtimestamp(file.sent).astimezone():%m-%d %H:%M}", role=Role.TEXT2)
            case "recipient":
                return Cell(file.recipient)
            case "kind":
                return Cell(kind_words(file.kind), role=Role.TEXT2)
            case "facts":
                return Cell(f"{file.facts:,}")
            case _:
                words = receipt_words(file)
                return Cell(words or _("还没有回执"), role=Role.OK if words else Role.TEXT3)

    def summary(self, row: int) -> str:
        """All of it in a sentence."""
        return "，".join(self.cell(row, spec.key).words for spec in COLUMNS)


class SentTable(RecordTable):
    """Shows them."""

    def __init__(self) -> None:
        super().__init__()
        self._model = RecordModel(COLUMNS)
        self.setModel(self._model)
        self.set_density(Density.STANDARD)
        self.setAccessibleName(_("发过的文件"))
        words = _("发给谁、什么时候、对方合并了没有，都列在这里。对方的回执随他发回的文件一起来。")
        self.set_empty_state(EmptyState(_("还没有发过文件"), words, with_signs=False))

    def show_files(self, files: Sequence[SentFile]) -> None:
        """Show these."""
        at = max(self.current_row(), 0)
        self._model.show(SentRows(files))
        if files:
            self.go_to_row(min(at, len(files) - 1))
