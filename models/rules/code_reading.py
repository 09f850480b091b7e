"""What a credit code says in words: who registered whom, where, at which level, and what looks odd about it.

Source: GB 32100-2015, tables of registering departments and classes; domain rules, section 3. A warning never rejects.
"""

from dataclasses import dataclass
from functools import lru_cache

from models.divisions import division_name, full_name, is_known_region
from models.language import N_, _
from models.rules.credit_codes import (
    code_state,
    level_of_region,
    organization_part_is_valid,
    region_of_code,
    registering_prefix,
)
from models.vocabulary import LEVELS

_DEPARTMENTS = {
    "1": N_("机构编制部门"),
    "2": N_("外交部门"),
    "3": N_("司法行政部门"),
    "4": N_("文化部门"),
    "5": N_("民政部门"),
    "6": N_("旅游部门"),
    "7": N_("宗教事务部门"),
    "8": N_("工会"),
    "9": N_("市场监管部门"),
}
_CLASSES = {
    "11": N_("机关"),
    "12": N_("事业单位"),
    "13": N_("编办管理的群众团体"),
    "19": N_("其他机构"),
    "21": N_("外国常驻新闻机构"),
    "29": N_("其他机构"),
    "31": N_("律师执业机构"),
    "32": N_("公证处"),
    "33": N_("基层法律服务所"),
    "34": N_("司法鉴定机构"),
    "35": N_("仲裁委员会"),
    "39": N_("其他机构"),
    "41": N_("外国在华文化中心"),
    "49": N_("其他机构"),
    "51": N_("社会团体"),
    "52": N_("民办非企业单位"),
    "53": N_("基金会"),
    "59": N_("其他机构"),
    "61": N_("外国旅游部门常驻代表机构"),
    "62": N_("港澳台旅游部门常驻代表机构"),
    "69": N_("其他机构"),
    "71": N_("宗教活动场所"),
    "72": N_("宗教院校"),
    "79": N_("其他机构"),
    "81": N_("基层工会"),
    "89": N_("其他工会组织"),
    "91": N_("企业"),
    "92": N_("个体工商户"),
    "93": N_("农民专业合作社"),
}
_CIVIL_AFFAIRS = "5"


@dataclass(frozen=True, slots=True)
class CodeReading:
    """A code taken apart. `state` is valid, invalid or missing; the rest is empty unless it is valid.

    `region_name` is the full name of the region of registration, empty where today's table has not got it; `level`
    is only said of codes of civil affairs.
    """

    state: str
    department: str = ""
    kind: str = ""
    region: str = ""
    region_name: str = ""
    level: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """One line: 民政部门 · 民办非企业单位 · 广东省广州市海珠区 · 县级."""
        parts = (self.department, self.kind, self.region_name, LEVELS.label(self.level or None))
        return " · ".join(dict.fromkeys(part for part in parts if part))


def read_code(code: str | None) -> CodeReading:
    """What a cleaned code says, now and without asking anybody."""
    state = code_state(code)
    if code is None or state != "valid":
        return CodeReading(state)
    prefix, region = registering_prefix(code), region_of_code(code)
    kind = _CLASSES.get(prefix)
    warnings = []
    if kind is None:
        warnings.append(_("前两位 {prefix} 不是现有的登记类别，请核对").format(prefix=prefix))
    if not is_known_region(region):
        warnings.append(_region_warning(region))
    if not organization_part_is_valid(code):
        warnings.append(_("第 17 位与组织机构代码的校验不符，请核对"))
    department = _DEPARTMENTS.get(code[0])
    has_level = code[0] == _CIVIL_AFFAIRS and kind is not None and is_plausible_stem(code[:8])
    return CodeReading(
        state,
        _(department) if department else "",
        _(kind) if kind else "",
        region,
        full_name(region),
        level_of_region(region) if has_level else "",
        tuple(warnings),
    )


@lru_cache(maxsize=65_536)
def is_plausible_stem(stem: str) -> bool:
    """Whether the first eight characters can be those of a real code: a known class, a province that exists."""
    return stem[:2] in _CLASSES and (stem[2:] == "100000" or bool(division_name(stem[2:4])))


def _region_warning(region: str) -> str:
    if not division_name(region[:2]):
        return _("区划码 {region} 不存在，没有这个省份，请核对").format(region=region)
    return _("现行区划里没有 {region}，可能是撤并前的区划").format(region=region)
