"""What a print of a week is limited to."""

from collections.abc import Sequence

from models.errors import InputProblem
from models.language import _


def within(areas: Sequence[str]) -> str:
    """The condition that limits to areas; codes are digits only, so they may stand in the text."""
    if not areas:
        return "1"
    for code in areas:
        if not code.isdigit():
            raise InputProblem(_("“{code}”不是行政区划代码。").format(code=code))
    return "(" + " OR ".join(f"coalesce(o.street,o.region) LIKE '{code}%'" for code in areas) + ")"
