"""Our own people and units (本单位人员): who is here, and one more with two times Enter."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from models.edits.people import add_cadre, add_unit, use_as
from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.queries.people_list import CadreRow, UnitRow, cadres, home_unit_name, units
from models.tables.record_kinds import WORKING_UNIT
from ui.form_context import Chosen, FormContext, read_context
from ui.known_pane import KnownPane
from ui.ledger_form import LedgerForm
from ui.merged_changes import merged
from ui.session import LedgerSession
from ui.shared.buttons import LinkButton
from ui.shared.fields import Field
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.shared.line_field import LineField
from ui.shared.suggestions import Suggestion, SuggestionField
from ui.shared.tags import Tag, TagKind
from ui.theme.icons import Icon
from ui.theme.tokens import Role, Space, TextSize

_LEAST_NAME, _LEAST_UNIT = 200, 300


@dataclass(frozen=True, slots=True)
class _People:
    context: FormContext
    cadres: tuple[CadreRow, ...]
    units: tuple[UnitRow, ...]
    home: str


def make_form(session: LedgerSession, _request: None) -> "PeopleForm":
    """The form; it stays open until it is left."""
    return PeopleForm(session)


class PeopleForm(LedgerForm):
    """A unit that is not there yet is made together with its first person."""

    def __init__(self, session: LedgerSession, parent: QWidget | None = None) -> None:
        super().__init__(session, _("本单位人员"), save_text=_("加入"), parent=parent)
        self._units: tuple[UnitRow, ...] = ()
        self._home = ""
        self.name = LineField(placeholder=_("新人员的姓名"))
        self.unit = SuggestionField(placeholder=_("工作单位"))
        self._unit_field = Field(_("工作单位"), self.unit, stop="2")
        help_text = _("走访、跟进都记在人名下")
        self.add_stops(
            ("name", Field(_("姓名"), self.name, stop="1", help_text=help_text), _LEAST_NAME, 1),
            ("unit", self._unit_field, _LEAST_UNIT, 3),
        )
        self.here = _PeoplePane(can_be_used=not session.ledger.read_only)
        self.here.chosen.connect(self._use_as)
        self.under.addWidget(self.here)
        self.set_order([self.name, self.unit, self.save_button])
        self.keep_drafts_of(name=self.name, unit=self.unit)
        self.unit.query_changed.connect(self._propose_units)
        self.unit.chosen.connect(self.unit.setText)
        self.unit.textChanged.connect(self._say_unit)
        self._read()

    @override
    def save(self) -> None:
        name, unit = self.name.text().strip(), self.unit.text().strip()
        known = next((row for row in self._units if row.name == unit), None)
        missing = {}
        if not name and (known is not None or not unit):
            missing["name"] = _("请写姓名。")
        if not unit:
            missing["unit"] = _("请写工作单位。")
        if missing:
            self.show_problem(InputProblem(_("；").join(missing.values()), fields=missing))
            return

        def edit(ledger: Ledger) -> Changes:
            with ledger.together():
                if known is not None:
                    return add_cadre(ledger, name, unit=known.uid)
                made = add_unit(ledger, unit)
                if not name:
                    return made
                uid = bytes.fromhex(made.made_id(WORKING_UNIT))
                return merged(made, add_cadre(ledger, name, unit=uid))

        self.send(edit, said=_("已加入 {name}").format(name=name or unit), done=self._go_on)

    def _read(self) -> None:
        self.session.read(_read_people, self._show, key="form", failed=self.show_problem)

    def _show(self, people: _People) -> None:
        self.context, self._units, self._home = people.context, people.units, people.home
        had_keyboard = self.here.isAncestorOf(QApplication.focusWidget() or self)
        self.here.show_people(people.cadres, people.units, people.context.person)
        if had_keyboard:
            self.name.setFocus()
        if not self.unit.text():
            self.unit.setText(people.home)
        self._say_unit(self.unit.text())
        self.take_chosen(Chosen())

    def _use_as(self, person: CadreRow) -> None:
        self.send_and_stay(
            partial(use_as, cadre=person.uid), said=_("这台电脑现在由 {name} 使用").format(name=person.name)
        )

    @override
    def look_again(self) -> None:
        self._read()

    def _go_on(self, _changes: Changes) -> None:
        """The next name; the unit stays."""
        self.name.clear()
        self.start_afresh()
        self.name.setFocus()
        self._read()

    def _propose_units(self, text: str) -> None:
        typed = text.strip()
        found = [row for row in self._units if typed in row.name and typed != row.name]
        self.unit.show_suggestions([Suggestion(row.name, row.name, icon=Icon.PERSON) for row in found])

    def _say_unit(self, text: str) -> None:
        typed = text.strip()
        is_new = bool(typed) and all(row.name != typed for row in self._units)
        self._unit_field.set_help(_("新单位，加入时一并建立") if is_new else _("默认是本单位；写新名称就建立新单位"))


class _PeoplePane(KnownPane):
    """Units, each with its people; `chosen` is the one who uses this computer from now on."""

    chosen = Signal(object)  # CadreRow

    def __init__(self, *, can_be_used: bool) -> None:
        super().__init__()
        self._can_be_used = can_be_used
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.S)
        self.column.addLayout(self._lines)

    def show_people(self, people: Sequence[CadreRow], working_units: Sequence[UnitRow], me: str) -> None:
        """Show who is here."""
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        names = dict.fromkeys([*(unit.name for unit in working_units), *(person.unit for person in people)])
        for unit in names:
            here = [person for person in people if person.unit == unit]
            heading = _("{unit} {n} 人").format(unit=unit or _("没有单位"), n=len(here))
            self._lines.addWidget(Label(heading, size=TextSize.SMALL, role=Role.TEXT2, bold=True))
            row = FlowRow()
            for person in here:
                row.add(self._person(person, is_me=person.name == me))
            self._lines.addWidget(row)
        if self._can_be_used and len(people) > 1:
            words = _("换人用这台电脑：按他的姓名。以后在本机记的都在他名下，已经记的不变。")
            self._lines.addWidget(Label(words, size=TextSize.SMALL, role=Role.TEXT2, wrap=True))
        self.show()

    def _person(self, person: CadreRow, *, is_me: bool) -> QWidget:
        if is_me:
            return Tag(_("{name} 本机").format(name=person.name), TagKind.SOFT)
        if not self._can_be_used:
            return Tag(person.name)
        button = LinkButton(person.name, size=TextSize.SMALL)
        button.setAccessibleDescription(_("这台电脑改由他使用"))
        button.clicked.connect(partial(self._choose, person))
        return button

    def _choose(self, person: CadreRow, *_checked: object) -> None:
        self.chosen.emit(person)


def _read_people(ledger: Ledger) -> _People:
    return _People(read_context(ledger), tuple(cadres(ledger)), tuple(units(ledger)), home_unit_name(ledger))
