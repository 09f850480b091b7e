"""The campaign: its name, its days, its targets, and the rule of what is key."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from models.errors import InputProblem, LedgerProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.queries.figures import campaign
from models.rules.campaigns import Campaign, Target
from models.rules.scope import ScopeRule
from models.vocabulary import CATEGORIES, LEVELS, CodeList
from ui.day_field import DayField
from ui.day_words import any_day
from ui.field_flow import FieldFlow
from ui.form import Form
from ui.session import LedgerSession
from ui.shared.fields import Field
from ui.shared.flow_row import FlowRow
from ui.shared.line_field import LineField, NumberField
from ui.theme.tokens import Space
from ui.tick_field import TickField

_NAME, _DAY, _PERCENT = 260, 170, 110


@dataclass(frozen=True, slots=True)
class _Read:
    campaign: Campaign
    rule: ScopeRule
    today: date


@dataclass(frozen=True, slots=True)
class _TargetRow:
    """The fields of one target; `key` is empty for the row that adds one."""

    key: str
    percent: NumberField
    day: DayField

    def is_empty(self) -> bool:
        """Nothing stands in it."""
        return not self.percent.text().strip() and not self.day.text().strip()


def make_form(session: LedgerSession, _request: None) -> "CampaignForm":
    """The form; saving closes it."""
    return CampaignForm(session)


class CampaignForm(Form):
    """Fills itself when the ledger has answered; a target whose fields are emptied goes."""

    def __init__(self, session: LedgerSession, parent: QWidget | None = None) -> None:
        note = _("改了规则，每家单位是不是重点对象会马上重新算；可以撤销。")
        super().__init__(_("行动与目标"), note=note, parent=parent)
        self._session = session
        self._rule = ScopeRule()
        self._places: dict[str, str] = {}
        self.targets: list[_TargetRow] = []
        self.name = LineField()
        self.starts_on, self.ends_on = DayField(any_day), DayField(any_day)
        self.levels = _ticks(LEVELS)
        self.categories = _ticks(CATEGORIES)
        self.add_stops(
            ("name", Field(_("行动名称"), self.name, stop="1", help_text=_("印在每一张报表上")), _NAME, 3),
            ("starts_on", Field(_("开始"), self.starts_on, stop="2"), _DAY, 1),
            ("ends_on", Field(_("结束"), self.ends_on, stop="3"), _DAY, 1),
        )
        self.save_button.setEnabled(False)
        self.set_order([self.name])
        session.read(_read, self._show, key="campaign form", failed=self.show_problem)

    @override
    def save(self) -> None:
        if not self.save_button.isEnabled():
            return
        self.clear_problem()
        wrong = self._not_understood()
        if wrong:
            self.show_problem(InputProblem(next(iter(wrong.values())), fields=wrong))
            return
        self.save_button.setEnabled(False)
        filled = [(number, row) for number, row in enumerate(self.targets) if not row.is_empty()]
        self._places = {
            f"{name}_{place}": f"{name}_{number}"
            for place, (number, _row) in enumerate(filled)
            for name in ("percent", "due_on")
        }
        rule = replace(
            self._rule,
            key_levels=frozenset(code for code, tick in self.levels.items() if tick.ticked()),
            key_categories=frozenset(code for code, tick in self.categories.items() if tick.ticked()),
        )
        edit = partial(
            _change,
            name=self.name.text(),
            starts_on=self.starts_on.day,
            ends_on=self.ends_on.day,
            targets=tuple((row.key, row.percent.value(), row.day.day) for _number, row in filled),
            rule=rule,
        )
        job = self._session.change(edit, initiator=self, done=self._saved, failed=self._refuse)
        job.cancelled.connect(self._not_saved)

    def _not_saved(self) -> None:
        """A bug kept it from being saved: it can be tried again."""
        self.save_button.setEnabled(True)

    def _show(self, read: _Read) -> None:
        """Fill the form; targets and rule get their fields now."""
        self._rule = read.rule
        self.name.setText(read.campaign.name)
        for field, day in ((self.starts_on, read.campaign.starts_on), (self.ends_on, read.campaign.ends_on)):
            field.set_today(read.today)
            field.setText(day.isoformat())
        flow = FieldFlow()
        self.rows.addLayout(flow)
        for target in read.campaign.targets:
            flow.add(self._target(read.today, target), least=_PERCENT + _DAY, share=1)
        flow.add(self._target(read.today, None), least=_PERCENT + _DAY, share=1)
        self._add_rule()
        days = [widget for row in self.targets for widget in (row.percent, row.day)]
        boxes = [tick.focusProxy() or tick for tick in (*self.levels.values(), *self.categories.values())]
        self.set_order([self.name, self.starts_on, self.ends_on, *days, *boxes])
        self.save_button.setEnabled(not self._session.ledger.read_only)
        self.name.setFocus()

    def _target(self, today: date, target: Target | None) -> QWidget:
        """The two fields of a target, or of one more."""
        number = len(self.targets)
        row = _TargetRow(target.key if target else "", NumberField(unit="%", lowest=1, highest=100), DayField(any_day))
        row.percent.set_value(target.percent if target else None)
        row.day.set_today(today)
        row.day.setText(target.due_on.isoformat() if target else "")
        self.targets.append(row)
        name = target.label if target else _("再加一个目标")
        percent = Field(name, row.percent, stop=str(number + 4))
        help_text = _("两格都清空，就去掉这个目标") if target else _("不填就不加")
        day = Field(_("到哪天"), row.day, help_text=help_text)
        self.add_problem_place(f"percent_{number}", percent)
        self.add_problem_place(f"due_on_{number}", day)
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.S)
        line.addWidget(percent, _PERCENT)
        line.addWidget(day, _DAY)
        return both

    def _add_rule(self) -> None:
        for code, tick in self.levels.items():
            tick.set_ticked(code in self._rule.key_levels)
        for code, tick in self.categories.items():
            tick.set_ticked(code in self._rule.key_categories)
        levels, categories = FlowRow(gap=Space.M), FlowRow(gap=Space.M)
        for flow, ticks in ((levels, self.levels), (categories, self.categories)):
            for tick in ticks.values():
                flow.add(tick)
        for name, field in (
            ("key_levels", Field(_("重点对象：登记级别"), levels, help_text=_("在这些级别登记的都是重点对象"))),
            (
                "key_categories",
                Field(_("重点对象：机构类别"), categories, help_text=_("不论在哪一级登记，都是重点对象")),
            ),
        ):
            self.add_stops((name, field, _NAME, 1))

    def _not_understood(self) -> dict[str, str]:
        """Days that were typed and not understood, by field."""
        days = {"starts_on": self.starts_on, "ends_on": self.ends_on}
        days |= {f"due_on_{number}": row.day for number, row in enumerate(self.targets)}
        return {name: field.meaning.error for name, field in days.items() if field.meaning.error}

    def _saved(self, changes: Changes) -> None:
        if changes.batch:
            self._session.said.emit(_("已改行动与目标"), True)
        self.finished.emit()

    def _refuse(self, problem: LedgerProblem) -> None:
        """The places of targets count without the empty rows there; here they do not."""
        if isinstance(problem, InputProblem) and problem.fields:
            fields = {self._places.get(name, name): text for name, text in problem.fields.items()}
            problem = InputProblem(problem.user_text, fields=fields, hint=problem.hint)
        self.show_problem(problem)


def _ticks(codes: CodeList) -> dict[str, TickField]:
    return {entry.code: TickField(entry.label) for entry in codes.entries}


def _read(ledger: Ledger) -> _Read:
    return _Read(campaign(ledger), ledger.scope_rule(), ledger.today())


def _change(
    ledger: Ledger,
    *,
    name: str,
    starts_on: date | None,
    ends_on: date | None,
    targets: tuple[tuple[str, int | None, date | None], ...],
    rule: ScopeRule,
) -> Changes:
    from models.edits.campaigns import TargetChange, change_campaign  # noqa: PLC0415 - only when it is saved

    wanted = [TargetChange(key, percent, day) for key, percent, day in targets]
    return change_campaign(ledger, name=name, starts_on=starts_on, ends_on=ends_on, targets=wanted, rule=rule)
