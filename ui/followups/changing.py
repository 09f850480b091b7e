"""The edits of the page, ready for the writer's lane; the models behind them are imported when one is made."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from models.ledger.ledger import Changes, Ledger

Edit = Callable[[Ledger], Changes]


def finish(followups: Sequence[int]) -> Edit:
    """Mark as done today."""

    def edit(ledger: Ledger) -> Changes:
        from models.edits.followups import finish_followups  # noqa: PLC0415

        return finish_followups(ledger, followups, on=ledger.today())

    return edit


def drop(followups: Sequence[int]) -> Edit:
    """Call off today."""

    def edit(ledger: Ledger) -> Changes:
        from models.edits.followups import drop_followups  # noqa: PLC0415

        return drop_followups(ledger, followups, on=ledger.today())

    return edit


def reopen(followups: Sequence[int]) -> Edit:
    """Open again."""

    def edit(ledger: Ledger) -> Changes:
        from models.edits.followups import reopen_followups  # noqa: PLC0415

        return reopen_followups(ledger, followups)

    return edit


def move(followups: Sequence[int], day: date) -> Edit:
    """Give another day."""

    def edit(ledger: Ledger) -> Changes:
        from models.edits.followups import move_followups  # noqa: PLC0415

        return move_followups(ledger, followups, due_on=day)

    return edit


def hand_over(followups: Sequence[int], cadre: bytes) -> Edit:
    """Give to another cadre (record id)."""

    def edit(ledger: Ledger) -> Changes:
        from models.edits.followups import hand_over_followups  # noqa: PLC0415

        return hand_over_followups(ledger, followups, cadre=cadre)

    return edit


def move_each(days: Mapping[int, date]) -> Edit:
    """Give each its own day."""

    def edit(ledger: Ledger) -> Changes:
        from models.edits.followups import move_each_followup  # noqa: PLC0415

        return move_each_followup(ledger, days)

    return edit


def confirm(organizations: Sequence[int]) -> Edit:
    """Close out what was applied for."""

    def edit(ledger: Ledger) -> Changes:
        from models.edits.closing import confirm_closing  # noqa: PLC0415

        return confirm_closing(ledger, organizations, on=ledger.today())

    return edit


def send_back(organizations: Sequence[int], phrase: str) -> Edit:
    """Return applications with a phrase."""

    def edit(ledger: Ledger) -> Changes:
        from models.edits.closing import return_closing  # noqa: PLC0415

        return return_closing(ledger, organizations, phrase=phrase, on=ledger.today())

    return edit


def relapse(organizations: Sequence[int]) -> Edit:
    """Open again what was closed out."""

    def edit(ledger: Ledger) -> Changes:
        from models.edits.closing import relapse_closing  # noqa: PLC0415

        return relapse_closing(ledger, organizations)

    return edit
