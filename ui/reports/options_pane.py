"""What the print is limited to, and on which paper: the right side of the page."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from ui.day_words import day_words
from ui.reports.map_options import MapOptions
from ui.reports.options import (
    BATTLE_MAP,
    DAY_KINDS,
    FOLLOWUPS,
    OF_AREAS,
    OF_CADRES,
    PAPERS,
    REASONS,
    WEEK_KINDS,
    WEEKLY,
    ReportChoices,
    ReportOptions,
    paper_named,
    tiles_for,
)
from ui.reports.sheet_pane import SheetPane
from ui.shared.fields import Choice, Field
from ui.shared.segmented import SegmentedControl
from ui.theme.palette import px, theme
from ui.theme.tokens import Density, Space
from ui.tick_field import TickField

_PATIENCE = 350  # milliseconds without a further change before a print is made
_MOST_ROWS = 7


class OptionsPane(QWidget):
    """`changed` comes a moment after the last change, so that going through a list makes one print only."""

    changed = Signal(object)  # ReportOptions

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = ReportChoices("", (), ())
        self._kind = WEEKLY
        self._told = ReportOptions()
        self.range = SegmentedControl([("all", _("全部")), ("some", _("选一部分"))], name=_("范围"))
        self.areas = _AreaList()
        self.key_only = TickField(_("只列重点对象"))
        self.week = Choice()
        self.paper = Choice([(paper, paper) for paper in PAPERS])
        self.paper.choose("A3")
        self.tile = Choice()
        self.day, self.person = Choice(), Choice()
        self.phones = TickField(_("印打码的电话"))
        self.map = MapOptions()
        self.sheets = SheetPane()
        self._soon = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._soon.timeout.connect(self._tell)
        self.range_field = Field(_("范围"), self.range, with_help=False)
        self.week_field = Field(_("周"), self.week, with_help=False)
        self.paper_field = Field(_("纸张"), self.paper, with_help=False)
        self.tile_field = Field(_("拼接"), self.tile, with_help=False)
        self.day_field = Field(_("日期"), self.day, with_help=False)
        self.person_field = Field(_("责任人"), self.person, with_help=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        for widget in (self.range_field, self.areas, self.key_only, self.week_field, self.paper_field, self.tile_field):
            column.addWidget(widget)
        more: tuple[QWidget, ...] = (self.map, self.day_field, self.person_field, self.phones, self.sheets)
        for below in more:
            column.addWidget(below)
        self._connect()
        self.show_kind(WEEKLY)

    def set_choices(self, choices: ReportChoices) -> None:
        """What the ledger offers; what was chosen stays chosen where it is still there."""
        if choices == self._choices:
            return
        chosen_week = self.week.choice()
        self._choices = choices
        self.areas.set_areas(choices.areas)
        self.week.blockSignals(True)
        self.week.clear()
        for number, week in enumerate(choices.weeks):
            words = _("第 {n} 周 {first} 至 {last}").format(
                n=int(week.name[-2:]), first=f"{week.monday:%m-%d}", last=f"{week.sunday:%m-%d}"
            )
            self.week.addItem(_("本周，{week}").format(week=words) if number == 0 else words, week.name)
        self.week.setCurrentIndex(max(self.week.findData(chosen_week), 0))
        self.week.blockSignals(False)
        self._fill_people()
        self._fill_days()
        self.sheets.show_leaders(choices.leaders)
        self._show_parts()

    def show_kind(self, kind: str) -> None:
        """Show the options of a print; does not tell `changed`."""
        self._kind = kind
        self.sheets.show_kind(kind)
        self._fill_tiles()
        self._fill_days()
        self._show_parts()
        self._soon.stop()

    def options(self) -> ReportOptions:
        """What is chosen now."""
        return self.sheets.applied(self._limits())

    def _limits(self) -> ReportOptions:
        areas = self.areas.chosen() if self._with_areas and self.range.choice() == "some" else ()
        cadre = bytes.fromhex(self.person.choice()) if self._kind in OF_CADRES and self.person.choice() else None
        if self._kind in DAY_KINDS:
            day = date.fromisoformat(self.day.choice()) if self.day.choice() else None
            phones = self._kind != FOLLOWUPS and self.phones.ticked()
            return ReportOptions(self._kind, areas, cadre=cadre, day=day, with_phones=phones)
        if self._kind not in WEEK_KINDS:
            key_only = self._kind == REASONS and self.key_only.ticked()
            return ReportOptions(self._kind, areas, key_only=key_only, cadre=cadre)
        week = next((week for week in self._choices.weeks if week.name == self.week.choice()), None)
        if self._kind != BATTLE_MAP:
            key_only = self._kind == WEEKLY and self.key_only.ticked()
            return ReportOptions(self._kind, areas, week=week, key_only=key_only)
        paper = paper_named(self.paper.choice())
        tile = next((tile for tile in tiles_for(paper) if tile == self.tile.choice()), None)
        return ReportOptions(self._kind, areas, week=week, paper=paper, tile=tile, map=self.map.choices())

    @property
    def _with_areas(self) -> bool:
        """Whether the print can be limited to areas."""
        of_areas = self._kind in {WEEKLY, BATTLE_MAP} or self._kind in OF_AREAS
        return of_areas and bool(self._choices.areas) and not self.sheets.has_organizations

    @property
    def is_complete(self) -> bool:
        """False while a part was asked for and no area is ticked."""
        return not self._with_areas or self.range.choice() == "all" or bool(self.areas.chosen())

    def note_told(self, options: ReportOptions) -> None:
        """These are being made already."""
        self._told = options

    def _connect(self) -> None:
        self.range.chosen.connect(self._choose_range)
        self.areas.changed.connect(self._soon.start)
        self.key_only.toggled.connect(self._later)
        self.week.currentIndexChanged.connect(self._later)
        self.paper.currentIndexChanged.connect(self._choose_paper)
        self.tile.currentIndexChanged.connect(self._later)
        self.day.currentIndexChanged.connect(self._later)
        self.person.currentIndexChanged.connect(self._later)
        self.phones.toggled.connect(self._later)
        self.map.changed.connect(self._later)
        self.sheets.changed.connect(self._later)

    def _later(self, *_value: object) -> None:
        self._soon.start()

    def _choose_range(self, key: str) -> None:
        self._show_parts()
        if key == "some":
            self.areas.setFocus()
        self._soon.start()

    def _choose_paper(self, *_index: object) -> None:
        self._fill_tiles()
        self._soon.start()

    def _fill_tiles(self) -> None:
        """Only sheets that are smaller than the poster can be put together to it."""
        paper = paper_named(self.paper.choice())
        chosen = self.tile.choice()
        self.tile.blockSignals(True)
        self.tile.clear()
        self.tile.addItem(_("不拼，一整张"), "")
        for tile in tiles_for(paper):
            self.tile.addItem(_("用 {tile} 拼成 {paper}").format(tile=tile, paper=paper), tile)
        self.tile.setCurrentIndex(max(self.tile.findData(chosen), 0))
        self.tile.setEnabled(bool(tiles_for(paper)))
        self.tile.blockSignals(False)

    def _fill_people(self) -> None:
        chosen = self.person.choice() if self.person.count() else ""
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItem(_("全部人员"), "")
        for key, name in self._choices.people:
            self.person.addItem(name, key)
        self.person.setCurrentIndex(max(self.person.findData(chosen), 0))
        self.person.blockSignals(False)

    def _fill_days(self) -> None:
        """Visits are of a day, the next workday first; follow-ups are all of them, or those until a day."""
        self.day.blockSignals(True)
        self.day.clear()
        today = self._choices.days[-1] if self._choices.days else date.min
        if self._kind == FOLLOWUPS:
            self.day.addItem(_("全部未办"), "")
        for day in self._choices.days:
            words = _("今天 {day}") if day == today else "{day}"
            if self._kind == FOLLOWUPS:
                words = _("{day} 以前到期")
            self.day.addItem(words.format(day=day_words(day, today)), day.isoformat())
        self.day.setCurrentIndex(0)
        self.day.blockSignals(False)

    def _show_parts(self) -> None:
        is_map, is_day = self._kind == BATTLE_MAP, self._kind in DAY_KINDS
        self.range_field.setVisible(self._with_areas)
        self.areas.setVisible(self._with_areas and self.range.choice() == "some")
        self.key_only.setVisible(self._kind in {WEEKLY, REASONS})
        self.week_field.setVisible(self._kind in WEEK_KINDS)
        self.day_field.setVisible(is_day)
        self.person_field.setVisible(self._kind in OF_CADRES)
        self.phones.setVisible(is_day and self._kind != FOLLOWUPS)
        self.paper_field.setVisible(is_map)
        self.tile_field.setVisible(is_map)
        self.map.setVisible(is_map)
        missing = self.range.choice() == "some" and not self.areas.chosen()
        self.range_field.set_help(_("空格勾选，至少一个") if missing else "")

    def _tell(self) -> None:
        self._show_parts()
        options = self.options()
        if self.is_complete and options != self._told:
            self._told = options
            self.changed.emit(options)


class _AreaList(QListWidget):
    """Areas with a box each: arrows move, Space ticks."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("街道或区县"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.itemChanged.connect(self._tell)
        theme.follow(self._restyle)

    def set_areas(self, areas: Sequence[tuple[str, str]]) -> None:
        """Offer these; those that were ticked stay so."""
        ticked = set(self.chosen())
        self.blockSignals(True)
        self.clear()
        for code, name in areas:
            item = QListWidgetItem(name, self)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if code in ticked else Qt.CheckState.Unchecked)
        if areas:
            self.setCurrentRow(0)
        self.blockSignals(False)
        self._restyle()

    def chosen(self) -> tuple[str, ...]:
        """The codes that are ticked, in the order of the list."""
        items = [self.item(row) for row in range(self.count())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in ticked)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), super().minimumSizeHint().height())

    def _tell(self, *_item: object) -> None:
        self.changed.emit()

    def _restyle(self) -> None:
        rows = max(min(self.count(), _MOST_ROWS), 2)
        self.setFixedHeight(px(Density.STANDARD.value) * rows + 2)
