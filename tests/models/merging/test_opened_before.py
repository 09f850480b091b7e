"""Files that were opened before a merge was undone: what they were opened without, because it was here, has gone."""

from pathlib import Path

import pytest

from models.edits.visits import record_visits
from models.errors import MergeProblem
from models.exchange.cards import Card
from models.exchange.known import confirm
from models.inputs.forms import VisitInput
from models.merging.merge import merge
from models.merging.offers import Offer
from models.merging.preview import preview
from models.merging.undoing import undo_merge
from tests.models.edits.desk import TODAY
from tests.models.merging.offices import Office


@pytest.fixture
def first(district: Office, street: Office) -> Path:
    """An organization with a visit, in a file of somebody who is known; merged."""
    record_visits(street.ledger, [street.add("阳光幼儿园")], VisitInput(visited_on=TODAY, result="1"))
    path = street.send("first")
    (stranger,) = district.open(path)
    assert stranger.sender is not None
    card = Card(stranger.sender.public_key, stranger.sender.name, stranger.sender.unit, stranger.sender.installation)
    confirm(card, card.code, on=TODAY.isoformat())
    merge(district.ledger, district.open(path))
    return path


@pytest.fixture
def second(street: Office, first: Path) -> Path:
    """A later file, with all of the first one in it."""
    assert first.exists()
    street.add("月亮幼儿园")
    return street.send("second")


@pytest.mark.parametrize("is_looked_at", [False, True])
def test_a_file_is_merged_whole(district: Office, second: Path, *, is_looked_at: bool) -> None:
    offers = district.open(second)
    assert offers[0].passed > 0  # parts that were here were not unpacked
    looked = preview(district.ledger, offers) if is_looked_at else None
    undo_merge(district.ledger, "latest")
    assert district.count("organization") == 0
    merged = merge(district.ledger, offers, looked=looked)
    assert merged.files[0].counts["visits"] == 1
    assert (district.count("organization"), district.count("visit")) == (2, 1)
    district.prove()


def test_a_file_that_was_here_is_merged_again(district: Office, first: Path) -> None:
    offers = district.open(first)
    assert offers[0].known_in
    undo_merge(district.ledger, "latest")
    assert merge(district.ledger, offers).files[0].counts["visits"] == 1
    district.prove()


def test_an_undo_in_the_middle_of_a_merge_stops_it(
    district: Office, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the files were looked at, before they are written."""
    offers = district.open(second)
    backup = district.ledger.backup

    def undo_first(*, reason: str) -> object:
        monkeypatch.setattr(district.ledger, "backup", backup)
        undo_merge(district.ledger, "latest")
        return backup(reason=reason)

    monkeypatch.setattr(district.ledger, "backup", undo_first)
    with pytest.raises(MergeProblem, match="撤销了一次合并"):
        merge(district.ledger, offers)
    assert district.count("organization") == 0
    district.prove()
    merge(district.ledger, offers)
    assert (district.count("organization"), district.count("visit")) == (2, 1)
    district.prove()


def test_a_file_that_is_not_there_any_more_is_refused(district: Office, second: Path) -> None:
    offers: list[Offer] = district.open(second)
    undo_merge(district.ledger, "latest")
    second.unlink()
    merged = merge(district.ledger, offers)
    assert merged.files[0].refused
    assert district.count("organization") == 0
