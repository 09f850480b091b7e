"""Mappings that are remembered: known again, applied, changed, renamed, forgotten, undone, and read back wrongly."""

import json
from pathlib import Path

import pytest

from models.edits.import_profiles import forget_import_profile, keep_import_profile, rename_import_profile
from models.edits.undo import undo
from models.errors import InputProblem
from models.facts.writer import BatchKind
from models.importing.column_proposals import Evidence
from models.importing.mapping import Mapping, mapping_of
from models.importing.profiles import (
    best_mapping,
    fingerprint,
    headings_known,
    import_and_remember,
    key_of,
    mapping_by_memory,
    profile_name,
    remember,
    remembered_profiles,
)
from models.importing.staging import ImportOptions, stage
from models.importing.table import Cell, Table, open_table
from models.progress import Cancelled, Progress
from models.tables.record_kinds import IMPORT_PROFILE
from tests.models.edits.desk import TODAY, Desk, nothing_changed
from tests.models.importing.sheets import csv_file

ROWS: list[list[Cell]] = [["机构", "所在地方", "颜色", "人"], ["甲某", "乙路", "红", 3], ["丙某", "丁路", "蓝", 4]]
CHOSEN = ("name", "address", None, "staff")


def chosen(rows: list[list[Cell]] = ROWS) -> Mapping:
    found = mapping_of(rows, 0)
    for column, name in enumerate(CHOSEN):
        found = found.with_field(column, name)
    return found


def known_of(office: Desk, rows: list[list[Cell]]) -> Mapping:
    return best_mapping(rows, (), remembered_profiles(office.ledger))[0]


def test_headings_are_known_again_whatever_differs_from_year_to_year() -> None:
    mark = fingerprint(["单位名称", "2023年从业人员", "地址"])
    assert mark
    for same in (
        ["地址", "单位名称", "2024年从业人员"],  # another order, another year
        [" *单位 名称：", "2023年从业人员", "地址"],
        ["单位名称", "2023年从业人员", "地址", "", "第5列"],  # nameless columns beside them
        ["１.单位名称", "二、2023年从业人员", "地址"],
    ):
        assert fingerprint(same) == mark
    for other in (["单位名称", "2023年从业人员"], ["单位名称", "从业人员数", "地址"], ["单位名称"], [], ["", "第2列"]):
        assert fingerprint(other) != mark
    assert fingerprint(["单位名称"]) == ""  # too few to tell one list from another
    assert key_of("35岁以下") == "35岁以下"
    assert key_of("18-35岁") == "18-35岁"
    assert key_of("2023年6月底人数") == key_of("24年3月人数") == "人数"


def test_a_mapping_is_applied_the_next_time_in_another_order_below_other_titles(office: Desk) -> None:
    remember(office.ledger, chosen(), name="摸底表")
    rows: list[list[Cell]] = [
        ["名册", None, None, None],
        [None],
        ["颜色", "机构", "人", "所在地方"],
        ["红", "戊某", 5, "己路"],
    ]
    assert mapping_of(rows).fields != (None, "name", "staff", "address")  # nobody would have guessed it
    found = known_of(office, rows)
    assert (found.header_row, found.fields, found.profile) == (2, (None, "name", "staff", "address"), "摸底表")
    assert found.is_certain
    assert {found.proposal(column).evidence for column in range(4)} == {Evidence.MEMORY}


def test_two_rows_of_headings_are_known_again(office: Desk) -> None:
    rows: list[list[Cell]] = [["机构", "人数", None], [None, "专职", "兼职"], ["甲某", 3, 4]]
    mapping = mapping_of(rows, 1, header_rows=2).with_field(0, "name").with_field(1, "staff").with_field(2, None)
    assert mapping.headings == ("机构", "人数/专职", "人数/兼职")
    remember(office.ledger, mapping, name="两行")
    found = known_of(office, [["名册", None, None], *rows])
    assert (found.header_row, found.header_rows, found.fields) == (2, 2, ("name", "staff", None))


def test_a_heading_that_stands_twice_keeps_its_places(office: Desk) -> None:
    rows: list[list[Cell]] = [["单位名称", "电话", "电话"], ["甲园", "1", "13800000000"]]
    remember(office.ledger, mapping_of(rows).with_field(2, "phone"), name="x")
    assert known_of(office, rows).fields == ("name", None, "phone")


def test_remembering_the_same_twice_changes_nothing_and_a_change_is_one_edit(office: Desk) -> None:
    first = remember(office.ledger, chosen(), name="摸底表")
    assert first is not None
    assert first.kinds == {IMPORT_PROFILE.number}
    again = remember(office.ledger, chosen(), name="另一个名字")
    assert again is not None
    assert nothing_changed(again)
    changed = remember(office.ledger, chosen().with_field(2, "note"), name="x")
    assert changed is not None
    assert changed.batch
    (profile,) = remembered_profiles(office.ledger)
    assert (profile.name, profile.fields["颜色"]) == ("摸底表", ("note",))
    undo(office.ledger, changed.batch)
    assert known_of(office, ROWS).fields == CHOSEN
    undo(office.ledger, first.batch)
    assert remembered_profiles(office.ledger) == []
    office.prove()


def test_streets_are_remembered_with_it(office: Desk) -> None:
    remember(office.ledger, chosen(), name="x", streets=True)
    assert remembered_profiles(office.ledger)[0].streets


def test_what_cannot_be_known_again_is_not_remembered(office: Desk) -> None:
    assert remember(office.ledger, mapping_of([["甲", "乙"]]).with_field(0, "name"), name="x") is None  # no headings
    assert remember(office.ledger, mapping_of([["单位名称"], ["甲园"]]), name="x") is None  # one alone
    assert remember(office.ledger, mapping_of([["地址", "电话"], ["乙路", "1"]]), name="x") is None  # no name
    assert remembered_profiles(office.ledger) == []


def test_a_name_is_given_and_refused(office: Desk) -> None:
    remember(office.ledger, chosen(), name="x" * 100)
    (profile,) = remembered_profiles(office.ledger)
    assert len(profile.name) == 60
    rename_import_profile(office.ledger, profile.id, "  民政  名册 ")
    assert remembered_profiles(office.ledger)[0].name == "民政 名册"
    assert known_of(office, ROWS).profile == "民政 名册"
    for name in ("", " ", "长" * 61):
        with pytest.raises(InputProblem) as caught:
            rename_import_profile(office.ledger, profile.id, name)
        assert caught.value.fields.keys() == {"name"}


def test_what_is_forgotten_is_asked_again_and_comes_back_when_it_is_learned_again(office: Desk) -> None:
    remember(office.ledger, chosen(), name="摸底表")
    (profile,) = remembered_profiles(office.ledger)
    forgotten = forget_import_profile(office.ledger, profile.id)
    assert known_of(office, ROWS).profile == ""
    for again in (
        lambda: forget_import_profile(office.ledger, profile.id),
        lambda: rename_import_profile(office.ledger, profile.id, "x"),
    ):
        with pytest.raises(InputProblem, match="不再记着"):
            again()
    undo(office.ledger, forgotten.batch)
    assert known_of(office, ROWS).profile == "摸底表"
    forget_import_profile(office.ledger, profile.id)
    remember(office.ledger, chosen().with_field(2, "note"), name="x")
    assert known_of(office, ROWS).fields == ("name", "address", "note", "staff")
    office.prove()


def test_two_laptops_remember_one_record(office: Desk) -> None:
    remember(office.ledger, chosen(), name="甲")
    (uid,) = office.one("SELECT uid FROM import_profile")
    undo(office.ledger, None)
    remember(office.ledger, chosen(), name="乙")
    assert office.all("SELECT uid FROM import_profile WHERE deleted IS NOT 1") == [(uid,)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"columns": []}',
        '{"columns": {"机构": "name"}}',  # read as four letters, none of them a field
        '{"columns": {"机构": ["no_such_field"]}}',
        '{"columns": {"机构": ["last_visit"]}}',  # what is computed
        '{"columns": {"机构": [null]}}',
    ],
)
def test_a_profile_that_this_version_cannot_read_is_left_out(office: Desk, text: str) -> None:
    keep_import_profile(office.ledger, fingerprint=fingerprint(["机构", "人"]), mapping=text, name="x")
    assert remembered_profiles(office.ledger) == []
    assert mapping_of([["单位名称", "地址"]]).fields == known_of(office, [["单位名称", "地址"]]).fields


def test_a_field_of_a_newer_version_is_left_open(office: Desk) -> None:
    said = json.dumps({"columns": {"机构": ["name"], "人": ["new_field"]}})
    keep_import_profile(office.ledger, fingerprint=fingerprint(["机构", "人"]), mapping=said, name="x")
    assert known_of(office, [["机构", "人"], ["甲", 1]]).fields == ("name", None)


def test_a_heading_is_known_in_a_list_that_is_not(office: Desk) -> None:
    remember(office.ledger, chosen(), name="甲")
    found = known_of(office, [["机构", "别的"], ["甲某", "x"]])
    assert (found.fields, found.profile, found.is_certain) == (("name", None), "", False)
    rows: list[list[Cell]] = [["机构", "人", "单位名称"], ["甲某", 1, "乙某"]]
    other = mapping_of(rows, 0).with_field(0, "note").with_field(1, "staff").with_field(2, "name")
    remember(office.ledger, other, name="乙")
    assert headings_known(remembered_profiles(office.ledger)).keys() == {
        "所在地方",
        "人",
        "单位名称",
    }  # 机构: two meanings


def table_of(office: Desk, text: str = "机构,所在地方,颜色,人\n甲某,乙路,红,3\n") -> Table:
    return open_table(csv_file(office.path.parent, text, name="摸底表2023年6月(1).csv"))


def test_an_import_remembers_in_a_batch_of_its_own(office: Desk) -> None:
    table = table_of(office)
    result = import_and_remember(office.ledger, ImportOptions(table, chosen(), TODAY))
    assert result.new == 1
    kinds = [kind for (kind,) in office.all("SELECT kind FROM batch ORDER BY id DESC LIMIT 2")]
    assert kinds == [BatchKind.IMPORT, BatchKind.EDIT]
    assert mapping_by_memory(office.ledger, table).profile == "摸底表"
    undo(office.ledger, None)  # the last step is the import, what was learned stays
    assert office.count("organization") == 0
    assert mapping_by_memory(office.ledger, table).fields == CHOSEN
    office.prove()


def test_an_import_that_is_stopped_remembers_nothing(office: Desk) -> None:
    before = office.path.read_bytes()

    class Impatient(Progress):
        def step(self, *arguments: object, **named: object) -> None:
            raise Cancelled

    options = ImportOptions(table_of(office), chosen(), TODAY)
    staged = stage(office.ledger, options, Progress())
    for given in (None, staged):  # while it is read, and while it is written
        with pytest.raises(Cancelled):
            import_and_remember(office.ledger, options, staged=given, progress=Impatient())
    assert remembered_profiles(office.ledger) == []
    office.ledger.close()
    assert office.path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("摸底表2023年6月.csv", "摸底表"),
        ("海珠名册 20230618(2).csv", "海珠名册"),
        ("2023.csv", "2023"),
        ("名册_截至2023年6月30日.csv", "名册"),
    ],
)
def test_a_profile_is_named_after_its_file_without_the_date(tmp_path: Path, name: str, found: str) -> None:
    assert profile_name(open_table(csv_file(tmp_path, "单位名称\n甲\n", name=name))) == found
