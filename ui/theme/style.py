"""What a style sheet cannot draw: check boxes, radio buttons, arrows and ticks; and a few habits."""

from typing import cast

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QProxyStyle,
    QPushButton,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionSpinBox,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from ui.theme.icons import Icon, icon, icon_pixmap, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px
from ui.theme.standard_icons import STANDARD_ICONS
from ui.theme.tokens import ICON_SMALL, ICON_TAG, TIP_MILLISECONDS, Density, Height, Radius, Role

_Element = QStyle.PrimitiveElement
_ARROWS = {
    _Element.PE_IndicatorArrowDown: Icon.CHEVRON_DOWN,
    _Element.PE_IndicatorArrowUp: Icon.CHEVRON_UP,
    _Element.PE_IndicatorArrowLeft: Icon.CHEVRON_LEFT,
    _Element.PE_IndicatorArrowRight: Icon.CHEVRON_RIGHT,
    _Element.PE_IndicatorSpinUp: Icon.CHEVRON_UP,
    _Element.PE_IndicatorSpinDown: Icon.CHEVRON_DOWN,
}
_CHECKS = frozenset({_Element.PE_IndicatorCheckBox, _Element.PE_IndicatorItemViewItemCheck})
_HINTS = {
    QStyle.StyleHint.SH_ToolTip_WakeUpDelay: TIP_MILLISECONDS,
    QStyle.StyleHint.SH_UnderlineShortcut: 1,
    QStyle.StyleHint.SH_ComboBox_Popup: 0,
    QStyle.StyleHint.SH_EtchDisabledText: 0,
    QStyle.StyleHint.SH_ItemView_ActivateItemOnSingleClick: 0,
    QStyle.StyleHint.SH_ItemView_ShowDecorationSelected: 1,
}
_Control = QStyle.ComplexControl
_Part = QStyle.SubControl
_BOXES = {
    _Control.CC_ComboBox: {_Part.SC_ComboBoxArrow: Icon.CHEVRON_DOWN},
    _Control.CC_SpinBox: {_Part.SC_SpinBoxUp: Icon.CHEVRON_UP, _Part.SC_SpinBoxDown: Icon.CHEVRON_DOWN},
}
_TEXT_PARTS = {_Control.CC_ComboBox: _Part.SC_ComboBoxEditField, _Control.CC_SpinBox: _Part.SC_SpinBoxEditField}
_INDICATOR = 18
_METRICS = {
    QStyle.PixelMetric.PM_SplitterWidth: 1,  # Qt lets one grasp it a few pixels beside
    QStyle.PixelMetric.PM_SmallIconSize: ICON_TAG,
    QStyle.PixelMetric.PM_ButtonIconSize: ICON_TAG,
    QStyle.PixelMetric.PM_IndicatorWidth: _INDICATOR,
    QStyle.PixelMetric.PM_IndicatorHeight: _INDICATOR,
    QStyle.PixelMetric.PM_ExclusiveIndicatorWidth: _INDICATOR,
    QStyle.PixelMetric.PM_ExclusiveIndicatorHeight: _INDICATOR,
}


class KitStyle(QProxyStyle):
    """Fusion with our indicators."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    @override
    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        known = _HINTS.get(hint)
        return super().styleHint(hint, option, widget, returnData) if known is None else known

    @override
    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        known = _METRICS.get(metric)
        return super().pixelMetric(metric, option, widget) if known is None else px(known)

    @override
    def standardIcon(
        self,
        standardIcon: QStyle.StandardPixmap,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> QIcon:
        known = STANDARD_ICONS.get(standardIcon)
        return super().standardIcon(standardIcon, option, widget) if known is None else icon(*known)

    @override
    def standardPixmap(
        self,
        standardPixmap: QStyle.StandardPixmap,
        opt: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> QPixmap:
        known = STANDARD_ICONS.get(standardPixmap)
        if known is None:
            return super().standardPixmap(standardPixmap, cast("QStyleOption", opt), widget)
        size = self.pixelMetric(QStyle.PixelMetric.PM_LargeIconSize, opt, widget)
        return icon_pixmap(known[0], size, colour(known[1]), 1.0 if widget is None else widget.devicePixelRatioF())

    @override
    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element in _CHECKS:
            _paint_check_box(painter, option)
        elif element == _Element.PE_IndicatorRadioButton:
            _paint_radio_button(painter, option)
        elif element in _ARROWS:
            _paint_arrow(painter, option, _ARROWS[element])
        elif element == _Element.PE_IndicatorBranch:
            _paint_branch(painter, option)
        elif element == _Element.PE_IndicatorMenuCheckMark:
            paint_icon(painter, _square(option, ICON_SMALL), Icon.CHECK, colour(Role.ACCENT))
        elif element == _Element.PE_FrameFocusRect:
            if not isinstance(widget, QPushButton | QToolButton):  # these have their ring from the style sheet
                paint_ring(painter, QRectF(option.rect), Radius.TAG)
        else:
            super().drawPrimitive(element, option, painter, widget)

    @override
    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control not in _BOXES:
            super().drawComplexControl(control, option, painter, widget)
            return
        if control == QStyle.ComplexControl.CC_ComboBox or (isinstance(option, QStyleOptionSpinBox) and option.frame):
            _paint_field(painter, option)
        for part, arrow in _BOXES[control].items():
            if option.subControls & part:
                box = self.subControlRect(control, option, part, widget)
                _paint_arrow_in(painter, QRectF(box), arrow, enabled=_is(option, QStyle.StateFlag.State_Enabled))

    @override
    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        if control == QStyle.ComplexControl.CC_ComboBox and part == QStyle.SubControl.SC_ComboBoxArrow:
            return QRect(option.rect.right() - px(26), option.rect.top(), px(24), option.rect.height())
        if control == QStyle.ComplexControl.CC_SpinBox and part in _BOXES[control]:
            half = option.rect.height() // 2 - 2
            top = option.rect.top() + 2 + (half if part == QStyle.SubControl.SC_SpinBoxDown else 0)
            return QRect(option.rect.right() - px(24), top, px(22), half)
        inner = super().subControlRect(control, option, part, cast("QWidget", widget))
        if part == _TEXT_PARTS.get(control):
            inner.setLeft(option.rect.left() + 9)
            inner.setRight(option.rect.right() - px(26))
        return inner

    @override
    def sizeFromContents(
        self,
        type: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        made = super().sizeFromContents(type, option, size, cast("QWidget", widget))
        if type in (QStyle.ContentsType.CT_ComboBox, QStyle.ContentsType.CT_SpinBox):
            return QSize(max(size.width() + 9 + px(30), made.width()), max(made.height(), px(Height.FIELD)))
        if type == QStyle.ContentsType.CT_ItemViewItem:
            return made.expandedTo(QSize(0, px(Density.STANDARD.value)))
        return made


def _is(option: QStyleOption, flag: QStyle.StateFlag) -> bool:
    return bool(option.state & flag)


def _square(option: QStyleOption, size: float) -> QRectF:
    box = QRectF(0, 0, px(size), px(size))
    box.moveCenter(QRectF(option.rect).center())
    return box


def _paint_check_box(painter: QPainter, option: QStyleOption) -> None:
    box = QRectF(option.rect).adjusted(1, 1, -1, -1)
    enabled = _is(option, QStyle.StateFlag.State_Enabled)
    ticked = _is(option, QStyle.StateFlag.State_On)
    partly = _is(option, QStyle.StateFlag.State_NoChange)
    ground = Role.SURFACE if enabled else Role.SURFACE2
    edge = Role.LINE2 if enabled else Role.LINE
    if enabled and (ticked or partly):
        ground = edge = Role.ACCENT
    paint_box(painter, box, Radius.TAG, colour(ground), colour(edge))
    ink = colour(Role.ACCENT_TEXT if enabled else Role.TEXT3)
    if ticked:
        paint_icon(painter, box.adjusted(1, 1, -1, -1), Icon.CHECK, ink)
    elif partly:
        painter.fillRect(QRectF(box.left() + 4, box.center().y() - 1, box.width() - 8, 2), ink)


def _paint_radio_button(painter: QPainter, option: QStyleOption) -> None:
    box = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
    enabled = _is(option, QStyle.StateFlag.State_Enabled)
    chosen = _is(option, QStyle.StateFlag.State_On)
    edge = (Role.ACCENT if chosen else Role.LINE2) if enabled else Role.LINE
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(colour(Role.SURFACE if enabled else Role.SURFACE2))
    painter.setPen(QPen(colour(edge), 1.5 if chosen else 1))
    painter.drawEllipse(box)
    if chosen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(edge))
        painter.drawEllipse(box.center(), box.width() * 0.27, box.height() * 0.27)
    painter.restore()


def _paint_field(painter: QPainter, option: QStyleOption) -> None:
    enabled = _is(option, QStyle.StateFlag.State_Enabled)
    box = QRectF(option.rect)
    ground, edge = (Role.SURFACE, Role.LINE2) if enabled else (Role.SURFACE2, Role.LINE)
    paint_box(painter, box, Radius.CONTROL, colour(ground), colour(edge))
    if _is(option, QStyle.StateFlag.State_HasFocus):
        paint_ring(painter, box, Radius.CONTROL)


def _paint_arrow(painter: QPainter, option: QStyleOption, name: Icon) -> None:
    enabled = _is(option, QStyle.StateFlag.State_Enabled)
    _paint_arrow_in(painter, QRectF(option.rect), name, enabled=enabled)


def _paint_arrow_in(painter: QPainter, room: QRectF, name: Icon, *, enabled: bool) -> None:
    size = min(px(ICON_SMALL), room.width(), room.height())
    box = QRectF(0, 0, size, size)
    box.moveCenter(room.center())
    paint_icon(painter, box, name, colour(Role.TEXT2 if enabled else Role.TEXT3))


def _paint_branch(painter: QPainter, option: QStyleOption) -> None:
    if _is(option, QStyle.StateFlag.State_Children):
        opened = _is(option, QStyle.StateFlag.State_Open)
        _paint_arrow(painter, option, Icon.CHEVRON_DOWN if opened else Icon.CHEVRON_RIGHT)
