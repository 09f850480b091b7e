"""All facts of one organization, new or here already; only what differs is saved."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.edits.organizations import add_organization, change_organization
from models.errors import InputProblem, LedgerProblem
from models.inputs.organization_values import Lookup
from models.language import _
from models.ledger.ledger import Changes
from models.ledger_columns import ColumnGroup, LedgerColumn
from models.queries.lookup import lookup_of
from models.queries.people_list import CadreRow, cadres
from models.rules.credit_codes import clean_code
from models.rules.scope import ScopeRule
from ui.field_flow import FieldFlow
from ui.ledger_form import LedgerForm
from ui.organizations.code_check import say_code
from ui.organizations.form_fields import FactField, form_groups, make_field
from ui.organizations.form_scroll import FormScroll
from ui.organizations.near_matches import NearMatches
from ui.organizations.section import column_of
from ui.requests import EditOrganization, ShowOrganization
from ui.session import LedgerSession
from ui.shared.labels import Label
from ui.theme.tokens import Role, Space, TextSize


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the fields need before they can be made."""

    lookup: Lookup
    rule: ScopeRule
    cadres: tuple[CadreRow, ...]


def make_form(session: LedgerSession, request: EditOrganization) -> "OrganizationForm":
    """The form for an organization, or for a new one."""
    return OrganizationForm(session, request.organization)


class OrganizationForm(LedgerForm):
    """`fields` by the names of the ledger's columns."""

    def __init__(self, session: LedgerSession, organization: int | None, parent: QWidget | None = None) -> None:
        title = _("新增单位") if organization is None else _("修改单位")
        super().__init__(session, title, parent=parent)
        self._organization = organization
        ledger = session.ledger
        self._ground = _Ground(lookup_of(ledger), ledger.scope_rule(), tuple(cadres(ledger)))
        self.fields: dict[str, FactField] = {}
        self._initial: dict[str, str] = {}
        self.near = NearMatches(session)
        self.near.opened.connect(self._open_other)
        content = QWidget()
        self._column = column_of(content, spacing=Space.S)
        for group, columns in form_groups().items():
            self._add_group(group, columns)
        self._column.addStretch()
        self.rows.addWidget(FormScroll(content))
        self.set_order([*(field.editor.widget for field in self.fields.values()), self.save_button])
        self.keep_drafts_of(**{name: field.editor.widget for name, field in self.fields.items()})
        for name in ("name", "code", "category"):
            self.fields[name].editor.when_changed(self._look_at_code)
        self.open_for(() if organization is None else (organization,))

    @override
    def show_chosen(self) -> None:
        detail = self.chosen.detail
        facts = detail.facts if detail is not None else {}
        for name, field in self.fields.items():
            value = facts.get("side_state") or facts.get("stage") if name == "stage" else facts.get(name)
            field.show_value(value)
            self._initial[name] = field.editor.text()
        self._look_at_code()

    @override
    def save(self) -> None:
        try:
            values = self.changed_values()
        except InputProblem as problem:
            self.show_problem(problem)
            return
        organization = self._organization
        name = self.fields["name"].editor.text().strip()
        if organization is None:
            said = _("已新增 {name}").format(name=name)
            self.send(lambda ledger: add_organization(ledger, values), said=said, done=self._show_new)
        elif values:
            said = _("已修改 {name}").format(name=name)
            self.send(lambda ledger: change_organization(ledger, organization, values), said=said)
        else:
            self.start_afresh()
            self.finished.emit()

    @override
    def show_problem(self, problem: LedgerProblem) -> None:
        super().show_problem(problem)
        if not (isinstance(problem, InputProblem) and "code" in problem.fields):
            self._say_code()

    def changed_values(self) -> dict[str, object]:
        """What differs from what is stored, as values to store; InputProblem names every field that is wrong."""
        values: dict[str, object] = {}
        problems: dict[str, str] = {}
        for name, field in self.fields.items():
            if field.editor.text() == self._initial.get(name, ""):
                continue
            try:
                values |= field.stored_values(self._ground.lookup)
            except InputProblem as problem:
                problems[name] = problem.user_text
        if problems:
            raise InputProblem(_("；").join(problems.values()), fields=problems)
        return values

    def _add_group(self, group: ColumnGroup, columns: list[LedgerColumn]) -> None:
        if self.fields:
            self._column.addSpacing(Space.S)
        self._column.addWidget(Label(group.label, size=TextSize.SMALL, role=Role.TEXT2, bold=True))
        flow = FieldFlow()
        ground = self._ground
        for column in columns:
            made = make_field(
                column,
                today=self.session.ledger.today(),
                division=ground.lookup.division,
                cadres=ground.cadres,
            )
            self.fields[column.name] = made
            self.add_problem_place(column.name, made.field)
            flow.add(made.field, least=made.least, share=made.share)
        self._column.addLayout(flow)
        if group is ColumnGroup.IDENTITY:
            self._column.addWidget(self.near)

    def _look_at_code(self) -> None:
        is_valid = self._say_code()
        if self._organization is None:
            code = clean_code(self.fields["code"].editor.text()) if is_valid else ""
            self.near.look(self.fields["name"].editor.text(), code)

    def _say_code(self) -> bool:
        """Say what the code says; whether it is valid."""
        texts = {name: self.fields[name].editor.text() for name in ("code", "category", "name")}
        said = say_code(texts["code"], self._ground.rule, category=texts["category"], name=texts["name"])
        field = self.fields["code"].field
        field.set_help("" if said.is_wrong else said.text)
        field.set_error(said.text if said.is_wrong else "")
        for name, word in (("type", said.type), ("level", said.level)):
            self.fields[name].show_empty_word(_("按代码：{value}").format(value=word) if word else _("按代码"))
        return said.is_valid

    def _show_new(self, changes: Changes) -> None:
        self.finished.emit()
        for organization in changes.organizations:
            self.asked.emit(ShowOrganization(organization))

    def _open_other(self, organization: int) -> None:
        self.finished.emit()
        self.asked.emit(ShowOrganization(organization))
