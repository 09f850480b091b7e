"""Prints of a week as they were frozen, and what happened between two of them.

Source: domain rules, section 2: every published figure is a dated snapshot that reprints the same later, and the
program can say why a rate moved.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar

from models.errors import FileProblem
from models.facts.canonical import Value, known_record_uid
from models.facts.fold import Head
from models.facts.records import load_one
from models.inputs.frozen_print import FrozenPrint
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.rate_moves import Move, members_in, members_of_rate, moves_of, printed_moves
from models.queries.report_content import BattleMap, Figures, SinceLast, StreetFigures, WeeklyLedger
from models.queries.report_head import Week, week_of
from models.queries.report_json import from_json, to_json
from models.tables.record_kinds import FROZEN_WEEK

_Content = TypeVar("_Content")


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """A frozen print without its content. `figures` and `streets` are what it counted.

    `conflicted`: two laptops of an office froze the same print. Both are kept (`frozen_variants`); which one is
    shown depends on the facts alone. `version` tells the kept ones apart, 0 is the one that is shown.
    """

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
    version: int = 0


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
    streets = content.streets if isinstance(content, WeeklyLedger) else tuple(tile.street for tile in content.tiles)
    content = with_standing(content, "frozen")
    text = to_json(content)
    figures = {"total": asdict(content.total), "streets": [asdict(street) for street in streets]}
    return FrozenPrint(
        week=content.head.week,
        kind=kind,
        scope=scope_key(areas, key_only=key_only, more=more),
        frozen_at=content.head.as_of.isoformat(timespec="seconds"),
        report=content.head.report_id,
        figures=json.dumps(figures, ensure_ascii=False, separators=(",", ":")),
        members=_packed(members_of_rate(ledger, areas)),
        content=_packed(text.encode()),
        hash=hashlib.sha256(text.encode()).hexdigest(),
    )


def with_standing(content: _Content, standing: str) -> _Content:
    """The content saying on every page whether it is frozen or estimated."""
    printed: Any = content
    changed: _Content = replace(printed, head=replace(printed.head, standing=standing))
    return changed


def frozen_weeks(ledger: Ledger) -> list[FrozenRow]:
    """All frozen prints, newest week first; of several offices' prints of one week this office's comes first."""
    with ledger.reading() as db:
        rows = db.execute(
            "SELECT f.id, week, kind, scope, frozen_at, report, hash, figures, "
            "EXISTS (SELECT 1 FROM head h WHERE h.kind=? AND h.rec=f.id), f.uid FROM frozen_week f "
            "WHERE deleted IS NOT 1 AND content IS NOT NULL ORDER BY week DESC, kind, scope, f.uid",
            (FROZEN_WEEK.number,),
        ).fetchall()
    unit = ledger.setting("unit") or ""
    rows.sort(key=lambda row: row[9] != frozen_uid(unit, row[1], row[2], row[3]))
    rows.sort(key=lambda row: row[1], reverse=True)
    return [_row(row[:9]) for row in rows]


def frozen_uid(unit: str, week: str, kind: str, scope: str) -> bytes:
    """The record id of an office's print of a week: the same on all its laptops."""
    return known_record_uid("frozen_week", f"{unit}:{week}:{kind}:{scope}")


def frozen_week(ledger: Ledger, week: str, kind: str, scope: str) -> FrozenRow | None:
    """The frozen print of a week, a kind and a scope."""
    return next((r for r in frozen_weeks(ledger) if (r.week, r.kind, r.scope) == (week, kind, scope)), None)


def frozen_variants(ledger: Ledger, row: FrozenRow) -> list[FrozenRow]:
    """Everything that was frozen under one record: the print that is shown first, then what the others froze."""
    return [_row(_fields(row.id, values, conflicted=row.conflicted), number) for number, values in _all(ledger, row)]


def frozen_report(ledger: Ledger, report: str) -> FrozenRow | None:
    """The frozen print with a report number as it is typed, or as the QR code of its pages says it."""
    said = report.upper().split()
    wanted = {"".join(said), *said[:1]}
    rows = frozen_weeks(ledger)
    found = next((row for row in rows if row.report.upper() in wanted), None)
    if found is not None:
        return found
    variants = (variant for row in rows if row.conflicted for variant in frozen_variants(ledger, row))
    return next((variant for variant in variants if variant.report.upper() in wanted), None)


def frozen_content(ledger: Ledger, row: FrozenRow, kind: type[_Content]) -> _Content:
    """What the print showed; FileProblem if what is kept does not fit its hash."""
    values = dict(_all(ledger, row))[row.version]
    text = _unpacked(str(values["content"]))
    if hashlib.sha256(text).hexdigest() != values["hash"]:
        raise FileProblem(
            _("{week} 定格的内容与它的校验值不符，不能重印。").format(week=row.week),
            hint=_("请用“检查台账”看是哪些内容，或从备份恢复。"),
        )
    return from_json(kind, text.decode())


def week_before(ledger: Ledger, week: str, kind: str, scope: str) -> FrozenRow | None:
    """The newest frozen print of that kind and scope from an earlier week."""
    return next((r for r in frozen_weeks(ledger) if r.week < week and (r.kind, r.scope) == (kind, scope)), None)


def since_print(ledger: Ledger, row: FrozenRow, week: Week, areas: Sequence[str] = ()) -> SinceLast:
    """The figures of an earlier print, and what moved since."""
    moves = printed_moves(moves_since(ledger, row, areas))
    last = week_of(week.monday - timedelta(days=1)).name
    return SinceLast(row.week, row.week == last, row.report, row.figures, row.streets, moves)


def print_before(ledger: Ledger, week: Week, areas: Sequence[str] = ()) -> FrozenRow | None:
    """The newest frozen print of these areas from an earlier week; None without any.

    Any print of the areas will do: every kind counts the same key organizations.
    """
    wanted = sorted(areas)
    for row in frozen_weeks(ledger):
        scope = json.loads(row.scope or "{}")
        if row.week < week.name and scope.get("areas", []) == wanted and not scope.get("more"):
            return row
    return None


def moves_since(ledger: Ledger, row: FrozenRow, areas: Sequence[str] = ()) -> list[Move]:
    """What changed for key organizations between a frozen print and now."""
    return moves_of(ledger, _members(ledger, row), members_of_rate(ledger, areas), known_in=batch_of(ledger, row))


def moves_between(ledger: Ledger, earlier: FrozenRow, later: FrozenRow) -> list[Move]:
    """What changed for key organizations between two frozen prints."""
    return moves_of(ledger, _members(ledger, earlier), _members(ledger, later), known_in=batch_of(ledger, earlier))


def members_of(ledger: Ledger, row: FrozenRow, states: Collection[str]) -> tuple[int, ...]:
    """The local ids of those whom a frozen print counted in these states (rate_moves), and who are still here."""
    return members_in(ledger, _members(ledger, row), states)


def is_over(week: Week, today: date) -> bool:
    """Whether a week has ended: what is not frozen of it can only be estimated."""
    return week.sunday < today


def _members(ledger: Ledger, row: FrozenRow) -> bytes:
    return _unpacked(str(dict(_all(ledger, row))[row.version]["members"] or ""))


def batch_of(ledger: Ledger, row: FrozenRow) -> int:
    """The batch (local number) with which a print came: what is later has happened since."""
    with ledger.reading() as db:
        return int(db.execute("SELECT created_in FROM frozen_week WHERE id=?", (row.id,)).fetchone()[0])


def _all(ledger: Ledger, row: FrozenRow) -> list[tuple[int, dict[str, Value]]]:
    """The values that are shown, numbered 0, and those that other laptops said of the same print."""
    names = FROZEN_WEEK.names
    with ledger.reading() as db:
        shown = db.execute(f"SELECT {','.join(names)} FROM frozen_week WHERE id=?", (row.id,)).fetchone()
        made = [dict(zip(names, shown, strict=True))]
        if row.conflicted:
            facts = load_one(db, FROZEN_WEEK, row.id)
            heads: list[Head] = list(facts.folded(FROZEN_WEEK).conflicts.get("hash", ()))
            said = [edit.set for head in heads for edit in facts.edits if edit.uid == head.edit]
            said += [made_.values for head in heads for made_ in facts.creations if _is_of(made_.key, head)]
            made += [{**made[0], **values} for values in said if values.get("hash") != made[0]["hash"]]
    return list(enumerate(made))


def _is_of(key: object, head: Head) -> bool:
    return head.edit is None and head.key == key


def _fields(record: int, values: dict[str, Value], *, conflicted: bool) -> tuple[object, ...]:
    names = ("week", "kind", "scope", "frozen_at", "report", "hash", "figures")
    return (record, *(values[name] for name in names), conflicted)


def _packed(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 9)).decode() if data else ""


def _unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text)) if text else b""


def _row(row: tuple[object, ...], version: int = 0) -> FrozenRow:
    record, week, kind, scope, frozen_at, report, digest, figures, conflicted = row
    said = json.loads(str(figures or "{}"))
    total = Figures(**said["total"]) if said.get("total") else Figures(0, 0, 0, 0, 0, 0)
    streets = tuple(
        StreetFigures(s["code"], s["name"], s["short_name"], Figures(**s["figures"])) for s in said.get("streets", [])
    )

    def said_of(value: object) -> str:
        return str(value or "")

    return FrozenRow(
        id=int(str(record)),
        week=said_of(week),
        kind=said_of(kind),
        scope=said_of(scope),
        frozen_at=said_of(frozen_at),
        report=said_of(report),
        hash=said_of(digest),
        figures=total,
        streets=streets,
        conflicted=bool(conflicted),
        version=version,
    )
