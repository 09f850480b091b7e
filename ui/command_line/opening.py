"""Opening the ledger that a command names, for reading or in somebody's name for writing."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from models.errors import InputProblem
from models.inputs.organization_values import Lookup
from models.language import _
from models.ledger.author import author_named
from models.ledger.code_lists import adopt_vocabulary
from models.ledger.ledger import Ledger
from models.queries.figures import home_division
from models.rules.dates import parse_date
from models.rules.workdays import is_workday


@contextmanager
def reading(arguments: argparse.Namespace) -> Iterator[Ledger]:
    """The ledger, read only: other windows and commands go on."""
    ledger = Ledger.open(Path(arguments.ledger), read_only=True)
    try:
        _prepare(ledger, arguments)
        yield ledger
    finally:
        ledger.close()


@contextmanager
def writing(arguments: argparse.Namespace) -> Iterator[Ledger]:
    """The ledger for changes, in the name of --person."""
    ledger = Ledger.open(Path(arguments.ledger))
    try:
        _prepare(ledger, arguments)
        yield ledger
    finally:
        ledger.close()


def _prepare(ledger: Ledger, arguments: argparse.Namespace) -> None:
    """Speak in the words of this ledger, in the name of --person."""
    with ledger.reading() as db:
        adopt_vocabulary(db)
    if arguments.person:
        ledger.act_as(arguments.person)


def lookup_of(ledger: Ledger) -> Lookup:
    """How typed names become references in this ledger."""

    def cadre(name: str) -> bytes:
        with ledger.reading() as db:
            return author_named(db, name).cadre

    return Lookup(cadre, home_division(ledger))


def past_day(ledger: Ledger, text: str) -> date:
    """A day that was typed for something that has happened; InputProblem if it is still to come."""
    day = parse_date(text, ledger.today(), future=False)
    if day > ledger.today():
        raise InputProblem(_("{day} 还没有到，请写今天或以前的日期。").format(day=day))
    return day


def coming_day(ledger: Ledger, text: str) -> date:
    """A day that was typed for something to come."""
    return parse_date(text, ledger.today(), future=True)


def due_notes(ledger: Ledger, day: date) -> tuple[str, ...]:
    """What is odd about a due day. It stays as typed: a script may enter what is long overdue."""
    if day < ledger.today():
        return (_("提醒：{day} 已经过了，这项跟进一记下就是逾期。").format(day=day),)
    return () if is_workday(day) else (_("提醒：{day} 不是工作日。").format(day=day),)
