"""A place of a print was opened: the list of its organizations, or why there is none."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import cast

from exports.pdf.shapes import Link
from models.errors import InputProblem, LedgerProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.organization_list import ListQuery, totals
from models.queries.print_lists import PrintTarget, frozen_list, print_list
from ui.reports.making import Made
from ui.requests import Request, ShowList, ShowOrganization
from ui.session import LedgerSession


@dataclass(frozen=True, slots=True)
class _Followed:
    """The list behind a place; the local id where it is of one organization."""

    query: ListQuery
    title: str
    organization: int = 0


class LinkFollowing:
    """Reads the list in the background and asks the window for it."""

    def __init__(
        self,
        session: LedgerSession,
        made: Callable[[], Made | None],
        ask: Callable[[Request], None],
        refuse: Callable[[LedgerProblem], None],
    ) -> None:
        self._session, self._made, self._ask, self._refuse = session, made, ask, refuse

    def follow(self, link: Link) -> None:
        """Show the organizations of a place."""
        made = self._made()
        if made is not None:
            work = partial(_read, made=made, link=link)
            self._session.read(work, self._show, key="open place of print", failed=self._refuse)

    def _show(self, found: _Followed) -> None:
        if found.organization:
            self._ask(ShowOrganization(found.organization))
        else:
            self._ask(ShowList(found.query, found.title))


def _read(ledger: Ledger, made: Made, link: Link) -> _Followed:
    target = cast("PrintTarget", link.target)
    frozen = made.frozen
    listed = print_list(ledger, target, made.options.areas) if frozen is None else frozen_list(ledger, frozen, target)
    shown = totals(ledger, listed.query).count
    if not shown:
        raise InputProblem(_("这里的单位现在都不在台账里了，或在回收站里。"))
    known = len(listed.organizations)
    if known == shown == 1:
        return _Followed(listed.query, link.words, listed.organizations[0])
    title = link.words
    if known > shown:
        title = _("{words}（其中 {n} 家现在在回收站）").format(words=title, n=f"{known - shown:,}")
    return _Followed(listed.query, title)
