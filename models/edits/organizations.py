"""Adding, changing, deleting and restoring organizations."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from models.edits.links import with_those_deleted_beside
from models.errors import InputProblem
from models.language import _
from models.ledger.joining import with_joined
from models.ledger.ledger import Changes, Ledger
from models.progress import Progress
from models.rules.credit_codes import is_valid_code
from models.tables.record_kinds import FORMER_NAME, ORGANIZATION
from models.vocabulary import NAME_SOURCES

_FEW = 1_000


def add_organization(ledger: Ledger, values: Mapping[str, object]) -> Changes:
    """Make an organization by hand; InputProblem without a name, or if its valid code is here already."""
    if not values.get("name"):
        raise InputProblem(_("单位名称必须填写。"), fields={"name": _("必须填写。")})
    with ledger.change() as change:
        code = values.get("code")
        if isinstance(code, str) and is_valid_code(code):
            _refuse_second(change.db, code)
        change.create(ORGANIZATION, values)
    return change.changes


def change_organization(ledger: Ledger, organization: int, values: Mapping[str, object]) -> Changes:
    """Give fields of one organization new values (None clears); nothing is written where nothing differs."""
    return change_organizations(ledger, [organization], values)


def change_organizations(
    ledger: Ledger, organizations: Sequence[int], values: Mapping[str, object], *, progress: Progress | None = None
) -> Changes:
    """The same for several at once: one batch, one undo; Cancelled leaves nothing of it."""
    if "name" in values and not values["name"]:
        raise InputProblem(_("单位名称不能清空。"), fields={"name": _("不能清空。")})
    progress = progress or Progress()
    with ledger.change(bulk=len(organizations) > _FEW) as change:
        for done in change.edit_many(ORGANIZATION, dict.fromkeys(organizations, values)):
            progress.step(done, len(organizations), _("写入"))
    return change.changes


def change_each_organization(
    ledger: Ledger, values: Mapping[int, Mapping[str, object]], *, progress: Progress | None = None
) -> Changes:
    """Give each organization (local id) its own values: one batch, one undo; Cancelled leaves nothing of it."""
    if any("name" in each and not each["name"] for each in values.values()):
        raise InputProblem(_("单位名称不能清空。"), fields={"name": _("不能清空。")})
    progress = progress or Progress()
    with ledger.change(bulk=len(values) > _FEW) as change:
        for done in change.edit_many(ORGANIZATION, values):
            progress.step(done, len(values), _("写入"))
    return change.changes


def delete_organizations(ledger: Ledger, organizations: Sequence[int]) -> Changes:
    """Put organizations into the trash; their visits and everything else stay and come back with them.

    Who is shown as one of them goes with it.
    """
    with ledger.change() as change:
        for organization in with_joined(change.db, organizations):
            change.delete(ORGANIZATION, organization)
    return change.changes


def restore_organizations(ledger: Ledger, organizations: Sequence[int]) -> Changes:
    """Bring organizations back from the trash, with those of the same that went there together with them."""
    with ledger.change() as change:
        for organization in with_those_deleted_beside(change.db, organizations):
            change.restore(ORGANIZATION, organization)
    return change.changes


def add_former_name(
    ledger: Ledger, organization: int, name: str, *, source: str = "hand", until: date | None = None
) -> Changes:
    """Note a former or short name, so that the organization is found by it, and until when it was used."""
    if not name.strip():
        raise InputProblem(_("曾用名不能为空。"), fields={"name": _("必须填写。")})
    if source not in NAME_SOURCES:
        raise InputProblem(_("曾用名的来源“{source}”不认得。").format(source=source))
    with ledger.change() as change:
        parent = change.ref(ORGANIZATION, organization)
        change.create(FORMER_NAME, {"name": name.strip(), "source": source, "until": until}, parent=parent)
    return change.changes


def _refuse_second(db: sqlite3.Connection, code: str) -> None:
    row = db.execute("SELECT name FROM organization WHERE code=? AND deleted IS NOT 1 LIMIT 1", (code,)).fetchone()
    if row:
        raise InputProblem(
            _("代码 {code} 已经有一家：{name}。").format(code=code, name=row[0]),
            fields={"code": _("已有同代码的单位。")},
            hint=_("请打开那一家修改；确是两家的，请核对代码。"),
        )
