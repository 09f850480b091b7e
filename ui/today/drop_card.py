"""Where files go: lists and exchange files alike, dropped here or chosen. Everything is shown before it is written."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from models.merging.past import PastMerge
from models.queries.today import ReceivedFile
from ui.dropped_files import paths_in
from ui.shared.buttons import Button, ButtonKind
from ui.shared.labels import Label
from ui.shared.panes import Card
from ui.shared.tags import TagKind, paint_tag, tag_size
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_BUTTON, Radius, Role, Space, TextSize

_HEIGHT, _LOW = 76, 48
_FILE_HEIGHT = 48


class DropCard(Card):
    """`sheet_asked`: a list is to be chosen; `files_dropped` carries paths of whatever was dropped."""

    sheet_asked = Signal()
    files_dropped = Signal(object)
    file_asked = Signal(bool)  # whether rows of the list wait
    merge_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        choose = Button(_("选文件…"), ButtonKind.QUIET, key="Ctrl+I")
        choose.clicked.connect(self._choose)
        self.zone = DropZone()
        self.zone.clicked.connect(self._choose)
        self.zone.dropped.connect(self.files_dropped)
        head = QHBoxLayout()
        head.addWidget(Label(_("收到的文件"), size=TextSize.TITLE, bold=True))
        self.waiting = Label("", role=Role.TEXT2)
        head.addWidget(self.waiting)
        head.addStretch()
        head.addWidget(choose)
        self._note = Label(
            _("写入之前先给您看结果，之后也能整批撤销。"),
            size=TextSize.SMALL,
            role=Role.TEXT2,
            wrap=True,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addLayout(head)
        self._files = QVBoxLayout()
        self._files.setSpacing(0)
        column.addLayout(self._files)
        column.addWidget(self.zone)
        column.addWidget(self._note)

    def show_files(self, files: Sequence[ReceivedFile], merges: Sequence[PastMerge] = ()) -> None:
        """What came in last: lists, each opens what waits of it or what it brought; merges, which open their list."""
        while (item := self._files.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        waiting = sum(bool(file.waiting) for file in files)
        self.waiting.setText(_("{n} 个待处理").format(n=waiting) if waiting else "")
        self.zone.set_low(bool(files or merges))  # the cards below stay in sight on a small screen
        self._note.setVisible(not (files or merges))
        for file in files:
            line = _line_of_list(file)
            line.clicked.connect(partial(self._ask_file, file))
            self._files.addWidget(line)
        for merge in merges:
            line = _line_of_merge(merge)
            line.clicked.connect(self._ask_merge)
            self._files.addWidget(line)

    def _ask_file(self, file: ReceivedFile, *_checked: object) -> None:
        self.file_asked.emit(bool(file.waiting))

    def _ask_merge(self, *_checked: object) -> None:
        self.merge_asked.emit()

    def _choose(self, *_checked: object) -> None:
        self.sheet_asked.emit()


class FileLine(QAbstractButton):
    """What came in: its name, what it brought, and a tag that says whether something waits."""

    def __init__(self, name: str, brought: str, tag: str, kind: TagKind, icon: Icon) -> None:
        super().__init__()
        self._name, self._brought, self._tag, self._kind, self._icon = name, brought, tag, kind, icon
        self.setText(f"{self._name} {self._brought} {self._tag}")
        self.setToolTip(self._name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(240), px(_FILE_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            if self.underMouse() or self.isDown():
                paint_box(painter, box, Radius.CONTROL, colour(Role.HOVER))
            side = px(ICON_BUTTON)
            top = QRectF(box.left() + Space.XS, box.top() + px(4), box.width() - 2 * Space.XS, px(20))
            icon = QRectF(top.left(), top.top() + 1, side, side)
            paint_icon(painter, icon, self._icon, colour(Role.TEXT2))
            size = tag_size(self._tag, self._kind)
            paint_tag(
                painter,
                QRectF(top.right() - size.width(), top.top(), size.width(), size.height()),
                self._tag,
                self._kind,
            )
            left = top.left() + side + Space.S
            bold = font(bold=True)
            room = top.right() - size.width() - Space.S - left
            painter.setFont(bold)
            painter.setPen(colour(Role.TEXT))
            name = QFontMetricsF(bold).elidedText(self._name, Qt.TextElideMode.ElideMiddle, room)
            painter.drawText(QRectF(left, top.top(), room, top.height()), Qt.AlignmentFlag.AlignVCenter, name)
            painter.setFont(font(TextSize.SMALL))
            painter.setPen(colour(Role.TEXT2))
            below = QRectF(left, top.bottom(), top.right() - left, px(20))
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, self._brought)
            if self.hasFocus():
                paint_ring(painter, box, Radius.CONTROL)


def _line_of_list(file: ReceivedFile) -> FileLine:
    brought = _("{day}　新增 {added}，更新 {updated}").format(
        day=file.at[5:], added=f"{file.added:,}", updated=f"{file.updated:,}"
    )
    waits = _("待判 {n}").format(n=f"{file.waiting:,}") if file.waiting else _("已入账")
    kind = TagKind.SOFT if file.waiting else TagKind.OK
    return FileLine(file.name or _("粘贴的表格"), brought, waits, kind, Icon.DOCUMENT)


def _line_of_merge(merge: PastMerge) -> FileLine:
    counts = {key: sum(file.counts.get(key, 0) for file in merge.files) for key in ("visits", "changed", "joined")}
    brought = _("{day} 已合并：走访 {visits}，更新 {changed}，自动合并 {joined}").format(
        day=merge.at[5:], **{key: f"{count:,}" for key, count in counts.items()}
    )
    people = "、".join(dict.fromkeys(file.author for file in merge.files))
    return FileLine(people, brought, _("已入账"), TagKind.OK, Icon.USB)


class DropZone(QAbstractButton):
    """A dashed box that takes files and can be pressed."""

    dropped = Signal(object)  # paths

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_over = self._is_low = False
        self.setText(_("把名册、交换文件拖到这里"))
        self.setAccessibleDescription(_("按内容认：名册 xlsx、xls、csv、ods，交换文件 jhx；按下可以选名册"))
        self.setAcceptDrops(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(240), px(_LOW if self._is_low else _HEIGHT))

    def set_low(self, low: bool) -> None:  # noqa: FBT001 - a setter with one value
        """One line only, where lists stand above it."""
        self._is_low = low
        self.updateGeometry()
        self.update()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_in(event.mimeData()):
            self._is_over = True
            self.update()
            event.acceptProposedAction()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._is_over = False
        self.update()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._is_over = False
        self.update()
        paths = paths_in(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(tuple(paths))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            hot = self._is_over or self.underMouse() or self.isDown()
            ground = colour(Role.ACCENT_SOFT if self._is_over else Role.HOVER) if hot else None
            paint_box(painter, box, Radius.CONTROL, ground, colour(Role.LINE2), dashed=True)
            side = px(ICON_BUTTON)
            words = QFontMetricsF(font()).horizontalAdvance(self.text())
            left = box.center().x() - (side + Space.S + words) / 2
            top = box.center().y() - side / 2 if self._is_low else box.top() + px(17)
            paint_icon(painter, QRectF(left, top, side, side), Icon.INBOX, colour(Role.TEXT2))
            painter.setFont(font())
            painter.setPen(colour(Role.TEXT2))
            line = QRectF(left + side + Space.S, top, words + 1, side)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self.text())
            if not self._is_low:
                painter.setFont(font(TextSize.SMALL))
                painter.setPen(colour(Role.TEXT3))
                below = QRectF(box.left(), top + px(24), box.width(), px(18))
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, "xlsx · xls · csv · ods · jhx")
            if self.hasFocus():
                paint_ring(painter, box, Radius.CONTROL)
