"""The head of the follow-ups: whose they are, board or table, lanes or times, and what is printed or handed out."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from models.language import N_, _
from models.queries.people_list import CadreRow
from ui.shared.buttons import Button, ButtonKind, IconButton
from ui.shared.fields import Choice
from ui.shared.labels import Label
from ui.shared.panes import Pane
from ui.shared.segmented import SegmentedControl
from ui.theme.icons import Icon
from ui.theme.palette import px
from ui.theme.tokens import Role, Space, TextSize

EVERYBODY = ""
TIMES = (
    ("late", N_("逾期")),
    ("today", N_("今天")),
    ("week", N_("本周")),
    ("later", N_("以后")),
    ("open", N_("全部未办")),
    ("pending", N_("待审销号")),
    ("closed", N_("已销号 本月")),
    ("done", N_("已办")),
)
_LANES = (("person", N_("人 1")), ("street", N_("街道 2")), ("reason", N_("原因 3")))
#: What the menu offers: name and words.
_OFFERS = (
    ("rebalance", N_("按街道平均分给…")),
    ("rhythm", N_("回访周期…")),
    ("calendar", N_("导出到日历（.ics）…")),
    ("visit_list", N_("打印走访单")),
    ("visit_slips", N_("打印走访条")),
)
_ONE_LINE = 860  # from this width on


class FollowupHead(Pane):
    """Signals carry what was chosen; `offered` the name of something that is printed, exported or set."""

    view_asked = Signal(str)  # board, table
    lanes_asked = Signal(str)  # person, street, reason
    time_asked = Signal(str)
    person_asked = Signal(str)  # hexadecimal record id, or EVERYBODY
    whole_asked = Signal()  # no longer one lane only
    offered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._people: list[tuple[str, str]] = []
        self.title = Label(_("跟进"), size=TextSize.TITLE, bold=True)
        self.view = SegmentedControl([("board", _("看板")), ("table", _("表格 T"))], name=_("看板或表格"))
        self.view.chosen.connect(self.view_asked)
        self.person = Choice([(EVERYBODY, _("全部人员"))])
        self.person.setAccessibleName(_("责任人"))
        self.person.activated.connect(self._ask_person)
        self.lanes = SegmentedControl([(key, _(words)) for key, words in _LANES], name=_("泳道"))
        self.lanes.chosen.connect(self.lanes_asked)
        self.lane_words = Label(_("泳道"), role=Role.TEXT2)
        self.print = Button(_("按人打印"), key="F9")
        self.print.clicked.connect(partial(self._offer, "print"))
        self.more = IconButton(Icon.MORE, _("更多：日历、走访单、分配、周期"))
        self.more.clicked.connect(self.open_menu)
        self.times = SegmentedControl([(key, _(word)) for key, word in TIMES], name=_("期限"))
        self.times.choose("open")
        self.times.chosen.connect(self.time_asked)
        self.only = Button("", ButtonKind.QUIET, icon=Icon.CLOSE)
        self.only.clicked.connect(self.whole_asked)
        self.only.hide()
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.setSpacing(Space.S)
        self._lines.addLayout(_row(self.title, self.view, self.person))
        self._lines.addLayout(_row(self.lane_words, self.lanes, self.print, self.more, right=True), 1)
        self._below = _row(self.times, self.only)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.M, Space.S)
        column.setSpacing(Space.S)
        column.addLayout(self._lines)
        column.addLayout(self._below)
        self.show_view("board")

    def show_view(self, view: str) -> None:
        """Show what belongs to the board, or to the table."""
        self.view.choose(view)
        for widget in (self.lane_words, self.lanes):
            widget.setVisible(view == "board")
        self.times.setVisible(view == "table")
        self.only.setVisible(view == "table" and bool(self.only.text()))

    def show_lane(self, words: str) -> None:
        """The table shows one lane only; empty for all."""
        self.only.setText(_("只看：{lane}").format(lane=words) if words else "")
        self.only.setAccessibleDescription(_("按下看全部"))
        self.only.setVisible(bool(words) and self.view.choice() == "table")
        self.only.updateGeometry()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """The numbers of the times."""
        for key, word in TIMES:
            self.times.set_words(key, f"{_(word)} {counts[key]:,}")

    def show_people(self, cadres: Sequence[CadreRow], own: bytes) -> None:
        """Whom one can choose; the choice stays."""
        people = [(EVERYBODY, _("全部人员"))]
        for cadre in cadres:
            name = _("{name}（我）").format(name=cadre.name) if cadre.uid == own else cadre.name
            people.append((cadre.uid.hex(), name))
        if people == self._people:
            return
        chosen = self.person.choice()
        self._people = people
        self.person.clear()
        for key, words in people:
            self.person.addItem(words, key)
        self.person.choose(chosen if chosen in dict(people) else EVERYBODY)
        self.person.updateGeometry()

    def arrange(self, width: int) -> None:
        """In two lines where one is too narrow."""
        beside = width >= px(_ONE_LINE)
        self._lines.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def open_menu(self, *_checked: object) -> None:
        """What else there is."""
        menu = QMenu(self)
        for name, words in _OFFERS:
            action = QAction(_(words), menu)
            action.triggered.connect(partial(self._offer, name))
            menu.addAction(action)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _offer(self, name: str, *_checked: object) -> None:
        self.offered.emit(name)

    def _ask_person(self, *_place: object) -> None:
        self.person_asked.emit(self.person.choice())


def _row(*widgets: QWidget, right: bool = False) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.M)
    if right:
        row.addStretch()
    for widget in widgets:
        row.addWidget(widget)
    if not right:
        row.addStretch()
    return row
