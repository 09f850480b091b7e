"""The head of the detail: name, code and its check, tags, and what is special about this organization now."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.divisions import division_name
from models.language import N_, _
from models.rules.code_reading import read_code
from models.vocabulary import CATEGORIES, ENDED_STATUSES, ORGANIZATION_TYPES, STATUSES
from ui.organizations.detail_part import DetailPart
from ui.organizations.detail_reading import DetailContent
from ui.organizations.section import clear, column_of
from ui.requests import DeleteOrganizations, EditOrganization, ReviewProposals
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import IconButton, LinkButton
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.shared.runs import RunLabel, plain
from ui.shared.tags import Tag, TagKind
from ui.theme.icons import Icon
from ui.theme.tokens import Role, Space, TextSize

if TYPE_CHECKING:  # it loads sqlmodel, which the first list shall not wait for
    from models.queries.organization_detail import NameItem

_SCOPE_TAGS = {
    "key": (N_("重点"), TagKind.SOFT),
    "extension": (N_("延伸对象"), TagKind.NEUTRAL),
    "outside": (N_("不在范围"), TagKind.NEUTRAL),
    "unverified": (N_("范围待核"), TagKind.WARN),
}
_CODE_STATES = {
    "valid": (N_("校验通过"), Role.OK, Icon.CHECK),
    "invalid": (N_("校验不通过，待核"), Role.WARN, Icon.WARNING),
    "missing": (N_("没有代码，待核"), Role.WARN, Icon.WARNING),
}


class DetailHead(DetailPart):
    """`restore_asked` for one that is in the trash, `kept` for one that came back by itself."""

    closed = Signal()
    restore_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._organization = 0
        self._name = Label(size=TextSize.TITLE, bold=True, wrap=True)
        edit = IconButton(Icon.EDIT, _("修改"), key="F2")
        edit.clicked.connect(self._edit)
        close = IconButton(Icon.CLOSE, _("收起"), key="Esc")
        close.clicked.connect(self.closed)
        first = QHBoxLayout()
        first.setSpacing(0)
        first.addWidget(self._name, 1)
        first.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._lines = column_of(spacing=6)
        column = column_of(self, spacing=0)
        column.addLayout(first)
        column.addLayout(self._lines)
        column.addSpacing(9)

    def show_content(self, content: DetailContent) -> None:
        """Show this organization."""
        detail = content.detail
        self._organization = detail.id
        self._name.setText(str(detail.facts["name"] or ""))
        clear(self._lines)
        self._say_code(str(detail.facts["code"] or ""), detail.code_state, content.same_code)
        if detail.names:
            names = _("曾用名 {names}").format(names=_("、").join(_dated(item) for item in detail.names))
            self._lines.addWidget(Label(names, size=TextSize.SMALL, role=Role.TEXT2, wrap=True))
        self._lines.addWidget(_tags(content))
        if detail.in_trash:
            self._say(BannerKind.NOTE, _("在回收站里"), _("不在任何名单和数字里。"), _("恢复"), self.restore_asked)
        elif detail.returned:
            reason = _("有人移入回收站，同时有人改过它")
            self._say(BannerKind.WARNING, reason, _("所以保留下来，请核对。"), _("移入回收站"), self._delete)

    def _say(self, kind: BannerKind, reason: str, remedy: str, action: str, act: object) -> None:
        banner = Banner(kind, reason, remedy, action=action, icon=Icon.TRASH)
        banner.action_asked.connect(act)
        self._lines.addWidget(banner)

    def _say_code(self, code: str, state: str, same_code: tuple[str, ...]) -> None:
        """The code with its check; who gave it and where; what looks odd, or the way to its repair."""
        row = _code_row(code, state)
        self._lines.addWidget(row)
        if code and state == "invalid":
            repair = LinkButton(_("看修复建议"), size=TextSize.SMALL)
            repair.setFixedHeight(row.sizeHint().height())  # on the line of the code
            repair.clicked.connect(self._review)
            row.add(repair)
        reading = read_code(code)
        if reading.words:
            self._lines.addWidget(Label(reading.words, size=TextSize.SMALL, role=Role.TEXT2, wrap=True))
        for warning in reading.warnings:
            row = FlowRow()
            row.add(RunLabel(plain(warning, Role.WARN), size=TextSize.SMALL, mark=Icon.WARNING, mark_role=Role.WARN))
            self._lines.addWidget(row)
        for name in same_code:
            words = _("“{name}”也是这个代码，请核对是不是同一家").format(name=name)
            self._lines.addWidget(Label(words, size=TextSize.SMALL, role=Role.WARN, wrap=True))

    def _review(self) -> None:
        self.asked.emit(ReviewProposals("code", self._organization))

    def _edit(self) -> None:
        self.asked.emit(EditOrganization(self._organization))

    def _delete(self) -> None:
        self.asked.emit(DeleteOrganizations((self._organization,)))


def _dated(item: "NameItem") -> str:
    """A former name with until when it was used, a short one as such."""
    said = _("{name}（简称）") if item.source == "short" else _("{name}（至 {until}）") if item.until else "{name}"
    return said.format(name=item.name, until=item.until)


def _code_row(code: str, state: str) -> FlowRow:
    words, role, mark = _CODE_STATES[state]
    row = FlowRow(gap=Space.S)
    if code:
        label = Label(code, size=TextSize.SMALL, role=Role.TEXT2)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.add(label)
    row.add(RunLabel(plain(_(words), role), size=TextSize.SMALL, mark=mark, mark_role=role))
    return row


def _tags(content: DetailContent) -> FlowRow:
    detail = content.detail
    facts = detail.facts
    tags = FlowRow()
    if detail.scope in _SCOPE_TAGS:
        words, kind = _SCOPE_TAGS[detail.scope]
        tags.add(Tag(_(words), kind))
    if facts["status"] in ENDED_STATUSES or facts["status"] in ("suspended", "liquidating"):
        tags.add(Tag(STATUSES.label(facts["status"]), TagKind.DANGER))
    if detail.side_state == "P2":
        tags.add(Tag(_("受阻"), TagKind.DANGER))
    kind_of = CATEGORIES.label(facts["category"]) or ORGANIZATION_TYPES.label(detail.type)
    if kind_of:
        tags.add(Tag(kind_of))
    tags.add(Tag(division_name(facts["street"])) if facts["street"] else Tag(_("街道未定"), TagKind.WARN))
    tags.add(Tag(_people(facts["staff"], facts["members"])))
    return tags


def _people(staff: int | None, members: int | None) -> str:
    parts = [
        _("职工 {n}").format(n=staff) if staff is not None else _("职工未填"),
        _("会员 {n}").format(n=members) if members is not None else "",
    ]
    return " · ".join(part for part in parts if part)
