"""Backing up, looking into a backup, putting one in the ledger's place: what the window does for the panel."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from models.language import _, sentences
from models.ledger.backups import Backup, copy_ledger, kept_aside, prove_backup, restore
from models.ledger.connection import EXTENSION
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.search.forgetting import forget_index
from ui import requests
from ui.shared.banner import BannerKind
from ui.shared.confirm import confirm

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class BackupDesk(QObject):
    """Answers what the panel of backups asks for."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._looks: list[MainWindow] = []

    def back_up(self) -> None:
        """Make a verified backup now."""
        session = self._window.session
        if session is None:
            return
        job = self._window.runner.read(lambda _progress: session.ledger.backup(), title=_("备份并验证"))
        job.done.connect(self._say_backup)
        job.failed.connect(self._window.problem)

    def restore(self, request: requests.RestoreBackup) -> None:
        """Ask, prove the backup, close the ledger, put the backup in its place, open it again."""
        session = self._window.session
        if session is None:
            return
        path = session.ledger.path
        text = _("“{name}”会换成这份备份的内容。现在的台账改名保留在旁边，一笔也不会丢。").format(name=path.name)
        if request.missing:
            text = sentences(text, _("备份以后的 {n} 步不在这份备份里。").format(n=f"{request.missing:,}"))
        question = _("恢复 {title} 的备份？").format(title=request.title)
        if not confirm(self._window, question, text, action=_("恢复")):
            return
        job = self._window.runner.read(lambda _progress: prove_backup(request.path), title=_("核对备份"))
        job.done.connect(partial(self._put_back, path, request))  # the ledger is still open, a bad one changes nothing
        job.failed.connect(self._window.problem)

    def look(self, request: requests.LookIntoBackup) -> None:
        """Open a private copy of a backup in a window of its own, only to be read; the copy goes with the window."""
        folder = tempfile.TemporaryDirectory(prefix="jianhui-look-", ignore_cleanup_errors=True)
        name = "".join(character for character in request.title if character not in ':·<>"/\\|?*')
        copy = Path(folder.name) / f"{name}（只看）{EXTENSION}"

        def open_copy(_progress: Progress) -> Ledger:
            copy_ledger(request.path, copy)
            Ledger.open(copy).close()  # an older format is brought up to date: it is our copy
            return Ledger.open(copy, read_only=True)

        job = self._window.runner.read(open_copy, title=_("打开备份"))
        job.done.connect(partial(self._show_look, folder, copy))
        job.failed.connect(self._window.problem)
        job.failed.connect(lambda _problem: folder.cleanup())

    def _put_back(self, path: Path, request: requests.RestoreBackup, _digest: object) -> None:
        self._window.leave_ledger()
        job = self._window.runner.change(lambda _progress: restore(request.path, path), title=_("恢复备份"))
        job.done.connect(partial(self._reopen, path, partial(self._say_restored, path, request)))
        job.failed.connect(lambda problem: self._reopen(path, partial(self._window.problem, problem)))

    def _reopen(self, path: Path, then: Callable[[], object], *_result: object) -> None:
        """Open the ledger again, whatever became of the restore, and say what did."""
        job = self._window.runner.change(lambda _progress: Ledger.open(path), title=_("打开台账"))
        job.done.connect(self._window.show_ledger)
        job.done.connect(lambda _ledger: then())
        job.failed.connect(self._window.problem)

    def _say_restored(self, path: Path, request: requests.RestoreBackup) -> None:
        kept = kept_aside(path)
        said = _("已恢复 {title} 的备份。").format(title=request.title)
        if not kept:
            self._window.banner(BannerKind.DONE, said)
            return
        look = requests.LookIntoBackup(kept[-1], kept[-1].stem)
        self._window.banner(
            BannerKind.DONE,
            said,
            _("原来的台账保留为“{name}”，在同一个文件夹里。").format(name=kept[-1].name),
            action=_("打开看看"),
            act=partial(self.look, look),
        )

    def _show_look(self, folder: "tempfile.TemporaryDirectory[str]", copy: Path, ledger: Ledger) -> None:
        window = type(self._window)(self._window.preferences)
        window.ledger_closed.connect(lambda: self._forget(window, folder, copy))
        self._looks.append(window)
        window.show_ledger(ledger)
        window.show()
        window.activateWindow()

    def _forget(self, window: "MainWindow", folder: "tempfile.TemporaryDirectory[str]", copy: Path) -> None:
        self._looks.remove(window)
        forget_index(copy)
        folder.cleanup()
        window.deleteLater()

    def _say_backup(self, backup: Backup) -> None:
        self._window.say_file(_("已备份并验证：{name}").format(name=backup.path.name), backup.path)
        self._window.refresh_status()
        if self._window.session is not None:
            self._window.session.backed_up.emit()
