"""The SQLModel classes say the same as the frozen SQL, column by column (docs/decisions/0004)."""

import sqlite3
from collections.abc import Iterator

import pytest
from sqlmodel import SQLModel

from models.ledger.migrations import statements, steps
from models.tables.attachment import Attachment
from models.tables.cadre import Cadre
from models.tables.campaign import Campaign
from models.tables.close_out import CloseOut
from models.tables.code_entry import CodeEntry
from models.tables.coverage import Coverage
from models.tables.division import Division
from models.tables.eligibility import Eligibility
from models.tables.file_content import FileContent
from models.tables.followup import Followup
from models.tables.form_profile import FormProfile
from models.tables.former_name import FormerName
from models.tables.frozen_week import FrozenWeek
from models.tables.import_profile import ImportProfile
from models.tables.import_source import ImportSource
from models.tables.organization import Organization
from models.tables.organization_link import OrganizationLink
from models.tables.person import Person
from models.tables.reason import Reason
from models.tables.record_kinds import RECORD_KINDS, ColumnType, RecordKind
from models.tables.redaction import Redaction
from models.tables.saved_view import SavedView
from models.tables.survey_answer import SurveyAnswer
from models.tables.target import Target
from models.tables.trade_union import TradeUnion
from models.tables.visit import Visit
from models.tables.working_unit import WorkingUnit

CLASSES: dict[str, type[SQLModel]] = {
    "survey_answer": SurveyAnswer,
    "attachment": Attachment,
    "organization_link": OrganizationLink,
    "file_content": FileContent,
    "organization": Organization,
    "former_name": FormerName,
    "person": Person,
    "visit": Visit,
    "reason": Reason,
    "followup": Followup,
    "eligibility": Eligibility,
    "coverage": Coverage,
    "trade_union": TradeUnion,
    "working_unit": WorkingUnit,
    "cadre": Cadre,
    "code_entry": CodeEntry,
    "division": Division,
    "campaign": Campaign,
    "target": Target,
    "import_source": ImportSource,
    "saved_view": SavedView,
    "import_profile": ImportProfile,
    "form_profile": FormProfile,
    "redaction": Redaction,
    "frozen_week": FrozenWeek,
    "close_out": CloseOut,
}
SQL_TYPES = {ColumnType.INTEGER: "INTEGER", ColumnType.FLAG: "INTEGER", ColumnType.REFERENCE: "BLOB"}


@pytest.fixture(scope="module")
def schema() -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(":memory:")
    for step in steps():
        for statement in statements(step.sql):
            db.execute(statement)
    yield db
    db.close()


def columns(db: sqlite3.Connection, table: str) -> dict[str, tuple[str, bool]]:
    """Name to (type, may be empty); a primary key is never empty."""
    return {
        name: (kind, not required and not key)
        for _n, name, kind, required, _d, key in db.execute(f"PRAGMA table_info({table})")
    }


def test_every_kind_has_a_class() -> None:
    assert sorted(CLASSES) == sorted(kind.table for kind in RECORD_KINDS)


@pytest.mark.parametrize("table", sorted(CLASSES))
def test_class_mirrors_the_table(schema: sqlite3.Connection, table: str) -> None:
    mirrored = {
        column.name: (column.type.compile().replace("VARCHAR", "TEXT"), bool(column.nullable))
        for column in SQLModel.metadata.tables[table].columns
    }
    assert mirrored == columns(schema, table)
    assert CLASSES[table].__tablename__ == table


@pytest.mark.parametrize("kind", RECORD_KINDS, ids=lambda kind: kind.table)
def test_facts_are_columns_of_the_table(schema: sqlite3.Connection, kind: RecordKind) -> None:
    found = columns(schema, kind.table)
    for column in kind.columns:
        assert found[column.name][0] == SQL_TYPES.get(column.type, "TEXT"), column.name
