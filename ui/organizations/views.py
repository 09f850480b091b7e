"""What the list shows: a view, conditions over it, words to find, an order, groups; `query` turns them into SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from models.inputs.organization_values import Lookup
from models.language import N_, _
from models.ledger.saved_views import SavedView
from models.queries.organization_list import GROUPS, SORTS, ListQuery
from models.rules.view_spec import ViewSpec
from ui.organizations.conditions import FIELD_BY_KEY, Condition, Operator, parsed

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
#: What a list may be grouped by.
GROUP_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "street": N_("街道"),
        "owner": N_("责任人"),
        "word": N_("状态"),
        "main_reason": N_("主因"),
        "category": N_("机构类别"),
        "type": N_("组织类型"),
        "scope": N_("范围"),
        "county": N_("区县"),
    }
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a list shows. `link` is the condition of a number that was followed here, with the words it came with.

    `saved` is the saved view that this came from.
    """

    view: str = "all"
    conditions: tuple[Condition, ...] = ()
    search: str = ""
    sort: str = ""
    descending: bool = False
    link: ListQuery = field(default_factory=ListQuery)
    link_title: str = ""
    group: str = ""
    saved: SavedView | None = None

    @property
    def view_name(self) -> str:
        """The view in words."""
        return _(VIEW_NAMES[self.view])

    @property
    def title(self) -> str:
        """What the head of the list says."""
        if self.saved is not None and not self.link_title:
            return _("{name}（有改动）").format(name=self.saved.name) if self.is_changed else self.saved.name
        return self.link_title or self.view_name

    @property
    def is_changed(self) -> bool:
        """Whether a saved view would show something else."""
        if self.saved is None:
            return False
        return self.spec() != replace(self.saved.spec, columns=(), totals=False, version=ViewSpec().version, rest={})

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
            group=self.group,
        )

    def without_conditions(self) -> "Shown":
        """The whole view."""
        return Shown(view=self.view, sort=self.sort, descending=self.descending, group=self.group)

    def spec(self) -> ViewSpec:
        """What of this can be saved; the condition of a number that was followed cannot."""
        return ViewSpec(
            view=self.view,
            conditions=tuple((each.field, each.operator.value, each.value) for each in self.conditions),
            search=self.search,
            sort=self.sort,
            descending=self.descending,
            group=self.group,
        )


def shown_of(spec: ViewSpec, saved: SavedView | None = None) -> Shown:
    """What a spec says, as far as this release understands it."""
    operators = {operator.value: operator for operator in Operator}
    return Shown(
        view=spec.view if spec.view in VIEW_NAMES else "all",
        conditions=tuple(
            Condition(field, operators[operator], value)
            for field, operator, value in spec.conditions
            if field in FIELD_BY_KEY and operator in operators
        ),
        search=spec.search,
        sort=spec.sort if spec.sort in SORTS else "",
        descending=spec.descending,
        group=spec.group if spec.group in GROUPS else "",
        saved=saved,
    )


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
