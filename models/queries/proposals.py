"""What the ledger could be told with one key: repairs of codes, type, level, category, scope, street.

Nothing of this is stored: it is worked out from the ledger whenever it is asked for. What a person has filled in is
left alone, what he has turned down is not proposed again. The ledger is read a few thousand organizations at a time,
so that nobody who saves has to wait.
"""

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.language import _
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.proposal_finder import OPEN, Finder, OpenRow
from models.rules.proposals import PROPOSED_FIELDS, Confidence, Proposal

_CHUNK = 2_000

GroupKey = tuple[str, str, str, Confidence, bool]
_Groups = dict[GroupKey, "array[int]"]


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
    def key(self) -> GroupKey:
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


def proposal_board(
    ledger: Ledger, *, fields: Collection[str] = PROPOSED_FIELDS, progress: Progress | None = None
) -> ProposalBoard:
    """Everything that can be proposed now, by field, value and ground."""
    progress = progress or Progress()
    finder = Finder(ledger)
    groups: _Groups = {}
    after, last = 0, finder.last()
    progress.step(0, last, _("逐家查看"))
    while rows := finder.read(f"{OPEN} AND o.id>? ORDER BY o.id LIMIT {_CHUNK}", (after,)):
        _sort_into(groups, finder, rows, fields)
        after = rows[-1].id
        progress.step(after, last)
    return _board(groups, finder)


def refreshed_board(ledger: Ledger, board: ProposalBoard, organizations: Collection[int]) -> ProposalBoard:
    """The board after some organizations have changed; only these are looked at again."""
    gone = frozenset(organizations)
    finder = Finder(ledger)
    groups: _Groups = {
        group.key: array("q", (record for record in group.organizations if record not in gone))
        for group in board.groups
    }
    changed = sorted(gone)
    for start in range(0, len(changed), _CHUNK):
        chosen = ",".join(map(str, changed[start : start + _CHUNK]))
        _sort_into(groups, finder, finder.read(f"o.id IN ({chosen}) AND {OPEN}"), PROPOSED_FIELDS)
    return _board(groups, finder)


def proposal_rows(ledger: Ledger, organizations: Sequence[int], proposed_field: str) -> list[ProposalRow]:
    """The proposals for one field of some organizations, in the order given; those that are gone are left out."""
    finder = Finder(ledger)
    found: dict[int, ProposalRow] = {}
    for start in range(0, len(organizations), _CHUNK):
        chosen = organizations[start : start + _CHUNK]
        rows = finder.read(f"o.id IN ({','.join(map(str, map(int, chosen)))}) AND {OPEN}")
        for row, proposals in finder.find(rows, (proposed_field,)):
            stands = row.code_text if proposed_field == "code" else ""
            proposal = next(iter(proposals), None)
            found[row.id] = ProposalRow(row.id, row.name, row.address, row.authority, stands, proposal)
    return [found[organization] for organization in organizations if organization in found]


def proposals_of(ledger: Ledger, organization: int) -> tuple[Proposal, ...]:
    """Everything that is proposed for one organization."""
    finder = Finder(ledger)
    rows = finder.read(f"o.id=? AND {OPEN}", (organization,))
    return next((tuple(proposals) for _row, proposals in finder.find(rows, PROPOSED_FIELDS)), ())


def _sort_into(groups: _Groups, finder: Finder, rows: Sequence[OpenRow], fields: Collection[str]) -> None:
    """Add what is proposed for rows to groups."""
    for row, proposals in finder.find(rows, fields):
        for proposal in proposals:
            groups.setdefault(_key(proposal), array("q")).append(row.id)


def _key(proposal: Proposal) -> GroupKey:
    value = proposal.value if proposal.shared else ""
    return (proposal.field, value, proposal.ground, proposal.confidence, proposal.needs_choice)


def _board(groups: _Groups, finder: Finder) -> ProposalBoard:
    found = [ProposalGroup(*key, records) for key, records in groups.items() if records]
    found.sort(key=_place)
    return ProposalBoard(tuple(found), finder.refused_count)


def _place(group: ProposalGroup) -> tuple[int, int, int, str, str]:
    """Field by field, the surest first, then the largest; the rest only keeps the order from changing."""
    confidence = list(Confidence).index(group.confidence)
    return (PROPOSED_FIELDS.index(group.field), confidence, -len(group.organizations), group.value, group.ground)
