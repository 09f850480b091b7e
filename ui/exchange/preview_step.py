"""Before anything is written: the files at the left, their numbers as tabs over one table at the right."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _, sentences
from models.merging.rows import CONFLICTS
from ui.exchange.basket import Looked
from ui.exchange.file_card import FileCard
from ui.exchange.file_words import file_words
from ui.exchange.preview_rows import REFUSED, PreviewRows, PreviewTab, Selection, preview_tabs, will_be_written
from ui.exchange.tick_table import TickTable
from ui.shared.banner import BannerKind
from ui.shared.buttons import Button, ButtonKind, LinkButton
from ui.shared.labels import Label
from ui.shared.number_tabs import NumberTabs
from ui.shared.panes import Pane, ScrollPane
from ui.shared.record_model import RecordModel
from ui.step_pane import StepPane
from ui.theme.palette import px, theme
from ui.theme.tokens import Density, Height, Role, Space

_SIDE = 292
_BESIDE = 880  # from this width on files and rows stand side by side
_TABLE = 220


class PreviewStep(StepPane):
    """Shows a look; what is typed and pressed on the cards goes out as signals that name the file."""

    merge_asked = Signal()
    more_asked = Signal()
    report_asked = Signal()
    removed = Signal(object)  # Path
    confirmed = Signal(object, str)
    accepted = Signal(object, str)
    unlocked = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[Path, FileCard] = {}
        self._looked: Looked | None = None
        self._tabs: dict[str, PreviewTab] = {}
        self._chosen: Selection | None = None
        self.numbers = NumberTabs(name=_("合并前预览"))
        self.numbers.chosen.connect(self._show_tab)
        self.table = TickTable()
        self.table.set_density(Density.STANDARD)
        self.table.setAccessibleName(_("这个数字的行"))
        self.table.switch_asked.connect(self._switch)
        self.model = RecordModel((), parent=self.table)
        self.table.setModel(self.model)
        self._explanation = Label("", role=Role.TEXT2, wrap=True)
        self._count = Label("", bold=True)
        self._lay_out()
        theme.follow(self._arrange)

    @property
    def left_out(self) -> frozenset[str]:
        """The records that are not written, as the merge wants them."""
        return self._chosen.left_out if self._chosen is not None else frozenset()

    @property
    def looked(self) -> Looked | None:
        """What is shown."""
        return self._looked

    def show_looked(self, looked: Looked) -> None:
        """Show what a look found; ticks that were taken away stay away, the chosen number stays chosen."""
        before = self._chosen
        shown = self.numbers.choice()
        self.quiet()
        self._looked = looked
        self._chosen = Selection(looked, before)
        self._show_cards(looked)
        self._show_numbers(shown)
        if looked.left_out:
            self.say(BannerKind.NOTE, looked.left_out)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """What is asked for first; else the numbers."""
        asking = next((card.field for card in self.cards.values() if card.field is not None), None)
        if asking is not None:
            asking.setFocus()
        else:
            self.numbers.setFocus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _show_cards(self, looked: Looked) -> None:
        for card in self.cards.values():
            card.hide()
            card.deleteLater()
        self.cards = {}
        self._count.setText(_("文件 {n}").format(n=len(looked.files)))
        for place, file in enumerate(looked.files):
            card = FileCard(file_words(file))
            path = file.offer.path
            card.removed.connect(partial(self.removed.emit, path))
            card.confirmed.connect(partial(self.confirmed.emit, path))
            card.accepted.connect(partial(self.accepted.emit, path))
            card.unlocked.connect(partial(self.unlocked.emit, path))
            self._column.insertWidget(place, card)
            self.cards.setdefault(path, card)

    def _show_numbers(self, shown: str) -> None:
        if self._looked is None or self._chosen is None:
            return
        tabs = preview_tabs(self._looked, self._chosen)
        self._tabs = {tab.number.key: tab for tab in tabs}
        self.numbers.set_tabs([tab.number for tab in tabs])
        first = next((tab.number.key for tab in tabs if tab.number.count), tabs[0].number.key)
        asked = CONFLICTS if self._tabs[CONFLICTS].number.count else first
        stays = shown in self._tabs and self._tabs[shown].number.count and shown != REFUSED
        key = shown if stays else asked
        self.numbers.choose(key)
        self._show_tab(key)
        self._say_what_comes()

    def _show_tab(self, key: str) -> None:
        tab = self._tabs[key]
        self.model.show(tab.source, tab.columns)
        self._explanation.setText(tab.explanation)
        if tab.source.count():
            self.table.go_to_row(0)

    def _switch(self, rows: list[int]) -> None:
        source = self.model.source
        if self._chosen is None or not isinstance(source, PreviewRows):
            return
        self._chosen.switch([source.rows[row] for row in rows])
        self.model.update_rows(0, source.count() - 1)
        self._say_what_comes()

    def _say_what_comes(self) -> None:
        if self._looked is None or self._chosen is None or self.primary is None:
            return
        written, conflicts = will_be_written(self._looked, self._chosen)
        waiting = sum(file.waits_for_code and not file.same_as for file in self._looked.files)
        if written:
            words = _("将写入 {n} 条。").format(n=f"{written:,}")
            if conflicts:
                words = _("将写入 {n} 条，其中待判 {k} 处进冲突箱，不影响其余内容。").format(
                    n=f"{written:,}", k=f"{conflicts:,}"
                )
        else:
            words = _("没有要写入的内容。")
        if waiting:
            words = sentences(words, _("{n} 个文件的发件人还没有核对，这次不合并。").format(n=waiting))
        self.foot.words.setText(words)
        self.primary.setEnabled(any(file.is_merged for file in self._looked.files))

    def _lay_out(self) -> None:
        files = self._file_side()
        rows = self._row_side()
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(0)
        self._beside.addWidget(files)
        self._beside.addWidget(rows, 1)
        self.body.addLayout(self._beside, 1)
        cancel = Button(_("取消，本机台账不变"), key="Esc")
        cancel.clicked.connect(self.leave_asked)
        self.primary = Button(_("合并"), ButtonKind.PRIMARY, key="Ctrl+Enter")
        self.primary.clicked.connect(self.merge_asked)
        self.foot.add(cancel)
        self.foot.add(self.primary)

    def _file_side(self) -> QWidget:
        more = LinkButton(_("再加文件…"))
        more.clicked.connect(self.more_asked)
        head = Pane(edges="b")
        row = QHBoxLayout(head)
        row.setContentsMargins(Space.L, 0, Space.M, 1)
        row.addWidget(self._count)
        row.addStretch()
        row.addWidget(more)
        self._files_head = head
        content = Pane()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch()
        self._files = Pane(edges="r")
        column = QVBoxLayout(self._files)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(ScrollPane(content), 1)
        return self._files

    def _row_side(self) -> QWidget:
        ground = Pane(Role.WINDOW)
        over = QVBoxLayout(ground)
        over.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        over.addWidget(self.numbers)
        save = Button(_("另存预览…"), ButtonKind.QUIET, key="Ctrl+S", height=Height.ROW_BUTTON)
        save.clicked.connect(self.report_asked)
        line = QHBoxLayout()
        line.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        line.addWidget(self._explanation, 1)
        line.addWidget(save)
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.addWidget(Label(_("没有这样的行。"), role=Role.TEXT2))
        column.addStretch()
        self.table.set_empty_state(empty)
        note = Label(
            _("合并之后仍可整批撤销；撤销会先列出撤回哪些、哪些因为后来又有改动而保留。"),
            role=Role.TEXT2,
            wrap=True,
        )
        below = QHBoxLayout()
        below.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        below.addWidget(note)
        side = Pane()
        rows = QVBoxLayout(side)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(ground)
        rows.addLayout(line)
        rows.addWidget(self.table, 1)
        rows.addLayout(below)
        return side

    def _arrange(self) -> None:
        narrow = self.width() < px(_BESIDE)
        self._beside.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._files.setMinimumWidth(0 if narrow else px(_SIDE))
        self._files.setMaximumWidth(16_777_215 if narrow else px(_SIDE))
        self._files_head.setFixedHeight(px(Height.TABLE_HEAD) + Space.S)
        self.table.setMinimumHeight(px(_TABLE))
