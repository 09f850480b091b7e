"""What the targets' page shows, read in one go: figures, targets with their pace, groups with their sums."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from models.divisions import division_name
from models.language import N_, _
from models.ledger.ledger import Ledger
from models.queries.figure_lists import FigureLists, figure_lists
from models.queries.figures import (
    ExtensionFigures,
    area_digits,
    campaign,
    extension_figures,
    figures,
    figures_by,
    figures_by_area,
    home_division,
    target_lines,
)
from models.queries.people_list import cadre_names
from models.queries.reason_list import known_reasons
from models.queries.report_content import Figures, TargetLine
from models.queries.today import Pace, is_empty, pace_to
from models.rules.campaigns import Campaign
from models.vocabulary import ORGANIZATION_TYPES, STAGE_WORDS

#: The ways to group, in the order of the tabs; the word of "area" depends on the territory.
GROUPINGS = ("area", "cadre", "type", "reason", "stage")
_AREA_WORDS = {2: N_("省份"), 4: N_("市州"), 6: N_("区县"), 9: N_("街道")}
_NOT_KNOWN = {
    "area": N_("街道未定"),
    "cadre": N_("没有责任人"),
    "type": N_("类型待核"),
    "reason": N_("没有填主因"),
    "stage": N_("阶段未定"),
}


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group: its key for a list (None where it is not known), its name, a stage word to draw, its sums."""

    key: str | None
    name: str
    glyph: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything on the page. `paces` belong to `targets`, None for one that is over."""

    day: date
    place: str
    campaign: Campaign
    by: str
    area_word: str
    total: Figures
    targets: tuple[TargetLine, ...]
    paces: tuple[Pace | None, ...]
    groups: tuple[GroupLine, ...]
    extension: tuple[ExtensionFigures, ...]
    lists: FigureLists
    is_empty: bool


def read(ledger: Ledger, *, by: str) -> Shown:
    """The page of this ledger, grouped by one of GROUPINGS."""
    running, total, day = campaign(ledger), figures(ledger), ledger.today()
    targets = target_lines(running, total, day)
    home = home_division(ledger)
    return Shown(
        day,
        division_name(home) if home else ledger.author.unit,
        running,
        by,
        _(_AREA_WORDS[area_digits(ledger)]),
        total,
        targets,
        tuple(pace_to(ledger, total, target) for target in targets),
        tuple(_groups(ledger, by)),
        tuple(extension_figures(ledger)),
        figure_lists(ledger),
        is_empty(ledger),
    )


def _groups(ledger: Ledger, by: str) -> list[GroupLine]:
    if by == "area":
        return [GroupLine(area.code or None, area.name, "", area.figures) for area in figures_by_area(ledger)]
    name = _names(ledger, by)
    found = [
        GroupLine(group.key, name(group.key) if group.key else _(_NOT_KNOWN[by]), "", group.figures)
        for group in figures_by(ledger, by)
    ]
    if by == "stage":
        places = {entry.code: place for place, entry in enumerate(STAGE_WORDS.entries)}
        found = [GroupLine(line.key, line.name, line.key or "", line.figures) for line in found]
        found.sort(key=lambda line: places.get(line.key or "", len(places)))
    return found


def _names(ledger: Ledger, by: str) -> Callable[[str], str]:
    """How a stored key is called."""
    if by == "cadre":
        names = cadre_names(ledger)
        return lambda key: names.get(key) or _("不在名单的人员")
    if by == "reason":
        reasons = known_reasons(ledger)
        return lambda key: reasons[key].text if key in reasons else key
    return (STAGE_WORDS if by == "stage" else ORGANIZATION_TYPES).label
