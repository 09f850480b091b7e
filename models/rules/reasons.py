"""Reasons for having no union (未建会原因): what each means for the rate, and the playbook's next step.

Source: domain rules, section 5. Shipped as resources/codes/reasons.csv; a ledger may change or add entries.
"""

import csv
from dataclasses import dataclass
from functools import cache

from models.resources import RESOURCES


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    `effect`: E stays in the denominator; C stays and counts as covered; N is not counted for now (a decision on
    eligibility has to say so, with evidence and a re-check date); X leaves the list. `days` are the working days
    until the next step; `route` is a code of vocabulary.ROUTES or empty.
    """

    code: str
    label: str
    effect: str
    next_step: str
    days: int
    evidence: str
    route: str


@cache
def shipped_reasons() -> dict[str, Reason]:
    """The reasons that ship with the program, in their order."""
    path = RESOURCES / "codes" / "reasons.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Reason(
                row["code"],
                row["label"],
                row["effect"],
                row["next_step"],
                int(row["days"]),
                row["evidence"],
                row["route"],
            )
            for row in csv.DictReader(file)
        }


def needs_words(code: str) -> bool:
    """True for the reason 其他, which says nothing without a text."""
    return code == "Z"
