"""The second step: what each column is, and how the list is to be taken."""

from collections.abc import Mapping as MappingOf
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.importing.first_look import Doubt, SheetSize, SheetStart
from models.importing.importer import ImportOptions
from models.importing.mapping import Mapping, mapping_of
from models.language import _
from ui.day_words import past_day
from ui.field_flow import FieldFlow
from ui.importing.column_grid import ColumnGrid
from ui.importing.step import StepPane
from ui.shared.banner import BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.date_field import DateField
from ui.shared.fields import Choice, Field
from ui.shared.line_field import Meaning
from ui.shared.panes import Hairline
from ui.theme.tokens import Space
from ui.tick_field import TickField

_HEADING_ROWS = 25
_SHOWN_CELLS = 3
_SHOWN_CHARACTERS = 14


class ColumnsStep(StepPane):
    """Shows the top of a sheet. `changed` says that the columns are others now."""

    sheet_chosen = Signal(str)
    changed = Signal()
    go_asked = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start: SheetStart | None = None
        self.mapping = Mapping(-1, (), ())
        self._has_division = False
        self._by_hand: set[int] = set()
        self.sheet = Choice()
        self.heading = Choice()
        self.day = DateField(partial(past_day, today=today))
        self.streets = TickField()
        self.grid = ColumnGrid()
        self._today = today
        self._sheet_field = Field(_("工作表"), self.sheet)
        self._options = FieldFlow()
        self._lay_out()
        self.sheet.currentTextChanged.connect(self._choose_sheet)
        self.heading.currentIndexChanged.connect(self._choose_heading)
        self.day.meaning_changed.connect(self._check)
        self.grid.field_chosen.connect(self._choose_field)

    def show_start(self, start: SheetStart, mapping: Mapping, division: str) -> None:
        """Show a sheet that was just read, with the mapping that it suggests."""
        self.quiet()
        self.start, self.mapping, self._has_division = start, mapping, bool(division)
        self._by_hand = set()
        self.streets.set_ticked(False)
        if not self.day.text():
            self.day.setText(self._today.isoformat())
        _fill(self.sheet, [(name, name) for name in start.sheets], start.table.sheet or "")
        self._sheet_field.setVisible(len(start.sheets) > 1)
        _fill(self.heading, _heading_choices(start), str(mapping.header_row))
        self.grid.show_sheet(start.rows, mapping)
        self._check()
        self.set_size(None)

    def set_doubts(self, doubts: MappingOf[int, Doubt]) -> None:
        """Mark the columns that a person should look at; who chose a column himself needs no question about it."""
        asked = {column: doubt for column, doubt in doubts.items() if doubt.unread or column not in self._by_hand}
        self.grid.set_mapping(self.mapping, asked)

    def set_size(self, size: SheetSize | None) -> None:
        """Say in how many rows the address names a street; None while that is being counted."""
        usable = self._has_division and "address" in self.mapping.fields
        self.streets.setEnabled(usable and size is not None and size.streets > 0)
        if not self._has_division:
            words = _("按地址认街道（台账没有设辖区，认不了）")
        elif "address" not in self.mapping.fields:
            words = _("按地址认街道（先认出“地址”一列）")
        elif size is None:
            words = _("按地址认街道（正在数能认出几家）")
        else:
            words = _("按地址认街道：{rows} 行里能认出 {n} 行").format(rows=f"{size.rows:,}", n=f"{size.streets:,}")
        self.streets.set_words(words)

    def options(self) -> ImportOptions | None:
        """What to import and how; None while something is missing."""
        day = self.day.meaning.value
        if self.start is None or not self.mapping.has_name or not isinstance(day, date):
            return None
        return ImportOptions(self.start.table, self.mapping, day, streets=self.streets.ticked())

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The first column that needs a look gets the keyboard."""
        unknown = next((number for number, field in enumerate(self.mapping.fields) if field is None), 0)
        self.grid.focus_column(0 if self.mapping.has_name else unknown)

    def _lay_out(self) -> None:
        options = QWidget()
        options.setContentsMargins(Space.L, Space.S, Space.L, Space.XS)
        options.setLayout(self._options)
        self._options.add(self._sheet_field, least=150, share=2)
        self._options.add(Field(_("表头在哪一行"), self.heading), least=210, share=2)
        self._options.add(
            Field(_("名册日期"), self.day, help_text=_("这份名册是哪一天的；可写 0、-1、0618")), least=200, share=2
        )
        self._options.add(Field(_("街道"), self.streets), least=330, share=3)
        self.body.addWidget(options)
        self.body.addWidget(Hairline())
        self.body.addWidget(self.grid, 1)
        other = Button(_("换一个文件"), ButtonKind.QUIET, key="Esc")
        other.clicked.connect(self.back_asked)
        self.primary = Button(_("看导入结果"), ButtonKind.PRIMARY, key="Enter")
        self.primary.clicked.connect(self.go_asked)
        self.foot.add(other)
        self.foot.add(self.primary)

    def _choose_sheet(self, name: str) -> None:
        if self.start is not None and name and name != self.start.table.sheet:
            self.sheet_chosen.emit(name)

    def _choose_heading(self, *_index: object) -> None:
        if self.start is None or not self.heading.choice():
            return
        self._by_hand = set()
        self.mapping = mapping_of(self.start.rows, int(self.heading.choice()))
        self.grid.show_sheet(self.start.rows, self.mapping)
        self._check()
        self.changed.emit()

    def _choose_field(self, column: int, field: str) -> None:
        self._by_hand.add(column)
        self.mapping = self.mapping.with_field(column, field or None)
        self.grid.set_mapping(self.mapping, {})
        self._check()
        self.changed.emit()

    def _check(self, *_meaning: object) -> None:
        """Say what is still missing, and what will be taken."""
        if self.start is None:
            return
        self.quiet()
        meaning: Meaning = self.day.meaning
        if self.start.is_empty:
            self.say(BannerKind.WARNING, _("这张工作表是空的。"), _("请在左上方换一张工作表。"))
        elif not self.mapping.has_name:
            self.say(
                BannerKind.WARNING,
                _("还没有认出“单位名称”是哪一列，不能导入。"),
                _("请在写着单位名称的那一列上方，把“不导入”改成“单位名称”。表头不对时，先改“表头在哪一行”。"),
            )
        elif not isinstance(meaning.value, date):
            self.say(BannerKind.WARNING, _("名册日期还没有写对。"), meaning.error or _("请写这份名册是哪一天的。"))
        known = sum(field is not None for field in self.mapping.fields)
        self.foot.words.setText(
            _("{file}：认出 {known} 列，另有 {rest} 列不导入。电话只显示一部分，导入的是全号。").format(
                file=self.start.table.path.name, known=known, rest=len(self.grid.sheet.choices) - known
            )
        )
        if self.primary is not None:
            self.primary.setEnabled(self.options() is not None)


def _fill(choice: Choice, choices: list[tuple[str, str]], chosen: str) -> None:
    """Offer these, with one of them chosen, without a signal."""
    choice.blockSignals(True)
    choice.clear()
    for key, words in choices:
        choice.addItem(words, key)
    choice.choose(chosen)
    choice.blockSignals(False)
    choice.updateGeometry()


def _heading_choices(start: SheetStart) -> list[tuple[str, str]]:
    choices = [("-1", _("没有表头"))]
    for number, row in enumerate(start.rows[:_HEADING_ROWS]):
        cells = [str(cell).strip() for cell in row if cell is not None][:_SHOWN_CELLS]
        words = "、".join(cells)
        if len(words) > _SHOWN_CHARACTERS:
            words = words[: _SHOWN_CHARACTERS - 1] + "…"
        choices.append((str(number), _("第 {n} 行：{words}").format(n=number + 1, words=words or _("空行"))))
    return choices
