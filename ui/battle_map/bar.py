"""The bar over the map: whose weeks, which cells, outlines, how large, and the way to paper."""

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from models.language import _
from ui.map_choices import MapChoices
from ui.shared.buttons import Button, ButtonKind
from ui.shared.fields import Choice
from ui.shared.labels import Label
from ui.shared.panes import Pane
from ui.shared.segmented import SegmentedControl
from ui.theme.icons import Icon
from ui.theme.palette import px, theme
from ui.theme.tokens import Height, Role, Space, TextSize
from ui.tick_field import TickField

_RATE, _OFFICE, _MAP = "rate", "office", "map"


class MapBar(Pane):
    """Asks; the page answers by `show_zoom` and `show_file`."""

    changed = Signal(object)  # MapChoices, those of the bar
    file_asked = Signal()
    no_file_asked = Signal()
    zoom_step_asked = Signal(int)
    fit_asked = Signal()
    print_asked = Signal()
    order_asked = Signal(str)  # "rate" or "map"

    def __init__(self, choices: MapChoices, parent: QWidget | None = None) -> None:
        super().__init__(edges="b", parent=parent)
        self._title = Label(_("作战图"), size=TextSize.TITLE, bold=True)
        self.rows = SegmentedControl([("street", _("按街道")), ("cadre", _("按责任人"))], name=_("周计划的行"))
        self.rows.choose(choices.rows)
        self.only_open = TickField(_("只画未建"))
        self.only_open.set_ticked(choices.only_open)
        self.only_open.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.order = Choice()
        self.order.setAccessibleName(_("方块的排列"))
        self.order.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.order.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.file = Button(_("地理图…"), ButtonKind.QUIET)
        self._has_file = False
        self._percent = Label("", role=Role.TEXT2)
        self._smaller = Button("−", ButtonKind.QUIET)
        self._larger = Button("+", ButtonKind.QUIET)
        self._fit = Button(_("适合宽度"), ButtonKind.QUIET, key="0")
        self._smaller.setAccessibleName(_("缩小"))
        self._larger.setAccessibleName(_("放大"))
        self.print = Button(_("打印…"), icon=Icon.PRINT)
        self._lay_out()
        self.show_file(choices.geo)
        self.rows.chosen.connect(self._tell)
        self.only_open.toggled.connect(self._tell)
        self.order.activated.connect(self._ask_order)
        self.file.clicked.connect(self._ask_file)
        self._smaller.clicked.connect(partial(self._step, -1))
        self._larger.clicked.connect(partial(self._step, 1))
        self._fit.clicked.connect(self.fit_asked)
        self.print.clicked.connect(self.print_asked)
        theme.follow(self._restyle)

    def show_choices(self, choices: MapChoices) -> None:
        """Show what was chosen elsewhere, without the signal."""
        self.blockSignals(True)
        self.rows.choose(choices.rows)
        self.only_open.set_ticked(choices.only_open)
        self.show_file(choices.geo)
        self.blockSignals(False)

    def show_order(self, *, is_arranged: bool, has_map: bool) -> None:
        """How the tiles stand, and how else they might."""
        self.order.blockSignals(True)
        self.order.clear()
        self.order.addItem(_("方块按建会率排"), _RATE)
        if is_arranged:
            self.order.addItem(_("方块按本单位排列"), _OFFICE)
        if has_map:
            self.order.addItem(_("方块按地图方位排"), _MAP)
        self.order.choose(_OFFICE if is_arranged else _RATE)
        self.order.blockSignals(False)
        self.order.updateGeometry()  # it was laid out for the words of before
        self._fit_in()

    def show_zoom(self, zoom: float) -> None:
        """Say how large the pages are."""
        self._percent.setText(f"{zoom:.0%}")

    def show_file(self, path: str) -> None:
        """Offer to choose outlines, or to leave out those that are used."""
        self._has_file = bool(path)
        self.file.setText(_("不画地理图") if path else _("地理图…"))
        self.file.setToolTip(path)
        self.file.updateGeometry()
        self._fit_in()

    def set_usable(self, usable: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Whether there is a map that the choices are about."""
        for widget in (
            self.rows,
            self.only_open,
            self.order,
            self.file,
            self._smaller,
            self._larger,
            self._fit,
            self.print,
        ):
            widget.setEnabled(usable)
        self._percent.setVisible(usable)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, px(Height.PANE_HEAD))  # what does not fit is hidden, not squeezed

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_in()

    def _fit_in(self) -> None:
        """What keys do as well goes first where the room ends, then what is asked for rarely."""
        shown: list[QWidget] = [self.rows, self.print]
        room = self.width() - Space.L - Space.M - sum(widget.sizeHint().width() + Space.S for widget in shown)
        optional: list[tuple[QWidget, ...]] = [
            (self.order,),
            (self.only_open,),
            (self._title,),
            (self.file,),
            (self._smaller, self._larger),
            (self._fit,),
            (self._percent,),
        ]
        if self.order.count() < 2:  # noqa: PLR2004 - nothing to choose from
            optional.pop(0)
            self.order.setVisible(False)
        for group in optional:
            needed = sum(widget.sizeHint().width() + Space.S for widget in group)
            fits = needed <= room
            room -= needed if fits else 0
            for widget in group:
                widget.setVisible(fits)

    def _ask_file(self) -> None:
        if self._has_file:
            self.no_file_asked.emit()
        else:
            self.file_asked.emit()

    def _ask_order(self, *_index: object) -> None:
        if self.order.choice() != _OFFICE:
            self.order_asked.emit(self.order.choice())

    def _step(self, step: int, *_checked: object) -> None:
        self.zoom_step_asked.emit(step)

    def _tell(self, *_value: object) -> None:
        self.changed.emit(MapChoices(self.rows.choice(), self.only_open.ticked()))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, 0, Space.M, 1)
        row.setSpacing(Space.S)
        for widget in (self._title, self.rows, self.only_open, self.order, self.file):
            row.addWidget(widget)
        row.addStretch()
        for widget in (self._percent, self._smaller, self._larger, self._fit, self.print):
            row.addWidget(widget)

    def _restyle(self) -> None:
        self.setFixedHeight(px(Height.PANE_HEAD))
        for button in (self._smaller, self._larger):
            button.setFixedWidth(px(34))
        self._fit_in()
