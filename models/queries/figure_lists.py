"""The list behind every figure, so that each number of a screen opens what it counts."""

from dataclasses import dataclass

from models.ledger.ledger import Ledger
from models.queries.conditions import ELIGIBLE, KEY, NOT_ELIGIBLE, OWN_UNION, Conditions
from models.queries.figures import EXTENSION, area_digits, group_sql
from models.queries.organization_list import ListQuery


@dataclass(frozen=True, slots=True)
class FigureLists:
    """The conditions of one ledger's figures, as SQL over `o`; make it with `figure_lists`."""

    measures: dict[str, str]
    digits: int

    def query(self, measure: str, by: str = "", key: str | None = None) -> ListQuery:
        """The list of a figure; of one group (`by` as in `figures_by`, or "area") where one is named.

        Measures: key, eligible, not_eligible, undecided, built, built_own, missing (eligible without a union),
        overdue, conflicts, no_reason (all without a union), extension, extension_built.
        """
        condition = self.measures[measure]
        if not by:
            return ListQuery(where=condition)
        return ListQuery(where=f"{condition} AND {group_sql(by, self.digits)} IS ?", values=(key,))

    def covered_between(self, first: str, last: str) -> ListQuery:
        """Key organizations covered since `first` and before `last` (YYYY-MM-DD)."""
        covered = f"{self.measures['key']} AND o.coverage IS NOT NULL AND o.covered_on>=? AND o.covered_on<?"
        return ListQuery(where=covered, values=(first, last))


def figure_lists(ledger: Ledger) -> FigureLists:
    """The lists behind the figures of this ledger."""
    with ledger.reading() as db:
        c = Conditions(db)
        live, covered, late = c.live, c.covered, c.late
    key, extension = f"{live} AND {KEY}", f"{live} AND {EXTENSION}"
    measures = {
        "key": key,
        "eligible": f"{key} AND {ELIGIBLE}",
        "not_eligible": f"{key} AND {NOT_ELIGIBLE}",
        "undecided": f"{key} AND NOT {ELIGIBLE} AND NOT {NOT_ELIGIBLE}",
        "built": f"{key} AND {ELIGIBLE} AND {covered}",
        "built_own": f"{key} AND {ELIGIBLE} AND {OWN_UNION}",
        "missing": f"{key} AND {ELIGIBLE} AND NOT {covered}",
        "overdue": f"{key} AND {late}",
        "conflicts": f"{key} AND coalesce(o.conflicts,0)>0",
        "no_reason": f"{live} AND NOT {covered} AND o.main_reason IS NULL",
        "extension": extension,
        "extension_built": f"{extension} AND {covered}",
    }
    return FigureLists(measures, area_digits(ledger))
