"""How a person wants the list: columns, their widths, height of rows, the total. Kept in the profile."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from models.ledger.profile import read_settings, write_settings
from models.rules.view_spec import ViewSpec
from ui.organizations.columns import BUILT_IN, BUILT_IN_BY_KEY, known_columns
from ui.theme.tokens import Density

_NAME = "organization_list"


@dataclass(frozen=True, slots=True)
class ListLayout:
    """The choices; widths at a font scale of 100 %, by column key. `base`: a built-in layout or a saved one's id."""

    density: Density = Density.STANDARD
    columns: tuple[str, ...] = BUILT_IN[0].columns
    widths: Mapping[str, int] = field(default_factory=dict)
    totals: bool = BUILT_IN[0].totals
    base: str = BUILT_IN[0].key

    @property
    def is_as_shipped(self) -> bool:
        """Nothing was changed in a built-in layout."""
        shipped = BUILT_IN_BY_KEY.get(self.base)
        return shipped is not None and (self.columns, dict(self.widths)) == (shipped.columns, shipped.widths)

    def with_built_in(self, key: str) -> "ListLayout":
        """The layout that ships under this key."""
        shipped = BUILT_IN_BY_KEY[key]
        return ListLayout(self.density, shipped.columns, shipped.widths, shipped.totals, key)

    def with_spec(self, spec: ViewSpec, base: str) -> "ListLayout":
        """The columns that a saved view or layout says; unchanged where it says none."""
        if not spec.columns:
            return self
        columns = known_columns(key for key, _width in spec.columns)
        widths = {key: width for key, width in spec.columns if width and key in columns}
        return ListLayout(self.density, columns, widths, spec.totals, base)

    def in_spec(self, spec: ViewSpec) -> ViewSpec:
        """What a saved view says with these columns."""
        columns = tuple((key, self.widths.get(key, 0)) for key in self.columns)
        return replace(spec, columns=columns, totals=self.totals)


def read_layout() -> ListLayout:
    """What was chosen last; the usual where nothing was, or where it is not understood."""
    said = read_settings(_NAME)
    densities = {density.name: density for density in Density}
    columns, widths = said.get("columns"), said.get("widths")
    usual = ListLayout()
    return ListLayout(
        densities.get(str(said.get("density")), usual.density),
        known_columns(map(str, columns)) if isinstance(columns, list) else usual.columns,
        {str(key): width for key, width in widths.items() if isinstance(width, int)}
        if isinstance(widths, dict)
        else {},
        said.get("totals") is True,
        str(said.get("base", usual.base)),
    )


def keep_layout(layout: ListLayout) -> None:
    """Remember the choices."""
    chosen: dict[str, object] = {
        "density": layout.density.name,
        "columns": list(layout.columns),
        "widths": dict(layout.widths),
        "totals": layout.totals,
        "base": layout.base,
    }
    write_settings(_NAME, read_settings(_NAME) | chosen)
