"""A view of the ledger is over when it ends, wherever a question that nobody waits for any more was stopped."""

import pytest
from sqlmodel import select

from models.ledger.ledger import Ledger
from models.ledger.sessions import session
from models.progress import Cancelled
from models.tables.organization import Organization
from tests.models.edits.desk import Desk


def test_a_view_that_is_stopped_at_any_step_is_over(office: Desk) -> None:
    """Also at its BEGIN and at its end: SQLite counts the steps of a statement over all of its runs.

    A view that stays would show the ledger of that moment from then on, and hold up every change.
    """
    ledger = office.ledger
    office.add("甲园")
    with ledger.reading() as db:
        reader = db
    stopped = 0
    for place in range(60):
        calls = iter(range(place))
        reader.set_progress_handler(lambda: next(calls, None) is None, 1)  # noqa: B023 - used up in this round
        try:
            assert _names(ledger) == ["甲园"]
        except Cancelled:
            stopped += 1
        finally:
            reader.set_progress_handler(None, 0)
        assert not reader.in_transaction, place
    assert 10 < stopped < 60
    office.add("乙园")
    assert _names(ledger) == ["甲园", "乙园"]


@pytest.mark.parametrize("time", ["first", "later"])
def test_classes_are_read_in_the_view_that_is_open(office: Desk, time: str) -> None:
    """Neither the engine's first look at a connection nor the end of a session ends it."""
    ledger = office.ledger
    office.add("甲园")
    if time == "later":
        with session(ledger) as read:
            read.exec(select(Organization)).all()
    with ledger.reading() as db:
        assert len(db.execute("SELECT id FROM organization").fetchall()) == 1
        with session(ledger) as read:
            assert [each.name for each in read.exec(select(Organization))] == ["甲园"]
            assert db.in_transaction
        assert db.in_transaction
    assert not db.in_transaction


def _names(ledger: Ledger) -> list[str]:
    with ledger.reading() as db:
        return [name for (name,) in db.execute("SELECT name FROM organization ORDER BY id").fetchall()]
