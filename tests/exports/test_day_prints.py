"""The prints of a cadre's day: visit list, visit slips, due list; from a ledger to pages that are read back."""

from datetime import date
from pathlib import Path

import pytest
import segno

from exports.followup_list import write_followup_list
from exports.pdf.shapes import Modules
from exports.visit_list import write_visit_list
from exports.visit_slips import lay_out_slips, write_visit_slips
from models.edits.followups import assign_followup
from models.edits.visits import record_visits
from models.errors import InputProblem
from models.inputs.forms import FollowupInput, VisitInput
from models.queries.followup_sheets import followup_calendar, followup_sheets
from models.queries.visit_route import next_visit_day, visit_route
from tests.exports.reading import page_texts
from tests.models.edits.desk import TODAY, Desk, desk

TOMORROW = date(2024, 9, 26)


@pytest.fixture
def office(tmp_path: Path) -> Desk:
    with desk(tmp_path) as made:
        for number in range(8):
            made.add(
                f"第{number}幼儿园",
                street=("440105002", "440105001", None)[number % 3],
                address=f"测试路{number}号",
                phone="13812345678",
                head="王芳",
                note="13987654321",
            )
        other = made.colleague("李四")
        for one, due, cadre in (
            (1, date(2024, 9, 20), None),
            (2, TODAY, None),
            (3, TOMORROW, other),
            (4, date(2024, 9, 27), None),  # later
            (5, TODAY, None),
        ):
            assign_followup(made.ledger, [one], FollowupInput(task="打 13812340000 送材料", due_on=due, cadre=cadre))
        record_visits(made.ledger, [5], VisitInput(visited_on=TODAY, result="2"))  # was there today
        for day in (10, 12, 14, 16):
            note = f"第{day}日 13700001111"
            record_visits(made.ledger, [1], VisitInput(visited_on=date(2024, 9, day), result="4", note=note))
        yield made


def read(path: Path) -> list[str]:
    """The pages' texts without blanks: where a reader puts them is its own choice."""
    return ["".join(text.split()) for text in page_texts(path)]


def names(route: object) -> list[list[str]]:
    return [[stop.name for stop in street.stops] for street in route.streets]  # type: ignore[attr-defined]  # a test


def test_tomorrows_route_street_by_street_with_what_is_late(office: Desk) -> None:
    route = visit_route(office.ledger)
    assert (route.day, next_visit_day(office.ledger)) == (TOMORROW, TOMORROW)
    assert [street.street for street in route.streets] == ["赤岗街道", "新港街道", "街道未定"]
    assert names(route) == [["第1幼儿园"], ["第0幼儿园"], ["第2幼儿园"]]
    (late,) = [stop for street in route.streets for stop in street.stops if stop.name == "第0幼儿园"]
    assert late.tasks[0].days_late == 3
    assert [visit.day for visit in late.visits] == [date(2024, 9, day) for day in (16, 14, 12)]
    assert (late.visit_count, late.phone) == (4, "")
    assert [stop.number for street in route.streets for stop in street.stops] == [1, 2, 3]


def test_limits_of_a_route(office: Desk) -> None:
    other = office.one("SELECT uid FROM cadre WHERE name='李四'")[0]
    assert names(visit_route(office.ledger, cadre=other)) == [["第2幼儿园"]]
    assert names(visit_route(office.ledger, areas=["440105001"])) == [["第1幼儿园"]]
    assert names(visit_route(office.ledger, day=date(2024, 9, 27))) == [
        ["第1幼儿园"],
        ["第0幼儿园", "第3幼儿园"],
        ["第2幼儿园"],
    ]
    assert names(visit_route(office.ledger, organizations=[8, 7, 8])) == [["第7幼儿园"], ["第6幼儿园"]]


def test_the_list_has_no_phones_unless_asked_and_masked_then(office: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    printed = write_visit_list(visit_route(office.ledger), path)
    text = "".join(read(path))
    assert printed.pages == len(page_texts(path))
    for said in (
        "9月26日（周四）",
        "第0幼儿园",
        "测试路0号",
        "赤岗街道",
        "09-16上门不在",
        "共走访4次",
        "不含电话",
    ):
        assert said in text
    assert not any(number in text for number in ("1381234", "1370000", "138****", "137****"))
    write_visit_list(visit_route(office.ledger, with_phones=True), path)
    text = "".join(read(path))
    assert "138****5678" in text
    assert not any(number in text for number in ("13812345678", "1370000", "137****"))


def test_the_code_on_a_slip_is_the_record_id(office: Desk, tmp_path: Path) -> None:
    path = tmp_path / "slips.pdf"
    route = visit_route(office.ledger, organizations=range(1, 9))
    printed = write_visit_slips(route, path)
    assert printed.pages == 2  # six on a sheet
    codes = [shape for page in lay_out_slips(route) for shape in page.shapes if isinstance(shape, Modules)]
    wanted = []
    for (uid,) in office.all("SELECT uid FROM organization"):
        matrix = segno.make(uid.hex().upper(), error="m", micro=False, boost_error=False).matrix
        wanted.append(tuple("".join(map(str, row)) for row in matrix))
    assert sorted(code.rows for code in codes) == sorted(wanted)
    assert "138" not in "".join(read(path))


def test_slips_stay_on_their_part_of_the_sheet(office: Desk) -> None:
    office.add("中国" + "很长的" * 20 + "幼儿园", address="更长的地址" * 20, head="王" * 40)
    assign_followup(office.ledger, [9], FollowupInput(task="材料" * 60, due_on=TODAY))
    record_visits(office.ledger, [9], VisitInput(visited_on=date(2024, 9, 2), result="2", note="说" * 300))
    for page in lay_out_slips(visit_route(office.ledger, organizations=[9], with_phones=True)):
        for shape in page.shapes:
            bounds = getattr(shape, "bounds", None)
            if bounds is not None:
                assert bounds.right <= page.width
                assert bounds.bottom <= page.height


def test_the_due_list_has_a_sheet_per_person(office: Desk, tmp_path: Path) -> None:
    path = tmp_path / "due.pdf"
    content = followup_sheets(office.ledger)
    assert [(person.name, len(person.rows)) for person in content.people] == [("张三", 4), ("李四", 1)]
    printed = write_followup_list(content, path)
    texts = read(path)
    assert printed.pages == len(texts) == 2
    assert "跟进清单张三" in texts[0]
    assert "逾3天" in texts[0]
    assert "李四" in texts[1]
    assert "1381234" not in "".join(texts)
    until = followup_sheets(office.ledger, until=TODAY, areas=["440105002"])
    assert [(person.name, len(person.rows)) for person in until.people] == [("张三", 1)]
    assert write_followup_list(followup_sheets(office.ledger, areas=["440106"]), path).pages == 1
    assert "没有未办的事" in read(path)[0]


def test_the_calendar_has_what_the_list_has(office: Desk) -> None:
    entries = followup_calendar(office.ledger).entries
    assert len(entries) == 5
    assert {entry.uid for entry in entries} == {uid.hex() for (uid,) in office.all("SELECT uid FROM followup")}
    assert all("138" not in entry.task.replace("138****", "") for entry in entries)
    assert entries[0].place == "测试路0号"


def test_more_than_anybody_prints_is_refused_in_words(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.queries.followup_sheets.MOST_ROWS", 2)
    for make in (followup_sheets, visit_route):
        with pytest.raises(InputProblem, match="超过一次能打印的 2 件"):
            make(office.ledger)
