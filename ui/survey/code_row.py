"""One entry of a code list, as its table and its editor show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodeRow:
    """An entry of a list as the table and the editor show it; what a list has not stays empty."""

    list: str
    code: str
    label: str
    effect: str
    evidence: str
    next_step: str = ""
    days: int | None = None
    route: str = ""
    retired: bool = False
    fixed: bool = False  # a question that ships: how it is answered cannot be changed
