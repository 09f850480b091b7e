"""The content of attachments, each once."""

from typing import ClassVar

from models.orm import Field, SQLModel


class FileContent(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.FILE_CONTENT`."""

    __tablename__: ClassVar[str] = "file_content"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    sha256: str | None = None
    base64: str | None = None
    deleted: int | None = None
