"""The right side: options, what is to know about the print, and what can be done with it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exports.sheets.making import WITH_TEXT
from models.language import _
from models.queries.organization_list import ListQuery
from ui.reports.making import Made
from ui.reports.options import WEEKLY
from ui.reports.options_pane import OptionsPane
from ui.reports.weeks_pane import WeeksPane
from ui.requests import ShowList
from ui.shared.buttons import Button, ButtonKind, LinkButton
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.shared.panes import Hairline, Pane, ScrollPane
from ui.theme.palette import px, theme
from ui.theme.tokens import Role, Space, TextSize

_WIDTH = 272
_MOST_GLYPHS = 12


class SidePane(Pane):
    """Buttons are pressable only while a finished print is shown."""

    asked = Signal(object)  # a ui.requests.Request

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(edges="l", parent=parent)
        self.options = OptionsPane()
        self.weeks = WeeksPane()
        self.print = Button(_("打印…"), ButtonKind.PRIMARY, key="Ctrl+Enter")
        self.save = Button(_("存 PDF…"), key="Ctrl+S")
        self.open = Button(_("用系统阅读器打开"))
        self.streets = Button(_("按街道成批存…"))
        self.people = Button(_("按人成批存…"))
        self.pages = Label("", role=Role.TEXT2, wrap=True)
        self.number = Label("", size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
        self.missing = Label("", role=Role.WARN, bold=True)
        self.missing_note = Label(
            _("这些字字库里没有，纸上印成 〓。点一个字，看是哪些单位。"),
            size=TextSize.SMALL,
            role=Role.TEXT2,
            wrap=True,
        )
        self.glyphs = FlowRow(gap=Space.S)
        content = Pane(edges="l")
        inside = QVBoxLayout(content)
        inside.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        inside.setSpacing(Space.S)
        inside.addWidget(self.options)
        inside.addSpacing(Space.S)
        inside.addWidget(Hairline())
        inside.addWidget(self.weeks)
        inside.addWidget(Hairline())
        for widget in (self.pages, self.number, self.missing, self.glyphs, self.missing_note):
            inside.addWidget(widget)
        inside.addStretch()
        foot = Pane(edges="lt")
        buttons = QVBoxLayout(foot)
        buttons.setContentsMargins(Space.L, Space.M + 1, Space.L, Space.M)
        buttons.setSpacing(Space.S)
        for button in (self.print, self.save, self.open, self.streets, self.people):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ScrollPane(content), 1)
        column.addWidget(foot)
        self.show_made(None)
        theme.follow(self._restyle)

    def show_made(self, made: Made | None) -> None:
        """Say what is to know about a print; None while there is none."""
        for button in (self.print, self.save, self.open):
            button.setEnabled(made is not None)
        self.glyphs.clear()
        glyphs = made.printed.missing_glyphs if made is not None else ()
        for widget in (self.missing, self.missing_note, self.glyphs):
            widget.setVisible(bool(glyphs))
        for widget in (self.pages, self.number):
            widget.setVisible(made is not None)
        if made is None:
            return
        plain = _("存 PDF、Word…") if made.options.kind in WITH_TEXT else _("存 PDF…")
        self.save.setText(_("存 PDF、Excel、Word…") if made.options.kind == WEEKLY else plain)
        self.pages.setText(_("共 {n} 页").format(n=f"{made.printed.pages:,}"))
        taken = _("报表号 {number}，定格时就有的号。")
        free = _("报表号 {number}。打印、存盘或打开时才占用；只预览不占号。")
        self.number.setText((free if made.frozen is None else taken).format(number=made.printed.report_id))
        self.missing.setText(_("缺字 {n}").format(n=len(glyphs)))
        for glyph in glyphs[:_MOST_GLYPHS]:
            link = LinkButton(f"{glyph} U+{ord(glyph):04X}")
            link.setAccessibleName(_("含有这个字的单位：U+{code:04X}").format(code=ord(glyph)))
            link.clicked.connect(partial(self._show_organizations, glyph))
            self.glyphs.add(link)
            link.show()
        if len(glyphs) > _MOST_GLYPHS:
            more = Label(_("另有 {n} 个").format(n=len(glyphs) - _MOST_GLYPHS), size=TextSize.SMALL, role=Role.TEXT2)
            self.glyphs.add(more)
            more.show()

    def _show_organizations(self, glyph: str, *_checked: object) -> None:
        self.asked.emit(ShowList(ListQuery(search=glyph), _("含有“{glyph}”的单位").format(glyph=glyph)))

    def _restyle(self) -> None:
        self.setFixedWidth(px(_WIDTH))
