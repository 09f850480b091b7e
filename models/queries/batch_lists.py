"""The organizations that one batch touched, as lists: what an import brought, what of it needs work."""

from models.queries.organization_list import ListQuery
from models.tables.record_kinds import ORGANIZATION, RECORD_KINDS

_BATCH = "(SELECT id FROM batch WHERE uid=?)"


def made_in(batch: str, view: str = "all") -> ListQuery:
    """The organizations that a batch (hexadecimal id) made, as far as they belong to a view."""
    return ListQuery(view=view, where=f"o.created_in={_BATCH}", values=(bytes.fromhex(batch),))


def touched_by(batch: str) -> ListQuery:
    """The organizations that a batch made, changed, or added something to."""
    ways = [
        f"o.created_in={_BATCH}",
        f"o.uid IN (SELECT rec FROM edit WHERE kind={ORGANIZATION.number} AND batch={_BATCH})",
        *(
            f"o.id IN (SELECT org_id FROM {kind.table} WHERE created_in={_BATCH})"
            for kind in RECORD_KINDS
            if kind.of_organization
        ),
    ]
    return ListQuery(where=" OR ".join(ways), values=(bytes.fromhex(batch),) * len(ways))
