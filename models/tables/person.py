"""A person of an organization (负责人, 联络人, 候选主席 …)."""

from typing import ClassVar

from models.orm import Field, SQLModel


class Person(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.PERSON`."""

    __tablename__: ClassVar[str] = "person"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    org_id: int = Field(foreign_key="organization.id", index=True)
    name: str | None = None
    role: str | None = None
    title: str | None = None
    phone: str | None = None
    since: str | None = None
    until: str | None = None
    note: str | None = None
    deleted: int | None = None
