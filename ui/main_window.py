"""The window over one ledger: top row, rail, places, status bar. Here screens meet; they never import one another."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Ledger
from ui.command_search import CommandSearch
from ui.curtain import Curtain
from ui.daily_care import DailyCare
from ui.dropped_files import paths_in
from ui.form_draft import read_drafts
from ui.garbage import look_at_everything
from ui.index_keeper import IndexKeeper
from ui.jobs import JobRunner
from ui.overlay import Overlay
from ui.own_words import OwnWords
from ui.page import Page
from ui.place_stack import PlaceStack, StackScroll
from ui.places import PLACES
from ui.preferences import Preferences, keep_preferences
from ui.progress_window import ProgressShower
from ui.qt_words import speak
from ui.recent_menu import RecentMenu
from ui.requests import ReceiveFiles, ShowPlace
from ui.saved_files import say_saved_file
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.enter_presses import press_focused
from ui.shared.rail import Rail
from ui.shared.status_bar import StatusBar
from ui.shared.toast import ToastHost
from ui.shared.top_bar import TopBar
from ui.status import StatusKeeper
from ui.theme.apply import follow_system
from ui.theme.icons import Icon
from ui.theme.palette import px
from ui.undo_words import UndoWords
from ui.window_actions import WindowActions
from ui.window_commands import WindowCommands
from ui.window_door import WindowDoor
from ui.window_requests import RequestDesk

_FULL = (1366, 768)
_LEAST = (960, 600)
_AFTER_FIRST_PAINT = 2_000
_AFTER_LEAVING = 500


class MainWindow(QWidget):
    """One window, one ledger or none. `show_ledger` takes an open ledger over."""

    ledger_closed = Signal()
    another_ledger = Signal(Path)

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.preferences = preferences
        self.session: LedgerSession | None = None
        self.runner = JobRunner(self)
        self.pages: dict[str, Page] = {}
        ProgressShower(self, self.runner)
        self._furnish()
        self.setAcceptDrops(True)
        self.setMinimumSize(*_LEAST)
        self.resize(px(_FULL[0]), px(_FULL[1]))
        self._set_open(is_open=False)

    def _furnish(self) -> None:
        """Everything with words in it; again after the language has changed."""
        self.stack = PlaceStack()
        self.rail = Rail()
        self.top = TopBar()
        self.status = StatusBar()
        self.toasts = ToastHost(self)
        self.overlay = Overlay(self)
        self.overlay.set_edges(self.top, self.status)
        self.top.command.left.connect(self._focus_page)
        self.curtain = Curtain(self)
        self.curtain.watch(self.preferences.cover_after)
        self.desk = RequestDesk(self)
        self.commands = WindowCommands(self)
        self.actions_of_window = WindowActions(self, self.top.menu_bar, self.commands.by_key())
        self.actions_of_window.add_menu("open_ledger", RecentMenu(self))
        self._keeper: StatusKeeper | None = None
        self._search: CommandSearch | None = None
        self._refusal: Banner | None = None
        self._lay_out()

    def show_ledger(self, ledger: Ledger) -> None:
        """Show this ledger in place of whatever was shown; the first place comes to the front."""
        self.leave_ledger()
        session = LedgerSession(ledger, self.runner, self)
        self.session = session
        session.said.connect(self._say)
        session.saved_file.connect(self.say_file)
        session.refused.connect(self._refuse)
        self._keeper = StatusKeeper(session, self.top, self.status, self.rail)
        self._keeper.asked.connect(self.desk.answer)
        IndexKeeper(session, self.status)
        UndoWords(session, self.actions_of_window)
        OwnWords(session)
        self._search = CommandSearch(session, self.top.command, self.actions_of_window)
        self._search.asked.connect(self.desk.answer)
        self._search.left.connect(self._focus_page)
        for warning in ledger.warnings:
            self.banner(BannerKind.WARNING, warning)
        if ledger.read_only:
            self.banner(BannerKind.WARNING, _("这个台账以只读方式打开：可以查看和打印，不能改动。"))
        if ledger.is_new_copy and ledger.author.cadre:
            self._say_whose(session)
        self.setWindowTitle(_("{name} · 建会台账").format(name=ledger.path.stem))
        self._set_open(is_open=True)
        self.go_to("today")
        read_drafts(session, self._say_drafts)
        self._look_after(session)

    def _say_whose(self, session: LedgerSession) -> None:
        """In whose name a copy writes, until it is another's."""
        author = session.ledger.author
        words = _("这份台账是从别处拷来的，在本机记的都在“{name}”名下。").format(name=author.name)
        change_person = self.actions_of_window.by_key["people"].trigger
        note = self.banner(BannerKind.NOTE, words, action=_("换成我…"), act=change_person)

        def on_changed(*_changes: object) -> None:
            if session.ledger.author != author and isValid(note):
                note.hide()

        session.changed.connect(on_changed)

    def _look_after(self, session: LedgerSession) -> None:
        care = DailyCare(session)
        care.found.connect(self._warn_of_damage)
        care.looked.connect(self.refresh_status)
        care.failed.connect(self.problem)
        QTimer.singleShot(_AFTER_FIRST_PAINT, care, care.look)
        if not session.ledger.read_only:
            WindowDoor(session, self, session.ledger.path)

    def _warn_of_damage(self, text: str) -> None:
        self.banner(BannerKind.ERROR, text, _("请不要再改动它，从备份恢复，并保留这个文件。"))

    def leave_ledger(self) -> None:
        """Close the ledger that is shown, if there is one; everything that was saved stays."""
        self.overlay.close()
        for page in self.pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages.clear()
        self._clear_banners()
        if self._keeper is not None:
            self._keeper.deleteLater()
        if self._search is not None:
            self._search.deleteLater()
        self._keeper = self._search = None
        if self.session is not None:
            self.session.is_over = True
            self.runner.settle()
            self.session.ledger.close()
            self.session.deleteLater()
            self.session = None
            QTimer.singleShot(_AFTER_LEAVING, look_at_everything)
        self._set_open(is_open=False)
        self.setWindowTitle(_("建会台账"))

    def speak(self, language: str) -> None:
        """Say everything in another language: the same ledger at the same place, what is half typed as its draft."""
        ledger = self.session.ledger if self.session is not None else None
        read_only = ledger is not None and ledger.read_only
        place = next((key for key, page in self.pages.items() if page is self.stack.currentWidget()), None)
        self.leave_ledger()
        self.preferences = replace(self.preferences, language=language)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            speak(app, language)
        self._unfurnish()
        self._furnish()
        self._set_open(is_open=False)
        if ledger is not None:
            try:
                self.show_ledger(Ledger.open(ledger.path, read_only=read_only))
            except LedgerProblem as problem:
                self.problem(problem)
            else:
                self.go_to(place or PLACES[0].key)

    def _unfurnish(self) -> None:
        for action in self.actions():
            self.removeAction(action)
            action.deleteLater()
        parts = (self.curtain, self.toasts, self.overlay, self.desk, self.commands)
        for part in (*parts, self.top, self.rail, self.stack, self.status):
            if isinstance(part, QWidget):
                part.hide()
            part.deleteLater()
        layout = self.layout()
        if layout is not None:
            QWidget().setLayout(layout)  # the only way to take a layout from a widget

    def go_to(self, key: str) -> Page | None:
        """Bring a place to the front, made now if it was never shown."""
        if self.session is None:
            return None
        page = self.pages.get(key)
        if page is None:
            place = next(place for place in PLACES if place.key == key)
            page = place.make(self.session)
            page.asked.connect(self.desk.answer)
            self.pages[key] = page
            self.stack.addWidget(page)
        self.show_widget(page)
        self.rail.show_place(key)
        page.activate()
        return page

    def show_widget(self, widget: QWidget) -> None:
        """Bring a widget of the stack to the front."""
        self.overlay.close()
        if self.stack.indexOf(widget) < 0:
            self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)

    def _focus_page(self) -> None:
        shown = self.stack.currentWidget()
        if shown is not None:
            shown.setFocus()

    def banner(
        self,
        kind: BannerKind,
        reason: str,
        remedy: str = "",
        *,
        action: str = "",
        act: Callable[[], object] | None = None,
    ) -> Banner:
        """Say something above the places that stays until it is closed; once, however often it happens."""
        for said in self._stack_of_banners():
            if said.reason == reason:
                said.hide()
                said.deleteLater()
        shown = Banner(kind, reason, remedy, action=action, can_close=True)
        shown.closed.connect(shown.deleteLater)
        if act is not None:
            shown.action_asked.connect(act)
        self._banners.addWidget(shown)
        return shown

    def refresh_status(self) -> None:
        """Read what the bars say again."""
        if self._keeper is not None:
            self._keeper.look()

    def problem(self, problem: LedgerProblem) -> None:
        """Say what went wrong where no form is open to say it."""
        self.banner(BannerKind.ERROR, problem.user_text, problem.hint)

    def _refuse(self, problem: LedgerProblem) -> None:
        """Say why something was not done, until the next thing is."""
        self._forget_refusal()
        self._refusal = self.banner(BannerKind.ERROR, problem.user_text, problem.hint)

    def _forget_refusal(self) -> None:
        if self._refusal is not None and isValid(self._refusal):
            self._refusal.hide()
            self._refusal.deleteLater()
        self._refusal = None

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ThemeChange:
            follow_system()
        super().changeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused(self, event):
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.leave_ledger()
        self.runner.shut_down()
        keep_preferences(self.preferences)
        self.ledger_closed.emit()
        super().closeEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take_dropped(tuple(paths_in(event.mimeData())))

    def take_dropped(self, paths: tuple[Path, ...]) -> None:
        """A ledger is opened; everything else goes where its content belongs."""
        if len(paths) == 1 and paths[0].suffix.lower() == ".jhtz":
            self.commands.open_path(paths[0])
        elif paths and self.session is not None:
            self.desk.answer(ReceiveFiles(paths))
        elif paths:
            self.toasts.show(_("请先打开台账，再把文件拖进来。"))

    def _lay_out(self) -> None:
        for place in PLACES:
            self.rail.add_place(place.key, Icon(place.icon), _(place.word))
        self.rail.place_asked.connect(self._ask_place)
        self._banners = QVBoxLayout()
        self._banners.setSpacing(0)
        body = QVBoxLayout()
        body.setSpacing(0)
        body.addLayout(self._banners)
        body.addWidget(StackScroll(self.stack), 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(body, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(middle, 1)
        column.addWidget(self.status)

    def _ask_place(self, key: str) -> None:
        self.desk.answer(ShowPlace(key))

    def _set_open(self, *, is_open: bool) -> None:
        self.actions_of_window.set_ledger_open(is_open)
        for widget in (self.rail, self.top.command, self.status):
            widget.setVisible(is_open)
        self.top.show_alerts(is_open)
        if not is_open:
            self.commands.show_welcome()

    def has_banners(self) -> bool:
        """Whether something is said above the pages."""
        return any(banner.isVisible() for banner in self._stack_of_banners())

    def _stack_of_banners(self) -> list[Banner]:
        items = [self._banners.itemAt(place) for place in range(self._banners.count())]
        return [widget for item in items if item is not None and isinstance(widget := item.widget(), Banner)]

    def _clear_banners(self) -> None:
        while (item := self._banners.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _say_drafts(self, count: int) -> None:
        """What an earlier run could not save any more is offered, not pressed upon anybody."""
        words = _("上次有 {n} 张填了一半的表单没有存，内容还在；打开同一张就能接着填。").format(n=count)
        note = self.banner(BannerKind.NOTE, words, action=_("接着填"), act=self.desk.resume)
        if count == 1:  # then it has said all once that form is open again
            self.desk.resumed.connect(note.hide)

    def say_file(self, sentence: str, path: Path) -> None:
        """Say that a file was handed out, and where it lies."""
        self._forget_refusal()
        say_saved_file(self.toasts, sentence, path)

    def _say(self, sentence: str, can_be_undone: bool) -> None:  # noqa: FBT001 - the signal's second value
        self._forget_refusal()
        if can_be_undone:
            self.toasts.show(sentence, _("撤销"), self.commands.undo, key="Ctrl+Z")
        else:
            self.toasts.show(sentence)
