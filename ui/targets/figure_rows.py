"""The groups as rows of a table: a total recomputed from sums, then every group; each number has its measure."""

from collections.abc import Sequence

from models.language import N_, _, sentences
from models.queries.report_content import Figures, TargetLine
from models.rules.rates import rate_text
from ui.shared.record_model import EDGE_COLUMN, Align, Cell, ColumnSpec
from ui.targets.reading import GroupLine, Shown
from ui.theme.tokens import Role

_RIGHT = Align.RIGHT
#: What goes first where the room is narrow or the text large; the rate and 未认定 stay together.
DISPENSABLE = ("not_eligible", "key", "own_rate", "overdue")
#: Column to measure of figure_lists, and the words of its list.
MEASURES = {
    "name": ("key", N_("重点对象")),
    "key": ("key", N_("重点对象")),
    "eligible": ("eligible", N_("具备条件")),
    "built": ("built", N_("已建会")),
    "rate": ("built", N_("已建会")),
    "undecided": ("undecided", N_("未认定")),
    "own_rate": ("built_own", N_("单独建会")),
    "not_eligible": ("not_eligible", N_("暂不具备")),
    "overdue": ("overdue", N_("超期")),
}
_GAP = ("missing", N_("具备条件、还没有建会"))


def columns_for(targets: Sequence[TargetLine], group_word: str) -> tuple[ColumnSpec, ...]:
    """The columns: a gap for every target."""
    gaps = (
        ColumnSpec(f"gap{place}", _("距 {percent}% 还差").format(percent=target.percent), 104, align=_RIGHT)
        for place, target in enumerate(targets)
    )
    return (
        EDGE_COLUMN,
        ColumnSpec("name", group_word, 170, stretch=1, elidable=True, is_name=True),
        ColumnSpec("key", N_("重点对象"), 88, align=_RIGHT),
        ColumnSpec("eligible", N_("应建"), 76, align=_RIGHT),
        ColumnSpec("built", N_("已建"), 76, align=_RIGHT),
        ColumnSpec("rate", N_("建会率"), 84, align=_RIGHT),
        ColumnSpec("undecided", N_("未认定"), 84, align=_RIGHT),
        *gaps,
        ColumnSpec("own_rate", N_("单独建会率"), 100, align=_RIGHT),
        ColumnSpec("not_eligible", N_("暂不具备"), 88, align=_RIGHT),
        ColumnSpec("overdue", N_("超期"), 72, align=_RIGHT),
        EDGE_COLUMN,
    )


def measure_of(column: str) -> tuple[str, str] | None:
    """The measure behind a column and its words; None where no list is behind it."""
    found = _GAP if column.startswith("gap") else MEASURES.get(column)
    return (found[0], _(found[1])) if found else None


class FigureRows:
    """The source of the table: row 0 is the total, the groups follow in the order asked for."""

    def __init__(self, shown: Shown, sort: str = "", *, descending: bool = False) -> None:
        self._targets = shown.targets
        total = GroupLine(None, _("合计"), "", shown.total)
        groups = list(shown.groups)
        if sort:
            known = [line for line in groups if self._value(line, sort) is not None]
            known.sort(key=lambda line: self._value(line, sort) or 0, reverse=descending)
            groups = known + [line for line in groups if self._value(line, sort) is None]
        if sort == "name":
            groups.sort(key=lambda line: line.name, reverse=descending)
        self.lines = (total, *groups)

    def count(self) -> int:
        """The total and the groups."""
        return len(self.lines)

    def is_total(self, row: int) -> bool:
        """Whether the row is the total."""
        return row == 0

    def cell(self, row: int, key: str) -> Cell:
        """The cell of a group."""
        line, bold = self.lines[row], row == 0
        sums = line.figures
        match key:
            case "name":
                return Cell(line.name, glyph=line.glyph, bold=bold)
            case "rate":
                return Cell(rate_text(sums.rate), bold=True)
            case "own_rate":
                return Cell(rate_text(sums.own_rate), role=Role.TEXT2, bold=bold)
            case "edge":
                return Cell()
            case _:
                return _number(self.number(sums, key), key, bold=bold)

    def number(self, sums: Figures, key: str) -> int:
        """The number of a column that counts."""
        if key.startswith("gap"):
            return sums.missing(self._targets[int(key[3:])].percent)
        return int(getattr(sums, key))

    def summary(self, row: int) -> str:
        """One sentence about the group."""
        line = self.lines[row]
        sums = line.figures
        gaps = _("，").join(
            _("距 {percent}% 还差 {n} 家").format(percent=target.percent, n=sums.missing(target.percent))
            for target in self._targets
        )
        words = _("{name}：应建 {eligible}，已建 {built}，建会率 {rate}，未认定 {undecided}")
        said = words.format(
            name=line.name,
            eligible=sums.eligible,
            built=sums.built,
            rate=rate_text(sums.rate),
            undecided=sums.undecided,
        )
        return f"{said}，{gaps}" if gaps else said

    def _value(self, line: GroupLine, key: str) -> int | None:
        """What a column is sorted by; None stands at the end in either direction."""
        if key == "name":
            return 0
        if key == "rate":
            return line.figures.rate
        if key == "own_rate":
            return line.figures.own_rate
        return self.number(line.figures, key)


def _number(number: int, key: str, *, bold: bool) -> Cell:
    """Nothing steps back; what is late or waits for a decision has its colour."""
    if not number:
        return Cell("0", role=Role.TEXT2, bold=bold)
    role = {"overdue": Role.DANGER, "undecided": Role.WARN}.get(key, Role.TEXT)
    return Cell(f"{number:,}", role=role, bold=bold or key in ("overdue", "undecided"))


def gap_note(shown: Shown) -> str:
    """Why the gaps of the groups do not add up to that of the whole, in the numbers of this table."""
    parts = []
    for target in shown.targets:
        summed = sum(line.figures.missing(target.percent) for line in shown.groups)
        whole = shown.total.missing(target.percent)
        if summed != whole:
            words = _("{percent}% 相加 {summed}、合计 {whole}")
            parts.append(words.format(percent=target.percent, summed=f"{summed:,}", whole=f"{whole:,}"))
    rule = _("还差＝应建 × 比例进一取整，再减已建；应建只算具备条件的，率由合计重算，不取平均。")
    if not parts:
        return rule
    why = _("逐行取整，超出的也抵不到别处，所以 {parts}。").format(parts=_("；").join(parts))
    return sentences(rule, why)
