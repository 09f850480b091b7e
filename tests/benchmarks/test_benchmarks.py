"""The measuring works, and what is no matter of speed holds: sizes, and that the demo proves."""

from pathlib import Path

from tests.benchmarks.followups import followups
from tests.benchmarks.importing import country, sheets, transactions
from tests.benchmarks.long_history import long_history
from tests.benchmarks.searching import searching
from tests.benchmarks.store import editing, importing, making, proving


def test_the_store_is_small_and_proves(tmp_path: Path) -> None:
    demo, made = making(tmp_path, 3_000)
    results = {result.name: result for result in [*made, *importing(tmp_path, demo), *editing(demo, 3), *proving(demo)]}
    assert results["file of the demo"].met, results["file of the demo"]
    assert results["file after the import"].met, results["file after the import"]
    assert results["size of an edit made by hand"].met, results["size of an edit made by hand"]
    assert results["check"].ratio > 0


def test_an_import_is_held_against_the_same_sheet_by_hand(tmp_path: Path) -> None:
    results = [*transactions(tmp_path, 300), *sheets(tmp_path, 300)]
    assert [result.name for result in results if result.ratio <= 0] == []
    assert {result.goal for result in results} == {1.5, 0.2, 0.5}


def test_memory_is_measured_for_text_and_sheets(tmp_path: Path) -> None:
    results = country(tmp_path, 300)
    assert [result.floor for result in results] == ["500 MB", "400 MB", "3500 MB", "400 MB"]
    assert all(result.ratio > 0 for result in results)


def test_searching_is_measured_group_by_group(tmp_path: Path) -> None:
    demo, _made = making(tmp_path, 800)
    results = {result.name: result for result in searching(demo, 1)}
    assert results["search index"].met, results["search index"]
    assert len(results) >= 20
    assert all(result.ratio > 0 for result in results.values())


def test_the_board_is_held_against_plain_rows(tmp_path: Path) -> None:
    results = followups(tmp_path, 600, 1)
    assert [result.name.partition(",")[0] for result in results] == [
        "board by person",
        "the same after a change",
        "board by street",
        "the same after a change",
        "board by reason",
        "the same after a change",
        "table by day",
        "the same after a change",
        "table by name",
        "the same after a change",
        "a page of the table",
    ]
    assert all(result.ratio > 0 for result in results)


def test_a_long_history_is_held_against_plain_rows(tmp_path: Path) -> None:
    results = long_history(tmp_path, 400, 1)
    assert len(results) == 5
    assert all(result.ratio > 0 for result in results)
