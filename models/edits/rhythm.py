"""The rhythm of calls: set by tier, kept as entries of a code list that travel; it makes the next follow-up."""

from collections.abc import Collection, Mapping
from datetime import date

from models.errors import InputProblem
from models.facts.canonical import known_record_uid
from models.inputs.forms import FollowupInput
from models.language import _
from models.ledger.code_lists import rhythm_of
from models.ledger.joining import members_of
from models.ledger.ledger import Change, Changes, Ledger
from models.rules.rhythm import LONGEST, RHYTHM, RHYTHM_LIST, TIERS, next_call
from models.tables.record_kinds import CODE_ENTRY, FOLLOWUP, ORGANIZATION
from models.vocabulary import ENDED_STATUSES


def set_rhythm(ledger: Ledger, days: Mapping[str, int | None]) -> Changes:
    """Days by tier (TIERS); None or 0 switches a tier off, tiers that are not named stay. InputProblem by tier."""
    wrong = {
        tier: _("要写 1 到 {n} 天；不按周期走访就留空。").format(n=LONGEST)
        for tier, each in days.items()
        if tier not in TIERS or (each is not None and not 0 <= each <= LONGEST)
    }
    if wrong:
        raise InputProblem(next(iter(wrong.values())), fields=wrong)
    with ledger.change() as change:
        for tier, each in days.items():
            _put(change, tier, each or None)
    return change.changes


def put_next_call(change: Change, organization: int, *, done_on: date, today: date, cadre: bytes | None) -> None:
    """Within a transaction: the next call on an organization, where its tier has a rhythm and nothing else is open.

    Nothing is made for what is covered by a union, closed out or applied for, or no longer there.
    """
    days = rhythm_of(change.db).get(_tier(change, organization), 0)
    if not days or _has_open(change, organization):
        return
    due_on = next_call(done_on, days, today=today)
    task = FollowupInput(task=_("按周期回访（每 {n} 天）").format(n=days), due_on=due_on, cadre=cadre)
    values = task.model_dump() | {"state": "open", "origin": RHYTHM}
    change.create(FOLLOWUP, values, parent=change.ref(ORGANIZATION, organization))


def _put(change: Change, tier: str, days: int | None) -> None:
    uid = known_record_uid("code", RHYTHM_LIST, tier)
    row = change.db.execute(f"SELECT id, deleted FROM {CODE_ENTRY.table} WHERE uid=?", (uid,)).fetchone()
    if row is None:
        if days:
            change.create(CODE_ENTRY, {"list": RHYTHM_LIST, "code": tier, "days": days}, uid=uid)
        return
    if row[1]:
        change.restore(CODE_ENTRY, row[0])
    change.edit(CODE_ENTRY, row[0], {"days": days})


def _tier(change: Change, organization: int) -> str:
    """The tier of an organization that is still to be called on; empty for any other."""
    row = change.db.execute(
        "SELECT scope FROM organization WHERE id=? AND deleted IS NOT 1 AND coverage IS NULL "
        "AND coalesce(closing,'open') NOT IN ('pending','closed') AND coalesce(side_state,'')<>'P3' "
        f"AND coalesce(status,'') NOT IN ({','.join('?' * len(ENDED_STATUSES))})",
        (organization, *ENDED_STATUSES),
    ).fetchone()
    return str(row[0] or "") if row else ""


def _has_open(change: Change, organization: int) -> bool:
    row = change.db.execute(
        f"SELECT 1 FROM followup WHERE org_id IN {members_of('?1')} AND state='open' AND deleted IS NOT 1 LIMIT 1",
        (organization,),
    ).fetchone()
    return row is not None


def organizations_of(change: Change, followups: Collection[int]) -> dict[int, bytes | None]:
    """The organizations of follow-ups (local ids) with the cadre of the last of each."""
    found: dict[int, bytes | None] = {}
    for followup in followups:
        row = change.db.execute("SELECT org_id, cadre FROM followup WHERE id=?", (followup,)).fetchone()
        if row is not None:
            found[row[0]] = row[1]
    return found
