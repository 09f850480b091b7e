"""The scope rule of the campaign that is running: what is stored, else what ships with the program."""

import sqlite3

from models.facts.canonical import known_record_uid
from models.rules.campaigns import SHIPPED
from models.rules.scope import ScopeRule
from models.tables.record_kinds import CAMPAIGN

#: The one campaign of this release; further ones are further records.
CAMPAIGN_UID = known_record_uid("campaign", "2023")
TARGET_UIDS = tuple(known_record_uid("target", target.key) for target in SHIPPED.targets)


def scope_rule(db: sqlite3.Connection) -> ScopeRule:
    """The rule in force."""
    row = db.execute(
        f"SELECT scope_rule FROM {CAMPAIGN.table} WHERE uid=? AND deleted IS NOT 1", (CAMPAIGN_UID,)
    ).fetchone()
    return ScopeRule.from_json(row[0] if row else None)
