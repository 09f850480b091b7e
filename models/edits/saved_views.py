"""Views and column layouts under a name: saved, changed, renamed, moved, retired, taken back."""

from dataclasses import replace

from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Change, Changes, Ledger
from models.ledger.saved_views import LAYOUT, VIEW, SavedView, views_of
from models.rules.view_spec import ViewSpec
from models.tables.record_kinds import SAVED_VIEW

_NAME_LENGTH = 40


def save_view(ledger: Ledger, *, name: str, spec: ViewSpec, purpose: str = VIEW) -> Changes:
    """A new view (or layout) at the end of the list; InputProblem for a name that is missing, too long or taken."""
    if purpose not in (VIEW, LAYOUT):
        raise ValueError(purpose)
    with ledger.change() as change:
        others = views_of(change.db, purpose)
        name = _fit_name(name, others)
        row = change.db.execute("SELECT max(position) FROM saved_view WHERE purpose=?", (purpose,)).fetchone()
        values = {"name": name, "purpose": purpose, "spec": spec.to_json(), "position": (row[0] or 0) + 1}
        change.create(SAVED_VIEW, values)
    return change.changes


def change_view(ledger: Ledger, uid: str, *, name: str | None = None, spec: ViewSpec | None = None) -> Changes:
    """Another name or another content; what a newer release has said besides stays.

    InputProblem if it is gone, if the name does not fit, or if a newer release made it and it would lose what it means.
    """
    with ledger.change() as change:
        found = _there(change, uid)
        values: dict[str, object] = {}
        if name is not None and name.strip() != found.name:
            values["name"] = _fit_name(name, [each for each in views_of(change.db, found.purpose) if each.uid != uid])
        if spec is not None:
            if found.spec.is_newer:
                raise InputProblem(
                    _("“{name}”是新版本软件保存的，这里不能改写。").format(name=found.name),
                    hint=_("请用“另存为”存成另一个。"),
                )
            text = replace(spec, rest=found.spec.rest).to_json()
            if text != found.spec.to_json():
                values["spec"] = text
        if values:
            change.edit(SAVED_VIEW, found.id, values)
    return change.changes


def retire_view(ledger: Ledger, uid: str, *, retired: bool = True) -> Changes:
    """Take it out of the menus, or back in; it is never lost, and this can be undone like everything."""
    with ledger.change() as change:
        found = _there(change, uid)
        if found.retired != retired:
            if not retired:
                _fit_name(found.name, [each for each in views_of(change.db, found.purpose) if each.uid != uid])
            change.edit(SAVED_VIEW, found.id, {"retired": int(retired) or None})
    return change.changes


def move_view(ledger: Ledger, uid: str, *, by: int) -> Changes:
    """One place up (-1) or down (1) among those in use."""
    with ledger.change() as change:
        found = _there(change, uid)
        order = [each for each in views_of(change.db, found.purpose) if not each.retired]
        at = next((number for number, each in enumerate(order) if each.uid == uid), -1)
        if at >= 0 and 0 <= at + by < len(order):
            order.insert(at + by, order.pop(at))
            for place, each in enumerate(order, 1):
                change.edit(SAVED_VIEW, each.id, {"position": place})
    return change.changes


def _there(change: Change, uid: str) -> SavedView:
    everything = [*views_of(change.db, VIEW), *views_of(change.db, LAYOUT)]
    found = next((each for each in everything if each.uid == uid), None)
    if found is None:
        raise InputProblem(_("这个视图已经不在台账里，请刷新后再试。"))
    return found


def _fit_name(name: str, others: list[SavedView]) -> str:
    name = " ".join(name.split())
    if not name:
        raise InputProblem(_("请写一个名称。"))
    if len(name) > _NAME_LENGTH:
        raise InputProblem(_("名称太长了，最多 {n} 个字。").format(n=_NAME_LENGTH))
    if any(each.name == name and not each.retired for each in others):
        raise InputProblem(_("已经有叫“{name}”的，请换一个名称。").format(name=name))
    return name
