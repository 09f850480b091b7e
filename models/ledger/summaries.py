"""The derived columns of an organization: what its visits, reasons, decisions, unions and follow-ups add up to.

They are no facts (docs/ledger-format.md, section 7): computed after every batch for what it touched, rebuilt at
will, compared by `check`. Each part is one SELECT that gives a row per organization; deleted children (1) do not
count, returned ones (2) do. What belongs to organizations that are shown as one (models/ledger/joining.py) adds up at
the one that is shown; the others have nothing.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from models.facts.asked import asked_of
from models.facts.canonical import Value
from models.facts.records import chunks, marks
from models.facts.writer import Touched
from models.ledger.joining import rejoin, rejoin_all, shown_as, stale_joins, with_joined
from models.rules.credit_codes import are_valid_codes, code_state, region_of_code
from models.rules.scope import ACCOUNTING_FIRM, ScopeRule, WhatCounts, scope_by, what_counts
from models.tables.record_kinds import (
    CAMPAIGN,
    COVERAGE,
    ELIGIBILITY,
    FOLLOWUP,
    ORGANIZATION,
    ORGANIZATION_LINK,
    REASON,
    TRADE_UNION,
    VISIT,
)

SCOPE_COLUMNS = ("shown_type", "shown_level", "scope", "code_state", "region")
#: The fact columns that the scope columns are computed from.
SCOPE_SOURCES = ("code", "name", "type", "category", "authority", "level", "street", "key_declared")
#: Up to so many organizations are looked at one by one.
_ONE_BY_ONE = 40
#: From so many on it is quicker to look at all codes at once.
_AS_WELL_ALL = 20_000
#: So many codes are checked at once.
_CODES = 4_000
_SCOPE_MOVERS = frozenset(SCOPE_SOURCES)
_JOIN_MOVERS = frozenset({"code", "deleted"})
_sources_of = itemgetter(*(ORGANIZATION.names.index(name) for name in SCOPE_SOURCES))


@dataclass(frozen=True, slots=True)
class Part:
    """Some derived columns, the query they come from and the kinds it reads.

    `{chosen}` is a condition on `key`, `{owner}` stands for the organization that a child counts for.
    """

    columns: tuple[str, ...]
    query: str
    sources: frozenset[int]
    key: str = "org_id"


#: The organization that a child of `{key}` counts for, where some are joined; else it is the key itself.
_OWNER = (
    "CASE WHEN {key} IN (SELECT id FROM organization WHERE joined_into IS NOT NULL) "
    "THEN (SELECT j.joined_into FROM organization j WHERE j.id={key}) ELSE {key} END"
)
#: Kinds that a rate is computed from: a conflict there is one of the organization.
_DECIDING = (ELIGIBILITY, COVERAGE, REASON)
#: Where the latest counts, the other columns are those of the row with the maximum (a third of the time of windows).
_PARTS = (
    Part(
        ("visit_count", "last_visit_on", "last_visit_mode", "last_visit_result"),
        "SELECT org, n, visited_on, mode, result FROM (SELECT {owner} AS org, count(*) AS n, visited_on, mode, result, "
        "max(CAST(coalesce(visited_on,'')||char(1)||uid AS BLOB)) AS latest FROM visit v "
        "WHERE deleted IS NOT 1 AND {chosen} AND NOT EXISTS (SELECT 1 FROM visit c WHERE +c.org_id=v.org_id "
        "AND c.corrects=v.uid AND c.deleted IS NOT 1) GROUP BY org) WHERE latest IS NOT NULL",
        frozenset({VISIT.number}),
    ),
    Part(
        ("main_reason",),
        "SELECT org, code FROM (SELECT {owner} AS org, code, "
        "max(CAST(coalesce(is_primary,0)||coalesce(opened_on,'')||char(1)||uid AS BLOB)) AS chief FROM reason "
        "WHERE deleted IS NOT 1 AND resolved_on IS NULL AND {chosen} GROUP BY org) WHERE chief IS NOT NULL",
        frozenset({REASON.number}),
    ),
    Part(
        ("eligibility", "eligible_until"),
        "SELECT org, nullif(decision,'unknown'), until FROM (SELECT {owner} AS org, decision, until, "
        "max(CAST(coalesce(decided_on,'')||char(1)||uid AS BLOB)) AS latest FROM eligibility "
        "WHERE deleted IS NOT 1 AND {chosen} GROUP BY org) WHERE latest IS NOT NULL",
        frozenset({ELIGIBILITY.number}),
    ),
    Part(
        ("coverage", "covered_on"),
        "SELECT org, route, since FROM (SELECT {owner} AS org, u.route, "
        "min(coalesce(c.since,u.founded_on)) OVER (PARTITION BY {owner}) AS since, "
        "row_number() OVER (PARTITION BY {owner} ORDER BY CASE u.route WHEN 'own' THEN 1 WHEN 'joint' THEN 2 "
        "WHEN 'sector' THEN 3 ELSE 4 END, c.uid) AS k FROM coverage c JOIN trade_union u ON u.uid=c.trade_union "
        "WHERE c.deleted IS NOT 1 AND u.deleted IS NOT 1 AND c.until IS NULL AND {chosen}) WHERE k=1",
        frozenset({COVERAGE.number, TRADE_UNION.number}),
        key="c.org_id",
    ),
    Part(
        ("next_due_on", "next_followup"),
        "SELECT org, due_on, id FROM (SELECT {owner} AS org, due_on, id, "
        "row_number() OVER (PARTITION BY {owner} ORDER BY due_on, uid) AS k FROM followup "
        "WHERE deleted IS NOT 1 AND state='open' AND {chosen}) WHERE k=1",
        frozenset({FOLLOWUP.number}),
    ),
    Part(
        ("conflicts",),
        "SELECT org, count(*) FROM (SELECT rec AS org FROM head WHERE kind=1 UNION ALL "
        + " UNION ALL ".join(
            f"SELECT m.org_id FROM head h CROSS JOIN {kind.table} m ON m.id=h.rec "
            f"WHERE h.kind={kind.number} AND {asked_of(kind, 'h')}"
            for kind in _DECIDING
        )
        + ") WHERE {chosen} GROUP BY org",
        frozenset(kind.number for kind in (ORGANIZATION, *_DECIDING)),
        key="org",
    ),
)


def scope_values(rule: ScopeRule, values: Sequence[Value]) -> tuple[Value, ...]:
    """The scope columns of an organization from its fact values in column order."""
    return _scope_of(rule, *_sources_of(values))


def refresh_touched(db: sqlite3.Connection, rule: ScopeRule, touched: Touched) -> None:
    """Bring the derived columns in step with what a transaction touched."""
    if touched.everything:
        rebuild(db, rule)
        return
    if CAMPAIGN.number in touched.bulk.union(touched.records):  # undo takes records away in bulk
        refresh_scopes(db, rule)
    if ORGANIZATION.number in touched.records:
        for chunk in chunks(sorted(_moved(touched, _SCOPE_MOVERS))):
            _refresh_scopes(db, rule, f"id IN ({marks(chunk)})", chunk)
    regrouped = _rejoin(db, touched)
    # New organizations were made with their scope and have no children yet.
    bulk = touched.bulk - {ORGANIZATION.number, ORGANIZATION_LINK.number}
    if bulk:
        refresh_all(db, bulk)
    organizations = set(touched.organizations)
    for union in touched.records.get(TRADE_UNION.number, ()):
        covered = db.execute(
            "SELECT c.org_id FROM coverage c JOIN trade_union u ON u.uid=c.trade_union WHERE u.id=?",
            (union,),
        )
        organizations |= {row[0] for row in covered}
    organizations |= set(shown_as(db, organizations).values())
    _refresh(db, organizations, frozenset(touched.records))
    _refresh(db, regrouped, None)
    touched.organizations |= set(shown_as(db, touched.organizations).values()) | regrouped


def _moved(touched: Touched, columns: frozenset[str]) -> set[int]:
    """The organizations of which one of these columns changed, or may have."""
    records = touched.records.get(ORGANIZATION.number, set())
    return {each for each in records if each not in touched.columns or touched.columns[each] & columns}


def _rejoin(db: sqlite3.Connection, touched: Touched) -> set[int]:
    """Join and separate again after what was touched; everyone whose children count elsewhere now."""
    if touched.bulk & {ORGANIZATION.number, ORGANIZATION_LINK.number}:
        return rejoin_all(db)
    ends: set[int] = set()
    for chunk in chunks(sorted(touched.records.get(ORGANIZATION_LINK.number, ()))):
        rows = db.execute(
            "SELECT l.org_id, o.id FROM organization_link l LEFT JOIN organization o ON o.uid=l.other "
            f"WHERE l.id IN ({marks(chunk)})",
            chunk,
        )
        ends.update(record for row in rows for record in row if record is not None)
    if ORGANIZATION.number in touched.records:
        ends |= _moved(touched, _JOIN_MOVERS)
    if len(ends) > _AS_WELL_ALL:
        return rejoin_all(db)
    return rejoin(db, ends) if ends else set()


def _refresh(db: sqlite3.Connection, organizations: Iterable[int], kinds: frozenset[int] | None) -> None:
    """Bring what children add up to at these organizations up to date; only what records of these kinds touch."""
    parts = [part for part in _PARTS if kinds is None or part.sources & kinds]
    chosen = sorted(set(organizations))
    if len(chosen) > _ONE_BY_ONE:
        _refresh_many(db, parts, chosen)
        return
    for organization in chosen:
        for part in parts:
            _refresh_one(db, part, organization)


def refresh_all(db: sqlite3.Connection, kinds: Iterable[int] | None = None) -> None:
    """Recompute what children add up to for every organization; only what records of these kinds touch."""
    chosen = None if kinds is None else frozenset(kinds)
    for part in _PARTS:
        if chosen is not None and not part.sources & chosen:
            continue
        _gather(db, part)
        columns = ",".join(part.columns)
        found = f"(SELECT {columns} FROM temp.part p WHERE p.org_id=organization.id)"
        db.execute(f"UPDATE organization SET ({columns})={found} WHERE ({columns}) IS NOT {found}")
        db.execute("DROP TABLE temp.part")


def rebuild(db: sqlite3.Connection, rule: ScopeRule | None) -> None:
    """Recompute every derived column; without a rule all but the scope columns."""
    if rule is not None:
        refresh_scopes(db, rule)
    rejoin_all(db)
    refresh_all(db)


def join_if_due(db: sqlite3.Connection) -> None:
    """What a ledger held before there were joins is joined when it is first opened (its migration says so)."""
    if not db.execute("SELECT 1 FROM meta WHERE key='joins'").fetchone():
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        if rejoin_all(db):
            refresh_all(db)
        db.execute("DELETE FROM meta WHERE key='joins'")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def refresh_scopes(db: sqlite3.Connection, rule: ScopeRule) -> None:
    """Recompute every organization's type, level and scope: after a merge, or when the campaign's rule changed."""
    _refresh_scopes(db, rule, "1", ())


def stale(db: sqlite3.Connection, rule: ScopeRule) -> Iterator[tuple[int, str]]:
    """(organization, column) of every derived value that is not what it should be."""
    yield from ((record, "joined_into") for record in stale_joins(db))
    yield from _stale_parts(db)
    if not _are_right(db, rule):
        for record, wanted, stored in _moved_scopes(db, rule, "1", ()):
            yield record, next(c for c, a, b in zip(SCOPE_COLUMNS, wanted, stored, strict=True) if a != b)


def _stale_parts(db: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """All parts beside the organizations at once: these are read once."""
    tables = [f"part_{number}" for number in range(len(_PARTS))]
    try:
        for table, part in zip(tables, _PARTS, strict=True):
            _gather(db, part, table=table)
        differ = {
            column: f"o.{column} IS NOT {table}.{column}"
            for table, part in zip(tables, _PARTS, strict=True)
            for column in part.columns
        }
        joins = " ".join(f"LEFT JOIN temp.{table} ON {table}.org_id=o.id" for table in tables)
        query = f"SELECT o.id, {', '.join(differ.values())} FROM organization o {joins}"
        for record, *flags in db.execute(f"{query} WHERE {' OR '.join(differ.values())}").fetchall():
            yield from ((record, column) for column, differs in zip(differ, flags, strict=True) if differs)
    finally:
        for table in tables:
            db.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _are_right(db: sqlite3.Connection, rule: ScopeRule) -> bool:
    """Whether all scope columns are as they should be: of organizations that are alike one is looked at."""
    others = db.execute("SELECT code, code_state FROM organization WHERE code_state IS NOT 'valid'")
    if any(code_state(_text(code)) != stored for code, stored in others):
        return False
    valid = db.execute("SELECT code FROM organization WHERE code_state='valid'")
    while part := valid.fetchmany(_CODES):
        if not are_valid_codes([str(code or "") for (code,) in part]):
            return False
    # From here on the state of a code may be taken as it is stored.
    looked_at = "code_state, CASE WHEN code_state='valid' THEN substr(code,1,8) ELSE '' END, {accounting}"
    accounting = f"instr(coalesce(name,''),'{ACCOUNTING_FIRM}')>0 OR type IS 'accounting_firm'"
    columns = ",".join((looked_at.format(accounting=accounting), *SCOPE_SOURCES[2:], *SCOPE_COLUMNS))
    rows = db.execute(f"SELECT DISTINCT {columns} FROM organization")
    count = len(SCOPE_SOURCES) - 2
    for state, stem, is_accounting, *rest in rows:
        counts = WhatCounts(state, stem, bool(is_accounting))
        if _scope_row(rule, counts, *rest[:count]) != tuple(rest[count:]):
            return False
    return True


def _gather(db: sqlite3.Connection, part: Part, chosen: str = "1", *, table: str = "part") -> None:
    names = ",".join(part.columns)
    db.execute(f"DROP TABLE IF EXISTS temp.{table}")
    db.execute(f"CREATE TEMP TABLE {table}(org_id INTEGER PRIMARY KEY,{names})")
    some_joined = db.execute("SELECT 1 FROM organization WHERE joined_into IS NOT NULL LIMIT 1").fetchone()
    owner = _OWNER.format(key=part.key) if some_joined else part.key
    db.execute(f"INSERT INTO temp.{table} {part.query.format(chosen=chosen, owner=owner)}")


def _refresh_many(db: sqlite3.Connection, parts: Sequence[Part], organizations: Sequence[int]) -> None:
    """The same for many organizations at once, as after a merge."""
    for table in ("chosen", "member"):
        db.execute(f"DROP TABLE IF EXISTS temp.{table}")
        db.execute(f"CREATE TEMP TABLE {table}(id INTEGER PRIMARY KEY)")
    db.executemany("INSERT INTO temp.chosen(id) VALUES (?)", [(each,) for each in organizations])
    db.execute(
        "INSERT OR IGNORE INTO temp.member(id) SELECT id FROM temp.chosen UNION ALL "
        "SELECT o.id FROM temp.chosen c CROSS JOIN organization o ON o.joined_into=c.id"
    )
    for part in parts:
        _gather(db, part, f"{part.key} IN (SELECT id FROM temp.member)")
        columns = ",".join(part.columns)
        found = f"(SELECT {columns} FROM temp.part p WHERE p.org_id=organization.id)"
        db.execute(
            f"UPDATE organization SET ({columns})={found} "
            f"WHERE id IN (SELECT id FROM temp.chosen) AND ({columns}) IS NOT {found}"
        )
        db.execute("DROP TABLE temp.part")
    for table in ("chosen", "member"):
        db.execute(f"DROP TABLE temp.{table}")


def _refresh_one(db: sqlite3.Connection, part: Part, organization: int) -> None:
    members = _members(db, part, organization)
    chosen = f"{part.key} IN ({marks(members)})"
    row = db.execute(part.query.format(chosen=chosen, owner="0"), members).fetchone()
    values = row[1:] if row else [None] * len(part.columns)
    names = ",".join(f"{name}=?" for name in part.columns)
    same = " AND ".join(f"{name} IS ?" for name in part.columns)
    db.execute(f"UPDATE organization SET {names} WHERE id=? AND NOT ({same})", (*values, organization, *values))


def _members(db: sqlite3.Connection, part: Part, organization: int) -> list[int]:
    """Whose children count for an organization: its own and those of who is shown as it; nobody's if it is hidden."""
    if "{owner}" not in part.query:
        return [organization]
    (hidden,) = db.execute("SELECT joined_into FROM organization WHERE id=?", (organization,)).fetchone() or (None,)
    return [] if hidden is not None else with_joined(db, [organization])


def _refresh_scopes(db: sqlite3.Connection, rule: ScopeRule, where: str, values: Sequence[int]) -> None:
    changed = [(*wanted, record) for record, wanted, _stored in _moved_scopes(db, rule, where, values)]
    names = ",".join(f"{name}=?" for name in SCOPE_COLUMNS)
    db.executemany(f"UPDATE organization SET {names} WHERE id=?", changed)


def _moved_scopes(
    db: sqlite3.Connection, rule: ScopeRule, where: str, values: Sequence[int]
) -> Iterator[tuple[int, tuple[Value, ...], tuple[Value, ...]]]:
    """(organization, scope columns as they should be, as they are) where these differ."""
    query = f"SELECT id,{','.join(SCOPE_SOURCES)},{','.join(SCOPE_COLUMNS)} FROM organization WHERE {where}"
    count = len(SCOPE_SOURCES)
    for record, *found in db.execute(query, values):
        wanted, stored = _scope_of(rule, *found[:count]), tuple(found[count:])
        if wanted != stored:
            yield record, wanted, stored


def _scope_of(rule: ScopeRule, code: Value, name: Value, type_: Value, *others: Value) -> tuple[Value, ...]:
    return _scope_row(rule, what_counts(_text(code), _text(name), _text(type_)), type_, *others)


def _scope_row(  # noqa: PLR0917 - the order of SCOPE_SOURCES
    rule: ScopeRule,
    counts: WhatCounts,
    type_: Value,
    category: Value,
    authority: Value,
    level: Value,
    street: Value,
    key_declared: Value,
) -> tuple[Value, ...]:
    scope = scope_by(
        rule,
        counts,
        _text(type_),
        _text(category),
        _text(authority),
        _text(level),
        int(key_declared) if key_declared is not None else None,
    )
    region = str(street)[:6] if street else None
    if region is None and counts.stem:
        region = region_of_code(counts.stem)
    return (scope.type, scope.level, scope.scope, scope.code_state, region)


def _text(value: Value) -> str | None:
    return value if value is None or isinstance(value, str) else str(value)
