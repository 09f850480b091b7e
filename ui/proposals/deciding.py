"""What confirming and turning down mean for rows of a group, in the writer's lane: plain functions, no Qt."""

from collections.abc import Mapping, Sequence

from models.edits.proposals import Confirmed, Decision, confirm_proposals, refuse_proposals
from models.language import _
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.proposals import ProposalGroup, ProposalRow, proposal_rows

_CHUNK = 1_000


def confirm(
    ledger: Ledger, group: ProposalGroup, organizations: Sequence[int], chosen: Mapping[int, str], progress: Progress
) -> Confirmed:
    """Write what is proposed for these organizations of a group, or what a person chose instead."""
    if group.value:
        decisions = [Decision(organization, group.field, group.value) for organization in organizations]
    else:
        decisions = [
            Decision(row.organization, group.field, chosen.get(row.organization, row.proposal.value), row.stands)
            for row in _rows(ledger, group, organizations, progress)
            if row.proposal is not None
        ]
    return confirm_proposals(ledger, decisions, progress=progress)


def refuse(ledger: Ledger, group: ProposalGroup, organizations: Sequence[int], progress: Progress) -> None:
    """Remember that nothing of what is proposed for these organizations is wanted."""
    if group.value:
        refusals = [Decision(organization, group.field, group.value) for organization in organizations]
    else:
        refusals = [
            Decision(row.organization, group.field, choice.value)
            for row in _rows(ledger, group, organizations, progress)
            if row.proposal is not None
            for choice in row.proposal.choices
        ]
    refuse_proposals(ledger, refusals)


def _rows(ledger: Ledger, group: ProposalGroup, organizations: Sequence[int], progress: Progress) -> list[ProposalRow]:
    found: list[ProposalRow] = []
    for start in range(0, len(organizations), _CHUNK):
        progress.step(start, len(organizations), _("核对建议"))
        found += proposal_rows(ledger, organizations[start : start + _CHUNK], group.field)
    return found
