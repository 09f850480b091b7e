"""The category that a name says, and the names that only seem to say one."""

import pytest

from models.rules.category_words import guess_category
from models.rules.proposals import Confidence


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("海珠区启明幼儿园", "kindergarten"),
        ("启明幼儿园（东圃园区）", "kindergarten"),
        ("启明幼儿园滨江分园", "kindergarten"),
        ("东方医院附属幼儿园", "kindergarten"),
        ("精博中英文幼稚园", "kindergarten"),
        ("育才实验学校", "school"),
        ("育才学校东校区", "school"),
        ("育才高级中学", "school"),
        ("仁爱医院", "hospital"),
        ("仁爱医院有限公司", "hospital"),
        ("王氏口腔诊所", "clinic"),
        ("凝和堂中医门诊部有限公司", "clinic"),
        ("幼儿园教师培训中心", "training"),
        ("巨人教育培训学校", "training"),
        ("安达汽车驾驶学校有限公司", "training"),
        ("夕阳红养老院", "elderly_care"),
        ("赤岗街居家养老服务中心", "elderly_care"),
        ("春晖社会工作服务中心", "social_work"),
        ("海珠区幼儿园协会", "industry"),
        ("广东省医院管理协会", "industry"),
        ("海珠区民办教育协会", "industry"),
        ("海珠区养老服务行业协会", "industry"),
        ("海珠区潮汕商会", "industry"),
        ("供销合作经济学会", "academic"),
        ("中医药文化研究会", "academic"),
        ("海珠区书法家协会", "culture_sport"),
        ("飞跃足球俱乐部", "culture_sport"),
        ("海珠区慈善会", "charity"),
        ("华南公益基金会", "charity"),
        ("蓝天救援队", "charity"),
        ("海珠区志愿者协会", "charity"),
        ("南方经济研究院", "research"),
    ],
)
def test_what_a_name_says(name: str, category: str) -> None:
    found = guess_category(name, None)
    assert found is not None
    assert found.value == category


@pytest.mark.parametrize(
    "name",
    [
        "",
        "海珠区老年人协会",
        "某某公司职工持股会",
        "云南省烟草公司职工技术协会",
        "兴隆庄稼医院",
        "阳平供销社果树医院",
        "小雨点宠物医院有限公司",
        "庄稼医院门诊部",
        "启明幼儿园食堂",
        "启明幼儿园家长学校",
        "水利电力学校机械制造厂",
        "工业学校劳动服务公司",
        "东方医院投资管理有限公司",
        "海珠区老年大学",
        "中山大学校友会",
        "海珠区委党校",
        "儿童福利院",
        "晨光文具店",
    ],
)
def test_what_a_name_does_not_say(name: str) -> None:
    assert guess_category(name, None) is None


@pytest.mark.parametrize(
    ("name", "type_", "confidence"),
    [
        ("启明幼儿园", "service", Confidence.SURE),
        ("启明幼儿园", None, Confidence.LIKELY),  # public or private?
        ("育才实验学校", None, Confidence.HINT),  # most schools are public
        ("仁爱医院", None, Confidence.HINT),
        ("民办启明幼儿园", None, Confidence.SURE),
        ("95107部队幼儿园", None, Confidence.HINT),
        ("海珠区第一中学", None, Confidence.HINT),
        ("乐群幼儿园有限公司", "company", Confidence.LIKELY),
        ("春晖社会工作服务中心", "service", Confidence.SURE),
        ("供销合作经济学会", "association", Confidence.SURE),
        ("海珠区幼儿园协会", "association", Confidence.LIKELY),
    ],
)
def test_how_sure_it_is(name: str, type_: str | None, confidence: Confidence) -> None:
    found = guess_category(name, type_)
    assert found is not None
    assert found.confidence is confidence


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("启明幼儿园", "public_body"),  # the category is 民办幼儿园
        ("东方医院工会", "trade_union"),
        ("启明幼儿园", "association"),
        ("南方经济研究院有限公司", "company"),
        ("恒信学校律师事务所", "law_firm"),
    ],
)
def test_a_type_can_rule_a_category_out(name: str, type_: str) -> None:
    assert guess_category(name, type_) is None


def test_the_ground_names_the_word() -> None:
    found = guess_category("启明幼儿园", "service")
    assert found is not None
    assert found.ground == "名称含“幼儿园”"
    company = guess_category("乐群幼儿园有限公司", "company")
    assert company is not None
    assert company.ground == "名称含“幼儿园”，企业登记"
