"""The measuring of exchange files works, and what is no matter of speed holds: sizes and memory."""

from pathlib import Path

from models.demo.make import make_demo
from tests.benchmarks.exchange import slices, whole


def test_exchange_files_are_small(tmp_path: Path) -> None:
    demo = tmp_path / "demo.jhtz"
    make_demo(demo, organizations=600).close()
    results = {result.name: result for result in [*slices(tmp_path, demo, 300, 1), *whole(tmp_path, demo)]}
    assert results["size of the slice"].met, results["size of the slice"]
    assert results["size of all"].met, results["size of all"]
    assert results["memory of writing all"].met
    assert results["memory of proving all"].met
    assert all(result.ratio > 0 for result in results.values())
