"""Phrases of notes: saved, changed, retired. They are entries of the code list "phrase" and travel with the ledger."""

from models.errors import InputProblem
from models.facts.canonical import known_record_uid
from models.language import _
from models.ledger.ledger import Change, Changes, Ledger
from models.rules.phrases import LONGEST_PHRASE, PHRASE_LIST, SHORTEST_ABBREVIATION, Phrase, Source
from models.tables.record_kinds import CODE_ENTRY


def save_phrase(ledger: Ledger, text: str) -> Changes:
    """Keep a phrase; one that was retired comes back, one that is there stays. InputProblem if nobody could type it.

    The id follows from the text, so that two laptops keep one phrase.
    """
    with ledger.change() as change:
        _put(change, _checked(text), retired=False)
    return change.changes


def change_phrase(ledger: Ledger, text: str, *, to: str) -> Changes:
    """Keep another wording in place of a phrase: one batch, one undo."""
    wanted = _checked(to)
    with ledger.change() as change:
        if wanted != text:
            _put(change, text, retired=True)
        _put(change, wanted, retired=False)
    return change.changes


def retire_phrase(ledger: Ledger, text: str, *, retired: bool = True) -> Changes:
    """Propose a phrase no longer, or again; also one that ships with the program or was learnt."""
    with ledger.change() as change:
        _put(change, text, retired=retired)
    return change.changes


def _put(change: Change, text: str, *, retired: bool) -> None:
    uid = known_record_uid("phrase", text)
    row = change.db.execute(f"SELECT id, deleted FROM {CODE_ENTRY.table} WHERE uid=?", (uid,)).fetchone()
    state = True if retired else None
    if row is None:
        change.create(CODE_ENTRY, {"list": PHRASE_LIST, "label": text, "retired": state}, uid=uid)
        return
    if row[1]:
        change.restore(CODE_ENTRY, row[0])
    change.edit(CODE_ENTRY, row[0], {"retired": state})


def _checked(text: str) -> str:
    wanted = " ".join(text.split())
    if not wanted:
        raise InputProblem(_("请先写好短语。"), fields={"phrase": _("请写短语。")})
    if len(wanted) > LONGEST_PHRASE:
        reason = _("短语最多 {n} 个字。").format(n=LONGEST_PHRASE)
        raise InputProblem(reason, fields={"phrase": reason})
    if len(Phrase(wanted, Source.OWN).abbreviation) < SHORTEST_ABBREVIATION:
        reason = _("短语太短，至少两个字。")
        raise InputProblem(reason, fields={"phrase": reason})
    return wanted
