"""Making the proposals for rows of the ledger: what it needs beside them it reads once, namesakes by the chunk."""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from models.ledger.campaign_rule import scope_rule
from models.ledger.ledger import Ledger
from models.queries.conditions import PRESENT
from models.queries.figures import home_division
from models.rules.category_words import guess_category
from models.rules.code_evidence import CodeFacts, propose_code
from models.rules.code_repair import known_stem, repairs
from models.rules.credit_codes import is_valid_code
from models.rules.names import name_key
from models.rules.proposals import Confidence, Proposal
from models.rules.scope import ScopeRule
from models.rules.street_match import StreetMatcher
from models.rules.type_words import guess_key, guess_level, guess_type
from models.vocabulary import ENDED_STATUSES

_MOST_NAMESAKES = 3  # a name that many have says nothing
_WHOLE_CITIES = frozenset({"11", "12", "31", "50"})
#: How an import keeps a code of a numeric cell that happens to prove (models/importing/rows.py).
_NUMERIC_CODE = re.compile(r"代码（数字格式[^）]*）：([0-9]{18})")
_ENDED = ",".join(f"'{status}'" for status in sorted(ENDED_STATUSES))
#: Organizations that something may be proposed for, over `o`.
OPEN = (
    f"{PRESENT} AND coalesce(o.status,'') NOT IN ({_ENDED}) AND "
    "(o.category IS NULL OR o.street IS NULL OR o.code_state IS NOT 'valid' OR o.scope IS 'unverified')"
)
_COLUMNS = (
    "o.id, coalesce(o.name,''), o.code, o.code_state, o.shown_type, o.category, coalesce(o.authority,''), "
    "o.shown_level, o.scope, o.key_declared, coalesce(o.address,''), o.street, coalesce(o.region,''), "
    "CASE WHEN o.code IS NULL AND o.note LIKE '%（数字格式%' THEN o.note END"
)


class OpenRow(NamedTuple):
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


@dataclass(slots=True)
class _Codes:
    """What others have: by organization the codes of its namesakes, by code who has it."""

    namesakes: dict[int, tuple[str, ...]] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)


class Finder:
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

    def read(self, condition: str, values: Sequence[object] = ()) -> list[OpenRow]:
        """Rows that fit a condition over `o`."""
        with self._ledger.reading() as db:
            return [
                OpenRow(*row) for row in db.execute(f"SELECT {_COLUMNS} FROM organization o WHERE {condition}", values)
            ]

    def find(self, rows: Sequence[OpenRow], fields: Collection[str]) -> Iterable[tuple[OpenRow, list[Proposal]]]:
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

    def _made(self, row: OpenRow, fields: Collection[str], codes: _Codes) -> Iterable[Proposal]:
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

    def _code(self, row: OpenRow, codes: _Codes) -> Proposal | None:
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
        self, row: OpenRow, fields: Collection[str], type_: str | None, category: Proposal | None
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

    def _codes_of(self, rows: Sequence[OpenRow]) -> _Codes:
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


def _region(row: OpenRow) -> str:
    """Where it was registered, also by what is left of a broken code."""
    return row.region or (known_stem(row.code_text)[2:] if row.code_text else "")


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
