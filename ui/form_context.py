"""What forms about organizations have to know first: the day, the people, the reasons, the chosen organizations."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from models.language import _
from models.ledger.code_lists import ReasonEntry, reasons_of
from models.ledger.ledger import Ledger
from models.queries.organization_detail import OrganizationDetail, ReasonItem, organization_detail
from models.queries.organization_list import OrganizationRow, rows_of
from models.queries.people_list import CadreRow, cadres
from models.rules.typed_words import typed_word

_NAMED = 12
_LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class FormContext:
    """The day, who is working, our people, and the reasons by code."""

    today: date
    person: str
    cadre: bytes
    cadres: tuple[CadreRow, ...]
    reasons: Mapping[str, ReasonEntry]

    def cadre_named(self, name: str) -> CadreRow | None:
        """The cadre of that name: the one who is working before others who are called the same."""
        found = [row for row in self.cadres if row.name == name]
        return next((row for row in found if row.uid == self.cadre), found[0] if found else None)

    def cadre_called(self, typed: str) -> CadreRow | None:
        """The cadre of that name, or the only one whose name sounds like these two letters or more."""
        named = self.cadre_named(typed)
        if named is not None or not (typed.isascii() and typed.isalpha() and len(typed) >= _LEAST_LETTERS):
            return named
        found = [row for row in self.cadres if typed_word(typed.lower()).is_in_name(row.name)]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The organizations a form is about; all details only where it is about one."""

    rows: tuple[OrganizationRow, ...] = ()
    detail: OrganizationDetail | None = None
    ids: tuple[int, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "ids", tuple(row.id for row in self.rows))

    @property
    def title(self) -> str:
        """The name, or how many they are."""
        if len(self.rows) == 1:
            return self.rows[0].name
        return _("{n} 家").format(n=len(self.rows)) if self.rows else ""

    @property
    def names(self) -> str:
        """Their names one after the other, the first dozen."""
        named = _("、").join(row.name for row in self.rows[:_NAMED])
        more = len(self.rows) - _NAMED
        return _("{names} 等 {n} 家").format(names=named, n=len(self.rows)) if more > 0 else named

    @property
    def open_reasons(self) -> tuple[ReasonItem, ...]:
        """The open reasons of the one organization, each code once, the one that lists show as 主因 first.

        Several may be marked as primary where copies were merged.
        """
        if self.detail is None:
            return ()
        main = self.rows[0].main_reason
        latest: dict[str, ReasonItem] = {}
        for reason in self.detail.reasons:
            if not reason.resolved_on:
                latest.setdefault(reason.code, replace(reason, is_primary=reason.code == main))
        return tuple(sorted(latest.values(), key=lambda reason: not reason.is_primary))

    @property
    def main_reason(self) -> str:
        """The code of the primary reason, of several organizations the most frequent one; empty if there is none."""
        counted = Counter(row.main_reason for row in self.rows if row.main_reason)
        return counted.most_common(1)[0][0] if counted else ""


def read_context(ledger: Ledger) -> FormContext:
    """The context of this ledger now."""
    with ledger.reading() as db:
        reasons = reasons_of(db)
    author = ledger.author
    return FormContext(ledger.today(), author.name, author.cadre, tuple(cadres(ledger)), reasons)


def read_chosen(ledger: Ledger, organizations: Sequence[int]) -> Chosen:
    """The organizations of these local ids; those that are gone are left out."""
    rows = tuple(rows_of(ledger, organizations))
    detail = organization_detail(ledger, rows[0].id) if len(rows) == 1 else None
    return Chosen(rows, detail)
