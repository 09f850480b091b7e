"""Rows of a sheet that are no organizations: group headings, sums, signatures, notes, numbers of columns.

Offices put them between and below the data. Each rule wants a sign that no organization's row has; whatever is in
doubt stays a row, and is imported or listed as rejected where the person sees it.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from models.importing.table import Cell, MergedRange

_LONGEST_GROUP = 40
_MOST_FOOTER_CELLS = 8
_WIDE = 3
_BLANKS = re.compile(r"\s+")
_WHOLE = re.compile(r"\(?\d{1,9}\)?|[甲乙丙丁]")
_COUNT = r"\(?(共|计|合计)?\d+(家|个|所|户|间|条|人)?\)?"
_TOTAL = re.compile(
    rf"(.{{0,12}}[^会公])?(合计|总计|小计|共计|累计|总数)(\(.*\))?:?({_COUNT})?|(共|计){_COUNT}|(合|总|小|共)计数?:?"
)
_CODE = re.compile(r"[0-9A-Za-z]{8}")  # damaged or old ones too
_COUNT_ALONE = re.compile(_COUNT)
_WHO = r"(制表|填表|填报|上报|审核|复核|审批|审定|统计|经办|报送|打印|导出|录入|编制|签发|单位|科室|部门|分管|主管)"
_WHAT = r"(人|人员|员|者|单位|机关|部门|日期|时间|负责人|领导|签字|签名|盖章|联系人|电话|联系电话)"
_SIGNED = r"(签字|签名|签章|盖章|\((签字|签名|签章|盖章|公章|章)\))?"
_FOOTER = re.compile(
    rf"({_WHO}{_WHAT}|{_WHO}|{_WHAT}|联系方式|日期){_SIGNED}:.*"
    rf"|(制表|填表|填报|审核|复核)(人|日期|时间|单位|负责人){_SIGNED}"
    r"|(注|备注|说明|附注|附|附件|填表说明|填报说明|填写说明|数据来源|资料来源|来源|注意|注意事项|备注说明)\d?:.*"
    r"|第\d+页.*|共\d+页.*|[-—*]*(以下空白|以下无正文|此页无正文|完)[-—*]*"
    r"|\(?(盖章|公章|签章)\)?:?"
)
_ORDINAL = re.compile(
    r"(\(?[一二三四五六七八九十]{1,3}[)、.,:]|第[一二三四五六七八九十]{1,3}(部分|类|批|组|片)|[IVX]{1,4}[.、]).+"
)
_KINDS = re.compile(
    r"(社会团体|社团|民办非企业(单位)?|民非(单位)?|社会服务机构|基金会|民办学校|民办幼儿园|民办医院|幼儿园|学校|医院|养老机构|"
    r"律师事务所|会计师事务所|两新组织|社会组织|行业协会商会?|[一-龥]{2,6}类)"
    rf"({_COUNT})?:?"
)
_PLACES = re.compile(rf"[一-龥]{{1,9}}(省|市|区|县|旗|街道|镇|乡|街|社区)(民政局)?({_COUNT})?:?")


class OddKind(StrEnum):
    """What a row is that is no organization."""

    GROUP = "group"  # a heading over the rows that follow
    TOTAL = "total"
    FOOTER = "footer"  # who made the sheet, when, and remarks
    NUMBERING = "numbering"  # the numbers of the columns, or a running number and nothing else


class OddRows:
    """Recognizes such rows in one sheet; `fields` are those of its mapping, `merged` its merged cells."""

    def __init__(self, fields: Sequence[str | None], merged: Sequence[MergedRange] = ()) -> None:
        self._fields = fields
        self._name = fields.index("name") if "name" in fields else -1
        self._code = fields.index("code") if "code" in fields else -1
        self._mapped = sum(field is not None for field in fields)
        self._spanned = frozenset(
            row
            for each in merged
            if each.right - each.left + 1 >= min(_WIDE, len(fields)) and each.bottom - each.top <= 1
            for row in range(each.top, each.bottom + 1)
        )

    def kind(self, number: int, cells: Sequence[Cell]) -> OddKind | None:
        """What the row with that number (from 1) is; None for an organization, or for nothing."""
        code = cells[self._code] if 0 <= self._code < len(cells) else None
        if code is not None and _CODE.search(_plain(code)):
            return None
        if len({cell for cell in cells if type(cell) is str and not cell[:1].isdigit()}) > _MOST_FOOTER_CELLS:
            return None
        said = [(at, text) for at, cell in enumerate(cells) if cell is not None and (text := _plain(cell))]
        if not said:
            return None
        named = dict(said).get(self._name, "")
        if _is_total(said, named):
            return OddKind.TOTAL
        if len(said) <= _MOST_FOOTER_CELLS and _FOOTER.fullmatch(said[0][1]):
            return OddKind.FOOTER
        if _is_numbering(said):
            return OddKind.NUMBERING
        if self._is_group(number, said):
            return OddKind.NUMBERING if _WHOLE.fullmatch(said[0][1]) else OddKind.GROUP
        return None

    def _is_group(self, number: int, said: Sequence[tuple[int, str]]) -> bool:
        """One text that stands alone, perhaps with how many follow."""
        at, text = said[0]
        others = {other for _at, other in said[1:]} - {text}
        if any(not _COUNT_ALONE.fullmatch(other) for other in others) or len(text) > _LONGEST_GROUP:
            return False
        if number - 1 in self._spanned or at < self._name:
            return True
        if at != self._name or self._mapped < 2 or others - {text}:  # noqa: PLR2004 - a list of names alone
            return False
        return any(sign.fullmatch(text) for sign in (_ORDINAL, _KINDS, _PLACES)) or text.endswith(":")


def _is_total(said: Sequence[tuple[int, str]], named: str) -> bool:
    """The word for a sum in front or where the name would be, and nothing but numbers behind it."""
    words = [text for _at, text in said if not text[0].isdigit() and text[0] not in "-."]
    return len(words) == 1 and words[0] in {said[0][1], named} and _TOTAL.fullmatch(words[0]) is not None


def _is_numbering(said: Sequence[tuple[int, str]]) -> bool:
    if len(said) < _WIDE or not all(_WHOLE.fullmatch(text) for _at, text in said):
        return False
    numbers = [int(text.strip("()")) for _at, text in said if text not in "甲乙丙丁"]
    return numbers == list(range(1, len(numbers) + 1)) or numbers == list(range(2, len(numbers) + 2))


def _plain(cell: Cell) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", str(cell)))
