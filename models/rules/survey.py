"""The survey of an organization (摸底排查): what is asked, in which of four states an answer is, and what cannot be.

Source: domain rules, section 1 (number, operating status, employees, union status of every organization) and section 4
(columns of people). Shipped as resources/codes/survey.csv; a ledger may add questions of its own or retire any.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

from models.language import N_, _
from models.resources import RESOURCES

#: What a column says where something is not there.
WORDS_OF_NOTHING = frozenset({"无", "没有", "否", "未建", "未建立", "无党组织", "不具备", "0", "×"})
_SIMPLY = frozenset({"有", "是", "√", "已建", "已建立"})


class Shape(Enum):
    """How a question is answered. All can also be answered with "asked, nobody knows"."""

    YES_NO = "yes_no"
    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"
    STREET = "street"


class State(Enum):
    """What is known. "No" is knowledge; "unknown" was asked; "not asked" is neither."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_ASKED = ""

    @property
    def is_known(self) -> bool:
        """True for yes (a number, a text) and for no."""
        return self in {State.YES, State.NO}

    @property
    def word(self) -> str:
        """有, 没有, 不清楚, 没问."""
        return _(_WORDS[self])


_WORDS = {State.YES: N_("有"), State.NO: N_("没有"), State.UNKNOWN: N_("不清楚"), State.NOT_ASKED: N_("没问")}


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `column` is the organization's column that holds what is known; empty for one of its own."""

    code: str
    label: str
    group: str
    shape: Shape
    column: str = ""
    hint: str = ""
    retired: bool = False
    is_own: bool = False  # added by an office, ships with no release


@dataclass(frozen=True, slots=True)
class Answer:
    """The state of one question; `value` is the number, the code or the words that go with it, None without any.

    `said` are the different states where people disagreed, the shown one first; empty where they did not.
    """

    state: State = State.NOT_ASKED
    value: str | int | None = None
    note: str = ""
    said: tuple[State, ...] = ()


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of the survey is done: known and unknown answers of all questions."""

    known: int
    unknown: int
    total: int

    @property
    def not_asked(self) -> int:
        """Questions that nobody has asked yet."""
        return self.total - self.known - self.unknown

    @property
    def percent(self) -> int:
        """The known ones in per cent, whole numbers below; 0 without questions."""
        return 100 * self.known // self.total if self.total else 0


@cache
def shipped_questions() -> dict[str, Question]:
    """The questions that ship with the program, in their order."""
    path = RESOURCES / "codes" / "survey.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Question(
                row["code"], row["label"], row["group"], Shape(row["shape"]), row["column"], row["hint"]
            )
            for row in csv.DictReader(file)
        }


def state_of_words(text: str) -> State:
    """What the words of a column say about having something: 无 is no, anything else is yes, nothing is not asked."""
    plain = text.strip()
    if not plain:
        return State.NOT_ASKED
    return State.NO if plain in WORDS_OF_NOTHING else State.YES


def words_beside(text: str) -> str:
    """What such words add to the mere yes: the name of the party organization, empty for 有."""
    plain = text.strip()
    return "" if plain in WORDS_OF_NOTHING | _SIMPLY else plain


def completeness(answers: Mapping[str, Answer]) -> Completeness:
    """How complete these answers are; one entry for each question that is asked."""
    states = [answer.state for answer in answers.values()]
    return Completeness(sum(state.is_known for state in states), states.count(State.UNKNOWN), len(states))


#: A part cannot be more than the whole: field of the part, field of the whole.
_PARTS = (
    ("full_time", "staff"),
    ("part_time", "staff"),
    ("contracts", "staff"),
    ("women", "staff"),
    ("under_35", "staff"),
    ("party_members", "staff"),
    ("members", "staff"),
)
#: Three full members of the party may form a branch.
_ENOUGH_FOR_BRANCH = 3


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that cannot be quite right, in words, and the questions that it is about. It never refuses."""

    questions: tuple[str, ...]
    text: str


def doubts(answers: Mapping[str, Answer]) -> list[Doubt]:
    """What does not fit together among the answers; only numbers that are known are compared."""
    numbers = {code: answer.value for code, answer in answers.items() if isinstance(answer.value, int)}
    found = []
    for part, whole in _PARTS:
        if part in numbers and whole in numbers and numbers[part] > numbers[whole]:
            text = _("{part} {n} 人多于{whole} {m} 人，请核对").format(
                part=_label(part), n=numbers[part], whole=_label(whole), m=numbers[whole]
            )
            found.append(Doubt((part, whole), text))
    found += _doubt_of_sum(numbers)
    found += _doubts_of_states(answers, numbers)
    return found


def _doubt_of_sum(numbers: Mapping[str, int]) -> list[Doubt]:
    """Full and part time against all: more than the whole is wrong; less leaves somebody out."""
    both = ("full_time", "part_time")
    if not all(name in numbers for name in (*both, "staff")):
        return []
    total = sum(numbers[name] for name in both)
    if max(numbers[name] for name in both) > numbers["staff"] or total == numbers["staff"]:
        return []
    words = (
        _("专职加兼职 {n} 人多于从业人员 {m} 人，请核对")
        if total > numbers["staff"]
        else _("专职加兼职 {n} 人，比从业人员 {m} 人少，还有人没有算进去吗？")
    )
    return [Doubt((*both, "staff"), words.format(n=total, m=numbers["staff"]))]


def _doubts_of_states(answers: Mapping[str, Answer], numbers: Mapping[str, int]) -> list[Doubt]:
    found = []
    status = answers.get("status")
    if numbers.get("staff") == 0 and status is not None and status.value == "active":
        found.append(Doubt(("staff", "status"), _("从业人员是 0，运行状况却是正常，是否空壳？")))
    party = answers.get("party_org", Answer())
    if party.state is State.NO and numbers.get("party_members", 0) >= _ENOUGH_FOR_BRANCH:
        text = _("党员 {n} 人，够建党支部，却没有党组织，请核对").format(n=numbers["party_members"])
        found.append(Doubt(("party_members", "party_org"), text))
    union = answers.get("has_union", Answer())
    if union.state is State.NO and numbers.get("members", 0) > 0:
        text = _("已有会员 {n} 人，却没有工会：是在别处入会的吗？").format(n=numbers["members"])
        found.append(Doubt(("members", "has_union"), text))
    return found


def _label(code: str) -> str:
    return _(shipped_questions()[code].label)
