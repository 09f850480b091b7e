"""The rest about an organization: decision on eligibility, unions, and all its facts by group, folded."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from models.language import _
from models.ledger_columns import LEDGER_COLUMNS, ColumnGroup, LedgerColumn, Source
from models.queries.value_words import stage_words, value_words
from models.vocabulary import DECISIONS, ROUTES
from ui.organizations.detail_part import DetailPart
from ui.organizations.detail_reading import DetailContent
from ui.organizations.fact_line import FactLine
from ui.organizations.section import FoldedSection, Section, clear, column_of
from ui.requests import AddName, DecideEligibility, EditPerson, FormUnion
from ui.shared.buttons import LinkButton
from ui.shared.labels import Label
from ui.theme.tokens import Role, Space, TextSize

if TYPE_CHECKING:
    from models.queries.provenance import Statement

_GROUPS = tuple(group for group in ColumnGroup if group is not ColumnGroup.UNION)


class DetailEligibility(DetailPart):
    """The decision that counts now, on what it rests, and until when."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._organization = 0
        decide = LinkButton(_("认定"), size=TextSize.SMALL)
        decide.setToolTip(_("认定是否具备条件  F8"))
        decide.clicked.connect(self._decide)
        self._section = Section(_("是否具备条件"), decide)
        column = column_of(self)
        column.addWidget(self._section)
        column.addSpacing(Space.S)

    def show_content(self, content: DetailContent) -> None:
        """Show the decision."""
        detail = content.detail
        self._organization = detail.id
        clear(self._section.body)
        self._section.body.addWidget(Label(DECISIONS.label(detail.eligibility)))
        decision = next(iter(detail.decisions), None)
        if decision is None:
            return
        said = (
            _("{day} 认定").format(day=decision.decided_on) if decision.decided_on else "",
            decision.decided_by,
            decision.ground,
            decision.evidence,
            _("{day} 复核").format(day=decision.until) if decision.until else "",
        )
        words = " · ".join(part for part in said if part)
        self._section.body.addWidget(Label(words, size=TextSize.SMALL, role=Role.TEXT2, wrap=True))

    def _decide(self) -> None:
        self.asked.emit(DecideEligibility((self._organization,)))


class DetailUnions(DetailPart):
    """The unions that cover the organization."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._organization = 0
        form = LinkButton(_("登记工会"), size=TextSize.SMALL)
        form.setToolTip(_("登记工会  Ctrl+U"))
        form.clicked.connect(self._form)
        self._section = Section(_("工会"), form)
        column = column_of(self)
        column.addWidget(self._section)
        column.addSpacing(Space.S)

    def show_content(self, content: DetailContent) -> None:
        """Show them, or that there is none."""
        self._organization = content.detail.id
        clear(self._section.body)
        for union in content.detail.unions:
            self._section.body.addWidget(Label(union.name, wrap=True))
            counted = [
                ROUTES.label(union.route),
                union.founded_on,
                _("会员 {n}").format(n=union.members) if union.members is not None else "",
                _("女会员 {n}").format(n=union.women_members) if union.women_members is not None else "",
                _("主席 {name}").format(name=union.chair) if union.chair else "",
                _("覆盖 {n} 家").format(n=union.covers) if union.covers > 1 else "",
                f"{union.approved_by} {union.document_no}".strip(),
            ]
            words = " · ".join(part for part in counted if part)
            self._section.body.addWidget(Label(words, size=TextSize.SMALL, role=Role.TEXT2, wrap=True))
        if not content.detail.unions:
            self._section.body.addWidget(Label(_("还没有工会覆盖。"), role=Role.TEXT2))

    def _form(self) -> None:
        self.asked.emit(FormUnion((self._organization,)))


class DetailFacts(DetailPart):
    """Every fact by group with where it comes from; the heading says how many are filled in.

    A fact that is pressed asks for its history (`history_asked`), which then stands under it.
    """

    history_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = column_of(self)
        self._groups: dict[ColumnGroup, FoldedSection] = {}
        self._lines: dict[str, FactLine] = {}
        self._words: dict[ColumnGroup, dict[LedgerColumn, str]] = {}
        self._content: DetailContent | None = None
        for group in _GROUPS:
            section = FoldedSection(group.label)
            section.toggled.connect(partial(self._on_fold, group))
            self._groups[group] = section
            column.addWidget(section)

    def show_content(self, content: DetailContent) -> None:
        """Show the facts of this organization; what is open stays open."""
        self._content = content
        self._lines = {}
        for group, section in self._groups.items():
            clear(section.body)
            self._words[group] = {column: _words(content, column) for column in _columns_of(group)}
            filled = sum(1 for text in self._words[group].values() if text)
            section.set_remark(_("已填 {filled} / {all}").format(filled=filled, all=len(self._words[group])))
            if section.is_open:
                self._fill(group)

    def _on_fold(self, group: ColumnGroup, is_open: bool) -> None:  # noqa: FBT001 - the signal's value
        """Lines are made when somebody wants to see them: going through a list, nobody waits for forty of them."""
        if is_open and not self._groups[group].body.count():
            self._fill(group)

    def _fill(self, group: ColumnGroup) -> None:
        content, section, words = self._content, self._groups[group], self._words[group]
        if content is None:
            return
        for column, text in words.items():
            if text:
                line = FactLine(column.heading, text, content.origins.get(column.name))
                line.pressed.connect(partial(self.history_asked.emit, column.name))
                self._lines[column.name] = line
                section.body.addWidget(line)
        left = _("、").join(column.heading for column, text in words.items() if not text)
        if left:
            said = _("未填：{names}").format(names=left)
            section.body.addWidget(Label(said, size=TextSize.SMALL, role=Role.TEXT2, wrap=True))
        self._add_way(group, section, content.detail.id)

    def _add_way(self, group: ColumnGroup, section: FoldedSection, organization: int) -> None:
        """What is no column of the organization is added from its group."""
        ways: dict[ColumnGroup, tuple[str, AddName | EditPerson]] = {
            ColumnGroup.IDENTITY: (_("添加曾用名…"), AddName(organization)),
            ColumnGroup.CONTACT: (_("添加单位人员…"), EditPerson(organization)),
        }
        if group in ways:
            words, request = ways[group]
            link = LinkButton(words, size=TextSize.SMALL)
            link.clicked.connect(partial(self._ask, request))
            section.body.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _ask(self, request: AddName | EditPerson, *_checked: object) -> None:
        self.asked.emit(request)

    def show_history(self, organization: int, field: str, statements: "list[Statement]") -> None:
        """What a field said before, under it; pressed again it goes away."""
        content = self._content
        if content is None or content.detail.id != organization or field not in self._lines:
            return
        lines = []
        for said in statements:
            value, old = (self._value_words(content, field, each) for each in (said.value, said.old))
            change = f"{old} → {value}" if said.old is not None else value
            source = f"{said.origin.label} {said.file}".strip()
            now = _("现用") if said.is_shown else ""
            lines.append(" · ".join(part for part in (said.day, said.author, change, source, now) if part))
        self._lines[field].toggle_history(lines)

    @staticmethod
    def _value_words(content: DetailContent, field: str, value: object) -> str:
        if value is None:
            return _("空")
        return content.cadre_name(value) if field == "owner" else value_words(field, value)


def _columns_of(group: ColumnGroup) -> list[LedgerColumn]:
    return [column for column in LEDGER_COLUMNS if column.group is group and column.source is Source.FACT]


def _words(content: DetailContent, column: LedgerColumn) -> str:
    """The value in words; type and level as the code says them where nobody wrote another."""
    detail = content.detail
    value = detail.facts.get(column.name)
    if column.name == "stage":
        return stage_words(detail.side_state or detail.stage)
    if column.name == "owner":
        return detail.owner
    derived = {"type": detail.type, "level": detail.level}.get(column.name, "")
    if derived and derived != value:
        return _("{value}（按代码）").format(value=value_words(column.name, derived))
    return value_words(column.name, value)
