"""A date as field staff type it (0, -1, 18, 0618, +7, 下周三), with a calendar for the mouse."""

from collections.abc import Callable

from PySide6.QtCore import QDate, QLocale, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QWidget
from typing_extensions import override

from ui.shared.line_field import Meaning, MeaningField
from ui.theme.icons import Icon, icon, paint_icon
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_TAG, Role, Space


class DateField(MeaningField):
    """`understand` turns what is typed into a `Meaning` whose value is a date. Alt+Down opens the calendar."""

    def __init__(
        self,
        understand: Callable[[str], Meaning],
        *,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(understand, placeholder=placeholder, parent=parent)
        self._calendar: Calendar | None = None

    def open_calendar(self) -> None:
        """Show the calendar under the field; a chosen day is typed as 2024-09-27."""
        if self._calendar is None:
            self._calendar = Calendar(self)
            self._calendar.setWindowFlag(Qt.WindowType.Popup)
            self._calendar.clicked.connect(self._take)
            self._calendar.activated.connect(self._take)
        self._calendar.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self._calendar.show()
        self._calendar.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._button().contains(event.position()):
            self.open_calendar()
        else:
            super().mouseReleaseEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._button().contains(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if over else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    @override
    def _paint_more(self, painter: QPainter) -> None:
        super()._paint_more(painter)
        side = px(ICON_TAG)
        place = QRectF(0, 0, side, side)
        place.moveCenter(self._button().center())
        paint_icon(painter, place, Icon.CALENDAR, colour(Role.TEXT2))

    @override
    def _right_margin(self) -> int:
        return px(ICON_TAG) + Space.XS

    def _button(self) -> QRectF:
        side = px(ICON_TAG) + 2 * Space.XS
        return QRectF(self.width() - side - 3, 0, side, self.height())

    def _take(self, day: QDate) -> None:
        if self._calendar is not None:
            self._calendar.hide()
        self.setText(day.toString(Qt.DateFormat.ISODate))
        self.setFocus()


class Calendar(QCalendarWidget):
    """A month, Monday first, with nothing that is red only because it is a week-end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for name, arrow in (("prev", Icon.CHEVRON_LEFT), ("next", Icon.CHEVRON_RIGHT)):
            button = self.findChild(QToolButton, f"qt_calendar_{name}month")
            if button is not None:
                button.setIcon(icon(arrow))
        theme.follow(self._restyle)

    def _restyle(self) -> None:
        self.setFixedSize(px(300), px(240))
        quiet = QTextCharFormat()
        quiet.setForeground(colour(Role.TEXT2))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(day, quiet)
        self.setHeaderTextFormat(quiet)
