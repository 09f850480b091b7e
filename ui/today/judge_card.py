"""What waits for a person to decide or to complete; every number opens its list."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import N_, _
from models.queries.organization_list import ListQuery
from models.queries.today import ToJudge
from ui.shared.buttons import LinkButton
from ui.shared.labels import Label
from ui.shared.panes import Card
from ui.theme.fonts import font
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import Radius, Role, Space, TextSize

_LINE_HEIGHT = 28
#: Field of ToJudge, the words of its line, the title of its list.
_LINES = (
    ("conflicts", N_("有冲突：两边改得不一样"), N_("有冲突的单位")),
    ("undecided", N_("未认定是否具备条件"), N_("未认定是否具备条件的重点对象")),
    ("no_reason", N_("还没建会，没填原因"), N_("没有填未建会原因的单位")),
    ("no_street", N_("街道未定"), N_("街道未定的单位")),
    ("unverified", N_("代码待核"), N_("代码待核的单位")),
)


class JudgeCard(Card):
    """`list_asked` carries the field of ToJudge and the title of the list."""

    list_asked = Signal(str, str)
    proposals_asked = Signal()
    pending_asked = Signal()  # applications for closing out

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.lines = {name: CountLine(_(words)) for name, words, _title in _LINES}
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.M, Space.S, Space.S)
        column.setSpacing(0)
        title = Label(_("要判的、要补的"), size=TextSize.TITLE, bold=True)
        title.setContentsMargins(Space.S, 0, 0, Space.XS)
        column.addWidget(title)
        self.pending = CountLine(_("待审销号"))
        self.pending.clicked.connect(self.pending_asked)
        column.addWidget(self.pending)
        for name, _words, list_title in _LINES:
            self.lines[name].clicked.connect(partial(self._ask, name, list_title))
            column.addWidget(self.lines[name])
        self.proposals = LinkButton(_("待确认建议：代码修复、类别、街道"), size=TextSize.SMALL)
        self.proposals.setToolTip(_("待确认建议  Ctrl+J"))
        self.proposals.clicked.connect(self.proposals_asked)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.XS, Space.XS, Space.S, 0)  # the link has room of its own
        foot.addWidget(self.proposals)
        foot.addStretch()
        column.addLayout(foot)

    def show_counts(self, counts: ToJudge, *, pending: int = 0) -> None:
        """Show how many there are of each; `pending` applications for closing out."""
        self.pending.set_count(pending)
        for name, line in self.lines.items():
            line.set_count(getattr(counts, name))

    def _ask(self, name: str, title: str, *_checked: object) -> None:
        self.list_asked.emit(name, _(title))


class CountLine(QAbstractButton):
    """Words at the left, their number at the right; nothing to press at zero."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.count = 0
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_count(0)
        theme.follow(self.updateGeometry)

    def set_count(self, count: int) -> None:
        """Show another number."""
        self.count = count
        self.setText(f"{self._words} {count}")
        self.setEnabled(count > 0)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        words = QFontMetricsF(font()).horizontalAdvance(self._words)
        number = QFontMetricsF(font(bold=True)).horizontalAdvance(f"{self.count:,}")
        return QSize(round(words + number) + Space.XL + 2 * Space.S, px(_LINE_HEIGHT))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        inner = box.adjusted(Space.S, 0, -Space.S, 0)
        with QPainter(self) as painter:
            if self.isEnabled() and (self.underMouse() or self.isDown()):
                paint_box(painter, box, Radius.CONTROL, colour(Role.HOVER))
            painter.setFont(font())
            painter.setPen(colour(Role.TEXT if self.count else Role.TEXT2))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, self._words)
            painter.setFont(font(bold=self.count > 0))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(inner, right, f"{self.count:,}")
            if self.hasFocus():
                paint_ring(painter, box, Radius.CONTROL)


def list_of(name: str, no_reason: ListQuery) -> ListQuery:
    """The list behind a line; that of missing reasons depends on the ledger's own code list."""
    return no_reason if name == "no_reason" else ListQuery(view=name)
