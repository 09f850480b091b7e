"""The measuring of merges works with and without the peer, and the same files once more bring nothing."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from models.demo.make import make_demo
from tests.benchmarks import twenty_files as bench
from tests.benchmarks.floors import same_data
from tests.benchmarks.merging import merging


def _demo(place: Path, organizations: int) -> Path:
    make_demo(place / "demo.jhtz", organizations=organizations).close()
    return place / "demo.jhtz"


def test_a_merge_is_held_against_rows_that_are_ready(tmp_path: Path) -> None:
    results = merging(tmp_path, _demo(tmp_path, 600), 600)
    assert [result.goal for result in results] == [2.0, 8.0, None, None, 0.1, 0.1]
    assert all(result.ratio > 0 for result in results)


def test_without_the_peer_one_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pygeodiff", None)
    results = bench.twenty_files(tmp_path, _demo(tmp_path, 600), files=3, size=150)
    assert [result.goal for result in results] == [None, None, 2.0, 8.0, None, 0.1]
    assert results[0].name.startswith("G9 3 files, ")
    assert capsys.readouterr().out == bench.WITHOUT_PEER + "\n"


def test_a_peer_that_makes_other_rows_is_no_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Idle:
        def create_changeset(self, _base: str, _modified: str, changeset: str) -> None:
            Path(changeset).write_bytes(b"nothing")

        def apply_changeset(self, _base: str, _changeset: str) -> None:
            """Leave everything as it was."""

    monkeypatch.setitem(sys.modules, "pygeodiff", SimpleNamespace(GeoDiff=Idle))  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match="pygeodiff made other rows"):
        bench.twenty_files(tmp_path, _demo(tmp_path, 300), files=2, size=100)


def test_the_peer_is_measured_where_it_is_installed(tmp_path: Path) -> None:
    pytest.importorskip("pygeodiff")
    results = bench.twenty_files(tmp_path, _demo(tmp_path, 600), files=3, size=150)
    assert len(results) == 10
    assert all(result.ratio > 0 for result in results)


def test_the_floor_writes_everything_that_came(tmp_path: Path) -> None:
    incoming = _demo(tmp_path, 200)
    same_data(incoming, tmp_path)()
    with closing(sqlite3.connect(incoming)) as came, closing(sqlite3.connect(tmp_path / "bound.jhtz")) as written:
        for table in ("organization", "visit", "batch", "edit"):
            query = f"SELECT * FROM {table} ORDER BY 1, 2, 3"
            assert (rows := came.execute(query).fetchall()) == written.execute(query).fetchall()
            assert rows
