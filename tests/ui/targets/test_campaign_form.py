"""The form of the campaign: what it shows, saves, refuses, and that everything follows."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.edits.undo import undo
from models.queries.figures import campaign, figures
from models.rules.campaigns import SHIPPED
from tests.ui.targets.campaign_office import Bench, Office
from ui.shared.fields import Field
from ui.shared.line_field import LineField
from ui.targets.campaign_form import CampaignForm
from ui.targets.page import TargetsPage

Key = Qt.Key


@pytest.fixture
def form(filled: Office, bench: Bench) -> Iterator[CampaignForm]:
    """Opened over the page, as the button does it."""
    bench.show()
    page = bench.page
    assert isinstance(page, TargetsPage)
    page.targets.edit.click()
    bench.settle()
    content = page.overlay.content
    assert isinstance(content, CampaignForm)
    yield content
    page.overlay.close()


def page_of(bench: Bench) -> TargetsPage:
    assert isinstance(bench.page, TargetsPage)
    return bench.page


def put(field: LineField, text: str) -> None:
    field.clear()
    if text.isascii():
        QTest.keyClicks(field, text)
    else:  # as an input method commits it
        field.insert(text)


def save(bench: Bench, form: CampaignForm) -> None:
    QTest.keyClick(form.name, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    bench.settle()


def errors(form: CampaignForm) -> dict[str, str]:
    """What stands below the fields that are wrong."""
    return {
        name: field._help.text()
        for name, field in form._fields.items()
        if isinstance(field, Field) and field._help.text() and field._help.text() != field._help_text
    }


def test_shows_what_runs(form: CampaignForm) -> None:
    assert form.name.text() == SHIPPED.name
    assert form.name.hasFocus()
    assert (form.starts_on.day, form.ends_on.day) == (SHIPPED.starts_on, SHIPPED.ends_on)
    assert [(row.percent.value(), row.day.day) for row in form.targets] == [
        (60, date(2023, 12, 31)), (85, date(2024, 12, 31)), (None, None),
    ]  # fmt: skip
    assert {code for code, tick in form.levels.items() if tick.ticked()} == {"national", "provincial"}
    assert {code for code, tick in form.categories.items() if tick.ticked()} == {"hospital", "school", "kindergarten"}


def test_saves_name_days_and_targets(filled: Office, bench: Bench, form: CampaignForm) -> None:
    put(form.name, "二期行动")
    put(form.ends_on, "2025-12-31")
    put(form.targets[0].percent, "65")
    put(form.targets[2].percent, "95")
    put(form.targets[2].day, "2025-12-31")
    save(bench, form)
    found = campaign(filled.ledger)
    assert (found.name, found.ends_on) == ("二期行动", date(2025, 12, 31))
    assert [(target.percent, target.due_on) for target in found.targets] == [
        (65, date(2023, 12, 31)), (85, date(2024, 12, 31)), (95, date(2025, 12, 31)),
    ]  # fmt: skip
    assert bench.said == [("已改行动与目标", True)]
    page = page_of(bench)
    assert not page.overlay.is_open
    headings = [spec.heading for spec in page.figures.table.column_specs if spec.key.startswith("gap")]
    assert headings == ["距 65% 还差", "距 85% 还差", "距 95% 还差"]
    bench.elsewhere(lambda ledger: undo(ledger).changes)
    assert campaign(filled.ledger) == SHIPPED
    assert len([spec for spec in page.figures.table.column_specs if spec.key.startswith("gap")]) == 2


def test_an_emptied_target_goes(filled: Office, bench: Bench, form: CampaignForm) -> None:
    form.targets[0].percent.clear()
    form.targets[0].day.clear()
    save(bench, form)
    assert [target.percent for target in campaign(filled.ledger).targets] == [85]


def test_the_rule_moves_the_figures_at_once(filled: Office, bench: Bench, form: CampaignForm) -> None:
    clinic = filled.add("诊所", category="clinic")
    form.categories["kindergarten"].set_ticked(False)
    form.categories["clinic"].set_ticked(True)
    save(bench, form)
    assert figures(filled.ledger).key == 1
    assert filled.desk.column(clinic.id, "scope") == "key"
    assert filled.desk.column(filled.organizations[0].id, "scope") == "ordinary"
    rows = page_of(bench).figures.table.rows()
    assert rows is not None
    assert rows.cell(0, "key").text == "1"
    filled.desk.prove()
    bench.elsewhere(lambda ledger: undo(ledger).changes)
    assert figures(filled.ledger).key == 20
    filled.desk.prove()


def test_nothing_changed_says_nothing(filled: Office, bench: Bench, form: CampaignForm) -> None:
    before = filled.desk.one("SELECT count(*) FROM batch")
    save(bench, form)
    assert not page_of(bench).overlay.is_open
    assert not bench.said
    assert filled.desk.one("SELECT count(*) FROM batch") == before


def test_what_is_wrong_is_said_beside_its_field(filled: Office, bench: Bench, form: CampaignForm) -> None:
    before = filled.desk.one("SELECT count(*) FROM batch")
    form.name.clear()
    form.targets[0].percent.clear()
    form.targets[0].day.clear()  # this row is empty: the next one is the first that is sent
    put(form.targets[1].percent, "0")
    put(form.targets[2].percent, "90")
    save(bench, form)
    assert errors(form) == {
        "name": "必须填写。",
        "percent_1": "要写 1 到 100。",
        "due_on_2": "必须填写日期。",
    }
    assert form.name.hasFocus()
    assert page_of(bench).overlay.is_open
    assert filled.desk.one("SELECT count(*) FROM batch") == before
    put(form.name, "二期行动")
    put(form.targets[1].percent, "80")
    put(form.targets[2].day, "20241230")
    save(bench, form)
    assert [target.percent for target in campaign(filled.ledger).targets] == [90, 80]


def test_a_day_that_is_not_understood_is_not_sent(filled: Office, bench: Bench, form: CampaignForm) -> None:
    put(form.ends_on, "明年")
    put(form.targets[1].day, "13-45")
    save(bench, form)
    assert errors(form).keys() == {"ends_on", "due_on_1"}
    assert all("看不懂" in text for text in errors(form).values())
    assert campaign(filled.ledger) == SHIPPED


def test_a_rule_without_anything_is_refused(filled: Office, bench: Bench, form: CampaignForm) -> None:
    for tick in (*form.levels.values(), *form.categories.values()):
        tick.set_ticked(False)
    save(bench, form)
    assert errors(form) == {"key_levels": "级别和类别至少选一项，否则没有重点对象。"}
    assert figures(filled.ledger).key == 20


def test_keys_go_through_every_field_and_escape_leaves(filled: Office, bench: Bench, form: CampaignForm) -> None:
    seen = []
    for _step in range(9):
        focused = bench.page.focusWidget()
        assert focused is not None
        seen.append(focused)
        QTest.keyClick(focused, Key.Key_Return)
    days = [widget for row in form.targets for widget in (row.percent, row.day)]
    assert seen == [form.name, form.starts_on, form.ends_on, *days]
    assert bench.page.focusWidget() is form.levels["national"].focusProxy()
    put(form.name, "二期行动")
    QTest.keyClick(form.name, Key.Key_Escape)
    bench.settle()
    assert not page_of(bench).overlay.is_open
    assert campaign(filled.ledger) == SHIPPED
