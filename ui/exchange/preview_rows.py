"""The numbers of a preview as tabs, the rows behind each, and which rows are left out. Without a window."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from models.facts.canonical import Value
from models.language import N_, _
from models.merging.rows import (
    BACK,
    CHANGED,
    CONFLICTS,
    DOUBLES,
    GROUP_WORDS,
    GROUPS,
    JOINED,
    ORGANIZATIONS,
    RECORDS,
    REMOVED,
    VISITS,
    WAITING,
    MergeRow,
)
from models.queries.history import KIND_WORDS
from models.queries.record_words import heading_of, words_of
from models.rules.phones import mask_phones_in
from models.tables.record_kinds import ORGANIZATION
from ui.exchange.basket import Looked
from ui.shared.number_tabs import NumberTab
from ui.shared.record_model import Align, Cell, ColumnSpec
from ui.shared.tags import TagKind
from ui.theme.tokens import Role

NOTHING_NEW, REFUSED = "nothing_new", "refused"
_TICK = ColumnSpec("tick", "", 34, align=Align.CENTRE, sortable=False)
_NAME = ColumnSpec("name", N_("单位"), 178, stretch=2, elidable=True, sortable=False, is_name=True)
_RESULT = ColumnSpec("result", N_("结果"), 86, sortable=False)
_WHO = ColumnSpec("who", N_("谁改的"), 176, stretch=2, elidable=True, sortable=False)
_VALUES = (
    _TICK,
    _NAME,
    ColumnSpec("field", N_("字段"), 124, stretch=1, elidable=True, sortable=False),
    ColumnSpec("before", N_("原来"), 104, stretch=1, elidable=True, sortable=False),
    ColumnSpec("theirs", N_("对方"), 104, stretch=1, elidable=True, sortable=False),
    ColumnSpec("ours", N_("本机"), 104, stretch=1, elidable=True, sortable=False),
    _WHO,
    _RESULT,
)
#: Where two files disagree, what stands at the right is not the ledger's.
_OF_FILES = {"theirs": N_("一方"), "ours": N_("另一方")}
_RECORDS = (_TICK, _NAME, ColumnSpec("note", N_("内容"), 320, stretch=4, elidable=True, sortable=False), _WHO, _RESULT)
_FILES = (
    ColumnSpec("name", N_("文件"), 220, stretch=2, elidable=True, sortable=False, is_name=True),
    ColumnSpec("note", N_("说明"), 420, stretch=4, elidable=True, sortable=False),
)
_WITH_VALUES = frozenset({CHANGED, JOINED, CONFLICTS, REMOVED, BACK})
_INKS = {JOINED: Role.OK, CONFLICTS: Role.WARN, DOUBLES: Role.WARN, REFUSED: Role.DANGER, NOTHING_NEW: Role.TEXT2}
_TAGS = {
    JOINED: (N_("自动合并"), TagKind.OK),
    CONFLICTS: (N_("待判"), TagKind.WARN),
    DOUBLES: (N_("疑似重复"), TagKind.WARN),
    REMOVED: (N_("移走"), TagKind.DANGER),
    BACK: (N_("恢复"), TagKind.WARN),
    WAITING: (N_("先存着"), TagKind.NEUTRAL),
}
#: The eight numbers of every preview; the others only where there is something.
_ALWAYS = (ORGANIZATIONS, VISITS, CHANGED, JOINED, CONFLICTS, DOUBLES, NOTHING_NEW, REFUSED)
_ORDER = (*(group for group in GROUPS if group in _ALWAYS), RECORDS, REMOVED, BACK, WAITING, NOTHING_NEW, REFUSED)


class Selection:
    """Which records are left out; a record comes or stays away with everything that is new about it."""

    def __init__(self, looked: Looked, before: "Selection | None" = None) -> None:
        self._out: set[str] = set(before.left_out) if before is not None else set()
        self._made = {row.key: row.name for file in looked.files for row in file.preview.rows.get(ORGANIZATIONS, ())}
        self._gone: set[str] = set()
        self._name_gone()

    @property
    def left_out(self) -> frozenset[str]:
        """The keys of the records, as the merge wants them."""
        return frozenset(self._out)

    def holds(self, row: MergeRow) -> bool:
        """Whether a row is going to be written; what belongs to a new organization goes with it."""
        if row.key in self._out:
            return False
        if row.organization is not None or row.kind == ORGANIZATION.table:
            return True
        return row.name not in self._gone

    def switch(self, rows: Sequence[MergeRow]) -> None:
        """Leave these out; if all of them are left out, take them in again."""
        keys = {row.key for row in rows}
        if keys <= self._out:
            self._out -= keys
        else:
            self._out |= keys
        self._name_gone()

    def _name_gone(self) -> None:
        """The new organizations that stay away: what belongs to them is known by their names."""
        self._gone = {self._made[key] for key in self._out if key in self._made}


@dataclass(frozen=True, slots=True)
class PreviewTab:
    """A number with its table, and a sentence on what happens with these rows."""

    number: NumberTab
    columns: tuple[ColumnSpec, ...]
    source: "PreviewRows | FileRows"
    explanation: str


class PreviewRows:
    """The rows of one group over all files that are merged, with their ticks."""

    def __init__(self, group: str, rows: Sequence[MergeRow], chosen: Selection, cadres: Mapping[str, str]) -> None:
        self.rows = rows
        self._group = group
        self._chosen = chosen
        self._cadres = cadres

    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def cell(self, row: int, key: str) -> Cell:
        """The cell of a row in a column."""
        item = self.rows[row]
        ink = Role.TEXT if self._chosen.holds(item) else Role.TEXT3
        match key:
            case "tick":
                return Cell(ticked=self._chosen.holds(item))
            case "name":
                return Cell(item.name or "—", role=ink)
            case "field":
                return Cell(_field(item), role=ink)
            case "before":
                return Cell(self._value(item, item.before), role=Role.TEXT2)
            case "theirs":
                return Cell(self._value(item, item.theirs), role=ink)
            case "ours":
                return Cell(self._value(item, item.ours) if self._group == CONFLICTS else "—", role=ink)
            case "note":
                return Cell(_note(item), role=ink)
            case "who":
                return Cell(_who(item), role=Role.TEXT2)
            case _:
                return self._result(item)

    def summary(self, row: int) -> str:
        """All cells in one sentence, and whether the row is written."""
        item = self.rows[row]
        keys = [spec.key for spec in columns_of(self._group)[1:]]
        words = [cell.words for key in keys if (cell := self.cell(row, key)).words not in {"", "—"}]
        return "，".join([*words, _("要写入") if self._chosen.holds(item) else _("这次不写入")])

    def _value(self, item: MergeRow, value: Value) -> str:
        if not item.field or item.field == "deleted":
            return "—"
        if value is None or value == "":
            return _("（空）")
        return mask_phones_in(words_of(item.kind, item.field, value, names=self._cadres))

    def _result(self, item: MergeRow) -> Cell:
        if not self._chosen.holds(item):
            return Cell(tag=_("不写入"), tag_kind=TagKind.NEUTRAL)
        words, kind = _TAGS.get(self._group, (N_("写入"), TagKind.SOFT))
        return Cell(tag=_(words), tag_kind=kind)


class FileRows:
    """A line per file: what is not read row by row."""

    def __init__(self, files: Sequence[tuple[str, str]]) -> None:
        self._files = files

    def count(self) -> int:
        """How many files."""
        return len(self._files)

    def cell(self, row: int, key: str) -> Cell:
        """Its name, or what there is to say."""
        name, note = self._files[row]
        return Cell(name) if key == "name" else Cell(note, role=Role.TEXT2)

    def summary(self, row: int) -> str:
        """Both."""
        return "，".join(self._files[row])


def columns_of(group: str) -> tuple[ColumnSpec, ...]:
    """The columns of a group's table."""
    return _VALUES if group in _WITH_VALUES else _RECORDS


def preview_tabs(looked: Looked, chosen: Selection) -> list[PreviewTab]:
    """The eight numbers, and those of rarer things where there are any."""
    tabs = [
        _files_tab(looked, group) if group in {NOTHING_NEW, REFUSED} else _tab(looked, chosen, group)
        for group in _ORDER
    ]
    return [tab for tab in tabs if tab.number.key in _ALWAYS or tab.number.count]


def will_be_written(looked: Looked, chosen: Selection) -> tuple[int, int]:
    """How many rows are written, and how many of them wait for a decision then."""
    found = [
        row
        for file in looked.files
        if not file.refused
        for group in GROUPS
        if group != DOUBLES  # they are new organizations, counted there
        for row in file.preview.rows.get(group, ())
        if chosen.holds(row)
    ]
    conflicts = _last_said(row for row in found if row.group == CONFLICTS)
    returned = sum(row.group == BACK for row in found)  # for a person to decide, too
    return sum(row.group != CONFLICTS for row in found) + len(conflicts), len(conflicts) + returned


def _tab(looked: Looked, chosen: Selection, group: str) -> PreviewTab:
    rows = [row for file in looked.files for row in file.preview.rows.get(group, ())]
    if group == CONFLICTS:
        rows = list(_last_said(rows).values())
    number = NumberTab(group, _short(group), len(rows), _INKS.get(group, Role.TEXT))
    columns = columns_of(group)
    if any(row.between_files for row in rows):
        columns = tuple(replace(spec, heading=_OF_FILES.get(spec.key, spec.heading)) for spec in columns)
    return PreviewTab(number, columns, PreviewRows(group, rows, chosen, looked.cadres), _explained(group))


def _last_said(rows: Iterable[MergeRow]) -> dict[tuple[str, str], MergeRow]:
    """A conflict that several files take part in is one; the last of them names all that was said."""
    return {(row.key, row.field): row for row in rows}


def _short(group: str) -> str:
    return _("删后又改") if group == BACK else _(GROUP_WORDS[group])


def _files_tab(looked: Looked, group: str) -> PreviewTab:
    if group == REFUSED:
        files = [(file.offer.name, file.offer.refused) for file in looked.files if file.offer.refused]
        number = NumberTab(group, _("拒收"), len(files), Role.DANGER)
    else:
        counted = [(file.offer.name, file.preview.nothing_new) for file in looked.files if not file.offer.refused]
        files = [(name, _("{n} 条，本机都有，一样").format(n=f"{count:,}")) for name, count in counted if count]
        number = NumberTab(group, _("无变化"), sum(count for _name, count in counted), Role.TEXT2)
    return PreviewTab(number, _FILES, FileRows(files), _explained(group))


def _explained(group: str) -> str:
    words = {
        ORGANIZATIONS: N_("本机没有的单位。空格取消勾选：它名下的走访、跟进这次也不写入，以后可以再合。"),
        VISITS: N_("走访从不冲突：两边的都留在时间线里。空格取消勾选的这次不写入，以后可以再合。"),
        CHANGED: N_("只有对方改过的。空格取消勾选：这条记录的改动这次都不写入，以后可以再合。"),
        JOINED: N_("两边都动过，但改的是不同的栏、或改成一样：不用您判。空格取消勾选这条记录。"),
        CONFLICTS: N_("两个人改了同一栏、改得不一样：两个值都留着，合并以后一个键判一处。空格取消勾选这条记录。"),
        DOUBLES: N_(
            "只数新机构里代码或名称与本机一家相同的：照样写入，合并以后逐对判断；"
            "电话、地址对得上的，合并以后在“疑似重复”里找出来。"
        ),
        RECORDS: N_("原因、跟进、人员等其他新记录。空格取消勾选的这次不写入，可以以后再合。"),
        REMOVED: N_("对方移入回收站的，本机跟着移入；随时可以恢复。"),
        BACK: N_("一边删除、另一边又改过：留着，带上标记，请人判断。"),
        WAITING: N_("它们的单位不在这些文件里：先存着，等单位的资料到了自动接上。"),
        NOTHING_NEW: N_("文件里有、本机也有、内容一样的记录，不改动。"),
        REFUSED: N_("不合并的文件和原因；别的文件照样合并。"),
    }
    return _(words[group])


def _field(item: MergeRow) -> str:
    if item.field == "deleted":
        return _("回收站")
    words = heading_of(item.kind, item.field) if item.field else ""
    kind = "" if item.kind == ORGANIZATION.table else _kind(item)
    return " ".join(part for part in (kind, words) if part)


def _kind(item: MergeRow) -> str:
    return _(KIND_WORDS[item.kind]) if item.kind in KIND_WORDS else ""


def _note(item: MergeRow) -> str:
    kind = _kind(item) if item.group in {RECORDS, WAITING} else ""
    return mask_phones_in(" ".join(part for part in (kind, item.note) if part)) or "—"


def _who(item: MergeRow) -> str:
    """韩立群 09-20; of a conflict both sides."""
    if item.said:
        said_so = sorted(item.said, key=lambda said: said.value != item.theirs)  # as the values stand
        sides = [f"{_person(said.origin.author)} {said.origin.at[5:10]}" for said in said_so]
        return "　".join(side.strip() for side in sides)
    return f"{_person(item.who)} {item.at[5:10]}".strip()


def _person(author: str) -> str:
    """The name without the unit."""
    return author.split("（", maxsplit=1)[0]
