"""Would the laws notice? Each seeded fault has to be caught by one of the scripts that the build machine runs.

`caught_at` only saves time: that script is tried first, then those of this run.
"""

import pytest

from tests.facts.copies import Disagreement
from tests.facts.faults import FAULTS, Fault, lamport_not_advanced_on_receipt
from tests.facts.reading import Ledgers
from tests.facts.scripts import only_kinds_in_use, run_script
from tests.facts.test_laws import SCRIPTS


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name.replace(" ", "-") for fault in FAULTS])
def test_a_seeded_fault_is_caught(fault: Fault, ledgers: Ledgers, monkeypatch: pytest.MonkeyPatch) -> None:
    caught_at = None
    only_kinds_in_use(monkeypatch)
    with monkeypatch.context() as patch:
        fault.seed(patch)
        for seed in [fault.caught_at, *range(SCRIPTS)]:
            try:
                run_script(seed, ledgers, judge_writing=fault.judge_writing)
            except Disagreement:
                caught_at = seed
                break
    assert caught_at is not None, f"{SCRIPTS} scripts do not notice: {fault.name}"
    run_script(caught_at, ledgers)  # the same script passes without the fault


def test_the_logical_counter_is_for_display_only(ledgers: Ledgers, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault that rightly passes: not advancing the counter on receipt loses nothing."""
    only_kinds_in_use(monkeypatch)
    lamport_not_advanced_on_receipt(monkeypatch)
    for seed in range(40):
        run_script(seed, ledgers, judge_writing=False)
