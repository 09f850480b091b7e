"""A dated decision whether an organization meets the conditions (具备建会条件)."""

from typing import ClassVar

from models.orm import Field, SQLModel


class Eligibility(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.ELIGIBILITY`."""

    __tablename__: ClassVar[str] = "eligibility"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    org_id: int = Field(foreign_key="organization.id", index=True)
    decision: str | None = None
    decided_on: str | None = None
    ground: str | None = None
    evidence: str | None = None
    decided_by: str | None = None
    until: str | None = None
    deleted: int | None = None
