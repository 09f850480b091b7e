"""How proposals are said: what a field is called, a value, what a group proposes."""

from models.divisions import division_name
from models.language import N_, _
from models.queries.proposals import ProposalGroup
from models.queries.value_words import field_heading, value_words
from models.rules.proposals import Confidence
from ui.shared.tags import TagKind

_SHORT = {"code": N_("代码修复"), "key_declared": N_("是否重点"), "street": N_("所在街道")}
CONFIDENCE_TAGS = {
    Confidence.SURE: TagKind.OK,
    Confidence.LIKELY: TagKind.SOFT,
    Confidence.HINT: TagKind.NEUTRAL,
}


def field_words(field: str) -> str:
    """What the proposals for a field are called: 代码修复, 组织类型, 机构类别."""
    return _(_SHORT[field]) if field in _SHORT else field_heading(field)


def proposed_words(field: str, value: str) -> str:
    """A proposed value: 民办幼儿园, 赤岗街道, 是, or the code itself."""
    return division_name(value) or value if field == "street" else value_words(field, value)


def ground_words(group: ProposalGroup) -> str:
    """Why it is proposed, and where a person has to pick."""
    return _("{ground}，要选一个").format(ground=group.ground) if group.needs_choice else group.ground


def group_words(group: ProposalGroup) -> str:
    """名称含“幼儿园” → 民办幼儿园; only the ground where each organization has a value of its own."""
    if not group.value:
        return ground_words(group)
    return _("{ground} → {value}").format(ground=group.ground, value=proposed_words(group.field, group.value))


def has_choices(field: str) -> bool:
    """Whether an organization may have several candidates."""
    return field in {"code", "street"}
