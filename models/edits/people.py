"""Our own units and cadres, and the people of an organization."""

from collections.abc import Mapping

from models.divisions import full_name
from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Change, Changes, Ledger
from models.tables.record_kinds import CADRE, ORGANIZATION, PERSON, WORKING_UNIT, RecordKind


def add_unit(ledger: Ledger, name: str, *, division: str | None = None) -> Changes:
    """Add one of our own units; InputProblem if the name is empty or taken, or the division unknown."""
    name = _named(name, _("单位名称"))
    if division:
        check_division(division)
    with ledger.change() as change:
        if change.db.execute("SELECT 1 FROM working_unit WHERE name=? AND deleted IS NOT 1", (name,)).fetchone():
            raise InputProblem(_("已经有叫“{name}”的工作单位。").format(name=name))
        change.create(WORKING_UNIT, {"name": name, "division": division})
    return change.changes


def add_cadre(ledger: Ledger, name: str, *, unit: bytes | None = None) -> Changes:
    """Add a cadre to a unit (record id; this copy's own unit if None); InputProblem if the name is taken there."""
    name = _named(name, _("姓名"))
    with ledger.change() as change:
        home = unit or home_unit(ledger)
        taken = change.db.execute(
            "SELECT 1 FROM cadre WHERE name=? AND working_unit IS ? AND deleted IS NOT 1", (name, home)
        ).fetchone()
        if taken:
            raise InputProblem(
                _("这个单位已经有叫“{name}”的人员。").format(name=name),
                hint=_("同名的请在名字后加区别字，如“张三（女）”。"),
            )
        change.create(CADRE, {"name": name, "working_unit": home})
    return change.changes


def use_as(ledger: Ledger, cadre: bytes) -> Changes:
    """From now on this copy of the ledger is used by that cadre (record id): whose name stands on what is written.

    No fact: it stays on this computer. InputProblem if the cadre is not here any more.
    """
    with ledger.reading() as db:
        here = db.execute(
            "SELECT 1 FROM cadre WHERE uid=? AND deleted IS NOT 1 AND left_on IS NULL", (cadre,)
        ).fetchone()
    if here is None:
        raise InputProblem(_("这条记录已经不在台账里，请刷新后再试。"))
    ledger.put_setting("person", cadre.hex())
    ledger.act_as(None)
    return Changes("", frozenset({CADRE.number}), frozenset())


def add_person(ledger: Ledger, organization: int, values: Mapping[str, object]) -> Changes:
    """Add a person of an organization (负责人, 主席人选 …)."""
    if not values.get("name"):
        raise InputProblem(_("姓名必须填写。"), fields={"name": _("必须填写。")})
    with ledger.change() as change:
        change.create(PERSON, values, parent=change.ref(ORGANIZATION, organization))
    return change.changes


def change_person(ledger: Ledger, person: bytes, values: Mapping[str, object]) -> Changes:
    """Give a person of an organization (record id) other values; nothing is written where nothing differs."""
    if "name" in values and not values["name"]:
        raise InputProblem(_("姓名必须填写。"), fields={"name": _("必须填写。")})
    with ledger.change() as change:
        change.edit(PERSON, _local_id(change, PERSON, person), values)
    return change.changes


def remove_person(ledger: Ledger, person: bytes) -> Changes:
    """Take a person of an organization (record id) off; who only left the role gets an `until` instead."""
    with ledger.change() as change:
        change.delete(PERSON, _local_id(change, PERSON, person))
    return change.changes


def _local_id(change: Change, kind: RecordKind, uid: bytes) -> int:
    row = change.db.execute(f"SELECT id FROM {kind.table} WHERE uid=?", (uid,)).fetchone()
    return int(row[0]) if row else 0


def home_unit(ledger: Ledger) -> bytes | None:
    """The record id of the unit this copy belongs to."""
    uid = ledger.setting("unit")
    return bytes.fromhex(uid) if uid else None


def check_division(code: str) -> None:
    """Refuse the code of a division that is not in the table."""
    if not full_name(code):
        raise InputProblem(_("没有代码为 {code} 的行政区划。").format(code=code), hint=_("例如朝阳区是 110105。"))


def _named(name: str, what: str) -> str:
    name = name.strip()
    if not name:
        raise InputProblem(_("{what}不能为空。").format(what=what))
    return name
