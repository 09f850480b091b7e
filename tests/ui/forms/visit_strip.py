"""The visit strip in a test: opened, read, and what it wrote."""

import json
from datetime import date

from PySide6.QtWidgets import QLabel

from models.inputs.forms import VisitInput
from tests.ui.forms.conftest import TODAY, Bench
from ui.requests import RecordVisit
from ui.visits.visit_form import VisitForm


def open_for(bench: Bench, *organizations: int) -> VisitForm:
    form = bench.open(RecordVisit(organizations))
    assert isinstance(form, VisitForm)
    return form


def help_of(form: VisitForm, stop: str) -> str:
    return form.stops.fields[stop]._help.text()


def visit(result: str, day: date = TODAY) -> VisitInput:
    return VisitInput(visited_on=day, result=result)


def texts(form: VisitForm) -> list[str]:
    return [label.text() for label in form.findChildren(QLabel) if label.isVisible()]


def edits_of(bench: Bench) -> list[dict[str, object]]:
    """The new values of every edit of the last batch."""
    with bench.ledger.reading() as db:
        query = "SELECT set_ FROM edit WHERE batch=(SELECT max(id) FROM batch)"
        return [json.loads(values) for (values,) in db.execute(query)]
