"""A changed or added street or town (街道、乡镇)."""

from typing import ClassVar

from models.orm import Field, SQLModel


class Division(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.DIVISION`."""

    __tablename__: ClassVar[str] = "division"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    code: str | None = None
    name: str | None = None
    retired: int | None = None
    deleted: int | None = None
