"""What each column of a sheet seems to be, and how sure that is. A wrong column is worse than an open one."""

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from models.importing.column_contents import MOST, by_contents, filled, fit, is_organization, share, variety
from models.importing.header_region import Rows
from models.importing.headings import Belief, Reading, joined, plain, read_heading, says_nothing, under_their_wholes
from models.importing.table import Cell

_AGREE = _OFTEN = 0.5
#: Of two columns for one field, the words that make one the better.
_BETTER = {"address": ("实际", "办公", "现", "经营", "活动"), "phone": ("联系人", "联络")}
#: Of two telephones the one in an office comes second.
_LANDLINE = re.compile("座机|固定|固话|办公")
#: Who is counted in a sum of people, but does not work there.
_NO_STAFF = re.compile("幼儿|儿童|学生|学员|老人|志愿者|义工|退休")
_UNION_FIELDS = frozenset({"union_state", "union_name", "union_code", "union_founded_on", "union_route"})
_NAMES_ENOUGH = 0.3
#: Where a rank tells whether the heading alone is beyond doubt.
_SURE_WORD = 4


class Evidence(Enum):
    """Why a column of the sheet is a field of the ledger."""

    HEADING = "heading"
    CONTENTS = "contents"
    BOTH = "heading and contents"
    MEMORY = "memory"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one column of a sheet is. Not `sure`: a person should look before it is believed.

    `rival` is the column (from 0) that took the field which this column's heading names as well.
    """

    field: str | None = None
    evidence: Evidence | None = None
    sure: bool = False
    rival: int | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A field that a column's heading names, and how it stands with the cells below. A higher rank goes first."""

    field: str
    evidence: Evidence
    sure: bool
    rank: tuple[int, ...]


def propose(parts: Sequence[tuple[str, ...]], body: Rows, remembered: MappingOf[str, str]) -> list[Proposal]:
    """A proposal per column, from the words over it and the cells of the data below."""
    columns = [[row[number] if number < len(row) else None for row in body] for number in range(len(parts))]
    readings = [read_heading(words) for words in under_their_wholes(parts)]
    for number, reading in enumerate(readings):
        if reading is not None and reading.field == "staff" and _counts_others(parts[number], parts):
            readings[number] = None
    speaks_of_union = any(reading is not None and reading.field in _UNION_FIELDS for reading in readings)
    candidates: dict[int, _Candidate] = {}
    for number, (words, reading, cells) in enumerate(zip(parts, readings, columns, strict=True)):
        memory = remembered.get(plain(joined(words))) if words else None
        found = (
            _Candidate(memory, Evidence.MEMORY, sure=False, rank=(9, -number))
            if memory
            else _by_heading(words, reading, cells, number, speaks_of_union=speaks_of_union)
        )
        if found is not None:
            candidates[number] = found
    _drop_strangers_job_titles(candidates)
    chosen = _best_of_each(candidates)
    _name_in_doubt(chosen, columns)
    proposals = [_proposal(number, chosen, candidates) for number in range(len(parts))]
    _fill_by_contents(proposals, parts, columns)
    return proposals


def _counts_others(words: tuple[str, ...], parts: Sequence[tuple[str, ...]]) -> bool:
    """人员情况/合计 is not the staff beside 人员情况/幼儿."""
    leaf = read_heading(words[-1:])
    if len(words) == 1 or (leaf is not None and leaf.belief is Belief.SURE):
        return False
    return any(other[:-1] == words[:-1] and _NO_STAFF.search(other[-1]) for other in parts if other)


def _by_heading(
    words: tuple[str, ...], reading: Reading | None, cells: Sequence[Cell], number: int, *, speaks_of_union: bool
) -> _Candidate | None:
    if reading is None or (reading.belief is Belief.OF_A_UNION and not speaks_of_union):
        return None
    agreement, said = fit(reading.field, cells), filled(cells)
    denied = agreement is not None and agreement < _AGREE
    if reading.field == "name" and variety(said) < _AGREE:  # 单位: 人, 家, 人
        denied = True
    if reading.belief is Belief.CHECKED and denied:
        return None
    text = "".join(words)
    better = _BETTER.get(reading.field, ())
    rank = (
        reading.belief is not Belief.LIKELY,
        not denied and bool(said),
        reading.field != "phone" or len(said) >= _OFTEN * len(cells),
        not (reading.field == "phone" and _LANDLINE.search(words[-1])),
        reading.belief is Belief.SURE,
        any(word in text for word in better),
        -number,
    )
    # What a sure heading says is taken in even if its cells are odd: they are kept in the note, and said.
    sure = reading.belief is not Belief.LIKELY
    return _Candidate(reading.field, Evidence.HEADING, sure, tuple(map(int, rank)))


def _drop_strangers_job_titles(candidates: dict[int, _Candidate]) -> None:
    """职务 beside the head is the head's: it counts only right of the contact."""
    for number, candidate in list(candidates.items()):
        if candidate.field != "contact_title":
            continue
        people = [
            other for other in sorted(candidates) if other < number and candidates[other].field in {"head", "contact"}
        ]
        if people and candidates[people[-1]].field == "head":
            del candidates[number]


def _best_of_each(candidates: MappingOf[int, _Candidate]) -> dict[int, _Candidate]:
    """One column per field: the one whose words and cells say it best, otherwise the first."""
    best: dict[str, int] = {}
    for number, candidate in candidates.items():
        if candidate.field not in best or candidate.rank > candidates[best[candidate.field]].rank:
            best[candidate.field] = number
    return {number: candidates[number] for number in best.values()}


def _name_in_doubt(chosen: dict[int, _Candidate], columns: Sequence[Sequence[Cell]]) -> None:
    """名称 or name alone may be the name of anything: cells or another column of the ledger have to agree."""
    for number, candidate in list(chosen.items()):
        if candidate.field != "name" or candidate.evidence is not Evidence.HEADING:
            continue
        organizations = share(filled(columns[number]), is_organization)
        if organizations >= MOST:
            chosen[number] = _Candidate("name", Evidence.BOTH, candidate.sure, candidate.rank)
        elif not candidate.rank[_SURE_WORD]:
            others = any(other.sure for place, other in chosen.items() if place != number)
            sure = candidate.sure and (others or organizations >= _NAMES_ENOUGH)
            chosen[number] = _Candidate("name", Evidence.HEADING, sure, candidate.rank)


def _proposal(number: int, chosen: MappingOf[int, _Candidate], candidates: MappingOf[int, _Candidate]) -> Proposal:
    mine = chosen.get(number)
    if mine is not None:
        return Proposal(mine.field, mine.evidence, mine.sure)
    wanted = candidates.get(number)
    if wanted is None:
        return Proposal()
    rival = next((place for place, other in chosen.items() if other.field == wanted.field), None)
    return Proposal(rival=rival)


def _fill_by_contents(
    proposals: list[Proposal], parts: Sequence[tuple[str, ...]], columns: Sequence[Sequence[Cell]]
) -> None:
    """Columns that no heading explained, by their cells; two that would be the same leave it open."""
    found: dict[str, list[tuple[int, bool]]] = {}
    for number, (words, cells) in enumerate(zip(parts, columns, strict=True)):
        if proposals[number].field is None and proposals[number].rival is None:
            unnamed = says_nothing("".join(words))
            said = by_contents(cells, unnamed=unnamed) if unnamed or read_heading(words) is None else None
            if said is not None:
                found.setdefault(said[0], []).append((number, said[1]))
    taken = {proposal.field for proposal in proposals}
    for name, places in found.items():
        if name in taken or len(places) > 1:
            continue
        number, sure = places[0]
        proposals[number] = Proposal(name, Evidence.CONTENTS, sure)
