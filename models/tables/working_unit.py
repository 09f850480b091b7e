"""One of our own working units (工作单位)."""

from typing import ClassVar

from models.orm import Field, SQLModel


class WorkingUnit(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.WORKING_UNIT`."""

    __tablename__: ClassVar[str] = "working_unit"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    name: str | None = None
    division: str | None = None
    note: str | None = None
    deleted: int | None = None
