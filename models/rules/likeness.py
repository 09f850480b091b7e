"""How likely it is that two organizations are one that was entered twice, and why: evidence, never a decision.

Source: domain rules, section 3, "Name matching", and screens, section 5. Equal valid codes are certain and join by
themselves (models/ledger/joining.py). Two different valid codes are two legal entities: whatever else agrees, that is
never more than a hint. Names are compared without what many have in common: places, legal forms, 民办, 有限公司.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import Indel, Levenshtein

from models.divisions import division_name
from models.rules.credit_codes import is_valid_code
from models.rules.folding import fold
from models.rules.names import phone_key

#: Words of which a name holds no more than its kind and its legal form.
_GENERIC = re.compile(
    "有限责任公司|股份有限公司|有限公司|特殊普通合伙|普通合伙|有限合伙|民办非企业单位|社会服务机构|社会团体|基金会|"
    "民办|私立|公司|个人独资|分公司|分所"
)
_KINDS = re.compile(
    "幼儿园|幼稚园|托儿所|培训学校|培训中心|实验学校|中学|小学|学校|医院|门诊部|诊所|养老院|敬老院|服务中心|活动中心|"
    "律师事务所|会计师事务所|税务师事务所|事务所|协会|商会|学会|联合会|促进会|研究会|研究院|中心"
)
_SYNONYMS = (("幼稚园", "幼儿园"), ("敬老院", "养老院"), ("社工", "社会工作"))
_AREA = re.compile("^.{2,8}?(?:自治区|自治州|自治县|省|市|(?<![校发小社园矿新])区|县|旗)")
_STREET = re.compile("^.{1,6}?(?:街道|镇|乡)(?=.{2})")
_BRACKETS = re.compile(r"[()（）\[\]【】《》\"“”'·,，.。、-]+")
_LEAST_CORE = 2
_CODE_LENGTH = 18
_MASS = 9

_NAME_SAME, _NAME_NEAR, _NAME_ALIKE = 100, 85, 75
_ADDRESS_NEAR = 0.8
_OTHER_KIND = 0.8
#: So many of phone, address and head are enough without the name.
_RENAMED = 2
_STRONG, _LIKELY, _LEAST_SCORE = 80, 60, 40
#: With cores that agree less the names cannot agree enough.
_CORES_LEAST, _CORES_OF_TWO_CODES = 0.5, 0.6
_CORES_WEIGH, _ONE_WRONG, _ONE_WRONG_LEAST = 0.75, 0.88, 0.5


class Level(IntEnum):
    """How strong the evidence is; the highest first in the queue."""

    HINT = 1  # 提示
    LIKELY = 2  # 可能
    STRONG = 3  # 很可能
    CERTAIN = 4  # the same valid code: joined by itself


class Reason(IntEnum):
    """What two organizations have in common; the order is that of the chips."""

    CODE = 1
    ORGANIZATION_CODE = 2
    NAME = 3
    PHONE = 4
    ADDRESS = 5
    HEAD = 6
    OTHER_CODES = 7  # against it: two different valid codes


@dataclass(frozen=True, slots=True)
class Subject:
    """What of an organization is compared; made once by `subject_of`."""

    id: int
    code: str  # as it is written
    is_valid: bool
    name: str  # folded, with one word for one thing
    core: str  # what tells it from others
    place: str  # the places that the name begins with
    phone: str  # digits
    address: str  # folded, without the places above the street
    head: str
    region: str  # six digits, or empty
    mass: str  # the organization code inside, see `organization_code`
    kinds: frozenset[str]  # 幼儿园, 医院 …
    numbers: tuple[str, ...]  # of the core
    house: tuple[str, ...]  # numbers of the address


@dataclass(frozen=True, slots=True)
class Likeness:
    """How strong, a number to order by (0–100), how much of the names agrees (percent), and the reasons."""

    level: Level
    score: int
    name: int
    reasons: tuple[Reason, ...]


def subject_of(record: int, *, code: str, name: str, phone: str, address: str, head: str, region: str) -> Subject:
    """An organization as it is compared."""
    folded = fold(name)
    for word, usual in _SYNONYMS:
        folded = folded.replace(word, usual)
    bare = _BRACKETS.sub("", folded)
    place = bare.removesuffix(_without_places(bare, region))
    core, street = name_core(folded, region), _address(fold(address), region)
    return Subject(
        id=record,
        code=code,
        is_valid=is_valid_code(code),
        name=folded,
        core=core,
        place=place,
        phone=phone_key(phone),
        address=street,
        head="" if "*" in head or "＊" in head else fold(head),
        region=region,
        mass=organization_code(code),
        kinds=frozenset(_KINDS.findall(folded)),
        numbers=tuple(_NUMBERED.findall(core)),
        house=tuple(_DIGITS.findall(street)),
    )


def name_core(name: str, region: str = "") -> str:
    """What is left of a folded name without places, legal forms and kinds; all of it where nothing would be left."""
    bare = _GENERIC.sub("", _BRACKETS.sub("", name))
    for core in (_KINDS.sub("", _without_places(bare, region)), _KINDS.sub("", bare)):  # 温泉镇幼儿园 is its place
        if len(core) >= _LEAST_CORE:
            return core
    return bare or name


def organization_code(code: str) -> str:
    """The nine characters that a code keeps when the class or the place of registration changes; empty if unknown."""
    if len(code) == _CODE_LENGTH:
        return code[8:17]
    return code if len(code) == _MASS and code.isalnum() else ""


def likeness(a: Subject, b: Subject) -> Likeness | None:
    """What speaks for one organization, or None if it is not worth a person's look."""
    if a.is_valid and b.is_valid and a.code == b.code:
        return Likeness(Level.CERTAIN, 100, name_percent(a, b), (Reason.CODE,))
    if _is_nothing(a, b):
        return None
    name = name_percent(a, b)
    agree = _Agreement(
        mass=bool(a.mass) and a.mass == b.mass,
        phone=_agree(a.phone, b.phone),
        address=_addresses_agree(a, b) if a.address and b.address else None,
        head=_agree(a.head, b.head),
        region=_agree(a.region, b.region) if a.region and b.region else _places_agree(a.place, b.place),
    )
    others = a.is_valid and b.is_valid
    if not (agree.mass or name >= _NAME_ALIKE or (agree.further >= _RENAMED and not others)):
        return None
    # Two codes are two entities: there are many 阳光幼儿园, and houses with many of them.
    alike = (name >= _NAME_NEAR and (agree.phone or agree.address)) or (name == _NAME_SAME and agree.region)
    if others and not (agree.mass or alike):
        return None
    score = max(0, min(99, _score(name, agree)))
    if score < _LEAST_SCORE:
        return None
    level = Level.STRONG if score >= _STRONG else Level.LIKELY if score >= _LIKELY else Level.HINT
    if others:
        level, score = Level.HINT, min(score, _LEAST_SCORE)
    return Likeness(level, score, name, tuple(_reasons(name, agree, others=others)))


def _is_nothing(a: Subject, b: Subject) -> bool:
    """What most pairs are, found out quickly: the rule that follows would find nothing either."""
    if a.mass and a.mass == b.mass:
        return False
    others = a.is_valid and b.is_valid
    if not others and ((a.phone and a.phone == b.phone) or (a.head and a.head == b.head)):
        return False
    least = _CORES_OF_TWO_CODES if others else _CORES_LEAST
    return Indel.normalized_similarity(a.core, b.core, score_cutoff=least) < least and a.name != b.name


@dataclass(frozen=True, slots=True)
class _Agreement:
    """What agrees (True), what differs (False), and what is not known of one of the two (None)."""

    mass: bool
    phone: bool | None
    address: bool | None
    head: bool | None
    region: bool | None

    @property
    def further(self) -> int:
        return sum(each is True for each in (self.phone, self.address, self.head))


def _places_agree(one: str, other: str) -> bool | None:
    """Names of two places are of two organizations; of the same place there may be many."""
    return False if one and other and one not in other and other not in one else None


def _agree(one: str, other: str) -> bool | None:
    return one == other if one and other else None


def _score(name: int, agree: _Agreement) -> int:
    found = 60 if agree.mass else 0
    if name == _NAME_SAME:
        found += 55
    elif name >= _NAME_NEAR:
        found += 45
    elif name >= _NAME_ALIKE:
        found += 30
    weights = ((agree.phone, 30, 5), (agree.address, 20, 15), (agree.head, 15, 5), (agree.region, 5, 10))
    return found + sum(0 if said is None else gain if said else -loss for said, gain, loss in weights)


def _reasons(name: int, agree: _Agreement, *, others: bool) -> Iterator[Reason]:
    found = (
        (agree.mass, Reason.ORGANIZATION_CODE),
        (name >= _NAME_ALIKE, Reason.NAME),
        (agree.phone, Reason.PHONE),
        (agree.address, Reason.ADDRESS),
        (agree.head, Reason.HEAD),
        (others, Reason.OTHER_CODES),
    )
    return (reason for is_there, reason in found if is_there)


def name_percent(a: Subject, b: Subject) -> int:
    """How much of two names agrees, in percent; 100 only if nothing but generic parts differs."""
    is_other_kind = bool(a.kinds and b.kinds and not a.kinds & b.kinds)  # 阳光幼儿园, 阳光培训学校
    if a.name == b.name or (a.core == b.core and len(a.core) > _LEAST_CORE and not is_other_kind):
        return _NAME_SAME
    cores = Indel.normalized_similarity(a.core, b.core)
    if a.numbers != b.numbers:  # 第一幼儿园 and 第二幼儿园 are two
        cores = min(cores, _ONE_WRONG_LEAST)
    if is_other_kind:
        cores *= _OTHER_KIND
    whole = Indel.normalized_similarity(a.name, b.name)
    one_wrong = (
        min(len(a.core), len(b.core)) > _LEAST_CORE and Levenshtein.distance(a.core, b.core, score_cutoff=1) == 1
    )
    if one_wrong and cores > _ONE_WRONG_LEAST and not is_other_kind:
        cores = max(cores, _ONE_WRONG)
    return min(99, round(100 * (_CORES_WEIGH * cores + (1 - _CORES_WEIGH) * whole)))


def _addresses_agree(a: Subject, b: Subject) -> bool:
    if not a.address or not b.address:
        return False
    if a.address == b.address:
        return True
    one, other = (a, b) if len(a.address) <= len(b.address) else (b, a)
    if not one.house:  # without a house number it is a village, or a street
        return False
    if one.address in other.address:
        return True
    return one.house == other.house and (
        Indel.normalized_similarity(one.address, other.address, score_cutoff=_ADDRESS_NEAR) >= _ADDRESS_NEAR
    )


def _without_places(name: str, region: str) -> str:
    for word in _place_words(region):
        if name.startswith(word) and len(name) - len(word) >= _LEAST_CORE:
            name = name[len(word) :]
    for pattern in (_AREA, _AREA, _STREET):
        rest = pattern.sub("", name, count=1)
        if len(rest) >= _LEAST_CORE + 1:
            name = rest
    return name


@lru_cache(maxsize=4_096)
def _place_words(region: str) -> tuple[str, ...]:
    """The names of a region and of those above it, in full and without their last character, as names begin."""
    found: list[str] = []
    for code in (region[:2], region[:4], region[:6]):
        name = fold(division_name(code) or "") if code else ""
        found += [name, name[:-1]] if len(name) > _LEAST_CORE else [name]
    return tuple(word for word in found if len(word) >= _LEAST_CORE)


def _address(text: str, region: str) -> str:
    for word in _place_words(region):
        text = text.removeprefix(word)
    return _BRACKETS.sub("", text).removesuffix("号")


_DIGITS = re.compile(r"[0-9]+")
_NUMBERED = re.compile("[0-9a-z一二三四五六七八九十甲乙丙丁戊己庚辛]+")
