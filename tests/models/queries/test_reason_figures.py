"""Reasons in figures against a reckoning by hand, and the lists behind every number."""

from datetime import date, timedelta

import pytest

from models.edits.reasons import add_reason, resolve_reason
from models.edits.unions import form_union
from models.inputs.forms import ReasonInput, UnionInput
from models.queries.organization_list import ids
from models.queries.reason_figures import ReasonScope, ReasonTarget, reason_figures, reason_list
from tests.models.edits.desk import TODAY, Desk

KEY = {"type": "service", "category": "kindergarten", "level": "county"}
STREETS = ("440105001", "440105002")


@pytest.fixture
def office_of_reasons(office: Desk) -> Desk:
    """D1 three times (one of them unionized since), B2 once main and once beside, one without a reason."""
    for number in range(5):
        office.add(f"幼儿园{number}", **KEY, street=STREETS[number % 2])
    office.add("象棋协会", type="association", level="county", street=STREETS[0])
    for one, code, primary, ago in (
        (1, "D1", True, 3),
        (2, "D1", True, 60),
        (3, "D1", True, 60),
        (3, "B2", False, 3),
        (4, "B2", True, 60),
        (6, "D4", True, 60),
    ):
        opened = TODAY - timedelta(days=ago)
        add_reason(office.ledger, one, ReasonInput(code=code, is_primary=primary, opened_on=opened))
    resolve_reason(office.ledger, 3, "D1", on=date(2024, 9, 20), by="讲解")
    form_union(office.ledger, [2], UnionInput(name="工会", route="own", founded_on=TODAY))
    return office


def test_figures_of_the_key_ones(office_of_reasons: Desk) -> None:
    figures = reason_figures(office_of_reasons.ledger, ReasonScope())
    found = [
        (row.code, row.count, row.share, row.cumulative, row.opened, row.resolved, row.ever, row.built, row.rate)
        for row in figures.rows
    ]
    # 1 has D1, 2 is unionized, 3's D1 is resolved and B2 is left, 4 has B2, 5 none; the association is not key.
    assert found == [
        ("B2", 2, 667, 667, 1, 0, 2, 0, 0),
        ("D1", 1, 333, 1000, 1, 1, 3, 1, 333),
        ("", 1, None, None, 0, 0, 0, 0, None),
    ]
    assert figures.total == 4
    assert figures.rows[0].words.startswith("B2 ")


SCOPES = (
    ReasonScope(),
    ReasonScope(key_only=False),
    ReasonScope(area=STREETS[0]),
    ReasonScope(key_only=False, type="association"),
)


@pytest.mark.parametrize("scope", SCOPES)
def test_every_number_opens_that_many(office_of_reasons: Desk, scope: ReasonScope) -> None:
    ledger = office_of_reasons.ledger
    figures = reason_figures(ledger, scope)
    assert figures.rows
    for row in figures.rows:
        assert len(ids(ledger, reason_list(ledger, ReasonTarget(scope, "open", (row.code,))))) == row.count
        if row.code:
            assert len(ids(ledger, reason_list(ledger, ReasonTarget(scope, "ever", (row.code,))))) == row.ever
            assert len(ids(ledger, reason_list(ledger, ReasonTarget(scope, "built", (row.code,))))) == row.built
    assert figures.total == sum(row.count for row in figures.rows)


def test_a_ledger_without_any(office: Desk) -> None:
    assert reason_figures(office.ledger, ReasonScope()).rows == ()
