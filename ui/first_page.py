"""What is painted before the window is made: its frame, and the first rows of 工作台 as the ledger holds them.

Everything here is light: no widget, no style sheet, no `QStyle`; and no call that PySide6 tells from another one by a
member of `Qt` (`fillRect`, `setPen`, `setBrush`): the first such call makes all of its 98 enumerations. The real page
takes its place some tenths of a second later (docs/decisions/0015-first-paint.md).
"""

from collections.abc import Mapping
from datetime import date
from math import sqrt
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QTextCharFormat,
    QTextLayout,
)

from models.language import N_, _, language
from models.queries.first_page import FirstRow, FirstRows
from models.rules.workdays import workdays_between
from models.vocabulary import VISIT_MODES
from ui.places import PLACES
from ui.theme.font_files import FAMILIES
from ui.theme.tokens import (
    GLYPH_ROW,
    RAIL_WIDTH,
    STAGE_ROLES,
    Density,
    Height,
    Radius,
    Role,
    Space,
    TextSize,
)

_COLUMNS = ("name", "street", "task", "last", "when", "cadre")
_ALL_OF_IT = frozenset({"last", "when"})  # days are not cut
_LONG_WORDS = "en"  # but for words that are longer than the columns were made for
_HEADS = {"late": N_("逾期"), "today": N_("今天"), "week": N_("本周")}
_WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))
_QUARTERS = {"visited": 1, "preparing": 2, "filed": 3, "built": 4}
_QUARTER = 90  # degrees
_ENDLESS = 100_000.0
_GLYPH_GAP = 6


class Places(NamedTuple):
    """Where the page of a window of `size` stands: cards, the rows in one of them, left and width of each column."""

    size: tuple[int, int]
    cards: tuple[tuple[int, int, int, int], ...]
    rows: tuple[int, int, int, int]
    columns: tuple[tuple[int, int], ...]


class _Ink:
    """A colour, as a pen, a brush and the format of a text: made of the one thing that needs no member of `Qt`."""

    def __init__(self, value: str) -> None:
        self._colour = QColor(value)
        self.brush = self.pen(1).brush()
        self.format = QTextCharFormat()
        self.format.setForeground(self.brush)

    def pen(self, width: float) -> QPen:
        """A pen of a width."""
        made = QPen()
        made.setColor(self._colour)
        made.setWidthF(width)
        return made


class FirstPage:
    """Paints the first rows of a ledger; without rows only the frame."""

    def __init__(
        self, rows: FirstRows | None, colours: Mapping[Role, str], scale: int, remembered: Places | None
    ) -> None:
        self._shown = rows
        self._inks = {role: _Ink(value) for role, value in colours.items()}
        self._scale = scale
        self._remembered = remembered
        self._plain = self._face()
        self._bold = self._face(bold=True)

    @property
    def count(self) -> int:
        """How many rows it has."""
        return len(self._shown.rows) if self._shown is not None else 0

    def paint(self, painter: QPainter, size: QSize) -> None:
        """The whole window."""
        width, height = size.width(), size.height()
        top, status, rail = self._px(Height.TOP_BAR), self._px(Height.STATUS_BAR), self._px(RAIL_WIDTH)
        self._fill(painter, QRect(0, 0, width, height), Role.WINDOW)
        self._fill(painter, QRect(0, 0, width, top), Role.SURFACE)
        self._fill(painter, QRect(0, top - 1, width, 1), Role.LINE)
        self._fill(painter, QRect(0, height - status, width, status), Role.SURFACE2)
        self._fill(painter, QRect(0, height - status, width, 1), Role.LINE)
        self._fill(painter, QRect(0, top, rail, height - top - status), Role.RAIL)
        self._fill(painter, QRect(rail - 1, top, 1, height - top - status), Role.LINE)
        self._paint_rail(painter, rail, top + Space.S)
        if self._shown is not None and self._shown.rows:
            self._paint_page(painter, self._places(width, height), self._shown)

    def _paint_page(self, painter: QPainter, places: Places, shown: FirstRows) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for card in places.cards:
            edge = QPainterPath()
            edge.addRoundedRect(QRectF(*card).adjusted(0.5, 0.5, -0.5, -0.5), Radius.CARD, Radius.CARD)
            painter.fillPath(edge, self._inks[Role.SURFACE].brush)
            painter.strokePath(edge, self._inks[Role.LINE].pen(1))
        left, top, width, height = places.rows
        painter.setClipRect(QRect(left, top, width, height))
        line, y, span = self._px(Density.STANDARD.value), top, ""
        for row in shown.rows:
            if row.span != span:
                span = row.span
                self._paint_head(painter, QRectF(left, y, width, line), span)
                y += line
            if y >= top + height:
                break
            self._paint_row(painter, places, QRectF(left, y, min(sum(places.columns[-1]), width), line), row, shown.day)
            y += line

    def _paint_rail(self, painter: QPainter, width: int, top: int) -> None:
        """The words of the places; the first one is shown."""
        item, marker = self._px(Height.RAIL_ITEM), 3
        for number, place in enumerate(PLACES):
            face = self._plain if number else self._bold
            if number == 0:
                self._fill(painter, QRect(0, top, width - 1, item), Role.SURFACE)
                self._fill(painter, QRect(0, top, marker, item), Role.ACCENT)
            metrics, word = QFontMetricsF(face), _(place.word)
            middle = top + number * item + (item - self._px(42)) / 2 + 1 + self._px(32)
            left = (width - metrics.horizontalAdvance(word)) / 2
            self._write(painter, face, Role.TEXT2 if number else Role.ACCENT, QPointF(left, middle), word)

    def _paint_head(self, painter: QPainter, box: QRectF, span: str) -> None:
        self._paint_ground(painter, box, Role.SURFACE2)
        face, role = self._face(TextSize.SMALL, bold=True), Role.DANGER if span == "late" else Role.TEXT2
        self._write(painter, face, role, QPointF(box.left() + Space.L, box.center().y()), _(_HEADS[span]))

    def _paint_row(self, painter: QPainter, places: Places, box: QRectF, row: FirstRow, day: date) -> None:
        self._paint_ground(painter, box, Role.SURFACE)
        cells = cells_of(row, day)
        for number, (key, (left, width)) in enumerate(zip(_COLUMNS, places.columns, strict=True)):
            if not width:
                continue
            x = box.left() + left + Space.S * (1 if number else 2)
            end = box.left() + left + width - Space.S
            if key == "name":
                side = self._px(GLYPH_ROW)
                self._paint_glyph(painter, QRectF(x, box.center().y() - 0.5 - side / 2, side, side), row.word)
                x += side + _GLYPH_GAP
            is_late = key == "when" and row.span == "late"
            is_strong = key == "when" and row.span != "week"
            role = Role.DANGER if is_late else Role.TEXT if key in {"name", "task"} or is_strong else Role.TEXT2
            if key in _ALL_OF_IT and language() != _LONG_WORDS:
                end = box.right() + width
            self._paint_text(painter, QRectF(x, box.top(), end - x, box.height()), cells[key], role, bold=is_strong)

    def _paint_ground(self, painter: QPainter, box: QRectF, role: Role) -> None:
        self._fill(painter, box, role)
        self._fill(painter, QRectF(box.left(), box.bottom() - 1, box.width(), 1), Role.LINE)

    def _paint_text(self, painter: QPainter, box: QRectF, text: str, role: Role, *, bold: bool) -> None:
        face, room = self._bold if bold else self._plain, box.width()
        metrics = QFontMetricsF(face)
        wide = metrics.horizontalAdvance(text)
        if wide > room:
            fitting = int(len(text) * max(room, 0) / wide) + 1
            while fitting and metrics.horizontalAdvance(f"{text[:fitting]}…") > room:
                fitting -= 1
            text = f"{text[:fitting]}…" if fitting else ""
        self._write(painter, face, role, QPointF(box.left(), box.center().y() - 0.5), text)

    def _paint_glyph(self, painter: QPainter, box: QRectF, word: str) -> None:
        """A ring, and in it a pie (ui.theme.glyphs has the measures)."""
        ink = self._inks[STAGE_ROLES[word]]
        unit = box.width() / 16
        ring = QPainterPath()
        ring.addEllipse(box.center(), 6.6 * unit, 6.6 * unit)
        painter.strokePath(ring, ink.pen(1.6 * unit))
        if word == "excluded":
            self._paint_cross(painter, box.center(), unit, ink)
        if word in _QUARTERS:
            pie = QPainterPath(box.center())
            pie.arcTo(box.adjusted(2 * unit, 2 * unit, -2 * unit, -2 * unit), _QUARTER, -_QUARTER * _QUARTERS[word])
            painter.fillPath(pie, ink.brush)

    @staticmethod
    def _paint_cross(painter: QPainter, centre: QPointF, unit: float, ink: "_Ink") -> None:
        """Two lines with round ends, as boxes: a pen's kind of end is named in `Qt`."""
        thick, long = 1.7 * unit, (2 * 2.6 * sqrt(2) + 1.7) * unit
        line = QPainterPath()
        line.addRoundedRect(QRectF(-long / 2, -thick / 2, long, thick), thick / 2, thick / 2)
        painter.save()
        painter.translate(centre)
        for turn in (45, 90):
            painter.rotate(turn)
            painter.fillPath(line, ink.brush)
        painter.restore()

    def _fill(self, painter: QPainter, box: QRect | QRectF, role: Role) -> None:
        painter.setBackground(self._inks[role].brush)
        painter.eraseRect(box)

    def _write(self, painter: QPainter, face: QFont, role: Role, middle: QPointF, text: str) -> None:
        """A text in the middle of a line, as `drawText` puts it."""
        metrics, layout = QFontMetricsF(face), QTextLayout(text, face)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(_ENDLESS)
        layout.endLayout()
        ink = QTextLayout.FormatRange()
        ink.start, ink.length, ink.format = 0, len(text) * 2, self._inks[role].format  # a sign may be two for Qt
        baseline = round(middle.y() + (metrics.ascent() - metrics.descent()) / 2)
        layout.draw(painter, QPointF(middle.x(), baseline - line.ascent()), [ink])

    def _places(self, width: int, height: int) -> Places:
        if self._remembered is not None and self._remembered.size == (width, height):
            return self._remembered
        return usual_places(width, height, self._scale)

    def _face(self, size: TextSize = TextSize.BODY, *, bold: bool = False) -> QFont:
        """As ui.theme.fonts.font makes it."""
        made = QFont(list(FAMILIES))
        made.setPixelSize(self._px(size))
        made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
        return made

    def _px(self, size: float) -> int:
        return round(size * self._scale / 100)


def cells_of(row: FirstRow, day: date) -> dict[str, str]:
    """The words of a row, as ui.today.due_rows has them."""
    due = date.fromisoformat(row.due_on)
    late = workdays_between(due, day) if due < day else 0
    if due < day:
        when = _("逾期 {n} 天").format(n=late) if late else _("刚过期")
    else:
        when = _("今天") if due == day else f"{_short(due, day)} {_(_WEEKDAYS[due.weekday()])}"
    last = _("还没去过")
    if row.last_visit_on:
        visited = _short(date.fromisoformat(row.last_visit_on[:10]), day)
        last = _("末次 {day} {mode}").format(day=visited, mode=VISIT_MODES.label(row.last_visit_mode)).strip()
    return {"name": row.name, "street": row.street, "task": row.task, "last": last, "when": when, "cadre": row.cadre}


def usual_places(width: int, height: int, scale: int) -> Places:
    """Where the page stands in a window that was never shown in this size."""
    left = round(RAIL_WIDTH * scale / 100) + Space.M
    top = round(Height.TOP_BAR * scale / 100) + Space.M
    bottom = height - round(Height.STATUS_BAR * scale / 100) - Space.M
    right = width - Space.M
    side = 400 if width >= 1_120 * scale // 100 else 0
    card = 182 * scale // 100
    end = right - (side + Space.M if side else 0)
    cards = [(left, top, right - left, card), (left, top + card + Space.M, end - left, bottom - top - card - Space.M)]
    if side:
        cards.append((end + Space.M, top + card + Space.M, side, 160))
    begin = top + card + Space.M + 48 * scale // 100
    rows = (left + 1, begin, end - left - 2, max(bottom - begin - 40, 0))
    shares = (0.294, 0.106, 0.251, 0.142, 0.134, 0.073)
    columns, at = [], 0
    for share in shares:
        wide = round((rows[2] - 14) * share)
        columns.append((at, wide))
        at += wide
    return Places((width, height), tuple(cards), rows, tuple(columns))


def _short(day: date, today: date) -> str:
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()
