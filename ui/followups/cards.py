"""A follow-up, or an application for closing out, as a card of the board and as the sentence about it."""

from datetime import date

from models.language import _
from models.queries.followup_list import FollowupRow
from models.rules.workdays import is_workday
from models.vocabulary import STAGE_WORDS
from ui.day_words import day_words, stored_day
from ui.shared.followup_card import FollowupCardContent

_SATURDAY = 5


def card_of(row: FollowupRow, day: date, by: str) -> FollowupCardContent:
    """The card in lanes by person, street or reason: what the lane says already is not said again."""
    return FollowupCardContent(
        row.word,
        row.shown_name,
        row.task,
        date_words(row, day),
        "" if by == "reason" else row.reason,
        row.cadre if by == "street" else row.street,
        late=row.state == "open" and row.due_on < day,
        evidence=_("佐证 {n} 件").format(n=row.evidence) if row.state == "pending" else "",
    )


def date_words(row: FollowupRow, day: date) -> str:
    """逾期 3 天, 09-27 今天, 09-29 周日 班; of applications 09-26 申请, 09-25 审定."""
    if row.state == "pending":
        return _("{day} 申请").format(day=stored_day(row.done_on, day)) if row.done_on else _("已申请")
    if row.state == "closed":
        return _("{day} 审定").format(day=stored_day(row.done_on, day))
    if row.due_on < day:
        return _("逾期 {n} 天").format(n=row.days_late) if row.days_late else _("刚过期")
    if row.due_on == day:
        return _("{day} 今天").format(day=f"{day:%m-%d}")
    worked = row.due_on.weekday() >= _SATURDAY and is_workday(row.due_on)
    return day_words(row.due_on, day) + (_(" 班") if worked else "")


def sentence_of(row: FollowupRow, day: date) -> str:
    """Everything about the card in one sentence, for a screen reader."""
    parts = (
        row.organization_name,
        STAGE_WORDS.label(row.word),
        row.task,
        date_words(row, day),
        f"{row.reason} {row.reason_label}".strip(),
        row.street,
        row.cadre,
    )
    return _("，").join(part for part in parts if part)
