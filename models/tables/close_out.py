"""An application to close an organization out (销号申请), with its evidence and what became of it."""

from typing import ClassVar

from models.orm import Field, SQLModel


class CloseOut(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.CLOSE_OUT`."""

    __tablename__: ClassVar[str] = "close_out"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    org_id: int = Field(foreign_key="organization.id", index=True)
    proposed_on: str | None = None
    cadre: bytes | None = None
    evidence: str | None = None
    document_no: str | None = None
    visit: bytes | None = None
    attachment: bytes | None = None
    state: str | None = None
    decided_on: str | None = None
    decided_by: str | None = None
    phrase: str | None = None
    deleted: int | None = None
