"""A former or short name (曾用名) of an organization."""

from typing import ClassVar

from models.orm import Field, SQLModel


class FormerName(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.FORMER_NAME`."""

    __tablename__: ClassVar[str] = "former_name"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    org_id: int = Field(foreign_key="organization.id", index=True)
    name: str | None = None
    source: str | None = None
    until: str | None = None
    deleted: int | None = None
