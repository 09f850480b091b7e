"""The rhythm of calls (回访周期): after how many days each tier is called on again; empty for none."""

from functools import partial

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.errors import InputProblem, LedgerProblem
from models.language import _
from models.ledger.code_lists import rhythm_of
from models.ledger.ledger import Changes, Ledger
from models.rules.rhythm import SUGGESTED, TIERS
from models.vocabulary import SCOPES
from ui.form import Form
from ui.requests import SetRhythm
from ui.session import LedgerSession
from ui.shared.fields import Field
from ui.shared.line_field import NumberField

_LEAST = 200


def make_form(session: LedgerSession, _request: SetRhythm) -> "RhythmForm":
    """The form; saving closes it."""
    return RhythmForm(session)


class RhythmForm(Form):
    """A field per tier, filled when the ledger has answered."""

    def __init__(self, session: LedgerSession, parent: QWidget | None = None) -> None:
        note = _("走访没写下一步、或办完最后一件事以后，自动记下一次回访；建会和销号的不再排。")
        super().__init__(_("回访周期"), note=note, parent=parent)
        self._session = session
        self.fields = {tier: NumberField(unit=_("天")) for tier in TIERS}
        self.add_stops(
            *(
                (
                    tier,
                    Field(
                        SCOPES.label(tier),
                        self.fields[tier],
                        stop=str(number),
                        help_text=_("留空不排；一般写 {n}").format(n=SUGGESTED[tier]),
                    ),
                    _LEAST,
                    1,
                )
                for number, tier in enumerate(TIERS, start=1)
            )
        )
        self.set_order([*self.fields.values(), self.save_button])
        self.save_button.setEnabled(False)
        session.read(_read, self._show, key="rhythm form", failed=self.show_problem)

    @override
    def save(self) -> None:
        if not self.save_button.isEnabled():
            return
        self.clear_problem()
        days = {}
        for tier, field in self.fields.items():
            days[tier] = field.value()
            if days[tier] is None and field.text().strip():
                reason = _("要写整数。")
                self.show_problem(InputProblem(reason, fields={tier: reason}))
                return
        self.save_button.setEnabled(False)
        job = self._session.change(
            partial(_change, days=days), initiator=self, done=self._saved, failed=self._refuse, said=_("已存回访周期")
        )
        job.cancelled.connect(self._again)

    def _show(self, days: dict[str, int]) -> None:
        for tier, field in self.fields.items():
            field.setText(str(days[tier]) if tier in days else "")
        self.save_button.setEnabled(True)

    def _saved(self, _changes: Changes) -> None:
        self.finished.emit()

    def _refuse(self, problem: LedgerProblem) -> None:
        self._again()
        self.show_problem(problem)

    def _again(self) -> None:
        self.save_button.setEnabled(True)


def _read(ledger: Ledger) -> dict[str, int]:
    with ledger.reading() as db:
        return rhythm_of(db)


def _change(ledger: Ledger, *, days: dict[str, int | None]) -> Changes:
    from models.edits.rhythm import set_rhythm  # noqa: PLC0415 - only when it is saved

    return set_rhythm(ledger, days)
