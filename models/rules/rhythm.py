"""The rhythm of calls: after how many days an organization is called on again, by tier. Days land on workdays."""

from collections.abc import Mapping
from datetime import date, timedelta

from models.rules.workdays import next_workday

#: The code list that holds the rhythm of a ledger: code is the tier, days its rhythm.
RHYTHM_LIST = "rhythm"
#: `origin` of the follow-ups that the rhythm makes.
RHYTHM = "rhythm"
#: Tiers are scopes (models.vocabulary.SCOPES); what is outside is not called on.
TIERS = ("key", "ordinary", "extension")
#: What a form proposes; nothing is made until a person has switched the rhythm on.
SUGGESTED: Mapping[str, int] = {"key": 30, "ordinary": 90, "extension": 180}
LONGEST = 730


def next_call(done_on: date, days: int, *, today: date) -> date:
    """The workday of the next call: `days` after the last one, and never before the workday after today."""
    return next_workday(max(done_on + timedelta(days=days), today + timedelta(days=1)))
