"""The bar over the pages: which page, how large."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from ui.reports.options import KINDS, title_of
from ui.reports.page_view import ZOOMS, Fit
from ui.shared.buttons import Button, ButtonKind, IconButton
from ui.shared.fields import Choice
from ui.shared.labels import Label
from ui.shared.panes import Pane
from ui.theme.icons import Icon
from ui.theme.palette import px, theme
from ui.theme.tokens import Height, Role, Space, TextSize


class ViewBar(Pane):
    """Asks; the page answers by `show_page` and `show_zoom`."""

    page_step_asked = Signal(int)  # -1 or 1
    zoom_step_asked = Signal(int)
    fit_asked = Signal(object, float)  # Fit, zoom
    kind_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(edges="b", parent=parent)
        self._with_kinds = self._has_pages = False
        self._title = Label("", size=TextSize.TITLE, bold=True)
        self._kinds = Choice([(kind, title_of(kind)) for kind in KINDS])
        self._kinds.setAccessibleName(_("打印件"))
        self._kinds.activated.connect(self._ask_kind)
        self._place = Label("", role=Role.TEXT2)
        self._percent = Label("", role=Role.TEXT2)
        self._up = IconButton(Icon.CHEVRON_UP, _("上一页"), key="PgUp")
        self._down = IconButton(Icon.CHEVRON_DOWN, _("下一页"), key="PgDn")
        self._smaller = Button("−", ButtonKind.QUIET)
        self._larger = Button("+", ButtonKind.QUIET)
        self._smaller.setAccessibleName(_("缩小"))
        self._larger.setAccessibleName(_("放大"))
        self.fit = Choice([("width", _("适合页宽")), ("page", _("整页"))])
        for zoom in ZOOMS:
            self.fit.addItem(f"{zoom:.0%}", str(zoom))
        self.fit.setAccessibleName(_("缩放"))
        self._up.clicked.connect(self._step_up)
        self._down.clicked.connect(self._step_down)
        self._smaller.clicked.connect(self._zoom_out)
        self._larger.clicked.connect(self._zoom_in)
        self.fit.activated.connect(self._choose_fit)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, 0, Space.M, 1)
        row.setSpacing(Space.S)
        before: list[QWidget] = [self._title, self._kinds, self._up, self._down, self._place]
        after: list[QWidget] = [self._percent, self._smaller, self._larger, self.fit]
        for widget in before:
            row.addWidget(widget)
        row.addStretch()
        for widget in after:
            row.addWidget(widget)
        theme.follow(self._restyle)
        self.show_page(0, 0)

    def _ask_kind(self, *_place: object) -> None:
        self.kind_asked.emit(self._kinds.choice())

    def show_kinds(self, shown: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Offer the prints here instead of naming the one that is shown."""
        self._with_kinds = shown
        self._fit_in()

    def choose_kind(self, kind: str) -> None:
        """Show a print as chosen."""
        self._kinds.choose(kind)

    def set_title(self, title: str) -> None:
        """Name the print."""
        self._title.setText(title)

    def show_page(self, page: int, count: int) -> None:
        """Say which page (from 0) of how many."""
        self._place.setText(_("第 {n} / {all} 页").format(n=page + 1, all=f"{count:,}") if count else "")
        for widget in (self._up, self._down, self._smaller, self._larger, self.fit):
            widget.setEnabled(count > 0)
        self._has_pages = count > 0
        self._fit_in()
        self._up.setEnabled(page > 0)
        self._down.setEnabled(page + 1 < count)

    def show_zoom(self, fit: Fit, zoom: float) -> None:
        """Say how large the pages are."""
        self._percent.setText(f"{zoom:.0%}")
        key = fit.value if fit is not Fit.ZOOM else str(zoom)
        if fit is Fit.ZOOM:
            key = next((str(step) for step in ZOOMS if abs(step - zoom) < 0.005), "")  # noqa: PLR2004 - half a percent
        self.fit.setCurrentIndex(self.fit.findData(key))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, px(Height.PANE_HEAD))  # what does not fit is hidden, not squeezed

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_in()

    def _fit_in(self) -> None:
        """What keys do as well goes where the room ends: first the number, then the page buttons, then - and +."""
        name, other = (self._kinds, self._title) if self._with_kinds else (self._title, self._kinds)
        other.setVisible(False)
        shown: list[QWidget] = [name, self._place, self.fit]
        room = self.width() - Space.L - Space.M - sum(widget.sizeHint().width() + Space.S for widget in shown)
        optional: list[tuple[QWidget, ...]] = [(self._smaller, self._larger), (self._up, self._down)]
        if self._has_pages:
            optional.append((self._percent,))
        for group in optional:
            needed = sum(widget.sizeHint().width() + Space.S for widget in group)
            fits = needed <= room
            room -= needed if fits else 0
            for widget in group:
                widget.setVisible(fits)
        self._percent.setVisible(self._has_pages and self._percent.isVisibleTo(self))
        name.setVisible(True)

    def _choose_fit(self, *_index: object) -> None:
        key = self.fit.choice()
        if key in {Fit.WIDTH.value, Fit.PAGE.value}:
            self.fit_asked.emit(Fit(key), 1.0)
        elif key:
            self.fit_asked.emit(Fit.ZOOM, float(key))

    def _step_up(self) -> None:
        self.page_step_asked.emit(-1)

    def _step_down(self) -> None:
        self.page_step_asked.emit(1)

    def _zoom_out(self) -> None:
        self.zoom_step_asked.emit(-1)

    def _zoom_in(self) -> None:
        self.zoom_step_asked.emit(1)

    def _restyle(self) -> None:
        self.setFixedHeight(px(Height.PANE_HEAD))
        for button in (self._smaller, self._larger):
            button.setFixedWidth(px(34))
