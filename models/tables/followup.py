"""A follow-up (跟进): what was promised, by when, by whom."""

from typing import ClassVar

from models.orm import Field, SQLModel


class Followup(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.FOLLOWUP`."""

    __tablename__: ClassVar[str] = "followup"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    org_id: int = Field(foreign_key="organization.id", index=True)
    task: str | None = None
    due_on: str | None = None
    cadre: bytes | None = None
    state: str | None = None
    done_on: str | None = None
    outcome: str | None = None
    visit: bytes | None = None
    deleted: int | None = None
    origin: str | None = None
