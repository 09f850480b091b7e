"""What a proposal is: a value for a field that nobody has filled in (or for a broken code), why, and how sure."""

from dataclasses import dataclass, replace
from enum import Enum

from models.language import N_, _

#: Fields that proposals are made for, in the order in which they are worth deciding.
PROPOSED_FIELDS = ("code", "type", "category", "level", "key_declared", "street")


class Confidence(Enum):
    """How far a proposal may be trusted."""

    SURE = N_("可靠")  # may be ticked beforehand
    LIKELY = N_("较可能")
    HINT = N_("仅供参考")

    @property
    def label(self) -> str:
        """The word for it."""
        return _(self.value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that may be right; `evidence` are sentences for it, `against` sentences that speak against it."""

    value: str
    evidence: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """For one field of one organization: what is proposed first stands first; several only where one must choose.

    `ground` is the reason in words, the same for all that are proposed for the same reason. `shared` is True where
    all of one ground get one value (a category), False where each has its own (a code, a street). One that
    `needs_choice` has several candidates and none that leads: a person has to pick.
    """

    field: str
    confidence: Confidence
    ground: str
    choices: tuple[Choice, ...]
    shared: bool = True
    needs_choice: bool = False

    @property
    def value(self) -> str:
        """The value that is proposed first."""
        return self.choices[0].value

    def without(self, refused: frozenset[str]) -> "Proposal | None":
        """The proposal without values that a person has turned down; None if nothing is left."""
        left = tuple(choice for choice in self.choices if choice.value not in refused)
        if len(left) == len(self.choices):
            return self
        return replace(self, choices=left, needs_choice=self.needs_choice and len(left) > 1) if left else None


def one_value(field: str, value: str, confidence: Confidence, ground: str) -> Proposal:
    """A proposal of one value that all of the same ground share."""
    return Proposal(field, confidence, ground, (Choice(value),))
