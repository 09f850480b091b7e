"""The head of the follow-ups: title, times with their numbers, the person."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from models.language import N_, _
from models.queries.people_list import CadreRow
from ui.shared.fields import Choice
from ui.shared.labels import Label
from ui.shared.panes import Pane
from ui.shared.segmented import SegmentedControl
from ui.theme.palette import px
from ui.theme.tokens import Role, Space, TextSize

EVERYBODY = ""
_TIMES = (
    ("late", N_("逾期")),
    ("today", N_("今天")),
    ("week", N_("本周")),
    ("later", N_("以后")),
    ("open", N_("全部未办")),
    ("done", N_("已办")),
)
_ONE_LINE = 900  # from this width on


class FollowupHead(Pane):
    """`asked_for` carries the time and the person (hexadecimal record id, or EVERYBODY)."""

    asked_for = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._people: list[tuple[str, str]] = []
        self.times = SegmentedControl([(key, _(word)) for key, word in _TIMES], name=_("期限"))
        self.times.choose("open")
        self.times.chosen.connect(self._ask)
        self.person = Choice([(EVERYBODY, _("全部人员"))])
        self.person.setAccessibleName(_("责任人"))
        self.person.activated.connect(self._ask)
        who = QHBoxLayout()
        who.setSpacing(Space.S)
        who.addStretch()
        who.addWidget(Label(_("责任人"), role=Role.TEXT2))
        who.addWidget(self.person)
        first = QHBoxLayout()
        first.setSpacing(Space.L)
        first.addWidget(Label(_("跟进"), size=TextSize.TITLE, bold=True))
        first.addWidget(self.times)
        first.addStretch()
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(Space.L, Space.S, Space.M, Space.S)
        self._lines.setSpacing(Space.S)
        self._lines.addLayout(first)
        self._lines.addLayout(who, 1)

    def show_counts(self, counts: dict[str, int]) -> None:
        """The numbers of the times."""
        for key, word in _TIMES:
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

    def _ask(self, *_chosen: object) -> None:
        self.asked_for.emit(self.times.choice(), self.person.choice())
