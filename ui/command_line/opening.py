"""Opening the ledger that a command names, for reading or in somebody's name for writing."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from models.inputs.organization_values import Lookup
from models.ledger.author import author_named
from models.ledger.ledger import Ledger
from models.queries.figures import home_division
from models.rules.dates import parse_date


@contextmanager
def reading(arguments: argparse.Namespace) -> Iterator[Ledger]:
    """The ledger, read only: other windows and commands go on."""
    ledger = Ledger.open(Path(arguments.ledger), read_only=True)
    try:
        if arguments.person:
            ledger.act_as(arguments.person)
        yield ledger
    finally:
        ledger.close()


@contextmanager
def writing(arguments: argparse.Namespace) -> Iterator[Ledger]:
    """The ledger for changes, in the name of --person."""
    ledger = Ledger.open(Path(arguments.ledger))
    try:
        if arguments.person:
            ledger.act_as(arguments.person)
        yield ledger
    finally:
        ledger.close()


def lookup_of(ledger: Ledger) -> Lookup:
    """How typed names become references in this ledger."""

    def cadre(name: str) -> bytes:
        with ledger.reading() as db:
            return author_named(db, name).cadre

    return Lookup(cadre, home_division(ledger))


def past_day(ledger: Ledger, text: str) -> date:
    """A day that was typed for something that has happened."""
    return parse_date(text, ledger.today(), future=False)


def coming_day(ledger: Ledger, text: str) -> date:
    """A day that was typed for something to come."""
    return parse_date(text, ledger.today(), future=True)
