"""A week that is frozen on two laptops: both prints stay, every laptop shows the same one, and nothing moves them."""

from models.edits.freezing import freeze_week
from models.edits.organizations import delete_organizations
from models.exchange.few_facts import write_few
from models.merging.conflicts import conflicts, count_conflicts
from models.merging.undoing import undo_merge
from models.queries.frozen_weeks import (
    FrozenRow,
    frozen_content,
    frozen_print,
    frozen_report,
    frozen_variants,
    frozen_weeks,
)
from models.queries.report_content import WeeklyLedger
from models.queries.report_head import week_named
from models.queries.report_json import to_json
from models.queries.week_prints import weekly_print
from tests.models.merging.offices import Office

WEEK = week_named("2024-W39")


def freeze(office: Office, number: int) -> str:
    office.at_work()
    content = weekly_print(office.ledger, week=WEEK, number=number, with_sheet=True)
    freeze_week(office.ledger, frozen_print(office.ledger, "weekly", content))
    return content.head.report_id


def printed(office: Office, row: FrozenRow) -> str:
    return to_json(frozen_content(office.ledger, row, WeeklyLedger))


def test_both_prints_of_two_laptops_stay(district: Office, street: Office) -> None:
    district.add("甲幼儿园")
    street.add("乙幼儿园")
    street.add("丙幼儿园")
    mine, theirs = freeze(district, 7), freeze(street, 12)
    (row,) = frozen_weeks(street.ledger)
    before = printed(street, row)
    sent, back = district.send("一"), street.send("二")
    street.merge(sent)
    district.merge(back)
    shown = []
    for office in (district, street):
        (row,) = frozen_weeks(office.ledger)
        assert row.conflicted
        variants = frozen_variants(office.ledger, row)
        assert {variant.report for variant in variants} == {mine, theirs}
        assert (count_conflicts(office.ledger), conflicts(office.ledger)) == (0, [])
        shown.append([printed(office, variant) for variant in variants])
        found = frozen_report(office.ledger, theirs)
        assert found is not None
        assert printed(office, found) == before
    assert shown[0] == shown[1]


def test_what_is_merged_and_undone_later_moves_nothing(district: Office, street: Office) -> None:
    first = district.add("甲幼儿园")
    report = freeze(district, 1)
    (row,) = frozen_weeks(district.ledger)
    before = printed(district, row)
    street.add("乙幼儿园")
    merged = district.merge(street.send("二"))
    delete_organizations(district.ledger, [first])
    assert printed(district, row) == before
    undo_merge(district.ledger, merged.merge)
    assert weekly_print(district.ledger, week=WEEK).head.report_id == report
    assert printed(district, row) == before


def test_frozen_prints_go_by_file_and_not_by_qr_codes(district: Office) -> None:
    district.add("甲幼儿园")
    district.at_work()
    before = write_few(district.ledger, program="test")
    freeze(district, 1)
    after = write_few(district.ledger, program="test")
    assert after.manifest.creations == before.manifest.creations
    assert len(after.data) < len(before.data) + 60
