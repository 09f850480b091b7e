"""Why an organization is proposed, in which order, and that telephone numbers stay masked."""

import pytest

from models.edits.organizations import add_former_name, delete_organizations
from models.edits.people import add_person
from models.queries.search_hits import SearchHit, best_hits, scanned_organization
from models.tables.record_kinds import ORGANIZATION, VISIT
from tests.models.edits.desk import Desk, code_of


@pytest.fixture
def town(office: Desk) -> Desk:
    one = office.add(
        "赤岗陽光幼兒園",
        code=code_of("52", "440105"),
        head="单国强",
        address="新港中路１号",
        phone="020-3408-2442",
    )
    add_former_name(office.ledger, one, "海燕托儿所")
    add_person(office.ledger, one, {"name": "李四", "note": "分管后勤"})
    with office.ledger.change() as change:
        values = {"visited_on": "2024-03-05", "note": "等董事会定，13812345678"}
        change.create(VISIT, values, parent=change.ref(ORGANIZATION, one))
    office.add("阳光学校", contact="曾小燕", note="电话13912345678常换")
    office.add("广州市海珠区阳光花园社区服务中心")
    return office


def said(hit: SearchHit) -> tuple[str, str, str]:
    """Name with its marks, field, its text with marks."""
    return _marked(hit.row.name, hit.spans), hit.field, _marked(hit.text, hit.text_spans)


def _marked(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("董事会", [("赤岗陽光幼兒園", "走访记录", "等[董事会]定，138****5678")]),
        ("分管后勤", [("赤岗陽光幼兒園", "人员备注", "[分管后勤]")]),
        (
            "阳光",
            [("[阳光]学校", "", ""), ("赤岗[陽光]幼兒園", "", ""), ("广州市海珠区[阳光]花园社区服务中心", "", "")],
        ),
        ("yghy", [("广州市海珠区[阳光花园]社区服务中心", "", "")]),
        ("yangguangy", [("赤岗[陽光幼]兒園", "", "")]),
        ("hytes", [("赤岗陽光幼兒園", "曾用名", "[海燕托儿所]")]),
        ("sgq", [("赤岗陽光幼兒園", "负责人", "[单国强]")]),
        ("曾", [("阳光学校", "联系人", "[曾]小燕")]),
        ("新港", [("赤岗陽光幼兒園", "地址", "[新港]中路１号")]),
        ("34082442", [("赤岗陽光幼兒園", "电话", "020****2442")]),
        ("常换", [("阳光学校", "备注", "电话139****5678[常换]")]),
        ("阳光 曾", [("[阳光]学校", "联系人", "[曾]小燕")]),
        ("赤岗 幼儿", [("[赤岗]陽光[幼兒]園", "", "")]),
        ("没有", []),
        ("  ", []),
    ],
)
def test_best_hits(town: Desk, typed: str, wanted: list[tuple[str, str, str]]) -> None:
    assert [said(hit) for hit in best_hits(town.ledger, typed, 7)] == wanted


def test_a_code_in_full_and_in_part(town: Desk) -> None:
    code = code_of("52", "440105")
    for typed in (code, code.lower(), code[:8], code[8:]):
        (hit,) = best_hits(town.ledger, typed, 3)
        assert (hit.field, hit.text) == ("代码", code)
        start, end = hit.text_spans[0]
        assert code[start:end] == typed.upper()


def test_a_code_of_digits_alone_is_no_phone(town: Desk) -> None:
    code = "911101027109240130"
    town.add("立信会计师事务所", code=code)
    assert [said(hit) for hit in best_hits(town.ledger, "7109", 3)] == [
        ("立信会计师事务所", "代码", "91110102[7109]240130")
    ]


def test_two_of_one_name_are_told_apart_by_the_address(town: Desk) -> None:
    town.add("乐乐园", address="江南西路8号 电话13912345678")
    town.add("乐乐园", address="昌岗路1号")
    assert [hit.address for hit in best_hits(town.ledger, "乐乐", 3)] == ["江南西路8号 电话139****5678", "昌岗路1号"]
    assert best_hits(town.ledger, "赤岗", 3)[0].address == ""  # its code does


def test_a_person_and_their_phone(town: Desk) -> None:
    add_person(town.ledger, 2, {"name": "欧阳娜娜", "phone": "18900001111"})
    assert [said(hit) for hit in best_hits(town.ledger, "oynn", 3)] == [("阳光学校", "人员", "[欧阳娜娜]")]
    assert [said(hit) for hit in best_hits(town.ledger, "18900001111", 3)] == [("阳光学校", "电话", "189****1111")]


def test_its_own_name_comes_first_however_late_it_was_entered(town: Desk) -> None:
    for number in range(60):
        town.add(f"甲乙{number}阳光花鸟园")
    town.add("阳光花")
    assert best_hits(town.ledger, "阳光花", 2)[0].row.name == "阳光花"


def test_nothing_from_the_trash(town: Desk) -> None:
    delete_organizations(town.ledger, [2])
    assert "阳光学校" not in [hit.row.name for hit in best_hits(town.ledger, "阳光", 7)]


def test_the_code_of_a_visit_slip_finds_its_organization(town: Desk) -> None:
    (uid,) = town.one("SELECT uid FROM organization WHERE id=2")
    for typed in (uid.hex(), uid.hex().upper(), f" {uid.hex()} "):
        found = scanned_organization(town.ledger, typed)
        assert found is not None
        assert found.row.name == "阳光学校"
    for other in ("阳光", "0" * 32, uid.hex()[:-1], "g" * 32):
        assert scanned_organization(town.ledger, other) is None
    delete_organizations(town.ledger, [2])
    assert scanned_organization(town.ledger, uid.hex()) is None
