"""The foot of the visit strip: the last three visits and the open promises, or the organizations that are visited."""

from models.language import _
from models.queries.organization_detail import VisitItem
from models.vocabulary import VISIT_MODES, VISIT_RESULTS
from ui.day_words import stored_day
from ui.form_context import Chosen, FormContext
from ui.known_pane import KnownPane
from ui.promises import add_promises, open_promises
from ui.shared.runs import Run, Runs, strong

_VISITS = 3


class PastPane(KnownPane):
    """Three visits and the promises side by side; of several organizations their names and last visits."""

    def show_chosen(self, chosen: Chosen, context: FormContext) -> None:
        """Show what is known of the chosen organizations."""
        self.clear()
        if chosen.detail is None:
            self.add_organizations(chosen, context)
        else:
            visits = [visit for visit in chosen.detail.visits if not visit.corrected][:_VISITS]
            for visit in visits:
                self.add(_visit_runs(visit, context), visit.note)
            if not visits:
                self.add((strong(_("还没有走访过")),), _("这是第一次，保存后记在这里。"))
            add_promises(self, open_promises(chosen), context)
        self.setVisible(bool(chosen.rows))


def _visit_runs(visit: VisitItem, context: FormContext) -> Runs:
    day = stored_day(visit.visited_on, context.today)
    words = f"{day} {VISIT_MODES.label(visit.mode)} · {VISIT_RESULTS.label(visit.result)}"
    who = _("、").join(name for name in (visit.cadre, visit.companions) if name)
    return (strong(words), Run(f"　{who}")) if who else (strong(words),)
