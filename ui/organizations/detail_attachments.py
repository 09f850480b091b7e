"""Photos and scans that hang on an organization: small pictures of them, opened, saved, named anew, taken off."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMenu, QWidget
from typing_extensions import override

from models.language import _
from models.queries.attachments import AttachmentItem
from models.rules.attachments import is_picture, size_words
from ui.organizations.detail_part import DetailPart
from ui.organizations.detail_reading import DetailContent
from ui.organizations.section import Section, column_of
from ui.requests import AttachFiles
from ui.shared.buttons import LinkButton
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import LINE_HEIGHTS, Radius, Role, Space, TextSize

_SIDE, _PICTURE = 88, 64


class DetailAttachments(DetailPart):
    """`picture_wanted`, `save_asked`, `open_asked` and `removal_asked` carry the attachment; the pane does it."""

    picture_wanted = Signal(object)  # AttachmentItem
    save_asked = Signal(object, object)  # AttachmentItem, Path
    open_asked = Signal(object)
    removal_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._organization = 0
        self._tiles: dict[int, _Tile] = {}
        self._pictures: dict[int, QPixmap] = {}
        add = LinkButton(_("添加"), size=TextSize.SMALL)
        add.setToolTip(_("添加照片或扫描件  Ctrl+Shift+A"))
        add.clicked.connect(self._add)
        self._section = Section(_("附件"), add)
        self._row = FlowRow(gap=Space.S)
        self._nothing = Label(_("还没有照片或扫描件。"), role=Role.TEXT2)
        self._section.body.addWidget(self._row)
        self._section.body.addWidget(self._nothing)
        column = column_of(self)
        column.addWidget(self._section)
        column.addSpacing(Space.S)

    def show_content(self, content: DetailContent) -> None:
        """Show what hangs here; pictures come a moment later."""
        if content.detail.id != self._organization:
            self._pictures.clear()
        self._organization = content.detail.id
        self._row.clear()
        self._tiles = {}
        for item in content.attachments:
            tile = _Tile(item, self._pictures.get(item.id))
            tile.clicked.connect(partial(self.open_menu, item))
            self._row.add(tile)
            self._tiles[item.id] = tile
            if is_picture(item.media_type) and item.id not in self._pictures:
                self.picture_wanted.emit(item)
        self._row.setVisible(bool(content.attachments))
        self._nothing.setVisible(not content.attachments)

    def show_picture(self, attachment: int, image: QImage) -> None:
        """The small picture of an attachment is there."""
        tile = self._tiles.get(attachment)
        if tile is not None and not image.isNull():
            self._pictures[attachment] = QPixmap.fromImage(image)
            tile.set_picture(self._pictures[attachment])

    def open_menu(self, item: AttachmentItem, *_checked: object) -> None:
        """What can be done with one of them."""
        menu = QMenu(self)
        for words, act in (
            (_("打开"), partial(self.open_asked.emit, item)),
            (_("另存为…"), partial(self._save, item)),
            (_("取下"), partial(self.removal_asked.emit, item)),
        ):
            menu.addAction(words).triggered.connect(act)
        menu.aboutToHide.connect(menu.deleteLater)
        tile = self._tiles[item.id]
        menu.popup(tile.mapToGlobal(QPoint(0, tile.height())))

    def _save(self, item: AttachmentItem, *_checked: object) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(self, _("保存附件"), str(Path.home() / item.name))
        if chosen:
            self.save_asked.emit(item, Path(chosen))

    def _add(self) -> None:
        self.asked.emit(AttachFiles((self._organization,)))


class _Tile(QAbstractButton):
    """The small picture, or the sign of a document, over its name."""

    def __init__(self, item: AttachmentItem, picture: QPixmap | None) -> None:
        super().__init__()
        self._item = item
        self._picture = picture
        about = _("{name}，{size}，{day} {who} 添加").format(
            name=item.name, size=size_words(item.size), day=item.added_on, who=item.added_by
        )
        self.setAccessibleName(about)
        self.setToolTip(f"{about}\n{item.note}" if item.note else about)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.follow(self.updateGeometry)

    def set_picture(self, picture: QPixmap) -> None:
        """Show it."""
        self._picture = picture
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(_SIDE), px(_PICTURE) + px(LINE_HEIGHTS[TextSize.SMALL]) + Space.S)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        place = QRectF(box.left() + Space.XS, box.top() + Space.XS, box.width() - 2 * Space.XS, px(_PICTURE) - Space.XS)
        words = QRectF(box.left() + Space.XS, place.bottom(), place.width(), px(LINE_HEIGHTS[TextSize.SMALL]))
        with QPainter(self) as painter:
            ground = Role.HOVER if self.underMouse() or self.isDown() else Role.SURFACE
            paint_box(painter, box, Radius.CONTROL, colour(ground), colour(Role.LINE))
            if self._picture is None:
                side = px(24)
                icon = Icon.DOCUMENT
                middle = QRectF(place.center().x() - side / 2, place.center().y() - side / 2, side, side)
                paint_icon(painter, middle, icon, colour(Role.TEXT2))
            else:
                self._paint_picture(painter, place, self._picture)
            painter.setFont(font(TextSize.SMALL))
            painter.setPen(colour(Role.TEXT2))
            name = painter.fontMetrics().elidedText(self._item.name, Qt.TextElideMode.ElideMiddle, round(words.width()))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, name)
            if self.hasFocus():
                paint_ring(painter, box, Radius.CONTROL)

    @staticmethod
    def _paint_picture(painter: QPainter, place: QRectF, picture: QPixmap) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = picture.size().scaled(place.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        left = place.left() + (place.width() - size.width()) / 2
        top = place.top() + (place.height() - size.height()) / 2
        painter.drawPixmap(QRectF(left, top, size.width(), size.height()).toRect(), picture)
