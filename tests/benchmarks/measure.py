"""Measuring: a figure, the floor it is held against, and the goal for their ratio."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table. `ratio` is figure over floor; goals are upper bounds."""

    name: str
    figure: str
    floor: str
    ratio: float
    goal: float | None

    @property
    def met(self) -> bool:
        return self.goal is None or self.ratio <= self.goal


def seconds(work: Callable[[], object]) -> float:
    """How long one run takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def processor_seconds(work: Callable[[], object]) -> float:
    """How much processor time one run takes in this process."""
    started = time.process_time()
    work()
    return time.process_time() - started


def paired(work: Callable[[], object], floor: Callable[[], object], *, rounds: int) -> tuple[float, float, float]:
    """Medians of both and of their ratio pair by pair, in turn A B A B, after one warm-up of each."""
    work()
    floor()
    pairs = [(seconds(work), seconds(floor)) for _round in range(rounds)]
    return (
        statistics.median(a for a, _b in pairs),
        statistics.median(b for _a, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def run_python(code: str, *arguments: str) -> tuple[float, str]:
    """Run code in a process of its own: seconds from start to end, what it printed."""
    started = time.perf_counter()
    found = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return time.perf_counter() - started, found.stdout


def table(results: list[Result]) -> str:
    """The results as Markdown."""
    lines = ["| what | measured | floor | ratio | goal | |", "|---|---|---|---|---|---|"]
    for result in results:
        goal = "—" if result.goal is None else f"≤ {result.goal:g}"
        mark = "" if result.goal is None else ("met" if result.met else "**missed**")
        lines.append(f"| {result.name} | {result.figure} | {result.floor} | {result.ratio:.2f} | {goal} | {mark} |")
    return "\n".join(lines)
