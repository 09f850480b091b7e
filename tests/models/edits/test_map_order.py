"""The order of the tiles: one record of the office that is kept, changed, undone and put back."""

from models.edits.map_order import arrange_map
from models.edits.undo import undo
from models.ledger.map_order import map_order_of
from models.queries.battle_map import battle_map
from models.queries.saved_views import saved_views
from tests.models.edits.desk import CHIGANG, Desk

XINGANG, CHANGGANG = "440105002", "440105003"


def shown(office: Desk) -> list[str]:
    return [tile.street.code for tile in battle_map(office.ledger, number=1).tiles]


def kept(office: Desk) -> tuple[str, ...]:
    with office.ledger.reading() as db:
        return map_order_of(db)


def fill(office: Desk) -> None:
    for number, street in enumerate((CHIGANG, XINGANG, CHANGGANG, None)):
        office.add(f"第{number}幼儿园", type="service", category="kindergarten", level="county", street=street)


def test_tiles_stand_as_arranged_and_new_streets_follow(office: Desk) -> None:
    fill(office)
    arrange_map(office.ledger, [CHANGGANG, CHIGANG, CHANGGANG])
    assert kept(office) == (CHANGGANG, CHIGANG)
    assert shown(office) == [CHANGGANG, CHIGANG, XINGANG, ""]
    rows = [row.street.code for row in battle_map(office.ledger, number=1).matrix]
    assert rows[-1] == ""
    assert not saved_views(office.ledger)  # it is no view of the list


def test_it_is_changed_undone_and_put_back(office: Desk) -> None:
    fill(office)
    usual = shown(office)
    first = [*reversed(usual[:3])]
    arrange_map(office.ledger, first)
    again = arrange_map(office.ledger, first)
    assert not again.batch  # nothing new was said
    arrange_map(office.ledger, [])
    assert shown(office) == usual
    undo(office.ledger)
    assert shown(office)[:3] == first
    undo(office.ledger)
    assert shown(office) == usual
    arrange_map(office.ledger, first)
    assert shown(office)[:3] == first


def test_places_stay_free_and_an_older_program_reads_an_order(office: Desk) -> None:
    fill(office)
    arrange_map(office.ledger, [CHANGGANG, "", "", CHIGANG, "", ""])
    assert kept(office) == (CHANGGANG, "", "", CHIGANG)
    assert shown(office) == [CHANGGANG, CHIGANG, XINGANG, ""]
    before = {tile.street.code: tile.before for tile in battle_map(office.ledger, number=1).tiles}
    assert before == {CHANGGANG: 0, CHIGANG: 2, XINGANG: 0, "": 0}
    part = battle_map(office.ledger, number=1, areas=[CHIGANG, CHANGGANG])
    assert all(tile.before == 0 for tile in part.tiles)  # of a part of the map free places mean nothing
