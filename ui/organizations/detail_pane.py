"""The detail of one organization beside the list: read in the background, shown in parts, edited in place."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.progress import Progress
from ui.organizations.attachment_desk import AttachmentDesk
from ui.organizations.detail_attachments import DetailAttachments
from ui.organizations.detail_conflicts import DetailConflicts
from ui.organizations.detail_facts import DetailEligibility, DetailFacts, DetailUnions
from ui.organizations.detail_head import DetailHead
from ui.organizations.detail_history import DetailHistory
from ui.organizations.detail_joined import DetailJoined
from ui.organizations.detail_people import DetailPeople
from ui.organizations.detail_reading import DetailContent, HistoryWish, read_detail
from ui.organizations.detail_stage import DetailStage
from ui.organizations.detail_survey import DetailSurvey
from ui.organizations.detail_work import DetailPromises, DetailReasons
from ui.organizations.section import clear, column_of
from ui.requests import AddReason, AssignFollowup, PrintReport, RecordVisit
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.labels import Label
from ui.shared.panes import Pane, ScrollPane
from ui.shared.waiting import Skeleton
from ui.theme.tokens import Role, Space

_PAUSE = 60  # somebody who goes through the list wants to see where he stops


class DetailPane(Pane):
    """`organization` is the local id of what is shown or being read; 0 for nothing."""

    asked = Signal(object)  # a ui.requests.Request
    closed = Signal()
    shown = Signal(int)

    def __init__(self, session: LedgerSession, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self.organization = 0
        self.content: DetailContent | None = None
        self._is_stale = False
        self._is_other = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self.reload)
        self._problem = QVBoxLayout()
        self.head = DetailHead()
        self.people = DetailPeople()
        self.joined = DetailJoined()
        self.history = DetailHistory()
        self.attachments = DetailAttachments()
        self.attachment_desk = AttachmentDesk(session, self.attachments)
        self.facts = DetailFacts()
        self.parts = (
            self.head,
            self.joined,
            self.people,
            DetailStage(),
            DetailSurvey(),
            DetailReasons(),
            DetailPromises(),
            DetailConflicts(),
            self.history,
            self.attachments,
            DetailEligibility(),
            DetailUnions(),
            self.facts,
        )
        self._waiting = Skeleton()
        self._nothing = Label(_("在左边选一家单位，这里显示它的全部记录。"), role=Role.TEXT2, wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setContentsMargins(Space.XL, 0, Space.XL, 0)
        self._content = Pane()
        self._scroll = ScrollPane(self._content)
        self._foot = Pane(edges="t")
        self._lay_out()
        self._connect()
        self._show_none()

    def show_organization(self, organization: int) -> None:
        """Show another organization, once nobody asks for yet another one; 0 for none."""
        if organization == self.organization:
            return
        self.organization = organization
        self.history.start_over()
        if not organization:
            self._show_none()
        elif self.content is None:
            self._show_state(self._waiting)
            self.reload()
        else:
            self._soon.start()

    def reload(self) -> None:
        """Read again what is shown; nothing is read for a pane that nobody sees."""
        organization = self.organization
        self._is_stale = not self.isVisible()
        if organization and not self._is_stale:
            self._session.read(
                partial(_read, organization, self.history.wish),
                self._on_read,
                key="organizations detail",
                failed=self._on_problem,
            )

    def on_changed(self, changes: Changes) -> None:
        """Something was saved: read again where it may concern what is shown."""
        if changes.everything or self.organization in changes.organizations or not changes.organizations:
            self.reload()

    def focus_main(self) -> None:
        """The keyboard to the first action."""
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.reload()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._scroll.verticalScrollBar()
        steps = {
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
        }
        if event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        inner = column_of(self._content)
        inner.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(self._keep_text_in_place)
        self._laid_out = QTimer(self, singleShot=True, interval=0)
        self._laid_out.timeout.connect(self._show_laid_out)
        inner.addLayout(self._problem)
        for part in self.parts:
            inner.addWidget(part)
        inner.addStretch()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(Space.L, 10, Space.L, 9)
        row.setSpacing(Space.S)
        self._first = Button(_("走访"), ButtonKind.PRIMARY, key="F4")
        self._first.clicked.connect(self._visit)
        row.addWidget(self._first, 1)
        for word, key, act in (
            (_("跟进"), "F6", self._follow_up),
            (_("原因"), "F7", self._add_reason),
            (_("打印"), "F9", self._print),
        ):
            button = Button(word, key=key)
            button.clicked.connect(act)
            row.addWidget(button)
        column = column_of(self)
        column.addWidget(self._nothing, 1)
        column.addWidget(self._waiting, 1)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._foot)

    def _connect(self) -> None:
        for part in self.parts:
            part.asked.connect(self.asked)
            part.change_asked.connect(self._change)
        self.head.closed.connect(self.closed)
        self.head.restore_asked.connect(self._restore)
        self.joined.split_asked.connect(self._split)
        self.people.reveal_asked.connect(self._reveal)
        self.history.wish_changed.connect(self.reload)
        self.facts.history_asked.connect(self._read_history)
        back = QShortcut(QKeySequence("Esc"), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.closed)

    def _keep_text_in_place(self, _lowest: int, highest: int) -> None:
        """The scroll bar takes its room from the margin, so that the lines end where the buttons end.

        Only ever given, and taken back with the next organization: wider lines may need no bar, narrower ones again.
        """
        if highest and not self._content.contentsMargins().right():
            self._set_margin(with_bar=True)

    def _show_laid_out(self) -> None:
        """Paint what is laid out by now, in a turn of its own: the window answers in between."""
        if self._is_other:  # it may reach as far down as the one before
            self._set_margin(with_bar=self._scroll.verticalScrollBar().maximum() > 0)
        self._is_other = False
        self._content.setUpdatesEnabled(True)

    def _set_margin(self, *, with_bar: bool) -> None:
        width = self._scroll.verticalScrollBar().sizeHint().width()
        self._content.setContentsMargins(0, 0, -width if with_bar else 0, 0)

    def _on_read(self, content: DetailContent | None) -> None:
        if content is None:  # it is not here any more
            self._show_none()
            return
        is_other = self.content is None or self.content.detail.id != content.detail.id
        self._is_other |= is_other
        self._content.setUpdatesEnabled(False)
        self._laid_out.start()
        self.content = content
        clear(self._problem)
        for part in self.parts:
            part.show_content(content)
        self._show_state(self._scroll)
        self._foot.setVisible(not content.detail.in_trash)
        if is_other:
            self._scroll.verticalScrollBar().setValue(0)
        self.shown.emit(content.detail.id)

    def _show_none(self) -> None:
        self._soon.stop()
        self.organization = 0
        self.content = None
        self._show_state(self._nothing)

    def _show_state(self, shown: QWidget) -> None:
        """One of: nothing is chosen, it is being read, it is here."""
        for widget in (self._nothing, self._waiting, self._scroll):
            widget.setVisible(widget is shown)
        self._foot.setVisible(shown is self._scroll)

    def _on_problem(self, problem: LedgerProblem) -> None:
        clear(self._problem)
        self._problem.addWidget(Banner(BannerKind.ERROR, problem.user_text, problem.hint))
        self._show_state(self._scroll)

    def _change(self, values: dict[str, object], said: str) -> None:
        organization = self.organization

        def edit(ledger: Ledger) -> Changes:
            from models.edits.organizations import change_organization  # noqa: PLC0415 - only when it is needed

            return change_organization(ledger, organization, values)

        self._session.change(edit, initiator=self, failed=self._on_problem, said=said)

    def _split(self, organization: int, name: str) -> None:
        def edit(ledger: Ledger) -> Changes:
            from models.edits.links import split_off  # noqa: PLC0415 - only when it is needed

            return split_off(ledger, organization)

        said = _("已拆分，“{name}”单独显示").format(name=name)
        self._session.change(edit, initiator=self, failed=self._on_problem, said=said)

    def _restore(self) -> None:
        organization = self.organization

        def edit(ledger: Ledger) -> Changes:
            from models.edits.organizations import restore_organizations  # noqa: PLC0415 - only when it is needed

            return restore_organizations(ledger, [organization])

        self._session.change(edit, initiator=self, failed=self._on_problem, said=_("已从回收站恢复"))

    def _reveal(self, organization: int) -> None:
        """Full numbers are shown once that is on record."""

        def note(_progress: Progress) -> int:
            from models.edits.disclosures import note_disclosure  # noqa: PLC0415 - only when it is needed

            note_disclosure(self._session.ledger, "detail", 1)
            return organization

        self._session.work(
            note, initiator=self, changes=_nothing_changed, done=self.people.reveal, failed=self._on_problem
        )

    def _read_history(self, field: str) -> None:
        """What a field said before, by whom and from where."""
        organization = self.organization

        def read(ledger: Ledger) -> object:
            from models.queries.provenance import field_history  # noqa: PLC0415 - only when it is needed

            return field_history(ledger, organization, field)

        show = partial(self.facts.show_history, organization, field)
        self._session.read(read, show, key="field history", failed=self._on_problem)

    def _visit(self) -> None:
        self.asked.emit(RecordVisit((self.organization,)))

    def _follow_up(self) -> None:
        self.asked.emit(AssignFollowup((self.organization,)))

    def _add_reason(self) -> None:
        self.asked.emit(AddReason(self.organization))

    def _print(self) -> None:
        self.asked.emit(PrintReport("dossier", (self.organization,)))


def _read(organization: int, wish: HistoryWish, ledger: Ledger) -> DetailContent | None:
    return read_detail(ledger, organization, wish)


def _nothing_changed(_result: object) -> None:
    """Noting a disclosure changes no record."""
