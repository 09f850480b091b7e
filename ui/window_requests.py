"""Answering what screens ask for: which place, which form, which dialog."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from models.language import _
from ui import requests
from ui.dropped_files import sort_dropped
from ui.form_draft import left_forms
from ui.shared.confirm import confirm

if TYPE_CHECKING:
    from ui.main_window import MainWindow

#: Forms that float over the window: request to module with `make_form(session, request)`.
FORMS: dict[type, str] = {
    requests.RecordVisit: "ui.visits.visit_form",
    requests.CorrectVisit: "ui.visits.correction_form",
    requests.AssignFollowup: "ui.followups.followup_form",
    requests.ProposeClosing: "ui.followups.closing_form",
    requests.SetRhythm: "ui.followups.rhythm_form",
    requests.AddReason: "ui.organizations.reason_form",
    requests.EditPerson: "ui.organizations.person_form",
    requests.AddName: "ui.organizations.name_form",
    requests.AnswerSurvey: "ui.survey.survey_form",
    requests.DecideEligibility: "ui.organizations.eligibility_form",
    requests.FormUnion: "ui.organizations.union_form",
    requests.EditOrganization: "ui.organizations.organization_form",
}


#: Forms that are taken up again where they were left: class to the request that opens it for these organizations.
RESUMED: dict[str, Callable[[tuple[int, ...]], requests.Request]] = {
    "VisitForm": requests.RecordVisit,
    "FollowupForm": requests.AssignFollowup,
    "ClosingForm": requests.ProposeClosing,
    "EligibilityForm": requests.DecideEligibility,
    "UnionForm": requests.FormUnion,
    "ReasonForm": lambda ids: requests.AddReason(ids[0]),
    "SurveyForm": lambda ids: requests.AnswerSurvey(ids[0]),
    "OrganizationForm": lambda ids: requests.EditOrganization(ids[0] if ids else None),
}


#: Panels that take the place of a page: request to module with `make_panel(session, request)`.
PANELS: dict[type, str] = {
    requests.ShowQueue: "ui.importing.queue_panel",
    requests.ShowRegistry: "ui.importing.registry_panel",
    requests.ShowPastImports: "ui.ledger_care.past_imports_panel",
    requests.EditTogether: "ui.organizations.bulk_edit_panel",
    requests.PasteCells: "ui.organizations.paste_preview",
    requests.ShowSurvey: "ui.survey.report_panel",
    requests.EditCodes: "ui.survey.codes_panel",
    requests.Rebalance: "ui.followups.rebalance_panel",
    requests.ShowReasons: "ui.reasons.panel",
    requests.ReviewDuplicates: "ui.duplicates.panel",
    requests.ShowConflicts: "ui.conflicts.panel",
    requests.HandOver: "ui.handover.panel",
    requests.ShowAssignments: "ui.handover.assignments_panel",
}


class RequestDesk(QObject):
    """Where the requests of all screens arrive. `resumed` when a form that was left half filled is open again."""

    resumed = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._import_panel: QWidget | None = None
        self._reviewed_from: QWidget | None = None
        self._answers: dict[type, Callable[[Any], object]] = {
            requests.ShowPlace: self._show_place,
            requests.ShowFollowups: self._show_followups,
            requests.ShowOrganization: self._show_organization,
            requests.ShowList: self._show_list,
            requests.DeleteOrganizations: self._delete,
            requests.ImportSheet: self._import,
            requests.ShowQueue: self._show_panel,
            requests.ShowRegistry: self._show_panel,
            requests.ShowPastImports: self._show_panel,
            requests.EditTogether: self._show_panel,
            requests.PasteCells: self._show_panel,
            requests.ShowSurvey: self._show_panel,
            requests.EditCodes: self._show_panel,
            requests.AttachFiles: self._do,
            requests.FollowPlaybook: self._do,
            requests.Rebalance: self._show_panel,
            requests.ShowReasons: self._show_panel,
            requests.ReviewDuplicates: self._show_panel,
            requests.ExportFollowups: self._export_followups,
            requests.PrintReport: self._print,
            requests.ExportList: self._export,
            requests.ReviewProposals: self._review,
            requests.ShowConflicts: self._show_panel,
            requests.HandOver: self._show_panel,
            requests.ShowAssignments: self._show_panel,
            requests.ReceiveFiles: self._receive,
            requests.ShowExchange: self._show_exchange,
            requests.OpenDemo: self._open_demo,
            requests.DoAction: self._do_action,
            requests.LookIntoBackup: self._look_into_backup,
            requests.RestoreBackup: self._restore_backup,
        }

    def answer(self, request: requests.Request) -> None:
        """Do what was asked."""
        if type(request) in FORMS:
            self._open_form(request)
        else:
            self._answers[type(request)](request)

    def resume(self) -> None:
        """Open what was left half filled in last, whatever is chosen now."""
        left = left_forms(self._window.session) if self._window.session is not None else []
        for form, organizations in left:
            if form in RESUMED:
                self._open_form(RESUMED[form](organizations))
                self.resumed.emit()
                return
        self._window.toasts.show(_("没有填了一半的表单。"))

    def _open_form(self, request: requests.Request) -> None:
        session = self._window.session
        if session is None:
            return
        form = import_module(FORMS[type(request)]).make_form(session, request)
        form.finished.connect(self._window.overlay.close)
        form.asked.connect(self.answer)
        self._window.overlay.show(form)

    def _do(self, request: requests.Request) -> None:
        """What needs no screen of its own, or only a dialog of the system."""
        if self._window.session is not None:
            import_module("ui.survey.acting").act(self._window, self._window.session, request)

    def _show_place(self, request: requests.ShowPlace) -> None:
        self._window.go_to(request.place)

    def _show_followups(self, request: requests.ShowFollowups) -> None:
        page: Any = self._window.go_to("followups")
        if page is not None:
            page.show_scope(request.when)

    def _show_organization(self, request: requests.ShowOrganization) -> None:
        page: Any = self._window.go_to("organizations")
        if page is not None:
            page.show_organization(request.organization)

    def _show_list(self, request: requests.ShowList) -> None:
        page: Any = self._window.go_to("organizations")
        if page is not None:
            page.show_list(request.query, request.title)

    def _delete(self, request: requests.DeleteOrganizations) -> None:
        session = self._window.session
        count = len(request.organizations)
        if session is None or not count:
            return
        question = _("把 {n} 家单位移入回收站？").format(n=count)
        text = _("走访、原因、跟进都跟着移入，随时可以从回收站恢复，也可以撤销。")
        if not confirm(self._window, question, text, action=_("移入回收站")):
            return
        from models.edits.organizations import delete_organizations  # noqa: PLC0415 - only when it is needed

        session.change(
            lambda ledger: delete_organizations(ledger, request.organizations),
            initiator=self,
            failed=self._window.problem,
            said=_("已把 {n} 家移入回收站").format(n=count),
        )

    def _import(self, request: requests.ImportSheet) -> None:
        session = self._window.session
        if session is None:
            return
        panel = self._import_under_way(request)
        if panel is None:
            panel = import_module("ui.importing.panel").make_panel(session, request)
            panel.asked.connect(self.answer)
            panel.finished.connect(partial(self._leave_import, panel))
            self._import_panel = panel
        self._window.show_widget(panel)
        self._window.rail.show_place("")

    def _import_under_way(self, request: requests.ImportSheet) -> QWidget | None:
        """The import that somebody went away from; it is given up where another list is asked for."""
        panel: Any = self._import_panel
        if panel is None or not isValid(panel):
            return None
        if panel.session is self._window.session and panel.resume(request):
            return cast("QWidget", panel)
        self._drop_import(panel)
        return None

    def _leave_import(self, panel: QWidget) -> None:
        self._window.go_to("organizations")
        self._drop_import(panel)

    def _drop_import(self, panel: QWidget) -> None:
        self._import_panel = None
        self._window.stack.removeWidget(panel)
        panel.deleteLater()

    def _show_panel(self, request: requests.Request) -> None:
        session = self._window.session
        if session is not None:
            self._window.commands.show_panel(import_module(PANELS[type(request)]).make_panel(session, request))

    def _review(self, request: requests.ReviewProposals) -> None:
        """The panel stays until the ledger is closed: looking through all of it takes its time."""
        session = self._window.session
        if session is None:
            return
        module = import_module("ui.proposals.panel")
        panel: Any = self._window.stack.findChild(module.ProposalsPanel)
        if panel is None or panel.session is not session:
            panel = module.make_panel(session, request)
            panel.asked.connect(self.answer)
            panel.finished.connect(partial(self._leave_review, panel))
            session.destroyed.connect(panel.deleteLater)
        else:
            panel.show_field(request.field, request.organization)
        shown = self._window.stack.currentWidget()
        self._reviewed_from = shown if shown is not panel else self._reviewed_from
        self._window.show_widget(panel)
        self._window.rail.show_place("")
        panel.setFocus()

    def _leave_review(self, panel: QWidget) -> None:
        if self._window.stack.currentWidget() is panel:
            self._window.commands.go_back_to(self._reviewed_from)

    def _print(self, request: requests.PrintReport) -> None:
        page: Any = self._window.go_to("reports")
        if page is not None:
            page.show_report(request.kind, request.organizations)

    def _export(self, request: requests.ExportList) -> None:
        self._window.commands.export(request.query)

    def _export_followups(self, request: requests.ExportFollowups) -> None:
        self._window.commands.export_followups(request.cadre)

    def _receive(self, request: requests.ReceiveFiles) -> None:
        """What was dropped, told by its content: a list goes to the import, everything else to 交换."""
        found = sort_dropped(request.paths)
        if found.lists and not (found.merges or found.ledgers or found.cards):
            self._import(requests.ImportSheet(found.lists[0]))
            return
        page: Any = self._window.go_to("exchange")
        if page is not None:
            page.drop(request.paths)

    def _show_exchange(self, request: requests.ShowExchange) -> None:
        page: Any = self._window.go_to("exchange")
        if page is not None:
            page.show_part(request.part, request.paths)

    def _open_demo(self, _request: requests.OpenDemo) -> None:
        self._window.commands.open_demo()

    def _do_action(self, request: requests.DoAction) -> None:
        self._window.actions_of_window.by_key[request.action].trigger()

    def _look_into_backup(self, request: requests.LookIntoBackup) -> None:
        self._window.commands.backups.look(request)

    def _restore_backup(self, request: requests.RestoreBackup) -> None:
        self._window.commands.backups.restore(request)
