"""A union (工会): own, joint, sector or area; covers one or several organizations."""

from typing import ClassVar

from models.orm import Field, SQLModel


class TradeUnion(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.TRADE_UNION`."""

    __tablename__: ClassVar[str] = "trade_union"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    name: str | None = None
    route: str | None = None
    founded_on: str | None = None
    approved_by: str | None = None
    document_no: str | None = None
    members: int | None = None
    women_members: int | None = None
    chair: str | None = None
    legal_code: str | None = None
    in_national_database: int | None = None
    term_ends_on: str | None = None
    note: str | None = None
    deleted: int | None = None
