"""Today's list of one person: the organizations with something due, street by street, late ones first."""

from collections.abc import Collection
from dataclasses import dataclass

from models.ledger.ledger import Ledger
from models.queries.followup_list import followups


@dataclass(frozen=True, slots=True)
class DueList:
    """Local ids in order, each once, and those that have a visit today already."""

    organizations: tuple[int, ...] = ()
    visited: frozenset[int] = frozenset()

    def place(self, organization: int) -> int:
        """1 for the first; 0 for one that is not on the list."""
        return self.organizations.index(organization) + 1 if organization in self.organizations else 0

    def next_one(self, after: Collection[int] = ()) -> int | None:
        """The next without a visit today, from the one after `after` on and then from the beginning."""
        last = max((self.place(organization) for organization in after), default=0)
        turned = self.organizations[last:] + self.organizations[:last]
        return next((each for each in turned if each not in self.visited and each not in after), None)


def read_due_list(ledger: Ledger) -> DueList:
    """The list of the person who is working; of everybody in a ledger without persons."""
    today = ledger.today().isoformat()
    cadre = ledger.author.cadre or None
    rows = [*followups(ledger, "late", cadre=cadre), *followups(ledger, "today", cadre=cadre)]
    streets = {street: place for place, street in enumerate(dict.fromkeys(row.street for row in rows))}
    route = sorted(rows, key=lambda row: streets[row.street])  # one street is gone through before the next
    organizations = tuple(dict.fromkeys(row.organization for row in route))
    return DueList(organizations, frozenset(row.organization for row in rows if row.last_visit_on == today))
