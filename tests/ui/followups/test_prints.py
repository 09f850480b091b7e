"""A day's prints as the print preview makes them: which options say what, and that a preview takes no number."""

from datetime import date

import pytest

from models.progress import Progress
from models.queries.report_head import next_report_number
from tests.ui.targets.campaign_office import TODAY, Office
from ui.reports.making import Made, Missing, make_report
from ui.reports.options import DAY_KINDS, FOLLOWUPS, VISIT_LIST, VISIT_SLIPS, ReportOptions, file_name, report_choices
from ui.reports.private_folder import PrivateFolder


@pytest.fixture
def busy(office: Office) -> Office:
    other = office.desk.colleague("李四")
    for number in range(8):
        one = office.add(f"第{number}幼儿园", street=("440105001", "440105002")[number % 2], phone="13812345678")
        office.promise(one, "送材料", date(2024, 9, 29) if number else TODAY, other if number % 2 else None)
    return office


def made(office: Office, options: ReportOptions) -> Made:
    folder = PrivateFolder()
    try:
        found = make_report(office.ledger, options, folder, Progress())
        assert isinstance(found, Made)
        found.pages.close()
        return found
    finally:
        folder.wipe()


@pytest.mark.parametrize(
    ("kind", "letters", "pages"), [(VISIT_LIST, "ZF", 2), (VISIT_SLIPS, "ZT", 2), (FOLLOWUPS, "GJ", 2)]
)
def test_a_preview_of_each(busy: Office, kind: str, letters: str, pages: int) -> None:
    number = next_report_number(busy.ledger)
    report = made(busy, ReportOptions(kind))
    assert (report.printed.pages, report.printed.report_id[:2]) == (2, letters)
    assert next_report_number(busy.ledger) == number  # taken when it leaves the program
    one_street = made(busy, ReportOptions(kind, areas=("440105001",)))
    assert one_street.printed.pages == 1
    cadre = busy.desk.one("SELECT uid FROM cadre WHERE name='李四'")[0]
    assert made(busy, ReportOptions(kind, cadre=cadre)).printed.pages == 1


def test_choices_and_names(busy: Office) -> None:
    choices = report_choices(busy.ledger)
    assert [name for _key, name in choices.people] == ["张三", "李四"]
    assert choices.days[0] == date(2024, 9, 29)  # the worked Sunday
    assert choices.days[-1] == TODAY
    assert file_name(ReportOptions(VISIT_LIST, areas=("440105001",), day=TODAY), "") == "走访单 赤岗街道 2024-09-27"
    assert {VISIT_LIST, VISIT_SLIPS, FOLLOWUPS} == DAY_KINDS


def test_an_empty_ledger_has_nothing_to_print(office: Office) -> None:
    assert make_report(office.ledger, ReportOptions(FOLLOWUPS), PrivateFolder(), Progress()) == Missing(FOLLOWUPS, 0, 0)
