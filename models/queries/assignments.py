"""What somebody here gave to others to do, and how far it is: gone out, arrived with them, done."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from models.language import N_, _
from models.ledger.joining import owner_of
from models.ledger.ledger import Ledger
from models.rules.phones import mask_phones_in

_MOST = 5_000


class Reach(Enum):
    """How far an assignment has come, as the files that went out and came back tell."""

    WAITING = N_("待发")
    SENT = N_("已发出")
    DELIVERED = N_("已送达")
    DONE = N_("已办")
    DROPPED = N_("取消")

    @property
    def label(self) -> str:
        """The word."""
        return _(self.value)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A follow-up given to somebody else: by whom, to whom, when, and what became of it."""

    followup: int
    organization: int
    name: str
    task: str
    due_on: date | None
    cadre: str
    by: str
    given_on: str
    reach: Reach
    done_on: str
    outcome: str


def assignments(ledger: Ledger) -> list[Assignment]:
    """What was given out on this copy to others, what is open first, then by day.

    It has arrived where a receipt says that the person's copy merged a file which went out afterwards, or where
    anything of it came back changed.
    """
    with ledger.reading() as db:
        own = ledger.author.cadre or b""
        (sent,) = db.execute("SELECT coalesce(max(sent),0) FROM sent_file").fetchone()
        arrived: dict[str, int] = {}
        for by, at in db.execute(
            "SELECT r.merged_by, max(s.sent) FROM returned_receipt r JOIN sent_file s ON s.file=r.file GROUP BY 1"
        ):
            arrived[_person(by)] = max(at, arrived.get(_person(by), 0))
        rows = db.execute(
            "SELECT f.id, o.id, coalesce(o.name,''), f.task, f.due_on, c.name, a.name, b.wall, "
            "date(b.wall,'unixepoch','localtime'), f.state, f.done_on, f.outcome, EXISTS(SELECT 1 FROM edit e "
            "JOIN batch h ON h.id=e.batch WHERE e.rec=f.uid AND e.kind=6 AND h.arrived_in IS NOT NULL) "
            "FROM followup f JOIN batch b ON b.id=f.created_in JOIN author a ON a.id=b.author "
            f"JOIN cadre c ON c.uid=f.cadre JOIN organization o ON o.id={owner_of('f')} "
            "WHERE f.deleted IS NOT 1 AND f.cadre IS NOT ? AND b.arrived_in IS NULL "
            "ORDER BY f.state<>'open', f.due_on, f.id LIMIT ?",
            (own, _MOST),
        ).fetchall()
    given = [_row(row, sent, arrived) for row in rows]
    return [each for each in given if each.by != each.cadre]  # who works at another's copy keeps tasks, too


def _row(row: tuple[object, ...], sent: int, arrived: dict[str, int]) -> Assignment:
    followup, organization, name, task, due_on, cadre, by, wall, given_on, state, done_on, outcome, came_back = row
    at = int(str(wall))
    if state in {"done", "dropped"}:
        reach = Reach.DONE if state == "done" else Reach.DROPPED
    elif came_back or arrived.get(str(cadre), 0) >= at:
        reach = Reach.DELIVERED
    else:
        reach = Reach.SENT if sent >= at else Reach.WAITING
    return Assignment(
        int(str(followup)),
        int(str(organization)),
        str(name),
        mask_phones_in(str(task or "")),
        date.fromisoformat(str(due_on)) if due_on else None,
        str(cadre or ""),
        _person(str(by)),
        str(given_on or ""),
        reach,
        str(done_on or ""),
        mask_phones_in(str(outcome or "")),
    )


def _person(author: str) -> str:
    """张三 of 张三（海珠区总工会）."""
    return author.split("（", maxsplit=1)[0]
