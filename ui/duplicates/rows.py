"""The tables of the queue: pairs at the left, fields or several plans at the right. Without a window."""

from collections.abc import Mapping, Sequence

from models.language import N_, _
from models.queries.duplicates import DuplicatePair
from models.queries.join_plan import FieldChoice, JoinPlan
from ui.duplicates.words import differing, why_words
from ui.shared.record_model import EDGE_COLUMN, Cell, ColumnSpec
from ui.theme.tokens import Role

PAIRS = (
    EDGE_COLUMN,
    ColumnSpec("a", N_("一家"), 108, stretch=3, elidable=True, sortable=False, is_name=True),
    ColumnSpec("b", N_("另一家"), 108, stretch=3, elidable=True, sortable=False, is_name=True),
    ColumnSpec("why", N_("依据"), 88, stretch=2, elidable=True, sortable=False),
)
FIELDS = (
    EDGE_COLUMN,
    ColumnSpec("field", N_("栏目"), 134, sortable=False),
    ColumnSpec("shown", N_("显示的一家"), 98, stretch=1, elidable=True, sortable=False, is_name=True),
    ColumnSpec("other", N_("另一家"), 98, stretch=1, elidable=True, sortable=False),
    ColumnSpec("taken", N_("按 S 时"), 88, sortable=False),
)
PLANS = (
    EDGE_COLUMN,
    ColumnSpec("shown", N_("显示的一家"), 110, stretch=2, elidable=True, sortable=False, is_name=True),
    ColumnSpec("other", N_("并在它下面的"), 110, stretch=2, elidable=True, sortable=False),
    ColumnSpec("filled", N_("取自另一家的栏目"), 124, stretch=2, elidable=True, sortable=False),
)


class PairRows:
    """The pairs of one part of the queue."""

    def __init__(self, pairs: Sequence[DuplicatePair], names: Mapping[int, str]) -> None:
        self.pairs = tuple(pairs)
        self._names = names

    def count(self) -> int:
        """How many pairs."""
        return len(self.pairs)

    def cell(self, row: int, key: str) -> Cell:
        """One cell of a pair."""
        pair = self.pairs[row]
        a, b = self._names.get(pair.a, ""), self._names.get(pair.b, "")
        left, right = differing(a, b)
        match key:
            case "a":
                return Cell(a, marks=left)
            case "b":
                return Cell(b, marks=right)
            case "why":
                return Cell(why_words(pair), role=Role.TEXT2)
            case _:
                return Cell()

    def summary(self, row: int) -> str:
        """The pair in one sentence."""
        pair = self.pairs[row]
        return _("{a} 与 {b}：{why}").format(
            a=self._names.get(pair.a, ""), b=self._names.get(pair.b, ""), why=why_words(pair)
        )


class FieldRows:
    """The fields of two organizations: those that differ first, each with what S does to it."""

    def __init__(self, plan: JoinPlan) -> None:
        self.plan = plan
        self.taken = {each.field for each in plan.fields if each.takes_other}
        self.fields: list[FieldChoice] = sorted(plan.fields, key=lambda each: (not each.differs, not each.is_open))

    def toggle(self, row: int) -> bool:
        """Take the other one's value, or not after all; False where there is nothing to choose."""
        choice = self.fields[row]
        if not choice.is_open:
            return False
        self.taken ^= {choice.field}
        return True

    def count(self) -> int:
        """How many fields."""
        return len(self.fields)

    def cell(self, row: int, key: str) -> Cell:
        """One cell of a field."""
        choice = self.fields[row]
        taken = choice.field in self.taken
        left, right = differing(choice.shown_text, choice.other_text)
        match key:
            case "field":
                return Cell(choice.heading, role=Role.TEXT2)
            case "shown":
                role = Role.TEXT3 if taken and choice.is_open else Role.TEXT
                return Cell(choice.shown_text or "—", role=role, marks=left)
            case "other":
                role = Role.TEXT if taken or not choice.is_open else Role.TEXT3
                return Cell(choice.other_text or "—", role=role, marks=right, changed=taken)
            case "taken":
                return self._taken(choice)
            case _:
                return Cell()

    def summary(self, row: int) -> str:
        """The field in one sentence."""
        said = (self.cell(row, key).words for key in ("field", "shown", "other", "taken"))
        return _("，").join(words for words in said if words)

    def _taken(self, choice: FieldChoice) -> Cell:
        if not choice.is_open:
            return Cell("", role=Role.TEXT2)
        if choice.field in self.taken:
            words = _("取另一家的") if choice.shown is not None else _("补上")
            return Cell(words, role=Role.ACCENT, bold=True)
        return Cell(_("保留") if choice.shown is not None else _("留空"), role=Role.TEXT2)


class PlanRows:
    """What S would do to several pairs."""

    def __init__(self, plans: Sequence[JoinPlan]) -> None:
        self.plans = tuple(plans)

    def count(self) -> int:
        """How many pairs."""
        return len(self.plans)

    def cell(self, row: int, key: str) -> Cell:
        """One cell of a pair."""
        plan = self.plans[row]
        match key:
            case "shown":
                return Cell(plan.shown.name)
            case "other":
                return Cell(plan.other.name, role=Role.TEXT2)
            case "filled":
                if not plan.is_possible:
                    return Cell(_("与别的判定矛盾，不动"), role=Role.WARN)
                filled = _("、").join(each.heading for each in plan.fields if each.takes_other)
                return Cell(filled or "—", role=Role.TEXT2)
            case _:
                return Cell()

    def summary(self, row: int) -> str:
        """The pair in one sentence."""
        return _("，").join(self.cell(row, key).words for key in ("shown", "other", "filled"))
