"""The numbers of a preview and the rows behind them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from models.facts.canonical import Value
from models.language import N_
from models.merging.offers import Offer
from models.merging.standing import Standing
from models.merging.statements import Statement
from models.search.ledger_index import Position

#: The groups of rows, in the order in which they are shown.
ORGANIZATIONS, VISITS, CHANGED, JOINED, CONFLICTS = "organizations", "visits", "changed", "joined", "conflicts"
DOUBLES, RECORDS, REMOVED, BACK, WAITING = "duplicates", "records", "removed", "returned", "waiting"
GROUPS = (ORGANIZATIONS, VISITS, CHANGED, JOINED, CONFLICTS, DOUBLES, RECORDS, REMOVED, BACK, WAITING)
#: What each number is called.
GROUP_WORDS = {
    ORGANIZATIONS: N_("新机构"),
    VISITS: N_("新走访"),
    CHANGED: N_("字段更新"),
    JOINED: N_("自动合并"),
    CONFLICTS: N_("待判"),
    DOUBLES: N_("疑似重复"),
    RECORDS: N_("其他新记录"),
    REMOVED: N_("移入回收站"),
    BACK: N_("删除后又有改动，已恢复"),
    WAITING: N_("等单位的资料"),
}


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One line of a preview. `key` names the record (to leave it out), `organization` is a local id, if it is here.

    `before` is what the sides began with, `theirs` and `ours` what they say now (`ours` None where only they changed
    it); `said` are all statements of a conflict, the one that would be shown first. `between_files` tells that `ours`
    is said by another file of the same merge, not by the ledger. What does not apply is empty.
    """

    group: str
    key: str
    kind: str
    name: str
    organization: int | None
    field: str = ""
    before: Value = None
    theirs: Value = None
    ours: Value = None
    who: str = ""
    at: str = ""
    note: str = ""
    said: tuple[Statement, ...] = ()
    between_files: bool = False


@dataclass(slots=True)
class FilePreview:
    """What one file would bring. `standing` says what it is; None for a file that could not be opened."""

    offer: Offer
    standing: Standing | None = None
    rows: dict[str, list[MergeRow]] = field(default_factory=dict)
    #: Records of which everything is here.
    nothing_new: int = 0
    #: New facts: records made and edits.
    creations: int = 0
    edits: int = 0

    def add(self, row: MergeRow) -> None:
        """Put a row into its group."""
        self.rows.setdefault(row.group, []).append(row)

    def count(self, group: str) -> int:
        """How many rows a group has."""
        return len(self.rows.get(group, ()))

    def page(self, group: str, offset: int = 0, limit: int = 100) -> list[MergeRow]:
        """Some rows of a group."""
        return self.rows.get(group, [])[offset : offset + limit]

    @property
    def is_empty(self) -> bool:
        """True if nothing in it is new."""
        return not self.creations and not self.edits

    def counts(self, *, without: Collection[str] = ()) -> dict[str, int]:
        """The numbers by name, as they stand in a receipt: `new` organizations, all fields that are `changed`.

        Those of them that were joined by themselves are in `joined`, with the records that both made alike.
        `without` are keys of records that were left out.
        """
        kept = {group: [row for row in self.rows.get(group, ()) if row.key not in without] for group in GROUPS}
        groups = {("new" if group == ORGANIZATIONS else group): len(kept[group]) for group in GROUPS}
        groups[CHANGED] += sum(bool(row.field) for row in kept[JOINED])
        return groups | {"nothing_new": self.nothing_new, "creations": self.creations, "edits": self.edits}


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging these files, in this order, would do; `seen` is how far the ledger was when they were compared."""

    files: tuple[FilePreview, ...]
    seen: Position | None = None

    def count(self, group: str) -> int:
        """How many rows a group has over all files."""
        return sum(file.count(group) for file in self.files)

    def rows(self, group: str) -> Iterator[MergeRow]:
        """All rows of a group."""
        for file in self.files:
            yield from file.rows.get(group, ())

    @property
    def nothing_new(self) -> int:
        """Records of which everything is here, over all files."""
        return sum(file.nothing_new for file in self.files)

    @property
    def refused(self) -> int:
        """Files that cannot be merged at all."""
        return sum(bool(file.offer.refused) for file in self.files)
