"""What is remembered of sheets by their headings: how lists are imported, how forms are filled. It travels."""

from models.errors import InputProblem
from models.facts.canonical import known_record_uid
from models.language import _
from models.ledger.ledger import Change, Changes, Ledger
from models.tables.record_kinds import FORM_PROFILE, IMPORT_PROFILE, RecordKind

_LONGEST_NAME = 60


def keep_import_profile(ledger: Ledger, *, fingerprint: str, mapping: str, name: str) -> Changes:
    """Remember a mapping (JSON) for the headings of that fingerprint; nothing happens if it is remembered already.

    The id follows from the fingerprint, so that two laptops remember one profile. One that was forgotten is
    remembered again; its name stays.
    """
    return _keep(ledger, IMPORT_PROFILE, fingerprint, mapping, name or _("名册"))


def keep_form_profile(ledger: Ledger, *, fingerprint: str, mapping: str, name: str) -> Changes:
    """Remember how a form with these headings is filled (JSON of exports/superior_form); as for imports."""
    return _keep(ledger, FORM_PROFILE, fingerprint, mapping, name or _("上级表格"))


def rename_import_profile(ledger: Ledger, profile: int, name: str) -> Changes:
    """Give a remembered mapping another name; InputProblem for an empty or a very long one."""
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > _LONGEST_NAME:
        text = _("请写一个名字。") if not wanted else _("名字最多 {n} 个字。").format(n=_LONGEST_NAME)
        raise InputProblem(text, fields={"name": text})
    with ledger.change() as change:
        _refuse_forgotten(change, IMPORT_PROFILE, profile)
        change.edit(IMPORT_PROFILE, profile, {"name": wanted})
    return change.changes


def forget_import_profile(ledger: Ledger, profile: int) -> Changes:
    """Ask again the next time a list with these headings comes."""
    return _forget(ledger, IMPORT_PROFILE, profile)


def forget_form_profile(ledger: Ledger, profile: int) -> Changes:
    """Propose anew the next time a form with these headings comes."""
    return _forget(ledger, FORM_PROFILE, profile)


def _keep(ledger: Ledger, kind: RecordKind, fingerprint: str, mapping: str, name: str) -> Changes:
    uid = known_record_uid(kind.table, fingerprint)
    with ledger.change() as change:
        row = change.db.execute(f"SELECT id, deleted, retired FROM {kind.table} WHERE uid=?", (uid,)).fetchone()
        if row is None:
            values = {"fingerprint": fingerprint, "name": _shortened(name), "mapping": mapping}
            change.create(kind, values, uid=uid)
        else:
            record, deleted, retired = row
            if deleted:
                change.restore(kind, record)
            change.edit(kind, record, {"mapping": mapping} | ({"retired": None} if retired else {}))
    return change.changes


def _forget(ledger: Ledger, kind: RecordKind, profile: int) -> Changes:
    with ledger.change() as change:
        _refuse_forgotten(change, kind, profile)
        change.edit(kind, profile, {"retired": True})
    return change.changes


def _refuse_forgotten(change: Change, kind: RecordKind, profile: int) -> None:
    row = change.db.execute(
        f"SELECT 1 FROM {kind.table} WHERE id=? AND deleted IS NOT 1 AND retired IS NOT 1", (profile,)
    ).fetchone()
    if row is None:
        raise InputProblem(_("这份对应已经不再记着了，请刷新后再看。"))


def _shortened(name: str) -> str:
    return " ".join(name.split())[:_LONGEST_NAME]
