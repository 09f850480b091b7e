"""Sharing work out by street: whole streets where that comes out even, the largest first, to whoever has least."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """Something that somebody has to do: its local id, its street (empty if unknown) and who has it now."""

    id: int
    street: str
    cadre: str


@dataclass(frozen=True, slots=True)
class Share:
    """What one person had and gets; `streets` are (street, number) in order of the streets."""

    cadre: str
    before: int
    after: int
    streets: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who gets what: `given` is task to cadre, of all tasks; `moved` how many of them change hands."""

    given: Mapping[int, str]
    shares: tuple[Share, ...]
    moved: int


def share_by_street(tasks: Sequence[Task], cadres: Sequence[str]) -> Sharing:
    """The tasks shared out among `cadres`, by street, evenly.

    A street stays in one hand as long as it is no larger than an even share; a larger one is cut. Of several who
    have equally little, whoever has most of the street already gets it, then who is named first. The same
    tasks and people always give the same sharing. ValueError without people.
    """
    if not cadres:
        raise ValueError("nobody to share with")
    most = -(-len(tasks) // len(cadres))
    given: dict[int, str] = {}
    load = dict.fromkeys(cadres, 0)
    pieces = [piece for street in _by_street(tasks) for piece in _cut(street, most)]
    for piece in sorted(pieces, key=lambda piece: (-len(piece), -_held(piece, cadres), piece[0].street, piece[0].id)):
        here = Counter(task.cadre for task in piece)
        room = [cadre for cadre in cadres if load[cadre] + len(piece) <= most] or list(cadres)
        cadre = min(room, key=lambda each: (load[each], -here[each], cadres.index(each)))
        load[cadre] += len(piece)
        given.update(dict.fromkeys((task.id for task in piece), cadre))
    return Sharing(given, _shares(tasks, cadres, given), sum(given[task.id] != task.cadre for task in tasks))


def _held(piece: Sequence[Task], cadres: Sequence[str]) -> int:
    """How much of a street somebody of these has already: such streets are given first, and stay where they are."""
    return max(Counter(task.cadre for task in piece if task.cadre in cadres).values(), default=0)


def _by_street(tasks: Sequence[Task]) -> list[list[Task]]:
    streets: defaultdict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        streets[task.street].append(task)
    return [streets[street] for street in sorted(streets)]


def _cut(street: list[Task], most: int) -> list[list[Task]]:
    """A street in pieces of no more than an even share; what one person has stays together."""
    held = Counter(task.cadre for task in street)
    ordered = sorted(street, key=lambda task: (-held[task.cadre], task.cadre, task.id))
    return [ordered[first : first + most] for first in range(0, len(ordered), most)]


def _shares(tasks: Sequence[Task], cadres: Sequence[str], given: Mapping[int, str]) -> tuple[Share, ...]:
    before = Counter(task.cadre for task in tasks)
    after: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for task in tasks:
        after[given[task.id]][task.street] += 1
    people = [*cadres, *sorted(cadre for cadre in before if cadre not in cadres)]
    return tuple(
        Share(cadre, before[cadre], after[cadre].total(), tuple(sorted(after[cadre].items()))) for cadre in people
    )
