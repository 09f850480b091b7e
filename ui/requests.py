"""What a screen may ask of the window. Screens never import one another; the window answers."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.queries.organization_list import ListQuery

if TYPE_CHECKING:
    from models.queries.cell_plan import TypedCell


@dataclass(frozen=True, slots=True)
class ShowOrganization:
    """Show one organization (local id) in the ledger, with its detail."""

    organization: int


@dataclass(frozen=True, slots=True)
class ShowList:
    """Show a list in the ledger: every number is a link to one."""

    query: ListQuery
    title: str


@dataclass(frozen=True, slots=True)
class ShowPlace:
    """Go to a place of the rail: today, organizations, followups, targets, reports."""

    place: str


@dataclass(frozen=True, slots=True)
class ShowFollowups:
    """Go to the follow-ups and list those of a time or scope: late, today, week, later, open, pending, closed, done."""

    when: str


@dataclass(frozen=True, slots=True)
class RecordVisit:
    """Open the visit strip for organizations (local ids); for the next of today's list if empty."""

    organizations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectVisit:
    """Open the strip for the correction of a visit (record id, hexadecimal) of an organization."""

    organization: int
    visit: str


@dataclass(frozen=True, slots=True)
class AssignFollowup:
    """Open the follow-up form."""

    organizations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShowReasons:
    """Open the reasons in figures: how many, what moved, what became of them."""


@dataclass(frozen=True, slots=True)
class ProposeClosing:
    """Open the application for closing out; `followups` (local ids) led to it and are done with it."""

    organizations: tuple[int, ...]
    followups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebalance:
    """Open the sharing out of these follow-ups (local ids), of all that are open if none are named."""

    followups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """Open the handing over of everything that somebody looks after."""


@dataclass(frozen=True, slots=True)
class ShowAssignments:
    """Open what was given to others here, and how far it is."""


@dataclass(frozen=True, slots=True)
class SetRhythm:
    """Open the rhythm of calls by tier."""


@dataclass(frozen=True, slots=True)
class ExportFollowups:
    """Write what is due into a calendar file, of one cadre (record id) if named; asks where."""

    cadre: bytes | None = None


@dataclass(frozen=True, slots=True)
class AddReason:
    """Open the reason form."""

    organization: int


@dataclass(frozen=True, slots=True)
class EditPerson:
    """Open the form of a person of an organization (record id, hexadecimal; empty for a new one)."""

    organization: int
    person: str = ""


@dataclass(frozen=True, slots=True)
class AddName:
    """Open the form of a former or short name of an organization."""

    organization: int


@dataclass(frozen=True, slots=True)
class AnswerSurvey:
    """Open the survey of an organization (local id); of the next one that nobody has surveyed for 0."""

    organization: int = 0


@dataclass(frozen=True, slots=True)
class ShowSurvey:
    """Open what is still unknown of all organizations."""


@dataclass(frozen=True, slots=True)
class EditCodes:
    """Open the code lists: reasons with their playbook, questions of the survey."""


@dataclass(frozen=True, slots=True)
class AttachFiles:
    """Ask for photos or scans and hang them on organizations."""

    organizations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FollowPlaybook:
    """Do what the playbook says of a reason (its code; of the primary one if empty) of an organization."""

    organization: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class DecideEligibility:
    """Open the eligibility form."""

    organizations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FormUnion:
    """Open the union form."""

    organizations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EditOrganization:
    """Open the organization form; None for a new one."""

    organization: int | None = None


@dataclass(frozen=True, slots=True)
class EditTogether:
    """Open the panel that gives many organizations one value of a column."""

    organizations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PasteCells:
    """Show what pasted cells would change before they are written; `left_out` says what is no part of them."""

    cells: "tuple[TypedCell, ...]"
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class DeleteOrganizations:
    """Put organizations into the trash, after asking."""

    organizations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """Open the import; with a file already chosen where one was dropped, or with the table that was copied."""

    path: Path | None = None
    pasted: bool = False


@dataclass(frozen=True, slots=True)
class ShowQueue:
    """Open the doubtful rows of imports that wait for a person."""


@dataclass(frozen=True, slots=True)
class ShowRegistry:
    """Open what an import (batch, hexadecimal) says against earlier lists."""

    batch: str


@dataclass(frozen=True, slots=True)
class ShowPastImports:
    """Open the imports of this ledger."""


@dataclass(frozen=True, slots=True)
class PrintReport:
    """Go to the prints and show one, a kind of ui.reports.options; dossiers of organizations (local ids)."""

    kind: str
    organizations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportList:
    """Write a list into a workbook or csv file; asks where."""

    query: ListQuery


@dataclass(frozen=True, slots=True)
class ReviewProposals:
    """Open 待确认建议, at the proposals for one field, and for one organization (local id), where they are named."""

    field: str = ""
    organization: int = 0


@dataclass(frozen=True, slots=True)
class ReviewDuplicates:
    """Open 疑似重复, at the pair of an organization (local id) where it is named and has one."""

    organization: int = 0


@dataclass(frozen=True, slots=True)
class ReceiveFiles:
    """Take what was dropped, known by content: exchange files are looked at, cards confirmed, a list imported."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ShowExchange:
    """Go to a part of 交换: receive, send, past, cards; `paths` are cards of colleagues to confirm."""

    part: str
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowConflicts:
    """Open the conflict inbox, at those of an organization (local id) where one is named."""

    organization: int = 0


@dataclass(frozen=True, slots=True)
class OpenDemo:
    """Make and open the demo ledger."""


@dataclass(frozen=True, slots=True)
class DoAction:
    """Do what an action of the window's menus does (a key of window_actions)."""

    action: str


@dataclass(frozen=True, slots=True)
class LookIntoBackup:
    """Open a backup (or a ledger that was kept) in a window of its own, only to be read; `title` says which."""

    path: Path
    title: str


@dataclass(frozen=True, slots=True)
class RestoreBackup:
    """Put a backup in the ledger's place, after asking; `missing` steps of the ledger are not in it."""

    path: Path
    title: str
    missing: int


Request = (
    ShowOrganization
    | ShowList
    | ShowPlace
    | ShowFollowups
    | RecordVisit
    | CorrectVisit
    | AssignFollowup
    | ShowReasons
    | ProposeClosing
    | Rebalance
    | HandOver
    | ShowAssignments
    | SetRhythm
    | ExportFollowups
    | AddReason
    | EditPerson
    | AddName
    | AnswerSurvey
    | ShowSurvey
    | EditCodes
    | AttachFiles
    | FollowPlaybook
    | DecideEligibility
    | FormUnion
    | EditOrganization
    | EditTogether
    | PasteCells
    | DeleteOrganizations
    | ImportSheet
    | ShowQueue
    | ShowRegistry
    | ShowPastImports
    | PrintReport
    | ExportList
    | ReviewProposals
    | ReviewDuplicates
    | ReceiveFiles
    | ShowExchange
    | ShowConflicts
    | OpenDemo
    | DoAction
    | LookIntoBackup
    | RestoreBackup
)
