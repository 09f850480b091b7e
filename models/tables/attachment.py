"""A photo or scan that hangs on an organization; what is in it stands in `file_content`."""

from typing import ClassVar

from models.orm import Field, SQLModel


class Attachment(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.ATTACHMENT`."""

    __tablename__: ClassVar[str] = "attachment"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    org_id: int = Field(foreign_key="organization.id", index=True)
    name: str | None = None
    content: bytes | None = Field(default=None, index=True)
    media_type: str | None = None
    size: int | None = None
    note: str | None = None
    visit: bytes | None = None
    deleted: int | None = None
