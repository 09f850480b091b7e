"""The menu names the step that undo and redo would take: 撤销：阳光幼儿园 走访 06-12."""

from PySide6.QtCore import QObject

from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from ui.session import LedgerSession
from ui.window_actions import WindowActions


class UndoWords(QObject):
    """Keeps 撤销 and 重做 of the menus true for one ledger, from the moment it is opened."""

    def __init__(self, session: LedgerSession, actions: WindowActions) -> None:
        super().__init__(session)
        self._session = session
        self._undo, self._redo = actions.by_key["undo"], actions.by_key["redo"]
        session.changed.connect(self._on_changed)
        self.look()

    def look(self) -> None:
        """Ask what the next steps are."""
        self._session.read(_read, self._show, key="undo words", failed=self._keep_quiet)

    def _on_changed(self, _changes: Changes, _initiator: QObject) -> None:
        self._undo.setEnabled(not self._session.ledger.read_only)  # pressed before the answer is there, it acts
        self.look()

    def _show(self, steps: tuple[str, str]) -> None:
        undo, redo = steps
        can_change = not self._session.ledger.read_only
        self._undo.setText(_("撤销：{step}").format(step=_plain(undo)) if undo else _("撤销"))
        self._redo.setText(_("重做：{step}").format(step=_plain(redo)) if redo else _("重做"))
        self._undo.setEnabled(bool(undo) and can_change)
        self._redo.setEnabled(bool(redo) and can_change)

    def _keep_quiet(self, _problem: LedgerProblem) -> None:
        """Whoever reads the same ledger for the screen says it."""


def _read(ledger: Ledger) -> tuple[str, str]:
    from models.edits.undo import next_batches  # noqa: PLC0415 - not to open a ledger
    from models.queries.step_words import step_words  # noqa: PLC0415

    undo, redo = (step_words(ledger, batch) if batch else "" for batch in next_batches(ledger))
    return undo, redo


def _plain(words: str) -> str:
    return words.replace("&", "&&")  # Qt would take it for the mark of a key
