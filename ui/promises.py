"""Open follow-ups in words: how many, and the one that is due first."""

from collections.abc import Sequence

from models.language import _
from models.queries.organization_detail import FollowupItem
from ui.day_words import stored_day
from ui.form_context import Chosen, FormContext
from ui.known_pane import KnownPane
from ui.shared.runs import plain, strong
from ui.theme.icons import Icon
from ui.theme.tokens import Role


def open_promises(chosen: Chosen) -> list[FollowupItem]:
    """The open follow-ups of the one organization, by day."""
    return [item for item in chosen.detail.followups if item.state == "open"] if chosen.detail else []


def add_promises(pane: KnownPane, promises: Sequence[FollowupItem], context: FormContext) -> None:
    """Put the number of promises and the first one into a pane."""
    if not promises:
        pane.add(plain(_("没有未办的承诺")), apart=True)
        return
    first = promises[0]
    role = Role.DANGER if first.due_on < context.today.isoformat() else Role.WARN
    head = (strong(_("承诺未办 {n}").format(n=len(promises)), role),)
    words = f"{promise_day(first.due_on, context)} · {first.task}"
    pane.add(head, words, mark=Icon.CLOCK, mark_role=role, apart=True)


def promise_day(due_on: str, context: FormContext) -> str:
    """09-27 今天, 09-23 已逾期, 10-08."""
    day = stored_day(due_on, context.today)
    today = context.today.isoformat()
    if due_on == today:
        return _("{day} 今天").format(day=day)
    return _("{day} 已逾期").format(day=day) if due_on < today else day
