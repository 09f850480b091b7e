"""An answer of the survey (摸底): has it, has it not, or asked and nobody knows."""

from typing import ClassVar

from models.orm import Field, SQLModel


class SurveyAnswer(SQLModel, table=True):
    """Mirrors the table; validates nothing, has no logic. Facts: `record_kinds.SURVEY_ANSWER`."""

    __tablename__: ClassVar[str] = "survey_answer"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    created_in: int
    org_id: int = Field(foreign_key="organization.id", index=True)
    question: str | None = None
    answer: str | None = None
    value: str | None = None
    note: str | None = None
    deleted: int | None = None
