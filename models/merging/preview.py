"""What a merge would do, computed from the facts without writing: every number opens its rows.

Each file is looked at after the ones before it, as the merge itself takes them.
"""

from collections.abc import Sequence
from dataclasses import replace

from models.facts.blanking import blank_body, redactions_in
from models.language import _
from models.ledger.ledger import Ledger
from models.merging.comparison import compare
from models.merging.novel import Taken
from models.merging.offers import Offer
from models.merging.rows import FilePreview, MergePreview
from models.merging.standing import standing_of
from models.progress import Progress
from models.search.ledger_index import position


def preview(ledger: Ledger, offers: Sequence[Offer], *, progress: Progress | None = None) -> MergePreview:
    """Look at what these files would bring; the ledger is only read."""
    progress = progress or Progress()
    taken = Taken()
    seen: set[bytes] = set()
    files = []
    now = ledger.surroundings.milliseconds() // 1000
    with ledger.reading() as db:
        here = position(db)
        redactions = redactions_in(db)
        for number, offer in enumerate(offers):
            progress.step(number, len(offers), _("比对 {name}").format(name=offer.name))
            found = FilePreview(offer)
            files.append(found)
            if offer.incoming is None:
                continue
            found.standing = standing_of(db, offer.incoming, now)
            if offer.known_in or offer.incoming.digest in seen:
                found.nothing_new = offer.incoming.manifest.creations
                continue
            seen.add(offer.incoming.digest)
            incoming = offer.incoming
            if redactions:
                incoming = replace(incoming, body=blank_body(incoming.body, redactions)[0])
            compare(db, incoming, taken, found, progress)
            found.nothing_new += offer.passed
    return MergePreview(tuple(files), here)
