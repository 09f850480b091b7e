"""What a person said of two organizations (同一、不同、总分或共址): the same, apart, or related."""

from typing import ClassVar

from models.orm import Field, SQLModel


class OrganizationLink(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.ORGANIZATION_LINK`."""

    __tablename__: ClassVar[str] = "organization_link"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    org_id: int = Field(foreign_key="organization.id", index=True)
    other: bytes | None = None
    relation: str | None = None
    note: str | None = None
    seen: str | None = None
    deleted: int | None = None
