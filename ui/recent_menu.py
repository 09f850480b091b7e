"""最近打开: the ledgers that were open lately, in the file menu; a digit chooses."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from models.language import _
from ui.preferences import existing_recent

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class RecentMenu(QMenu):
    """Filled when it opens, so that it names what is there now; the ledger that is shown is not among them."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(_("最近打开"), window)
        self._window = window
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Name the ledgers; folders tell those of one name apart."""
        self.clear()
        session = self._window.session
        shown = session.ledger.path.absolute() if session is not None else None
        paths = [path for path in existing_recent(self._window.preferences) if path.absolute() != shown]
        for number, path in enumerate(paths, start=1):
            action = QAction(f"&{number}  {_plain(path.stem)}　{_plain(_folder(path))}", self)
            action.triggered.connect(partial(self._open, path))
            self.addAction(action)
        if not paths:
            nothing = QAction(_("还没有别的台账"), self)
            nothing.setEnabled(False)
            self.addAction(nothing)

    def _open(self, path: Path, *_checked: object) -> None:
        self._window.commands.open_path(path)


def _folder(path: Path) -> str:
    """The folder, of the person's own from ~ on."""
    try:
        return str(Path("~") / path.parent.relative_to(Path.home()))
    except ValueError:
        return str(path.parent)


def _plain(words: str) -> str:
    return words.replace("&", "&&")
