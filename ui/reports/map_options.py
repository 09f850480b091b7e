"""What only the battle map can be asked for: whose weeks, which cells, without names, with the office's outlines."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.language import _
from ui.map_choices import MapChoices
from ui.shared.fields import Choice, Field
from ui.shared.segmented import SegmentedControl
from ui.theme.tokens import Space
from ui.tick_field import TickField

_ANOTHER = "another file"


class MapOptions(QWidget):
    """`changed` with every choice; `file_asked` where outlines are wanted."""

    changed = Signal()
    file_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = ""
        self.rows = SegmentedControl([("street", _("按街道")), ("cadre", _("按责任人"))], name=_("周计划的行"))
        self.only_open = TickField(_("只画未建"))
        self.redacted = TickField(_("隐去人名，上墙用"))
        self.geo = Choice()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(Field(_("周计划的行"), self.rows, with_help=False))
        column.addWidget(self.only_open)
        column.addWidget(self.redacted)
        column.addWidget(Field(_("地理图"), self.geo, with_help=False))
        self.use_file("")
        self.rows.chosen.connect(self._tell)
        self.only_open.toggled.connect(self._tell)
        self.redacted.toggled.connect(self._tell)
        self.geo.activated.connect(self._choose_geo)

    def show_choices(self, choices: MapChoices) -> None:
        """Show what was chosen last, without the signal."""
        self.blockSignals(True)
        self.rows.choose(choices.rows)
        self.only_open.set_ticked(choices.only_open)
        self.redacted.set_ticked(choices.redacted)
        self.use_file(choices.geo)
        self.blockSignals(False)

    def choices(self) -> MapChoices:
        """What is chosen now."""
        return MapChoices(self.rows.choice(), self.only_open.ticked(), self.redacted.ticked(), self._path)

    def use_file(self, path: str) -> None:
        """Draw these outlines; none for an empty path."""
        self._path = path
        self.geo.blockSignals(True)
        self.geo.clear()
        self.geo.addItem(_("不画"), "")
        if path:
            self.geo.addItem(Path(path).name, path)
        self.geo.addItem(_("选边界文件…"), _ANOTHER)
        self.geo.setCurrentIndex(1 if path else 0)
        self.geo.blockSignals(False)
        self._tell()

    def _choose_geo(self, *_index: object) -> None:
        chosen = self.geo.choice()
        if chosen == _ANOTHER:
            self.geo.setCurrentIndex(1 if self._path else 0)
            self.file_asked.emit()
        elif chosen != self._path:
            self.use_file(chosen)

    def _tell(self, *_value: object) -> None:
        self.changed.emit()
