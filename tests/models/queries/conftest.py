from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.models.edits.desk import Desk, desk, without_waiting_for_the_disk
from tests.models.queries.messy import messy_ledger
from tests.models.queries.reckoning import Reckoned, reckon


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A new ledger with its clock."""
    without_waiting_for_the_disk(monkeypatch)
    with desk(tmp_path) as open_desk:
        yield open_desk


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A demo ledger with everything in it that real work brings; shared, so only to be read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIANHUI_PROFILE", str(tmp_path_factory.mktemp("profile")))
        without_waiting_for_the_disk(patch)
        with messy_ledger(tmp_path_factory.mktemp("messy")) as open_desk:
            yield open_desk


@pytest.fixture(scope="module")
def reckoned(messy: Desk) -> list[Reckoned]:
    """Every organization of the messy ledger, judged by hand."""
    return reckon(messy.ledger)
