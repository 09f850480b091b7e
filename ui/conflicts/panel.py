"""冲突箱: what people said differently, with everybody's value side by side and one key for each choice.

Nothing presses: until somebody decides, all values stay and the work goes on. A decision is one step to undo, travels
with the next file, and is asked nowhere again.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from typing_extensions import override

from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.merging.cards import ConflictCard
from models.merging.deciding import BulkPlan, alike, both_kept
from models.merging.inbox import Inbox
from models.merging.rate_effect import RateEffect, may_move_rates
from models.queries.open_conflicts import ConflictKey
from models.rules.conflict_policies import BulkRule
from ui.conflicts import lanes
from ui.conflicts.frame import ConflictsFrame
from ui.conflicts.rows import InboxRows
from ui.conflicts.words import digit_of
from ui.requests import ShowConflicts, ShowOrganization
from ui.session import LedgerSession
from ui.shared.runs import phrase, plain, strong
from ui.theme.tokens import Role

_INBOX, _CARDS, _EFFECT, _PLAN = "conflicts", "conflict cards", "conflict effect", "conflict plan"
_AHEAD, _BEHIND = 24, 6
_DIGITS = "1236789"


class ConflictsPanel(ConflictsFrame):
    """The list at the left, the columns of the current one at the right."""

    def __init__(self, session: LedgerSession, organization: int = 0) -> None:
        super().__init__(session)
        self._ledger_session = session
        self._wanted = organization
        self._goes_to: ConflictKey | None = None
        self._box = Inbox((), ())
        self._cards: dict[ConflictKey, ConflictCard] = {}
        self._effects: dict[ConflictKey, RateEffect | None] = {}
        self._steps: list[tuple[str, ConflictKey]] = []  # decided here, the last one last: U takes it back
        self._under_way = 0
        self._others_wrote = False
        self._connect()
        self.look()

    def look(self, organization: int = 0) -> None:
        """Read everything; go to what an organization has, where one is named."""
        self._wanted = organization or self._wanted
        self._ledger_session.read(lanes.read_inbox, self._show_inbox, key=_INBOX, failed=self.refuse_with)

    @override
    def setFocus(self, *_reason: object) -> None:
        if self.stack.currentWidget() is self.empty:
            super().setFocus()
        elif self.right.currentWidget() is self.bulk:
            self.bulk.setFocus()
        else:
            self.table.setFocus()

    def current(self) -> ConflictCard | None:
        """The card of the line with the ring, once it is read."""
        line = self.rows.waiting_at(self.table.current_row())
        return self._cards.get(line.key) if line is not None else None

    # What is shown

    def _show_inbox(self, box: Inbox) -> None:
        if self._under_way:  # it was read before the last decision was written
            return
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        at, key = self.table.current_row(), self._current_key()
        self._box = box
        self.rows = InboxRows.of(box, self.rows.later)
        if self._others_wrote:
            self._cards.clear()
        waiting = {line.key for line in box.waiting}  # their cards stay: no key has to wait for them again
        self._cards = {key: card for key, card in self._cards.items() if key in waiting}
        self._effects.clear()
        self._others_wrote = False
        if self._wanted:
            found = next((line for line in self.rows.waiting if line.organization == self._wanted), None)
            key, self._wanted = (found.key if found else key), 0
        key, self._goes_to = self._goes_to or key, None
        row = self.rows.row_of(key) if key is not None else -1
        self._show_rows(row if row > 0 else max(at, 1))
        is_empty = not box.waiting and not box.decided
        self.stack.setCurrentWidget(self.empty if is_empty else self.content)
        if had_focus:
            self.setFocus()

    def _show_rows(self, row: int) -> None:
        self.model.show(self.rows)
        self.head.set_counts([("all", phrase(_("{n} 处待判"), n=strong(f"{len(self.rows.waiting):,}")))])
        if self.rows.waiting:
            row = min(max(row, 1), len(self.rows.waiting))
        self.table.go_to_row(min(row, self.rows.count() - 1))
        self._show_current()

    def _show_current(self, *_row: object) -> None:
        row = self.table.current_row()
        line, done = self.rows.waiting_at(row), self.rows.decided_at(row)
        card = self.current()
        self._show_keys(card)
        if self.right.currentWidget() is self.bulk:
            self.right.setCurrentWidget(self.pane)
        if line is None:
            words = _("都判完了。") if not self.rows.waiting else ""
            if done is not None:
                words = _("{name} 的{heading}已判为“{value}”。按 U 取消这个判定，重新来判。").format(
                    name=done.name, heading=done.heading, value=done.value or _("空")
                )
            self.pane.show_card(None, words)
            return
        if card is not None:
            self.pane.show_card(card)
            self._show_effect_of(card)
        self._read_around(row)

    def _read_around(self, row: int) -> None:
        """Cards of the current line and of those that come next, so that no key has to wait."""
        lines = self.rows.waiting[max(0, row - 1 - _BEHIND) : row - 1 + _AHEAD]
        here, ahead = self.rows.waiting_at(row), self.rows.waiting_at(row + _AHEAD // 3)
        if all(line is None or line.key in self._cards for line in (here, ahead)):
            return
        keys = [line.key for line in lines if line.key not in self._cards]
        read = partial(lanes.read_cards, keys=keys)
        self._ledger_session.read(read, self._take_cards, key=_CARDS, failed=self.refuse_with)

    def _take_cards(self, read: lanes.ReadCards) -> None:
        before = self.current()
        self._cards |= read.cards
        line = self.rows.waiting_at(self.table.current_row())
        if line is not None and line.key in read.asked and line.key not in read.cards and not self._under_way:
            self.look()  # decided elsewhere meanwhile
        elif before is None and self.current() is not None:
            self._show_current()

    def _show_effect_of(self, card: ConflictCard) -> None:
        key = card.conflict.key
        if key in self._effects:
            self.pane.show_effect(self._effects[key])
        elif may_move_rates(card.conflict):
            read = partial(lanes.read_effect, card=card)
            self._ledger_session.read(read, self._take_effect, key=_EFFECT, failed=self._no_effect)

    def _take_effect(self, found: tuple[ConflictKey, RateEffect | None]) -> None:
        self._effects[found[0]] = found[1]
        if self._current_key() == found[0]:
            self.pane.show_effect(found[1])

    def _no_effect(self, _problem: LedgerProblem) -> None:
        """It was decided meanwhile: the list is read again anyway."""

    def _show_keys(self, card: ConflictCard | None) -> None:
        self.edit.setEnabled(card is not None and card.conflict.field != "_deleted")
        self.both.setEnabled(card is not None and both_kept(card) is not None)
        self.later.setEnabled(card is not None)
        done = self.rows.decided_at(self.table.current_row())
        self.undo.setEnabled(bool(self._steps) or done is not None)
        self.alike.setEnabled(card is not None and bool(card.conflict.policy.bulk))
        digits = [digit_of(side) for side in card.choices] if card is not None else []
        words = _("{keys} 取一个值，一键一条") if digits else _("↑ ↓ 选一条")
        self.bar.set_runs(phrase(words, keys=strong(" ".join(digits))) if digits else plain(words, Role.TEXT2))

    def _current_key(self) -> ConflictKey | None:
        line = self.rows.waiting_at(self.table.current_row())
        return line.key if line is not None else None

    # Deciding

    def take(self, number: int) -> None:
        """Decide the current one for the side of that number."""
        card = self.current()
        side = card.choice(number) if card is not None else None
        if card is not None and side is not None:
            self._decide(card, partial(lanes.decide, decisions=[(card.conflict, side.value)]), side.sign)

    def _press_digit(self, digit: str) -> None:
        card = self.current()
        side = next((each for each in card.choices if digit_of(each) == digit), None) if card is not None else None
        if side is not None and self.right.currentWidget() is self.pane:
            self.take(side.key)

    def _take_both(self) -> None:
        card = self.current()
        words = both_kept(card) if card is not None else None
        if card is not None and words is not None and self.right.currentWidget() is self.pane:
            self._decide(card, partial(lanes.decide, decisions=[(card.conflict, words)]), _("两者"))

    def _type(self) -> None:
        if self.edit.isEnabled() and self.right.currentWidget() is self.pane:
            self.pane.type_value()

    def _take_typed(self, typed: str) -> None:
        card = self.current()
        if card is not None:
            edit = partial(lanes.decide_typed, conflict=card.conflict, typed=typed)
            self._decide(card, edit, _("另填的"), waits=True)

    def _decide(
        self, card: ConflictCard, edit: Callable[[Ledger], Changes], taken: str, *, waits: bool = False
    ) -> None:
        """Write it; the next one is shown at once, for what was typed when it is known to fit."""
        self.clear_problems()
        key = card.conflict.key
        said = _("已判：{name} {heading} 取{taken}").format(
            name=card.conflict.name, heading=card.conflict.heading, taken=taken
        )
        self._under_way += 1
        done = partial(self._after, key, leaves=waits)
        self._ledger_session.change(edit, initiator=self, done=done, failed=self._failed, said=said)
        if not waits:
            self._leave_line(key)

    def _leave_line(self, key: ConflictKey) -> None:
        row = self.rows.row_of(key)
        if row > 0:
            del self.rows.waiting[row - 1]
            self._show_rows(row)
            self.table.setFocus()

    def _after(self, key: ConflictKey, changes: Changes, *, leaves: bool = False) -> None:
        self._under_way -= 1
        self._steps.append((changes.batch, key))
        if leaves:
            self.pane.stop_typing()
            self._leave_line(key)
        if not self._under_way:
            self.look()

    def _failed(self, problem: LedgerProblem) -> None:
        self._under_way -= 1
        self.refuse_with(problem)
        if not self.pane.field.isVisible():
            self.look()

    def _put_off(self) -> None:
        """The current one comes last."""
        line = self.rows.waiting_at(self.table.current_row())
        if line is None or self.right.currentWidget() is not self.pane:
            return
        row = self.rows.row_of(line.key)
        self.rows.later.add(line.key)
        self.rows.waiting.append(self.rows.waiting.pop(row - 1))
        self._show_rows(row if row < len(self.rows.waiting) else 1)

    def _take_back(self) -> None:
        """Open again what the ring is on, or what was decided last."""
        done = self.rows.decided_at(self.table.current_row())
        if done is not None:
            batch, key = done.batch, done.key
            self._steps = [step for step in self._steps if step[0] != batch]
        elif self._steps and not self._under_way:
            batch, key = self._steps.pop()
        else:
            return
        self.clear_problems()
        self._ledger_session.change(
            partial(lanes.take_back, batch=batch),
            initiator=self,
            done=partial(self._taken_back, key),
            failed=self.refuse_with,
            said=_("已取消判定，两边的值又都在"),
        )

    def _taken_back(self, key: ConflictKey, _changes: Changes) -> None:
        self.rows.later.discard(key)
        self._goes_to = key
        self.look()

    # Several at once

    def _offer_alike(self) -> None:
        card = self.current()
        if card is not None and card.conflict.policy.bulk:
            self.right.setCurrentWidget(self.bulk)
            self.bulk.offer(card, len(alike(self._box, card.conflict.key)))
            self.bulk.setFocus()

    def _read_plan(self, rule: BulkRule, person: str) -> None:
        key = self._current_key()
        if key is not None:
            read = partial(lanes.read_plan, keys=alike(self._box, key), rule=rule, person=person)
            self._ledger_session.read(read, self.bulk.show_plan, key=_PLAN, failed=self.refuse_with)

    def _accept(self, plan: BulkPlan) -> None:
        first = plan.choices[0].card.conflict.key
        self._under_way += 1
        self._leave_bulk()
        self._ledger_session.change(
            partial(lanes.decide, decisions=[(choice.card.conflict, choice.value) for choice in plan.choices]),
            initiator=self,
            done=partial(self._after, first),
            failed=self._failed,
            said=_("已判 {n} 处，算一步").format(n=f"{len(plan.choices):,}"),
        )

    def _leave_bulk(self) -> None:
        self.right.setCurrentWidget(self.pane)
        self.table.setFocus()

    # The rest

    def _on_changed(self, _changes: Changes, initiator: QObject) -> None:
        if initiator is not self:
            self._others_wrote = True
            self.look()

    def _ask_for_organization(self, organization: int) -> None:
        self.asked.emit(ShowOrganization(organization))

    def _on_activated(self, row: int) -> None:
        line = self.rows.waiting_at(row)
        if line is not None and line.organization:
            self._ask_for_organization(line.organization)

    def _connect(self) -> None:
        self.table.current_row_changed.connect(self._show_current)
        self.table.row_activated.connect(self._on_activated)
        self.pane.taken.connect(self.take)
        self.pane.typed.connect(self._take_typed)
        self.pane.typing_over.connect(self.table.setFocus)
        self.pane.organization_asked.connect(self._ask_for_organization)
        self.bulk.rule_asked.connect(self._read_plan)
        self.bulk.accepted.connect(self._accept)
        self.bulk.left.connect(self._leave_bulk)
        self._ledger_session.changed.connect(self._on_changed)
        for button, key, act in (
            (self.edit, "4", self._type),
            (self.both, "5", self._take_both),
            (self.later, "N", self._put_off),
            (self.undo, "U", self._take_back),
            (self.alike, "A", self._offer_alike),
        ):
            button.clicked.connect(act)
            self.bind(key, act)
        for digit in _DIGITS:
            self.bind(digit, partial(self._press_digit, digit))


def make_panel(session: LedgerSession, request: ShowConflicts) -> ConflictsPanel:
    """The panel for a window."""
    return ConflictsPanel(session, request.organization)
