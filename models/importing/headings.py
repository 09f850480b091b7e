"""What a sheet's heading means: which column of the ledger, and how far the words alone can be believed."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from models.importing.heading_words import CHECKED, LIKELY, NEUTRAL_GROUPS, OF_A_UNION, REMARKS, SURE
from models.language import N_, _
from models.ledger_columns import COLUMN_BY_NAME, LEDGER_COLUMNS, LedgerColumn, Shape, Source

#: Computed columns that an import may still fill: they make records of their own.
EXTRAS = frozenset(
    {
        "former_names",
        "union_state",
        "union_name",
        "union_route",
        "union_founded_on",
        "union_approval",
        "union_members",
        "union_women",
        "union_chair",
        "union_code",
        "union_in_database",
        "union_term_ends_on",
        "eligibility",
        "main_reason",
        "reason_note",
        "reason_evidence",
    }
)
#: The column that we add to the rows an import gave back: it says nothing about the organization.
REJECT_REASON = N_("退回原因")
#: Between the words of a group and those of the column under it: 从业人员/专职.
BETWEEN = "/"

_REMEMBERED = 10_000
_OF_CHOICES = frozenset({"union_state", "union_route", "eligibility", "main_reason"})
_NUMBERING = re.compile(r"^(\d{1,2}[.、)](?!\d)|\((\d{1,2}|[一二三四五六七八九十]+)\)|[一二三四五六七八九十]+、)")
_SIGNS = re.compile("[\\s*＊★☆#:\"'“”‘’_￣\u200b\ufeff]+")
_BRACKETS = str.maketrans("【】〔〕［］[]{}", "()()()()()")
_TIME = re.compile(r"^(截[至止])?((20\d{2}|\d{2})年度?)(\d{1,2}月)?(\d{1,2}日)?([底末初])?(?=\D)")
_UNIT = re.compile(r"[/·-](人|名|个|家|元|万元)$")
_REMARK = re.compile(REMARKS)
_INSIDE = re.compile(r"\(([^()]*)\)")
_MADE_UP = re.compile(r"第\d+列|列\d+|字段\d+|column\d+|unnamed\d+|f\d+|field\d+|[a-z]")
_NEUTRAL = re.compile(NEUTRAL_GROUPS)
_OF_WHICH = "其中"
#: What a group adds to whom it is about: 联系人及电话, 负责人联系方式.
_AND_CALL = re.compile(r"(及|和|与|、|/)?(联系|联络|通讯)?(电话|方式)(号码)?$")
_ALTERNATIVES = re.compile(r"[/、|,，或]")


class Belief(Enum):
    """How far a heading alone can be believed."""

    SURE = "sure"
    CHECKED = "checked"  # the cells below have to agree
    LIKELY = "likely"  # nearly that column: a person should look
    OF_A_UNION = "of a union"  # only if another column speaks of a union


@dataclass(frozen=True, slots=True)
class Reading:
    """The ledger column that a heading names."""

    field: str
    belief: Belief


def importable(column: LedgerColumn) -> bool:
    """True if a sheet may fill this column."""
    return column.source is Source.FACT or column.name in EXTRAS


def plain(text: str) -> str:
    """A heading without what differs from list to list: width, blanks, numbering, stars, colons."""
    found = unicodedata.normalize("NFKC", text).translate(_BRACKETS).casefold()
    found = _SIGNS.sub("", found)
    return _NUMBERING.sub("", found).strip(".,;、，。；-—") or found


def is_group(text: str) -> bool:
    """True for words that stand over several columns: 基本情况, 从业人员, 工会."""
    key = plain(text)
    return _NEUTRAL.fullmatch(key) is not None or _subject(key) is not None


def under_their_wholes(parts: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The words over each column, with what 其中 is a part of in its place: 职工总数 | 其中/专职 is 职工总数/专职."""
    whole: tuple[str, ...] = ()
    for words in parts:
        groups = tuple(group for group in words[:-1] if plain(group) != _OF_WHICH)
        if len(groups) == len(words[:-1]):
            whole = words
            yield words
        else:
            yield (*(groups or whole), words[-1])


def says_nothing(text: str) -> bool:
    """True for a heading that is none: blank, or made up by a program (第3列, Column1)."""
    key = plain(text)
    return not key or key == plain(_(REJECT_REASON)) or _MADE_UP.fullmatch(key) is not None


def made_up_heading(number: int) -> str:
    """The heading of a column (from 0) that has none."""
    return _("第{n}列").format(n=number + 1)


def joined(parts: Sequence[str]) -> str:
    """Group and heading as one text."""
    return BETWEEN.join(parts)


def column_of(heading: str) -> LedgerColumn | None:
    """The ledger column that a sheet's heading names, in any of its spellings; None if an import cannot fill it."""
    reading = read_heading((heading,))
    return COLUMN_BY_NAME[reading.field] if reading else None


@lru_cache(maxsize=_REMEMBERED)
def read_heading(parts: tuple[str, ...]) -> Reading | None:
    """What a heading means, the groups over it first; None if it is none of the ledger's that an import may fill."""
    keys = tuple(key for key in map(plain, parts) if key)
    if not keys:
        return None
    if len(keys) == 1:
        return _alone(keys[0])
    return _under(keys[:-1], keys[-1])


def _alone(key: str) -> Reading | None:
    for spelling in _spellings(key):
        if spelling in _words():
            return _words()[spelling]
    split = _split_brackets(key)
    if split is not None:
        return _bracketed(*split)
    return _of_alternatives(key) or _of_path(key)


def _spellings(key: str) -> Iterator[str]:
    """The heading as it is, then without remarks, units and dates."""
    yield key
    shorter = _without_remarks(key)
    yield shorter
    shorter = _UNIT.sub("", shorter)
    yield shorter
    yield _TIME.sub("", shorter)


def _without_remarks(key: str) -> str:
    return _INSIDE.sub(lambda match: "" if _REMARK.fullmatch(match[1]) else match[0], key)


def _split_brackets(key: str) -> tuple[str, str] | None:
    match = _INSIDE.search(_without_remarks(key))
    if match is None or not match[1]:
        return None
    outer = (match.string[: match.start()] + match.string[match.end() :]).strip()
    return (outer, match[1]) if outer else None


def _bracketed(outer: str, inner: str) -> Reading | None:
    """职工人数(女) is not 职工人数: what stands in brackets may change the meaning, and is a remark only if known."""
    within = _in_group(outer, inner)
    if within is not None and within.belief is not Belief.CHECKED:
        return within
    inside, around = _words().get(inner), _alone(outer)
    if around is None:
        return None
    same = inside is not None and inside.field == around.field
    return around if same or around.field == "note" or _lists_choices(around.field, inner) else None


def _lists_choices(field: str, inner: str) -> bool:
    """登记状态(存续/注销): what can be chosen stands beside the heading."""
    column = COLUMN_BY_NAME[field]
    chosen = column.choices is not None or column.shape is Shape.YES_NO or field in _OF_CHOICES
    return chosen and len(_ALTERNATIVES.split(inner)) > 1


def _of_alternatives(key: str) -> Reading | None:
    """电话/手机: several words for one column."""
    words = [word for word in _ALTERNATIVES.split(key) if word]
    found = [_words().get(word) for word in words]
    if len(words) < 2 or None in found:  # noqa: PLR2004 - alternatives are two at least
        return None
    fields = {reading.field for reading in found if reading}
    return found[0] if len(fields) == 1 else None


def _of_path(key: str) -> Reading | None:
    """从业人员/专职 as our own sheets write two rows of headings; 电话/地址 is none."""
    groups, between, leaf = key.rpartition(BETWEEN)
    known = all(_NEUTRAL.fullmatch(group) or _subject(group) for group in groups.split(BETWEEN))
    return _under(tuple(groups.split(BETWEEN)), leaf) if between and groups and leaf and known else None


def _under(groups: tuple[str, ...], leaf: str) -> Reading | None:
    """A heading under others: the nearest that is a subject decides, neutral ones change nothing."""
    telling = [group for group in map(_whose, reversed(groups)) if not _NEUTRAL.fullmatch(group)]
    if len(telling) > 1 and _AND_CALL.fullmatch(telling[0]):
        del telling[0]  # 负责人/联系方式/手机 is the head's
    if not telling:
        return _alone(leaf)
    if _subject(telling[0]):
        return _in_group(telling[0], leaf)
    own = _alone(leaf)
    return Reading(own.field, Belief.LIKELY) if own is not None and own.belief is Belief.SURE else None


def _whose(group: str) -> str:
    """联系人及电话 as 联系人; what does not say whose telephone it is stays as it is."""
    person = _AND_CALL.sub("", group)
    return person if _subject(person) else group


def _in_group(group: str, leaf: str) -> Reading | None:
    found = _subject(group)
    if found is None:
        return None
    (leaves,) = found
    shorter = _without_remarks(leaf)
    for words, field in leaves:
        if words.fullmatch(shorter):
            return Reading(field, _belief(field, leaves))
    own = _alone(leaf)
    is_own = own is not None and own.field in {field for _words_of, field in leaves}
    return own if is_own and own and own.belief in {Belief.SURE, Belief.LIKELY} else None


def _belief(field: str, leaves: "_Leaves") -> Belief:
    if leaves is _HEAD and field == "phone":
        return Belief.LIKELY
    if leaves is _REACHED and field in {"head", "contact"}:
        return Belief.CHECKED  # 联系方式/负责人 may be a name or a number
    return Belief.SURE


_Leaves = tuple[tuple[re.Pattern[str], str], ...]


def _leaves(**fields: str) -> _Leaves:
    return tuple((re.compile(words), field) for field, words in fields.items())


_NUMBER = "((联系)?(电话|手机|方式)|座机(电话)?|固话|(固定|移动|办公)电话)(号码?)?"
_CALL = f"{_NUMBER}(/{_NUMBER})*"
_HEAD = _leaves(head="姓名|名字|名称", phone=_CALL)
_HEADS = "法定代表人|负责人|法人代表|法人|园长|校长|院长|理事长|会长|主要负责人"
_CONTACT = _leaves(
    contact="姓名|名字|联系人|联络人", contact_title="职务|职位", phone=_CALL, address="(联系|通讯)?地址"
)
_REACHED = (*_CONTACT, *_leaves(head=_HEADS))


@cache
def _subjects() -> tuple[tuple[re.Pattern[str], _Leaves], ...]:
    """Groups that say whom or what the headings under them are about."""
    people = _leaves(
        staff="合计|总数|总人数|小计|人数|数量|总计|共计|总量|计",
        full_time="(其中)?(专职|全职)(人数|人员|人员数|数)?",
        part_time="(其中)?兼职(人数|人员|人员数|数)?",
        women="(其中)?女(性|教?职工|教职员工|员工|工)?(人数|数)?",
        under_35="(其中)?35(周)?岁(及)?以下(人数|职工|职工数)?",
        party_members="(其中)?(中共)?党员(人数|数)?",
        contracts="(其中)?(已)?(签订)?(劳动)?合同(人数|数)?",
        members="(其中)?(已)?入会(人数|数)?|工会会员(人数|数)?",
    )
    union = _leaves(
        union_name="(工会)?(名称|全称)",
        union_chair="(工会)?(主席|负责人)(姓名)?",
        union_members="(工会)?会员(总)?(人数|数)?",
        union_women="(其中)?女(会员|性)?(人数|数)?",
        union_founded_on="(工会)?(成立|建立|组建|建会)(日期|时间)|日期|时间",
        union_code="(统一社会信用|工会法人|法人|组织|机构)?代码",
        union_route="(建会|组建)?(模式|方式|形式)",
        union_approval="(批准|批复)(机关|单位)?(与|和|及)?(文号)?",
        union_state="是否(已)?(建会|建立|成立|组建|有)(工会)?|(建会|建立|组建)?(状态|情况)|有无",
        union_in_database="是否录入.*",
        union_term_ends_on="换届(到期)?(日期|时间|日)|届满(日期|时间)",
    )
    party = _leaves(
        party_members="(党员)?(人数|数|数量|总数)", party_org="(党组织|党支部)?(名称|全称)|是否(建立|成立|有).*"
    )
    about = "(情况|信息)?"
    counted = "(情况|信息|构成|数量|数|人数|总数|总人数|队伍)?"
    working = "(从业|工作|在职|在岗|现有)"
    owned = "(单位|机构|组织|学校|园所|办公|通讯)?"
    groups: tuple[tuple[str, _Leaves], ...] = (
        (f"{working}?(人员|(教?职|员|教职员)工){counted}|{working}(总)?人数|用工{counted}", people),
        ("总?人数", people[1:3]),  # whose sum is not said
        (f"(基层|本单位|所属)?工会(组织)?(建设|组建)?{about}|(建会|已建会|已建工会){about}", union),
        (rf"({_HEADS})(/负责人|\(({_HEADS})\))?{about}", _HEAD),
        (f"(日常|单位|工作)?(联系人|联络人|联络员){about}", _CONTACT),
        (f"{owned}(联系|联络)(方式|信息)?|通讯方式", _REACHED),
        (f"{owned}(联系|联络)?电话(号码)?", _leaves(phone=f"{_CALL}|办公室?|固定|移动")),
        (f"党(建|组织|员|支部)(工作|建设)?{about}", party),
        (f"(业务)?主管(单位|部门){about}", _leaves(supervisor="名称|全称|单位名称")),
        (f"(登记(管理)?|发证)(机关|部门){about}", _leaves(authority="名称|全称", level="级别|层级")),
        ("(股东|出资|举办|上级|分支|母体|挂靠|家长|督导|财务|理事|监事|会员|资产|收入|年检|评估).*", ()),
    )
    return tuple((re.compile(pattern), leaves) for pattern, leaves in groups)


def _subject(group: str) -> tuple[_Leaves] | None:
    """What headings under a group mean, if the group says whom or what they are about."""
    spellings = tuple(_spellings(group))
    return next(((leaves,) for pattern, leaves in _subjects() if any(map(pattern.fullmatch, spellings))), None)


@cache
def _words() -> dict[str, Reading]:
    """Every spelling that is known, as `plain` leaves it."""
    found: dict[str, Reading] = {}

    def learn(words: dict[str, str], belief: Belief) -> None:
        for field, spellings in words.items():
            for spelling in spellings.split():
                found[plain(spelling)] = Reading(field, belief)

    for column in LEDGER_COLUMNS:
        if importable(column):
            found.setdefault(plain(column.name), Reading(column.name, Belief.CHECKED))  # English words mean many things
            for spelling in (column.source_heading, *column.aliases):
                found[plain(spelling)] = Reading(column.name, Belief.SURE)
    steps: tuple[tuple[dict[str, str], Belief], ...] = (
        (SURE, Belief.SURE),
        (LIKELY, Belief.LIKELY),
        (OF_A_UNION, Belief.OF_A_UNION),
        (CHECKED, Belief.CHECKED),
    )
    for words, belief in steps:
        learn(words, belief)
    return found


def spellings_of(field: str) -> tuple[str, ...]:
    """All known spellings of a field; for finding it by what one types."""
    return tuple(spelling for spelling, reading in _words().items() if reading.field == field)
