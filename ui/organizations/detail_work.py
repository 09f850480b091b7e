"""Why there is no union, and what was promised: reasons and open follow-ups."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.language import _
from models.vocabulary import ROUTES
from ui.day_words import stored_day
from ui.organizations.days import due_words
from ui.organizations.detail_part import DetailPart
from ui.organizations.detail_reading import DetailContent
from ui.organizations.section import FoldedSection, Section, clear, column_of
from ui.requests import AddReason, FollowPlaybook
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import LinkButton
from ui.shared.labels import Label
from ui.shared.tags import ReasonTag
from ui.theme.icons import Icon
from ui.theme.tokens import Role, Space, TextSize

if TYPE_CHECKING:  # it loads sqlmodel, which the first list shall not wait for
    from models.queries.organization_detail import ReasonItem

_SAID = 3


class DetailReasons(DetailPart):
    """Open reasons, the primary one first with what the playbook says; what became of all of them, folded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._organization = 0
        add = LinkButton(_("登记"), size=TextSize.SMALL)
        add.setToolTip(_("登记未建会原因  F7"))
        add.clicked.connect(self._add)
        self._section = Section(_("未建会原因"), add)
        self._steps = FoldedSection(_("原因经过"))
        column = column_of(self)
        column.addWidget(self._section)
        column.addWidget(self._steps)
        column.addSpacing(10)

    def show_content(self, content: DetailContent) -> None:
        """Show what keeps this organization; nothing for one that has its union."""
        detail = content.detail
        self._organization = detail.id
        clear(self._section.body)
        reasons = [reason for reason in detail.reasons if not reason.resolved_on]
        main = next((reason for reason in reasons if reason.is_primary), None)
        for reason in reasons:
            since = stored_day(reason.opened_on, content.today)
            parts = (_("主因") if reason is main else "", _("{day} 起").format(day=since) if since else "")
            note = " · ".join(part for part in parts if part)
            self._section.body.addLayout(_reason_row(reason.code, reason.label, reason.note, note, reason is main))
            if reason is main and reason.next_step and not detail.unions:
                self._section.body.addLayout(self._playbook(reason, content))
        if not reasons:
            self._section.body.addWidget(Label(_("还没有登记原因。"), role=Role.TEXT2))
        self._show_steps(content)
        self.setVisible(bool(reasons) or bool(content.reason_steps) or not detail.unions)

    def _playbook(self, reason: "ReasonItem", content: DetailContent) -> QHBoxLayout:
        """What usually helps; one press makes it a follow-up, unless it is one already."""
        route = ROUTES.label(reason.route or None)
        parts = (
            _("对策：{step}（{n} 个工作日）").format(step=_(reason.next_step), n=reason.days),
            _("佐证：{papers}").format(papers=_(reason.asked_for)) if reason.asked_for else "",
            _("建议{route}").format(route=route) if route else "",
        )
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        said = Label(" · ".join(part for part in parts if part), size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
        row.addWidget(said, 1)
        is_promised = any(each.state == "open" and each.task == reason.next_step for each in content.detail.followups)
        if is_promised:
            done = Label(_("已在跟进"), size=TextSize.SMALL, role=Role.TEXT2)
            row.addWidget(done, 0, Qt.AlignmentFlag.AlignTop)
        else:
            follow = LinkButton(_("记为跟进"), size=TextSize.SMALL)
            follow.setToolTip(_("把对策记为跟进  Shift+F6"))
            follow.clicked.connect(partial(self._follow, reason.code))
            row.addWidget(follow, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _show_steps(self, content: DetailContent) -> None:
        steps = content.reason_steps
        self._steps.setVisible(bool(steps))
        self._steps.set_remark(_("{n} 步").format(n=len(steps)))
        clear(self._steps.body)
        for step in steps:
            head = f"{stored_day(step.day, content.today)} {step.step.label} {step.code} {_(step.label)}".strip()
            said = " · ".join(part for part in (step.text, step.by, step.author) if part)
            self._steps.body.addWidget(Label(head, size=TextSize.SMALL, wrap=True))
            if said:
                self._steps.body.addWidget(Label(said, size=TextSize.SMALL, role=Role.TEXT2, wrap=True))

    def _follow(self, code: str, *_checked: object) -> None:
        self.asked.emit(FollowPlaybook(self._organization, code))

    def _add(self) -> None:
        self.asked.emit(AddReason(self._organization))


class DetailPromises(DetailPart):
    """Open follow-ups in one bar: how many, the next ones with their day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = column_of(self)
        self._lines.setContentsMargins(0, 0, 0, Space.S)

    def show_content(self, content: DetailContent) -> None:
        """Show what was promised and is not done."""
        clear(self._lines)
        open_ones = [followup for followup in content.detail.followups if followup.state == "open"]
        self.setVisible(bool(open_ones))
        if not open_ones:
            return
        is_late = any(_is_late(followup.due_on, content.today) for followup in open_ones)
        said = [f"{_when(followup.due_on, content.today)}{followup.task}" for followup in open_ones[:_SAID]]
        if len(open_ones) > _SAID:
            said.append(_("另有 {n} 项").format(n=len(open_ones) - _SAID))
        kind = BannerKind.ERROR if is_late else BannerKind.WARNING
        reason = _("承诺未办 {n}").format(n=len(open_ones))
        self._lines.addWidget(Banner(kind, reason, _("；").join(said), icon=Icon.CLOCK))


def _reason_row(code: str, label: str, said: str, note: str, is_primary: bool) -> QHBoxLayout:  # noqa: FBT001
    words = Label(f"{label}：{said}" if said else label, wrap=True)
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    row.addWidget(ReasonTag(code, primary=is_primary), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    row.addWidget(Label(note, size=TextSize.SMALL, role=Role.TEXT2), 0, Qt.AlignmentFlag.AlignTop)
    return row


def _is_late(day: str, today: date) -> bool:
    return bool(day) and day < today.isoformat()


def _when(day: str, today: date) -> str:
    due = due_words(day, today)
    if due.is_today:
        return _("今天")
    return f"{due.text} " if due.text else ""
