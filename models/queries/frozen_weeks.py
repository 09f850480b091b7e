"""Prints of a week as they were frozen, and what happened between two of them.

Source: domain rules, section 2: every published figure is a dated snapshot that reprints the same later, and the
program can say why a rate moved.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

from models.errors import FileProblem
from models.inputs.frozen_print import FrozenPrint
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.conditions import ELIGIBLE, KEY, NOT_ELIGIBLE, Conditions
from models.queries.report_content import BattleMap, Figures, StreetFigures, WeeklyLedger
from models.queries.report_json import from_json, to_json
from models.queries.weekly_ledger import within

_Content = TypeVar("_Content")

#: What a key organization counts as: built (eligible and covered), open (eligible), no, unknown.
_LETTERS = {"built": b"b", "open": b"o", "no": b"n", "unknown": b"u"}
_STATE = {letter[0]: state for state, letter in _LETTERS.items()}
_TAIL = 8  # bytes of a record id: its random end tells records apart


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """A frozen print without its content. `figures` and `streets` are what it counted."""

    id: int
    week: str
    kind: str
    scope: str
    frozen_at: str
    report: str
    hash: str
    figures: Figures
    streets: tuple[StreetFigures, ...]
    conflicted: bool


@dataclass(frozen=True, slots=True)
class Move:
    """Why figures moved: a key of MOVES, how many, and the local ids of those that are still here."""

    reason: str
    count: int
    organizations: tuple[int, ...]


#: built 新建会, lost 失去覆盖, came 新增应建 (registered, or decided to be eligible), left 应建减少 (gone, or decided
#: not to be); the rate's denominator moves with the last two, of which some had a union already.
_REASONS: Mapping[tuple[bool, bool, bool, bool], str] = {
    # (was eligible, is eligible, was built, is built)
    (True, True, False, True): "built",
    (True, True, True, False): "lost",
    (False, True, False, True): "came_built",
    (False, True, False, False): "came",
    (True, False, True, False): "left_built",
    (True, False, False, False): "left",
}
MOVES = ("built", "lost", "came_built", "came", "left_built", "left")


def scope_key(areas: Sequence[str] = (), *, key_only: bool = False, more: str = "") -> str:
    """The text that tells prints of one week apart: the areas, whether only key targets, whatever else chose."""
    return json.dumps({"areas": sorted(areas), "key_only": key_only, "more": more}, sort_keys=True)


def frozen_print(
    ledger: Ledger,
    kind: str,
    content: WeeklyLedger | BattleMap,
    *,
    areas: Sequence[str] = (),
    key_only: bool = False,
    more: str = "",
) -> FrozenPrint:
    """A print's content with what it counted, ready to be kept (models/edits/freezing.py)."""
    text = to_json(content)
    streets = content.streets if isinstance(content, WeeklyLedger) else tuple(tile.street for tile in content.tiles)
    figures = {"total": asdict(content.total), "streets": [asdict(street) for street in streets]}
    return FrozenPrint(
        week=content.head.week,
        kind=kind,
        scope=scope_key(areas, key_only=key_only, more=more),
        frozen_at=content.head.as_of.isoformat(timespec="seconds"),
        report=content.head.report_id,
        figures=json.dumps(figures, ensure_ascii=False, separators=(",", ":")),
        members=_packed(_members(ledger, areas)),
        content=_packed(text.encode()),
        hash=hashlib.sha256(text.encode()).hexdigest(),
    )


def frozen_weeks(ledger: Ledger) -> list[FrozenRow]:
    """All frozen prints, newest week first."""
    with ledger.reading() as db:
        rows = db.execute(
            "SELECT f.id, week, kind, scope, frozen_at, report, hash, figures, "
            "EXISTS (SELECT 1 FROM head h WHERE h.kind=22 AND h.rec=f.id) FROM frozen_week f "
            "WHERE deleted IS NOT 1 AND content IS NOT NULL ORDER BY week DESC, kind, scope"
        ).fetchall()
    return [_row(row) for row in rows]


def frozen_week(ledger: Ledger, week: str, kind: str, scope: str) -> FrozenRow | None:
    """The frozen print of a week, a kind and a scope."""
    return next((r for r in frozen_weeks(ledger) if (r.week, r.kind, r.scope) == (week, kind, scope)), None)


def frozen_report(ledger: Ledger, report: str) -> FrozenRow | None:
    """The frozen print with a report number as it stands on its pages, blanks and case aside."""
    wanted = "".join(report.split()).upper()
    return next((row for row in frozen_weeks(ledger) if row.report.upper() == wanted), None)


def frozen_content(ledger: Ledger, row: FrozenRow, kind: type[_Content]) -> _Content:
    """What the print showed; FileProblem if what is kept does not fit its hash."""
    with ledger.reading() as db:
        (packed, expected) = db.execute("SELECT content, hash FROM frozen_week WHERE id=?", (row.id,)).fetchone()
    text = _unpacked(packed)
    if hashlib.sha256(text).hexdigest() != expected:
        raise FileProblem(
            _("{week} 定格的内容与它的校验值不符，不能重印。").format(week=row.week),
            hint=_("请用“检查台账”看是哪些内容，或从备份恢复。"),
        )
    return from_json(kind, text.decode())


def week_before(ledger: Ledger, week: str, kind: str, scope: str) -> FrozenRow | None:
    """The newest frozen print of that kind and scope from an earlier week."""
    return next((r for r in frozen_weeks(ledger) if r.week < week and (r.kind, r.scope) == (kind, scope)), None)


def moves_since(ledger: Ledger, row: FrozenRow, areas: Sequence[str] = ()) -> list[Move]:
    """What changed for key organizations between a frozen print and now."""
    return _moves(_known_members(ledger, row), _states(_members(ledger, areas)), ledger)


def moves_between(ledger: Ledger, earlier: FrozenRow, later: FrozenRow) -> list[Move]:
    """What changed for key organizations between two frozen prints."""
    return _moves(_known_members(ledger, earlier), _known_members(ledger, later), ledger)


def _moves(before: Mapping[bytes, str], after: Mapping[bytes, str], ledger: Ledger) -> list[Move]:
    found: dict[str, list[bytes]] = {reason: [] for reason in MOVES}
    for tail in {*before, *after}:
        was, now = before.get(tail, ""), after.get(tail, "")
        key = (was in {"built", "open"}, now in {"built", "open"}, was == "built", now == "built")
        reason = _REASONS.get(key)
        if reason is not None:
            found[reason].append(tail)
    here = _local_ids(ledger) if any(found.values()) else {}
    return [
        Move(reason, len(tails), tuple(sorted(here[tail] for tail in tails if tail in here)))
        for reason, tails in found.items()
    ]


def _members(ledger: Ledger, areas: Sequence[str]) -> bytes:
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


def _known_members(ledger: Ledger, row: FrozenRow) -> dict[bytes, str]:
    with ledger.reading() as db:
        (packed,) = db.execute("SELECT members FROM frozen_week WHERE id=?", (row.id,)).fetchone()
    return _states(_unpacked(packed or ""))


def _states(members: bytes) -> dict[bytes, str]:
    step = _TAIL + 1
    return {members[at : at + _TAIL]: _STATE[members[at + _TAIL]] for at in range(0, len(members), step)}


def _local_ids(ledger: Ledger) -> dict[bytes, int]:
    with ledger.reading() as db:
        rows = db.execute(f"SELECT substr(uid,{17 - _TAIL}), id FROM organization o WHERE {KEY} OR o.deleted IS 1")
        return {bytes(tail): record for tail, record in rows}


def _packed(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 9)).decode() if data else ""


def _unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text)) if text else b""


def _row(row: tuple[object, ...]) -> FrozenRow:
    record, week, kind, scope, frozen_at, report, digest, figures, conflicted = row
    said = json.loads(str(figures or "{}"))
    total = Figures(**said["total"]) if said.get("total") else Figures(0, 0, 0, 0, 0, 0)
    streets = tuple(
        StreetFigures(s["code"], s["name"], s["short_name"], Figures(**s["figures"])) for s in said.get("streets", [])
    )
    texts = [str(value or "") for value in (week, kind, scope, frozen_at, report, digest)]
    return FrozenRow(int(str(record)), *texts, total, streets, bool(conflicted))
