"""What a union is likely to be called: from the organization it is for, or from what several have in common."""

from collections.abc import Sequence

from models.language import _
from models.queries.organization_list import OrganizationRow
from models.vocabulary import CATEGORIES


def proposed_name(route: str, rows: Sequence[OrganizationRow]) -> str:
    """阳光幼儿园工会委员会, 望江街道联合工会委员会, 民办幼儿园行业工会联合会; empty without organizations."""
    if not rows:
        return ""
    name = rows[0].name
    street = rows[0].street_name if len({row.street for row in rows}) == 1 else ""
    category = CATEGORIES.label(rows[0].category) if len({row.category for row in rows}) == 1 else ""
    if route == "own":
        return _("{name}工会委员会").format(name=name)
    if route == "sector":
        return _("{name}行业工会联合会").format(name=category or name)
    if route == "area":
        return _("{name}社会组织区域工会联合会").format(name=street or name)
    return _("{name}联合工会委员会").format(name=street if len(rows) > 1 and street else name)
