"""Who is shown together with this organization, with the way to separate them again: 拆分恢复, for ever."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.language import _
from models.queries.joined import JoinedOne
from ui.organizations.detail_part import DetailPart
from ui.organizations.detail_reading import DetailContent
from ui.organizations.section import clear, column_of
from ui.requests import ReviewDuplicates, ShowOrganization
from ui.shared.buttons import LinkButton
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.theme.tokens import Role, Space, TextSize


class DetailJoined(DetailPart):
    """`split_asked` carries the local id of who shall be shown by itself again, and its name."""

    split_asked = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = column_of(self, spacing=0)
        self._lines.setContentsMargins(0, 0, 0, Space.S)

    @override
    def show_content(self, content: DetailContent) -> None:
        clear(self._lines)
        joined = content.joined
        self.setVisible(joined.is_anything)
        if joined.into is not None:
            row = self._row(_("并在“{name}”下面显示").format(name=joined.into.name), Role.WARN)
            self._link(row, _("打开"), partial(self._open, joined.into.id))
            self._split_link(row, content.detail.id, str(content.detail.facts["name"] or ""))
        for other in joined.others:
            same = _("代码相同") if other.code and other.code == content.detail.facts["code"] else other.code
            what = f"{other.name}（{same}）" if same else other.name
            row = self._row(_("合并显示 {what}").format(what=what), Role.TEXT2)
            if other.differing:
                words = _("{n} 栏不同").format(n=other.differing)
                self._link(row, words, partial(self.asked.emit, ReviewDuplicates(other.id)))
            self._split_link(row, other.id, other.name)
        for other in joined.related:
            row = self._row(_("总分或共址 {what}").format(what=_named(other)), Role.TEXT2)
            self._link(row, _("打开"), partial(self._open, other.id))

    def _row(self, words: str, role: Role) -> FlowRow:
        row = FlowRow(gap=Space.S)
        row.add(Label(words, size=TextSize.SMALL, role=role))
        self._lines.addWidget(row)
        return row

    def _link(self, row: FlowRow, words: str, act: Callable[[], object]) -> LinkButton:
        link = LinkButton(words, size=TextSize.SMALL)
        link.clicked.connect(act)
        row.add(link)
        return link

    def _split_link(self, row: FlowRow, organization: int, name: str) -> None:
        link = self._link(row, _("拆分恢复"), partial(self.split_asked.emit, organization, name))
        link.setToolTip(_("各自单独显示，走访等记录各归各家；可以撤销"))

    def _open(self, organization: int) -> None:
        self.asked.emit(ShowOrganization(organization))


def _named(other: JoinedOne) -> str:
    return f"{other.name} {other.code}".strip()
