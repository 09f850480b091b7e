"""What the cells of a column say about it: whether they fit a field, and which field they must be."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from models.errors import InputProblem
from models.importing.extras import refuse_unreadable
from models.importing.table import Cell
from models.inputs.organization_values import parse_day, parse_number, parse_yes_no
from models.ledger_columns import COLUMN_BY_NAME, LedgerColumn, Shape, stage_field
from models.rules.credit_codes import clean_code, is_valid_code

#: At least so many of the cells have to agree.
MOST = 0.6
NEARLY_ALL = 0.9
_MANY_DIFFERENT = 0.8
_FEW_DIFFERENT = 0.5
_EMPTY = frozenset({"", "无", "暂无", "没有", "-", "--", "—", "——", "/", "\\", "n/a", "na", "null", "none"})
_CODE_LENGTHS = frozenset({15, 18})
_LONG_NUMBER = 10**14
_FULL_NUMBER = range(10**17, 10**18)
_CODE_STARTS = ("11", "12", "13", "19", "31", "32", "33", "34", "35", "39", "51", "52", "53", "59", "91", "92", "93")
_UNION_STARTS = ("81", "89")
_BORN = re.compile(r"^\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_ORGANIZATION = re.compile(
    r"(幼儿园|幼稚园|托儿所|托育园|小学|中学|学校|学院|大学|书院|园|协会|商会|学会|研究会|联合会|促进会|联谊会|志愿者?队|"
    r"基金会|事务所|医院|诊所|门诊部|卫生院|服务中心|发展中心|活动中心|培训中心|研究院|研究所|中心|服务社|合作社|联合社|公司|"
    r"养老院|敬老院|护理院|福利院|服务站|俱乐部|艺术团|博物馆|美术馆|图书馆|工会委员会|工会联合会|总工会|委员会|联盟|工作室|院|馆|社|会|所|站|部|厂|店|队|团)"
    r"(\([^()]*\))?$"
)
_PERSON = re.compile(
    r"[\u4e00-\u9fff]{1,4}([·•.][\u4e00-\u9fff]{1,8})?[*＊x×某先生女士]*|[\u4e00-\u9fff][*＊]{1,3}[\u4e00-\u9fff]?"
)
_PHONE = re.compile(r"(\+?86[- ]?)?1[3-9][\d*]{9}|(\(?0\d{2,3}\)?[- ]?)?[2-8]\d{6,7}([-转#]\d{1,5})?")
_DAY = re.compile(r"(19[4-9]\d|20[0-4]\d)([-/.年]\d{1,2}([-/.月](\d{1,2})?日?)?.*|年|\d{4})?")
_STREET = re.compile(r"[\u4e00-\u9fff]{1,10}(街道|街道办事处|办事处|镇|乡|街|地区|苏木)|\d{9}(000)?")
_PLACE_WORDS = re.compile(r"[省市区县镇乡村街道路巷弄里号栋幢楼座室层座园厦]")
_HAS_NUMBER = re.compile(r"[\d一二三四五六七八九十]+(号|栋|幢|楼|室|层|座|弄|巷|组|队|社|-)")
_LONG_ENOUGH, _MOST_OF_A_STREET = 6, 12
_PLACE_WORDS_OF_AN_ADDRESS = 2
_SERIALS = range(18_000, 60_000)


def text_of(cell: Cell) -> str:
    """A cell as half-width text without blanks around it; empty where it says nothing."""
    text = "" if cell is None else unicodedata.normalize("NFKC", str(cell)).strip()
    return "" if text.casefold() in _EMPTY else text


def filled(cells: Sequence[Cell]) -> list[Cell]:
    """The cells that say something."""
    return [cell for cell in cells if text_of(cell)]


def share(cells: Sequence[Cell], fits: Callable[[Cell], bool]) -> float:
    """How many of the cells fit, from 0 to 1; 0 without cells."""
    return sum(map(fits, cells)) / len(cells) if cells else 0.0


def fit(field: str, cells: Sequence[Cell]) -> float | None:
    """How many of the cells could be values of a field, from 0 to 1; None where none says anything."""
    said = filled(cells)
    return share(said, _test_of(COLUMN_BY_NAME[field])) if said else None


def is_organization(cell: Cell) -> bool:
    """True for a name that ends as names of organizations do."""
    text = text_of(cell).replace("（", "(").replace("）", ")")
    return isinstance(cell, str) and len(text) > 1 and _ORGANIZATION.search(text) is not None


def is_damaged_code(cell: Cell) -> bool:
    """True for a credit code that became a number: Excel has put zeros for its last three digits."""
    text = text_of(cell)
    if isinstance(cell, str):
        return re.fullmatch(r"\d\.\d{3,}e\+1[67]", text.casefold()) is not None
    return isinstance(cell, int | float) and int(cell) in _FULL_NUMBER


def by_contents(cells: Sequence[Cell], *, unnamed: bool) -> tuple[str, bool] | None:
    """The field that a column's cells must be, and whether that is sure; None where they leave it open.

    A column with a heading of its own is only believed to be the code: names, places and telephone numbers may be
    those of somebody else.
    """
    said = filled(cells)
    if not said:
        return None
    if (found := _code(said)) is not None:
        return found
    if not unnamed:
        return None
    if share(said, is_organization) >= MOST and variety(said) >= _MANY_DIFFERENT:
        return "name", share(said, is_organization) >= NEARLY_ALL
    tests: tuple[tuple[str, Callable[[Cell], bool]], ...] = (
        ("phone", _is_phone),
        ("founded_on", _is_day),
        ("street", _is_street),
        ("address", is_address),
    )
    for field, test in tests:
        if share(said, test) >= MOST and (field != "street" or variety(said) <= _FEW_DIFFERENT):
            return field, False
    return None


def is_address(cell: Cell) -> bool:
    """True for a text that reads like an address."""
    text = text_of(cell)
    return (
        isinstance(cell, str)
        and len(text) >= _LONG_ENOUGH
        and len(_PLACE_WORDS.findall(text)) >= _PLACE_WORDS_OF_AN_ADDRESS
        and (_HAS_NUMBER.search(text) is not None or re.search("[省市区县]", text) is not None)
    )


def looks_like_data(cell: Cell) -> bool:
    """True for what no heading is: a number, a code, a day, a telephone number, an address with numbers."""
    if cell is None or isinstance(cell, str):
        text = text_of(cell)
        return bool(text) and (
            text.replace(".", "", 1).replace(",", "").isdigit()
            or is_valid_code(clean_code(text))
            or _is_phone(cell)
            or (_is_day(cell) and any(map(str.isdigit, text)))
            or (is_address(cell) and _HAS_NUMBER.search(text) is not None)
        )
    return True


def _code(said: Sequence[Cell]) -> tuple[str, bool] | None:
    codes = [clean_code(str(cell)) for cell in said if isinstance(cell, str)]
    valid = [code for code in codes if is_valid_code(code)]
    if len(valid) >= MOST * len(said):
        union = sum(code.startswith(_UNION_STARTS) for code in valid)
        return ("union_code", False) if union > len(valid) / 2 else ("code", True)
    damaged = [text_of(cell) for cell in said if is_damaged_code(cell)]
    if len(damaged) >= MOST * len(said) and not any(_BORN.match(text) for text in damaged):
        starts = sum(text.replace(".", "").startswith(_CODE_STARTS) for text in damaged)
        return ("code", False) if starts >= MOST * len(damaged) else None
    return None


def variety(said: Sequence[Cell]) -> float:
    """How many of the cells differ, from nearly 0 to 1; 1 without any."""
    return len({text_of(cell) for cell in said}) / len(said) if said else 1.0


def _test_of(column: LedgerColumn) -> Callable[[Cell], bool]:
    """The test that a cell of a column has to pass."""
    special: dict[str, Callable[[Cell], bool]] = {
        "name": lambda cell: isinstance(cell, str) and not looks_like_data(cell),
        "address": lambda cell: isinstance(cell, str) and not _is_phone(cell),
        "head": _is_person,
        "contact": _is_person,
        "reviewer": _is_person,
        "union_code": _is_code,
    }
    if column.name in special:
        return special[column.name]
    if column.choices is not None:
        choices = column.choices
        return lambda cell: choices.code_of(text_of(cell)) is not None
    shapes: dict[Shape, Callable[[Cell], bool]] = {
        Shape.CODE: _is_code,
        Shape.NUMBER: lambda cell: _reads(parse_number, cell),
        Shape.DATE: _is_day,
        Shape.YES_NO: lambda cell: _reads(parse_yes_no, cell),
        Shape.STREET: _is_street,
        Shape.STAGE: lambda cell: stage_field(text_of(cell).split(maxsplit=1)[0]) is not None,
        Shape.PHONE: lambda cell: sum(map(str.isdigit, text_of(cell))) >= 5 or "*" in text_of(cell),  # noqa: PLR2004
        Shape.CADRE: _is_person,
    }
    return shapes.get(column.shape) or (
        lambda cell: _reads(lambda text: refuse_unreadable(column.name, text, None), cell)
    )


def _reads(parse: Callable[[str], object], cell: Cell) -> bool:
    try:
        parse(text_of(cell))
    except InputProblem:
        return False
    return True


def _is_code(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return isinstance(cell, int | float) and cell >= _LONG_NUMBER
    code = clean_code(cell)
    return is_damaged_code(cell) or (len(code) in _CODE_LENGTHS and code.isascii() and code.isalnum())


def _is_person(cell: Cell) -> bool:
    return isinstance(cell, str) and all(
        _PERSON.fullmatch(name) for name in re.split(r"[、,;/ ]+", text_of(cell)) if name
    )


def _is_phone(cell: Cell) -> bool:
    text = text_of(cell).replace(" ", "")
    parts = [part for part in re.split(r"[/、,;；]", text) if part]
    return bool(parts) and all(_PHONE.fullmatch(part) for part in parts)


def _is_day(cell: Cell) -> bool:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) in _SERIALS or _reads(parse_day, cell)
    return _DAY.fullmatch(text_of(cell)) is not None or _reads(parse_day, cell)


def _is_street(cell: Cell) -> bool:
    text = text_of(cell)
    return len(text) <= _MOST_OF_A_STREET and _STREET.fullmatch(text) is not None
