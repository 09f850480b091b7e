"""The line icons of resources/icons, tinted with a role at any size and pixel density.

Drawn on a grid of 20 units with a stroke of 1.5, without fills; `currentColor` stands for the tint.
"""

from enum import StrEnum
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from typing_extensions import override

from ui.theme.palette import colour
from ui.theme.tokens import Role

ICON_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"


class Icon(StrEnum):
    """The drawings; each value is a file name."""

    TODAY = "today"
    CALENDAR = "calendar"
    TABLE = "table"
    MAP_PIN = "map-pin"
    FLAG = "flag"
    TARGET = "target"
    TILES = "tiles"
    EXCHANGE = "exchange"
    SEARCH = "search"
    PLUS = "plus"
    CLOSE = "close"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_UP = "chevron-up"
    CHEVRON_LEFT = "chevron-left"
    CHEVRON_RIGHT = "chevron-right"
    EDIT = "edit"
    PRINT = "print"
    COLUMNS = "columns"
    ROWS = "rows"
    DOCUMENT = "document"
    USB = "usb"
    PHONE = "phone"
    MEETING = "meeting"
    PERSON = "person"
    CLOCK = "clock"
    WARNING = "warning"
    SHIELD_CHECK = "shield-check"
    BOOK = "book"
    UNDO = "undo"
    REDO = "redo"
    TRASH = "trash"
    SAVE = "save"
    FOLDER = "folder"
    FOLDER_OPEN = "folder-open"
    IMPORT = "import"
    EXPORT = "export"
    INBOX = "inbox"
    FILTER = "filter"
    SORT_UP = "sort-up"
    SORT_DOWN = "sort-down"
    MORE = "more"
    LINK = "link"
    REFRESH = "refresh"
    INFO = "info"
    HELP = "help"
    CHECK = "check"
    UNION = "union"
    SETTINGS = "settings"
    EYE = "eye"
    COPY = "copy"
    LOCK = "lock"
    TREE = "tree"
    CHART = "chart"


def icon(name: Icon, role: Role = Role.TEXT2) -> QIcon:
    """An icon for buttons and menus; it keeps its role through a change of scheme, TEXT3 while disabled."""
    return QIcon(_TintedEngine(name, role))


def icon_pixmap(name: Icon, size: float, tint: QColor, density: float = 1.0) -> QPixmap:
    """The drawing `size` pixels square at a pixel density, in one colour."""
    key = f"icon {name} {size} {tint.name(QColor.NameFormat.HexArgb)} {density}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    side = round(size * density)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setOpacity(tint.alphaF())
    QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", tint.name()).encode())).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(density)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def paint_icon(painter: QPainter, box: QRectF, name: Icon, tint: QColor) -> None:
    """Paint a drawing centred in `box`, as large as its shorter side."""
    size = min(box.width(), box.height())
    density = painter.device().devicePixelRatio()
    corner = box.center() - QPointF(size / 2, size / 2)
    at = QPointF(round(corner.x() * density) / density, round(corner.y() * density) / density)
    painter.drawPixmap(at, icon_pixmap(name, size, tint, density))


@cache
def _drawing(name: Icon) -> str:
    return (ICON_FOLDER / f"{name}.svg").read_text(encoding="utf-8")


_clones: list[QIconEngine] = []  # Qt owns a clone, but only as long as Python does not collect it


class _TintedEngine(QIconEngine):
    """Renders when painted, so that scheme and density are those of that moment."""

    def __init__(self, name: Icon, role: Role) -> None:
        super().__init__()
        self._name = name
        self._role = role

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        paint_icon(painter, QRectF(rect), self._name, self._tint(mode))

    @override
    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return icon_pixmap(self._name, min(size.width(), size.height()), self._tint(mode), scale)

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    @override
    def clone(self) -> QIconEngine:
        copy = _TintedEngine(self._name, self._role)
        _clones.append(copy)
        return copy

    def _tint(self, mode: QIcon.Mode) -> QColor:
        return colour(Role.TEXT3 if mode == QIcon.Mode.Disabled else self._role)
