"""The kind of organization (机构类别) that a name says: Chinese names say at their end what a thing is.

A kindergarten association is an association, a training centre for kindergarten teachers trains, a hospital for
crops is a shop. Where a name does not tell, nothing is proposed.
"""

import re

from models.language import _
from models.rules.proposals import Confidence, Proposal, one_value

#: How names end and what that makes them.
_ENDINGS = {
    "kindergarten": "幼儿园 幼稚园 幼儿学校",
    "school": "学校 小学 中学 高中 初中 学院 大学",
    "hospital": "医院",
    "clinic": "诊所 门诊部 门诊 卫生所 卫生室 卫生站 医务室 卫生服务站 卫生服务中心",
    "training": "培训学校 培训中心 培训学院 培训部 培训班 补习学校 辅导中心 驾驶学校 驾驶技术学校 驾校 进修学校",
    "elderly_care": (
        "养老院 敬老院 老人院 安老院 护老院 颐养院 养护院 托老所 老年公寓 养老公寓 养老中心 颐养中心 康养中心 照料中心 "
        "养老服务中心 养老服务站 长者服务中心 养老驿站 护养中心 老年人服务中心"
    ),
    "social_work": (
        "社会工作服务中心 社工服务中心 社会工作站 社工站 社工服务社 社会工作服务社 社会工作事务所 社工事务所 "
        "社会工作发展中心 社会工作中心"
    ),
    "academic": "学会 研究会",
    "industry": "商会 同业公会 行业协会 行业联合会",
    "charity": (
        "基金会 慈善会 慈善总会 慈善协会 志愿者协会 志愿服务协会 志愿者联合会 义工联合会 义工协会 红十字会 救援队 "
        "志愿服务中心 公益服务中心 公益促进会 公益中心 公益协会"
    ),
    "culture_sport": "艺术团 合唱团 乐团 剧团 俱乐部 博物馆 美术馆 艺术馆 图书馆 画院 书画院 体育会",
    "research": "研究院 研究所 研究中心 科学院",
}
_BY_ENDING = {word: category for category, words in _ENDINGS.items() for word in words.split()}
_LONGEST = max(map(len, _BY_ENDING))
#: Names that end like one of these and are something else.
_NOT = re.compile(
    "(?:庄稼|作物|果树|柑桔|柑橘|林木|宠物|动物|兽|畜|植物|汽车|手机|玩具|家电|钟表|皮具|农机)(?:医院)?(?:总?医院|诊所|门诊部?)$"
    "|(?:家长|市民|人口|婚育|农民夜|法治|道德)学校$"
    "|(?:老年|社区)大学$|老年学校$|党校$|儿童福利院$"
)
_ASSOCIATION = re.compile("(?:协会|联合会|促进会|联谊会|总会|联盟)$")
_SPORT_OR_ART = re.compile(
    "体育|足球|篮球|排球|羽毛球|乒乓|网球|棋|武术|太极|游泳|跑|钓鱼|舞蹈|音乐|美术|书法|书画|摄影|戏|曲艺|文学|作家|"
    "诗|文艺|艺术|文化|收藏|集邮|民俗|健身|骑行|登山|车友|模特|电影|电视"
)
#: Of whom an association is, not what it is about: 某某公司职工技术协会.
_OWNER = re.compile("^.*(?:公司|集团|厂|银行|医院|学校|局)")
_INSIDE = re.compile("职工|员工|年金")
_CHARITY = re.compile("慈善|公益|志愿|义工|助残|爱心|扶贫|救助")
_TRADE = re.compile(
    "行业|产业|企业|商|贸|医院|医疗|幼儿园|幼教|民办教育|学前教育|养老|餐饮|烹饪|物业|建筑|建材|装饰|汽车|家具|家电|五金|"
    "服装|纺织|皮|鞋|珠宝|食品|饮料|酒|茶|粮|油|水产|渔|畜|农产品|种植|养殖|花卉|果|化工|塑料|印刷|包装|物流|运输|快递|"
    "旅游|酒店|民宿|美容|美发|家政|软件|信息|电子|通信|互联网|电商|金融|保险|银行|典当|担保|拍卖|广告|会展|中介|经纪|律师|"
    "会计|税务|评估|测绘|监理|安防|消防|环保|能源|电力|燃气|矿|钢|机械|模具|制造|加工|零售|连锁|超市|药|质量|计量|招标"
)
_LEGAL_FORM = re.compile("(?:有限责任|股份有限|有限)公司$|[(（](?:普通|特殊普通|有限)合伙[)）]$")
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]$")
_CLOSING = ("公司", ")", "）", "]", "】")
_PARTS = ("园区", "校区", "院区", "分园", "分校", "分院", "分部", "总院", "总园", "本部")
_BRANCH = re.compile(
    f"^(.*(?:幼儿园|学校|小学|中学|学院|医院|诊所|门诊部|养老院|敬老院))[^园校院所部]{{0,8}}(?:{'|'.join(_PARTS)})$"
)
#: The labels of these say 民办: a public one is none.
_PRIVATE = frozenset({"hospital", "school", "kindergarten"})
_OF_COMPANIES = _PRIVATE | {"clinic", "training", "elderly_care"}
_OF_ASSOCIATIONS = frozenset({"industry", "academic", "culture_sport", "charity"})
_PRIVATE_WORDS = re.compile("民办|私立")
_PUBLIC = re.compile(
    "公办|公立|机关|部队|军区|武警|人民医院|中心医院|中心小学|中心卫生院|第[一二三四五六七八九十0-9]+(?:小学|中学|高中|幼儿园)"
)


def guess_category(name: str, type_: str | None) -> Proposal | None:
    """The category of an organization by its name; `type_` is its type if it is known (it decides how sure)."""
    if type_ in {"public_body", "trade_union", "law_firm", "accounting_firm"}:
        return None
    stem = _stem(name)
    if _NOT.search(stem):
        return None
    for size in range(min(_LONGEST, len(stem)), 1, -1):
        category = _BY_ENDING.get(stem[-size:])
        if category:
            return _proposal(category, stem[-size:], name, type_)
    return _association(stem, type_) if _ASSOCIATION.search(stem) else None


def _stem(name: str) -> str:
    """The name without legal form, remarks in brackets and the name of a branch."""
    stem = name.strip()
    for _round in range(2):
        if stem.endswith(_CLOSING):
            stem = _BRACKETS.sub("", _LEGAL_FORM.sub("", stem)).strip()
    branch = _BRANCH.match(stem) if stem.endswith(_PARTS) else None
    return branch[1] if branch else stem


def _proposal(category: str, word: str, name: str, type_: str | None) -> Proposal | None:
    said = _("名称含“{word}”").format(word=word)
    if type_ in {"association", "foundation"} and category not in _OF_ASSOCIATIONS:
        return None
    if type_ == "company":
        if category not in _OF_COMPANIES:
            return None
        ground = _("{said}，企业登记").format(said=said) if category in _PRIVATE else said
        return one_value("category", category, Confidence.LIKELY, ground)
    if category not in _PRIVATE:
        return one_value("category", category, Confidence.SURE if type_ else Confidence.LIKELY, said)
    if type_ == "service":
        return one_value("category", category, Confidence.SURE, said)
    private = _PRIVATE_WORDS.search(name)
    if private:
        ground = _("{said}和“{private}”").format(said=said, private=private[0])
        return one_value("category", category, Confidence.SURE, ground)
    if _PUBLIC.search(name):
        return one_value("category", category, Confidence.HINT, _("{said}，像是公办").format(said=said))
    # Most kindergartens are private, most schools and many hospitals are not.
    confidence = Confidence.LIKELY if category == "kindergarten" else Confidence.HINT
    return one_value("category", category, confidence, _("{said}，公办民办不明").format(said=said))


def _association(stem: str, type_: str | None) -> Proposal | None:
    """What an association is about says its middle."""
    if type_ == "company":
        return None
    owner = _OWNER.match(stem)
    subject = stem[owner.end() :] if owner and _INSIDE.search(stem, owner.end()) else stem
    for pattern, category in ((_CHARITY, "charity"), (_TRADE, "industry"), (_SPORT_OR_ART, "culture_sport")):
        found = pattern.search(subject)
        if found:
            ground = _("协会类，名称含“{word}”").format(word=found[0])
            return one_value("category", category, Confidence.LIKELY, ground)
    return None
