"""Forming unions: the union, the organizations it covers, and what follows for them."""

from collections.abc import Sequence
from datetime import date

from models.edits.eligibility import put_decision
from models.errors import InputProblem
from models.inputs.forms import EligibilityInput, UnionInput
from models.language import _
from models.ledger.joining import members_of
from models.ledger.ledger import Change, Changes, Ledger
from models.tables.record_kinds import COVERAGE, ORGANIZATION, TRADE_UNION


def form_union(ledger: Ledger, organizations: Sequence[int], union: UnionInput) -> Changes:
    """Register a union that covers these organizations: one batch, one undo.

    Each organization goes to stage S10; where no decision on its eligibility stands, having a union is the ground
    for "yes". A decision against it stays. An own union covers exactly one organization.
    """
    covered = list(dict.fromkeys(organizations))
    if not covered:
        raise InputProblem(_("请先选要覆盖的单位。"))
    if union.route == "own" and len(covered) > 1:
        raise InputProblem(_("单独建的工会只覆盖一家单位；几家一起请选联合建。"), fields={"route": _("改选联合建。")})
    with ledger.change() as change:
        made = change.create(TRADE_UNION, union.model_dump())
        for organization in covered:
            parent = change.ref(ORGANIZATION, organization)
            change.create(COVERAGE, {"trade_union": made.uid, "since": union.founded_on}, parent=parent)
            change.edit(ORGANIZATION, organization, {"stage": "S10", "side_state": None})
            _decide_if_open(ledger, change, organization, union)
    return change.changes


def end_coverage(ledger: Ledger, coverages: Sequence[int]) -> Changes:
    """Take coverage links (local ids) away."""
    with ledger.change() as change:
        for coverage in coverages:
            change.delete(COVERAGE, coverage)
    return change.changes


def _decide_if_open(ledger: Ledger, change: Change, organization: int, union: UnionInput) -> None:
    """Unknown and expired are no decisions; the new one has to be the latest."""
    decision, day, until = change.db.execute(
        f"SELECT decision, decided_on, until FROM eligibility WHERE org_id IN {members_of('?1')} AND deleted IS NOT 1 "
        "ORDER BY decided_on DESC, uid DESC LIMIT 1",
        (organization,),
    ).fetchone() or (None, None, None)
    stands = decision in {"yes", "no"} and (until is None or until >= ledger.today().isoformat())
    if stands:
        return
    day = max(union.founded_on, date.fromisoformat(day)) if day else union.founded_on
    ground = _("已建立工会：{name}").format(name=union.name)
    found = EligibilityInput(decision="yes", decided_on=day, ground=ground)
    put_decision(change, organization, found, decided_by=ledger.author.name)
