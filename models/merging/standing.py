"""What a file is before anything in it is looked at: whose, of which time, how far it goes, and its clock."""

import sqlite3
from dataclasses import dataclass

from models.exchange.reading import Incoming
from models.language import _

#: From here on a clock is worth a word; the order of changes does not depend on it.
_WORTH_SAYING = 2 * 3600
_DAY, _HOUR = 86_400, 3600


@dataclass(frozen=True, slots=True)
class Standing:
    """`upto` is the newest change of the sender in the file, `have` the newest of theirs that is here.

    `since` and `until` are the clock's opinion of when the changes were made that are new here (seconds; 0: none).
    `clock` is how many seconds the sender's clock is ahead (negative: behind), as far as that shows; 0 if it does
    not. `older` tells that something newer of theirs is here already.
    """

    upto: int
    have: int
    since: int
    until: int
    clock: int
    program: str

    @property
    def is_older(self) -> bool:
        """True if something newer from the sender is here already."""
        return self.have > self.upto > 0

    @property
    def clock_words(self) -> str:
        """A sentence about the sender's clock; empty where there is nothing to say."""
        if not self.clock:
            return ""
        text = _("对方时钟快 {time}，已按改动次序排") if self.clock > 0 else _("对方时钟慢 {time}，已按改动次序排")
        return text.format(time=_duration(abs(self.clock)))


def standing_of(db: sqlite3.Connection, incoming: Incoming, now: int) -> Standing:
    """Whose file this is and how far it goes; `now` is this machine's clock in seconds."""
    sender = bytes.fromhex(incoming.manifest.installation)
    (have,) = db.execute(
        "SELECT coalesce(max(b.seq),0) FROM batch b JOIN replica r ON r.id=b.replica WHERE r.uid=?", (sender,)
    ).fetchone()
    theirs = [batch for batch in incoming.body.batches if batch.replica == sender]
    new = [batch.wall for batch in theirs if batch.seq > have]
    upto = max([incoming.manifest.up_to(incoming.manifest.installation), *(batch.seq for batch in theirs)])
    return Standing(
        upto=upto,
        have=have,
        since=min(new, default=0),
        until=max(new, default=0),
        clock=_clock(db, incoming, now),
        program=incoming.manifest.program,
    )


def _clock(db: sqlite3.Connection, incoming: Incoming, now: int) -> int:
    """How far the sender's clock is ahead: what was written cannot be later than now.

    Behind it is if something of theirs, written after something of ours that they had, bears an earlier time.
    """
    sender = bytes.fromhex(incoming.manifest.installation)
    theirs = [batch for batch in incoming.body.batches if batch.replica == sender]
    ahead = max([incoming.manifest.created, *(batch.wall for batch in theirs)]) - now
    if ahead > _WORTH_SAYING:
        return ahead
    (own,) = db.execute(
        "SELECT uid FROM replica WHERE id=(SELECT CAST(value AS INTEGER) FROM meta WHERE key='replica')"
    ).fetchone()
    ours = sorted((batch.lamport, batch.wall) for batch in incoming.body.batches if batch.replica == own)
    latest, behind, place = 0, 0, 0
    for batch in sorted(theirs, key=lambda each: each.lamport):
        while place < len(ours) and ours[place][0] < batch.lamport:
            latest = max(latest, ours[place][1])
            place += 1
        behind = max(behind, latest - batch.wall)
    return -behind if behind > _WORTH_SAYING else 0


def _duration(seconds: int) -> str:
    if seconds >= _DAY:
        return _("{n} 天").format(n=round(seconds / _DAY))
    return _("{n} 小时").format(n=round(seconds / _HOUR))
