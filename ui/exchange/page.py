"""交换: the files that come in, the files that go out, earlier merges, and whom one knows."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from models.ledger.ledger import Changes
from ui.dropped_files import Dropped, paths_in, sort_dropped
from ui.exchange.cards_part import CardsPart
from ui.exchange.past_part import PastPart
from ui.exchange.receive_part import ReceivePart
from ui.exchange.send_part import SendPart
from ui.page import Page
from ui.requests import ImportSheet
from ui.session import LedgerSession
from ui.shared.form_keys import typing_now
from ui.shared.labels import Label
from ui.shared.panes import Pane
from ui.shared.segmented import SegmentedControl
from ui.theme.palette import px, theme
from ui.theme.tokens import Height, Role, Space, TextSize

RECEIVE, SEND, PAST, CARDS = "receive", "send", "past", "cards"
_ORDER = (RECEIVE, SEND, PAST, CARDS)
_WIDE = 1060


class ExchangePage(Page):
    """Four parts under one head; a merge under way stays as it is while another part is looked at."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(session)
        self.receive = ReceivePart(session)
        self.send = SendPart(session)
        self.past = PastPart(session)
        self.cards = CardsPart(session)
        self.segments = SegmentedControl(
            ((RECEIVE, _("收文件")), (SEND, _("发文件")), (PAST, _("历次合并")), (CARDS, _("名片"))), name=_("交换")
        )
        self._promise = Label("", role=Role.TEXT2)
        self._parts: dict[str, ReceivePart | SendPart | PastPart | CardsPart] = {
            RECEIVE: self.receive,
            SEND: self.send,
            PAST: self.past,
            CARDS: self.cards,
        }
        self._stack = QStackedWidget()
        for part in self._parts.values():
            self._stack.addWidget(part)
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self._promise.setText(_("现在还没有写入任何内容"))

    def part(self) -> str:
        """The key of the part that is shown."""
        return self.segments.choice()

    def show_part(self, key: str, paths: tuple[Path, ...] = ()) -> None:
        """Show a part; `paths` are cards to confirm."""
        self.segments.choose(key)
        self._stack.setCurrentWidget(self._parts[key])
        self._head_follows()
        self._reload_part()
        if key == CARDS and paths:
            self.cards.take(paths)
        self._parts[key].setFocus()

    def take_files(self, paths: tuple[Path, ...]) -> None:
        """Look at files that came in."""
        self.show_part(RECEIVE)
        self.receive.take(paths)

    @override
    def reload(self) -> None:
        self._reload_part()

    @override
    def activate(self) -> None:
        self._is_stale = True  # whom one knows and what went out is no record of the ledger
        super().activate()
        self._parts[self.part()].setFocus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._head_follows()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_in(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.drop(tuple(paths_in(event.mimeData())))

    def drop(self, paths: tuple[Path, ...]) -> None:
        """Files by what they are: cards are to be confirmed, lists are imported, everything else is to be merged."""
        found = sort_dropped(paths)
        if found.merges or found.ledgers:
            self.take_files((*found.merges, *found.ledgers))
            self._say_left(found)
        elif found.cards:
            self.show_part(CARDS, found.cards)
        elif found.lists:
            self.asked.emit(ImportSheet(found.lists[0]))

    def _say_left(self, found: Dropped) -> None:
        """Of several kinds together one is taken; the others are named, not passed over."""
        left = [path.name for path in (*found.cards, *found.lists)]
        if left:
            words = _("{names} 不是交换文件，这次没有看：名册、名片请单独拖进来。")
            self.session.said.emit(words.format(names="、".join(left)), False)

    @override
    def _on_changed(self, changes: Changes, initiator: QObject) -> None:
        if initiator is not self.receive and (changes.batch or changes.everything) and self.isVisible():
            self._reload_part()

    def _reload_part(self) -> None:
        part = self.part()
        if part == RECEIVE:
            self.receive.look_again()
        elif part == SEND:
            self.send.reload()
        elif part == PAST:
            self.past.reload()
        else:
            self.cards.reload()

    def _back(self) -> None:
        if self.part() == RECEIVE:
            self.receive.go_back()
        elif self.part() == PAST:
            self.past.go_back()
        elif self.part() == CARDS and self.cards.confirm.isVisible():
            self.cards.confirm.left.emit()

    def _go_on(self) -> None:
        if self.part() == RECEIVE:
            self.receive.go_on()
        elif self.part() == SEND:
            self.send.go_on()

    def _save(self) -> None:
        if self.part() == RECEIVE:
            self.receive.save_report()
        elif self.part() == PAST:
            self.past.save_receipt()

    def _delete(self) -> None:
        if self.part() == RECEIVE and self.receive.step() is self.receive.receipt:
            self.receive.receipt.ask_undo()
        elif self.part() == PAST:
            self.past.ask_undo()
        elif self.part() == CARDS:
            self.cards.forget_current()

    def _way(self, way: str) -> None:
        if self.part() == RECEIVE and self.receive.step() is self.receive.start:
            self.receive.choose(way)

    def _next(self, key: str) -> None:
        if self.part() == RECEIVE and self.receive.step() is self.receive.receipt:
            self.receive.receipt.press(key)

    def _choose_part(self, key: str) -> None:
        self.show_part(key)

    def _unless_typing(self, act: Callable[[], object]) -> None:
        if not typing_now():
            act()

    def _connect(self) -> None:
        self.segments.chosen.connect(self._choose_part)
        self.receive.asked.connect(self.asked)
        self.receive.cards_asked.connect(partial(self.show_part, CARDS))
        self.receive.promise_changed.connect(self._promise.setText)
        self.send.asked.connect(self.asked)
        self.past.asked.connect(self.asked)
        plain: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Delete", self._delete),
            ("1", partial(self._way, "files")),
            ("2", partial(self._way, "folder")),
            ("3", partial(self._way, "photos")),
            ("C", partial(self._next, "conflicts")),
            ("D", partial(self._next, "duplicates")),
        )
        for key, act in plain:
            self._bind(key, partial(self._unless_typing, act))
        always: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Esc", self._back),
            ("Ctrl+Return", self._go_on),
            ("Ctrl+Enter", self._go_on),
            ("Ctrl+S", self._save),
            *((f"Alt+{n}", partial(self.show_part, key)) for n, key in enumerate(_ORDER, start=1)),
        )
        for key, act in always:
            self._bind(key, act)

    def _bind(self, key: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        self._head = Pane(edges="b")
        row = QHBoxLayout(self._head)
        row.setContentsMargins(Space.L, 0, Space.L, 1)
        row.setSpacing(Space.L)
        row.addWidget(Label(_("交换"), size=TextSize.TITLE, bold=True))
        row.addWidget(self.segments)
        row.addWidget(self.receive.trail, 1)
        self._gap = QWidget()
        row.addWidget(self._gap, 1)
        row.addWidget(self._promise)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
        theme.follow(self._restyle)

    def _head_follows(self) -> None:
        """Where one is in the merge, as far as there is room."""
        shown = self.part() == RECEIVE
        self.receive.trail.setVisible(shown)
        self._gap.setVisible(not shown)
        self._promise.setVisible(shown and self.width() >= px(_WIDE))

    def _restyle(self) -> None:
        self._head.setFixedHeight(px(Height.PANE_HEAD))


def make_page(session: LedgerSession) -> ExchangePage:
    """The page for a window."""
    return ExchangePage(session)
