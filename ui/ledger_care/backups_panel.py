"""The backups of this ledger and what each holds; one is put back in two presses, the ledger that stands is kept."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from models.errors import LedgerProblem
from models.language import N_, _
from models.ledger.backups import backup_folder, kept_aside, list_backups
from models.ledger.ledger import Ledger
from models.queries.backup_contents import BackupContents, backup_contents
from ui.ledger_care.backup_look import BackupLook
from ui.panel import Panel
from ui.requests import DoAction, LookIntoBackup, RestoreBackup
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.empty_state import EmptyState
from ui.shared.labels import Label
from ui.shared.record_model import Align, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.theme.tokens import Role, Space

_STAMP, _SHOWN = "%Y%m%d-%H%M%S", "%Y-%m-%d %H:%M"
_KEPT = "kept"
_OTHER = "other"
_REASONS = {
    "manual": N_("手动"),
    "daily": N_("每日自动"),
    "migration": N_("升级前"),
    "restore": N_("恢复前"),
    _KEPT: N_("恢复前的台账"),
    _OTHER: N_("别处的备份"),
}
_COLUMNS = (
    ColumnSpec("made", N_("时间"), 140, sortable=False, is_name=True),
    ColumnSpec("reason", N_("原因"), 110, sortable=False),
    ColumnSpec("size", N_("大小"), 80, align=Align.RIGHT, sortable=False),
    ColumnSpec("name", N_("文件"), 200, stretch=1, elidable=True, sortable=False),
)


@dataclass(frozen=True, slots=True)
class Restorable:
    """A file that can take the ledger's place: a backup, or a ledger that an earlier restore kept."""

    path: Path
    made: str  # YYYY-MM-DD HH:MM
    reason: str
    size: int

    @property
    def title(self) -> str:
        """When and why."""
        return f"{self.made} · {_(_REASONS.get(self.reason, self.reason))}"


class _Rows:
    """The source of the table, newest first."""

    def __init__(self, found: list[Restorable]) -> None:
        self.found = found

    def count(self) -> int:
        return len(self.found)

    def cell(self, row: int, key: str) -> Cell:
        one = self.found[row]
        match key:
            case "made":
                return Cell(one.made)
            case "reason":
                return Cell(_(_REASONS.get(one.reason, one.reason)), role=Role.TEXT2)
            case "size":
                return Cell(f"{one.size / 1e6:.1f} MB", role=Role.TEXT2)
            case _:
                return Cell(one.path.name, role=Role.TEXT2)

    def summary(self, row: int) -> str:
        one = self.found[row]
        return _("{title}，{size:.1f} MB").format(title=one.title, size=one.size / 1e6)


class BackupsPanel(Panel):
    """Lists what is there, looks into it, asks for the restore."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("备份与恢复"), session)
        self._session = session
        self._chosen: Restorable | None = None
        self._contents: BackupContents | None = None
        self.restore = Button(_("恢复这一份…"), ButtonKind.DANGER, key="Enter")
        self.look_inside = Button(_("打开看看"))
        other = Button(_("选别处的备份…"))
        now = Button(_("立即备份"), ButtonKind.PRIMARY)
        self.restore.clicked.connect(self._ask_restore)
        self.look_inside.clicked.connect(self._ask_look)
        other.clicked.connect(self._choose_file)
        now.clicked.connect(self._ask_backup)
        for button in (other, self.look_inside, self.restore, now):
            self.head.add_button(button)
        self._add_place()
        self.table = RecordTable()
        self._model = RecordModel(_COLUMNS, parent=self.table)
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("备份"))
        self.table.set_empty_state(
            EmptyState(_("还没有备份"), _("改动以后每天自动备份一次；现在就要一份，按“立即备份”。"), with_signs=False)
        )
        self.table.current_row_changed.connect(self._choose_row)
        self.table.row_activated.connect(self._on_activated)
        self.inside = BackupLook()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.table, 1)
        row.addWidget(self.inside)
        self.body.addLayout(row, 1)
        session.backed_up.connect(self.reload)
        self._offer(None)
        self.reload()

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The table gets the keyboard."""
        self.table.setFocus()

    def reload(self) -> None:
        """Read again which there are."""
        self._session.read(_read, self._show, key="backups", failed=self._refuse)

    def _add_place(self) -> None:
        place = Label(
            _("每份备份都打开核对过才算数。放在 {folder}；建议常把最新一份拷到 U 盘。").format(
                folder=backup_folder(self._session.ledger.path)
            ),
            role=Role.TEXT2,
            wrap=True,
        )
        place.setContentsMargins(Space.L, 0, Space.L, Space.M)
        self.body.addWidget(place)

    def _show(self, found: list[Restorable]) -> None:
        self._model.show(_Rows(found))
        self.inside.setVisible(bool(found))
        if found:
            self.table.go_to_row(0)
            self._choose(found[0])

    def _choose_row(self, row: int) -> None:
        source = self._model.source
        if isinstance(source, _Rows) and 0 <= row < len(source.found):
            self._choose(source.found[row])

    def _choose(self, one: Restorable) -> None:
        if one == self._chosen:
            return
        self._offer(one)
        self.inside.setVisible(True)
        self.inside.wait_for(one.title)
        self._session.read(
            lambda ledger: (one, backup_contents(ledger, one.path)),
            self._show_contents,
            key="backup look",
            failed=partial(self._not_opened, one),
        )

    def _offer(self, one: Restorable | None) -> None:
        self._chosen, self._contents = one, None
        self.restore.setEnabled(False)
        self.look_inside.setEnabled(False)

    def _show_contents(self, found: tuple[Restorable, BackupContents]) -> None:
        one, contents = found
        if one == self._chosen:
            self._contents = contents
            self.inside.show_contents(one.title, contents)
            self.restore.setEnabled(not self._session.ledger.read_only)
            self.look_inside.setEnabled(True)

    def _not_opened(self, one: Restorable, problem: LedgerProblem) -> None:
        self.inside.say(one.title, f"{problem.user_text}{problem.hint}")

    def _on_activated(self, _row: int) -> None:
        self._ask_restore()

    def _ask_backup(self, *_checked: object) -> None:
        self.asked.emit(DoAction("backup"))

    def _ask_restore(self) -> None:
        if self._chosen is not None and self._contents is not None and self.restore.isEnabled():
            self.asked.emit(RestoreBackup(self._chosen.path, self._chosen.title, self._contents.missing_count))

    def _ask_look(self) -> None:
        if self._chosen is not None:
            self.asked.emit(LookIntoBackup(self._chosen.path, self._chosen.title))

    def _choose_file(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self.window(), _("选一份备份"), str(backup_folder(self._session.ledger.path)), _("备份 (*.jhbak *.jhtz)")
        )
        if chosen:
            self._choose(_of_file(Path(chosen), _OTHER))

    def _refuse(self, problem: LedgerProblem) -> None:
        self.body.insertWidget(1, Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True))


def make_panel(session: LedgerSession) -> BackupsPanel:
    """The panel for a window."""
    return BackupsPanel(session)


def _read(ledger: Ledger) -> list[Restorable]:
    found = [
        Restorable(each.path, f"{datetime.strptime(each.made, _STAMP).astimezone():{_SHOWN}}", each.reason, each.size)
        for each in list_backups(ledger.path)
    ]
    found += [_of_file(path, _KEPT) for path in kept_aside(ledger.path)]
    return sorted(found, key=lambda one: (one.made, one.path.name), reverse=True)


def _of_file(path: Path, reason: str) -> Restorable:
    state = path.stat()
    made = datetime.fromtimestamp(state.st_mtime).astimezone()
    return Restorable(path, f"{made:{_SHOWN}}", reason, state.st_size)
