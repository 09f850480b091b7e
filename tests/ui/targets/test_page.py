"""The targets: totals from sums, gaps that are explained, every number a list, and the order of the groups."""

import random
from collections.abc import Sequence
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from models.edits.organizations import add_former_name, change_organization
from models.edits.reasons import add_reason
from models.errors import FileProblem
from models.inputs.forms import ReasonInput
from tests.ui.targets.campaign_office import STREETS, TODAY, Bench, Office, Organization, button_with, figures_of
from ui.requests import EditOrganization, ImportSheet, OpenDemo
from ui.shared.banner import Banner
from ui.shared.runs import RunLabel
from ui.shared.tags import Tag
from ui.targets.figure_rows import FigureRows
from ui.targets.page import TargetsPage
from ui.theme.tokens import Role

Key = Qt.Key


def page_of(bench: Bench) -> TargetsPage:
    assert isinstance(bench.page, TargetsPage)
    return bench.page


def rows_of(bench: Bench) -> FigureRows:
    rows = page_of(bench).figures.table.rows()
    assert rows is not None
    return rows


def names(bench: Bench) -> list[str]:
    return [line.name for line in rows_of(bench).lines]


def group(bench: Bench, by: str) -> None:
    page_of(bench).figures.tabs._segments[by].click()
    bench.settle()


def expected(organizations: Sequence[Organization]) -> dict[str, str]:
    """A row as it has to be printed, from what was entered."""
    sums = figures_of(organizations)
    eligible, built = sums["eligible"], sums["built"]

    def rate(part: int) -> str:
        return f"{(2000 * part + eligible) // (2 * eligible) / 10:.1f}%" if eligible else "—"

    cells = {key: str(number) for key, number in sums.items() if key != "built_own"}
    cells |= {"rate": rate(built), "own_rate": rate(sums["built_own"])}
    for place, percent in enumerate((60, 85)):
        cells[f"gap{place}"] = str(max(0, -(-percent * eligible // 100) - built))
    return cells


@pytest.fixture
def spread(office: Office) -> Office:
    """Forty key organizations over three streets and none, at random; some others that do not count."""
    rng = random.Random(5)
    for number in range(40):
        street = rng.choice([*STREETS, None])
        eligible = rng.choice(["yes", "yes", "yes", "no", "unknown"])
        union = rng.choice(["own", "joint", "area", ""]) if eligible == "yes" else ""
        office.add(f"幼儿园{number}", street=street, eligible=eligible, union=union)
    for name, values in (
        ("甲律师事务所", {"type": "law_firm", "category": None}),
        ("乙律师事务所", {"type": "law_firm", "category": None}),
        ("丙会计师事务所", {"type": "accounting_firm", "category": None}),
        ("区级协会", {"category": "culture_sport"}),
        ("已注销的幼儿园", {"status": "cancelled"}),
    ):
        office.add(name, **values)
    return office


def key_ones(office: Office) -> list[Organization]:
    return [each for each in office.organizations if each.name.startswith("幼儿园")]


def test_every_row_is_what_was_entered_and_the_total_comes_from_sums(spread: Office, bench: Bench) -> None:
    bench.show()
    rows = rows_of(bench)
    assert names(bench)[0] == "合计"
    assert set(names(bench)[1:]) == {*STREETS.values(), "街道未定"}
    assert names(bench)[-1] == "街道未定"
    for row, name in enumerate(names(bench)):
        street = next((code for code, word in STREETS.items() if word == name), None)
        chosen = [each for each in key_ones(spread) if name == "合计" or each.street == street]
        for key, text in expected(chosen).items():
            assert rows.cell(row, key).text == text, (name, key)
        assert f"未认定 {figures_of(chosen)['undecided']}" in rows.summary(row)
    total = [rows.cell(0, "rate").text] + [rows.cell(row, "rate").text for row in range(1, rows.count())]
    means = sum(float(text.strip("%")) for text in total[1:]) / (rows.count() - 1)
    assert total[0] != f"{means:.1f}%"  # these streets differ enough to tell a mean from a rate


def test_every_number_opens_a_list_of_that_many(spread: Office, bench: Bench) -> None:
    bench.show()
    table = page_of(bench).figures.table
    rows, checked = rows_of(bench), 0
    for row in range(rows.count()):
        for column, spec in enumerate(table.column_specs):
            if spec.key in ("key", "eligible", "built", "undecided", "not_eligible", "overdue"):
                table.clicked.emit(table.model().index(row, column))
                request = bench.last_list()
                assert spread.count(request.query) == int(rows.cell(row, spec.key).text), (row, spec.key)
                assert names(bench)[row] in request.title or row == 0
                checked += 1
    assert checked == 5 * 6
    for key, measure in (("rate", "built"), ("gap0", "missing"), ("gap1", "missing"), ("own_rate", "built_own")):
        column = next(number for number, spec in enumerate(table.column_specs) if spec.key == key)
        table.clicked.emit(table.model().index(1, column))
        sums = figures_of([each for each in key_ones(spread) if STREETS.get(each.street or "") == names(bench)[1]])
        wanted = sums["eligible"] - sums["built"] if measure == "missing" else sums[measure]
        assert spread.count(bench.last_list().query) == wanted


def test_click_and_enter_open_the_cell_that_is_meant(spread: Office, bench: Bench) -> None:
    bench.show()
    table = page_of(bench).figures.table
    assert table.hasFocus()
    place = next(number for number, spec in enumerate(table.column_specs) if spec.key == "undecided")
    table.setCurrentIndex(table.model().index(0, place))
    QTest.keyClick(table, Key.Key_Return)
    undecided = figures_of(key_ones(spread))["undecided"]
    assert spread.count(bench.last_list().query) == undecided
    QTest.keyClick(table, Key.Key_Left)
    QTest.keyClick(table, Key.Key_Return)
    assert spread.count(bench.last_list().query) == figures_of(key_ones(spread))["built"]
    spot = table.visualRect(table.model().index(0, 2)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert spread.count(bench.last_list().query) == len(key_ones(spread))
    asked = len(bench.asked)
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(0, 0)).center()
    )
    assert len(bench.asked) == asked  # the edge opens nothing


def test_the_note_explains_gaps_that_do_not_add_up(office: Office, bench: Bench) -> None:
    # What one street has too much does not help the other.
    for number in range(5):
        office.add(f"赤岗{number}", street="440105001", eligible="yes", union="own")
        office.add(f"新港{number}", street="440105002", eligible="yes")
    bench.show()
    rows = rows_of(bench)
    assert [rows.cell(row, "gap1").text for row in range(3)] == ["4", "0", "5"]
    assert [rows.cell(row, "gap0").text for row in range(3)] == ["1", "0", "3"]
    note = page_of(bench).figures.note.text()
    assert "60% 相加 3、合计 1；85% 相加 5、合计 4" in note


def test_the_note_is_short_where_they_do(office: Office, bench: Bench) -> None:
    office.add("阳光幼儿园", eligible="yes")
    bench.show()
    assert "相加" not in page_of(bench).figures.note.text()


def test_headings_sort_and_the_total_stays_first(spread: Office, bench: Bench) -> None:
    unknown = spread.add("海晏幼儿园", street="440105004")  # nobody eligible there: no rate
    bench.show()
    table = page_of(bench).figures.table
    everything = set(names(bench))
    for key in ("rate", "eligible", "gap1"):
        for descending in (False, True):
            table.sort_asked.emit(key, descending)
            rows = rows_of(bench)
            texts = [rows.cell(row, key).text for row in range(1, rows.count())]
            numbers = [float(text.strip("%")) for text in texts if text != "—"]
            assert numbers == sorted(numbers, reverse=descending)
            assert names(bench)[0] == "合计"
            assert set(names(bench)) == everything
            if key == "rate":
                assert texts[-1] == "—"  # what is not known comes last in either direction
    assert unknown.street == "440105004"
    table.sort_asked.emit("name", False)
    assert names(bench)[1:] == sorted(names(bench)[1:])


def test_the_order_stays_through_a_reload_and_goes_with_the_grouping(spread: Office, bench: Bench) -> None:
    bench.show()
    table = page_of(bench).figures.table
    table.sort_asked.emit("eligible", True)
    before = names(bench)
    bench.elsewhere(lambda ledger: change_organization(ledger, key_ones(spread)[0].id, {"staff": 3}))
    assert names(bench) == before
    group(bench, "type")
    group(bench, "area")
    assert names(bench)[-1] == "街道未定"


def test_other_groupings_have_names_and_lists(spread: Office, bench: Bench) -> None:
    other = spread.desk.colleague("李四")
    ours = key_ones(spread)
    for each in ours[:7]:
        change_organization(spread.ledger, each.id, {"owner": other})
    open_ones = [each for each in ours if each.eligible == "yes" and not each.union]
    for each in open_ones[:4]:
        add_reason(spread.ledger, each.id, ReasonInput(code="D1", is_primary=True, opened_on=date(2024, 9, 2)))
    bench.show()
    table = page_of(bench).figures.table
    wanted = {
        "cadre": {"李四": 7, "没有责任人": 33},
        "type": {"民办非企业单位": 40},
        "reason": {"D1 负责人有顾虑": 4, "没有填主因": 36},
        "stage": {"已建会": sum(bool(each.union) for each in ours)},
    }
    wanted["stage"]["未启动"] = 40 - wanted["stage"]["已建会"]
    for by, groups in wanted.items():
        group(bench, by)
        rows = rows_of(bench)
        found = {names(bench)[row]: int(rows.cell(row, "key").text) for row in range(1, rows.count())}
        assert found == groups, by
        for row in range(1, rows.count()):
            table.clicked.emit(table.model().index(row, 2))
            assert spread.count(bench.last_list().query) == groups[names(bench)[row]], (by, names(bench)[row])
    assert rows_of(bench).cell(1, "name").glyph == "untouched"


def test_law_and_accounting_firms_are_apart(spread: Office, bench: Bench) -> None:
    bench.show()
    extension = page_of(bench).figures.extension
    assert rows_of(bench).cell(0, "key").text == "40"
    for words, number in (("另计 3 家", 3), ("律师事务所 2 家", 2), ("会计师事务所 1 家", 1)):
        button_with(extension, words).click()
        assert spread.count(bench.last_list().query) == number


def test_figures_and_lines_of_the_targets(spread: Office, bench: Bench) -> None:
    bench.show()
    card, cells = page_of(bench).targets, expected(key_ones(spread))
    sums = figures_of(key_ones(spread))
    assert card.rate.text() == f"建会率 {cells['rate']} {sums['built']} / {sums['eligible']} 家"
    assert card.undecided.text() == f"未认定 {sums['undecided']} 家"
    assert card.own.text() == f"单独建会率 {cells['own_rate']} {sums['built_own']} 家"
    for figure, key in ((card.rate, "built"), (card.undecided, "undecided"), (card.own, "built_own")):
        figure.click()
        assert spread.count(bench.last_list().query) == sums[key]
    said = [label.text() for label in card._lines.findChildren(QLabel) if label.isVisible()]
    assert said[0] == "60% 阶段目标"
    assert "2023-12-31" in said
    assert (TODAY - date(2023, 12, 31)).days == 271
    assert "已过 271 天" in said
    assert "剩余 95 天 · 14 周" in said
    button_with(card._lines, f"还差 {cells['gap1']} 家").click()
    assert spread.count(bench.last_list().query) == sums["eligible"] - sums["built"]
    pace = next(
        label for label in card._lines.findChildren(RunLabel) if label.isVisible() and "每周需要" in label.text()
    )
    assert pace.text() == f"每周需要 1 家，近四周平均 0 家，照此还差 {cells['gap1']} 家"
    assert [run.role for run in pace._runs if run.bold] == [Role.TEXT, Role.DANGER, Role.DANGER]


def test_a_target_that_is_reached_says_so(office: Office, bench: Bench) -> None:
    office.add("阳光幼儿园", eligible="yes", union="own")
    bench.show()
    tags = [tag.text() for tag in page_of(bench).targets._lines.findChildren(Tag) if tag.isVisible()]
    assert tags == ["已达到", "已达到"]


def test_nothing_eligible_has_no_rate(office: Office, bench: Bench) -> None:
    office.add("未认定幼儿园")
    bench.show()
    card = page_of(bench).targets
    assert card.rate.text() == "建会率 — 0 / 0 家"
    assert card.undecided.text() == "未认定 1 家"
    assert rows_of(bench).cell(0, "rate").text == "—"
    tags = [tag.text() for tag in card._lines.findChildren(Tag) if tag.isVisible()]
    assert tags == ["没有应建的"] * 2


def test_an_empty_ledger_shows_the_ways_in(office: Office, bench: Bench) -> None:
    bench.show()
    page = page_of(bench)
    assert page.empty.isVisible()
    assert page.empty.cards[0].hasFocus()
    for card in page.empty.cards:
        card.click()
    button_with(page.empty, "示例台账").click()
    assert bench.asked == [ImportSheet(), EditOrganization(), OpenDemo()]


def test_reloads_on_changes_from_elsewhere_and_only_then(spread: Office, bench: Bench) -> None:
    bench.show()
    assert bench.reads == 1
    ours = key_ones(spread)[0]
    bench.elsewhere(lambda ledger: add_former_name(ledger, ours.id, "旧名"))
    assert bench.reads == 2
    bench.elsewhere(lambda ledger: change_organization(ledger, ours.id, {"status": "cancelled"}))
    assert bench.reads == 4
    assert rows_of(bench).cell(0, "key").text == "39"


def test_what_cannot_be_read_is_said(spread: Office, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_more: object) -> None:
        raise FileProblem("读不了台账。")

    monkeypatch.setattr("ui.targets.page.read", fail)
    bench.show()
    banner = bench.page.findChild(Banner)
    assert banner is not None
    monkeypatch.undo()
    banner.action_asked.emit()
    bench.settle()
    assert rows_of(bench).count() > 1
    assert bench.page.findChild(Banner) is None
