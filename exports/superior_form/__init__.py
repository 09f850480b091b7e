"""Filling the superior's own Excel form: what it asks for, remembered by its headings, and the filled copy of it."""

from dataclasses import replace

from exports.superior_form.filling import FilledForm, fill, write_form
from exports.superior_form.form import Form, read_form
from exports.superior_form.group_names import GroupNames
from exports.superior_form.particular_cells import propose_particulars
from exports.superior_form.proposing import propose
from exports.superior_form.spec import FormSpec, GroupFill, ListFill, tells_particulars
from models.edits.import_profiles import forget_form_profile, keep_form_profile
from models.ledger.ledger import Changes, Ledger
from models.queries.import_profiles import ImportProfileRow, form_profiles

__all__ = [
    "FilledForm",
    "Form",
    "FormSpec",
    "GroupFill",
    "ListFill",
    "fill",
    "forget_spec",
    "keep_spec",
    "read_form",
    "remembered",
    "spec_of",
    "write_form",
]


def remembered(ledger: Ledger, form: Form) -> ImportProfileRow | None:
    """What this ledger remembers of forms with these headings."""
    mark = form.fingerprint
    return next((row for row in form_profiles(ledger) if row.fingerprint == mark), None) if mark else None


def spec_of(ledger: Ledger, form: Form) -> FormSpec:
    """How to fill this form: as it was done last, else as its words propose."""
    row = remembered(ledger, form)
    spec = FormSpec.from_json(row.mapping) if row else None
    if row is None or spec is None:
        return propose(form, GroupNames(ledger))
    if tells_particulars(row.mapping):
        return spec
    return replace(spec, cells=propose_particulars(form, spec.groups, spec.listing) | spec.cells)


def keep_spec(ledger: Ledger, form: Form, spec: FormSpec) -> Changes:
    """Remember how this form is filled, for the next one with its headings."""
    return keep_form_profile(ledger, fingerprint=form.fingerprint, mapping=spec.to_json(), name=form.path.stem)


def forget_spec(ledger: Ledger, form: Form) -> Changes:
    """Propose anew the next time; InputProblem if nothing was remembered."""
    row = remembered(ledger, form)
    return forget_form_profile(ledger, row.id if row else 0)
