"""A merge, and its undo, killed at any statement: all of it or nothing, and the rerun gives the same.

Every ninetieth statement by default; the long run takes every third: `./jianhui test -m long tests/faults`.
"""

import pytest

from tests.faults.report import run_command

SHORT, LONG = 90, 3


@pytest.mark.parametrize("every", [SHORT, pytest.param(LONG, marks=pytest.mark.long)])
@pytest.mark.parametrize("what", [(), ("--undo",)], ids=["merge", "undo"])
def test_killed_at_any_statement(what: tuple[str, ...], every: int) -> None:
    report = run_command("merge_kills", "--every", every, *what)
    assert not report.failures, "\n".join(report.failures)
    assert report.counts["kills"] > 5
    assert report.counts["hot journals"] > 2


@pytest.mark.parametrize("fault", ["commit-after-each-file", "summaries-afterwards"])
def test_half_a_merge_is_noticed(fault: str) -> None:
    assert run_command("merge_kills", "--every", 120, "--fault", fault).failures
