"""A reason for having no union (未建会原因), open until it is resolved."""

from typing import ClassVar

from models.orm import Field, SQLModel


class Reason(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.REASON`."""

    __tablename__: ClassVar[str] = "reason"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    org_id: int = Field(foreign_key="organization.id", index=True)
    code: str | None = None
    is_primary: int | None = None
    opened_on: str | None = None
    note: str | None = None
    evidence: str | None = None
    visit: bytes | None = None
    resolved_on: str | None = None
    resolved_by: str | None = None
    deleted: int | None = None
