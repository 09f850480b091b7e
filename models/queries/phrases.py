"""The phrase bank: what people saved, what they typed again and again in notes, and what ships with the program.

What is saved or retired are entries of the code list "phrase", so that they travel (docs/decisions/0013); what is
learnt is read from the notes themselves, which travel anyway.
"""

import sqlite3
from collections import Counter

from models.ledger.ledger import Ledger
from models.rules.phrases import PHRASE_LIST, Phrase, Source, clauses, shipped_phrases
from models.tables.record_kinds import CODE_ENTRY, VISIT

#: So many of the latest notes are read, and what was typed at so many times is learnt.
_NOTES, _TIMES, _MOST_LEARNT = 3000, 2, 200


def phrases(ledger: Ledger) -> list[Phrase]:
    """All phrases, each text once, retired ones too: own, learnt (the most used first), shipped."""
    with ledger.reading() as db:
        entries = db.execute(
            f"SELECT label, retired FROM {CODE_ENTRY.table} WHERE list=? AND deleted IS NOT 1 ORDER BY id",
            (PHRASE_LIST,),
        ).fetchall()
        uses = _uses(db)
    shipped = shipped_phrases()
    retired = {text for text, is_retired in entries if is_retired}
    sources = {
        text: Source.SHIPPED if text in retired and text in shipped else Source.OWN for text, _retired in entries
    }
    for text, times in uses.most_common(_MOST_LEARNT):
        if times >= _TIMES:
            sources.setdefault(text, Source.LEARNT)
    for text in shipped:
        sources.setdefault(text, Source.SHIPPED)
    return [Phrase(text, source, uses[text], text in retired) for text, source in sources.items()]


def _uses(db: sqlite3.Connection) -> Counter[str]:
    """How often each clause was typed; a note for many organizations was typed once, a correction not at all."""
    rows = db.execute(
        f"SELECT note, created_in FROM {VISIT.table} "
        "WHERE note IS NOT NULL AND corrects IS NULL AND deleted IS NOT 1 ORDER BY id DESC LIMIT ?",
        (_NOTES,),
    )
    return Counter(clause for note, _batch in dict.fromkeys(rows) for clause in clauses(note))
