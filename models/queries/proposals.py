"""What the ledger could be told with one key: repairs of codes, type, level, category, scope, street.

Nothing of this is stored: it is worked out from the ledger whenever it is asked for. What a person has filled in is
left alone, what he has turned down is not proposed again. The ledger is read a few thousand organizations at a time,
so that nobody who saves has to wait.
"""

import json
import re
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from models.ledger.campaign_rule import scope_rule
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.conditions import PRESENT
from models.queries.figures import home_division
from models.rules.category_words import guess_category
from models.rules.code_evidence import CodeFacts, propose_code
from models.rules.code_repair import known_stem, repairs
from models.rules.credit_codes import is_valid_code
from models.rules.names import name_key
from models.rules.proposals import PROPOSED_FIELDS, Confidence, Proposal
from models.rules.scope import ScopeRule
from models.rules.street_match import StreetMatcher
from models.rules.type_words import guess_key, guess_level, guess_type
from models.vocabulary import ENDED_STATUSES

_CHUNK = 2_000
_MOST_NAMESAKES = 3  # a name that many have says nothing
_WHOLE_CITIES = frozenset({"11", "12", "31", "50"})
#: How an import keeps a code of a numeric cell that happens to prove (models/importing/rows.py).
_NUMERIC_CODE = re.compile(r"代码（数字格式[^）]*）：([0-9]{18})")
_ENDED = ",".join(f"'{status}'" for status in sorted(ENDED_STATUSES))
_OPEN = (
    f"{PRESENT} AND coalesce(o.status,'') NOT IN ({_ENDED}) AND "
    "(o.category IS NULL OR o.street IS NULL OR o.code_state IS NOT 'valid' OR o.scope IS 'unverified')"
)
_COLUMNS = (
    "o.id, coalesce(o.name,''), o.code, o.code_state, o.shown_type, o.category, coalesce(o.authority,''), "
    "o.shown_level, o.scope, o.key_declared, coalesce(o.address,''), o.street, coalesce(o.region,''), "
    "CASE WHEN o.code IS NULL AND o.note LIKE '%（数字格式%' THEN o.note END"
)


@dataclass(frozen=True, slots=True)
class ProposalGroup:
    """Organizations for which one field is proposed for the same reason: `value` is empty where each has its own."""

    field: str
    value: str
    ground: str
    confidence: Confidence
    needs_choice: bool
    organizations: "array[int]"

    @property
    def key(self) -> "GroupKey":
        """What tells groups apart, also after the ledger was read again."""
        return (self.field, self.value, self.ground, self.confidence, self.needs_choice)


@dataclass(frozen=True, slots=True)
class ProposalBoard:
    """All groups, in the order in which they are worth deciding, and how many values were turned down so far."""

    groups: tuple[ProposalGroup, ...]
    refused: int

    @property
    def count(self) -> int:
        """How many proposals there are in all."""
        return sum(len(group.organizations) for group in self.groups)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """An organization with what is proposed for a field of it now; None where nothing is (any more).

    `stands` is what stands in the field: the broken code, empty for everything else.
    """

    organization: int
    name: str
    address: str
    authority: str
    stands: str
    proposal: Proposal | None


GroupKey = tuple[str, str, str, Confidence, bool]
_Groups = dict[GroupKey, "array[int]"]


class _Row(NamedTuple):
    """What proposals are made from."""

    id: int
    name: str
    code: str | None
    code_state: str | None
    type: str | None
    category: str | None
    authority: str
    level: str | None
    scope: str | None
    key_declared: int | None
    address: str
    street: str | None
    region: str
    note: str | None

    @property
    def code_text(self) -> str:
        """The broken code, also where an import could only note it."""
        if self.code:
            return self.code
        noted = _NUMERIC_CODE.search(self.note) if self.note else None
        return noted[1] if noted else ""


def proposal_board(
    ledger: Ledger, *, fields: Collection[str] = PROPOSED_FIELDS, progress: Progress | None = None
) -> ProposalBoard:
    """Everything that can be proposed now, by field, value and ground."""
    progress = progress or Progress()
    finder = _Finder(ledger)
    groups: _Groups = {}
    after, last = 0, finder.last()
    while rows := finder.read(f"{_OPEN} AND o.id>? ORDER BY o.id LIMIT {_CHUNK}", (after,)):
        finder.sort_into(groups, rows, fields)
        after = rows[-1].id
        progress.step(after, last)
    return _board(groups, finder)


def refreshed_board(ledger: Ledger, board: ProposalBoard, organizations: Collection[int]) -> ProposalBoard:
    """The board after some organizations have changed; only these are looked at again."""
    gone = frozenset(organizations)
    finder = _Finder(ledger)
    groups: _Groups = {
        group.key: array("q", (record for record in group.organizations if record not in gone))
        for group in board.groups
    }
    changed = sorted(gone)
    for start in range(0, len(changed), _CHUNK):
        chosen = ",".join(map(str, changed[start : start + _CHUNK]))
        finder.sort_into(groups, finder.read(f"o.id IN ({chosen}) AND {_OPEN}"), PROPOSED_FIELDS)
    return _board(groups, finder)


def proposal_rows(ledger: Ledger, organizations: Sequence[int], proposed_field: str) -> list[ProposalRow]:
    """The proposals for one field of some organizations, in the order given; those that are gone are left out."""
    finder = _Finder(ledger)
    found: dict[int, ProposalRow] = {}
    for start in range(0, len(organizations), _CHUNK):
        chosen = organizations[start : start + _CHUNK]
        rows = finder.read(f"o.id IN ({','.join(map(str, map(int, chosen)))}) AND {_OPEN}")
        for row, proposals in finder.find(rows, (proposed_field,)):
            stands = row.code_text if proposed_field == "code" else ""
            proposal = next(iter(proposals), None)
            found[row.id] = ProposalRow(row.id, row.name, row.address, row.authority, stands, proposal)
    return [found[organization] for organization in organizations if organization in found]


def proposals_of(ledger: Ledger, organization: int) -> tuple[Proposal, ...]:
    """Everything that is proposed for one organization."""
    finder = _Finder(ledger)
    rows = finder.read(f"o.id=? AND {_OPEN}", (organization,))
    return next((tuple(proposals) for _row, proposals in finder.find(rows, PROPOSED_FIELDS)), ())


@dataclass(slots=True)
class _Codes:
    """What others have: by organization the codes of its namesakes, by code who has it."""

    namesakes: dict[int, tuple[str, ...]] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)


class _Finder:
    """Makes the proposals for rows; what it needs beside them it reads once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._home = home_division(ledger)
        self._matchers: dict[str, StreetMatcher] = {}
        self._rule: ScopeRule
        self._refused: dict[tuple[int, str], frozenset[str]]
        with ledger.reading() as db:
            self._rule = scope_rule(db)
            self._refused = _refused(db)
        self.refused_count = sum(map(len, self._refused.values()))

    def last(self) -> int:
        """The highest local id."""
        with self._ledger.reading() as db:
            return int(db.execute("SELECT coalesce(max(id),0) FROM organization").fetchone()[0])

    def read(self, condition: str, values: Sequence[object] = ()) -> list[_Row]:
        """Rows that fit a condition over `o`."""
        with self._ledger.reading() as db:
            return [
                _Row(*row) for row in db.execute(f"SELECT {_COLUMNS} FROM organization o WHERE {condition}", values)
            ]

    def sort_into(self, groups: "_Groups", rows: Sequence[_Row], fields: Collection[str]) -> None:
        """Add what is proposed for rows to groups."""
        for row, proposals in self.find(rows, fields):
            for proposal in proposals:
                groups.setdefault(_key(proposal), array("q")).append(row.id)

    def find(self, rows: Sequence[_Row], fields: Collection[str]) -> Iterable[tuple[_Row, list[Proposal]]]:
        """Every row with what is proposed for these fields of it."""
        codes = self._codes_of(rows) if "code" in fields else _Codes()
        for row in rows:
            proposals = []
            for proposal in self._made(row, fields, codes):
                refused = self._refused.get((row.id, proposal.field))
                left = proposal.without(refused) if refused else proposal
                if left is not None:
                    proposals.append(left)
            yield row, proposals

    def _made(self, row: _Row, fields: Collection[str], codes: _Codes) -> Iterable[Proposal]:
        is_open = row.code_state != "valid"
        type_ = guess_type(row.name, row.code_text, row.authority) if is_open and row.type is None else None
        surely = row.type or (type_.value if type_ and type_.confidence is Confidence.SURE else None)
        if "code" in fields and is_open:
            yield from filter(None, (self._code(row, codes),))
        if "type" in fields and type_:
            yield type_
        category = None
        if row.category is None and ({"category", "key_declared"} & set(fields)):
            category = guess_category(row.name, surely)
            if category and "category" in fields:
                yield category
        if is_open and row.scope == "unverified":
            yield from self._scope(row, fields, surely, category)
        if "street" in fields and row.street is None and (matcher := self._matcher(_region(row))):
            yield from filter(None, (matcher.propose(row.address, row.name, region=_region(row)),))

    def _code(self, row: _Row, codes: _Codes) -> Proposal | None:
        elsewhere = self._waiting.get(name_key(row.name), ()) if row.name else ()
        text = row.code_text
        if not text and not elsewhere:
            return None  # the same name alone is no reason to give an organization a code
        return propose_code(
            CodeFacts(
                text,
                is_number=bool(text) and not row.code,
                name=row.name,
                type=row.type or "",
                address=row.address,
                authority=row.authority,
                home=self._home,
                elsewhere=elsewhere,
                same_name=codes.namesakes.get(row.id, ()),
                holders=codes.holders,
            )
        )

    def _scope(
        self, row: _Row, fields: Collection[str], type_: str | None, category: Proposal | None
    ) -> Iterable[Proposal]:
        level = guess_level(row.name, row.code_text, type_) if row.level is None else None
        if level and "level" in fields:
            yield level
        if "key_declared" in fields and row.key_declared is None:
            certain = category.value if category and category.confidence is Confidence.SURE else None
            reached = level.value if level and level.confidence is not Confidence.HINT else None
            key = guess_key(self._rule, category=row.category or certain, level=row.level or reached, type_=type_)
            if key:
                yield key

    def _codes_of(self, rows: Sequence[_Row]) -> _Codes:
        """Who else has the names and the possible codes of these rows."""
        broken = [row for row in rows if row.code_state != "valid" and row.code_text]
        if not broken:
            return _Codes()
        candidates = {repair.code for row in broken for repair in repairs(row.code_text, is_number=row.code is None)}
        records = ",".join(str(row.id) for row in broken)
        namesakes: defaultdict[int, list[str]] = defaultdict(list)
        with self._ledger.reading() as db:
            for record, code in db.execute(
                "SELECT a.id, b.code FROM organization a CROSS JOIN organization b ON b.name=a.name "
                f"WHERE a.id IN ({records}) AND b.id<>a.id AND b.code_state='valid' AND b.deleted IS NOT 1"
            ):
                namesakes[record].append(code)
            holders = _holders(db, candidates)
        few = {record: tuple(found) for record, found in namesakes.items() if len(found) <= _MOST_NAMESAKES}
        return _Codes(few, holders)

    def _matcher(self, region: str) -> StreetMatcher | None:
        """Of the ledger's territory; a ledger of the whole country looks in the city of registration."""
        division = self._home
        if len(division) <= 2:  # noqa: PLR2004 - a province, or the country
            city = region[:2] if region[:2] in _WHOLE_CITIES or region[2:4] in {"", "00"} else region[:4]
            division = city if city.startswith(division) and city != "10" else division
        if not division:
            return None
        if division not in self._matchers:
            self._matchers[division] = StreetMatcher(division)
        return self._matchers[division]

    @cached_property
    def _waiting(self) -> dict[str, tuple[str, ...]]:
        """Valid codes of rows that wait to be imported, by name."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        with self._ledger.reading() as db:
            for (text,) in db.execute("SELECT facts FROM import_queue WHERE verdict IS NULL"):
                facts = json.loads(text)
                code = str(facts.get("code") or "")
                if facts.get("name") and is_valid_code(code):
                    found[name_key(str(facts["name"]))].add(code)
        return {name: tuple(sorted(codes)) for name, codes in found.items()}


def _region(row: _Row) -> str:
    """Where it was registered, also by what is left of a broken code."""
    return row.region or (known_stem(row.code_text)[2:] if row.code_text else "")


def _key(proposal: Proposal) -> GroupKey:
    value = proposal.value if proposal.shared else ""
    return (proposal.field, value, proposal.ground, proposal.confidence, proposal.needs_choice)


def _board(groups: _Groups, finder: _Finder) -> ProposalBoard:
    found = [ProposalGroup(*key, records) for key, records in groups.items() if records]
    found.sort(key=_place)
    return ProposalBoard(tuple(found), finder.refused_count)


def _place(group: ProposalGroup) -> tuple[int, int, int, str, str]:
    """Field by field, the surest first, then the largest; the rest only keeps the order from changing."""
    confidence = list(Confidence).index(group.confidence)
    return (PROPOSED_FIELDS.index(group.field), confidence, -len(group.organizations), group.value, group.ground)


def _refused(db: sqlite3.Connection) -> dict[tuple[int, str], frozenset[str]]:
    found: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for record, name, value in db.execute(
        "SELECT o.id, r.field, r.value FROM refused_proposal r JOIN organization o ON o.uid=r.rec"
    ):
        found[record, name].add(value)
    return {key: frozenset(values) for key, values in found.items()}


def _holders(db: sqlite3.Connection, codes: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    wanted = sorted(codes)
    for start in range(0, len(wanted), 500):
        chosen = wanted[start : start + 500]
        marks = ",".join("?" * len(chosen))
        found |= dict(
            db.execute(
                f"SELECT code, coalesce(name,'') FROM organization WHERE code IN ({marks}) AND deleted IS NOT 1", chosen
            ).fetchall()
        )
    return found
