"""What is worked out while a sheet is read is what is written, whatever happened to the ledger in between."""

from datetime import date

from models.edits.campaigns import TargetChange, change_campaign
from models.importing.importer import ImportOptions, run_import, stage
from models.importing.mapping import propose_mapping
from models.importing.staged_rows import StagedRow
from models.importing.staging import StagedSheet
from models.importing.table import open_table
from models.progress import Progress
from models.rules.scope import ScopeRule
from models.tables.record_kinds import ORGANIZATION
from tests.models.edits.desk import TODAY, Desk, code_of
from tests.models.importing.sheets import bring_text, counts, csv_file

HEAD = "统一社会信用代码,单位名称,机构类别,从业人员,责任人,地址\n"
CODES = [code_of("52", "440105", number) for number in range(700)]


def staged(office: Desk, text: str) -> tuple[ImportOptions, StagedSheet]:
    table = open_table(csv_file(office.path.parent, HEAD + text))
    options = ImportOptions(table, propose_mapping(table), TODAY)
    return options, stage(office.ledger, options, Progress())


def line(number: int, owner: str = "") -> str:
    return f"{CODES[number]},第{number}园,{'民办幼儿园' if number % 2 else ''},{number},{owner},甲路{number}号\n"


def test_pieces_of_new_ones_are_written_as_row_by_row(office: Desk) -> None:
    """More than a piece, all new; then the same list in a ledger that knows some of them is compared row by row."""
    options, sheet = staged(office, "".join(line(number) for number in range(650)))
    result = run_import(office.ledger, options, staged=sheet)
    assert counts(result) == (650, 0, 0, 0, 0)
    assert [each.row for each in result.findings[next(iter(result.findings))][:2]] == [2, 3]
    assert office.all("SELECT count(*), count(DISTINCT uid), sum(staff) FROM organization") == [(650, 650, 210925)]
    office.prove()
    again = run_import(office.ledger, options, staged=sheet)
    assert counts(again) == (0, 0, 650, 0, 0)


def test_a_rule_that_changed_meanwhile_is_the_one_that_counts(office: Desk) -> None:
    options, sheet = staged(office, line(1) + line(2))
    _change_rule(office, ScopeRule(key_categories=frozenset()))
    assert counts(run_import(office.ledger, options, staged=sheet)) == (2, 0, 0, 0, 0)
    assert office.all("SELECT DISTINCT scope FROM organization") == [("ordinary",)]
    office.prove()


def test_people_who_are_new_and_rows_without_a_code(office: Desk) -> None:
    text = line(1, "王五") + ",无码园,,5,,乙路\n" + line(2, "王五") + "错的,错码园,,6,,丙路\n"
    options, sheet = staged(office, text)
    assert counts(run_import(office.ledger, options, staged=sheet)) == (4, 0, 0, 0, 0)
    assert office.all("SELECT count(*) FROM organization o JOIN cadre c ON c.uid=o.owner WHERE c.name='王五'") == [(2,)]
    office.prove()


def test_the_quick_way_and_the_slow_one_write_the_same(office: Desk) -> None:
    """A row whose facts somebody had in hand is worked out anew."""
    _options, sheet = staged(office, line(1) + line(3))
    for row in sheet:
        assert isinstance(row, StagedRow)
        uid = row.known_uid
        assert uid is not None
        quick = row.written(uid, sheet.rule, sheet.rule)
        assert row.facts["name"] == row.name
        assert row.written(uid, sheet.rule, sheet.rule) == quick
        assert row.written(bytes(16), sheet.rule, sheet.rule)[1] != quick[1]


def test_a_code_whose_record_was_corrected_makes_another_one(office: Desk) -> None:
    bring_text(office, HEAD + line(1))
    with office.ledger.change() as change:
        change.edit(ORGANIZATION, 1, {"code": CODES[5]})
    result = bring_text(office, HEAD + line(1) + line(2), day=date(2026, 1, 1))
    assert result.new == 2
    assert office.all("SELECT count(*), count(DISTINCT uid) FROM organization") == [(3, 3)]
    office.prove()


def _change_rule(office: Desk, rule: ScopeRule) -> None:
    change_campaign(
        office.ledger,
        name="行动",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        targets=[TargetChange("", 60, date(2026, 12, 31))],
        rule=rule,
    )
