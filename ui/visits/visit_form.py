"""The visit strip (走访): six stops and a note by keyboard, the last visits under them, and on to the next one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from models.edits.phrases import save_phrase
from models.edits.visits import record_visits
from models.errors import InputProblem, LedgerProblem
from models.inputs.forms import VisitInput
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.queries.organization_list import OrganizationRow
from models.queries.phrases import phrases
from models.queries.visit_habits import usual_mode
from models.rules.phrases import Phrase, Source, find_phrases
from models.vocabulary import ROUTES, VISIT_RESULTS, Code
from ui.field_flow import FieldFlow
from ui.form_context import Chosen, FormContext, read_chosen, read_context
from ui.form_draft import latest_draft
from ui.ledger_form import LedgerForm
from ui.requests import RecordVisit
from ui.session import LedgerSession
from ui.shared.buttons import Button, ButtonKind
from ui.shared.runs import RunLabel, phrase, strong
from ui.theme.tokens import Space
from ui.tick_field import TickField
from ui.visits.due_list import DueList, read_due_list
from ui.visits.past_pane import PastPane
from ui.visits.visit_guide import VisitGuide, stage_values, stage_words
from ui.visits.visit_stops import ROUTE_DIGITS, VisitStops

_WIDTHS = {
    "organization": (190, 5),
    "visited_on": (150, 1),
    "mode": (136, 1),
    "result": (132, 1),
    "route": (132, 1),
    "reasons": (150, 4),
    "next_on": (270, 12),
}
_LEAST_NOTE = 300
_STAGE_KEY, _MORE_KEY, _PHRASE_KEY = "Alt+S", "Alt+M", "Alt+P"
_MORE_WIDTHS = {"companions": (260, 3), "met": (260, 3), "minutes": (132, 1)}


@dataclass(frozen=True, slots=True)
class _Start:
    context: FormContext
    due: DueList
    chosen: Chosen
    phrases: tuple[Phrase, ...]
    mode: str = ""


def make_form(session: LedgerSession, request: RecordVisit) -> "VisitForm":
    """The strip for some organizations, or for the next of today's list."""
    return VisitForm(session, request.organizations)


class VisitForm(LedgerForm):
    """Ctrl+Enter saves and goes on to the next of today's list, Alt+Enter saves and stays."""

    def __init__(
        self,
        session: LedgerSession,
        organizations: tuple[int, ...] = (),
        *,
        title: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session, title or _("走访"), save_text=_("保存并下一家"), parent=parent)
        self._due = DueList()
        self._usual_hint = self.hint.text()
        self.stops = VisitStops(session)
        self.stage = TickField(key=_STAGE_KEY)
        self.guide = VisitGuide(self.stops, self.stage)
        self.stay_button = Button(_("保存停留"), key="Alt+Enter")
        self.stay_button.clicked.connect(self.save_and_stay)
        self.more_button = Button(_("同行…"), ButtonKind.QUIET, key=_MORE_KEY)
        self.more_button.clicked.connect(self._show_more)
        self.more = QWidget()
        self.list_place = RunLabel()
        self.head.insertWidget(1, self.list_place)
        self.past = PastPane()
        self._lay_out()
        self._connect()
        self.keep_drafts_of(**self.stops.drafted(), stage=self.stage)
        self._open(organizations)

    def save(self) -> None:
        """Save, then show the next of today's list, or close where there is none."""
        self._record(self._go_on)

    def save_and_stay(self) -> None:
        """Save, then be ready for another visit to the same organization."""
        self._record(self._stay)

    def _take_beginning(self, start: _Start) -> None:
        self.context = start.context
        self._due = start.due
        self.stops.set_context(start.context)
        self.stops.note.set_phrases(start.phrases)
        self.stops.use_mode(start.mode)
        if self.stops.organization.is_settled:  # else the person was quicker and is looking for one
            self.take_chosen(start.chosen)
            self._focus_first_open()

    @override
    def show_chosen(self) -> None:
        if self.context is None:
            return
        chosen = self.chosen
        self.note.setText("")  # the stop and the foot name them
        self.stops.organization.show_text(chosen.title)
        self.stops.reasons.set_open([(reason.code, reason.is_primary) for reason in chosen.open_reasons])
        self.past.show_chosen(chosen, self.context)
        self._show_list_place()
        self.guide.show_chosen(chosen, self.context)
        self.stay_button.setVisible(len(chosen.rows) <= 1)

    def _show_list_place(self) -> None:
        place = self._due.place(self.chosen.ids[0]) if len(self.chosen.ids) == 1 else 0
        total = len(self._due.organizations)
        runs = phrase(_("今日走访单 第 {place} / {total} 家"), place=strong(place), total=total) if place else ()
        self.list_place.set_runs(runs)
        self.list_place.setVisible(bool(runs))
        has_next = self._due.next_one(self.chosen.ids) is not None
        self.save_button.setText(_("保存并下一家") if has_next else _("保存"))
        self.save_button.updateGeometry()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The meaning of the digits stands in the head while a result or a way to a union is asked for."""
        digits = self._digits_of(watched)
        if digits and event.type() == QEvent.Type.FocusIn:
            self.hint.setText("　".join(f"{entry.code} {entry.label}" for entry in digits))
        elif digits and event.type() == QEvent.Type.FocusOut:
            self.hint.setText(self._usual_hint)
        return super().eventFilter(watched, event)

    def _digits_of(self, watched: QObject) -> tuple[Code, ...]:
        if watched is self.stops.result:
            return VISIT_RESULTS.entries
        return ROUTE_DIGITS if watched is self.stops.route else ()

    def _lay_out(self) -> None:
        self.add_stops(*((name, field, *_WIDTHS[name]) for name, field in self.stops.fields.items()))
        self._lay_out_more()
        self.add_problem_place("note", self.stops.note_field)
        last = FieldFlow()
        self.foot.removeWidget(self.save_button)
        last.add(self.stops.note_field, least=_LEAST_NOTE, share=1)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        for widget in (self.stage, self.more_button, self.stay_button, self.save_button):
            row.addWidget(widget)
        last.add(buttons, least=0, share=0)
        self.rows.addLayout(last)
        self.under.addWidget(self.past)
        self.set_order([*self.stops.order, self.stage, self.save_button, self.stay_button, self.more_button])

    def _lay_out_more(self) -> None:
        """Who else went, whom they met, how long it took: a line that is there when it is asked for or filled in."""
        flow = FieldFlow()
        for name, field in self.stops.more_fields.items():
            least, share = _MORE_WIDTHS[name]
            flow.add(field, least=least, share=share)
            self.add_problem_place(name, field)
            field.editor.textChanged.connect(self._open_filled)
        self.more.setLayout(flow)
        self.more.hide()
        self.rows.addWidget(self.more)

    def _open_filled(self, text: str) -> None:
        """A draft, or what was said before, is never hidden."""
        if text:
            self.more.show()

    def _show_more(self) -> None:
        self.more.show()
        self.stops.companions.setFocus()

    def _connect(self) -> None:
        self.keys.save_and_stay_asked.connect(self.save_and_stay)
        self.session.changed.connect(self._on_changed)
        self.stops.organization.picked.connect(self._pick)
        self.stops.organization.unsettled.connect(self._unpick)
        self.stops.result.installEventFilter(self)
        self.stops.route.installEventFilter(self)
        doing = {_STAGE_KEY: self._tick_stage, _MORE_KEY: self._show_more, _PHRASE_KEY: self._keep_phrase}
        for key, does in doing.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    def _on_changed(self, _changes: Changes, initiator: object) -> None:
        """What was undone, or saved elsewhere, does not stand below as known any more."""
        ids = self.chosen.ids
        if initiator is not self and ids and self.context is not None:
            self.session.read(lambda ledger: read_chosen(ledger, ids), self._know_anew, key="form known")

    def _know_anew(self, chosen: Chosen) -> None:
        if chosen.ids != self.chosen.ids or self.context is None:
            return
        was_untouched = self._texts() == self._untouched
        self.chosen = chosen
        self.past.show_chosen(chosen, self.context)
        self.guide.show_chosen(chosen, self.context)
        if not self.stops.reasons.added:
            self.stops.reasons.set_open([(reason.code, reason.is_primary) for reason in chosen.open_reasons])
        if was_untouched:
            self._untouched = self._texts()

    def _keep_phrase(self) -> None:
        """What is selected in the note, or all of it, becomes a phrase."""
        text = self.stops.note.selectedText().strip() or self.stops.note.text().strip()

        def read(_changes: Changes) -> None:
            self.session.read(lambda ledger: tuple(phrases(ledger)), self.stops.note.set_phrases, key="phrases")

        letters = Phrase(text, Source.OWN).abbreviation
        self.clear_problem()
        self.session.change(
            lambda ledger: save_phrase(ledger, text),
            initiator=self,
            done=read,
            failed=self._refuse_phrase,
            said=_("已存短语：{letters} + 空格 → {text}").format(letters=letters, text=text),
        )

    def _refuse_phrase(self, problem: LedgerProblem) -> None:
        reason = problem.user_text
        self.show_problem(InputProblem(reason, fields={"note": reason}))

    def _tick_stage(self) -> None:
        if self.stage.isVisible():
            self.stage.set_ticked(not self.stage.ticked())

    def _open(self, organizations: Sequence[int]) -> None:
        wanted = tuple(organizations) or latest_draft(self.session, type(self).__name__)

        def read(ledger: Ledger) -> _Start:
            due = read_due_list(ledger)
            first = due.next_one()
            ids = wanted or ((first,) if first is not None else ())
            return _read_start(ledger, due, ids)

        self.session.read(read, self._take_beginning, key="form", failed=self.show_problem)

    def _pick(self, row: OrganizationRow) -> None:
        self.session.read(lambda ledger: read_chosen(ledger, (row.id,)), self._take_picked, key="form")

    def _take_picked(self, chosen: Chosen) -> None:
        if self.stops.organization.is_settled:
            self.take_chosen(chosen)

    def _unpick(self) -> None:
        """Another organization is looked for: what belonged to the one before is taken away."""
        self.chosen = Chosen()
        self.past.hide()
        self.list_place.hide()
        self.stops.reasons.set_open(())
        self.guide.show_chosen(self.chosen, self.context)

    def _focus_first_open(self) -> None:
        if self.chosen.rows and self.stops.organization.hasFocus():
            self.stops.day.setFocus()
            self.stops.day.selectAll()

    def _record(self, then: Callable[[Changes], None]) -> None:
        try:
            visit = self._visit()
        except InputProblem as problem:
            self.show_problem(problem)
            return
        organizations, staged = self.chosen.ids, self.guide.staged() if self.stage.ticked() else {}
        confirmed = self._confirmed(staged)

        def edit(ledger: Ledger) -> Changes:
            return record_visits(ledger, organizations, visit, confirmed=confirmed)

        self.send(edit, said=self._said(staged), done=then)

    def _confirmed(self, staged: dict[str, list[int]]) -> dict[int, dict[str, object]]:
        """What was confirmed of each organization: the way to a union that was chosen, the stage that was ticked."""
        route = self.stops.chosen_route()
        found: dict[int, dict[str, object]] = {each: {"proposed_route": route} for each in self.chosen.ids if route}
        for stage, ids in staged.items():
            for each in ids:
                found.setdefault(each, {}).update(stage_values(stage))
        return found

    def _visit(self) -> VisitInput:
        if self.chosen.rows:
            return self.stops.visit()
        missing = {"organization": _("请从列表里选一家单位。")}
        try:
            self.stops.visit()
        except InputProblem as problem:
            missing |= problem.fields
        raise InputProblem(_("；").join(missing.values()), fields=missing)

    def _said(self, staged: dict[str, list[int]]) -> str:
        count = len(self.chosen.rows)
        said = _("已存走访") if count == 1 else _("已存 {n} 家的走访").format(n=count)
        if route := self.stops.chosen_route():
            said += _("，建会模式 {route}").format(route=ROUTES.label(route))
        if staged:
            said += _("，当前阶段改为 {stages}").format(stages=_("、").join(stage_words(stage) for stage in staged))
        return said

    def _go_on(self, _changes: Changes) -> None:
        """Read what is next; the list and the day may have changed meanwhile."""
        before = self.chosen.ids

        def read(ledger: Ledger) -> _Start:
            due = read_due_list(ledger)
            following = due.next_one(before)
            return _read_start(ledger, due, () if following is None else (following,))

        self.session.read(read, self._take_next, key="form", failed=self.show_problem)

    def _take_next(self, start: _Start) -> None:
        if not start.chosen.rows:
            self.finished.emit()
            return
        self._begin(start)

    def _stay(self, _changes: Changes) -> None:
        stayed = self.chosen.ids

        def read(ledger: Ledger) -> _Start:
            return _read_start(ledger, read_due_list(ledger), stayed)

        self.session.read(read, self._begin, key="form", failed=self.show_problem)

    def _begin(self, start: _Start) -> None:
        """Another visit, with the day and the mode of the one before."""
        self.stops.empty()
        self.stage.set_ticked(False)
        self.more.setVisible(any(field.editor.text() for field in self.stops.more_fields.values()))
        self.context, self._due = start.context, start.due
        self.stops.set_context(start.context)
        self.stops.note.set_phrases(start.phrases)
        self.take_chosen(start.chosen)
        self.stops.day.setFocus()
        self.stops.day.selectAll()


def _read_start(ledger: Ledger, due: DueList, organizations: tuple[int, ...]) -> _Start:
    known = tuple(phrases(ledger))
    find_phrases(known, "zz")  # the sounds of characters are read here, not at the first letter of a note
    return _Start(read_context(ledger), due, read_chosen(ledger, organizations), known, usual_mode(ledger))
