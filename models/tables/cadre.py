"""One of our own people (工会干部)."""

from typing import ClassVar

from models.orm import Field, SQLModel


class Cadre(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.CADRE`."""

    __tablename__: ClassVar[str] = "cadre"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    name: str | None = None
    working_unit: bytes | None = None
    streets: str | None = None
    phone: str | None = None
    left_on: str | None = None
    deleted: int | None = None
