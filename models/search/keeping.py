"""Keeping the index in step: made in pieces in the background, caught up after changes, made anew where it errs."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from models.language import _
from models.ledger.ledger import Ledger
from models.progress import Cancelled, Progress
from models.search.index_file import IndexFile, IndexState, remove_index
from models.search.ledger_index import LEAST_ORGANIZATIONS, LedgerIndex, fits, index_of, moved_to, position, state_at
from models.search.organization_texts import texts_between, texts_of, touched_since
from models.search.tokens import tokens_of

#: One transaction of the index; one view of the ledger.
_PIECE = 10_000
_VIEW = 500
#: So many refreshed organizations slow down every question; then it is made anew.
_MOST_STALE = 20_000
_UNUSED_DAYS = 120


def keep_index(ledger: Ledger, progress: Progress | None = None) -> bool:
    """Bring the index of a ledger in step; True if it is, False where there can be none.

    Stopping keeps what is done: the next call goes on from there.
    """
    index = index_of(ledger)
    if index is None:
        return False
    with ledger.reading() as db:
        (last,) = db.execute("SELECT max(id) FROM organization").fetchone()
    if (last or 0) < LEAST_ORGANIZATIONS and not index.path.exists():
        return False
    if index.is_damaged:
        index.drop()
    work = _Work(ledger, progress or Progress())
    return _kept(index, work) or _kept(index, work)


class _TakenOut(Exception):  # noqa: N818 - the index is begun anew
    """Something was taken out of the ledger since the index was begun."""


@dataclass(frozen=True, slots=True)
class _Work:
    ledger: Ledger
    progress: Progress


def _kept(index: LedgerIndex, work: _Work) -> bool:
    """One attempt; a file that errs is taken away for the next one."""
    try:
        _keep(index, work)
    except _TakenOut:
        return False
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise Cancelled from error
        # With these somebody else is making it, or there is no room for it.
        if not any(word in str(error) for word in ("locked", "full", "unable to open", "readonly")):
            index.drop()
        return False
    except sqlite3.DatabaseError:
        index.drop()
        return False
    except OSError:
        return False
    return True


def _keep(index: LedgerIndex, work: _Work) -> None:
    if not index.path.exists():
        _forget_unused(index)
    file = IndexFile(index.path, create=True)
    try:
        _begin_if_needed(work.ledger, file)
        while not _has_all(file, work):
            work.progress.check()
        with file.writing():
            if (state := file.state()) is not None:
                _catch_up(file, state, work)
    finally:
        file.close()


def _begin_if_needed(ledger: Ledger, file: IndexFile) -> None:
    with file.writing():
        state = file.state()
        with ledger.reading() as db:
            now = position(db)
            if state is not None and fits(db, state, now) and file.stale_count() <= _MOST_STALE:
                return
        file.begin(state_at(now))


def _has_all(file: IndexFile, work: _Work) -> bool:
    """Take the next piece of organizations in; True once there are no more."""
    with file.writing():
        state = file.state()
        if state is None or state.ready:
            return True
        state = _catch_up(file, state, work)
        with work.ledger.reading() as db:
            (last,) = db.execute("SELECT max(id) FROM organization").fetchone()
        last = last or 0
        upto = min(state.upto + _PIECE, last)
        file.add(_tokens(work, state.upto + 1, upto, last))
        state = replace(state, upto=upto)
        if upto < last:
            file.set_state(state)
            return False
        file.finish(state)
    return True


def _tokens(work: _Work, first: int, upto: int, total: int) -> Iterator[tuple[int, str]]:
    for start in range(first, upto + 1, _VIEW):
        work.progress.step(start - 1, total, _("建立查找索引"))
        with work.ledger.reading() as db:  # short views: a commit has to wait for them
            texts = list(texts_between(db, start, min(start + _VIEW - 1, upto)))
        for record, each in texts:
            work.progress.give_way()
            yield record, tokens_of(each)


def _catch_up(file: IndexFile, state: IndexState, work: _Work) -> IndexState:
    """Take in what changed since: their new tokens beside the old ones, noted as stale. The state after that."""
    with work.ledger.reading() as db:
        now = position(db)
        if moved_to(state, now) == state:
            return state
        if not fits(db, state, now):  # asked where the work began, too; a merge may have been undone since
            raise _TakenOut
        touched = sorted(touched_since(db, state.batch, int(state.arrivals.split(":")[0])))
    known = [record for record in touched if record <= state.upto]
    rows = iter(touched if state.ready else known)  # a later piece brings the others
    while part := list(islice(rows, _VIEW)):
        work.progress.check()
        with work.ledger.reading() as db:
            texts = list(texts_of(db, part))
        file.add((record, tokens_of(each)) for record, each in texts)
    upto = max([state.upto, *touched[-1:]]) if state.ready else state.upto
    state = replace(moved_to(state, now), upto=upto)
    file.set_state(state, known)
    return state


def _forget_unused(index: LedgerIndex) -> None:
    """Indexes of ledgers that nobody opened for months are taken away."""
    with suppress(OSError):
        oldest = time.time() - _UNUSED_DAYS * 86_400
        for path in index.path.parent.glob("*.idx"):
            if path.stat().st_mtime < oldest:
                remove_index(path)
