"""Known problems: what went wrong, said to the person, apart from the technical detail.

Anything that is not a LedgerProblem is a bug and is reported as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class LedgerProblem(Exception):  # noqa: N818 - "problem" is the word of the interface
    """A problem we know: a Chinese sentence for the person, what to do, and the detail for a log.

    Attributes:
        user_text: one sentence, shown as it is.
        hint: what the person can do about it; may be empty.
        detail: technical detail for the log; never shown first, holds no personal data.
    """

    def __init__(self, user_text: str, *, hint: str = "", detail: str = "") -> None:
        super().__init__(user_text)
        self.user_text = user_text
        self.hint = hint
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.user_text}{self.hint}"


class FileProblem(LedgerProblem):
    """A file cannot be opened, read or written: locked, read-only, full disk, not a ledger, newer version."""


class InputProblem(LedgerProblem):
    """What was entered cannot be taken. `fields` says which field and why, in words."""

    def __init__(
        self, user_text: str, *, fields: Mapping[str, str] | None = None, hint: str = "", detail: str = ""
    ) -> None:
        super().__init__(user_text, hint=hint, detail=detail)
        self.fields = dict(fields or {})


class AmbiguousProblem(InputProblem):
    """A name fits several records. `candidates` lists them, ready to print."""

    def __init__(self, user_text: str, *, candidates: Sequence[str]) -> None:
        super().__init__(user_text, hint="\n" + "\n".join(candidates))
        self.candidates = list(candidates)


class MergeProblem(LedgerProblem):
    """Facts from another copy cannot be taken in."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one row of a sheet was not taken as it stands; collected, not raised."""

    sheet: str
    row: int
    column: str
    text: str
