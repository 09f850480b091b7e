"""Tags of 20 px: a neutral outline, or a soft ground with its strong ink; key caps; reason tags."""

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from ui.theme.fonts import font
from ui.theme.paint import paint_box
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import Height, Radius, Role, TextSize

_CODE_WIDTH = 34


class TagKind(Enum):
    """What a tag says: ground, edge, ink, padding. BOX frames one character (班), KEY is a key cap."""

    NEUTRAL = (Role.SURFACE2, Role.LINE, Role.TEXT2, 7)
    SOFT = (Role.ACCENT_SOFT, None, Role.ACCENT, 7)
    WARN = (Role.WARN_SOFT, None, Role.WARN, 7)
    DANGER = (Role.DANGER_SOFT, None, Role.DANGER, 7)
    OK = (Role.OK_SOFT, None, Role.OK, 7)
    CHANGE = (Role.CHG, None, Role.TEXT, 3)
    BOX = (None, Role.LINE2, Role.TEXT2, 3)
    KEY = (Role.SURFACE2, Role.LINE, Role.TEXT2, 5)


def tag_size(text: str, kind: TagKind) -> QSize:
    """The room that `paint_tag` needs; one-character tags are nearly square."""
    padding = kind.value[3]
    width = QFontMetricsF(font(TextSize.SMALL)).horizontalAdvance(text) + 2 * padding
    return QSize(round(width + 0.5), px(Height.TAG))


def paint_tag(painter: QPainter, box: QRectF, text: str, kind: TagKind, ink: QColor | None = None) -> None:
    """Paint a tag into `box`; `ink` replaces edge and text where the ground is a selection."""
    ground, edge, text_role, _padding = kind.value
    edge_colour = None if edge is None else colour(edge)
    if edge_colour is None and theme.high_contrast:
        edge_colour = colour(text_role)  # soft grounds are gone there
    if kind is TagKind.BOX and ink is not None:
        edge_colour = ink
    paint_box(painter, box, Radius.TAG, None if ground is None else colour(ground), edge_colour)
    if kind is TagKind.KEY:
        bottom = QRectF(box.left() + 2, box.bottom() - 2, box.width() - 4, 1)
        painter.fillRect(bottom, colour(Role.LINE))
    painter.setFont(font(TextSize.SMALL))
    painter.setPen(ink if ink is not None and kind is TagKind.BOX else colour(text_role))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Tag(QLabel):
    """A tag as a widget."""

    def __init__(
        self,
        text: str,
        kind: TagKind = TagKind.NEUTRAL,
        *,
        least_width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind = kind
        self._least_width = least_width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)

    def set_tag(self, text: str, kind: TagKind) -> None:
        """Say something else."""
        self._kind = kind
        self.setText(text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return tag_size(self.text(), self._kind).expandedTo(QSize(px(self._least_width), 0))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_tag(painter, QRectF(self.rect()), self.text(), self._kind)


class KeyCap(Tag):
    """A key as it stands beside what it does: Ctrl+K."""

    def __init__(self, key: str, *, parent: QWidget | None = None) -> None:
        super().__init__(key, TagKind.KEY, parent=parent)


class ReasonTag(Tag):
    """The code of a reason; the primary one is soft. Codes of a list stand under one another."""

    def __init__(self, code: str, *, primary: bool = False, parent: QWidget | None = None) -> None:
        kind = TagKind.SOFT if primary else TagKind.NEUTRAL
        super().__init__(code, kind, least_width=_CODE_WIDTH, parent=parent)
