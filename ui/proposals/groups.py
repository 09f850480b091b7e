"""The groups at the left: one row per ground, with how sure it is and how many organizations it is about."""

from collections.abc import Sequence

from models.language import N_, _
from models.queries.proposals import ProposalGroup
from ui.proposals.words import CONFIDENCE_TAGS, ground_words, group_words, has_choices, proposed_words
from ui.shared.record_model import EDGE_COLUMN, Align, Cell, ColumnSpec

_GROUND = ColumnSpec("ground", N_("依据"), 120, stretch=1, elidable=True, sortable=False, is_name=True)
_VALUE = ColumnSpec("value", N_("建议"), 104, sortable=False)
_CONFIDENCE = ColumnSpec("confidence", N_("把握"), 78, sortable=False)
_COUNT = ColumnSpec("count", N_("家数"), 64, align=Align.RIGHT, sortable=False)


def group_columns(field: str) -> tuple[ColumnSpec, ...]:
    """The columns for the groups of a field: with the value where all of a group get the same."""
    value = () if has_choices(field) else (_VALUE,)
    return (EDGE_COLUMN, _GROUND, *value, _CONFIDENCE, _COUNT)


class GroupRows:
    """The groups of one field."""

    def __init__(self, groups: Sequence[ProposalGroup]) -> None:
        self.groups = tuple(groups)

    def count(self) -> int:
        """How many groups."""
        return len(self.groups)

    def cell(self, row: int, key: str) -> Cell:
        """One cell of a group."""
        group = self.groups[row]
        match key:
            case "ground":
                return Cell(ground_words(group))
            case "value":
                return Cell(proposed_words(group.field, group.value))
            case "confidence":
                return Cell(tag=group.confidence.label, tag_kind=CONFIDENCE_TAGS[group.confidence])
            case "count":
                return Cell(f"{len(group.organizations):,}")
            case _:
                return Cell()

    def summary(self, row: int) -> str:
        """The group in a sentence."""
        group = self.groups[row]
        return _("{words}，{confidence}，{n} 家").format(
            words=group_words(group), confidence=group.confidence.label, n=len(group.organizations)
        )
