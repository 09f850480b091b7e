"""What undoing a merge would take out and what would stay, by name, before it runs."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from typing_extensions import override

from models.language import N_, _, sentences
from models.ledger.ledger import Ledger
from models.merging.going import Going, going
from models.merging.undoing import Kept, UndoneMerge, undo_merge
from models.progress import Progress
from ui.shared.record_model import Cell, ColumnSpec
from ui.shared.tags import TagKind
from ui.theme.tokens import Role
from ui.undo_question import UndoQuestion

_HEIGHT = 208
_COLUMNS = (
    ColumnSpec("fate", "", 64, sortable=False),
    ColumnSpec("name", N_("单位"), 220, stretch=2, elidable=True, sortable=False, is_name=True),
    ColumnSpec("what", N_("内容"), 260, stretch=3, elidable=True, sortable=False),
    ColumnSpec("why", N_("为什么留着"), 200, stretch=2, elidable=True, sortable=False),
)


@dataclass(frozen=True, slots=True)
class UndoLook:
    """What an undo would do."""

    merge: str
    undone: UndoneMerge
    going: tuple[Going, ...]


def look_at_undo(ledger: Ledger, merge: str, progress: Progress) -> UndoLook:
    """Find out; nothing is written."""
    undone = undo_merge(ledger, merge, dry_run=True, progress=progress)
    return UndoLook(merge, undone, tuple(going(ledger, merge)))


class UndoRows:
    """What stays stands first: it is what a person has to know."""

    def __init__(self, look: UndoLook) -> None:
        self.rows: list[Kept | Going] = [*look.undone.kept, *look.going]

    def count(self) -> int:
        """How many."""
        return len(self.rows)

    def cell(self, row: int, key: str) -> Cell:
        """The cell of a row."""
        item = self.rows[row]
        match key:
            case "fate":
                return _fate(item)
            case "name":
                return Cell(item.name or "—")
            case "what":
                return Cell(item.what or "—", role=Role.TEXT2)
            case _:
                return Cell(item.why if isinstance(item, Kept) else "", role=Role.TEXT2)

    def summary(self, row: int) -> str:
        """All of it in a sentence."""
        return "，".join(cell.words for spec in _COLUMNS if (cell := self.cell(row, spec.key)).words)


class UndoPane(UndoQuestion):
    """Shown under whatever names the merge; `confirmed` carries its number."""

    confirmed = Signal(str)
    left = Signal()
    opened = Signal(int)  # organization

    def __init__(self) -> None:
        super().__init__(_COLUMNS, height=_HEIGHT, rows=_("撤销后撤回和保留的内容"), confirm=_("撤销这次合并"))
        self._look: UndoLook | None = None
        self.table.row_activated.connect(self._open)
        self.cancel.clicked.connect(self.left)
        self.confirm.clicked.connect(self._confirm)

    def show_look(self, look: UndoLook) -> None:
        """Say what would happen."""
        self._look = look
        undone = look.undone
        self.words.setText(
            _("撤销第 {merge} 次合并：撤回 {n} 条新记录、{m} 处改动，保留 {k} 项。").format(
                merge=look.merge, n=f"{undone.creations:,}", m=f"{undone.edits:,}", k=f"{len(undone.kept):,}"
            )
        )
        note = _("保留的是后来又有人办过事、改过的。") if undone.kept else _("合并以后没有人在这些内容上再办过事。")
        self.note.setText(sentences(note, _("先做还原点；原来的文件以后还能再合并。")))
        self.model.show(UndoRows(look))
        self.table.setVisible(bool(undone.kept or look.going))
        self.show()

    @override
    def setFocus(self, *_reason: object) -> None:
        self.confirm.setFocus()

    def _confirm(self, *_checked: object) -> None:
        if self._look is not None:
            self.confirmed.emit(self._look.merge)

    def _open(self, row: int) -> None:
        source = self.model.source
        if isinstance(source, UndoRows) and (organization := source.rows[row].organization):
            self.opened.emit(organization)


def _fate(item: Kept | Going) -> Cell:
    if isinstance(item, Kept):
        return Cell(tag=_("保留"), tag_kind=TagKind.OK)
    return Cell(tag=_("撤回") if item.is_made else _("改回"), tag_kind=TagKind.NEUTRAL)
