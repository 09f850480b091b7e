"""A power cut loses nothing that was acknowledged and damages nothing; weaker settings are noticed.

200 cuts by default; the long run has 5,000: `./jianhui test -m long tests/faults`.
"""

from pathlib import Path

import pytest

from tests.faults.power_cut import FAULTS, SOUND, PowerCuts
from tests.faults.report import run_command

SHORT, LONG = 200, 5000
CUTS_FOR_A_FAULT = 500
MUST_BE_SEEN = (
    "acknowledged",
    "cuts in the middle of a step",
    "hot journals",
    "recoveries cut",
    "reordered",
    "sectors dropped",
    "sectors torn",
)
RARE = ("new files lost", "saved, not yet acknowledged")


@pytest.mark.parametrize("cuts", [SHORT, pytest.param(LONG, marks=pytest.mark.long)])
def test_power_fails_at_any_moment(cuts: int) -> None:
    report = run_command("power_cut", "--cuts", cuts, "--seed", cuts)
    assert not report.failures, "\n".join(report.failures)
    assert report.counts["cuts"] == cuts
    must_be_seen = [*MUST_BE_SEEN, *(RARE if cuts == LONG else ())]
    missing = [what for what in must_be_seen if not report.counts[what]]
    assert not missing, f"these cuts prove too little: {missing} never happened"


@pytest.mark.parametrize("fault", FAULTS)
def test_weaker_setting_is_noticed(fault: str, tmp_path: Path) -> None:
    """DELETE with FULL, for one, loses what was saved last: the journal's removal is not synced."""
    report = PowerCuts(tmp_path, seed=1, fault=fault).run(CUTS_FOR_A_FAULT, until_failure=True)
    assert report.failures, "this setting went unnoticed"


@pytest.mark.long
@pytest.mark.parametrize("setting", SOUND)
def test_the_disk_does_not_blame_a_sound_setting(setting: str) -> None:
    report = run_command("power_cut", "--cuts", LONG, "--fault", setting)
    assert not report.failures, "\n".join(report.failures)
