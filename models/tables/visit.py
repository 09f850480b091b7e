"""A visit (走访): made once, never changed; a correction is a new visit that points at the old one."""

from typing import ClassVar

from models.orm import Field, SQLModel


class Visit(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.VISIT`."""

    __tablename__: ClassVar[str] = "visit"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    org_id: int = Field(foreign_key="organization.id", index=True)
    visited_on: str | None = None
    mode: str | None = None
    result: str | None = None
    cadre: bytes | None = None
    companions: str | None = None
    met: str | None = None
    minutes: int | None = None
    note: str | None = None
    corrects: bytes | None = None
    deleted: int | None = None
