"""The last step: what was written, how to take it back, and what to do next."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.importing.importer import ImportResult
from models.importing.registry import KINDS
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.batch_lists import made_in, touched_by
from models.queries.import_queue import queue_count, waiting_of
from models.queries.organization_list import totals
from ui.requests import Request, ReviewDuplicates, ReviewProposals, ShowList, ShowQueue, ShowRegistry
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


@dataclass(frozen=True, slots=True)
class Left:
    """What is still to be done about an import: its doubtful rows, and of what it made as the lists count it."""

    doubtful: int
    unverified: int
    no_street: int


def read_left(ledger: Ledger, batch: str, earlier: int) -> Left:
    """Count them; `earlier` doubtful rows were not put there by this import: another one had let them wait."""
    unverified, no_street = (totals(ledger, made_in(batch, name)).count for name in ("unverified", "no_street"))
    waiting = waiting_of(ledger, batch) or min(earlier, queue_count(ledger))
    return Left(waiting, unverified, no_street)


class ReceiptStep(StepPane):
    """Counts, undo, rejects, and links into the ledger."""

    asked = Signal(object)  # a ui.requests.Request
    undo_asked = Signal()
    save_asked = Signal()
    another_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, ChoiceCard] = {}
        self._result: ImportResult | None = None
        self._figures = FlowRow(gap=Space.XL)
        self._next = Label(_("接着做"), size=TextSize.SMALL, role=Role.TEXT2, bold=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.S)
        self.body.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        self.body.setSpacing(Space.M)
        self.body.addWidget(self._figures)
        self.body.addSpacing(Space.S)
        self.body.addWidget(self._next)
        self.body.addLayout(self._list)
        self.body.addStretch()
        self.undo = Button(_("撤销本次导入"))
        self.undo.clicked.connect(self.undo_asked)
        self.another = Button(_("再导一份"))
        self.another.clicked.connect(self.another_asked)
        self.primary = Button(_("看这些单位"), ButtonKind.PRIMARY, key="Enter")
        self.primary.clicked.connect(self._show_touched)
        for button in (self.undo, self.another, self.primary):
            self.foot.add(button)
        theme.follow(self._restyle)

    def show_result(self, result: ImportResult, file_name: str) -> None:
        """Show what an import wrote."""
        self.quiet()
        self._result = result
        written = result.new + result.updated
        self.say(
            BannerKind.DONE,
            _("已导入 {n} 家。").format(n=f"{written:,}"),
            _("来自“{file}”；以后也可以在“历次导入”里整批撤销。").format(file=file_name),
        )
        self._figures.clear()
        for word, count, role in (
            (_("新增"), result.new, Role.OK),
            (_("更新"), result.updated, Role.TEXT),
            (_("相同"), result.same, Role.TEXT2),
            (_("疑似重复"), result.duplicates, Role.WARN),
            (_("退回"), result.rejected, Role.DANGER),
        ):
            figure = Figure(word, f"{count:,}", size=TextSize.TILE_FIGURE)
            figure.set_number(f"{count:,}", "", role if count else Role.TEXT2)
            self._figures.add(figure)
            figure.show()
        self._clear_cards()
        self._add_first_cards(result, result.duplicates)
        self.foot.words.setText("")
        self.undo.setEnabled(bool(result.batch))
        if self.primary is not None:
            self.primary.setEnabled(bool(result.batch))

    def _add_first_cards(self, result: ImportResult, doubtful: int) -> None:
        """What asks for a decision, then what was given back."""
        report = result.registry
        if report is not None and report.entries:
            counts = _("，").join(
                f"{_(word)} {len(found):,}" for kind, word in KINDS.items() if (found := report.of(kind))
            )
            self._add_card("registry", Icon.WARNING, _("与以前的名册比…"), counts)
        if doubtful:
            self._add_card(
                "queue",
                Icon.WARNING,
                _("疑似重复 {n} 行，逐条判断…").format(n=f"{doubtful:,}"),
                _("和台账里的一家是不是同一家：一个键判一条，都可以撤销；不急的放着也行"),
            )
        if result.rejected:
            self._add_card(
                "rejects",
                Icon.SAVE,
                _("退回的 {n} 行存成表格…").format(n=f"{result.rejected:,}"),
                _("原来的列和标题都在，旁边写着原因；改好以后可以再导入"),
            )
        if result.unread:
            self._add_card(
                "problems",
                Icon.WARNING,
                _("{n} 个单元格读不懂").format(n=f"{result.unread:,}"),
                _("原文都留在备注里；在“看这些单位”里逐家改"),
            )

    def show_left(self, left: Left) -> None:
        """Say what is still to be done; counted in the background, and again after every change."""
        if self._result is None or not self.undo.isEnabled():
            return  # taken back meanwhile
        self._clear_cards()
        self._add_first_cards(self._result, left.doubtful)
        if left.unverified:
            self._add_card(
                "unverified",
                Icon.WARNING,
                _("待核 {n} 家").format(n=f"{left.unverified:,}"),
                _("没有有效的统一社会信用代码；补上以前，打印时另列"),
            )
        if left.no_street:
            self._add_card(
                "no_street",
                Icon.MAP_PIN,
                _("街道未定 {n} 家").format(n=f"{left.no_street:,}"),
                _("定了街道，才进分街道的表和图"),
            )
        if self._result is not None and self._result.new:
            self._add_card(
                "proposals",
                Icon.CHECK,
                _("待确认建议…"),
                _("写坏的代码、类型、类别、街道：按依据分组，一个键确认一组"),
            )
            self._add_card(
                "duplicates",
                Icon.SEARCH,
                _("疑似重复的单位…"),
                _("新导入的与原有的，名称、电话、地址对得上的：是同一家、不是、或总分关系，一个键判一对"),
            )

    def show_undone(self, kept: int) -> None:
        """Say that the import was taken back."""
        self.quiet()
        self._clear_cards()
        self._figures.clear()
        note = _("{n} 项之后又有改动，保留。").format(n=kept) if kept else _("台账和导入以前一样；按 Ctrl+Y 可以重做。")
        self.say(BannerKind.DONE, _("已撤销本次导入。"), note)
        self.undo.setEnabled(False)
        if self.primary is not None:
            self.primary.setEnabled(False)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The way on gets the keyboard."""
        button = self.primary if self.primary is not None and self.primary.isEnabled() else self.another
        button.setFocus()

    def _show_touched(self) -> None:
        if self._result is not None:
            self.asked.emit(ShowList(touched_by(self._result.batch), _("刚导入的单位")))
            self.leave_asked.emit()

    def _press(self, key: str, *_checked: object) -> None:
        if self._result is None:
            return
        batch = self._result.batch
        if key == "rejects":
            self.save_asked.emit()
            return
        requests: dict[str, Request] = {
            "unverified": ShowList(made_in(batch, "unverified"), _("刚导入的待核单位")),
            "no_street": ShowList(made_in(batch, "no_street"), _("刚导入的街道未定单位")),
            "problems": ShowList(touched_by(batch), _("刚导入的单位")),
            "queue": ShowQueue(),
            "proposals": ReviewProposals(),
            "duplicates": ReviewDuplicates(),
            "registry": ShowRegistry(batch),
        }
        if isinstance(requests[key], ShowList):
            self.leave_asked.emit()  # from a panel one comes back here
        self.asked.emit(requests[key])

    def _add_card(self, key: str, icon: Icon, title: str, text: str) -> None:
        card = ChoiceCard(icon, title, text)
        card.clicked.connect(partial(self._press, key))
        self.cards[key] = card
        self._list.addWidget(card)
        self._restyle()

    def _clear_cards(self) -> None:
        for card in self.cards.values():
            card.hide()
            card.deleteLater()
        self.cards = {}
        self._restyle()

    def _restyle(self) -> None:
        self._next.setVisible(bool(self.cards))
        for card in self.cards.values():
            card.setMaximumWidth(max(px(_CARD_WIDTH), card.sizeHint().width()))
