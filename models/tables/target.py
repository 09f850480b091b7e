"""A dated target (目标) of a campaign, as far as it differs from those that ship."""

from typing import ClassVar

from models.orm import Field, SQLModel


class Target(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.TARGET`."""

    __tablename__: ClassVar[str] = "target"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    campaign: bytes | None = None
    due_on: str | None = None
    percent: int | None = None
    label: str | None = None
    retired: int | None = None
    deleted: int | None = None
