"""What the numbers and rows of prints lead to where they are shown on a screen."""

from collections.abc import Iterable, Mapping, Sequence

from exports.pdf.shapes import Lead
from exports.wording import number_text
from models.language import _
from models.queries.map_lists import MapTarget
from models.queries.print_lists import Organizations, PrintTarget
from models.queries.report_content import Figures


def row_lead(organization: int, name: str) -> Lead | None:
    """A row that shows one organization; None where it is not known which."""
    return Lead(Organizations((organization,)), name, 1) if organization else None


def rows_lead(organizations: Iterable[int], words: str) -> Lead | None:
    """A number over rows; None where there are none, or where one of them is not known. Each counts once."""
    known = tuple(dict.fromkeys(organizations))
    return Lead(Organizations(known), _counted(words, len(known)), len(known)) if known and all(known) else None


def figure_lead(measure: str, words: str, figures: Figures, group: str | None = None, who: str = "") -> Lead:
    """A figure of all (None), or of one area; `measure` is a field of the figures, or "missing": without a union."""
    count = None if measure == "missing" else int(getattr(figures, measure))
    said = words if count is None else _counted(words, count)
    if who:
        said = _("{name}：{words}").format(name=who, words=said)
    return Lead(MapTarget(measure, "", group), said, count)


def figure_leads(
    titles: Mapping[str, tuple[int, str]], figures: Figures, group: str | None = None, who: str = ""
) -> dict[int, Lead]:
    """The same for a row of figures: measure to its column and title. Nought leads nowhere."""
    made = {column: figure_lead(measure, words, figures, group, who) for measure, (column, words) in titles.items()}
    return {column: lead for column, lead in made.items() if lead.count != 0}


def target_lead(target: PrintTarget, words: str, count: int | None = None) -> Lead:
    """Another number, with the words for it."""
    return Lead(target, words if count is None else _counted(words, count), count)


def leads_of(places: Sequence[tuple[int, Lead | None]]) -> dict[int, Lead]:
    """Those that lead somewhere, by their column."""
    return {column: lead for column, lead in places if lead is not None}


def _counted(words: str, count: int) -> str:
    return f"{words} {number_text(count)}"
