from collections.abc import Iterator

import pytest

from tests.facts.reading import Ledgers


@pytest.fixture
def ledgers() -> Iterator[Ledgers]:
    """Empty ledgers in memory."""
    found = Ledgers()
    yield found
    found.close()
