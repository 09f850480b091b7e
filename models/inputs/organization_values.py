"""What is typed or read for one column of an organization, as the value to store."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from models.divisions import Division, full_name, streets_named, streets_of
from models.errors import InputProblem
from models.language import _
from models.ledger_columns import LedgerColumn, Shape, Source, column_named, stage_field
from models.rules.credit_codes import clean_code

_YES = frozenset({"是", "有", "√", "1", "y", "yes", "true", "已", "已录入", "已建", "重点"})
_NO = frozenset({"否", "无", "×", "0", "n", "no", "false", "未", "未录入", "未建", "没有", "非重点"})
_NUMBER = re.compile(r"^\s*(?:共|计|共计)?\s*(-?\d[\d,，]*)(?:\.0+)?\s*[人名位个家户所员]?\s*$")
_TEN_THOUSANDS = re.compile(r"^\s*(\d+)(?:\.(\d{1,4}))?\s*万\s*[人名位个家户所员]?\s*$")
_DAY = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号.]?(?:[ T].*)?$")
_COMPACT_DAY = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_STREET_CODE = re.compile(r"^\d{9}(?:000)?$")
_AS_WRITTEN = frozenset({Shape.TEXT, Shape.LONG_TEXT})
_MOST_STAFF = 10_000_000


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a value may refer to: cadres by name (record id; raises InputProblem), streets within a division."""

    cadre: Callable[[str], bytes]
    division: str = ""


def parse_fields(texts: dict[str, str], lookup: Lookup) -> dict[str, object]:
    """Values to store from texts by heading or field name; InputProblem names every field that is wrong."""
    values: dict[str, object] = {}
    problems: dict[str, str] = {}
    for key, text in texts.items():
        column = column_named(key)
        if column is None:
            problems[key] = _("没有“{field}”这一栏。").format(field=key)
            continue
        try:
            values |= parse_value(column, text, lookup)
        except InputProblem as problem:
            problems[column.heading] = str(problem)
    if problems:
        raise InputProblem("\n".join(f"{field}：{text}" for field, text in problems.items()), fields=problems)
    return values


def parse_value(column: LedgerColumn, text: str, lookup: Lookup) -> dict[str, object]:
    """The stored fields that a text means for a column (a stage clears a side state); empty text clears it."""
    if column.source is Source.DERIVED:
        raise InputProblem(_("这一栏由走访、原因、工会等记录算出来，不能直接改。"))
    text = text.strip() if column.shape in _AS_WRITTEN else unicodedata.normalize("NFKC", text).strip()
    if column.shape is Shape.STAGE:
        return _stage(text)
    if not text:
        return {column.name: None}
    return {column.name: _parsed(column, text, lookup)}


def parse_number(text: str) -> int:
    """A count as people write it: 38, 1,200, 38人, 共38家, 1.2万人; InputProblem otherwise.

    What is only about a number (约40, 20-30) is none: a person has to say which.
    """
    plain = unicodedata.normalize("NFKC", text)
    match = _NUMBER.match(plain)
    number = int(match[1].replace(",", "").replace("，", "")) if match else -1
    if match := _TEN_THOUSANDS.match(plain):
        number = int(match[1]) * 10_000 + int((match[2] or "0").ljust(4, "0"))
    if not 0 <= number <= _MOST_STAFF:
        raise InputProblem(_("“{text}”不是人数，要写整数。").format(text=text))
    return number


def parse_day(text: str) -> date:
    """A date as sheets hold it: 2024-06-18, 2024/6/18, 2024.6.18, 2024年6月18日, 20240618; InputProblem otherwise."""
    text = unicodedata.normalize("NFKC", text).strip()
    match = _DAY.match(text) or _COMPACT_DAY.match(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else date.fromisoformat(text)
    except ValueError:
        raise InputProblem(_("“{text}”不是日期，例如 2024-06-18。").format(text=text)) from None


def parse_yes_no(text: str) -> int:
    """1 or 0; InputProblem for anything that says neither."""
    word = unicodedata.normalize("NFKC", text).strip().lower()
    if word in _YES:
        return 1
    if word in _NO:
        return 0
    raise InputProblem(_("“{text}”要写“是”或“否”。").format(text=text))


def _parsed(column: LedgerColumn, text: str, lookup: Lookup) -> object:
    match column.shape:
        case Shape.NUMBER:
            return parse_number(text)
        case Shape.DATE:
            return parse_day(text)
        case Shape.YES_NO:
            return parse_yes_no(text)
        case Shape.CHOICE:
            return _choice(column, text)
        case Shape.STREET:
            return parse_street(text, lookup.division)
        case Shape.CADRE:
            return lookup.cadre(text)
        case Shape.CODE:
            return clean_code(text)
        case _:
            return text


def _choice(column: LedgerColumn, text: str) -> str:
    if column.choices is None:
        raise TypeError(column.name)
    code = column.choices.code_of(text)
    if code is None:
        choices = "、".join(entry.label for entry in column.choices.entries)
        raise InputProblem(_("没有“{text}”这一项，可选：{choices}").format(text=text, choices=choices))
    return code


def parse_street(text: str, division: str) -> str:
    """The code of a street from its code or name (alone or in full) within a division; InputProblem if uncertain."""
    if _STREET_CODE.match(text):
        code = text[:9]
        if full_name(code):
            return code
        raise InputProblem(_("没有代码为 {code} 的街道。").format(code=code))
    found = streets_named(text, division) or _streets_in_full(text, division)
    if len(found) == 1:
        return found[0].code
    if not found:
        raise InputProblem(_("没有找到街道“{text}”。请写全称，或九位街道代码。").format(text=text))
    names = "、".join(f"{full_name(street.code)}（{street.code}）" for street in found[:5])
    raise InputProblem(
        _("叫“{text}”的街道有 {n} 个，请写九位代码：{names}").format(text=text, n=len(found), names=names)
    )


def _streets_in_full(text: str, division: str) -> tuple[Division, ...]:
    """The street whose name is written with all above it, as our own sheets do."""
    return tuple(
        street for street in streets_of(division) if text.endswith(street.name) and full_name(street.code) == text
    )


def _stage(text: str) -> dict[str, object]:
    if not text:
        return {"stage": None, "side_state": None}
    found = stage_field(text.split(maxsplit=1)[0])
    if found is None:
        raise InputProblem(_("没有“{text}”这个阶段，可写 S0 到 S10、P1、P2、P3 或它们的名称。").format(text=text))
    field, code = found
    # Going on along the stages ends a side state; a side state keeps the stage it stopped at.
    return {"stage": code, "side_state": None} if field == "stage" else {"side_state": code}
