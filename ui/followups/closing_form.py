"""Applying for closing out (申请销号): what proves that nothing is left to do. Another person decides."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.edits.closing import propose_closing
from models.errors import InputProblem
from models.inputs.closing import ClosingInput
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.attachments import AttachmentItem, attachments
from models.vocabulary import CLOSINGS, VISIT_MODES, VISIT_RESULTS
from ui.day_field import DayField
from ui.day_words import past_day, stored_day
from ui.known_pane import KnownPane
from ui.ledger_form import LedgerForm
from ui.requests import ProposeClosing
from ui.session import LedgerSession
from ui.shared.fields import Choice, Field
from ui.shared.line_field import LineField
from ui.shared.runs import plain, strong
from ui.theme.tokens import Role

_LEAST_EVIDENCE, _LEAST_DOCUMENT, _LEAST_CHOICE, _LEAST_DAY = 260, 180, 210, 136
_VISITS = 6


def make_form(session: LedgerSession, request: ProposeClosing) -> "ClosingForm":
    """The form for some organizations."""
    return ClosingForm(session, request)


class ClosingForm(LedgerForm):
    """One application for each of the organizations; the follow-ups that led to it are done with it."""

    def __init__(self, session: LedgerSession, request: ProposeClosing, parent: QWidget | None = None) -> None:
        super().__init__(session, _("申请销号"), save_text=_("申请"), parent=parent)
        self._followups = request.followups
        self.evidence = LineField(placeholder=_("凭什么销号，例如：建会批复已下达"))
        self.document = LineField(placeholder=_("有文号就写"))
        self.visit = Choice([("", _("不附"))])
        self.attachment = Choice([("", _("不附"))])
        self.day = DayField(past_day, text="0")
        self._visit_field = Field(_("哪次走访"), self.visit, stop="3")
        self._attachment_field = Field(_("照片、扫描件"), self.attachment, stop="4")
        self.add_stops(
            ("evidence", Field(_("佐证"), self.evidence, stop="1"), _LEAST_EVIDENCE, 4),
            ("document_no", Field(_("批准文号"), self.document, stop="2"), _LEAST_DOCUMENT, 2),
            ("visit", self._visit_field, _LEAST_CHOICE, 2),
            ("attachment", self._attachment_field, _LEAST_CHOICE, 2),
            ("proposed_on", Field(_("申请日期"), self.day, stop="5"), _LEAST_DAY, 1),
        )
        self.known = KnownPane()
        self.under.addWidget(self.known)
        self.set_order([self.evidence, self.document, self.visit, self.attachment, self.day, self.save_button])
        self.keep_drafts_of(evidence=self.evidence, document_no=self.document)
        self.open_for(request.organizations)

    @override
    def show_chosen(self) -> None:
        if self.context is None:
            return
        self.day.set_today(self.context.today)
        detail = self.chosen.detail
        for field in (self._visit_field, self._attachment_field):
            field.setVisible(detail is not None)
        if detail is not None:
            self._offer_visits()
            organization = detail.id

            def read(ledger: Ledger) -> tuple[AttachmentItem, ...]:
                return attachments(ledger, organization)

            self.session.read(read, self._offer_attachments, key="closing attachments")
        self._show_known()

    @override
    def save(self) -> None:
        try:
            closing = self._closing()
        except InputProblem as problem:
            self.show_problem(problem)
            return
        organizations, followups = self.chosen.ids, self._followups
        count = len(organizations)
        said = _("已申请销号，等审核人审定") if count == 1 else _("已给 {n} 家申请销号").format(n=count)
        self.send(lambda ledger: propose_closing(ledger, organizations, closing, followups=followups), said=said)

    def _closing(self) -> ClosingInput:
        if self.day.meaning.error:
            raise InputProblem(self.day.meaning.error, fields={"proposed_on": self.day.meaning.error})
        values = {
            "proposed_on": self.day.day,
            "evidence": self.evidence.text(),
            "document_no": self.document.text(),
            "visit": bytes.fromhex(self.visit.choice()) if self.visit.choice() else None,
            "attachment": bytes.fromhex(self.attachment.choice()) if self.attachment.choice() else None,
        }
        try:
            return ClosingInput.parse(values)
        except InputProblem as problem:
            if problem.fields.get("", "") or not problem.fields:
                raise InputProblem(problem.user_text, fields={"evidence": problem.user_text}) from problem
            raise

    def _offer_visits(self) -> None:
        detail, context = self.chosen.detail, self.context
        if detail is None or context is None:
            return
        self.visit.clear()
        self.visit.addItem(_("不附"), "")
        for visit in [each for each in detail.visits if not each.corrected][:_VISITS]:
            day = stored_day(visit.visited_on, context.today)
            words = f"{day} {VISIT_MODES.label(visit.mode)} {VISIT_RESULTS.label(visit.result)}"
            self.visit.addItem(words, visit.uid)
        self.visit.updateGeometry()

    def _offer_attachments(self, found: tuple[AttachmentItem, ...]) -> None:
        self.attachment.clear()
        self.attachment.addItem(_("不附") if found else _("还没有附件"), "")
        for item in found:
            self.attachment.addItem(item.name, item.uid)
        self.attachment.updateGeometry()

    def _show_known(self) -> None:
        """What the person who confirms will look at: the union, the state, what is still promised."""
        self.known.clear()
        detail, context = self.chosen.detail, self.context
        if detail is None or context is None:
            if context is not None:
                self.known.add_organizations(self.chosen, context)
        else:
            unions = _("、").join(union.name for union in detail.unions)
            self.known.add((strong(_("工会")),), unions or _("还没有登记工会"))
            state = CLOSINGS.label(str(detail.facts.get("closing") or "open"))
            self.known.add((strong(_("销号状态")),), state, apart=True)
            others = [each for each in detail.followups if each.state == "open" and each.id not in self._followups]
            words = _("；").join(each.task for each in others) or _("没有别的未办的事")
            head = strong(_("另有 {n} 件未办").format(n=len(others)), Role.WARN) if others else plain(_("未办"))[0]
            self.known.add((head,), words, apart=True)
        self.known.setVisible(bool(self.chosen.rows))
