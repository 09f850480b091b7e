"""All fields of the ledger at a glance, by group; typing narrows them down, Enter takes one, Esc takes none."""

from collections.abc import Mapping as MappingOf

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.language import _
from models.ledger_columns import LedgerColumn
from ui.importing.column_words import fields_to_choose, matches, nearness
from ui.shared.line_field import LineField
from ui.theme.fonts import font
from ui.theme.icons import Icon
from ui.theme.paint import paint_box, paint_shadow
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import SHADOW_BLUR, Density, Height, Radius, Role, Space, TextSize

_COLUMNS = 4
_LEAST_ROWS = 8
_LEAST_WIDTH = 156
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}

#: A line of the list: a heading (text) or a field; None is 不导入.
_Entry = LedgerColumn | str | None


class FieldFinder(QWidget):
    """A child of the window that floats over everything; `chosen` carries a field's name, empty for none."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._taken: MappingOf[str, int] = {}
        self._lines: list[list[_Entry]] = []
        self._at = (0, 0)
        self.field = _Typed(self)
        self.field.textEdited.connect(self._narrow)
        self.setMouseTracking(True)
        self.hide()
        theme.follow(self._place)

    def open_below(self, anchor: QPoint, taken: MappingOf[str, int], current: str | None, typed: str = "") -> None:
        """Open at a point of the window; `taken` are fields with the column (from 0) that has them already."""
        self._taken = taken
        self.field.setText(typed)
        self._fill(typed)
        if current is not None and not typed:
            self._go_to(current)
        self._anchor = anchor
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus()

    def close_unchanged(self) -> None:
        """Leave everything as it is."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def highlighted(self) -> str | None:
        """The name of the field that Enter takes, empty for 不导入; None where nothing matches."""
        entry = self._entry()
        if entry is None:
            return "" if self._lines else None
        return entry.name if isinstance(entry, LedgerColumn) else None

    def shown(self) -> list[str]:
        """The names of the fields that match what was typed, in order; empty for 不导入."""
        entries = [entry for line in self._lines for entry in line if not isinstance(entry, str)]
        return [entry.name if entry else "" for entry in entries]

    def take(self, name: str | None) -> None:
        """Choose and close; None chooses nothing."""
        if name is None:
            return
        self.hide()
        self.chosen.emit(name)
        self.closed.emit()

    def step(self, down: int, right: int) -> None:
        """Move the highlight, headings are passed over."""
        line, place = self._at
        if right and self._lines:
            line = (line + right) % len(self._lines)
            self._at = (line, min(place, len(self._lines[line]) - 1))
            if isinstance(self._entry(), str):
                self.step(1, 0)
        else:
            every = [(number, row) for number, entries in enumerate(self._lines) for row in range(len(entries))]
            fields = [spot for spot in every if not isinstance(self._lines[spot[0]][spot[1]], str)]
            if fields and self._at in every:
                ahead = [spot for spot in fields if spot > self._at] if down > 0 else []
                behind = [spot for spot in fields if spot < self._at] if down < 0 else []
                self._at = (ahead or fields)[0] if down > 0 else (behind or fields)[-1]
        self.update()

    # What is shown

    def _narrow(self, typed: str) -> None:
        self._fill(typed)
        self._place()
        self.update()

    def _fill(self, typed: str) -> None:
        """Columns of about one height; a group goes on in the next one under no second heading."""
        found = [column for column in fields_to_choose() if matches(column, typed)]
        entries: list[_Entry] = [] if typed.strip() else [None]
        group = None
        for column in found:
            if column.group is not group:
                group = column.group
                entries.append(group.label)
            entries.append(column)
        height = max(-(-len(entries) // _COLUMNS), _LEAST_ROWS)
        self._lines = [entries[start : start + height] for start in range(0, len(entries), height)]
        for number, line in enumerate(self._lines[:-1]):  # no heading at the foot of a column
            if isinstance(line[-1], str):
                self._lines[number + 1].insert(0, line.pop())
        self._lines = [line for line in self._lines if line]
        self._at = (0, 0)
        best = min(found, key=lambda column: nearness(column, typed), default=None)
        if typed.strip() and best is not None:
            self._go_to(best.name)

    def _go_to(self, name: str) -> None:
        for number, line in enumerate(self._lines):
            for place, entry in enumerate(line):
                if isinstance(entry, LedgerColumn) and entry.name == name:
                    self._at = (number, place)

    def _entry(self) -> _Entry:
        line, place = self._at
        return self._lines[line][place] if line < len(self._lines) and place < len(self._lines[line]) else ""

    # Where it is

    def _place(self) -> None:
        anchor = getattr(self, "_anchor", None)
        window = self.parentWidget()
        if anchor is None or window is None:
            return
        rows = self._rows()
        width = _COLUMNS * self._column_width() + 2 * Space.S
        height = px(Height.FIELD) + 3 * Space.S + rows * self._row_height()
        left = max(Space.S, min(anchor.x(), window.width() - width - Space.S))
        top = max(Space.S, min(anchor.y(), window.height() - height - Space.S))
        self.setGeometry(left - SHADOW_BLUR, top - SHADOW_BLUR, width + 2 * SHADOW_BLUR, height + 3 * SHADOW_BLUR)
        self.field.setGeometry(SHADOW_BLUR + Space.S, SHADOW_BLUR + Space.S, width - 2 * Space.S, px(Height.FIELD))

    def _rows(self) -> int:
        """How many lines the longest column has: it is no higher than what it shows."""
        return max((len(line) for line in self._lines), default=1)

    def _row_height(self) -> int:
        """Lines move together where a large text would not fit into the window."""
        window = self.parentWidget()
        room = window.height() - px(Height.FIELD) - 5 * Space.S if window is not None else 0
        return min(px(Density.DENSE.value), max(room // self._rows(), 1))

    def _column_width(self) -> int:
        metrics = QFontMetricsF(font(bold=True))
        small = QFontMetricsF(font(TextSize.SMALL))
        taken = small.horizontalAdvance(_("第 {n} 列").format(n=99)) + Space.S
        widest = max(metrics.horizontalAdvance(column.heading) for column in fields_to_choose())
        window = self.parentWidget()
        room = (window.width() - 4 * Space.S) // _COLUMNS if window is not None else 0
        return min(round(max(px(_LEAST_WIDTH), widest + taken + 2 * Space.S)), room)

    def _box_of(self, line: int, place: int) -> QRectF:
        width, height = self._column_width(), self._row_height()
        top = SHADOW_BLUR + 2 * Space.S + px(Height.FIELD)
        return QRectF(SHADOW_BLUR + Space.S + line * width, top + place * height, width, height)

    def _spot_at(self, point: QPoint) -> tuple[int, int] | None:
        for number, line in enumerate(self._lines):
            for place, entry in enumerate(line):
                if not isinstance(entry, str) and self._box_of(number, place).contains(point):
                    return number, place
        return None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position().toPoint())
        if spot is not None:
            self._at = spot
            self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position().toPoint())
        if spot is not None:
            self._at = spot
            self.take(self.highlighted())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect()).adjusted(SHADOW_BLUR, SHADOW_BLUR, -SHADOW_BLUR, -2 * SHADOW_BLUR)
        with QPainter(self) as painter:
            paint_shadow(painter, box, Radius.CARD)
            paint_box(painter, box, Radius.CARD, colour(Role.SURFACE), colour(Role.LINE2))
            for number, line in enumerate(self._lines):
                for place, entry in enumerate(line):
                    self._paint_entry(painter, self._box_of(number, place), entry, current=(number, place) == self._at)
            if not self._lines:
                words = self._box_of(0, 0).adjusted(Space.S, 0, box.width(), 0)
                painter.setFont(font())
                painter.setPen(colour(Role.TEXT2))
                painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, _("没有这样的栏目。"))

    def _paint_entry(self, painter: QPainter, box: QRectF, entry: _Entry, *, current: bool) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        words = box.adjusted(Space.S, 0, -Space.S, 0)
        if isinstance(entry, str):
            painter.setFont(font(TextSize.SMALL, bold=True))
            painter.setPen(colour(Role.TEXT2))
            painter.drawText(words, middle, entry)
            return
        ink = theme.colour_on_selection if current else colour
        if current:
            paint_box(painter, box.adjusted(0, 1, -Space.XS, -1), Radius.TAG, colour(Role.SEL))
        painter.setFont(font(bold=current))
        painter.setPen(ink(Role.TEXT))
        painter.drawText(words, middle, entry.heading if entry else _("不导入"))
        taken = self._taken.get(entry.name) if entry else None
        if taken is not None:
            painter.setFont(font(TextSize.SMALL))
            painter.setPen(ink(Role.TEXT2))
            right = words.adjusted(0, 0, -Space.XS, 0)
            painter.drawText(right, middle | Qt.AlignmentFlag.AlignRight, _("第 {n} 列").format(n=taken + 1))


class _Typed(LineField):
    """What one types; the keys that move and take belong to the list."""

    def __init__(self, finder: FieldFinder) -> None:
        super().__init__(placeholder=_("输入栏目名或拼音首字母，如 dwmc"), icon=Icon.SEARCH, parent=finder)
        self._finder = finder
        self.setAccessibleName(_("找栏目"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self.composing:
            super().keyPressEvent(event)
        elif key in _ENTER:
            self._finder.take(self._finder.highlighted())
        elif key == Qt.Key.Key_Escape:
            self._finder.close_unchanged()
        elif key == Qt.Key.Key_Delete and not self.text():
            self._finder.take("")
        elif key in _STEPS and (not self.text() or key in (Qt.Key.Key_Up, Qt.Key.Key_Down)):
            self._finder.step(*_STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._finder.step(1 if key == Qt.Key.Key_Tab else -1, 0)
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, _next: bool) -> bool:
        return False  # Tab walks through the list

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._finder.close_unchanged()
