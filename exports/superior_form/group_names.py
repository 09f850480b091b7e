"""Which group of the ledger a row of a form names: streets, types, people, reasons, stages, by their words."""

import re
from collections.abc import Iterable, Mapping

from models.divisions import cities_of, counties_of, division_name, full_name, streets_of
from models.ledger.code_lists import reasons_of
from models.ledger.ledger import Ledger
from models.queries.figures import home_division
from models.queries.measures import GROUPINGS, measured_by
from models.queries.people_list import cadre_names
from models.rules.place_names import place_spellings, plain_name
from models.vocabulary import ORGANIZATION_TYPES, STAGE_WORDS

TOTAL = re.compile("(合|总|共|小)计|全(区|县|市|街|镇|省)(合计)?|汇总")


def is_total(text: str) -> bool:
    """True for a row that adds the others up."""
    return TOTAL.fullmatch(plain_name(text)) is not None


class GroupNames:
    """The groups of a ledger by every name that a form may use; a name of two groups stands for none."""

    def __init__(self, ledger: Ledger) -> None:
        self._by: dict[str, dict[str, str]] = {}
        self._labels: dict[str, dict[str, str]] = {}
        for by in GROUPINGS:
            self._labels[by] = _labels(ledger, by)
            self._by[by] = _spellings(self._labels[by], by)

    def key(self, by: str, text: str) -> str | None:
        """The stored key of the group that a text names."""
        return self._by[by].get(plain_name(text))

    def label(self, by: str, key: str) -> str:
        """What to call a group in a sentence."""
        return self._labels[by].get(key, key)

    def best(self, texts: Iterable[str]) -> tuple[str, int]:
        """The grouping that knows most of these texts, and how many of them."""
        known = list(texts)
        counts = {by: sum(self.key(by, text) is not None for text in known) for by in GROUPINGS}
        by = max(GROUPINGS, key=lambda name: counts[name])
        return by, counts[by]


def _labels(ledger: Ledger, by: str) -> dict[str, str]:
    if by == "cadre":
        return cadre_names(ledger)
    if by == "type":
        return {entry.code: entry.source for entry in ORGANIZATION_TYPES.entries}
    if by == "stage":
        return {entry.code: entry.source for entry in STAGE_WORDS.entries}
    if by == "reason":
        with ledger.reading() as db:
            return {code: entry.label for code, entry in reasons_of(db).items()}
    home = home_division(ledger)
    below = {2: cities_of, 4: counties_of, 6: streets_of}.get(len(home))
    places = {division.code: division.name for division in below(home)} if below else {}
    return places | {key: division_name(key) or key for key in measured_by(ledger, by)}


def _spellings(labels: Mapping[str, str], by: str) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for key, label in labels.items():
        for name in _names(key, label, by):
            found.setdefault(plain_name(name), set()).add(key)
    return {name: keys.pop() for name, keys in found.items() if len(keys) == 1}


def _names(key: str, label: str, by: str) -> Iterable[str]:
    yield label
    if by == "area":
        yield full_name(key)
        yield from place_spellings(label)
    elif by == "reason":
        yield key
        yield f"{key}{label}"
