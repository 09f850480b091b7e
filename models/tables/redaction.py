"""What was blanked at somebody's wish (清除个人信息): rules, and the facts that were blanked."""

from typing import ClassVar

from models.orm import Field, SQLModel


class Redaction(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.REDACTION`."""

    __tablename__: ClassVar[str] = "redaction"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    org_id: int = Field(foreign_key="organization.id", index=True)
    fact_kind: int | None = None
    record: bytes | None = Field(default=None, index=True)
    field: str | None = None
    batch: bytes | None = None
    edit: bytes | None = None
    hash_before: str | None = None
    hash_after: str | None = None
    salt: str | None = None
    digest: str | None = None
    deleted: int | None = None
