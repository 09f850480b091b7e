"""A campaign (专项行动) with its scope rule, as far as it differs from the one that ships."""

from typing import ClassVar

from models.orm import Field, SQLModel


class Campaign(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.CAMPAIGN`."""

    __tablename__: ClassVar[str] = "campaign"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    name: str | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    scope_rule: str | None = None
    retired: int | None = None
    deleted: int | None = None
