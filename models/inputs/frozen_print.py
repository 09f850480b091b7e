"""A print of a week, ready to be kept."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FrozenPrint:
    """The columns of the record: `figures` is JSON, `members` and `content` are zlib in base64 (frozen_weeks)."""

    week: str
    kind: str
    scope: str
    frozen_at: str
    report: str
    figures: str
    members: str
    content: str
    hash: str
