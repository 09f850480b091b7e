"""Reasons in figures as rows of a table: columns, cells, the bar in the first number, the sentence about a row."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from models.language import N_, _
from models.queries.reason_figures import ReasonFigure, ReasonFigures
from models.rules.rates import rate_text
from ui.shared.record_delegate import RecordDelegate
from ui.shared.record_model import EDGE_COLUMN, Align, Cell, ColumnSpec, Index, RecordModel
from ui.theme.palette import colour, px
from ui.theme.tokens import Role, Space

_NUMBER_ROOM, _BAR = 72, 10  # pixels at 100 %
_MOST = 800  # tenths of a percent: the reasons that make up most of it
COLUMNS = (
    EDGE_COLUMN,
    ColumnSpec("name", N_("主因"), 230, stretch=3, elidable=True, is_name=True, sortable=False),
    ColumnSpec("count", N_("未建会"), 150, stretch=2, align=Align.RIGHT, sortable=False),
    ColumnSpec("share", N_("占比"), 70, align=Align.RIGHT, sortable=False),
    ColumnSpec("cumulative", N_("累计"), 70, align=Align.RIGHT, sortable=False),
    ColumnSpec("opened", N_("近四周新增"), 92, align=Align.RIGHT, sortable=False),
    ColumnSpec("resolved", N_("近四周解决"), 92, align=Align.RIGHT, sortable=False),
    ColumnSpec("ever", N_("曾有"), 70, align=Align.RIGHT, sortable=False),
    ColumnSpec("built", N_("其中已建会"), 92, align=Align.RIGHT, sortable=False),
    ColumnSpec("rate", N_("转化率"), 76, align=Align.RIGHT, sortable=False),
)
#: What goes first where the room is narrow or the text large.
DISPENSABLE = ("resolved", "opened", "share", "ever", "built")


class ReasonRows:
    """The source of the table."""

    def __init__(self, figures: ReasonFigures) -> None:
        self.figures = figures

    def count(self) -> int:
        """How many reasons."""
        return len(self.figures.rows)

    def cell(self, row: int, key: str) -> Cell:
        """The cell of a reason; without a reason there is nothing to divide."""
        figure = self.figures.rows[row]
        named = bool(figure.code)
        match key:
            case "name":
                return Cell(figure.words)
            case "count":
                return Cell(f"{figure.count:,}", bold=True)
            case "share" | "cumulative":
                value = figure.share if key == "share" else figure.cumulative
                return Cell(rate_text(value), role=Role.TEXT2)
            case "opened":
                return Cell(f"+{figure.opened:,}" if figure.opened else "—", role=Role.TEXT2)
            case "resolved":
                return Cell(f"−{figure.resolved:,}" if figure.resolved else "—", role=Role.TEXT2)
            case "ever" | "built":
                return Cell(f"{figure.ever if key == 'ever' else figure.built:,}" if named else "—")
            case "rate":
                return Cell(rate_text(figure.rate))
            case _:
                return Cell()

    def summary(self, row: int) -> str:
        """One sentence about the reason."""
        figure = self.figures.rows[row]
        said = _("{reason}，未建会 {n} 家").format(reason=figure.words, n=f"{figure.count:,}")
        if not figure.code:
            return said
        return said + _("，占 {share}，累计 {sum}；曾有 {ever} 家，其中已建会 {built} 家，转化率 {rate}").format(
            share=rate_text(figure.share),
            sum=rate_text(figure.cumulative),
            ever=f"{figure.ever:,}",
            built=f"{figure.built:,}",
            rate=rate_text(figure.rate),
        )

    def share_of_most(self, row: int) -> float:
        """The length of the bar: the most frequent reason is 1."""
        most = max((figure.count for figure in self.figures.rows), default=0)
        return self.figures.rows[row].count / most if most else 0.0

    def ends_most(self, row: int) -> bool:
        """Whether the reasons up to this one make up four fifths for the first time."""
        figure = self.figures.rows[row]
        before = self.figures.rows[row - 1] if row else None
        return _reaches(figure) and (before is None or not _reaches(before))


class ReasonDelegate(RecordDelegate):
    """The number of organizations stands on a bar; a dashed line ends the reasons that make up four fifths."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        model = index.model()
        rows = model.source if isinstance(model, RecordModel) else None
        if not isinstance(rows, ReasonRows) or not isinstance(model, RecordModel):
            return
        box = QRectF(option.rect)
        if model.columns[index.column()].key == "count":
            room = box.width() - px(_NUMBER_ROOM)
            high = px(_BAR)
            wide = room * rows.share_of_most(index.row())
            bar = QRectF(box.left() + Space.S, box.center().y() - high / 2, wide, high)
            painter.fillRect(bar, colour(Role.ACCENT))
        if rows.ends_most(index.row()):
            painter.save()
            painter.setPen(QPen(colour(Role.WARN), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(box.bottomLeft(), box.bottomRight())
            painter.restore()


def _reaches(figure: ReasonFigure) -> bool:
    return figure.cumulative is not None and figure.cumulative >= _MOST
