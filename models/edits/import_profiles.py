"""How the columns of a kind of list were mapped: remembered, renamed, forgotten. It travels with the ledger."""

from models.errors import InputProblem
from models.facts.canonical import known_record_uid
from models.language import _
from models.ledger.ledger import Change, Changes, Ledger
from models.tables.record_kinds import IMPORT_PROFILE

_LONGEST_NAME = 60


def keep_import_profile(ledger: Ledger, *, fingerprint: str, mapping: str, name: str) -> Changes:
    """Remember a mapping (JSON) for the headings of that fingerprint; nothing happens if it is remembered already.

    The id follows from the fingerprint, so that two laptops remember one profile. One that was forgotten is
    remembered again; its name stays.
    """
    uid = known_record_uid("import_profile", fingerprint)
    with ledger.change() as change:
        row = change.db.execute(
            f"SELECT id, deleted, retired FROM {IMPORT_PROFILE.table} WHERE uid=?", (uid,)
        ).fetchone()
        if row is None:
            values = {"fingerprint": fingerprint, "name": _shortened(name), "mapping": mapping}
            change.create(IMPORT_PROFILE, values, uid=uid)
        else:
            record, deleted, retired = row
            if deleted:
                change.restore(IMPORT_PROFILE, record)
            change.edit(IMPORT_PROFILE, record, {"mapping": mapping} | ({"retired": None} if retired else {}))
    return change.changes


def rename_import_profile(ledger: Ledger, profile: int, name: str) -> Changes:
    """Give a remembered mapping another name; InputProblem for an empty or a very long one."""
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > _LONGEST_NAME:
        text = _("请写一个名字。") if not wanted else _("名字最多 {n} 个字。").format(n=_LONGEST_NAME)
        raise InputProblem(text, fields={"name": text})
    with ledger.change() as change:
        _refuse_forgotten(change, profile)
        change.edit(IMPORT_PROFILE, profile, {"name": wanted})
    return change.changes


def forget_import_profile(ledger: Ledger, profile: int) -> Changes:
    """Ask again the next time a list with these headings comes."""
    with ledger.change() as change:
        _refuse_forgotten(change, profile)
        change.edit(IMPORT_PROFILE, profile, {"retired": True})
    return change.changes


def _refuse_forgotten(change: Change, profile: int) -> None:
    row = change.db.execute(
        f"SELECT 1 FROM {IMPORT_PROFILE.table} WHERE id=? AND deleted IS NOT 1 AND retired IS NOT 1", (profile,)
    ).fetchone()
    if row is None:
        raise InputProblem(_("这份对应已经不再记着了，请刷新后再看。"))


def _shortened(name: str) -> str:
    return " ".join(name.split())[:_LONGEST_NAME] or _("名册")
