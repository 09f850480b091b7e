"""How a person wants the list: height of rows, widths and hidden columns. Kept in the profile."""

from dataclasses import dataclass, field

from models.ledger.profile import read_settings, write_settings
from ui.organizations.cells import OPTIONAL
from ui.theme.tokens import Density

_NAME = "organization_list"


@dataclass(frozen=True, slots=True)
class ListLayout:
    """The choices; widths at a font scale of 100 %, by column key."""

    density: Density = Density.STANDARD
    hidden: frozenset[str] = frozenset()
    widths: dict[str, int] = field(default_factory=dict)


def read_layout() -> ListLayout:
    """What was chosen last; the usual where nothing was, or where it is not understood."""
    said = read_settings(_NAME)
    densities = {density.name: density for density in Density}
    hidden, widths = said.get("hidden"), said.get("widths")
    return ListLayout(
        densities.get(str(said.get("density")), Density.STANDARD),
        frozenset(key for key in hidden if key in OPTIONAL) if isinstance(hidden, list) else frozenset(),
        {str(key): width for key, width in widths.items() if isinstance(width, int)}
        if isinstance(widths, dict)
        else {},
    )


def keep_layout(layout: ListLayout) -> None:
    """Remember the choices."""
    write_settings(
        _NAME, {"density": layout.density.name, "hidden": sorted(layout.hidden), "widths": dict(layout.widths)}
    )
