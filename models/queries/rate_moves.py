"""Why a rate moved between two prints: who got a union or lost it, who came into the denominator and who left it.

Source: domain rules, section 2; feature 62.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from models.ledger.ledger import Ledger
from models.queries.conditions import ELIGIBLE, KEY, NOT_ELIGIBLE, Conditions
from models.queries.report_content import RateMove
from models.queries.weekly_scope import within

#: built 新建会, lost 失去覆盖; into the denominator: registered 新入台账, decided 认定具备条件,
#: reclassified 转入重点范围; out of it: deregistered 注销或移出台账, excluded 不再认定为具备条件, outside 转出重点范围.
MOVES = ("built", "lost", "registered", "decided", "reclassified", "deregistered", "excluded", "outside")

#: What a key organization counts as: built (eligible and covered), open (eligible), no, unknown.
_LETTERS = {"built": b"b", "open": b"o", "no": b"n", "unknown": b"u"}
_STATE = {letter[0]: state for state, letter in _LETTERS.items()}
_TAIL = 8  # bytes of a record id: its random end tells records apart
_ELIGIBLE = frozenset({"built", "open"})
_MOST_NAMES = 200


@dataclass(frozen=True, slots=True)
class Move:
    """Why figures moved: a key of MOVES, whether those that came or left had a union, and who it was.

    `organizations` are the local ids of those that are still here, in the order of `names`.
    """

    reason: str
    covered: bool
    count: int
    organizations: tuple[int, ...]
    names: tuple[str, ...]


class _Known(NamedTuple):
    """What is known now of an organization that moved."""

    id: int
    name: str
    created_in: int
    live: bool


def members_of_rate(ledger: Ledger, areas: Sequence[str]) -> bytes:
    """Every live key organization: the end of its record id and a letter for its state."""
    with ledger.reading() as db:
        c = Conditions(db)
        rows = db.execute(
            f"SELECT substr(o.uid,{17 - _TAIL}), CASE WHEN {ELIGIBLE} AND {c.covered} THEN 'built' "
            f"WHEN {ELIGIBLE} THEN 'open' WHEN {NOT_ELIGIBLE} THEN 'no' ELSE 'unknown' END "
            f"FROM organization o WHERE {c.live} AND {KEY} AND {within(areas)} ORDER BY o.uid",
            {"today": ledger.today().isoformat()},
        ).fetchall()
    return b"".join(bytes(tail) + _LETTERS[state] for tail, state in rows)


def moves_of(ledger: Ledger, before: bytes, after: bytes, *, known_in: int) -> list[Move]:
    """The moves between two lists of members, in the order of MOVES; reasons that moved nobody are left out.

    `known_in` is the batch in which the earlier print came: what came into the ledger later is newly registered.
    """
    was, now = _states(before), _states(after)
    moved = {tail for tail in {*was, *now} if was.get(tail) != now.get(tail)}
    known = _known(ledger, moved)
    found: dict[tuple[str, bool], list[bytes]] = {}
    for tail in moved:
        key = _move(was.get(tail, ""), now.get(tail, ""), known.get(tail), known_in)
        if key is not None:
            found.setdefault(key, []).append(tail)
    made = []
    for reason, covered in sorted(found, key=lambda key: (MOVES.index(key[0]), not key[1])):
        tails = found[reason, covered]
        here = sorted((known[tail].name, known[tail].id) for tail in tails if tail in known)
        made.append(Move(reason, covered, len(tails), tuple(id_ for _n, id_ in here), tuple(n for n, _id in here)))
    return made


def members_in(ledger: Ledger, members: bytes, states: Collection[str]) -> tuple[int, ...]:
    """The local ids of the members in these states: built, open, no, unknown; of those that are still here."""
    wanted = {tail for tail, state in _states(members).items() if state in states}
    return tuple(sorted(known.id for known in _known(ledger, wanted).values()))


def printed_moves(moves: Sequence[Move]) -> tuple[RateMove, ...]:
    """The moves as a print keeps them."""
    return tuple(
        RateMove(move.reason, move.covered, move.count, move.names[:_MOST_NAMES], move.organizations) for move in moves
    )


def _move(was: str, now: str, known: _Known | None, known_in: int) -> tuple[str, bool] | None:
    if was in _ELIGIBLE and now in _ELIGIBLE:
        return ("built" if now == "built" else "lost", True)
    if now in _ELIGIBLE:
        if was:
            return "decided", now == "built"
        is_new = known is not None and known.created_in > known_in
        return "registered" if is_new else "reclassified", now == "built"
    if was in _ELIGIBLE:
        if now:
            return "excluded", was == "built"
        return "outside" if known is not None and known.live else "deregistered", was == "built"
    return None


def _states(members: bytes) -> dict[bytes, str]:
    step = _TAIL + 1
    return {members[at : at + _TAIL]: _STATE[members[at + _TAIL]] for at in range(0, len(members), step)}


def _known(ledger: Ledger, tails: set[bytes]) -> Mapping[bytes, _Known]:
    if not tails:
        return {}
    with ledger.reading() as db:
        live = Conditions(db).live
        rows = db.execute(
            f"SELECT substr(o.uid,{17 - _TAIL}), o.id, coalesce(o.name,''), o.created_in, {live} FROM organization o "
            f"WHERE hex(substr(o.uid,{17 - _TAIL})) IN (SELECT value FROM json_each(?))",
            (json.dumps([tail.hex().upper() for tail in tails]),),
        ).fetchall()
    return {bytes(tail): _Known(id_, name, created, bool(live)) for tail, id_, name, created, live in rows}
