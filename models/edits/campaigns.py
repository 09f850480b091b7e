"""The campaign, its targets and its rule of what is key: data of the ledger, over what ships with the program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.errors import InputProblem
from models.language import _
from models.ledger.campaign_rule import CAMPAIGN_UID, TARGET_UIDS, scope_rule
from models.ledger.ledger import Change, Changes, Ledger
from models.rules.campaigns import SHIPPED, start_for
from models.rules.scope import ScopeRule
from models.tables.record_kinds import CAMPAIGN, TARGET, RecordKind

_NAME_LENGTH = 60
_UIDS = {target.key: uid for uid, target in zip(TARGET_UIDS, SHIPPED.targets, strict=True)}
_SHIPPED_CAMPAIGN: Mapping[str, object] = {
    "name": SHIPPED.name,
    "starts_on": SHIPPED.starts_on.isoformat(),
    "ends_on": SHIPPED.ends_on.isoformat(),
}
_SHIPPED_TARGETS: Mapping[bytes, Mapping[str, object]] = {
    _UIDS[target.key]: {"due_on": target.due_on.isoformat(), "percent": target.percent} for target in SHIPPED.targets
}


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A target as it shall be; `key` is that of rules.campaigns.Target, empty for a new one."""

    key: str
    percent: int | None
    due_on: date | None


def change_campaign(
    ledger: Ledger,
    *,
    name: str,
    starts_on: date | None,
    ends_on: date | None,
    targets: Sequence[TargetChange],
    rule: ScopeRule,
) -> Changes:
    """Make the campaign what is given, in one batch; a target that is not named any more is retired.

    A changed rule recomputes the scope of every organization. Raises InputProblem; its fields are name, starts_on,
    ends_on, key_levels, and percent_N and due_on_N for the target at place N.
    """
    _refuse_faults(name.strip(), starts_on, ends_on, targets, rule)
    with ledger.change() as change:
        moved = scope_rule(change.db) != rule
        wanted: dict[str, object] = {"name": name.strip(), "starts_on": str(starts_on), "ends_on": str(ends_on)}
        if moved:
            wanted["scope_rule"] = rule.to_json()
        _put(change, CAMPAIGN, CAMPAIGN_UID, wanted, _SHIPPED_CAMPAIGN)
        _put_targets(change, targets)
    return replace(change.changes, everything=True) if moved else change.changes


def found_campaign(change: Change, days: Sequence[date], today: date) -> None:
    """The shipped targets with days of their own, written with the founding of a ledger.

    Raises InputProblem (fields target_0 …) unless each has a day, in order, from today on.
    """
    _refuse_days(days, today)
    span: dict[str, object] = {"starts_on": str(start_for(days, today)), "ends_on": str(max(days))}
    _put(change, CAMPAIGN, CAMPAIGN_UID, span, _SHIPPED_CAMPAIGN)
    for uid, day in zip(TARGET_UIDS, days, strict=True):
        _put(change, TARGET, uid, {"due_on": str(day)}, _SHIPPED_TARGETS[uid])


def _refuse_days(days: Sequence[date], today: date) -> None:
    wrong: dict[str, str] = {}
    if len(days) != len(TARGET_UIDS):
        raise InputProblem(_("每个目标都要写一天。"))
    for number, day in enumerate(days):
        if day < today:
            wrong[f"target_{number}"] = _("这一天已经过了，请写今天或以后的日期。")
        elif number and day < days[number - 1]:
            wrong[f"target_{number}"] = _("不能早于前一个目标。")
    if wrong:
        raise InputProblem(next(iter(wrong.values())), fields=wrong)


def _put_targets(change: Change, targets: Sequence[TargetChange]) -> None:
    before = _targets_in_force(change)
    named = set()
    for target in targets:
        uid = _UIDS.get(target.key) or (bytes.fromhex(target.key) if target.key else None)
        values: dict[str, object] = {"percent": target.percent, "due_on": str(target.due_on)}
        if uid is None:
            change.create(TARGET, values | {"campaign": CAMPAIGN_UID})
            continue
        named.add(uid)
        _put(change, TARGET, uid, values | {"retired": None}, _SHIPPED_TARGETS.get(uid, {}))
    for uid in before - named:
        _put(change, TARGET, uid, {"retired": 1}, {})


def _targets_in_force(change: Change) -> set[bytes]:
    """The record ids of the targets that count now."""
    rows = change.db.execute("SELECT uid, retired FROM target WHERE deleted IS NOT 1").fetchall()
    retired = {uid for uid, is_retired in rows if is_retired}
    return (_SHIPPED_TARGETS.keys() | {uid for uid, _retired in rows}) - retired


def _put(
    change: Change, kind: RecordKind, uid: bytes, wanted: Mapping[str, object], shipped: Mapping[str, object]
) -> None:
    """Make the record of that id, or edit it, where it shows something else, over what ships."""
    row = change.db.execute(
        f"SELECT id, deleted IS NOT 1, {','.join(wanted)} FROM {kind.table} WHERE uid=?", (uid,)
    ).fetchone()
    stands = row is not None and row[1]
    stored = dict(zip(wanted, row[2:], strict=True)) if stands else {}
    shown = {name: shipped.get(name) if stored.get(name) is None else stored[name] for name in wanted}
    changed = {name: value for name, value in wanted.items() if value != shown[name]}
    if not changed:
        return
    if row is None:
        change.create(kind, changed, uid=uid)
        return
    if not stands:  # brought back, it would show what it said before it went
        change.restore(kind, row[0])
        changed = dict(wanted)
    change.edit(kind, row[0], changed)


def _refuse_faults(
    name: str, starts_on: date | None, ends_on: date | None, targets: Sequence[TargetChange], rule: ScopeRule
) -> None:
    """One InputProblem with everything that is wrong, by field."""
    wrong: dict[str, str] = {}
    if not name:
        wrong["name"] = _("必须填写。")
    elif len(name) > _NAME_LENGTH:
        wrong["name"] = _("太长了，最多 {n} 个字。").format(n=_NAME_LENGTH)
    for field, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        if day is None:
            wrong[field] = _("必须填写日期。")
    if starts_on and ends_on and ends_on < starts_on:
        wrong["ends_on"] = _("不能早于开始日期。")
    if not targets:
        wrong["percent_0"] = _("至少要有一个目标。")
    for number, target in enumerate(targets):
        wrong |= _faults_of_target(number, target, starts_on, ends_on)
    if not rule.key_levels and not rule.key_categories:
        wrong["key_levels"] = _("级别和类别至少选一项，否则没有重点对象。")
    if wrong:
        raise InputProblem(next(iter(wrong.values())), fields=wrong)


def _faults_of_target(
    number: int, target: TargetChange, starts_on: date | None, ends_on: date | None
) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if target.percent is None or not 1 <= target.percent <= 100:  # noqa: PLR2004 - per cent
        wrong[f"percent_{number}"] = _("要写 1 到 100。")
    if target.due_on is None:
        wrong[f"due_on_{number}"] = _("必须填写日期。")
    elif (starts_on and target.due_on < starts_on) or (ends_on and target.due_on > ends_on):
        wrong[f"due_on_{number}"] = _("要在行动的起止日期之内。")
    return wrong
