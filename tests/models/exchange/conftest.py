from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from models.edits.organizations import change_organization, delete_organizations
from models.edits.visits import record_visits
from models.inputs.forms import VisitInput
from tests.models.edits.desk import CHIGANG, Desk, code_of, desk, without_waiting_for_the_disk

OTHER_STREET = "440105002"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A ledger with something of everything: visits, edits, a deletion, two streets, two cadres."""
    without_waiting_for_the_disk(monkeypatch)
    folder = tmp_path / "office"
    folder.mkdir()
    with desk(folder) as open_desk:
        fill(open_desk)
        yield open_desk


def fill(office: Desk) -> None:
    four = office.colleague("李四")
    one = office.add("阳光幼儿园", code=code_of("52", "440105", 1), street=CHIGANG, staff=26, phone="13812345678")
    two = office.add("𠮷祥书画社，“丙”\n第二行", street=OTHER_STREET, owner=four, staff=987654)
    gone = office.add("已注销的学会", street=CHIGANG)
    record_visits(
        office.ledger, [one, two], VisitInput(visited_on=date(2024, 9, 24), result="2", note="门口等了半小时")
    )
    change_organization(office.ledger, one, {"staff": 31, "note": "换了园长"})
    change_organization(office.ledger, one, {"staff": None})
    delete_organizations(office.ledger, [gone])
