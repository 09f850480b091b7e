"""What was recognised once is not asked again: straight to the dry run, said, looked at, changed, forgotten."""

from collections.abc import Callable
from pathlib import Path

from models.edits.undo import undo
from models.importing.profiles import remembered_profiles
from tests.models.edits.desk import Desk
from tests.models.importing.sheets import csv_file
from tests.ui.importing.bench import ImportBench, Key
from ui.shared.banner import BannerKind

TEXT = "机构代号名,所在,人\n{name},新港西路1号,3\n{name}二,新港西路2号,4\n"


def learn(bench: ImportBench, folder: Path) -> None:
    """Import a list whose columns have to be said."""
    bench.open(csv_file(folder, TEXT.format(name="甲某"), name="摸底2023年6月.csv"))
    bench.press(Key.Key_Home)
    for letters in ("dwmc", "dz", "cyry"):
        bench.type(letters)
        bench.press(Key.Key_Return, Key.Key_Right)
    bench.press(Key.Key_Return, Key.Key_Return)
    assert bench.step() == "receipt"


def test_the_next_list_of_its_kind_goes_straight_to_the_dry_run(
    bench: ImportBench, office: Desk, tmp_path: Path
) -> None:
    learn(bench, tmp_path)
    bench.open(csv_file(tmp_path, f"名册,\n{TEXT.format(name='丙某')}", name="摸底2024年3月.csv"))
    assert bench.step() == "outcome"
    said = bench.banners(BannerKind.NOTE)
    assert any("栏目按上次的对应“摸底”，名册日期 2024-03-31" in words for words in said), said
    bench.press(Key.Key_Return)
    assert bench.step() == "receipt"
    assert office.count("organization") == 4
    assert len(remembered_profiles(office.ledger)) == 1


def test_one_key_leads_to_the_columns_and_a_change_is_remembered(
    bench: ImportBench, office: Desk, tmp_path: Path
) -> None:
    learn(bench, tmp_path)
    bench.open(csv_file(tmp_path, TEXT.format(name="丙某")))
    bench.press(Key.Key_Escape)
    assert bench.step() == "columns"
    assert any("按上次的对应“摸底”" in words for words in bench.banners(BannerKind.NOTE))
    assert bench.note(0) == "按上次"
    bench.press(Key.Key_End)
    bench.type("bz")
    bench.press(Key.Key_Return, Key.Key_Return, Key.Key_Return)
    assert bench.step() == "receipt"
    (profile,) = remembered_profiles(office.ledger)
    assert profile.fields["人"] == ("note",)


def test_it_is_forgotten_and_remembered_again(bench: ImportBench, office: Desk, tmp_path: Path) -> None:
    learn(bench, tmp_path)
    bench.open(csv_file(tmp_path, TEXT.format(name="丙某")))
    bench.press(Key.Key_Escape)
    bench.act("不再记住")
    assert remembered_profiles(office.ledger) == []
    assert bench.step() == "columns"
    assert bench.fields == (None, None, None)
    assert bench.said[-1] == ("不再记住“摸底”", True)
    undo(office.ledger, None)
    assert len(remembered_profiles(office.ledger)) == 1


def test_forgetting_can_be_done_from_the_list_and_names_are_changed_there(
    bench: ImportBench, office: Desk, tmp_path: Path
) -> None:
    assert not bench.panel.file.profiles.isVisible()
    learn(bench, tmp_path)
    bench.panel.receipt.another_asked.emit()
    bench.settle()
    assert bench.step() == "file"
    assert bench.panel.file.profiles.text() == "记住的对应 1 份"
    bench.panel.file.profiles.setFocus()
    bench.press(Key.Key_Space)
    assert bench.step() == "profiles"
    step = bench.panel.profiles
    assert step.model.source.cell(0, "fields").text == "单位名称、地址、从业人员"
    bench.press(Key.Key_Return)
    assert bench.focused() is step.name
    bench.press(Key.Key_Backspace, Key.Key_Return)
    assert step._name_field._help.text() == "请写一个名字。"
    bench.type("民政名册")
    bench.press(Key.Key_Return)
    assert remembered_profiles(office.ledger)[0].name == "民政名册"
    assert bench.focused() is step.table
    bench.press(Key.Key_Return)
    bench.type("x")
    bench.press(Key.Key_Escape)  # the name stays
    assert bench.step() == "profiles"
    assert remembered_profiles(office.ledger)[0].name == "民政名册"
    bench.press(Key.Key_Delete)
    assert remembered_profiles(office.ledger) == []
    assert step.profiles == []
    bench.press(Key.Key_Delete, Key.Key_Return)  # nothing there, nothing happens
    bench.press(Key.Key_Escape)
    assert bench.step() == "file"
    assert not bench.panel.file.profiles.isVisible()


def test_an_import_that_is_stopped_teaches_nothing(bench: ImportBench, office: Desk, tmp_path: Path) -> None:
    bench.open(csv_file(tmp_path, TEXT.format(name="甲某")))
    bench.press(Key.Key_Home)
    bench.type("dwmc")
    bench.press(Key.Key_Return, Key.Key_Return)
    assert bench.step() == "outcome"
    bench.press(Key.Key_Escape, Key.Key_Escape, Key.Key_Escape)
    assert bench.left == 1
    assert remembered_profiles(office.ledger) == []


def test_a_profile_without_a_day_that_is_right_asks(
    bench: ImportBench, tmp_path: Path, office: Desk, monkeypatch: object
) -> None:
    """The columns are shown where something besides them is missing."""
    learn(bench, tmp_path)
    options: Callable[[], object] = bench.panel.columns.options
    bench.panel.columns.options = lambda: None  # type: ignore[method-assign,assignment] - as with a wrong day
    bench.open(csv_file(tmp_path, TEXT.format(name="丙某")))
    assert bench.step() == "columns"
    bench.panel.columns.options = options  # type: ignore[method-assign,assignment] - back
