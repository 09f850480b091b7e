"""To whom, what, and whether sealed: the choices before a file is written."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.language import _
from ui.exchange.sending import (
    CADRE,
    OPEN,
    PASSPHRASE,
    SEALED,
    SINCE_LAST,
    STREET,
    WHOLE,
    SendChoice,
    SendOptions,
    chosen_colleague,
)
from ui.shared.fields import Choice, Field
from ui.shared.labels import Label
from ui.shared.line_field import LineField
from ui.theme.tokens import Role, Space

_OTHER = "other"


class SendForm(QWidget):
    """`changed` whenever the choice is another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options: SendOptions | None = None
        self.to = Choice()
        self.name = LineField(placeholder=_("例如：区总工会"))
        self.what = Choice(
            (
                (SINCE_LAST, _("上次给他以后的变化")),
                (WHOLE, _("全部")),
                (STREET, _("一个街道（镇）")),
                (CADRE, _("一个干部的单位")),
            )
        )
        self.street = Choice()
        self.cadre = Choice()
        self.sealing = Choice()
        self.passphrase = LineField()
        self.again = LineField()
        for field in (self.passphrase, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.to_field = Field(_("给谁"), self.to, stop="1", with_help=False)
        self.name_field = Field(
            _("收件人"), self.name, help_text=_("没有名片也可以发；按这个名称记下发过什么。"), with_help=False
        )
        self.street_field = Field(_("街道（镇）"), self.street, with_help=False)
        self.cadre_field = Field(
            _("干部"), self.cadre, help_text=_("他负责的、走访过的、有他的跟进的单位，整家带上。"), with_help=False
        )
        self.passphrase_field = Field(
            _("口令"),
            self.passphrase,
            help_text=_("至少 8 个字；在电话里告诉对方，不要和文件一起发。"),
            with_help=False,
        )
        self.again_field = Field(_("再打一遍口令"), self.again, with_help=False)
        self.warning = Label("", role=Role.WARN, wrap=True)
        self._lay_out()
        self._connect()

    def show_options(self, options: SendOptions) -> None:
        """Offer these; what was chosen stays chosen."""
        self._options = options
        self._fill(
            self.to,
            [
                *((k.public_key.hex(), f"{k.card.title}　{k.code}") for k in options.colleagues),
                (_OTHER, _("别的收件人…")),
            ],
        )
        self._fill(self.street, options.streets)
        self._fill(self.cadre, [(row.uid.hex(), row.name) for row in options.cadres])
        self._follow()

    def choice(self) -> SendChoice:
        """What is chosen now."""
        options = self._options
        colleague = chosen_colleague(options.colleagues, self.to.choice()) if options else None
        cadre = next((row for row in options.cadres if row.uid.hex() == self.cadre.choice()), None) if options else None
        return SendChoice(
            colleague,
            "" if colleague is not None else self.name.text().strip(),
            self.what.choice(),
            self.street.choice(),
            cadre,
            self.sealing.choice() or OPEN,
            self.passphrase.text(),
        )

    def problem(self) -> str:
        """What is missing; empty where nothing is. The field says it, too."""
        choice = self.choice()
        self.name_field.set_error("")
        self.again_field.set_error("")
        self.passphrase_field.set_error("")
        if choice.recipient is None:
            self.name_field.set_error(_("请写收件人。"))
            self.name.setFocus()
            return _("请写收件人。")
        if choice.sealing == PASSPHRASE and self.passphrase.text() != self.again.text():
            self.again_field.set_error(_("两遍口令不一样。"))
            self.again.setFocus()
            return _("两遍口令不一样。")
        return ""

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The recipient first."""
        self.to.setFocus()

    def _fill(self, box: Choice, choices: Sequence[tuple[str, str]]) -> None:
        chosen = box.choice()
        box.blockSignals(True)
        box.clear()
        for key, words in choices:
            box.addItem(words, key)
        if box.findData(chosen) >= 0:
            box.choose(chosen)
        box.blockSignals(False)
        box.updateGeometry()

    def _follow(self) -> None:
        """Show what belongs to the choice, and say what it means."""
        colleague = self.choice().colleague
        ways = [(PASSPHRASE, _("加口令")), (OPEN, _("不加密"))]
        if colleague is not None:
            ways.insert(0, (SEALED, _("只有他打得开（密封到名片）")))
        if [self.sealing.itemData(n) for n in range(self.sealing.count())] != [key for key, _words in ways]:
            self._fill(self.sealing, ways)
        sealing, what = self.sealing.choice(), self.what.choice()
        self.name_field.setVisible(colleague is None)
        self.street_field.setVisible(what == STREET)
        self.cadre_field.setVisible(what == CADRE)
        for field in (self.passphrase_field, self.again_field):
            field.setVisible(sealing == PASSPHRASE)
        self.warning.setVisible(sealing == OPEN)
        self.warning.setText(_("不加密的文件里有完整的姓名和电话：谁拿到都能看。"))
        self.changed.emit()

    def _connect(self) -> None:
        for box in (self.to, self.what, self.street, self.cadre, self.sealing):
            box.currentIndexChanged.connect(self._changed)
        self.name.textChanged.connect(self._changed)

    def _changed(self, _value: object) -> None:
        self._follow()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        for widget in (
            self.to_field,
            self.name_field,
            Field(_("内容"), self.what, stop="2", with_help=False),
            self.street_field,
            self.cadre_field,
            Field(_("加密"), self.sealing, stop="3", with_help=False),
            self.passphrase_field,
            self.again_field,
            self.warning,
        ):
            column.addWidget(widget)
