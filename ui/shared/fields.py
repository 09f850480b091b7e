"""Fields of a form: `Field(_("方式"), Choice(…), stop="3", help_text=…)` puts an editor between label and help."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from models.rules.typed_words import typed_word
from ui.shared.labels import Label
from ui.shared.line_field import LineField, MeaningField, leaves_to_window
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_SMALL, LINE_HEIGHTS, Height, Radius, Role, Space, TextSize

_BETWEEN_LETTERS = 1_000  # milliseconds: a longer pause begins a new word


class Choice(QComboBox):
    """One of a list, by key. The wheel changes it only while it has the focus; letters find a word by its sound."""

    def __init__(self, choices: Sequence[tuple[str, str]] = (), *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wrong = False
        self._letters = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_BETWEEN_LETTERS)
        self._pause.timeout.connect(self._forget_letters)
        self.view().installEventFilter(self)
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        for key, words in choices:
            self.addItem(words, key)
        theme.follow(self.updateGeometry)

    def choose(self, key: str) -> None:
        """Show the choice `key`."""
        self.setCurrentIndex(self.findData(key))

    def choice(self) -> str:
        """The key of what is chosen; empty where nothing is."""
        return str(self.currentData() or "")

    def set_wrong(self, wrong: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Show whether the choice cannot be taken."""
        self._wrong = wrong
        self.update()

    @override
    def sizeHint(self) -> QSize:
        widest = max((self.fontMetrics().horizontalAdvance(self.itemText(n)) for n in range(self.count())), default=0)
        return QSize(widest + px(ICON_SMALL) + 4 * Space.S, px(Height.FIELD))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._find(event, self.setCurrentIndex):
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The same while the list is open."""
        if watched is self.view() and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._find(event, self._go_to)
        return super().eventFilter(watched, event)

    def _find(self, event: QKeyEvent, show: Callable[[int], object]) -> bool:
        """A letter: go to the first word that begins with what was typed, or else holds it, by sound or as written."""
        letter = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        is_word = letter.isascii() and (letter.isalpha() or (bool(self._letters) and letter.isdigit()))  # B2
        if not (plain and is_word):
            return False
        self._letters += letter.lower()
        self._pause.start()
        word = typed_word(self._letters)
        found = [
            (span[0] > 0, row)
            for row in range(self.count())
            if (span := word.span_in(self.itemText(row), by_sound=True))
        ]
        if found:
            show(min(found)[1])
        return True

    def _go_to(self, row: int) -> None:
        self.view().setCurrentIndex(self.model().index(row, self.modelColumn()))

    def _forget_letters(self) -> None:
        self._letters = ""

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        enabled = self.isEnabled()
        with QPainter(self) as painter:
            ground = Role.SURFACE if enabled else Role.SURFACE2
            hovered = enabled and self.underMouse()
            edge = Role.DANGER if self._wrong else Role.LINE2
            paint_box(painter, box, Radius.CONTROL, colour(Role.HOVER if hovered else ground), colour(edge))
            painter.setFont(font())
            painter.setPen(colour(Role.TEXT if enabled else Role.TEXT3))
            left = box.adjusted(Space.S + 2, 0, -Space.S, 0)
            painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, self.currentText())
            side = px(ICON_SMALL)
            place = QRectF(box.right() - Space.S - side, box.center().y() - side / 2, side, side)
            paint_icon(painter, place, Icon.CHEVRON_DOWN, colour(Role.TEXT2 if enabled else Role.TEXT3))
            if self.hasFocus():
                ring = colour(Role.DANGER if self._wrong else Role.FOCUS)
                paint_ring(painter, box, Radius.CONTROL, ring)


class TextArea(QPlainTextEdit):
    """Several lines of text; Tab leaves it, Enter breaks the line."""

    def __init__(self, *, placeholder: str = "", lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._wrong = False
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        theme.follow(self._restyle)

    @override
    def event(self, event: QEvent) -> bool:
        """As LineField."""
        document = self.document()
        if leaves_to_window(event, can_undo=document.isUndoAvailable(), can_redo=document.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def set_wrong(self, wrong: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Show whether the text cannot be taken."""
        self._wrong = wrong
        self.viewport().update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._wrong:
            with QPainter(self.viewport()) as painter:
                painter.fillRect(QRectF(0, 0, theme.ring, self.viewport().height()), colour(Role.DANGER))

    def _restyle(self) -> None:
        self.setFixedHeight(px(LINE_HEIGHTS[TextSize.BODY]) * self._lines + 2 * Space.S)


class Field(QWidget):
    """Label above, editor, help below. A wrong value turns the help into the reason.

    Without `with_help` nothing is kept free below the editor; help then comes and goes with its room.
    """

    def __init__(
        self,
        label: str,
        editor: QWidget,
        *,
        stop: str = "",
        help_text: str = "",
        with_help: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._help_text = help_text
        self._help = Label(help_text, size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
        self._keeps_room = with_help
        self._reason = ""
        if not with_help and not help_text:
            self._help.hide()
        words = Label(label, size=TextSize.SMALL, role=Role.TEXT2)
        words.setBuddy(editor)
        editor.setAccessibleName(label)
        head = QHBoxLayout()
        head.setSpacing(6)
        if stop:
            head.addWidget(Label(stop, size=TextSize.SMALL, role=Role.TEXT, bold=True))
        head.addWidget(words)
        head.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(editor)
        column.addWidget(self._help)
        column.addStretch()
        self._watch_value()

    def set_help(self, text: str) -> None:
        """Say what can be typed here."""
        self._help_text = text
        self._show_below(text, Role.TEXT2)

    def set_error(self, reason: str) -> None:
        """Say why the value cannot be taken; an empty reason takes that back, and so does another value."""
        self._reason = reason
        if isinstance(self.editor, (LineField, Choice, TextArea)):
            self.editor.set_wrong(bool(reason))
        self.editor.setAccessibleDescription(reason)
        self._show_below(reason or self._help_text, Role.DANGER if reason else Role.TEXT2)

    def _watch_value(self) -> None:
        if isinstance(self.editor, (LineField, TextArea)):
            self.editor.textChanged.connect(self._on_value)
        elif isinstance(self.editor, Choice):
            self.editor.currentIndexChanged.connect(self._on_value)

    def _on_value(self, *_value: object) -> None:
        if not self._reason:
            return
        self.set_error("")
        if isinstance(self.editor, MeaningField):
            self.editor.show_meaning()

    def _show_below(self, text: str, role: Role) -> None:
        self._help.setVisible(self._keeps_room or bool(text))
        self._help.setText(text)
        self._help.set_role(role)
