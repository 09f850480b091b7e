"""What the panel reads and writes, in the lanes of the window: plain functions, no Qt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.ledger.ledger import Changes, Ledger
from models.progress import Progress
from models.queries.duplicate_finding import find_duplicates
from models.queries.duplicates import DuplicatePair, DuplicateQueue, duplicate_names, duplicate_queue
from models.queries.join_plan import JoinPlan, join_plan

#: So many plans are shown before they are joined; all that are chosen are joined.
_PREVIEWED = 200


@dataclass(frozen=True, slots=True)
class Board:
    """The queue with the names of everyone in it."""

    queue: DuplicateQueue
    names: Mapping[int, str]


def read_board(ledger: Ledger, progress: Progress) -> Board:
    """Look for duplicates among what is new, then everything that waits."""
    find_duplicates(ledger, progress)
    return shown_board(ledger)


def shown_board(ledger: Ledger) -> Board:
    """Everything that waits, as far as it was found by now."""
    queue = duplicate_queue(ledger)
    return Board(queue, duplicate_names(ledger, queue))


def read_plan(ledger: Ledger, pair: DuplicatePair) -> tuple[DuplicatePair, JoinPlan]:
    """A pair with its plan."""
    return pair, join_plan(ledger, pair.a, pair.b)


def read_plans(ledger: Ledger, pairs: Sequence[DuplicatePair]) -> list[JoinPlan]:
    """The plans of several pairs, not more than a person looks at."""
    return [join_plan(ledger, pair.a, pair.b) for pair in pairs[:_PREVIEWED]]


def join_one(ledger: Ledger, pair: DuplicatePair, values: Mapping[str, object]) -> Changes:
    """The two are the same; these values are written to the one that is shown."""
    from models.edits.links import join_organizations  # noqa: PLC0415 - only when it is decided

    return join_organizations(ledger, pair.a, pair.b, values=values)


def join_all(ledger: Ledger, pairs: Iterable[DuplicatePair], progress: Progress) -> Changes:
    """Several pairs at once, as their plans say; those that contradict others are left alone."""
    from models.edits.links import join_pairs  # noqa: PLC0415

    plans = {(pair.a, pair.b): join_plan(ledger, pair.a, pair.b) for pair in pairs}
    return join_pairs(
        ledger, {pair: plan.values() for pair, plan in plans.items() if plan.is_possible}, progress=progress
    )


def keep_all_apart(ledger: Ledger, pairs: Iterable[DuplicatePair]) -> Changes:
    """The two of each pair are not the same."""
    from models.edits.links import keep_apart  # noqa: PLC0415

    return keep_apart(ledger, [(pair.a, pair.b) for pair in pairs])


def relate_all(ledger: Ledger, pairs: Iterable[DuplicatePair]) -> Changes:
    """The two of each pair belong together and are two."""
    from models.edits.links import relate_organizations  # noqa: PLC0415

    return relate_organizations(ledger, [(pair.a, pair.b) for pair in pairs])


def withdraw_all(ledger: Ledger, pairs: Iterable[DuplicatePair]) -> Changes:
    """Nothing is said of the two of each pair any more."""
    from models.edits.links import withdraw_links  # noqa: PLC0415

    return withdraw_links(ledger, [(pair.a, pair.b) for pair in pairs])
