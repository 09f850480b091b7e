"""名片: the own card to hand out, and the colleagues whose cards were confirmed, once, by their code."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QVBoxLayout, QWidget
from typing_extensions import override

from models.errors import LedgerProblem
from models.exchange.cards import Card, card_rows, cards_in_photo, read_card, write_card
from models.exchange.known import Known, confirm, forget, known_senders, own_card
from models.exchange.qr_symbols import is_picture
from models.exchange.signing import own_secret
from models.language import N_, _
from models.ledger.ledger import Ledger
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.code_view import CodeView
from ui.shared.confirm import confirm as ask
from ui.shared.empty_state import EmptyState
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.shared.line_field import LineField
from ui.shared.pane_head import BulkBar
from ui.shared.panes import Pane, ScrollPane
from ui.shared.record_model import EDGE_COLUMN, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.shared.runs import plain
from ui.theme.palette import px, theme
from ui.theme.tokens import Role, Space, TextSize

_SIDE = 400
_BESIDE = 900
_CODE = 216
_COLUMNS = (
    EDGE_COLUMN,
    ColumnSpec("name", N_("姓名"), 120, stretch=1, elidable=True, sortable=False, is_name=True),
    ColumnSpec("unit", N_("单位"), 200, stretch=2, elidable=True, sortable=False),
    ColumnSpec("code", N_("身份代码"), 110, sortable=False),
    ColumnSpec("on", N_("核对日期"), 100, sortable=False),
)
_Own = tuple[Card, tuple[str, ...]]


class _Colleagues:
    """The source of the table."""

    def __init__(self, known: Sequence[Known]) -> None:
        self.known = known

    def count(self) -> int:
        return len(self.known)

    def cell(self, row: int, key: str) -> Cell:
        item = self.known[row]
        values = {"name": item.name, "unit": item.unit, "code": item.code, "on": item.on}
        return Cell(values.get(key, ""), role=Role.TEXT if key == "name" else Role.TEXT2)

    def summary(self, row: int) -> str:
        item = self.known[row]
        return _("{who}，代码 {code}，{day} 核对").format(who=item.card.title, code=item.code, day=item.on)


class CardsPart(Pane):
    """Whom one knows stands in the profile of this machine, never in the ledger."""

    changed = Signal()

    def __init__(self, session: LedgerSession) -> None:
        super().__init__()
        self._session = session
        self._card: Card | None = None
        self._waiting: list[Card] = []
        self.code_view = CodeView(least=_CODE)
        self._who = Label("", size=TextSize.TITLE, bold=True, wrap=True)
        self._code = Label("", size=TextSize.FIGURE, bold=True)
        self.save = Button(_("存名片文件…"), ButtonKind.PRIMARY)
        self.save_picture = Button(_("存二维码图片…"))
        self.model = RecordModel(_COLUMNS)
        self.table = RecordTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("认识的人"))
        words = _(
            "请同事把名片发来（文件或二维码），选进来，再打电话核对一次代码。以后他的文件就能直接合并、密封给他。"
        )
        self.table.set_empty_state(EmptyState(_("还没有认识的人"), words, with_signs=False))
        self.confirm = ConfirmPane()
        self.confirm.hide()
        self.add = Button(_("加名片…"))
        self.forget = Button(_("不再认识…"), key="Delete")
        self._said = QVBoxLayout()
        self._lay_out()
        self._connect()
        theme.follow(self._arrange)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The colleagues, if there are any; else the way to add one."""
        if self.confirm.isVisible():
            self.confirm.setFocus()
        elif self.model.source.count():
            self.table.setFocus()
        else:
            self.add.setFocus()

    def reload(self) -> None:
        """Read the own card and the colleagues."""
        self._session.read(_own, self._show_own, key="exchange card", failed=self._refuse)
        self._show_known()

    def take(self, paths: Sequence[Path]) -> None:
        """Cards that came in: each is to be confirmed."""
        self._clear()
        for path in paths:
            try:
                self._waiting += cards_in_photo(path) if is_picture(path) else [read_card(path)]
            except LedgerProblem as problem:
                self._refuse(problem)
        self._ask_next()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def write(self, path: Path) -> None:
        """Write the own card."""
        card = self._card
        if card is None:
            return
        job = self._session.runner.read(lambda _progress: write_card(card, own_secret(), path))
        job.done.connect(partial(self._say_written, path, card.code))
        job.failed.connect(self._refuse)

    def forget_current(self) -> None:
        """Ask, then forget the colleague of the current row."""
        source, row = self.model.source, self.table.current_row()
        if not isinstance(source, _Colleagues) or not 0 <= row < source.count():
            return
        known = source.known[row]
        question = _("不再认识{who}？").format(who=known.card.title)
        text = _("他签名的文件以后只能预览，直到再核对一次代码。已经合并的内容都留着。")
        if ask(self, question, text, action=_("不再认识")):
            forget(known.code)
            self._show_known()
            self.changed.emit()

    def _ask_next(self) -> None:
        if self._waiting:
            self.confirm.show_card(self._waiting[0], known=self._waiting[0].public_key in known_senders())
            self.confirm.setFocus()
        else:
            self.confirm.hide()
            self.setFocus()

    def _confirm(self, typed: str) -> None:
        card = self._waiting[0]
        try:
            confirm(card, typed, on=self._session.ledger.today().isoformat())
        except LedgerProblem as problem:
            self.confirm.say(str(problem))
            return
        self._waiting.pop(0)
        self._say(BannerKind.DONE, _("已认识 {who}。").format(who=card.title), _("以后他签名的文件可以直接合并。"))
        self._show_known()
        self.changed.emit()
        self._ask_next()

    def _leave_card(self) -> None:
        if self._waiting:
            self._waiting.pop(0)
        self._ask_next()

    def _show_own(self, own: _Own) -> None:
        self._card, rows = own
        self.code_view.show_rows(rows, _("本机名片的二维码"))
        self._who.setText(self._card.title)
        self._code.setText(self._card.code)
        self._code.setAccessibleName(_("身份代码 {code}").format(code=" ".join(self._card.code)))

    def _show_known(self) -> None:
        at = max(self.table.current_row(), 0)
        known = list(known_senders().values())
        self.model.show(_Colleagues(known))
        if known:
            self.table.go_to_row(min(at, len(known) - 1))
        self.forget.setEnabled(bool(known))
        self._bar.set_runs(plain(_("认识 {n} 人").format(n=len(known)), Role.TEXT2))

    def _ask_where(self, ending: str, *_checked: object) -> None:
        if self._card is None:
            return
        start = str(self._session.ledger.path.with_name(f"{self._card.name}{ending}"))
        kinds = _("名片 (*.jhcard)") if ending == ".jhcard" else _("图片 (*.png *.svg)")
        chosen, _filter = QFileDialog.getSaveFileName(self.window(), _("名片存到哪里"), start, kinds)
        if chosen:
            self.write(Path(chosen) if Path(chosen).suffix else Path(f"{chosen}{ending}"))

    def _choose(self, *_checked: object) -> None:
        kinds = _("名片和照片 (*.jhcard *.jpg *.jpeg *.png *.bmp);;所有文件 (*)")
        chosen, _filter = QFileDialog.getOpenFileNames(self.window(), _("选同事的名片"), str(Path.home()), kinds)
        self.take([Path(each) for each in chosen])

    def _ask_forget(self, *_checked: object) -> None:
        self.forget_current()

    def _say_written(self, path: Path, code: str, _nothing: object) -> None:
        words = _("名片已存到 {path}。").format(path=path)
        self._say(BannerKind.DONE, words, _("发给同事，并在电话里念出代码 {code}。").format(code=code))

    def _refuse(self, problem: LedgerProblem) -> None:
        self._say(BannerKind.ERROR, problem.user_text, problem.hint)

    def _say(self, kind: BannerKind, reason: str, remedy: str = "") -> None:
        self._clear()
        self._said.addWidget(Banner(kind, reason, remedy, can_close=True))

    def _clear(self) -> None:
        while (item := self._said.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _connect(self) -> None:
        self.save.clicked.connect(partial(self._ask_where, ".jhcard"))
        self.save_picture.clicked.connect(partial(self._ask_where, ".png"))
        self.add.clicked.connect(self._choose)
        self.forget.clicked.connect(self._ask_forget)
        self.confirm.confirmed.connect(self._confirm)
        self.confirm.left.connect(self._leave_card)

    def _lay_out(self) -> None:
        content = Pane()
        own = QVBoxLayout(content)
        own.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        own.setSpacing(Space.S)
        own.addWidget(Label(_("我的名片"), size=TextSize.SMALL, role=Role.TEXT2, bold=True))
        own.addWidget(self._who)
        own.addWidget(self._code)
        own.addWidget(self.code_view, 0, Qt.AlignmentFlag.AlignLeft)
        words = _(
            "发给同事，或让他用手机拍这个码；再打电话让他核对上面的代码，一次就够。"
            "密钥在本机的配置文件夹里，不在台账里。"
        )
        own.addWidget(Label(words, role=Role.TEXT2, wrap=True))
        buttons = FlowRow(gap=Space.S)
        buttons.add(self.save)
        buttons.add(self.save_picture)
        own.addWidget(buttons)
        own.addStretch()
        self._side = Pane(edges="r")
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 1, 0)
        side.addWidget(ScrollPane(content))
        self._bar = BulkBar()
        self._bar.add_button(self.forget)
        self._bar.add_button(self.add)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._said)
        column.addWidget(self.table, 1)
        column.addWidget(self.confirm)
        column.addWidget(self._bar)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(0)
        self._beside.addWidget(self._side)
        self._beside.addWidget(right, 1)

    def _arrange(self) -> None:
        narrow = self.width() < px(_BESIDE)
        self._beside.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._side.setMinimumWidth(0 if narrow else px(_SIDE))
        self._side.setMaximumWidth(16_777_215 if narrow else px(_SIDE))
        self.table.setMinimumHeight(px(160))


class ConfirmPane(Pane):
    """Whose card it says it is, and the code that has to be heard."""

    confirmed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(Role.SURFACE2, "t")
        self._words = Label("", bold=True, wrap=True)
        self._note = Label("", role=Role.TEXT2, wrap=True)
        self._wrong = Label("", role=Role.DANGER, wrap=True)
        self.field = LineField(placeholder=_("电话里听到的代码"))
        self.field.setAccessibleName(_("电话里听到的代码"))
        self.field.returnPressed.connect(self._confirm)
        self.yes = Button(_("对得上，认识他"), ButtonKind.PRIMARY, key="Enter")
        self.yes.clicked.connect(self._confirm)
        no = Button(_("先不认"))
        no.clicked.connect(self.left)
        row = FlowRow(gap=Space.S)
        row.add(self.yes)
        row.add(no)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        for widget in (self._words, self._note, self.field, self._wrong, row):
            column.addWidget(widget)

    def show_card(self, card: Card, *, known: bool) -> None:
        """Ask about a card."""
        self._words.setText(_("名片上写的是 {who}，代码 {code}").format(who=card.title, code=card.code))
        note = _("名片谁都能冒名做，电话里的声音不能：请打电话让他念他自己的代码，把听到的打在这里。")
        self._note.setText(_("已经认识。要换名字可以再核对一次。") if known else note)
        self.field.clear()
        self.field.set_wrong(False)
        self._wrong.hide()
        self.show()

    def say(self, problem: str) -> None:
        """Why it is not confirmed."""
        self._wrong.setText(problem)
        self._wrong.show()
        self.field.set_wrong(True)
        self.field.setFocus()
        self.field.selectAll()

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The code is typed."""
        self.field.setFocus()

    def _confirm(self, *_checked: object) -> None:
        self.confirmed.emit(self.field.text())


def _own(ledger: Ledger) -> _Own:
    card = own_card(ledger)
    return card, card_rows(card, own_secret())
