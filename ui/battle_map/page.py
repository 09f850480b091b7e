"""作战图 on the screen: the wall map of now; every cell and number opens its organizations."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from math import ceil

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from exports.battle_map.packing import TILE_COLUMNS
from exports.pdf.shapes import Link
from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.queries.map_lists import MapTarget
from ui.battle_map.bar import MapBar
from ui.battle_map.placing import free_place, tile_heads
from ui.battle_map.reading import MapShown, PlaceList, read, read_place
from ui.map_choices import MapChoices, keep_map_choices, map_choices
from ui.map_file_choice import MapFit, ask_map_file, fit_question, fit_words
from ui.nothing_yet import nothing_on_the_map, way_out
from ui.page import Page
from ui.requests import DoAction, PrintReport, ShowList, ShowOrganization
from ui.session import LedgerSession
from ui.shape_view import ShapeView
from ui.shared.banner import Banner, BannerKind
from ui.shared.empty_state import EmptyState
from ui.shared.labels import ElidedLabel
from ui.shared.panes import Pane
from ui.shared.waiting import Skeleton
from ui.theme.palette import px, theme
from ui.theme.tokens import Height, Role, Space


class BattleMapPage(Page):
    """Reads and lays out in the background; the ring stays where it was through a reload."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(session)
        self._choices = map_choices(session.ledger.path)
        self._is_first = True
        self._past_is_read = False
        self._order: list[str] = []
        self._by_map: tuple[str, ...] = ()
        self.bar = MapBar(self._choices)
        self.view = ShapeView(_("作战图"))
        self.line = ElidedLabel("", role=Role.TEXT2)
        self._foot = Pane(Role.SURFACE2, "t")
        self._skeleton = Skeleton()
        self.empty: EmptyState | None = None
        self._problems = QVBoxLayout()
        self._lay_out()
        self._connect()
        self._show_only(self._skeleton)
        theme.follow(self._restyle)

    @override
    def reload(self) -> None:
        work = partial(read, choices=self._choices)
        self.session.read(work, self._show, key="battle map", failed=self._refuse)

    @override
    def activate(self) -> None:
        chosen = map_choices(self.session.ledger.path)
        if chosen != self._choices:  # in the prints
            self._choices = chosen
            self.bar.show_choices(chosen)
            self._is_stale = True
        super().activate()
        self._focus_main()

    # Inside

    def _show(self, shown: MapShown) -> None:
        self._clear_problems()
        had_keyboard = self.empty is not None and self.loses_keyboard(self.empty, stays=False)
        if not shown.pages:
            self._show_nothing(shown.organizations)
        else:
            self._order, self._by_map = list(shown.order), shown.by_map
            self.view.show_pages(shown.pages)
            self.bar.show_order(is_arranged=shown.is_arranged, has_map=bool(shown.by_map))
            self._show_only(self.view)
        if shown.problem is not None:
            self._refuse(shown.problem)
        elif shown.past and not self._past_is_read:
            self._say_past(shown.past)
        if self._is_first or had_keyboard:
            self._is_first = False
            self._focus_main()

    def _show_nothing(self, organizations: int) -> None:
        if self.empty is not None:
            self._middle.removeWidget(self.empty)
            self.empty.deleteLater()
        self.empty = nothing_on_the_map(organizations)
        self.empty.chosen.connect(self._begin)
        self._middle.addWidget(self.empty, 1)
        self._show_only(self.empty)

    def _say_past(self, words: str) -> None:
        banner = Banner(BannerKind.NOTE, words, action=_("定下一个目标"), can_close=True)
        banner.action_asked.connect(partial(self.asked.emit, DoAction("campaign")))
        banner.closed.connect(self._note_read)
        self._problems.addWidget(banner)

    def _note_read(self) -> None:
        self._past_is_read = True

    def _begin(self, way: str) -> None:
        self.asked.emit(way_out(way))

    def _choose(self, choices: MapChoices) -> None:
        self._choices = replace(choices, redacted=self._choices.redacted, geo=self._choices.geo)
        self._keep()

    def _choose_file(self) -> None:
        ask_map_file(self, self.session, self._offer_file, self._refuse)

    def _offer_file(self, fit: MapFit) -> None:
        self._clear_problems()
        banner = Banner(BannerKind.NOTE, fit_question(fit), fit_words(fit), action=_("用这份地图"), can_close=True)
        banner.action_asked.connect(partial(self._use_file, str(fit.path)))
        self._problems.addWidget(banner)
        banner.setFocus()

    def _use_file(self, path: str) -> None:
        self._choices = replace(self._choices, geo=path)
        self.bar.show_file(path)
        self._keep()

    def _forget_file(self) -> None:
        self._use_file("")

    def _keep(self) -> None:
        keep_map_choices(self.session.ledger.path, self._choices)
        self.reload()

    # Arranging the tiles

    def _push(self, link: Link, across: int, down: int) -> None:
        """One place earlier or later, or a row up or down; what stands there changes places with it."""
        street = _street_of(link)
        if street in self._order:
            self._move(street, self._order.index(street) + across + down * TILE_COLUMNS)

    def _drop(self, dragged: Link, on: Link) -> None:
        street, goal = _street_of(dragged), _street_of(on)
        if street in self._order and goal in self._order:
            self._move(street, self._order.index(goal))

    def _move(self, street: str, to: int) -> None:
        order, at = list(self._order), self._order.index(street)
        if to < 0 or to == at or to >= _most_places(len([code for code in order if code])):
            return
        order += [""] * (to + 1 - len(order))
        order[at], order[to] = order[to], order[at]
        self._order = order
        self._arrange(order)

    def _drop_beside(self, dragged: Link, page: int, x: float, y: float) -> None:
        """Dropped where no street stands: into the free place there."""
        street = _street_of(dragged)
        heads = tile_heads(self.view.pages[page], self._order)
        goal = free_place(heads, x, y)
        if street in self._order and goal is not None:
            self._move(street, goal)

    def _order_by(self, key: str) -> None:
        self._arrange(self._by_map if key == "map" else ())

    def _arrange(self, order: Sequence[str]) -> None:
        edit = partial(_arrange, order=tuple(order))
        said = _("作战图的方块已重新排列")
        self.session.change(edit, initiator=self, done=self._reread, failed=self._refuse, said=said)

    def _reread(self, _changes: object) -> None:
        self.reload()

    def _tell(self, link: Link | None) -> None:
        """Say in the line below what has the ring; the names of a cell follow when they are read."""
        self.line.setText(self._hint(link.words, link) if link else "")
        if link is not None:
            self.session.read(partial(read_place, link=link), self._name, key="place of the map", failed=self._refuse)

    def _name(self, place: PlaceList) -> None:
        if place.link is self.view.place and place.found.names:
            names = _("、").join(place.found.names)
            more = len(place.found.organizations) - len(place.found.names)
            names += _(" 等") if more > 0 else ""
            words = _("{words}：{names}").format(words=place.link.words, names=names)
            self.line.setText(self._hint(words, place.link))
            self.view.say(words)

    def _hint(self, words: str, link: Link) -> str:
        if _street_of(link) in self._order:
            return _("{words}　Enter 打开，Alt+方向键移动这一块").format(words=words)
        return _("{words}　Enter 打开").format(words=words)

    def _open(self, link: Link) -> None:
        self.session.read(partial(read_place, link=link), self._show_list, key="open place", failed=self._refuse)

    def _show_list(self, place: PlaceList) -> None:
        if len(place.found.organizations) == 1:
            self.asked.emit(ShowOrganization(place.found.organizations[0]))
        else:
            self.asked.emit(ShowList(place.found.query, place.link.words))

    def _print(self) -> None:
        self.asked.emit(PrintReport("battle_map"))

    def _refuse(self, problem: LedgerProblem) -> None:
        self._clear_problems()
        self._problems.addWidget(Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True))

    def _clear_problems(self) -> None:
        while (item := self._problems.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _focus_main(self) -> None:
        if self.empty is not None and self.empty.isVisible():
            self.empty.focus_first()
        elif self.view.isVisible():
            self.view.setFocus()

    def _show_only(self, shown: QWidget) -> None:
        for widget in (self._skeleton, self.view, self.empty):
            if widget is not None:
                widget.setVisible(widget is shown)
        self._foot.setVisible(shown is self.view)
        self.bar.set_usable(shown is self.view)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(Space.L, 1, Space.L, 0)
        row.addWidget(self.line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(self._problems)
        self._middle = QVBoxLayout()
        self._middle.setSpacing(0)
        for widget in (self._skeleton, self.view):
            self._middle.addWidget(widget, 1)
        column.addLayout(self._middle, 1)
        column.addWidget(self._foot)

    def _connect(self) -> None:
        self.bar.changed.connect(self._choose)
        self.bar.file_asked.connect(self._choose_file)
        self.bar.no_file_asked.connect(self._forget_file)
        self.bar.print_asked.connect(self._print)
        self.bar.zoom_step_asked.connect(self.view.step_zoom)
        self.bar.fit_asked.connect(partial(self.view.set_zoom, None))
        self.view.zoom_changed.connect(self.bar.show_zoom)
        self.view.opened.connect(self._open)
        self.view.place_changed.connect(self._tell)
        self.view.pushed.connect(self._push)
        self.view.dropped.connect(self._drop)
        self.view.dropped_beside.connect(self._drop_beside)
        self.bar.order_asked.connect(self._order_by)

    def _restyle(self) -> None:
        self._foot.setFixedHeight(px(Height.STATUS_BAR))


def _most_places(streets: int) -> int:
    """How far tiles may stand apart: two rows more than they need."""
    return (ceil(streets / TILE_COLUMNS) + 2) * TILE_COLUMNS


def make_page(session: LedgerSession) -> BattleMapPage:
    """The page for a window."""
    return BattleMapPage(session)


def _street_of(link: Link) -> str:
    """The code of the street whose tile a place is about; empty where it is about none."""
    target = link.target
    return target.group or "" if isinstance(target, MapTarget) and target.by == "area" else ""


def _arrange(ledger: Ledger, order: tuple[str, ...]) -> Changes:
    from models.edits.map_order import arrange_map  # noqa: PLC0415 - rarely done

    return arrange_map(ledger, order)
