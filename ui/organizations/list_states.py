"""What stands in the list where there is nothing: an empty ledger explains itself, a filter says what to take away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from models.errors import LedgerProblem
from models.inputs.organization_values import Lookup
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.organization_list import ListQuery, totals
from ui.organizations.organization_table import OrganizationTable
from ui.organizations.views import Shown
from ui.session import LedgerSession
from ui.shared.empty_state import EmptyState, WayIn
from ui.theme.icons import Icon

DEMO_SIZE = 458
_MOST_HINTS = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """What is found without one of the conditions."""

    words: str
    shown: Shown
    count: int


def empty_ledger() -> EmptyState:
    """The ways in: import, new; or the demo ledger."""
    return EmptyState(
        _("台账还是空的"),
        _("先放进一份名册，系统会认表头、查代码、分街道；写入之前给您看结果，随时可以整批撤销。"),
        (
            WayIn(
                "import",
                Icon.DOCUMENT,
                _("导入名册"),
                _("民政名册、街道摸底表：xlsx、xls、ods、csv；也可以把文件拖到这里"),
                "Ctrl+I",
            ),
            WayIn(
                "receive",
                Icon.USB,
                _("合并交换文件"),
                _("同事或上级交来的文件，先预览后入账，重复合并不会重复计数"),
                "Ctrl+M",
            ),
            WayIn("new", Icon.EDIT, _("新增一家单位"), _("输入名称时自动提示相近单位，避免重复"), "Ctrl+N"),
        ),
        link_before=_("只想先看看？"),
        link=_("打开示例台账（{n} 家，虚构数据）").format(n=DEMO_SIZE),
    )


def nothing_found(shown: Shown, hints: Sequence[Hint] = ()) -> EmptyState:
    """Nothing fits: what was asked, which condition to take away, and how to see more."""
    said = [condition.words for condition in shown.conditions]
    if shown.link.where != "1":
        said.insert(0, shown.link_title)
    if shown.search:
        said.append(_("含“{text}”").format(text=shown.search))
    ways = [
        WayIn(
            f"drop {number}",
            Icon.FILTER,
            _("去掉“{words}”").format(words=hint.words),
            _("其余条件不变，有 {n} 家").format(n=f"{hint.count:,}"),
        )
        for number, hint in enumerate(hints)
    ]
    if shown.is_narrowed:
        ways.append(WayIn("clear", Icon.CLOSE, _("去掉条件"), _("回到“{view}”").format(view=shown.view_name)))
    ways.append(WayIn("all", Icon.TABLE, _("看全部单位"), _("不限视图，也不限条件")))
    sentence = _("“{view}”里没有符合的：{conditions}。") if said else _("“{view}”里现在一家也没有。")
    return EmptyState(
        _("没有符合条件的单位"),
        sentence.format(view=shown.view_name, conditions=_("，").join(said)),
        ways,
        with_signs=False,
    )


class Emptiness(QObject):
    """Keeps what an empty table says."""

    wanted = Signal(object)  # Shown
    way_asked = Signal(str)  # import, new or link

    def __init__(self, session: LedgerSession, table: OrganizationTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._table = table
        self._state: EmptyState | None = None
        self._shown = Shown()
        self._hints: list[Hint] = []

    def explain(self, shown: Shown, lookup: Lookup, *, ledger_is_empty: bool) -> None:
        """If the table is empty, say why, and find out which condition is the one too many."""
        rows = self._table.rows
        if rows is None or rows.count():
            return
        self._shown, self._hints = shown, []
        self._put(empty_ledger() if ledger_is_empty else nothing_found(shown))
        others = [] if ledger_is_empty else _without_one(shown)
        if len(others) < 2:  # noqa: PLR2004 - taking away the only one is what the other card does
            return
        try:
            queries = [other.query(lookup) for _words, other in others]
        except LedgerProblem:
            return

        def read(ledger: Ledger) -> list[int]:
            return _counts(ledger, queries)

        def tell(counts: list[int]) -> None:
            found = [Hint(words, other, count) for (words, other), count in zip(others, counts, strict=True) if count]
            still_empty = self._table.rows is rows and self._shown is shown
            if found and still_empty:
                self._hints = sorted(found, key=lambda hint: -hint.count)[:_MOST_HINTS]
                had_focus = self._state is not None and any(card.hasFocus() for card in self._state.cards)
                self._put(nothing_found(shown, self._hints))
                if had_focus and self._state is not None:
                    self._state.focus_first()

        self._session.read(read, tell, key="organizations without one")

    def focus(self) -> bool:
        """The keyboard to the first way out; False where there is nothing to explain."""
        if self._state is None or not self._state.isVisible():
            return False
        self._state.focus_first()
        return True

    def _put(self, state: EmptyState) -> None:
        before, self._state = self._state, state
        state.chosen.connect(self._follow)
        self._table.set_empty_state(state)
        if before is not None:  # the table has let go of it
            before.hide()
            before.deleteLater()

    def _follow(self, name: str) -> None:
        if name == "clear":
            self.wanted.emit(self._shown.without_conditions())
        elif name == "all":
            self.wanted.emit(Shown())
        elif name.startswith("drop "):
            self.wanted.emit(self._hints[int(name.removeprefix("drop "))].shown)
        else:
            self.way_asked.emit(name)


def _without_one(shown: Shown) -> list[tuple[str, Shown]]:
    """The list without each of its conditions, or without what is searched for."""
    found = [
        (each.words, replace(shown, conditions=shown.conditions[:number] + shown.conditions[number + 1 :]))
        for number, each in enumerate(shown.conditions)
    ]
    if shown.search:
        found.append((_("含“{text}”").format(text=shown.search), replace(shown, search="")))
    if shown.link.where != "1":
        found.append((shown.link_title, replace(shown, link=ListQuery(), link_title="")))
    return found


def _counts(ledger: Ledger, queries: Sequence[ListQuery]) -> list[int]:
    return [totals(ledger, query).count for query in queries]
