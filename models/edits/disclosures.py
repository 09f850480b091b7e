"""Showing or exporting full phone numbers is an explicit choice that is recorded (domain rules, "People's data")."""

import json
from datetime import datetime

from models.ledger.ledger import Ledger

_KEY = "disclosures"
_KEPT = 500


def note_disclosure(ledger: Ledger, what: str, organizations: int) -> None:
    """Record who had the numbers of how many organizations shown, by which command or print. No numbers, no names."""
    now = datetime.fromtimestamp(ledger.surroundings.milliseconds() / 1000).astimezone()
    entry = {
        "at": now.isoformat(timespec="seconds"),
        "by": ledger.author.text,
        "what": what,
        "organizations": organizations,
    }
    ledger.put_setting(_KEY, json.dumps([*disclosures(ledger), entry][-_KEPT:], ensure_ascii=False))


def disclosures(ledger: Ledger) -> list[dict[str, object]]:
    """What was recorded, oldest first."""
    found = json.loads(ledger.setting(_KEY) or "[]")
    return [dict(entry) for entry in found]
