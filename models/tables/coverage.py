"""An organization is covered by a union (覆盖)."""

from typing import ClassVar

from models.orm import Field, SQLModel


class Coverage(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.COVERAGE`."""

    __tablename__: ClassVar[str] = "coverage"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    org_id: int = Field(foreign_key="organization.id", index=True)
    trade_union: bytes | None = None
    since: str | None = None
    until: str | None = None
    deleted: int | None = None
