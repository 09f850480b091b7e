"""How a superior's form is filled."""

from typing import ClassVar

from models.orm import Field, SQLModel


class FormProfile(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.FORM_PROFILE`."""

    __tablename__: ClassVar[str] = "form_profile"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    fingerprint: str | None = Field(default=None, index=True)
    name: str | None = None
    mapping: str | None = None
    retired: int | None = None
    deleted: int | None = None
