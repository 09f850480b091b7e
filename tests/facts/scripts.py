"""Random scripts of 3 to 40 actions on four copies, each from one number.

To replay one: .venv/bin/python -m tests.facts.scripts 1234
"""

import sys
from collections import Counter

import pytest

from models.facts import arrivals, body, digests, proof, undo_plan, union
from models.tables.record_kinds import RECORD_KINDS
from tests.facts import exchanges, laws, local_work, reading
from tests.facts.copies import Disagreement, World
from tests.facts.reading import Ledgers

ACTIONS = (*local_work.ACTIONS, *exchanges.ACTIONS)


def only_kinds_in_use(patch: pytest.MonkeyPatch) -> None:
    """Let the store look at the tables that the scripts fill only: the same results in two thirds of the time."""
    kinds = tuple(kind for kind in RECORD_KINDS if kind.number in local_work.VALUES)
    for module in (arrivals, body, digests, proof, undo_plan, union, reading):
        patch.setattr(module, "RECORD_KINDS", kinds)


def run_script(seed: int, ledgers: Ledgers, *, judge_writing: bool = True) -> Counter[str]:
    """One script and the laws at its end; what was seen. Raises Disagreement, with the seed and the actions."""
    done: list[str] = []
    try:
        w = World(seed, ledgers, judge_writing=judge_writing)
        _act(w, done)
        done.append("laws")
        laws.judge(w)
    except Exception as error:
        actions = ", ".join(f"{number} {text}" for number, text in enumerate(done, 1))
        raise Disagreement(
            f"script {seed}: {type(error).__name__}: {error}\n  after {actions}\n"
            f"  replay: .venv/bin/python -m tests.facts.scripts {seed}"
        ) from error
    finally:
        ledgers.take_back()
    w.seen["scripts"] += 1
    w.seen["actions"] += len(done) - 1
    return w.seen


def _act(w: World, done: list[str]) -> None:
    """Between 3 and 40 actions; each script has its own favourites."""
    weights = [weight * w.random.choice([0, 1, 1, 1, 4]) for _, weight in ACTIONS]
    weights[0] += 1  # to create something is always possible
    wanted = int(w.random.triangular(3, 41, 8))
    while len(done) < wanted:
        chosen = w.random.choices(ACTIONS, weights)[0][0]
        copy = w.random.choice(w.copies)
        done.append(f"{copy.name} {chosen.__name__}")
        if not chosen(w, copy):
            done.pop()


def main(seeds: list[int]) -> None:
    ledgers = Ledgers()
    for seed in seeds:
        print(seed, dict(run_script(seed, ledgers)))
    ledgers.close()


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]])
