"""Where an import came from and what it counted."""

from typing import ClassVar

from models.orm import Field, SQLModel


class ImportSource(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.IMPORT_SOURCE`."""

    __tablename__: ClassVar[str] = "import_source"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    file_name: str | None = None
    sheet: str | None = None
    registry_on: str | None = None
    total: int | None = None
    added: int | None = None
    updated: int | None = None
    same: int | None = None
    doubtful: int | None = None
    rejected: int | None = None
    deleted: int | None = None
