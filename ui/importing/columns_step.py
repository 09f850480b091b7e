"""The second step: where the headings are, what each column is, and how the list is to be taken."""

from collections.abc import Mapping as MappingOf
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.importing.first_look import Look, SheetSize, SheetStart
from models.importing.importer import ImportOptions
from models.importing.mapping import Mapping, mapping_of
from models.importing.registry_day import DaySource
from models.language import N_, _, sentences
from ui.day_words import past_day
from ui.field_flow import FieldFlow
from ui.importing.column_card import ColumnCard
from ui.importing.column_grid import ColumnGrid
from ui.importing.work import Opened
from ui.shared.banner import BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.date_field import DateField
from ui.shared.fields import Choice, Field
from ui.shared.line_field import Meaning
from ui.shared.panes import Hairline
from ui.step_pane import StepPane
from ui.theme.tokens import Space
from ui.tick_field import TickField

_HEADING_ROWS = 25
_SHOWN_CELLS = 3
_SHOWN_CHARACTERS = 10
_DAY_SOURCES = {
    DaySource.TITLE: N_("取自标题，不对请改"),
    DaySource.FILE_NAME: N_("取自文件名，不对请改"),
    DaySource.FILE_DATE: N_("取自文件的修改日期，不对请改"),
    DaySource.TODAY: N_("这份名册是哪一天的；可写 0、-1、0618"),
}


class ColumnsStep(StepPane):
    """Shows the top of a sheet. `changed` says that the columns are others now."""

    sheet_chosen = Signal(str)
    changed = Signal()
    go_asked = Signal()
    forget_asked = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start: SheetStart | None = None
        self.mapping = Mapping(-1, (), ())
        self._has_division = False
        self._looks: MappingOf[int, Look] = {}
        self.sheet = Choice()
        self.heading = Choice()
        self.day = DateField(partial(past_day, today=today))
        self.streets = TickField()
        self.grid = ColumnGrid()
        self.card = ColumnCard()
        self._sheet_field = Field(_("工作表"), self.sheet)
        self._day_field = Field(_("名册日期"), self.day)
        self._options = FieldFlow()
        self._lay_out()
        self.sheet.currentTextChanged.connect(self._choose_sheet)
        self.heading.currentIndexChanged.connect(self._choose_heading)
        self.day.meaning_changed.connect(self._check)
        self.grid.field_chosen.connect(self._choose_field)
        self.grid.region_chosen.connect(self._choose_region)
        self.grid.current_changed.connect(self._show_column)

    def show_start(self, opened: Opened) -> None:
        """Show a sheet that was just read, with the mapping that it suggests."""
        start, mapping = opened.start, opened.mapping
        self.start, self.mapping, self._has_division, self._looks = start, mapping, bool(opened.division), {}
        self.streets.set_ticked(opened.streets)
        self.day.setText(opened.day.day.isoformat())
        self._day_field.set_help(_(_DAY_SOURCES[opened.day.source]))
        _fill(self.sheet, [(name, name) for name in start.sheets], start.table.sheet or "")
        self._sheet_field.setVisible(len(start.sheets) > 1)
        self.grid.show_sheet(start.rows, mapping)
        self._show_region()
        unknown = next((number for number, field in enumerate(mapping.fields) if field is None), 0)
        self.grid.go_to(self._first_to_look_at() if mapping.has_name else unknown)
        self._check()
        self.set_size(None)

    def set_looks(self, looks: MappingOf[int, Look]) -> None:
        """Say how the cells of the columns are understood."""
        self._looks = looks
        self.grid.set_mapping(self.mapping, looks)
        self._show_column(self.grid.current)

    def set_size(self, size: SheetSize | None) -> None:
        """Say in how many rows the address names a street; None while that is being counted."""
        usable = self._has_division and "address" in self.mapping.fields
        self.streets.setEnabled(usable and (size is None or size.streets > 0))
        if not self._has_division:
            words = _("按地址认街道（台账没有设辖区）")
        elif "address" not in self.mapping.fields:
            words = _("按地址认街道（先认出地址）")
        elif size is None:
            words = _("按地址认街道：正在数")
        else:
            words = _("按地址认街道：认出 {n} / {rows} 行").format(rows=f"{size.rows:,}", n=f"{size.streets:,}")
        self.streets.set_words(words)

    def options(self) -> ImportOptions | None:
        """What to import and how; None while something is missing."""
        day = self.day.meaning.value
        if self.start is None or not self.mapping.has_name or not isinstance(day, date):
            return None
        streets = self.streets.ticked() and self._has_division and "address" in self.mapping.fields
        return ImportOptions(self.start.table, self.mapping, day, streets=streets)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The sheet gets the keyboard, and is brought into sight where the window is small."""
        self.grid.sheet.setFocus()
        self.room.ensureWidgetVisible(self.grid, 0, 0)

    def _lay_out(self) -> None:
        options = QWidget()
        options.setContentsMargins(Space.L, Space.S, Space.L, Space.XS)
        options.setLayout(self._options)
        self._options.add(self._sheet_field, least=130, share=2)
        self._options.add(Field(_("表头在哪几行"), self.heading), least=190, share=2)
        self._options.add(self._day_field, least=190, share=2)
        self._options.add(Field(_("街道"), self.streets), least=240, share=2)
        self.body.addWidget(options)
        self.body.addWidget(Hairline())
        self.body.addWidget(self.grid, 1)
        self.body.addWidget(self.card)
        other = Button(_("换一个文件"), ButtonKind.QUIET, key="Esc")
        other.clicked.connect(self.back_asked)
        self.primary = Button(_("看导入结果"), ButtonKind.PRIMARY, key="Enter")
        self.primary.clicked.connect(self.go_asked)
        self.foot.add(other)
        self.foot.add(self.primary)

    # What the person changes

    def _choose_sheet(self, name: str) -> None:
        if self.start is not None and name and name != self.start.table.sheet:
            self.sheet_chosen.emit(name)

    def _choose_heading(self, *_index: object) -> None:
        if self.heading.choice():
            first, last = map(int, self.heading.choice().split(" "))
            self._choose_region(first, last)

    def _choose_region(self, first: int, last: int) -> None:
        if self.start is None:
            return
        self.mapping = mapping_of(self.start.rows, last, header_rows=max(last - first + 1, 1), merged=self.start.merged)
        self._show_region()
        self._columns_changed()

    def _choose_field(self, column: int, field: str) -> None:
        self.mapping = self.mapping.with_field(column, field or None)
        self._columns_changed()

    def _columns_changed(self) -> None:
        self._looks = {}
        self.grid.set_mapping(self.mapping, {})
        self._show_column(self.grid.current)
        self._check()
        self.changed.emit()

    # What is shown

    def _first_to_look_at(self) -> int:
        """The first column that a person should look at, otherwise the first of all."""
        doubtful = (
            number
            for number, field in enumerate(self.mapping.fields)
            if field is not None and not self.mapping.proposal(number).sure
        )
        return next(doubtful, next(iter(self.grid.sheet.places.columns), 0))

    def _show_column(self, column: int) -> None:
        self.card.show_column(self.mapping, column, self._looks.get(column))

    def _show_region(self) -> None:
        if self.start is not None:
            first, last = self.mapping.first_header_row, self.mapping.header_row
            _fill(self.heading, _heading_choices(self.start, first, last), f"{first} {last}")

    def _check(self, *_meaning: object) -> None:
        """Say what is still missing, and what will be taken."""
        if self.start is None:
            return
        self.quiet()
        self._say_what_is_missing(self.start)
        known = sum(field is not None for field in self.mapping.fields)
        words = _("{file}：认出 {known} 列，另有 {rest} 列不导入。").format(
            file=self.start.table.path.name, known=known, rest=len(self.grid.sheet.places.columns) - known
        )
        if "phone" in self.mapping.fields:
            words = sentences(words, _("电话只显示一部分，导入的是全号。"))
        words = sentences(words, *self.start.notices)
        self.foot.words.setText(words)
        if self.primary is not None:
            self.primary.setEnabled(self.options() is not None)

    def _say_what_is_missing(self, start: SheetStart) -> None:
        meaning: Meaning = self.day.meaning
        if start.is_empty:
            self.say(BannerKind.WARNING, _("这张工作表是空的。"), _("请在左上方换一张工作表。"))
        elif not self.mapping.has_name:
            self.say(
                BannerKind.WARNING,
                _("还没有认出“单位名称”是哪一列，不能导入。"),
                _("请走到写着单位名称的那一列，输入 dwmc 再回车；表头不对时，先拖动表头的边。"),
            )
        elif not isinstance(meaning.value, date):
            self.say(BannerKind.WARNING, _("名册日期还没有写对。"), meaning.error or _("请写这份名册是哪一天的。"))
        elif self.mapping.profile:
            self.say(
                BannerKind.NOTE,
                _("按上次的对应“{name}”。").format(name=self.mapping.profile),
                _("改过以后再导入，记住的也跟着改。"),
                action=_("不再记住"),
                act=self.forget_asked.emit,
            )


def _fill(choice: Choice, choices: list[tuple[str, str]], chosen: str) -> None:
    """Offer these, with one of them chosen, without a signal."""
    choice.blockSignals(True)
    choice.clear()
    for key, words in choices:
        choice.addItem(words, key)
    choice.choose(chosen)
    choice.blockSignals(False)
    choice.updateGeometry()


def _heading_choices(start: SheetStart, first: int, last: int) -> list[tuple[str, str]]:
    """No headings, every single row, and around those that are chosen one row more and less."""
    choices = [("-1 -1", _("没有表头"))]
    several = {(first, last), (first, last + 1), (last, last + 1)} if last >= 0 else set()
    for number, row in enumerate(start.rows[:_HEADING_ROWS]):
        words = _row_words(row)
        choices.append((f"{number} {number}", _("第 {n} 行：{words}").format(n=number + 1, words=words)))
        for top, bottom in sorted(several):
            if top == number and number < bottom < len(start.rows):
                said = _("第 {first}–{last} 行：{words}").format(first=top + 1, last=bottom + 1, words=words)
                choices.append((f"{top} {bottom}", said))
    return choices


def _row_words(row: object) -> str:
    cells = [str(cell).strip() for cell in row if cell is not None] if isinstance(row, (list, tuple)) else []
    words = "、".join(cells[:_SHOWN_CELLS])
    if len(words) > _SHOWN_CHARACTERS:
        words = words[: _SHOWN_CHARACTERS - 1] + "…"
    return words or _("空行")
