"""Registering a union (登记工会): its papers, its people, the organizations it covers; hints that never block."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.edits.unions import form_union
from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.organization_heads import heads_of
from models.rules.union_hints import UnionHint, union_hints
from ui.field_flow import FieldFlow
from ui.ledger_form import LedgerForm
from ui.organizations.covered_row import CoveredRow
from ui.organizations.union_fields import UnionFields
from ui.organizations.union_names import proposed_name
from ui.requests import FormUnion
from ui.session import LedgerSession
from ui.shared.runs import Run, RunLabel
from ui.theme.icons import Icon
from ui.theme.tokens import Role, TextSize

_LEAST_NOTE, _LEAST_COVERED = 300, 300


def make_form(session: LedgerSession, request: FormUnion) -> "UnionForm":
    """The form for the organizations that the union is to cover."""
    return UnionForm(session, request.organizations)


class UnionForm(LedgerForm):
    """One union; its name, route and end of term are proposed until somebody writes others."""

    def __init__(self, session: LedgerSession, organizations: tuple[int, ...], parent: QWidget | None = None) -> None:
        super().__init__(session, _("登记工会"), parent=parent)
        self.fields = UnionFields()
        self.covered = CoveredRow(session)
        self._heads: frozenset[str] = frozenset()
        self._proposed = ""
        self._route_is_chosen = False
        self._hints = FieldFlow()
        self._shown_hints: list[UnionHint] = []
        self.add_stops(*self.fields.first_row)
        self.add_stops(*self.fields.second_row)
        self.add_problem_place("note", self.fields.note_field)
        self.add_problem_place("organizations", self.covered)
        self._add_last_row()
        self.set_order([*self.fields.order, self.covered.editor, self.fields.note, self.save_button])
        self.keep_drafts_of(**self.fields.drafted())
        self._connect()
        self.open_for(organizations)

    @override
    def show_chosen(self) -> None:
        if self.context is None:
            return
        self.fields.set_today(self.context.today)
        self.covered.show_rows(self.chosen.rows)
        if not self._route_is_chosen:
            self.fields.route.choose("own" if len(self.chosen.rows) == 1 else "joint")
        self._follow_covered()
        self._follow_founding()

    @override
    def save(self) -> None:
        try:
            union = self.fields.union()
        except InputProblem as problem:
            self.show_problem(problem)
            return
        rows = self.covered.rows
        if not rows:
            text = _("请选要覆盖的单位。")
            self.show_problem(InputProblem(text, fields={"organizations": text}))
            return
        organizations = [row.id for row in rows]
        said = _("已登记 {name}").format(name=union.name)
        if len(rows) > 1:
            said = _("已登记 {name}，覆盖 {n} 家").format(name=union.name, n=len(rows))
        self.send(lambda ledger: form_union(ledger, organizations, union), said=said)

    def _connect(self) -> None:
        fields = self.fields
        fields.route.chosen.connect(self._choose_route)
        fields.founded.meaning_changed.connect(self._follow_founding)
        fields.term.meaning_changed.connect(self._show_hints)
        for number in (fields.members, fields.women):
            number.value_changed.connect(self._show_hints)
        for line in (fields.chair, fields.approved_by, fields.legal_code):
            line.textChanged.connect(self._show_hints)
        self.covered.changed.connect(self._follow_covered)

    def _add_last_row(self) -> None:
        covered = FieldFlow()
        covered.add(self.covered, least=_LEAST_COVERED, share=1)
        last = FieldFlow()
        self.foot.removeWidget(self.save_button)
        last.add(self.fields.note_field, least=_LEAST_NOTE, share=1)
        last.add(self.save_button, least=0, share=0)
        for row in (covered, self._hints, last):
            self.rows.addLayout(row)

    def _choose_route(self, _route: str) -> None:
        self._route_is_chosen = True
        self._propose_name()
        self._show_hints()

    def _follow_covered(self) -> None:
        """Another organization: other heads, perhaps another route and another name."""
        if not self._route_is_chosen and self.fields.route.choice() == "own" and len(self.covered.rows) > 1:
            self.fields.route.choose("joint")
        self._propose_name()
        self._show_hints()
        ids = [row.id for row in self.covered.rows]

        def read(ledger: Ledger) -> frozenset[str]:
            return heads_of(ledger, ids)

        self.session.read(read, self._take_heads, key="union heads")

    def _take_heads(self, heads: frozenset[str]) -> None:
        self._heads = heads
        self._show_hints()

    def _propose_name(self) -> None:
        if self.fields.name.text() in ("", self._proposed):
            self._proposed = proposed_name(self.fields.route.choice(), self.covered.rows)
            self.fields.name.setText(self._proposed)

    def _follow_founding(self, *_meaning: object) -> None:
        self.fields.term.follow_founding(self.fields.founded.day)
        self._show_hints()

    def _show_hints(self, *_value: object) -> None:
        known = [row.staff for row in self.covered.rows if row.staff is not None]
        staff = sum(known) if known and len(known) == len(self.covered.rows) else None
        facts = self.fields.facts(covered=len(self.covered.rows), staff=staff, heads=self._heads)
        hints = union_hints(facts)
        if hints == self._shown_hints:
            return
        self._shown_hints = hints
        self._hints.clear()
        for hint in hints:
            mark, role = (Icon.WARNING, Role.WARN) if hint.is_warning else (Icon.INFO, Role.TEXT2)
            said = RunLabel((Run(hint.text, role=role),), size=TextSize.SMALL, mark=mark, mark_role=role)
            self._hints.add(said, least=0, share=0)
