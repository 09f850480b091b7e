"""A social organization (社会组织) with every column of the ledger and what is derived from its records."""

from typing import ClassVar

from models.orm import Field, SQLModel


class Organization(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.ORGANIZATION`."""

    __tablename__: ClassVar[str] = "organization"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    code: str | None = None
    name: str | None = None
    type: str | None = None
    category: str | None = None
    authority: str | None = None
    level: str | None = None
    supervisor: str | None = None
    founded_on: str | None = None
    address: str | None = None
    street: str | None = None
    key_declared: int | None = None
    status: str | None = None
    staff: int | None = None
    full_time: int | None = None
    part_time: int | None = None
    contracts: int | None = None
    women: int | None = None
    under_35: int | None = None
    party_members: int | None = None
    party_org: str | None = None
    members: int | None = None
    head: str | None = None
    contact: str | None = None
    contact_title: str | None = None
    phone: str | None = None
    proposed_route: str | None = None
    leader: str | None = None
    responsible_unit: str | None = None
    owner: bytes | None = None
    deadline: str | None = None
    stage: str | None = None
    side_state: str | None = None
    closing: str | None = None
    closed_on: str | None = None
    reviewer: str | None = None
    note: str | None = None
    deleted: int | None = None
    shown_type: str | None = None
    shown_level: str | None = None
    scope: str | None = None
    code_state: str | None = None
    region: str | None = None
    eligibility: str | None = None
    eligible_until: str | None = None
    coverage: str | None = None
    covered_on: str | None = None
    visit_count: int | None = None
    last_visit_on: str | None = None
    last_visit_mode: str | None = None
    last_visit_result: str | None = None
    main_reason: str | None = None
    next_due_on: str | None = None
    next_followup: int | None = None
    conflicts: int | None = None
    joined_into: int | None = None
