"""What an office has one of travels: the order of the map's tiles, where one joins; two of one office may conflict."""

from models.edits.joining_page import set_joining_page
from models.edits.map_order import arrange_map
from models.ledger.map_order import map_order_of
from models.merging.conflicts import conflicts
from models.queries.joining_leaflet import joining_page
from tests.models.merging.offices import Office

CHIGANG, XINGANG = "440105001", "440105002"


def order(office: Office) -> tuple[str, ...]:
    with office.ledger.reading() as db:
        return map_order_of(db)


def test_it_travels_with_the_ledger(district: Office, street: Office) -> None:
    street.at_work()
    arrange_map(street.ledger, [XINGANG, CHIGANG])
    district.merge(street.send("排列"))
    assert order(district) == (XINGANG, CHIGANG)


def test_different_orders_are_a_conflict_and_one_record(district: Office, street: Office) -> None:
    district.at_work()
    arrange_map(district.ledger, [CHIGANG])
    street.merge(district.send("始"))
    arrange_map(street.ledger, [XINGANG, CHIGANG])
    sent = street.send("乙")
    district.at_work()
    arrange_map(district.ledger, [CHIGANG, XINGANG])
    back = district.send("甲")
    district.merge(sent)
    street.merge(back)
    assert len(conflicts(district.ledger)) == len(conflicts(street.ledger)) == 1
    assert order(district) == order(street)
    assert district.one("SELECT count(*) FROM saved_view WHERE purpose='map'")[0] == 1


def test_the_order_of_another_office_arranges_nothing_here(district: Office, street: Office) -> None:
    street.at_work()
    street.ledger.put_setting("unit", "ab" * 16)
    arrange_map(street.ledger, [XINGANG, CHIGANG])
    district.merge(street.send("别家"))
    assert order(district) == ()


def test_where_another_office_joins_is_not_where_ours_does(district: Office, street: Office) -> None:
    street.at_work()
    street.ledger.put_setting("unit", "00" * 16)
    set_joining_page(street.ledger, address="https://street.example.org/join")
    district.merge(street.send("别家"))
    assert not joining_page(district.ledger).address
    set_joining_page(district.ledger, address="https://district.example.org/join")
    assert joining_page(district.ledger).address == "https://district.example.org/join"
    street.merge(district.send("回"))
    assert joining_page(street.ledger).address == "https://street.example.org/join"
