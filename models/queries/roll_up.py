"""The superior's roll-up check (汇总核对): totals of the parts against the whole, and where they differ, by name.

The parts are ledgers of subordinates, or the streets of this ledger. Source: features, row 65.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from models.language import N_, _
from models.ledger.ledger import Ledger
from models.queries.conditions import ELIGIBLE, KEY, NOT_ELIGIBLE, Conditions
from models.queries.figures import figures, figures_by_area
from models.queries.people_list import home_unit_name
from models.queries.report_content import Figures, ReportHead
from models.queries.report_head import BLANK_HEAD, report_head, week_of

#: Kinds of differences, in the order in which they are listed.
DIFFERENCES = {
    "twice": N_("两份里都有，会重复计数"),
    "missing": N_("分册有，总台账没有"),
    "extra": N_("总台账有，各分册都没有"),
    "state": N_("两边的状态不同"),
    "no_street": N_("没有归入任何街道"),
}
_STATES = {
    "built": N_("应建、已建会"),
    "open": N_("应建、未建会"),
    "not": N_("暂不具备"),
    "undecided": N_("未认定"),
    "other": N_("不计入"),
}
MOST_LISTED = 2_000


@dataclass(frozen=True, slots=True)
class RollUpPart:
    """A part: its name, the file (empty for a street) and its sums; `area` is the code of a street of this ledger."""

    name: str
    file: str
    figures: Figures
    area: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class RollUpDifference:
    """One organization that is counted differently: a key of DIFFERENCES, where, and what each side says."""

    kind: str
    name: str
    code: str
    where: str
    here: str
    there: str
    organization: int = field(default=0, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class RollUp:
    """The content of the print. `sums` are those of the parts together; equal to `whole` where nothing is listed."""

    head: ReportHead
    parts: tuple[RollUpPart, ...]
    sums: Figures
    whole: Figures
    differences: tuple[RollUpDifference, ...]
    more: int  # differences beyond those that are listed

    @property
    def agrees(self) -> bool:
        """Whether the parts make up the whole."""
        return self.sums == self.whole and not self.differences


@dataclass(frozen=True, slots=True)
class _Member:
    """A live organization of a ledger, as it counts."""

    name: str
    code: str
    state: str
    street: str
    id: int


_Members = dict[str, _Member]


def roll_up(
    ledger: Ledger, *, ledgers: Sequence[Path] = (), names: Sequence[str] = (), number: int | None = None
) -> RollUp:
    """The check of this ledger against others, or against its own streets where none is named.

    `names` are what to call the ledgers' files, where they are called otherwise. FileProblem if one of them cannot be
    opened. Organizations are the same by their record, else by a valid code.
    """
    whole = _members(ledger)
    if ledgers:
        names = names or [path.name for path in ledgers]
        parts, found = _against_files(whole, list(zip(ledgers, names, strict=True)))
    else:
        areas = sorted(figures_by_area(ledger), key=lambda area: area.code)
        parts = [RollUpPart(area.name, "", _counted(area.figures), area.code) for area in areas if area.code]
        found = [
            RollUpDifference("no_street", each.name, each.code, "", _(_STATES[each.state]), "", each.id)
            for each in whole.values()
            if not each.street and each.state != "other"
        ]
    found.sort(key=lambda each: (list(DIFFERENCES).index(each.kind), each.where, each.name))
    listed = tuple(found[:MOST_LISTED])
    sums = _added(parts)
    content = RollUp(BLANK_HEAD, tuple(parts), sums, _counted(figures(ledger)), listed, len(found) - len(listed))
    said = "、".join(names) if ledgers else _("各街道")
    head = report_head(ledger, "HD", week_of(ledger.today()), said, content, number=number)
    return replace(content, head=head)


def _counted(sums: Figures) -> Figures:
    """What is compared: what depends on the day of the other ledger is not."""
    return replace(sums, overdue=0, conflicts=0)


def _added(parts: Sequence[RollUpPart]) -> Figures:
    names = ("key", "eligible", "not_eligible", "undecided", "built", "built_own")
    return Figures(*(sum(getattr(part.figures, name) for part in parts) for name in names))


def _against_files(
    whole: _Members, files: Sequence[tuple[Path, str]]
) -> tuple[list[RollUpPart], list[RollUpDifference]]:
    parts: list[RollUpPart] = []
    found: list[RollUpDifference] = []
    by_code = {member.code: key for key, member in whole.items() if member.code}
    seen: dict[str, str] = {}
    for path, file in files:
        with Ledger.open(path, read_only=True) as other:
            name = home_unit_name(other) or path.stem
            parts.append(RollUpPart(name, file, _counted(figures(other))))
            members = _members(other)
        for key, there in members.items():
            here = key if key in whole else by_code.get(there.code, "") if there.code else ""
            known = here or there.code or key
            if known in seen:
                if there.state != "other":
                    words = _("{one}、{two}").format(one=seen[known], two=name)
                    id_ = whole[here].id if here else 0
                    said_there = _(_STATES[there.state])
                    found.append(RollUpDifference("twice", there.name, there.code, words, "", said_there, id_))
                continue
            seen[known] = name
            if not here:
                found.append(RollUpDifference("missing", there.name, there.code, name, "", _(_STATES[there.state])))
            elif whole[here].state != there.state:
                said = _(_STATES[whole[here].state]), _(_STATES[there.state])
                found.append(RollUpDifference("state", there.name, there.code, name, *said, whole[here].id))
    for key, member in whole.items():
        if key not in seen and member.state != "other":
            said_here = _(_STATES[member.state])
            found.append(RollUpDifference("extra", member.name, member.code, "", said_here, "", member.id))
    return parts, found


def _members(ledger: Ledger) -> _Members:
    with ledger.reading() as db:
        c = Conditions(db)
        rows = db.execute(
            "SELECT lower(hex(o.uid)), coalesce(o.name,''), CASE WHEN o.code_state='valid' THEN o.code ELSE '' END, "
            f"CASE WHEN NOT {KEY} THEN 'other' WHEN {ELIGIBLE} AND {c.covered} THEN 'built' "
            f"WHEN {ELIGIBLE} THEN 'open' WHEN {NOT_ELIGIBLE} THEN 'not' ELSE 'undecided' END, "
            "coalesce(o.street,''), o.id "
            f"FROM organization o WHERE {c.live} ORDER BY o.id",
            {"today": ledger.today().isoformat()},
        ).fetchall()
    return {uid: _Member(name, code or "", *rest) for uid, name, code, *rest in rows}
