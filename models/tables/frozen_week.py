"""A print of a week as it was."""

from typing import ClassVar

from models.orm import Field, SQLModel


class FrozenWeek(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.FROZEN_WEEK`."""

    __tablename__: ClassVar[str] = "frozen_week"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    week: str | None = Field(default=None, index=True)
    kind: str | None = None
    scope: str | None = None
    frozen_at: str | None = None
    report: str | None = None
    figures: str | None = None
    members: str | None = None
    content: str | None = None
    hash: str | None = None
    deleted: int | None = None
