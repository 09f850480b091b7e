"""What one backup holds, beside the ledger as it is: how many of each, the last step, the steps that came later."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.language import N_, _
from models.queries.backup_contents import BackupContents, Step
from ui.shared.labels import Label
from ui.shared.panes import Pane
from ui.shared.record_model import Align, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.theme.palette import px, theme
from ui.theme.tokens import Height, Role, Space, TextSize

_WIDTH = 430
_HEADINGS = {
    "organizations": N_("单位"),
    "covered": N_("已建会单位"),
    "visits": N_("走访"),
    "followups": N_("跟进"),
    "reasons": N_("未建会原因"),
    "batches": N_("全部操作"),
}
_COUNT_COLUMNS = (
    ColumnSpec("what", N_("里面有"), 130, stretch=1, sortable=False, is_name=True),
    ColumnSpec("then", N_("这份备份"), 90, align=Align.RIGHT, sortable=False),
    ColumnSpec("now", N_("现在"), 90, align=Align.RIGHT, sortable=False),
    ColumnSpec("difference", N_("恢复后"), 90, align=Align.RIGHT, sortable=False),
)
_STEP_COLUMNS = (
    ColumnSpec("at", N_("时间"), 96, sortable=False),
    ColumnSpec("what", N_("做了什么"), 200, stretch=1, elidable=True, sortable=False, is_name=True),
)
_COUNT_ROWS = len(_HEADINGS)


class _Counts:
    """Numbers of the backup and of the ledger."""

    def __init__(self, contents: BackupContents) -> None:
        self._counts = contents.counts

    def count(self) -> int:
        return len(self._counts)

    def cell(self, row: int, key: str) -> Cell:
        what, then, now = self._counts[row]
        match key:
            case "what":
                return Cell(_(_HEADINGS[what]))
            case "then":
                return Cell(f"{then:,}")
            case "now":
                return Cell(f"{now:,}", role=Role.TEXT2)
            case _:
                return Cell(difference_text(then - now), role=Role.TEXT2 if then == now else Role.DANGER)

    def summary(self, row: int) -> str:
        what, then, now = self._counts[row]
        return _("{what}：这份备份 {then}，现在 {now}").format(what=_(_HEADINGS[what]), then=then, now=now)


class _Steps:
    """Steps that a restore would take away."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self._steps = steps

    def count(self) -> int:
        return len(self._steps)

    def cell(self, row: int, key: str) -> Cell:
        step = self._steps[row]
        return Cell(step.at[5:], role=Role.TEXT2) if key == "at" else Cell(step.words)

    def summary(self, row: int) -> str:
        step = self._steps[row]
        return f"{step.at} {step.author} {step.words}"


class BackupLook(Pane):
    """Waits, then shows; what it shows is asked for by the panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Role.SURFACE, "l", parent=parent)
        self._title = Label("", size=TextSize.TITLE, bold=True, wrap=True)
        self._last = Label("", role=Role.TEXT2, wrap=True)
        self._later = Label("", bold=True, wrap=True)
        self.counts, self._count_model = _table(_COUNT_COLUMNS, _("这份备份里有什么"))
        self.steps, self._step_model = _table(_STEP_COLUMNS, _("备份以后的操作"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, Space.M, 0, 0)
        column.setSpacing(Space.S)
        for label in (self._title, self._last):
            label.setContentsMargins(Space.L, 0, Space.L, 0)
            column.addWidget(label)
        column.addWidget(self.counts)
        self._later.setContentsMargins(Space.L, Space.S, Space.L, 0)
        column.addWidget(self._later)
        column.addWidget(self.steps, 1)
        column.addStretch()
        theme.follow(self._restyle)

    def wait_for(self, title: str) -> None:
        """A backup is being opened."""
        self._title.setText(title)
        self._last.setText(_("正在打开这份备份，核对每一项…"))
        self._later.setText("")
        self._step_model.show(_Steps(()))

    def say(self, title: str, sentence: str) -> None:
        """Say why there is nothing to see."""
        self.wait_for(title)
        self._last.setText(sentence)

    def show_contents(self, title: str, contents: BackupContents) -> None:
        """Show what was found."""
        self._title.setText(title)
        last = contents.last
        self._last.setText(
            _("核对无误。最后一步：{at} {author} {words}").format(
                at=last.at, author=last.author.partition("（")[0], words=last.words
            )
            if last
            else _("核对无误，里面还没有任何操作。")
        )
        self._count_model.show(_Counts(contents))
        later = _("恢复后不在里面的：备份以后的 {n} 步").format(n=f"{contents.missing_count:,}")
        if not contents.missing_count:
            later = _("备份以后没有新的操作。")
        if contents.ahead:
            later += _("；它另有 {n} 步现在的台账里没有").format(n=f"{contents.ahead:,}")
        self._later.setText(later)
        self._step_model.show(_Steps(contents.missing))
        self.steps.setVisible(bool(contents.missing))

    def _restyle(self) -> None:
        self.setFixedWidth(px(_WIDTH))
        self.counts.setFixedHeight(px(Height.TABLE_HEAD) + _COUNT_ROWS * self.counts.row_height() + 2)


def difference_text(difference: int) -> str:
    """+3, -12, or that nothing changes."""
    return f"{difference:+,}" if difference else _("不变")


def _table(columns: tuple[ColumnSpec, ...], name: str) -> tuple[RecordTable, RecordModel]:
    table = RecordTable()
    model = RecordModel(columns, parent=table)
    table.setModel(model)
    table.setAccessibleName(name)
    return table, model
