"""A saved view or column layout of a list."""

from typing import ClassVar

from models.orm import Field, SQLModel


class SavedView(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.SAVED_VIEW`."""

    __tablename__: ClassVar[str] = "saved_view"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    name: str | None = None
    purpose: str | None = None
    spec: str | None = None
    position: int | None = None
    retired: int | None = None
    deleted: int | None = None
