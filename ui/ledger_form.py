"""Forms over an open ledger: they know the day and the people, save in the background and keep what was not saved."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from typing_extensions import override

from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from ui.form import Form
from ui.form_context import Chosen, FormContext, read_chosen, read_context
from ui.form_draft import Draft, forget_saved, keep_draft, kept_draft, put_text, saving_draft, text_of
from ui.session import LedgerSession
from ui.shared.tags import Tag, TagKind

_DRAFT_AFTER = 250  # what is typed is in the ledger a moment later


class LedgerForm(Form):
    """Calls `show_chosen` when the organizations are known, and restores what was typed for them before.

    A subclass fills rows in its constructor, then calls `open_for`.
    """

    def __init__(
        self, session: LedgerSession, title: str, *, save_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(title, save_text=save_text, parent=parent)
        self.session = session
        self.context: FormContext | None = None
        self.chosen = Chosen()
        self.hint.setText(_("Enter 下一格　Shift+Enter 上一格　Esc 收起，草稿保留"))
        self.draft_tag = Tag("", TagKind.OK)
        self.draft_tag.hide()
        self.head.insertWidget(2, self.draft_tag)
        self._drafted: dict[str, QWidget] = {}
        self._look = QTimer(self, interval=_DRAFT_AFTER)
        self._look.timeout.connect(self._keep)
        self._untouched: Draft = {}
        self._is_saving = False
        self._leaves_after_saving = False

    @property
    def draft_name(self) -> str:
        """Under which name drafts are kept, beside the organizations."""
        return type(self).__name__

    def keep_drafts_of(self, **editors: QWidget) -> None:
        """The editors whose contents are kept when the form is left without saving."""
        self._drafted = editors

    def open_for(self, organizations: Sequence[int]) -> None:
        """Read the context and these organizations, then show them."""
        ids = tuple(organizations)

        def read(ledger: Ledger) -> tuple[FormContext, Chosen]:
            return read_context(ledger), read_chosen(ledger, ids)

        self.session.read(read, self.take_start, key="form", failed=self.show_problem)

    def take_start(self, start: tuple[FormContext, Chosen]) -> None:
        """The context and the organizations are known."""
        self.context = start[0]
        self.take_chosen(start[1])

    def take_chosen(self, chosen: Chosen) -> None:
        """Show organizations and what was typed for them before."""
        self.chosen = chosen
        self.note.setText(chosen.title)
        self.note.setToolTip(chosen.names)
        self.show_chosen()
        self._untouched = self._texts()
        draft = kept_draft(self.session, self.draft_name, chosen.ids)
        if draft is not None:
            for name, text in draft.items():
                if name in self._drafted:  # a question may have been retired since
                    put_text(self._drafted[name], text)
        self._say_draft(is_restored=draft is not None)
        self._look.start()

    def show_chosen(self) -> None:
        """The organizations or the context are others; fill in what follows from them."""

    def start_afresh(self) -> None:
        """What is shown now is saved or empty: it is no draft."""
        self._untouched = self._texts()
        keep_draft(self.session, self.draft_name, self.chosen.ids, None)
        self._say_draft(is_restored=False)

    def send(
        self, edit: Callable[[Ledger], Changes], *, said: str, done: Callable[[Changes], None] | None = None
    ) -> None:
        """Save in the writer's lane; then `done`, or the form closes. Problems come beside the fields."""
        if self._is_saving:
            return
        self.clear_problem()
        self._is_saving = True

        name, ids = self.draft_name, self.chosen.ids
        forget = saving_draft(self.session, name, ids)

        def save(ledger: Ledger) -> Changes:
            made = edit(ledger)
            with suppress(LedgerProblem):  # it is saved, whatever becomes of the draft
                forget(ledger)
            return made

        def saved(changes: Changes) -> None:
            forget_saved(self.session, name, ids)
            if isValid(self):
                self._is_saving = False
                self.start_afresh()
                (done or self._close)(changes)
                self._leave_if_asked()

        job = self.session.change(
            save,
            initiator=self,
            done=saved,
            failed=lambda problem: self._refuse(problem),  # noqa: PLW0108 - a bound method would die with the form
            said=said,
        )
        job.cancelled.connect(self._not_saved)

    def send_and_stay(self, edit: Callable[[Ledger], Changes], *, said: str) -> None:
        """Save something beside what is being typed; the form stays and keeps what is typed."""
        if self._is_saving:
            return
        self._is_saving = True

        def saved(_changes: Changes) -> None:
            if isValid(self):
                self._is_saving = False
                self.look_again()
                self._leave_if_asked()

        job = self.session.change(
            edit,
            initiator=self,
            done=saved,
            failed=lambda problem: self._refuse(problem),  # noqa: PLW0108 - a bound method would die with the form
            said=said,
        )
        job.cancelled.connect(self._not_saved)

    def look_again(self) -> None:
        """Read the chosen organizations anew; what is typed stays."""
        ids = self.chosen.ids
        self.session.read(lambda ledger: read_chosen(ledger, ids), self._take_anew, key="form")

    @override
    def leave(self) -> None:
        if self._is_saving:
            self._leaves_after_saving = True
        else:
            super().leave()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous() and self.context is not None:
            self._look.stop()
            self._keep()
        super().hideEvent(event)

    def _keep(self) -> None:
        """Keep what is typed; nothing while it is being saved."""
        if self._is_saving:
            return
        texts = self._texts()
        draft = texts if texts != self._untouched else None
        keep_draft(self.session, self.draft_name, self.chosen.ids, draft)

    def _refuse(self, problem: LedgerProblem) -> None:
        """Also where the window has closed the form meanwhile: the draft is kept then."""
        self._is_saving = False
        self._leaves_after_saving = False
        if isValid(self):
            self.show_problem(problem)
        else:
            self.session.refused.emit(problem)

    def _not_saved(self) -> None:
        """It was not saved, and the crash dialog says so: what is typed stays and can be saved again."""
        self._is_saving = False
        self._leaves_after_saving = False

    def _take_anew(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self.show_chosen()

    def _close(self, _changes: Changes) -> None:
        self.finished.emit()

    def _leave_if_asked(self) -> None:
        if self._leaves_after_saving and isValid(self):
            self._leaves_after_saving = False
            self.finished.emit()

    def _texts(self) -> dict[str, str]:
        return {name: text_of(editor) for name, editor in self._drafted.items()}

    def _say_draft(self, *, is_restored: bool) -> None:
        self.draft_tag.set_tag(_("上次没存的内容还在"), TagKind.OK)
        self.draft_tag.setVisible(is_restored)
