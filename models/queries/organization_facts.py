"""The stored values of one organization, for a form: quick, and without what belongs to it."""

from dataclasses import dataclass

from models.ledger.ledger import Ledger
from models.tables.record_kinds import ORGANIZATION


@dataclass(frozen=True, slots=True)
class OrganizationFacts:
    """Values by field name as stored (a cadre is its record id); type and level also as the code or the rule says."""

    values: dict[str, object]
    shown_type: str
    shown_level: str


def organization_facts(ledger: Ledger, organization: int) -> OrganizationFacts | None:
    """The facts of the organization of that local id; None if it is not here (any more)."""
    columns = ",".join(ORGANIZATION.names)
    with ledger.reading() as db:
        row = db.execute(
            f"SELECT {columns}, coalesce(shown_type,''), coalesce(shown_level,'') FROM organization WHERE id=?",
            (organization,),
        ).fetchone()
    if row is None:
        return None
    *values, shown_type, shown_level = row
    return OrganizationFacts(dict(zip(ORGANIZATION.names, values, strict=True)), shown_type, shown_level)
