"""What the visit strip says and proposes while it is filled in: help lines, next step, stage."""

from models.language import _
from models.queries.organization_list import OrganizationRow
from models.rules.stages import proposed_side_state, proposed_stage
from models.vocabulary import ROUTES, SIDE_STATES, STAGES
from ui.day_words import stored_day
from ui.form_context import Chosen, FormContext
from ui.tick_field import TickField
from ui.visits.visit_stops import AGREED, NOT_THERE, VisitStops

_AGAIN_AFTER = "+3"  # working days after nobody was there
_USUALLY_AFTER = "+7"
#: Results that say what the reason is.
_TELLING = {"5": "A4", "6": "A1", "7": "G1"}


class VisitGuide:
    """Follows the stops; `staged` is what the stage box stands for."""

    def __init__(self, stops: VisitStops, stage: TickField) -> None:
        self._stops = stops
        self._stage = stage
        self._chosen = Chosen()
        self._context: FormContext | None = None
        stage.hide()
        stops.result.currentIndexChanged.connect(self._follow_result)
        stops.reasons.reasons_changed.connect(self._follow_reasons)
        stops.next_step.meaning_changed.connect(self._say_next)

    def show_chosen(self, chosen: Chosen, context: FormContext | None) -> None:
        """Speak about these organizations from now on."""
        self._chosen, self._context = chosen, context
        self._say_organization()
        self._say_route()
        self._follow_result()

    def staged(self) -> dict[str, list[int]]:
        """The stages and side states that the result proposes, with the organizations they are new for."""
        found: dict[str, list[int]] = {}
        for row in self._chosen.rows:
            proposed = _proposed(self._stops.result.choice(), row)
            if proposed is not None:
                found.setdefault(proposed, []).append(row.id)
        return found

    def _follow_result(self, *_index: object) -> None:
        result = self._stops.result.choice()
        is_there = result != NOT_THERE
        self._stops.reasons.setEnabled(is_there)
        self._stops.fields["route"].setVisible(result == AGREED)
        step = self._stops.next_step
        if not is_there and not step.text():
            step.setText(_AGAIN_AFTER)
        elif is_there and result and step.text() == _AGAIN_AFTER:
            step.clear()
        staged = self.staged()
        self._stage.setVisible(bool(staged))
        if not staged:
            self._stage.set_ticked(False)
        for stage, ids in staged.items():
            words = _("当前阶段改为 {stage}").format(stage=stage_words(stage))
            several = _("其中 {n} 家的当前阶段改为 {stage}").format(n=len(ids), stage=stage_words(stage))
            self._stage.set_words(words if len(ids) == len(self._chosen.rows) else several)
        self._follow_reasons()

    def _follow_reasons(self) -> None:
        self._say_reasons()
        self._propose_next()

    def _propose_next(self) -> None:
        """The playbook of the main reason; nobody there: simply again."""
        code = self._chosen.main_reason or next(iter(self._stops.reasons.added), "")
        entry = self._context.reasons.get(code) if self._context else None
        if self._stops.result.choice() == NOT_THERE:
            self._stops.next_step.propose(_AGAIN_AFTER, _("再次走访"))
        elif entry is not None:
            self._stops.next_step.propose(f"+{entry.days}", entry.next_step)
        else:
            self._stops.next_step.propose(_USUALLY_AFTER, _("再次走访"))

    def _say_reasons(self) -> None:
        field = self._stops.fields["reasons"]
        entries = self._context.reasons if self._context else {}
        telling = entries.get(_TELLING.get(self._stops.result.choice(), ""))
        added = [entries[code].text for code in self._stops.reasons.added if code in entries]
        if self._stops.result.choice() == NOT_THERE:
            field.set_help(_("不在，不用记原因"))
        elif added:
            field.set_help(_("新增 {reasons}").format(reasons=_("、").join(added)))
        elif telling is not None and telling.code not in self._open_codes():
            field.set_help(_("可记 {reason}").format(reason=telling.text))
        else:
            field.set_help(_("D1,B3 或拼音 ygl"))

    def _open_codes(self) -> set[str]:
        return {reason.code for reason in self._chosen.open_reasons}

    def _say_route(self) -> None:
        detail = self._chosen.detail
        now = ROUTES.label(detail.facts["proposed_route"]) if detail is not None else ""
        self._stops.fields["route"].set_help(_("现为{route}").format(route=now) if now else _("数字 1–4，可不选"))

    def _say_next(self, *_meaning: object) -> None:
        step = self._stops.next_step.step
        usual = _("留空就不记；后面可写人名和事项")
        self._stops.fields["next_on"].set_help(step.note if step and step.note else usual)

    def _say_organization(self) -> None:
        field = self._stops.fields["organization"]
        if len(self._chosen.rows) != 1 or self._context is None:
            field.set_help(_("一次记入，一次撤销") if self._chosen.rows else _("名称、代码、地址、电话都能找"))
            return
        row = self._chosen.rows[0]
        day = stored_day(row.last_visit_on, self._context.today)
        last = _("末次 {day}").format(day=day) if day else ""
        staff = _("职工 {n}").format(n=row.staff) if row.staff is not None else ""
        field.set_help(" · ".join(part for part in (row.street_name, staff, last) if part))


def stage_words(stage: str) -> str:
    """S3 有意向, P2 受阻."""
    return f"{stage} {(STAGES if stage in STAGES else SIDE_STATES).label(stage)}"


def stage_values(stage: str) -> dict[str, object]:
    """The values of the fields that a stage or side state stands for."""
    return {"stage": stage, "side_state": None} if stage in STAGES else {"side_state": stage}


def _proposed(result: str, row: OrganizationRow) -> str | None:
    return proposed_stage(result, row.stage) or proposed_side_state(result, blocked=row.blocked, word=row.word)
