"""Every kind of record of a ledger: its number, its table and the columns that are facts.

This is what the edit store knows of the tables (docs/ledger-format.md). Numbers and column names are
part of the file format: never renumber, never reuse. Columns that are not listed here are derived
(models/ledger/summaries.py) and are never facts.
"""

from dataclasses import dataclass, field
from enum import Enum


class ColumnType(Enum):
    """How a fact's value is stored: dates as YYYY-MM-DD, flags as 0 or 1, references as 16-byte record ids."""

    TEXT = "text"
    INTEGER = "integer"
    DATE = "date"
    FLAG = "flag"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Column:
    """One fact column."""

    name: str
    type: ColumnType = ColumnType.TEXT


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One kind of record. A kind with `of_organization` carries `org_id` of its organization.

    `append_only` records are never changed, only withdrawn (a visit is corrected by a new visit).
    """

    number: int
    table: str
    columns: tuple[Column, ...]
    of_organization: bool = False
    append_only: bool = False
    #: Columns about which people may say different things without being asked: who said it is in the facts.
    unasked: frozenset[str] = frozenset()
    #: The fact columns' names, in the order in which they are hashed.
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(column.name for column in self.columns))

    def asks(self, name: str) -> bool:
        """Whether a person is asked where people said different things of that column."""
        return name not in self.unasked

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if this kind has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _columns(text: str = "", *, types: dict[str, ColumnType] | None = None) -> tuple[Column, ...]:
    known = types or {}
    return tuple(Column(name, known.get(name, ColumnType.TEXT)) for name in text.split())


_T = ColumnType

ORGANIZATION = RecordKind(
    1,
    "organization",
    _columns(
        "code name type category authority level supervisor founded_on address street key_declared status "
        "staff full_time part_time contracts women under_35 party_members party_org members "
        "head contact contact_title phone "
        "proposed_route leader responsible_unit owner deadline stage side_state closing closed_on reviewer note",
        types={
            "founded_on": _T.DATE,
            "key_declared": _T.FLAG,
            "staff": _T.INTEGER,
            "full_time": _T.INTEGER,
            "part_time": _T.INTEGER,
            "contracts": _T.INTEGER,
            "women": _T.INTEGER,
            "under_35": _T.INTEGER,
            "party_members": _T.INTEGER,
            "members": _T.INTEGER,
            "owner": _T.REFERENCE,
            "deadline": _T.DATE,
            "closed_on": _T.DATE,
        },
    ),
)
FORMER_NAME = RecordKind(
    2,
    "former_name",
    _columns("name source until", types={"until": _T.DATE}),
    of_organization=True,
)
PERSON = RecordKind(
    3,
    "person",
    _columns(
        "name role title phone since until note",
        types={"since": _T.DATE, "until": _T.DATE},
    ),
    of_organization=True,
)
VISIT = RecordKind(
    4,
    "visit",
    _columns(
        "visited_on mode result cadre companions met minutes note corrects",
        types={
            "visited_on": _T.DATE,
            "cadre": _T.REFERENCE,
            "minutes": _T.INTEGER,
            "corrects": _T.REFERENCE,
        },
    ),
    of_organization=True,
    append_only=True,
)
REASON = RecordKind(
    5,
    "reason",
    _columns(
        "code is_primary opened_on note evidence visit resolved_on resolved_by",
        types={
            "is_primary": _T.FLAG,
            "opened_on": _T.DATE,
            "visit": _T.REFERENCE,
            "resolved_on": _T.DATE,
        },
    ),
    of_organization=True,
)
FOLLOWUP = RecordKind(
    6,
    "followup",
    _columns(
        "task due_on cadre state done_on outcome visit origin",
        types={
            "due_on": _T.DATE,
            "cadre": _T.REFERENCE,
            "done_on": _T.DATE,
            "visit": _T.REFERENCE,
        },
    ),
    of_organization=True,
)
ELIGIBILITY = RecordKind(
    7,
    "eligibility",
    _columns(
        "decision decided_on ground evidence decided_by until",
        types={"decided_on": _T.DATE, "until": _T.DATE},
    ),
    of_organization=True,
    unasked=frozenset({"decided_by"}),
)
COVERAGE = RecordKind(
    8,
    "coverage",
    _columns(
        "trade_union since until",
        types={"trade_union": _T.REFERENCE, "since": _T.DATE, "until": _T.DATE},
    ),
    of_organization=True,
)
TRADE_UNION = RecordKind(
    9,
    "trade_union",
    _columns(
        "name route founded_on approved_by document_no members women_members chair legal_code "
        "in_national_database term_ends_on note",
        types={
            "founded_on": _T.DATE,
            "members": _T.INTEGER,
            "women_members": _T.INTEGER,
            "in_national_database": _T.FLAG,
            "term_ends_on": _T.DATE,
        },
    ),
)
WORKING_UNIT = RecordKind(10, "working_unit", _columns("name division note"))
CADRE = RecordKind(
    11,
    "cadre",
    _columns("name working_unit streets phone left_on", types={"working_unit": _T.REFERENCE, "left_on": _T.DATE}),
)
CODE_ENTRY = RecordKind(
    12,
    "code_entry",
    _columns(
        "list code label position effect next_step days evidence route retired",
        types={"position": _T.INTEGER, "days": _T.INTEGER, "retired": _T.FLAG},
    ),
)
DIVISION = RecordKind(13, "division", _columns("code name retired", types={"retired": _T.FLAG}))
CAMPAIGN = RecordKind(
    14,
    "campaign",
    _columns(
        "name starts_on ends_on scope_rule retired",
        types={"starts_on": _T.DATE, "ends_on": _T.DATE, "retired": _T.FLAG},
    ),
)
TARGET = RecordKind(
    15,
    "target",
    _columns(
        "campaign due_on percent label retired",
        types={"campaign": _T.REFERENCE, "due_on": _T.DATE, "percent": _T.INTEGER, "retired": _T.FLAG},
    ),
)
IMPORT_SOURCE = RecordKind(
    16,
    "import_source",
    _columns(
        "file_name sheet registry_on total added updated same doubtful rejected",
        types={
            "registry_on": _T.DATE,
            "total": _T.INTEGER,
            "added": _T.INTEGER,
            "updated": _T.INTEGER,
            "same": _T.INTEGER,
            "doubtful": _T.INTEGER,
            "rejected": _T.INTEGER,
        },
    ),
)
#: A view or a column layout of a list under a name; `spec` is JSON (models/queries/saved_views.py).
SAVED_VIEW = RecordKind(
    17, "saved_view", _columns("name purpose spec position retired", types={"position": _T.INTEGER, "retired": _T.FLAG})
)
#: How the columns of sheets with these headings were mapped; `mapping` is JSON (models/importing/profiles.py).
IMPORT_PROFILE = RecordKind(
    18, "import_profile", _columns("fingerprint name mapping retired", types={"retired": _T.FLAG})
)
#: An answer of the survey: "yes", "no" or "unknown" (asked, nobody knows); its record id follows from organization and
#: question, so that two who ask the same write the same record (models/edits/survey.py).
SURVEY_ANSWER = RecordKind(19, "survey_answer", _columns("question answer value note"), of_organization=True)
#: What hangs on an organization; the content is a record of its own, whose id follows from its hash, so that a scan
#: that hangs on thirty organizations, or came from two laptops, is kept once.
ATTACHMENT = RecordKind(
    20,
    "attachment",
    _columns(
        "name content media_type size note visit",
        types={"content": _T.REFERENCE, "size": _T.INTEGER, "visit": _T.REFERENCE},
    ),
    of_organization=True,
)
#: What a person said of two organizations: `relation` is same, apart or related. Its record id follows from the two
#: (models/edits/links.py), so that two who say something of the same two write the same record. `seen` says which
#: values of the two the person had before the eyes (models/queries/joined_differences.py).
ORGANIZATION_LINK = RecordKind(
    21,
    "organization_link",
    _columns("other relation note seen", types={"other": _T.REFERENCE}),
    of_organization=True,
)
FILE_CONTENT = RecordKind(25, "file_content", _columns("sha256 base64"))

#: An application for closing out; `state` is pending, confirmed or returned (models/edits/closing.py).
CLOSE_OUT = RecordKind(
    26,
    "close_out",
    _columns(
        "proposed_on cadre evidence document_no visit attachment state decided_on decided_by phrase",
        types={
            "proposed_on": _T.DATE,
            "cadre": _T.REFERENCE,
            "visit": _T.REFERENCE,
            "attachment": _T.REFERENCE,
            "decided_on": _T.DATE,
        },
    ),
    of_organization=True,
)

#: A print of a week as it was: `content` is what it showed (JSON, zlib, base64), `hash` the SHA-256 of that JSON,
#: `figures` its sums (JSON), `members` which key organizations they count (models/queries/frozen_weeks.py).
#: Two prints of one week stay beside one another: nobody is asked to mix them.
_FROZEN = _columns("week kind scope frozen_at report figures members content hash")
FROZEN_WEEK = RecordKind(22, "frozen_week", _FROZEN, unasked=frozenset(column.name for column in _FROZEN))
#: What of a superior's form is filled with what (exports/superior_form); `mapping` is JSON, as of an import profile.
FORM_PROFILE = RecordKind(23, "form_profile", _columns("fingerprint name mapping retired", types={"retired": _T.FLAG}))
#: Somebody's data were blanked: rules and the facts concerned (models/facts/redaction.py). Never withdrawn.
REDACTION = RecordKind(
    24,
    "redaction",
    _columns(
        "fact_kind record field batch edit hash_before hash_after salt digest",
        types={"fact_kind": _T.INTEGER, "record": _T.REFERENCE, "batch": _T.REFERENCE, "edit": _T.REFERENCE},
    ),
    of_organization=True,
    append_only=True,
)


#: Organizations first: the others refer to them.
RECORD_KINDS: tuple[RecordKind, ...] = (
    ORGANIZATION,
    FORMER_NAME,
    PERSON,
    VISIT,
    REASON,
    FOLLOWUP,
    ELIGIBILITY,
    COVERAGE,
    TRADE_UNION,
    WORKING_UNIT,
    CADRE,
    CODE_ENTRY,
    DIVISION,
    CAMPAIGN,
    TARGET,
    IMPORT_SOURCE,
    SAVED_VIEW,
    IMPORT_PROFILE,
    FORM_PROFILE,
    FROZEN_WEEK,
    SURVEY_ANSWER,
    ATTACHMENT,
    ORGANIZATION_LINK,
    FILE_CONTENT,
    CLOSE_OUT,
    REDACTION,
)
KIND_BY_NUMBER: dict[int, RecordKind] = {kind.number: kind for kind in RECORD_KINDS}
KIND_BY_TABLE: dict[str, RecordKind] = {kind.table: kind for kind in RECORD_KINDS}
