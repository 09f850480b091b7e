"""After the merge: what was written, what to do next, the printed receipt, and the way to take it back."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.language import _
from models.merging.merge import Merged, MergedFile
from models.merging.rows import BACK, CHANGED, CONFLICTS, DOUBLES, JOINED, VISITS
from models.merging.undoing import UndoneMerge
from ui.exchange.undo_pane import UndoLook, UndoPane
from ui.requests import Request, ReviewDuplicates, ShowConflicts
from ui.shared.banner import BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.figure import Figure
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.shared.panes import ChoiceCard
from ui.step_pane import StepPane
from ui.theme.icons import Icon
from ui.theme.palette import px, theme
from ui.theme.tokens import Role, Space, TextSize

_CARD_WIDTH = 620


class MergedStep(StepPane):
    """Counts, what comes next as keys, undo."""

    asked = Signal(object)  # a ui.requests.Request
    undo_asked = Signal(str)
    undo_confirmed = Signal(str)
    report_asked = Signal()
    more_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, ChoiceCard] = {}
        self.merged: Merged | None = None
        self._conflicts = 0
        self._figures = FlowRow(gap=Space.XL)
        self._next = Label(_("接着做"), size=TextSize.SMALL, role=Role.TEXT2, bold=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.S)
        self._files = QVBoxLayout()
        self._files.setSpacing(Space.XS)
        self.body.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        self.body.setSpacing(Space.M)
        self.body.addWidget(self._figures)
        self.body.addLayout(self._files)
        self.body.addWidget(self._next)
        self.body.addLayout(self._list)
        self.body.addStretch()
        self.pane = UndoPane()
        self.pane.hide()
        self.pane.confirmed.connect(self.undo_confirmed)
        self.pane.left.connect(self._leave_undo)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(layout.count() - 1, self.pane)
        self._add_buttons()
        theme.follow(self._restyle)

    def show_merged(self, merged: Merged, left_out: frozenset[str] = frozenset()) -> None:
        """Show what a merge wrote; `left_out` are the keys of records that stayed away."""
        self.quiet()
        self.pane.hide()
        self.merged = merged
        self._clear()
        good = [file for file in merged.files if not file.refused]
        if merged.merge:
            reason = _("第 {merge} 次合并完成。").format(merge=merged.merge)
            remedy = _("合并前的还原点已验证；撤销随时可以，几周以后也行。回执随下一个文件带给发件人。")
            self.say(BannerKind.DONE, reason, remedy)
        else:
            self.say(BannerKind.NOTE, _("没有新内容，台账没有变化。"))
        counts = {key: sum(file.counts.get(key, 0) for file in good) for key in _FIGURES}
        rows = [row for file in good for group in _COUNTED for row in file.preview.rows.get(group, ())]
        rows = [row for row in rows if row.key not in left_out]
        # As the numbers of the preview: what was joined by itself is no second time among the changes.
        counts[CHANGED] -= sum(row.group == JOINED and bool(row.field) for row in rows)
        counts[CONFLICTS] = len({(row.key, row.field) for row in rows if row.group in {CONFLICTS, BACK}})
        for key, (word, role) in _figures().items():
            figure = Figure(word, f"{counts[key]:,}", size=TextSize.TILE_FIGURE)
            figure.set_number(f"{counts[key]:,}", "", role if counts[key] else Role.TEXT2)
            self._figures.add(figure)
        for file in merged.files:
            self._files.addWidget(Label(_file_line(file), wrap=True))
        self._show_next(counts)
        self.undo.setEnabled(bool(merged.merge))
        self.report.setEnabled(True)

    def show_open(self, conflicts: int) -> None:
        """Say how many conflicts wait now: they may have been decided meanwhile."""
        card = self.cards.get(CONFLICTS)
        if card is None:
            return
        had_keyboard = card.hasFocus()
        if conflicts:
            card.setText(_conflicts_text(min(conflicts, self._conflicts)))
            return
        del self.cards[CONFLICTS]
        card.hide()
        card.deleteLater()
        self._next.setVisible(bool(self.cards))
        if had_keyboard:
            self.setFocus()

    def show_undo(self, look: UndoLook) -> None:
        """Say what undoing it would do, and ask."""
        self.pane.show_look(look)
        self.pane.setFocus()

    def show_undone(self, undone: UndoneMerge) -> None:
        """Say that it was taken back."""
        self.pane.hide()
        self.quiet()
        self._clear()
        kept = _("保留 {n} 项后来又有改动的。").format(n=len(undone.kept)) if undone.kept else ""
        text = _("已撤销第 {merge} 次合并：撤回 {n} 条新记录、{m} 处改动。").format(
            merge=undone.merge, n=f"{undone.creations:,}", m=f"{undone.edits:,}"
        )
        self.say(BannerKind.DONE, text, kept + _("原来的文件还可以再合并一次。"))
        self.undo.setEnabled(False)
        self.report.setEnabled(False)
        self.setFocus()

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """What is to be decided gets the keyboard; else the way on."""
        first = next(iter(self.cards.values()), None)
        (first or self.primary or self.undo).setFocus()

    def _show_next(self, counts: dict[str, int]) -> None:
        self._conflicts = counts[CONFLICTS]
        if counts[CONFLICTS]:
            self._add_card(
                CONFLICTS,
                Icon.WARNING,
                _conflicts_text(counts[CONFLICTS]),
                _("两个人改得不一样的地方：一个键判一处，判了随下一个文件带给大家"),
                "C",
            )
        if counts[DOUBLES]:
            self._add_card(
                DOUBLES,
                Icon.SEARCH,
                _("疑似重复 {n} 家…").format(n=f"{counts[DOUBLES]:,}"),
                _("与本机的单位对得上：是同一家、不是、或总分关系，一个键判一对"),
                "D",
            )
        self._next.setVisible(bool(self.cards))

    def press(self, key: str) -> None:
        """As if the card of that key had been pressed."""
        requests: dict[str, Request] = {CONFLICTS: ShowConflicts(), DOUBLES: ReviewDuplicates()}
        if key in self.cards:
            self.asked.emit(requests[key])

    def ask_undo(self) -> None:
        """Ask what undoing would do."""
        if self.merged is not None and self.merged.merge and self.undo.isEnabled():
            self.undo_asked.emit(self.merged.merge)

    def _add_card(self, key: str, drawing: Icon, title: str, text: str, shortcut: str) -> None:
        card = ChoiceCard(drawing, title, text, shortcut)
        card.clicked.connect(partial(self._press, key))
        self.cards[key] = card
        self._list.addWidget(card)
        self._restyle()

    def _press(self, key: str, *_checked: object) -> None:
        self.press(key)

    def _leave_undo(self) -> None:
        self.pane.hide()
        self.setFocus()

    def _clear(self) -> None:
        self._figures.clear()
        self.cards = {}
        self._next.hide()
        for column in (self._list, self._files):
            while (item := column.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()

    def _add_buttons(self) -> None:
        self.undo = Button(_("撤销本次合并…"), key="Delete")
        self.undo.clicked.connect(self._ask_undo)
        self.report = Button(_("存回执…"), key="Ctrl+S")
        self.report.clicked.connect(self.report_asked)
        self.primary = Button(_("再收文件"), ButtonKind.PRIMARY, key="Enter")
        self.primary.clicked.connect(self.more_asked)
        for button in (self.undo, self.report, self.primary):
            self.foot.add(button)

    def _ask_undo(self, *_checked: object) -> None:
        self.ask_undo()

    def _restyle(self) -> None:
        for card in self.cards.values():
            card.setMaximumWidth(max(px(_CARD_WIDTH), card.sizeHint().width()))


_FIGURES = ("new", VISITS, CHANGED, JOINED, CONFLICTS, DOUBLES)
_COUNTED = (JOINED, CONFLICTS, BACK)


def _figures() -> dict[str, tuple[str, Role]]:
    words = (
        (_("新机构"), Role.TEXT),
        (_("新走访"), Role.TEXT),
        (_("字段更新"), Role.TEXT),
        (_("自动合并"), Role.OK),
        (_("待判"), Role.WARN),
        (_("疑似重复"), Role.WARN),
    )
    return dict(zip(_FIGURES, words, strict=True))


def _conflicts_text(count: int) -> str:
    return _("待判冲突 {n} 处…").format(n=f"{count:,}")


def _file_line(file: MergedFile) -> str:
    name = file.offer.name
    if file.offer.refused:
        return _("{name}：没有合并。{why}").format(name=name, why=file.offer.refused)
    if file.refused:
        return _("{name}：没有合并，发件人的代码还没有核对。").format(name=name)
    facts = file.counts.get("creations", 0) + file.counts.get("edits", 0)
    if not facts or file.offer.known_in:
        return _("{name}：没有新内容").format(name=name)
    words = _("{name}：写入 {n} 笔").format(name=name, n=f"{facts:,}")
    if file.left_out:
        words += _("，{n} 条这次没有写入，可以以后再合").format(n=f"{file.left_out:,}")
    return words
