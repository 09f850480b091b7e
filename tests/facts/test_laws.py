"""Random scripts against the oracle: union, undo and display, whatever happens in whatever order.

125 scripts by default, 1,000 on the build machine; JIANHUI_LAW_SCRIPTS=10000 is the long run. A failure names its
script's number, its actions and the command that replays it.
"""

import os
from collections import Counter

import pytest

from tests.facts.reading import Ledgers
from tests.facts.scripts import only_kinds_in_use, run_script

SCRIPTS = int(os.environ.get("JIANHUI_LAW_SCRIPTS", "125"))
#: Large enough that even the rarest event happens several times in each part, small enough for two processes.
PART = 125
#: The rest looks only at the tables that scripts fill, which is quicker.
ON_ALL_TABLES = 25
MUST_BE_SEEN = (
    "cloned",
    "conflicts",
    "creations adopted, merged",
    "creations adopted, written here",
    "decided",
    "edits adopted, merged",
    "edits adopted, written here",
    "gone",
    "kept by another file",
    "kept edits",
    "kept records",
    "merged again",
    "returned from deletion",
    "torn",
    "twins differing",
    "twins equal",
    "undone",
    "undone out of order",
)


@pytest.mark.parametrize("first", range(0, SCRIPTS, PART))
def test_scripts_agree_with_the_oracle(first: int, ledgers: Ledgers, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: Counter[str] = Counter()
    last = min(first + PART, SCRIPTS)
    for seed in range(first, last):
        if seed == max(first, ON_ALL_TABLES):
            only_kinds_in_use(monkeypatch)
        seen += run_script(seed, ledgers)
    print(f"scripts {first} to {last - 1}: {dict(sorted(seen.items()))}")
    if last - first == PART:
        missing = [what for what in MUST_BE_SEEN if not seen[what]]
        assert not missing, f"these scripts prove too little: {missing} never happened"


def test_the_same_number_is_the_same_script(ledgers: Ledgers) -> None:
    """A failure can be replayed: nothing comes from the machine's clock or chance."""
    assert run_script(3, ledgers) == run_script(3, ledgers)
