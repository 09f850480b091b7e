"""Where the map on the screen answers: what a place stands for, and the words for somebody who does not see it."""

from exports.pdf.shapes import Bounds, Link
from models.language import _
from models.queries.map_lists import MapTarget
from models.queries.print_lists import Organizations
from models.queries.report_content import BattleMap, MapCell, StreetFigures
from models.vocabulary import STAGE_WORDS


def link(place: Bounds, words: str, measure: str, key: str = "") -> Link:
    """A place that stands for organizations of the whole map."""
    return Link(place, MapTarget(measure, key), words)


def one_link(place: Bounds, words: str, organization: int, name: str) -> Link:
    """A row that shows one organization; of a frozen map only its name is known."""
    target = Organizations((organization,)) if organization else MapTarget("named", name)
    return Link(place, target, words, count=1)


def row_link(content: BattleMap, row: StreetFigures | None, place: Bounds, words: str, measure: str) -> Link:
    """A place of a row of the matrix, or of its totals without a row; `measure` may carry a key after a colon."""
    measure, _colon, key = measure.partition(":")
    if row is None:
        return Link(place, MapTarget(measure, key), _("合计：{words}").format(words=words))
    by = "cadre" if content.rows != "street" else "area"
    return Link(
        place,
        MapTarget(measure, key, row.code, by),
        _("{name}：{words}").format(name=row.name, words=words),
    )


def street_link(street: StreetFigures, place: Bounds, words: str, measure: str = "key") -> Link:
    """A place that stands for organizations of a street."""
    return Link(place, MapTarget(measure, "", street.code), _("{name}：{words}").format(name=street.name, words=words))


def cell_link(street: StreetFigures, cell: MapCell, place: Bounds, span: tuple[int, int]) -> Link:
    """A cell of a tile; `span` says which organizations of its word: the first of them (from 0), and how many."""
    first, count = span
    flags = [_("超期")] if cell.overdue else []
    flags += [_("受阻")] if cell.blocked else []
    flags += [_("应建未建")] if cell.target else []
    which = (
        _("第 {n} 家").format(n=first + 1)
        if count == 1
        else _("第 {first} 至 {last} 家").format(first=first + 1, last=first + count)
    )
    words = _("{street}，{word}，{which}").format(street=street.name, word=STAGE_WORDS.label(cell.word), which=which)
    return Link(
        place,
        MapTarget("cells", cell.word, street.code, "area", first, count),
        _("，").join((words, *flags)),
        count=count,
    )
