"""The right side: one conflict, why it is one, its columns, the visits around it, and a line to type another value."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.language import _
from models.merging.cards import ConflictCard, VisitLine
from models.merging.deciding import newest
from models.merging.rate_effect import RateEffect
from ui.conflicts.escape import EscapeHere
from ui.conflicts.value_card import ValueCard
from ui.conflicts.words import effect_words
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind, LinkButton
from ui.shared.labels import ElidedLabel, Label
from ui.shared.line_field import LineField
from ui.shared.panes import Card, Hairline, Pane, ScrollPane
from ui.shared.tags import Tag, TagKind
from ui.theme.icons import Icon
from ui.theme.palette import px
from ui.theme.tokens import Role, Space, TextSize

_IN_A_ROW = 3
_VISITS = 4
_DAY, _WHO = 96, 76


class CardPane(Pane):
    """`taken` carries the number of a side, `typed` another value, `organization_asked` a local id."""

    taken = Signal(int)
    typed = Signal(str)
    typing_over = Signal()
    organization_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Role.WINDOW, "l", parent=parent)
        self.card: ConflictCard | None = None
        self.columns: list[ValueCard] = []
        self.field = LineField()
        self.field.setAccessibleName(_("另填的值"))
        self._save = Button(_("写入"), ButtonKind.NORMAL, key="Enter")
        self._field_label = Label("", role=Role.TEXT2)
        self._field_card = Card()
        self._field_card.hide()
        self._promise = Label("", role=Role.TEXT2, wrap=True)
        self._content = QWidget()
        self._body = QVBoxLayout(self._content)
        self._body.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        self._body.setSpacing(Space.M)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(ScrollPane(self._content, ground=Role.WINDOW))
        self._lay_out_field()
        self.field.returnPressed.connect(self._emit_typed)
        self._save.clicked.connect(self._emit_typed)
        EscapeHere(self, (self.field, self._save)).escaped.connect(self.stop_typing)

    def show_card(self, card: ConflictCard | None, words: str = "") -> None:
        """One conflict; without one a sentence."""
        self._clear()
        self.card = card
        if card is None:
            self._promise.setText("")
            if words:
                self._add(Label(words, role=Role.TEXT2, wrap=True))
            self._body.addStretch(1)
            return
        self._add(self._head(card))
        why = f"{card.conflict.why}{'' if card.conflict.field == '_deleted' else card.conflict.policy.sentence}"
        if card.conflict.what and card.conflict.organization:
            why = _("{why}（这一条：{what}）").format(why=why, what=card.conflict.what)
        self._add(Banner(BannerKind.WARNING, f"{card.conflict.heading}：", why, icon=Icon.WARNING))
        self._add(self._grid(card))
        self._add(self._field_card)
        if card.visits:
            self._add(self._visits(card.visits))
        self._promise.setText(_("你的判断会随下次导出带给同事，各处不再询问。判之前两边的值都留着，其他工作照常。"))
        self._add(self._promise)
        self._body.addStretch(1)

    def show_effect(self, effect: RateEffect | None) -> None:
        """What each choice does to the rate."""
        for column in self.columns:
            column.show_effect(effect_words(effect, column.side))

    def type_value(self) -> None:
        """Ask for another value."""
        if self.card is None:
            return
        shown = self.card.sides[0]
        self._field_label.setText(_("{heading} 另填").format(heading=self.card.conflict.heading))
        self.field.setText(shown.text.replace("\n", " "))
        self._field_card.show()
        self.field.setFocus()
        self.field.selectAll()

    def stop_typing(self) -> None:
        """Back to the list, nothing written."""
        was_typing = self._field_card.isAncestorOf(QApplication.focusWidget() or self.window())
        self._field_card.hide()
        if was_typing:
            self.typing_over.emit()

    def _emit_typed(self, *_checked: object) -> None:
        if self._field_card.isVisible() and not self.field.composing:
            self.typed.emit(self.field.text())

    def _clear(self) -> None:
        self.stop_typing()
        self.columns = []
        while (item := self._body.takeAt(0)) is not None:
            widget = item.widget()
            if widget in {self._field_card, self._promise} or widget is None:
                continue
            widget.hide()
            widget.deleteLater()

    def _add(self, widget: QWidget) -> None:
        self._body.addWidget(widget)

    def _head(self, card: ConflictCard) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(ElidedLabel(card.conflict.name or card.conflict.what, size=TextSize.TITLE, bold=True))
        for number, word in enumerate(card.tags):
            row.addWidget(Tag(word, TagKind.NEUTRAL if number else TagKind.SOFT))
        row.addStretch(1)
        if card.conflict.organization:
            link = LinkButton(_("打开单位"))
            link.clicked.connect(self._ask_for_organization)
            row.addWidget(link)
        return head

    def _grid(self, card: ConflictCard) -> QWidget:
        """Equal columns; from the fourth value on in a second row."""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(Space.M)
        likely = None if card.conflict.policy.decides or card.conflict.field == "_deleted" else newest(card).key
        in_a_row = min(_IN_A_ROW, len(card.choices))
        for number, side in enumerate(card.choices):
            column = ValueCard(card, side, is_likely=side.key == likely)
            column.taken.connect(self.taken)
            self.columns.append(column)
            grid.addWidget(column, number // in_a_row, number % in_a_row)
        for number in range(in_a_row):
            grid.setColumnStretch(number, 1)
            grid.setColumnMinimumWidth(number, 1)
        return holder

    def _lay_out_field(self) -> None:
        row = QHBoxLayout(self._field_card)
        row.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self._field_label)
        row.addWidget(self.field, 1)
        row.addWidget(self._save)

    @staticmethod
    def _visits(visits: tuple[VisitLine, ...]) -> QWidget:
        card = Card()
        column = QVBoxLayout(card)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(Space.XS)
        column.addWidget(
            Label(_("走访从不冲突：各处的记录都在时间线里"), size=TextSize.SMALL, role=Role.TEXT2, bold=True)
        )
        for visit in visits[:_VISITS]:
            column.addWidget(Hairline())
            line = QHBoxLayout()
            line.setSpacing(Space.S)
            day = f"{visit.day[5:]} {visit.mode}"
            for text, width in ((day, _DAY), (visit.who, _WHO)):
                label = ElidedLabel(text)
                label.setFixedWidth(px(width))
                line.addWidget(label)
            line.addWidget(ElidedLabel(" ".join(part for part in (visit.result, visit.met, visit.note) if part)), 1)
            line.addWidget(Label(visit.where, size=TextSize.SMALL, role=Role.TEXT2))
            column.addLayout(line)
        if len(visits) > _VISITS:
            more = _("另有 {n} 次").format(n=len(visits) - _VISITS)
            column.addWidget(Label(more, size=TextSize.SMALL, role=Role.TEXT2))
        return card

    def _ask_for_organization(self, *_checked: object) -> None:
        if self.card is not None and self.card.conflict.organization:
            self.organization_asked.emit(self.card.conflict.organization)
