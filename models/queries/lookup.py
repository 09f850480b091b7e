"""What typed values of a ledger may refer to."""

from models.inputs.organization_values import Lookup
from models.ledger.author import author_named
from models.ledger.ledger import Ledger
from models.queries.figures import home_division


def lookup_of(ledger: Ledger) -> Lookup:
    """How names of cadres and streets become references in this ledger."""

    def cadre(name: str) -> bytes:
        with ledger.reading() as db:
            return author_named(db, name).cadre

    return Lookup(cadre, home_division(ledger))
