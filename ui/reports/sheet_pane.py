"""What the office's own sheets are asked for beside range and day, and how any print is finished."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.language import _
from models.ledger.joining_page import JoiningPage
from ui.reports.options import BATTLE_MAP, CIRCULAR, DOSSIER, LEADERS, LEAFLET, REASONS, ROLL_UP, ReportOptions
from ui.shared.buttons import Button, LinkButton
from ui.shared.fields import Choice, Field
from ui.shared.labels import Label
from ui.shared.line_field import LineField
from ui.theme.tokens import Role, Space, TextSize
from ui.tick_field import TickField

_UNMASKED = frozenset({BATTLE_MAP, CIRCULAR, REASONS, ROLL_UP, LEAFLET})  # no persons on them, or a choice of their own
_NO_TABLES = frozenset({BATTLE_MAP, CIRCULAR, DOSSIER, LEAFLET})


class SheetPane(QWidget):
    """`changed`: something that the print shows; the other signals ask the page to do something."""

    changed = Signal()
    files_asked = Signal()
    joining_given = Signal(str, str)  # address, words

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = ""
        self._files: tuple[Path, ...] = ()
        self._organizations: tuple[int, ...] = ()
        self.leader = Choice([("", _("全部领导"))])
        self.chosen = Label("", size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
        self.everybody = LinkButton(_("改按范围"))
        self.pick_files = Button(_("选下级台账…"))
        self.address = LineField(placeholder="https://")
        self.words = LineField(placeholder=_("一句说明，可不填"))
        self.keep = Button(_("记在台账里"))
        self.masked = TickField(_("脱敏：人名只留姓"))
        self.larger = TickField(_("表格大字号"))
        self.grey = TickField(_("黑白"))
        self.footer = LineField(placeholder=_("例如承办科室"))
        self.leader_field = Field(_("包联领导"), self.leader, with_help=False)
        self.address_field = Field(_("入会网址"), self.address)
        self.words_field = Field(_("二维码下面的话"), self.words, with_help=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for widget in (self.leader_field, self.chosen, self.pick_files, self.everybody):
            column.addWidget(widget)
        below: tuple[QWidget, ...] = (
            self.address_field,
            self.words_field,
            self.keep,
            self.masked,
            self.larger,
            self.grey,
        )
        for each in below:
            column.addWidget(each)
        column.addWidget(Field(_("页脚署名"), self.footer, with_help=False))
        self._connect()
        self.show_kind("")

    def _connect(self) -> None:
        self.leader.currentIndexChanged.connect(self._tell)
        self.everybody.clicked.connect(self._forget)
        self.pick_files.clicked.connect(self.files_asked)
        self.keep.clicked.connect(self._give)
        self.words.returnPressed.connect(self._give)
        self.footer.editingFinished.connect(self._tell)
        for tick in (self.masked, self.larger, self.grey):
            tick.toggled.connect(self._tell)

    def show_kind(self, kind: str) -> None:
        """Show what this print is asked for."""
        self._kind = kind
        self.leader_field.setVisible(kind == LEADERS)
        for widget in (self.address_field, self.words_field, self.keep):
            widget.setVisible(kind == LEAFLET)
        self.masked.setVisible(kind not in _UNMASKED)
        self.larger.setVisible(kind not in _NO_TABLES)
        self._show_chosen()

    def show_leaders(self, leaders: Sequence[str]) -> None:
        """Offer these leaders; the chosen one stays where he is among them."""
        chosen = self.leader.choice()
        self.leader.blockSignals(True)
        self.leader.clear()
        for key, words in [("", _("全部领导")), *((name, name) for name in leaders)]:
            self.leader.addItem(words, key)
        self.leader.setCurrentIndex(max(self.leader.findData(chosen), 0))
        self.leader.blockSignals(False)

    def show_joining(self, page: JoiningPage) -> None:
        """What the ledger says about joining."""
        self.address.setText(page.address)
        self.address.setCursorPosition(0)
        self.words.setText(page.words)

    def refuse_joining(self, reason: str) -> None:
        """Say what is wrong with the address; nothing where it is right."""
        self.address_field.set_error(reason)

    def use_organizations(self, organizations: Sequence[int]) -> None:
        """Dossiers of these (local ids) in place of a range; of a range again where there are none."""
        self._organizations = tuple(organizations)
        self._show_chosen()

    def use_files(self, files: Sequence[Path]) -> None:
        """Check against these ledgers."""
        self._files = tuple(files)
        self._show_chosen()
        self._tell()

    @property
    def has_organizations(self) -> bool:
        """Whether some organizations stand in place of a range."""
        return self._kind == DOSSIER and bool(self._organizations)

    def applied(self, options: ReportOptions) -> ReportOptions:
        """The options with what is chosen here."""
        kind = options.kind
        return replace(
            options,
            leader=self.leader.choice() if kind == LEADERS else "",
            organizations=self._organizations if kind == DOSSIER else (),
            files=self._files if kind == ROLL_UP else (),
            masked=kind not in _UNMASKED and self.masked.ticked(),
            larger=kind not in _NO_TABLES and self.larger.ticked(),
            grey=self.grey.ticked(),
            footer=self.footer.text().strip(),
        )

    def _show_chosen(self) -> None:
        files = self._kind == ROLL_UP and self._files
        words = ""
        if self._kind == ROLL_UP:
            names = "、".join(path.name for path in self._files)
            words = names or _("核对各街道之和与总数；也可以与下级交来的台账核对。")
        elif self._kind == DOSSIER:
            count = len(self._organizations)
            words = _("选中的 {n} 家").format(n=count) if count else _("范围内每家一份；在台账里选一家，按 F9 只打它。")
        self.chosen.setText(words)
        self.chosen.setVisible(bool(words))
        self.pick_files.setVisible(self._kind == ROLL_UP)
        self.everybody.setText(_("改回各街道") if files else _("改按范围"))
        self.everybody.setVisible(bool(files) or self.has_organizations)

    def _forget(self) -> None:
        self._files = () if self._kind == ROLL_UP else self._files
        self._organizations = () if self._kind == DOSSIER else self._organizations
        self._show_chosen()
        self._tell()

    def _give(self) -> None:
        self.joining_given.emit(self.address.text().strip(), self.words.text().strip())

    def _tell(self, *_value: object) -> None:
        self.changed.emit()
