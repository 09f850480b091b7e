"""The card of a received file: what it says of itself, and in place what it asks for: a code, a passphrase."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from ui.exchange.file_words import FileWords
from ui.shared.buttons import Button, ButtonKind, IconButton
from ui.shared.flow_row import FlowRow
from ui.shared.labels import ElidedLabel, Label
from ui.shared.line_field import LineField
from ui.shared.panes import Pane
from ui.shared.tags import Tag
from ui.theme.icons import Icon, paint_icon
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_TAG, Height, Role, Space, TextSize


class FileCard(Pane):
    """`removed` takes the file out; `confirmed` and `accepted` carry the code as it was typed."""

    removed = Signal()
    confirmed = Signal(str)
    accepted = Signal(str)
    unlocked = Signal(str)

    def __init__(self, words: FileWords, parent: QWidget | None = None) -> None:
        super().__init__(Role.SURFACE, "b", parent=parent)
        self.words = words
        self.field: LineField | None = None
        self.setAccessibleName(words.spoken)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._lines.addLayout(self._head(words))
        for line in words.lines:
            self._lines.addWidget(Label(line, size=TextSize.SMALL, role=Role.TEXT2, wrap=True))
        if words.sound:
            self._lines.addWidget(_Mark(Icon.CHECK, Role.OK, words.sound))
        for warning in words.warnings:
            self._lines.addWidget(_Mark(Icon.CLOCK, Role.WARN, warning))
        if words.problem:
            role = Role.WARN if words.needs_passphrase else Role.DANGER
            self._lines.addWidget(_Mark(Icon.LOCK if words.needs_passphrase else Icon.WARNING, role, words.problem))
        if words.code:
            self._ask_for_code(words.code)
        elif words.needs_passphrase:
            self._ask_for_passphrase()
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.M, Space.S, Space.M + 1)
        row.setSpacing(Space.S)
        row.addWidget(_Drawing(Icon.USB, Role.TEXT2), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._lines, 1)

    def say(self, problem: str) -> None:
        """Why what was typed cannot be taken."""
        self._lines.addWidget(_Mark(Icon.WARNING, Role.DANGER, problem))
        if self.field is not None:
            self.field.set_wrong(True)
            self.field.setFocus()
            self.field.selectAll()

    def _head(self, words: FileWords) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(ElidedLabel(words.title, bold=True), 1)
        head.addWidget(Tag(words.tag, words.kind))
        away = IconButton(Icon.CLOSE, _("拿掉 {name}").format(name=words.title))
        away.clicked.connect(self.removed)
        head.addWidget(away)
        return head

    def _ask_for_code(self, code: str) -> None:
        text = _("还不认识这个人，只能预览。文件上的代码是 {code}：请打电话让他念他自己的代码，把听到的打在这里。")
        self._lines.addWidget(_Mark(Icon.PHONE, Role.WARN, text.format(code=code)))
        field = LineField(placeholder=_("电话里听到的代码"))
        field.setAccessibleName(_("电话里听到的代码"))
        self._add_field(field)
        buttons = FlowRow(gap=Space.S)
        known = Button(_("对得上，以后都认识"), ButtonKind.PRIMARY, height=Height.ROW_BUTTON)
        once = Button(_("只这一次"), height=Height.ROW_BUTTON)
        known.clicked.connect(self._confirm)
        once.clicked.connect(self._accept)
        field.returnPressed.connect(self._confirm)
        buttons.add(known)
        buttons.add(once)
        self._lines.addWidget(buttons)

    def _ask_for_passphrase(self) -> None:
        field = LineField(placeholder=_("口令"))
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setAccessibleName(_("口令"))
        self._add_field(field)
        buttons = FlowRow(gap=Space.S)
        button = Button(_("打开"), ButtonKind.PRIMARY, height=Height.ROW_BUTTON)
        button.clicked.connect(self._unlock)
        field.returnPressed.connect(self._unlock)
        buttons.add(button)
        self._lines.addWidget(buttons)

    def _add_field(self, field: LineField) -> None:
        self.field = field
        self._lines.addSpacing(Space.XS)
        self._lines.addWidget(field)

    def _typed(self) -> str:
        return self.field.text().strip() if self.field is not None else ""

    def _confirm(self, *_checked: object) -> None:
        self.confirmed.emit(self._typed())

    def _accept(self, *_checked: object) -> None:
        self.accepted.emit(self._typed())

    def _unlock(self, *_checked: object) -> None:
        self.unlocked.emit(self._typed())


class _Mark(QWidget):
    """A drawing and a sentence in one ink."""

    def __init__(self, drawing: Icon, role: Role, words: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(_Drawing(drawing, role), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(words, size=TextSize.SMALL, role=role, wrap=True), 1)


class _Drawing(QWidget):
    def __init__(self, drawing: Icon, role: Role) -> None:
        super().__init__()
        self._drawing, self._role = drawing, role
        theme.follow(self._restyle)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(ICON_TAG), px(ICON_TAG) + 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        side = px(ICON_TAG)
        with QPainter(self) as painter:
            paint_icon(painter, QRectF(0, 1, side, side), self._drawing, colour(self._role))

    def _restyle(self) -> None:
        self.setFixedSize(self.sizeHint())
