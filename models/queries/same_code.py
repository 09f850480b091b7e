"""Who else has the credit code of an organization: a warning, never a reason to refuse (domain rules, section 3)."""

from models.ledger.ledger import Ledger

_MOST = 3


def others_with_code(ledger: Ledger, organization: int) -> tuple[str, ...]:
    """The names of the first organizations with the same valid code as this one (local id) that are shown beside it."""
    with ledger.reading() as db:
        rows = db.execute(
            "SELECT coalesce(b.name,'') FROM organization a CROSS JOIN organization b ON b.code=a.code "
            "WHERE a.id=? AND a.code_state='valid' AND b.id<>a.id AND b.deleted IS NOT 1 "
            "AND coalesce(b.joined_into,b.id)<>coalesce(a.joined_into,a.id) ORDER BY b.id LIMIT ?",
            (organization, _MOST),
        ).fetchall()
    return tuple(row[0] for row in rows)
