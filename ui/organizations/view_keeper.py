"""The saved views and layouts of the ledger: read, saved, renamed, retired; and how many each view holds."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.ledger.saved_views import LAYOUT, VIEW, SavedView
from models.queries.organization_list import ListQuery, totals
from models.queries.saved_views import saved_views
from models.rules.view_spec import ViewSpec
from models.tables.record_kinds import SAVED_VIEW
from ui.session import LedgerSession

Edit = Callable[[Ledger], Changes]
Refuse = Callable[[LedgerProblem], None]


class ViewKeeper(QObject):
    """`views` and `layouts` are what the ledger has, retired ones too; `loaded` comes when they were read again."""

    loaded = Signal()
    made = Signal(object)  # SavedView: just saved by this person
    counted = Signal(str, int)  # key of a view, how many it holds
    failed = Signal(object)  # LedgerProblem

    def __init__(self, session: LedgerSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._made = ""
        self.views: list[SavedView] = []
        self.layouts: list[SavedView] = []
        session.changed.connect(self._on_changed)

    def load(self) -> None:
        """Read what the ledger has."""
        self._session.read(_read, self._on_read, key="saved views", failed=self.failed.emit)

    def by_uid(self, uid: str) -> SavedView | None:
        """A view or layout that was read."""
        return next((each for each in (*self.views, *self.layouts) if each.uid == uid), None)

    def save(self, name: str, spec: ViewSpec, purpose: str, *, saved: Callable[[], object], refused: Refuse) -> None:
        """A new one under a name; `refused` hears why the name does not fit."""
        word = _("已存为视图“{name}”") if purpose == VIEW else _("已存为列布局“{name}”")

        def edit(ledger: Ledger) -> Changes:
            from models.edits.saved_views import save_view  # noqa: PLC0415 - not needed to show a list

            return save_view(ledger, name=name, spec=spec, purpose=purpose)

        def done(changes: Changes) -> None:
            self._made = changes.made_id(SAVED_VIEW)
            saved()

        said = word.format(name=" ".join(name.split()))
        self._session.change(edit, initiator=self, done=done, failed=refused, said=said)

    def change(
        self,
        view: SavedView,
        *,
        name: str | None = None,
        spec: ViewSpec | None = None,
        saved: Callable[[], object] | None = None,
        refused: Refuse | None = None,
    ) -> None:
        """Another name or another content."""

        def edit(ledger: Ledger) -> Changes:
            from models.edits.saved_views import change_view  # noqa: PLC0415

            return change_view(ledger, view.uid, name=name, spec=spec)

        def done(_changes: Changes) -> None:
            if saved is not None:
                saved()

        said = _("已更新“{name}”") if name is None else _("已改名为“{name}”")
        self._session.change(
            edit,
            initiator=self,
            done=done,
            failed=refused or self.failed.emit,
            said=said.format(name=view.name if name is None else " ".join(name.split())),
        )

    def retire(self, view: SavedView, *, retired: bool) -> None:
        """Out of the menus, or back in."""

        def edit(ledger: Ledger) -> Changes:
            from models.edits.saved_views import retire_view  # noqa: PLC0415

            return retire_view(ledger, view.uid, retired=retired)

        said = _("已停用“{name}”") if retired else _("已恢复“{name}”")
        self._session.change(edit, initiator=self, failed=self.failed.emit, said=said.format(name=view.name))

    def move(self, view: SavedView, *, by: int) -> None:
        """One place up or down in the menu."""

        def edit(ledger: Ledger) -> Changes:
            from models.edits.saved_views import move_view  # noqa: PLC0415

            return move_view(ledger, view.uid, by=by)

        self._session.change(
            edit, initiator=self, failed=self.failed.emit, said=_("已移动“{name}”").format(name=view.name)
        )

    def count(self, queries: Mapping[str, ListQuery]) -> None:
        """How many each view holds, one after the other: the menu is there before."""
        waiting = list(queries.items())
        if not waiting:
            return
        key, query = waiting[0]

        def tell(count: int) -> None:
            self.counted.emit(key, count)
            self.count(dict(waiting[1:]))

        self._session.read(partial(_count, query=query), tell, key="view counts")

    def _on_changed(self, changes: Changes, _initiator: QObject) -> None:
        if SAVED_VIEW.number in changes.kinds or changes.everything:
            self.load()

    def _on_read(self, found: tuple[list[SavedView], list[SavedView]]) -> None:
        self.views, self.layouts = found
        made, self._made = self.by_uid(self._made) if self._made else None, ""
        self.loaded.emit()
        if made is not None:
            self.made.emit(made)


def _read(ledger: Ledger) -> tuple[list[SavedView], list[SavedView]]:
    return saved_views(ledger, VIEW), saved_views(ledger, LAYOUT)


def _count(ledger: Ledger, query: ListQuery) -> int:
    return totals(ledger, query).count
