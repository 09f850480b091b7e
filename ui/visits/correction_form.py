"""The strip once more for a visit that was written down wrongly: a new visit in its place, the old one stays."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.errors import InputProblem
from models.inputs.forms import VisitInput
from models.language import _
from models.ledger.ledger import Changes
from models.vocabulary import VISIT_MODES, VISIT_RESULTS
from ui.day_words import stored_day
from ui.requests import CorrectVisit
from ui.session import LedgerSession
from ui.visits.visit_form import VisitForm

if TYPE_CHECKING:
    from models.queries.organization_detail import VisitItem


def make_form(session: LedgerSession, request: CorrectVisit) -> "CorrectionForm":
    """The strip, filled in with what was said."""
    return CorrectionForm(session, request)


class CorrectionForm(VisitForm):
    """Saves what is changed as a visit that corrects the other one; its organization is not for choice."""

    def __init__(self, session: LedgerSession, request: CorrectVisit, parent: QWidget | None = None) -> None:
        self._corrected = request.visit
        super().__init__(session, (request.organization,), title=_("更正走访"), parent=parent)
        self.save_button.setText(_("保存更正"))
        self.stops.organization.setEnabled(False)
        self.set_order([*self.stops.order[1:], self.stage, self.save_button, self.more_button])

    @property
    @override
    def draft_name(self) -> str:
        return f"{type(self).__name__} {self._corrected}"

    @override
    def show_chosen(self) -> None:
        super().show_chosen()
        self.stay_button.hide()
        self.list_place.hide()
        self.save_button.setText(_("保存更正"))
        visit = self._item()
        if visit is not None and self.context is not None:
            self.stops.show_visit(visit)
            said = f"{VISIT_MODES.label(visit.mode)} · {VISIT_RESULTS.label(visit.result)}"
            day = stored_day(visit.visited_on, self.context.today)
            self.note.setText(_("原记录 {day} {said}，保留在时间线里").format(day=day, said=said))

    @override
    def _visit(self) -> VisitInput:
        if self._item() is None:
            raise InputProblem(_("这次走访已经更正过，或者已经撤销，请关闭后在时间线里另选一次。"))
        return super()._visit().model_copy(update={"corrects": bytes.fromhex(self._corrected)})

    @override
    def _go_on(self, changes: Changes) -> None:
        self.finished.emit()

    def _item(self) -> "VisitItem | None":
        visits = self.chosen.detail.visits if self.chosen.detail is not None else ()
        return next((each for each in visits if each.uid == self._corrected and not each.corrected), None)
