"""A field that proposes while one types. The list never takes the focus, so input methods keep working."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.language import _
from ui.shared.line_field import LineField
from ui.shared.marked_text import Marks, fitting, marked_width, paint_marked
from ui.shared.tags import TagKind, paint_tag, tag_size
from ui.theme.glyphs import paint_glyph
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_shadow
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import GLYPH_ROW, SHADOW_BLUR, Density, Height, Radius, Role, Space, TextSize

_MOST = 9
#: Of a row's width, at most, where something tells it from its like.
_TEXT_SHARE = 0.62
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One proposal: what it is, what tells it from its like, and the key that does the same.

    `marks` and `detail_marks` are (start, end) of what matches the typed text.
    """

    key: str
    text: str
    detail: str = ""
    marks: Marks = ()
    detail_marks: Marks = ()
    glyph: str = ""
    icon: Icon | None = None
    shortcut: str = ""


class SuggestionField(LineField):
    """Emits `query_changed` for every committed text; answer with `show_suggestions`."""

    query_changed = Signal(str)
    chosen = Signal(str)  # key of the suggestion

    def __init__(
        self,
        *,
        placeholder: str = "",
        strong: bool = False,
        icon: Icon | None = None,
        key: str = "",
        height: Height = Height.FIELD,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(placeholder=placeholder, strong=strong, icon=icon, key=key, height=height, parent=parent)
        self._list: SuggestionList | None = None
        self.textEdited.connect(self.query_changed)

    def show_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        """Propose these, the first one highlighted; none closes the list."""
        if self._list is None:
            self._list = SuggestionList(self.window())
            self._list.pressed.connect(self._choose)
        self._list.show_below(self, suggestions)

    def suggestions_shown(self) -> bool:
        """Whether the list is open."""
        return self._list is not None and self._list.isVisible()

    def before_key(self, key: int) -> bool:
        """For FormKeys: Enter takes the highlighted proposal and goes on, Esc first closes the list."""
        if not self.suggestions_shown() or self._list is None:
            return False
        if key in _ENTER:
            self._choose(self._list.highlighted())
            return False
        self._list.hide()
        return True

    @override
    def event(self, event: QEvent) -> bool:
        """An open list takes Esc before a panel does that is left by it."""
        overrides = event.type() == QEvent.Type.ShortcutOverride and self.suggestions_shown()
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._list is None or not self._list.isVisible() or self.composing:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in _ENTER:
            self._choose(self._list.highlighted())
        elif event.key() == Qt.Key.Key_Escape:
            self._list.hide()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._list is not None:
            self._list.hide()

    def _choose(self, suggestion: Suggestion | None) -> None:
        if self._list is not None:
            self._list.hide()
        if suggestion is not None:
            self.chosen.emit(suggestion.key)


class SuggestionList(QWidget):
    """The open list, a child of the window; it floats over everything else."""

    pressed = Signal(object)  # Suggestion

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._suggestions: tuple[Suggestion, ...] = ()
        self._row = 0
        self.setMouseTracking(True)
        self.hide()

    def show_below(self, field: QWidget, suggestions: Sequence[Suggestion]) -> None:
        """Open under `field`, or above it where there is no room."""
        self._suggestions = tuple(suggestions[:_MOST])
        self._row = 0
        if not self._suggestions:
            self.hide()
            return
        height = len(self._suggestions) * self._row_height() + 2 * Space.XS
        width = max(field.width(), px(360))
        window = self._window
        corner = field.mapTo(window, QPoint(0, field.height() + 2))
        if corner.y() + height > window.height():
            corner.setY(field.mapTo(window, QPoint(0, -2)).y() - height)
        corner.setX(max(0, min(corner.x(), window.width() - width)))
        self.setGeometry(
            QRect(corner.x(), corner.y(), width, height).adjusted(
                -SHADOW_BLUR, -SHADOW_BLUR, SHADOW_BLUR, 2 * SHADOW_BLUR
            )
        )
        self._say()
        self.raise_()
        self.show()
        self.update()

    def highlighted(self) -> Suggestion | None:
        """The proposal that Enter takes."""
        return self._suggestions[self._row] if self._suggestions else None

    def step(self, step: int) -> None:
        """Move the highlight; it goes round."""
        self._row = (self._row + step) % len(self._suggestions)
        self._say()
        self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().toPoint())
        if row is not None:
            self._row = row
            self._say()
            self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().toPoint())
        if row is not None:
            self.pressed.emit(self._suggestions[row])

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self._box())
        with QPainter(self) as painter:
            paint_shadow(painter, box, Radius.CARD)
            paint_box(painter, box, Radius.CARD, colour(Role.SURFACE), colour(Role.LINE2))
            for row, suggestion in enumerate(self._suggestions):
                self._paint_row(painter, QRectF(self._row_box(row)), suggestion, current=row == self._row)

    def _say(self) -> None:
        """For a screen reader: what Enter takes now, and how many there are."""
        one = self._suggestions[self._row]
        parts = (one.text, one.detail, one.shortcut)
        self.setAccessibleName(_("，").join(part for part in parts if part))
        self.setAccessibleDescription(_("第 {n} 项，共 {all} 项").format(n=self._row + 1, all=len(self._suggestions)))

    def _paint_row(self, painter: QPainter, box: QRectF, suggestion: Suggestion, *, current: bool) -> None:
        ink = theme.colour_on_selection if current else colour
        if current:
            painter.fillRect(box, colour(Role.SEL))
        side = px(GLYPH_ROW)
        mark = QRectF(box.left() + Space.M, box.center().y() - side / 2, side, side)
        if suggestion.glyph:
            paint_glyph(painter, mark, suggestion.glyph)
        elif suggestion.icon is not None:
            paint_icon(painter, mark, suggestion.icon, ink(Role.TEXT2))
        words = box.adjusted(Space.M + side + Space.S, 0, -Space.M, 0)
        if suggestion.shortcut:
            size = tag_size(suggestion.shortcut, TagKind.KEY)
            top = box.center().y() - size.height() / 2
            cap = QRectF(words.right() - size.width(), top, size.width(), size.height())
            paint_tag(painter, cap, suggestion.shortcut, TagKind.KEY)
            words.setRight(cap.left() - Space.S)
        inks = (ink(Role.TEXT), ink(Role.ACCENT))
        room = words.width() * (_TEXT_SHARE if suggestion.detail else 1)
        text, marks = fitting(suggestion.text, suggestion.marks, TextSize.BODY, room, bold=current)
        words.setLeft(paint_marked(painter, words, text, marks, TextSize.BODY, inks, bold=current) + Space.M)
        inks = (ink(Role.TEXT2), ink(Role.ACCENT))
        small = TextSize.SMALL
        text, marks = fitting(suggestion.detail, suggestion.detail_marks, small, words.width(), bold=False)
        words.setLeft(words.right() - marked_width(text, marks, small, bold=False))
        paint_marked(painter, words, text, marks, small, inks, bold=False)

    def _row_height(self) -> int:
        return px(Density.STANDARD.value)

    def _box(self) -> QRect:
        return self.rect().adjusted(SHADOW_BLUR, SHADOW_BLUR, -SHADOW_BLUR, -2 * SHADOW_BLUR)

    def _row_box(self, row: int) -> QRect:
        box = self._box()
        top = box.top() + Space.XS + row * self._row_height()
        return QRect(box.left() + 1, top, box.width() - 2, self._row_height())

    def _row_at(self, point: QPoint) -> int | None:
        rows = range(len(self._suggestions))
        return next((row for row in rows if self._row_box(row).contains(point)), None)
