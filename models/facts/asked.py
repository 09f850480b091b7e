"""Which conflicts a person is asked about, as SQL over the table `head`."""

from models.tables.record_kinds import RECORD_KINDS, RecordKind


def asked_of(kind: RecordKind, head: str = "head") -> str:
    """A condition on a row of that kind."""
    names = ",".join(f"'{name}'" for name in sorted(kind.unasked))
    return f"{head}.field NOT IN ({names})" if names else "1"


#: A condition on any row of `head`.
ASKED = " AND ".join(f"(head.kind<>{kind.number} OR {asked_of(kind)})" for kind in RECORD_KINDS if kind.unasked)
