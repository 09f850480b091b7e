"""A killed process loses nothing that was acknowledged, and the faults that would lose something are noticed.

15 rounds by default; the long run has 300: `./jianhui test -m long tests/faults`.
"""

import pytest

from tests.faults.kill_faults import FAULTS
from tests.faults.report import run_command

SHORT, LONG = 15, 300
ROUNDS_FOR_A_FAULT = 80
FAULTS_FOR_EACH_CHANGE = ["saved-before-the-commit", "visit-in-several-transactions"]


@pytest.mark.parametrize("rounds", [SHORT, pytest.param(LONG, marks=pytest.mark.long)])
def test_killed_at_any_moment(rounds: int) -> None:
    report = run_command("kill", "--rounds", rounds, "--seed", rounds)
    assert not report.failures, "\n".join(report.failures)
    counts = report.counts
    assert counts["rounds"] == rounds
    assert counts["acknowledged"] > rounds
    assert counts["killed in the middle of a step"] > rounds / 2
    if rounds == LONG:  # a few kills may all miss the moments between a journal and its commit
        for what in ("hot journals", "backups proven", "opened for reading first"):
            assert counts[what] > 0, what


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param(FAULTS_FOR_EACH_CHANGE, id="some"),
        pytest.param(sorted(FAULTS), id="all", marks=pytest.mark.long),
    ],
)
def test_faults_are_noticed(faults: list[str]) -> None:
    report = run_command("kill", "--rounds", ROUNDS_FOR_A_FAULT, *(f"--fault={fault}" for fault in faults))
    assert not report.failures, report.failures
