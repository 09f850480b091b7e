"""What is selected on the board or in the table, by what can be done with it."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from models.language import _
from models.queries.closing_list import SCOPES_OF_CLOSING
from models.queries.followup_list import FollowupRow


@dataclass(frozen=True, slots=True)
class Selection:
    """Local ids: open and finished follow-ups, organizations with an application or closed out; rows that are here."""

    open: tuple[int, ...] = ()
    over: tuple[int, ...] = ()
    pending: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()
    rows: tuple[FollowupRow, ...] = ()

    @property
    def count(self) -> int:
        """How many."""
        return len(self.open) + len(self.over) + len(self.pending) + len(self.closed)

    @property
    def organizations(self) -> tuple[int, ...]:
        """Whose they are, each once, as far as the rows are here."""
        return tuple(dict.fromkeys(row.organization for row in self.rows))

    @property
    def words(self) -> str:
        """What the bar says about it."""
        if self.count == 1 and self.rows:
            row = self.rows[0]
            return f"{row.organization_name}　{row.task}"
        return _("已选 {n} 件").format(n=f"{self.count:,}") if self.count else ""


def of_rows(rows: Sequence[FollowupRow]) -> Selection:
    """The selection of the board."""
    return Selection(
        tuple(row.id for row in rows if row.state == "open"),
        tuple(row.id for row in rows if row.state in {"done", "dropped"}),
        tuple(row.id for row in rows if row.state == "pending"),
        tuple(row.id for row in rows if row.state == "closed"),
        tuple(rows),
    )


def of_scope(when: str, ids: "array[int]", rows: Sequence[FollowupRow]) -> Selection:
    """The selection of the table, all of one scope; `rows` are those of them that are here."""
    found, known = tuple(ids), tuple(rows)
    if when in SCOPES_OF_CLOSING:
        return Selection(pending=found, rows=known) if when == "pending" else Selection(closed=found, rows=known)
    return Selection(over=found, rows=known) if when == "done" else Selection(open=found, rows=known)
