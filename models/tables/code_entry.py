"""A changed or added entry of a code list."""

from typing import ClassVar

from models.orm import Field, SQLModel


class CodeEntry(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.CODE_ENTRY`."""

    __tablename__: ClassVar[str] = "code_entry"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    list: str | None = None
    code: str | None = None
    label: str | None = None
    position: int | None = None
    effect: str | None = None
    next_step: str | None = None
    days: int | None = None
    evidence: str | None = None
    route: str | None = None
    retired: int | None = None
    deleted: int | None = None
