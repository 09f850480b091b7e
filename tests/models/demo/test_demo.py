"""The demo ledger: the same for the same seed, sound, made of everything, and of nobody real."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from models.demo.make import make_demo
from models.divisions import full_name
from models.errors import FileProblem
from models.ledger.health import check_file, digests
from models.ledger.ledger import Ledger
from models.progress import Cancelled, Progress
from models.queries.figures import campaign, figures
from models.queries.history import log
from models.rules.credit_codes import is_valid_code, organization_part_is_valid
from models.rules.workdays import is_workday
from tests.models.edits.desk import without_waiting_for_the_disk

TODAY = date(2026, 3, 18)
NUMBER = 240


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    without_waiting_for_the_disk(monkeypatch)


@pytest.fixture
def demo(tmp_path: Path):
    ledger = make_demo(tmp_path / "示例.jhtz", organizations=NUMBER, seed=5, today=TODAY)
    yield ledger
    ledger.close()


def made(path: Path, **values: object) -> tuple[str, str]:
    """The digests of a demo made with these values."""
    ledger = make_demo(path, **({"organizations": 60, "seed": 5, "today": TODAY} | values))  # type: ignore[arg-type]
    try:
        return digests(ledger)
    finally:
        ledger.close()


def column(ledger: Ledger, query: str) -> list[object]:
    with ledger.reading() as db:
        return [row[0] for row in db.execute(query)]


def test_the_same_seed_number_and_day_give_the_same_ledger(tmp_path: Path) -> None:
    first = made(tmp_path / "a.jhtz")
    assert made(tmp_path / "b.jhtz") == first
    assert made(tmp_path / "c.jhtz", seed=6) != first
    assert made(tmp_path / "d.jhtz", organizations=61) != first
    assert made(tmp_path / "e.jhtz", today=TODAY + timedelta(days=1)) != first


def test_it_passes_its_check(demo: Ledger) -> None:
    assert check_file(demo.path, Progress()) == []


def test_as_many_as_asked_for_with_work_on_them(demo: Ledger) -> None:
    def count(table: str) -> int:
        return int(str(column(demo, f"SELECT count(*) FROM {table} WHERE deleted IS NOT 1")[0]))

    assert count("organization") == NUMBER
    assert count("visit") == NUMBER * 17 // 10
    assert count("reason") == NUMBER
    assert count("followup") == NUMBER * 6 // 10
    assert count("close_out") == 8
    assert count("trade_union") > 10
    assert count("coverage") > count("trade_union")
    assert column(demo, "SELECT count(*) FROM edit")[0]


def test_its_figures_look_like_a_campaign_half_way(demo: Ledger) -> None:
    total = figures(demo)
    assert total.key > NUMBER // 4
    assert total.rate is not None
    assert 400 < total.rate < 850
    assert 0 < total.built_own < total.built
    assert total.undecided > 0
    assert total.not_eligible > 0
    assert total.overdue > 0
    running = campaign(demo)
    assert [target.percent for target in running.targets] == [60, 85]
    assert running.targets[-1].due_on > TODAY + timedelta(days=30)
    assert "示例" in running.name


def test_places_are_real_and_codes_are_right(demo: Ledger) -> None:
    streets = column(demo, "SELECT DISTINCT street FROM organization")
    assert len(streets) > 10
    assert all(full_name(str(street)).startswith("广东省广州市海珠区") for street in streets)
    codes = [str(code) for code in column(demo, "SELECT code FROM organization")]
    assert len(set(codes)) == NUMBER
    assert all(is_valid_code(code) and organization_part_is_valid(code) for code in codes)
    assert any(code[8:].isdigit() for code in codes)  # a spreadsheet would spoil these
    assert len(set(column(demo, "SELECT name FROM organization"))) == NUMBER


def test_nobody_can_be_called(demo: Ledger) -> None:
    """Numbers of 199 with a made-up rest; no other place holds any."""
    phones = [str(phone) for phone in column(demo, "SELECT phone FROM organization")]
    assert all(phone.startswith("199") and len(phone) == 11 for phone in phones)
    assert column(demo, "SELECT phone FROM cadre WHERE phone IS NOT NULL") == []


def test_several_people_worked_over_months(demo: Ledger) -> None:
    entries = log(demo, limit=1000)
    assert {entry.author.partition("（")[0] for entry in entries} == {"周岚", "韩立群", "沈嘉"}
    days = [entry.at[:10] for entry in entries]
    assert days == sorted(days, reverse=True)
    assert date.fromisoformat(days[-1]) < TODAY - timedelta(days=150)
    assert {entry.kind for entry in entries} == {"founding", "import", "edit"}


def test_nothing_happened_in_the_future_and_due_dates_are_workdays(demo: Ledger) -> None:
    for query in (
        "SELECT max(visited_on) FROM visit",
        "SELECT max(decided_on) FROM eligibility",
        "SELECT max(founded_on) FROM trade_union",
        "SELECT max(opened_on) FROM reason",
        "SELECT max(done_on) FROM followup",
        "SELECT max(resolved_on) FROM reason",
    ):
        assert str(column(demo, query)[0]) <= TODAY.isoformat(), query
    assert all(is_workday(date.fromisoformat(str(day))) for day in column(demo, "SELECT due_on FROM followup"))


def test_an_own_union_covers_one_and_who_is_covered_is_at_the_last_stage(demo: Ledger) -> None:
    query = (
        "SELECT max(n) FROM (SELECT count(*) AS n FROM coverage c JOIN trade_union u ON u.uid=c.trade_union "
        "WHERE u.route='own' GROUP BY u.uid)"
    )
    assert column(demo, query) == [1]
    assert column(demo, "SELECT DISTINCT stage FROM organization WHERE coverage IS NOT NULL") == ["S10"]
    assert column(demo, "SELECT count(*) FROM organization WHERE stage='S10' AND coverage IS NULL") == [0]


@pytest.mark.parametrize("number", [0, 1, 2, 7])
def test_the_smallest_ones(tmp_path: Path, number: int) -> None:
    ledger = make_demo(tmp_path / "小.jhtz", organizations=number, today=TODAY)
    try:
        assert column(ledger, "SELECT count(*) FROM organization") == [number]
        assert check_file(ledger.path, Progress()) == []
    finally:
        ledger.close()


def test_a_bigger_one_is_of_a_whole_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.demo.make._TERRITORIES", ((50, "440105"), (600, "4401"), (10_000, "44")))
    ledger = make_demo(tmp_path / "市.jhtz", organizations=120, today=TODAY)
    try:
        counties = column(ledger, "SELECT DISTINCT substr(street,1,6) FROM organization")
        assert len(counties) > 3
        assert all(str(county).startswith("4401") for county in counties)
        assert ledger.author.unit == "广州市总工会（示例）"
    finally:
        ledger.close()


def test_a_demo_never_replaces_a_ledger(demo: Ledger) -> None:
    with pytest.raises(FileProblem, match="已经存在"):
        make_demo(demo.path, organizations=3, today=TODAY)
    assert column(demo, "SELECT count(*) FROM organization") == [NUMBER]


def test_a_cancelled_demo_leaves_nothing(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        make_demo(tmp_path / "甲.jhtz", organizations=30, today=TODAY, progress=progress)
    assert list(tmp_path.iterdir()) == []


def test_an_organization_has_each_reason_once_and_one_primary(demo: Ledger) -> None:
    assert not column(demo, "SELECT 1 FROM reason GROUP BY org_id, code HAVING count(*)>1")
    assert set(column(demo, "SELECT sum(is_primary) FROM reason GROUP BY org_id")) == {1}
    assert column(demo, "SELECT 1 FROM reason GROUP BY org_id HAVING count(*)>1")
