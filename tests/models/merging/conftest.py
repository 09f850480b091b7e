from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.models.edits.desk import without_waiting_for_the_disk
from tests.models.merging.offices import Office, Offices, offices_in


@pytest.fixture
def offices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Offices]:
    """Makes laptops with copies of one ledger."""
    without_waiting_for_the_disk(monkeypatch)
    with offices_in(tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def district(offices: Offices) -> Office:
    """The supervisor's laptop."""
    return offices.found("district")


@pytest.fixture
def street(offices: Offices) -> Office:
    """A cadre's laptop."""
    return offices.found("street")
