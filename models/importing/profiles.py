"""Mappings that a ledger remembers, by the fingerprint of a list's headings, and applies next time in silence."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from models.edits.import_profiles import keep_import_profile
from models.importing.column_proposals import Evidence, Proposal
from models.importing.header_region import MOST_ROWS, PROBED_ROWS, Region, Rows, heading_parts
from models.importing.headings import importable, joined, plain, says_nothing
from models.importing.importer import ImportResult, run_import
from models.importing.mapping import PROBED, Mapping, mapping_of
from models.importing.staging import ImportOptions, StagedSheet, stage
from models.importing.table import MergedRange, Table, open_table
from models.ledger.ledger import Changes, Ledger
from models.ledger_columns import COLUMN_BY_NAME
from models.progress import Progress
from models.queries.import_profiles import ImportProfileRow, import_profiles

_DATES = re.compile(r"(20\d{2}(年度?|[.-])|(?<!\d)\d{2}年度?)(\d{1,2}月?)?(\d{1,2}日?)?[底末初]?")
_NAMED_BY_DATE = re.compile(
    r"[\s_-]*(截[至止])?(20\d{2}([年./-]?\d{1,2})?([月./-]?\d{1,2})?[年月日]?|\(\d+\)|（\d+）)[底末]?"
)
_LEAST_HEADINGS = 2
_TRIED_SHEETS = 12


@dataclass(frozen=True, slots=True)
class Profile:
    """A remembered mapping. `fields` are by heading as `key_of` leaves it, several where a heading stands twice."""

    id: int
    name: str
    fingerprint: str
    fields: dict[str, tuple[str | None, ...]]
    streets: bool = False


def remembered_profiles(ledger: Ledger) -> list[Profile]:
    """The profiles in force; one that this version cannot read is left out."""
    return [profile for row in import_profiles(ledger) if (profile := _read(row)) is not None]


def key_of(heading: str) -> str:
    """A heading for remembering: without dates, so that next year's list is known again."""
    key = plain(heading)
    return _DATES.sub("", key) or key


def fingerprint(headings: Sequence[str]) -> str:
    """What headings have in common with those of the next list of their kind: not the order, not the dates.

    Empty for too few headings to tell one list from another.
    """
    keys = sorted(key_of(heading) for heading in headings if not says_nothing(heading))
    if len(keys) < _LEAST_HEADINGS:
        return ""
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:32]


def mapping_by_memory(ledger: Ledger, table: Table) -> Mapping:
    """The mapping that was remembered for a sheet like this, otherwise the proposal."""
    top = list(islice(table.rows(), PROBED))
    return best_mapping(top, table.merged_ranges(), remembered_profiles(ledger))[0]


def sheet_with_names(ledger: Ledger, table: Table, progress: Progress) -> tuple[Table, Mapping]:
    """The sheet with its mapping; where it has no column of names, the first of its workbook that surely has one."""
    mapping = mapping_by_memory(ledger, table)
    if mapping.has_name:
        return table, mapping
    for name in [sheet for sheet in table.sheets if sheet != table.sheet][:_TRIED_SHEETS]:
        progress.check()
        other = open_table(table.path, name, progress)
        found = mapping_by_memory(ledger, other)
        if found.is_certain:
            return other, found
    return table, mapping


def best_mapping(
    top: Rows, merged: Sequence[MergedRange], profiles: Sequence[Profile]
) -> tuple[Mapping, Profile | None]:
    """The remembered mapping of a sheet with its profile; without one the proposal, and None."""
    known = {profile.fingerprint: profile for profile in profiles}
    for region, headings in _possible_headings(top, merged) if known else ():
        profile = known.get(fingerprint(headings))
        if profile is not None:
            mapping = mapping_of(top, region.last, header_rows=region.height, merged=merged)
            return _applied(profile, mapping), profile
    return mapping_of(top, merged=merged, remembered=headings_known(profiles)), None


def headings_known(profiles: Sequence[Profile]) -> dict[str, str]:
    """Headings that mean one and the same field in every profile that has them; for lists that are not known."""
    found: dict[str, set[str | None]] = {}
    for profile in profiles:
        for key, fields in profile.fields.items():
            found.setdefault(key, set()).update(fields)
    chosen = {key: next(iter(fields)) for key, fields in found.items() if len(fields) == 1 and not says_nothing(key)}
    return {key: name for key, name in chosen.items() if name is not None}


def remember(ledger: Ledger, mapping: Mapping, *, name: str, streets: bool = False) -> Changes | None:
    """Keep a mapping for the next list with these headings; None where they are too few to be known again."""
    mark = fingerprint(mapping.headings) if mapping.header_row >= 0 and mapping.has_name else ""
    if not mark:
        return None
    fields: dict[str, list[str | None]] = {}
    for heading, field in zip(mapping.headings, mapping.fields, strict=True):
        fields.setdefault(key_of(heading), []).append(field)
    said = {"columns": fields, "streets": streets}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return keep_import_profile(ledger, fingerprint=mark, mapping=text, name=name)


def import_and_remember(
    ledger: Ledger, options: ImportOptions, *, staged: StagedSheet | None = None, progress: Progress | None = None
) -> ImportResult:
    """Import a sheet as `run_import` does and keep its mapping for the next list of its kind, or neither.

    The mapping is a batch of its own, written first: undoing the last step takes the import back, and not what was
    learned.
    """
    progress = progress or Progress()
    staged = staged or stage(ledger, options, progress)
    with ledger.together(bulk=True):
        remember(ledger, options.mapping, name=profile_name(options.table), streets=options.streets)
        return run_import(ledger, options, progress=progress, staged=staged)


def profile_name(table: Table) -> str:
    """The name of a profile from its file's: without the date that will be another next time."""
    stem = _NAMED_BY_DATE.sub("", table.path.stem).strip(" _-·")
    return stem or table.path.stem


def _possible_headings(top: Rows, merged: Sequence[MergedRange]) -> Iterator[tuple[Region, list[str]]]:
    for last in range(min(len(top), PROBED_ROWS)):
        for height in range(1, min(MOST_ROWS, last + 1) + 1):
            region = Region(last - height + 1, last)
            texts = [joined(parts) for parts in heading_parts(top, region, merged)]
            if any(texts):
                yield region, texts


def _applied(profile: Profile, mapping: Mapping) -> Mapping:
    """The profile's fields on the columns with its headings, wherever they stand now."""
    seen: Counter[str] = Counter()
    fields: list[str | None] = []
    for heading in mapping.headings:
        key = key_of(heading)
        choices = profile.fields.get(key, ())
        field = choices[seen[key]] if seen[key] < len(choices) else None
        fields.append(field if field not in fields else None)
        seen[key] += 1
    proposals = tuple(Proposal(field, Evidence.MEMORY, sure=True) for field in fields)
    return replace(mapping, fields=tuple(fields), proposals=proposals, profile=profile.name)


def _read(row: ImportProfileRow) -> Profile | None:
    try:
        said = json.loads(row.mapping)
        fields = {str(key): tuple(map(_known_field, names)) for key, names in said["columns"].items()}
    except (ValueError, KeyError, AttributeError, TypeError):
        return None
    if not any("name" in names for names in fields.values()):
        return None
    return Profile(row.id, row.name, row.fingerprint, fields, bool(said.get("streets")))


def _known_field(name: object) -> str | None:
    """A field that an import may still fill; what a newer version wrote is left open."""
    column = COLUMN_BY_NAME.get(name) if isinstance(name, str) else None
    return column.name if column is not None and importable(column) else None
