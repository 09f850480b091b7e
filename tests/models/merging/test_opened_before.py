"""Files that were opened before a merge was undone: what they were opened without, because it was here, has gone."""

import shutil
from pathlib import Path

import pytest

from models.edits.visits import record_visits
from models.errors import MergeProblem
from models.exchange.cards import Card
from models.exchange.known import confirm
from models.exchange.selecting import Scope
from models.exchange.writing import Wanted, write_exchange
from models.inputs.forms import VisitInput
from models.merging.merge import merge
from models.merging.offers import Offer
from models.merging.preview import preview
from models.merging.undoing import undo_merge
from models.progress import Progress
from models.tables.record_kinds import ORGANIZATION, VISIT
from tests.models.edits.desk import TODAY
from tests.models.merging.offices import PROGRAM, Office


@pytest.fixture
def first(district: Office, street: Office) -> Path:
    """An organization with a visit, in a file of somebody who is known; merged."""
    record_visits(street.ledger, [street.add("阳光幼儿园")], VisitInput(visited_on=TODAY, result="1"))
    path = street.send("first")
    know_sender(district, path)
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


@pytest.mark.parametrize("is_another_by_now", [False, True])
def test_an_undo_in_the_middle_of_a_merge_leaves_nothing_out(
    district: Office, second: Path, first: Path, monkeypatch: pytest.MonkeyPatch, *, is_another_by_now: bool
) -> None:
    """After the files were looked at, before they are written."""
    offers = district.open(second)
    backup = district.ledger.backup

    def undo_first(*, reason: str) -> object:
        monkeypatch.setattr(district.ledger, "backup", backup)
        undo_merge(district.ledger, "latest")
        if is_another_by_now:
            shutil.copyfile(first, second)
        return backup(reason=reason)

    monkeypatch.setattr(district.ledger, "backup", undo_first)
    if is_another_by_now:
        with pytest.raises(MergeProblem, match="损坏"):
            merge(district.ledger, offers)
        assert district.count("organization") == 0
    else:
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


def test_another_file_of_that_name_is_refused(district: Office, second: Path, first: Path) -> None:
    """Nobody has looked at it."""
    offers = district.open(second)
    undo_merge(district.ledger, "latest")
    shutil.copyfile(first, second)
    assert "损坏" in merge(district.ledger, offers).files[0].refused
    assert district.count("organization") == 0


def test_a_part_that_was_here_stays_with_the_file_that_also_held_it(district: Office, street: Office) -> None:
    """Another file in between brings more of the same batch: the file is said to hold its own part of it, no less."""
    one, other = "440105001", "440105002"
    with street.ledger.change() as change:
        for name, where in (("阳光幼儿园", one), ("海棠幼儿园", other)):
            made = change.create(ORGANIZATION, {"name": name, "street": where})
            change.create(VISIT, {"visited_on": "2024-09-25", "result": "1"}, parent=made)
    sent = [part_of(street, one)]
    know_sender(district, sent[0])
    first = merge(district.ledger, district.open(*sent))
    street.add("月亮幼儿园", street=one)
    sent += [part_of(street, other), part_of(street, one)]
    merge(district.ledger, district.open(*sent[1:]))
    assert (district.count("organization"), district.count("visit")) == (3, 2)
    undo_merge(district.ledger, first.merge)
    assert (district.count("organization"), district.count("visit")) == (3, 2)
    district.prove()


def part_of(office: Office, street: str) -> Path:
    """An exchange file with the organizations of one street."""
    office.at_work()
    path = office.path.parent / f"{street} {office.count('organization')}.jhx"
    write_exchange(office.ledger, path, Wanted(scope=Scope((street,))), program=PROGRAM, progress=Progress())
    return path


def know_sender(office: Office, path: Path) -> None:
    """The code of who sent a file was heard on the telephone."""
    (offer,) = office.open(path)
    assert offer.sender is not None
    card = Card(offer.sender.public_key, offer.sender.name, offer.sender.unit, offer.sender.installation)
    confirm(card, card.code, on=TODAY.isoformat())
