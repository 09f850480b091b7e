from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.models.edits.desk import Desk, desk, without_waiting_for_the_disk


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A new ledger with its clock."""
    without_waiting_for_the_disk(monkeypatch)
    with desk(tmp_path) as open_desk:
        yield open_desk
