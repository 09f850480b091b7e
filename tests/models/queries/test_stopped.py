"""A question that nobody waits for any more ends as stopped wherever it is, and leaves no view open."""

from collections.abc import Callable

import pytest

from models.ledger import connection
from models.ledger.ledger import Ledger
from models.progress import Cancelled, Progress, working
from models.queries.figure_lists import figure_lists
from models.queries.map_lists import MapTarget, map_list
from models.queries.organization_detail import organization_detail
from models.queries.reason_figures import ReasonScope, ReasonTarget, reason_list
from tests.models.edits.desk import Desk

QUESTIONS: dict[str, Callable[[Ledger], object]] = {
    "figure lists": figure_lists,
    "map list": lambda ledger: map_list(ledger, MapTarget("week closed", key="2024-09-23")),
    "reason list": lambda ledger: reason_list(ledger, ReasonTarget(ReasonScope(), "open", codes=("D2",))),
    "organization": lambda ledger: organization_detail(ledger, 1),
}


class Stopping(Progress):
    """Is stopped from some look at it on."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.looks = looks

    @property
    def is_stopped(self) -> bool:
        self.looks -= 1
        return self.looks < 0


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_that_is_stopped_anywhere(office: Desk, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(connection, "_OPERATIONS", 7)  # before the reader is made
    ask = QUESTIONS[name]
    office.add("甲园")
    office.reopen()
    ledger = office.ledger
    asked = ask(ledger)
    places, stopped = 200, 0
    for place in range(places):
        try:
            with working(Stopping(place)):
                ask(ledger)
        except Cancelled:
            stopped += 1
        with ledger.reading() as db:
            reader = db
        assert not reader.in_transaction, place
    assert stopped > 0
    assert ask(ledger) == asked
