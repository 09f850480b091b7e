from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.targets.campaign_office import Bench, Office, fill, office_in
from ui.battle_map.page import make_page


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path) as made:
        yield made


@pytest.fixture
def filled(office: Office) -> Office:
    fill(office)
    return office


@pytest.fixture
def bench(office: Office, qapp: object) -> Iterator[Bench]:
    """The page over the ledger, not shown yet: a test fills the ledger first."""
    made = Bench(office.ledger, make_page)
    yield made
    made.close()
