"""What the list shows: a view, conditions over it, words to find, an order; `query` turns them into SQL."""

from dataclasses import dataclass, field, replace

from models.inputs.organization_values import Lookup
from models.language import N_, _
from models.queries.organization_list import ListQuery
from ui.organizations.conditions import Condition, parsed

VIEW_NAMES = {
    "all": N_("全部单位"),
    "open": N_("未建会"),
    "key_open": N_("未建会重点对象"),
    "built": N_("已建会"),
    "due": N_("今天到期"),
    "unverified": N_("待核"),
    "no_street": N_("街道未定"),
    "undecided": N_("未认定"),
    "conflicts": N_("有冲突"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a list shows. `link` is the condition of a number that was followed here, with the words it came with."""

    view: str = "all"
    conditions: tuple[Condition, ...] = ()
    search: str = ""
    sort: str = ""
    descending: bool = False
    link: ListQuery = field(default_factory=ListQuery)
    link_title: str = ""

    @property
    def view_name(self) -> str:
        """The view in words."""
        return _(VIEW_NAMES[self.view])

    @property
    def title(self) -> str:
        """What the head of the list says."""
        return self.link_title or self.view_name

    @property
    def is_narrowed(self) -> bool:
        """Whether something besides the view decides what is shown."""
        return bool(self.conditions or self.search or self.link.where != "1")

    def query(self, lookup: Lookup) -> ListQuery:
        """The list as the ledger is asked for it."""
        found = [parsed(condition, lookup) for condition in self.conditions]
        parts = [f"({self.link.where})", *(f"({where.sql})" for where in found)]
        return ListQuery(
            view=self.view,
            search=self.search,
            where=" AND ".join(parts) if found else self.link.where,
            values=(*self.link.values, *(value for where in found for value in where.values)),
            sort=self.sort,
            descending=self.descending,
        )

    def without_conditions(self) -> "Shown":
        """The whole view."""
        return Shown(view=self.view, sort=self.sort, descending=self.descending)


def linked(query: ListQuery, title: str) -> Shown:
    """What a number that was followed shows: its view, words and order, its condition as a link."""
    return Shown(
        view=query.view,
        search=query.search,
        sort=query.sort,
        descending=query.descending,
        link=replace(query, search=""),
        link_title=title,
    )
