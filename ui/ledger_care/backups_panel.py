"""The backups of this ledger: when, why, how big; one can be put back, the ledger that stands there is kept."""

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from models.errors import LedgerProblem
from models.language import N_, _
from models.ledger.backups import Backup, backup_folder, list_backups
from models.ledger.ledger import Ledger
from ui.panel import Panel
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.confirm import confirm
from ui.shared.empty_state import EmptyState
from ui.shared.labels import Label
from ui.shared.record_model import Align, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.theme.tokens import Role, Space

_REASONS = {
    "manual": N_("手动"),
    "daily": N_("每日自动"),
    "migration": N_("升级前"),
    "restore": N_("恢复前"),
}
_COLUMNS = (
    ColumnSpec("made", N_("时间"), 160, sortable=False),
    ColumnSpec("reason", N_("原因"), 110, sortable=False),
    ColumnSpec("size", N_("大小"), 90, align=Align.RIGHT, sortable=False),
    ColumnSpec("name", N_("文件"), 320, stretch=1, elidable=True, sortable=False, is_name=True),
)


class _Backups:
    """The source of the table, newest first."""

    def __init__(self, backups: list[Backup]) -> None:
        self.backups = list(reversed(backups))

    def count(self) -> int:
        return len(self.backups)

    def cell(self, row: int, key: str) -> Cell:
        backup = self.backups[row]
        match key:
            case "made":
                return Cell(moment_text(backup))
            case "reason":
                return Cell(_(_REASONS.get(backup.reason, backup.reason)), role=Role.TEXT2)
            case "size":
                return Cell(f"{backup.size / 1e6:.1f} MB")
            case _:
                return Cell(backup.path.name, role=Role.TEXT2)

    def summary(self, row: int) -> str:
        backup = self.backups[row]
        return _("{moment} 的备份，{size:.1f} MB").format(moment=moment_text(backup), size=backup.size / 1e6)


class BackupsPanel(Panel):
    """Lists what is there and restores."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("备份与恢复"), session)
        self._session = session
        self._restore = Button(_("恢复这一份…"), ButtonKind.DANGER)
        self._restore.clicked.connect(self._restore_current)
        other = Button(_("选别处的备份…"))
        other.clicked.connect(self._choose_file)
        now = Button(_("立即备份"), ButtonKind.PRIMARY)
        now.clicked.connect(self._back_up)
        for button in (other, self._restore, now):
            self.head.add_button(button)
        place = Label(
            _("每份备份都打开核对过才算数。放在 {folder}；建议常把最新一份拷到 U 盘。").format(
                folder=backup_folder(session.ledger.path)
            ),
            role=Role.TEXT2,
            wrap=True,
        )
        place.setContentsMargins(Space.L, 0, Space.L, Space.M)
        self.body.addWidget(place)
        self._table = RecordTable()
        self._model = RecordModel(_COLUMNS, parent=self._table)
        self._table.setModel(self._model)
        self._table.setAccessibleName(_("备份"))
        self._table.set_empty_state(
            EmptyState(
                _("还没有备份"),
                _("改动以后每天自动备份一次；现在就要一份，按“立即备份”。"),
                with_signs=False,
            )
        )
        self.body.addWidget(self._table, 1)
        self._reload()

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The table gets the keyboard."""
        self._table.setFocus()

    def _reload(self, *_result: object) -> None:
        self._session.read(_read, self._show, key="backups")

    def _show(self, backups: list[Backup]) -> None:
        self._model.show(_Backups(backups))
        self._restore.setEnabled(bool(backups))

    def _back_up(self) -> None:
        job = self._session.runner.read(lambda _progress: self._session.ledger.backup(), title=_("备份并验证"))
        job.done.connect(self._reload)
        job.failed.connect(self._refuse)

    def _restore_current(self) -> None:
        source, row = self._model.source, self._table.current_row()
        if isinstance(source, _Backups) and row >= 0:
            self._ask(source.backups[row].path)

    def _choose_file(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self.window(), _("选一份备份"), str(backup_folder(self._session.ledger.path)), _("备份 (*.jhbak *.jhtz)")
        )
        if chosen:
            self._ask(Path(chosen))

    def _ask(self, backup: Path) -> None:
        path = self._session.ledger.path
        text = _("“{name}”会换成这份备份的内容；现在的台账改名保留在旁边，一笔也不会丢。").format(name=path.name)
        if not confirm(self.window(), _("恢复这份备份？"), text, action=_("恢复")):
            return
        job = self._session.runner.change(partial(_restore, self._session.ledger, backup), title=_("恢复备份"))
        job.done.connect(self._reopen)
        job.failed.connect(self._refuse)

    def _reopen(self, path: Path) -> None:
        self.ledger_asked.emit(path)

    def _refuse(self, problem: LedgerProblem) -> None:
        self.body.insertWidget(1, Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True))


def make_panel(session: LedgerSession) -> BackupsPanel:
    """The panel for a window."""
    return BackupsPanel(session)


def moment_text(backup: Backup) -> str:
    """When it was made, by the clock of then."""
    return f"{datetime.strptime(backup.made, '%Y%m%d-%H%M%S').astimezone():%Y-%m-%d %H:%M}"


def _read(ledger: Ledger) -> list[Backup]:
    return list_backups(ledger.path)


def _restore(ledger: Ledger, backup: Path, _progress: object) -> Path:
    """Close, restore, and say what to open; the ledger is opened again by the window, whatever happened."""
    from models.ledger.backups import prove_backup, restore  # noqa: PLC0415 - only when it is pressed

    prove_backup(backup)  # before the ledger is closed: a damaged backup changes nothing
    path = ledger.path
    ledger.close()
    restore(backup, path)
    return path
