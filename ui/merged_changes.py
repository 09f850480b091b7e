"""Two edits saved together, told as one change."""

from models.ledger.ledger import Changes


def merged(first: Changes, second: Changes) -> Changes:
    """What two edits changed; an undo takes the second one back first."""
    return Changes(
        second.batch or first.batch,
        first.kinds | second.kinds,
        first.organizations | second.organizations,
        first.everything or second.everything,
        first.made + second.made,
    )
