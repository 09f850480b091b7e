"""The condition language: grammar, every field, sentences for what is wrong, and no way into the SQL."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.edits.eligibility import decide_eligibility
from models.edits.reasons import add_reason
from models.edits.unions import form_union
from models.edits.visits import record_visits
from models.errors import AmbiguousProblem, InputProblem
from models.inputs.forms import EligibilityInput, ReasonInput, UnionInput, VisitInput
from models.inputs.organization_values import Lookup
from models.ledger.author import author_named
from models.ledger_columns import LEDGER_COLUMNS, Source
from models.queries.organization_list import ListQuery, ids
from models.queries.where import Term, parse_where, split_terms
from tests.models.edits.desk import CHIGANG, TODAY, Desk, code_of

YESTERDAY = TODAY - timedelta(days=1)


def lookup_of(office: Desk) -> Lookup:
    def cadre(name: str) -> bytes:
        with office.ledger.reading() as db:
            return author_named(db, name).cadre

    return Lookup(cadre, "440105")


def found(office: Desk, text: str) -> str:
    """The initials of the organizations that fit, in order."""
    where = parse_where(text, lookup_of(office))
    records = ids(office.ledger, ListQuery(where=where.sql, values=where.values)).tolist()
    names = dict(office.all("SELECT id, substr(name,1,1) FROM organization"))
    return "".join(names[record] for record in records)


@pytest.fixture
def four(office: Desk) -> Desk:
    """甲 to 丁: each differs from the others in everything that can be asked."""
    me = office.ledger.author.cadre
    jia = office.add(
        "甲园",
        code=code_of("52", "440105"),
        category="kindergarten",
        authority="海珠区民政局",
        supervisor="区教育局",
        founded_on=date(2015, 3, 9),
        address="赤岗路1号",
        street=CHIGANG,
        staff=26,
        women=20,
        phone="020-34082442",
        owner=me,
        deadline=date(2024, 12, 31),
        stage="S3",
        proposed_route="own",
        leader="陈副主席",
    )
    yi = office.add(
        "乙校", code=code_of("52", "440000", 2), category="school", staff=100, status="active", note="100%达标_好"
    )
    bing = office.add("丙协会", code=code_of("51", "440105", 3), staff=3, key_declared=0, side_state="P2", stage="S4")
    office.add("丁社", code="110108600113450", authority="海珠区民政局")
    k = office.ledger
    record_visits(k, [jia], VisitInput(visited_on=YESTERDAY, result="2", reasons=("B2",), next_on=YESTERDAY))
    record_visits(k, [bing], VisitInput(visited_on=TODAY, result="1"))
    form_union(k, [yi], UnionInput(name="乙校工会", route="own", founded_on=date(2024, 5, 1)))
    add_reason(k, bing, ReasonInput(code="D1", opened_on=TODAY))
    decide_eligibility(k, [jia], EligibilityInput(decision="no", decided_on=YESTERDAY, until=YESTERDAY))
    decide_eligibility(k, [bing], EligibilityInput(decision="no", decided_on=YESTERDAY, until=TODAY))
    return office


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "甲乙丙丁"),
        ("   ", "甲乙丙丁"),
        ("职工>=26", "甲乙"),
        ("职工>26", "乙"),
        ("职工<26", "丙"),
        ("职工<=26", "甲丙"),
        ("职工=26", "甲"),
        ("职工!=26", "乙丙丁"),  # who has no number is not 26 either
        ("职工≥26 且 职工≤99", "甲"),
        ("职工≠26", "乙丙丁"),
        ("not 职工=26", "乙丙丁"),
        ("非 职工>26", "甲丙丁"),
        ("not not 职工=26", "甲"),
        ("职工=", "丁"),
        ("职工!=", "甲乙丙"),
        ('职工=""', "丁"),
        ("职工=26 or 职工=3", "甲丙"),
        ("职工=26 或 职工=3", "甲丙"),
        ("职工=26 OR 职工=3 AND 名称=丙协会", "甲丙"),  # and binds closer
        ("(职工=26 or 职工=3) and 名称=丙协会", "丙"),
        ("（职工=26 或 职工=3） 且 名称=丙协会", "丙"),
        ("职工=26 and not (名称=乙校 or 名称=丙协会)", "甲"),
        ("职工=1,00", "乙"),
        ("职工 = 100 人", "乙"),  # blanks within a value
    ],
)
def test_grammar(four: Desk, text: str, names: str) -> None:
    assert found(four, text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("名称~园", "甲"),
        ("名称~%", ""),  # taken literally
        ("名称~園", "甲"),  # as a search finds it
        ("名称~bxh", "丙"),
        ("名称~_", ""),
        ("备注~100%", "乙"),
        ("备注~_好", "乙"),
        ('备注~"!"', ""),
        ('名称="甲园"', "甲"),
        (f"信用代码={code_of('52', '440105')}", "甲"),
        (f"代码待核=是 or code={code_of('52', '440105').lower()}", None),
        ("组织类型=民非", "甲乙"),
        ("type=association", "丙"),
        ("类别=幼儿园", "甲"),
        ("登记机关~民政", "甲丁"),
        ("登记级别=省级", "乙"),
        ("level=county", "甲丙丁"),
        ("主管单位=区教育局", "甲"),
        ("成立日期<2016-01-01", "甲"),
        ("成立日期=2015年3月9日", "甲"),
        ("地址~赤岗", "甲"),
        ("街道=赤岗街道", "甲"),
        (f"street={CHIGANG}", "甲"),
        ("所在街道(镇)=赤岗街道", "甲"),
        ("所在街道（镇） = 赤岗街 and (职工=26)", "甲"),
        ("街道=", "乙丙丁"),
        ("是否重点=否", "丙"),
        ("存续状态=正常", "乙"),
        ("女职工>=20", "甲"),
        ("电话~3408", "甲"),
        ("对策=单独建", "甲"),
        ("包联=陈副主席", "甲"),
        ("责任人=张三", "甲"),
        ("完成时限<=2024-12-31", "甲"),
        ("阶段=S3", "甲"),
        ("阶段=有意向", "甲"),
        ("当前阶段=s10", "乙"),
        ("阶段=P2", "丙"),
        ("状态=筹建中", "甲丙"),
        ("word=built", "乙"),
        ("状态!=已建会", "甲丙丁"),
        ("范围=重点对象", "甲乙"),
        ("scope=ordinary", "丙丁"),
        ("主因=b2", "甲"),
        ("未建会原因=D1", "丙"),
        ("主因=", "乙丁"),
        ("是否具备条件=具备条件", "乙"),
        ("eligibility=no", "丙"),  # that on 甲 ended yesterday
        ("具备建会条件=未知", "甲丁"),
        ("走访次数>0", "甲丙"),
        ("visits=0", "乙丁"),
        ("末次走访<2024-09-25", "甲"),
        ("last_visit=2024-09-25", "丙"),
        ("下次跟进=2024-09-24", "甲"),
        ("next_followup=", "乙丙丁"),
        ("逾期=是", "甲"),
        ("overdue=否", "乙丙丁"),
        ("建会状态=是", "乙"),
        ("建会模式=own", "乙"),
        ("建会模式=", "甲丙丁"),
        ("建会日期>=2024-05-01", "乙"),
        ("冲突=0", "甲乙丙丁"),
        ("conflicts>0", ""),
        ("待核=是", "丁"),
        ("待核=否", "甲乙丙"),
        ("未访天数>=1", "甲乙丁"),  # who was never visited, too
        ("unvisited_days<1", "丙"),
        ("原因=D1", "丙"),
        ("reason!=b2", "乙丙丁"),
        ("最近走访>=-1", "甲丙"),
        ("末次走访<-0", "甲"),
        ("下次跟进<=+0", "甲"),
        ("完成时限<=+96", ""),
        ("完成时限<=+97", "甲"),
        ("工会名称=乙校工会", "乙"),
        ("工会名称~乙", "乙"),
        ("会员数=", "甲乙丙丁"),
        ("曾用名=", "甲乙丙丁"),
    ],
)
def test_fields(four: Desk, text: str, names: str | None) -> None:
    if names is None:
        with pytest.raises(InputProblem, match="没有“代码待核”这一栏。可用：状态、word、"):
            found(four, text)
    else:
        assert found(four, text) == names


def test_every_stored_column_can_be_asked_for(four: Desk) -> None:
    for column in LEDGER_COLUMNS:
        if column.source is Source.FACT:
            missing = set(found(four, f"{column.source_heading}="))
            there = set(found(four, f"{column.name}!="))
            assert missing | there == set("甲乙丙丁"), column.name
            assert not missing & there, column.name


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("职工", "条件没有写完，还缺= != < <= > >= ~ 之一。"),
        ("职工>=", "“职工>=”后面没有写值"),
        ("职工>", "“职工>”后面没有写值"),
        ("名称~", "“名称~”后面没有写值"),
        ("and 职工=1", "“and”后面要写 = != < <= > >= 或 ~。"),
        ("职工=1 and", "条件没有写完，还缺栏目。"),
        ("职工 1", "“职工”后面要写 = != < <= > >= 或 ~。"),
        ("(职工=1", "条件里少一个右括号。"),
        ("职工=1)", "条件在“)”前面应当有 and 或 or。"),
        ('职工="1', '条件里有看不懂的内容："1'),
        ("颜色=红", "没有“颜色”这一栏。可用：状态、word、范围"),
        ("职工=多", "“多”不是人数，要写整数。"),
        ("成立日期=去年", "“去年”不是日期，例如 2024-06-18。"),
        ("是否重点=也许", "“也许”要写“是”或“否”。"),
        ("类别=猫", "没有“猫”这一项，可选：民办医院、民办学校、民办幼儿园"),
        ("状态=猫", "没有“猫”这一项，可选：未启动、已走访"),
        ("街道=猫街道", "没有找到街道“猫街道”。"),
        ("阶段=猫", "没有“猫”这个阶段"),
        ("责任人=李四", "台账里没有叫“李四”的人员。"),
        ("备案号=1", "没有“备案号”这一栏。"),
        ("原因~B", "这一栏只能用 = 或 !=，后面写一个代码。"),
        ("街道~赤岗", "“街道”不能用 ~，请用 = 或 !=。"),
        ("类别~幼儿", "“类别”不能用 ~，请用 = 或 !=。"),
        ("状态~已", "“状态”不能用 ~，请用 = 或 !=。"),
    ],
)
def test_what_is_wrong_is_said(four: Desk, text: str, sentence: str) -> None:
    with pytest.raises(InputProblem) as caught:
        found(four, text)
    assert caught.value.user_text.startswith(sentence)


def test_a_name_that_two_people_have(four: Desk) -> None:
    four.colleague("李四")
    with four.ledger.change() as change:
        change.db.execute("UPDATE cadre SET name='张三'")
    with pytest.raises(AmbiguousProblem, match="有 2 个人都叫“张三”"):
        found(four, "责任人=张三")


@pytest.mark.parametrize(
    "text",
    [
        "名称=甲' OR '1'='1",
        "名称=x'; DROP TABLE organization; --",
        '名称="甲园" ; DELETE FROM visit',
        "名称=甲园/**/",
        "名称=? and 职工=26",
        "名称=:today",
        "名称~%' OR 1=1 --",
        "名称=甲\0园",
        "o.id=1",
        "1=1",
        "name=1) OR (1=1",
        "sqlite_master=1",
        "名称=(select 1)",
    ],
)
def test_no_way_into_the_sql(four: Desk, text: str) -> None:
    before = four.shown()
    try:
        names = found(four, text)
    except InputProblem:
        names = ""
    assert names == ""
    assert four.shown() == before


@pytest.mark.parametrize(
    "text", ["(" * 3000, "not " * 3000 + "职工=1", " or ".join(["职工=1"] * 3000), "职工=1 and " * 3000]
)
def test_a_condition_without_end_is_refused(four: Desk, text: str) -> None:
    with pytest.raises(InputProblem, match="条件太长"):
        found(four, text)


def test_as_many_conditions_as_anybody_types(four: Desk) -> None:
    assert found(four, " or ".join(f"职工={number}" for number in range(50))) == "甲丙"
    assert found(four, "(" * 20 + "职工=26" + ")" * 20) == "甲"


WORDS = st.sampled_from(
    [
        "职工",
        "名称",
        "街道",
        "状态",
        "and",
        "or",
        "not",
        "且",
        "(",
        ")",
        "=",
        "!=",
        ">=",
        "~",
        "26",
        "甲园",
        '"',
        "?",
        "'",
        "",
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=30))
def test_any_text_is_a_condition_or_a_sentence(text: str) -> None:
    lookup = Lookup(lambda name: name.encode().ljust(16)[:16], "440105")
    with suppress(InputProblem):
        where = parse_where(text, lookup)
        assert where.sql.count("?") == len(where.values)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("职工>=25", [Term("职工", ">=", "25")]),
        (
            "未访天数≥30 且 原因=B2 and 职工>=25",
            [Term("未访天数", ">=", "30"), Term("原因", "=", "B2"), Term("职工", ">=", "25")],
        ),
        ('名称~"a and b" and 备注=', [Term("名称", "~", "a and b"), Term("备注", "=", "")]),
        (
            "职工>5 and (街道=赤岗街道 or 街道=) and not 状态=已建会",
            [Term("职工", ">", "5"), Term("", "", "(街道=赤岗街道 or 街道=)"), Term("", "", "not 状态=已建会")],
        ),
        ("职工=26 or 职工=3 and 名称=丙协会", [Term("", "", "(职工=26 or 职工=3 and 名称=丙协会)")]),
        ("所在街道(镇)=赤岗街 and 职工=26", [Term("所在街道(镇)", "=", "赤岗街"), Term("职工", "=", "26")]),
    ],
)
def test_parts_that_must_all_hold(four: Desk, text: str, terms: list[Term]) -> None:
    lookup = lookup_of(four)
    assert split_terms(text, lookup) == terms
    again = " and ".join(f'({t.field or t.value}{t.operator}"{t.value}")' if t.field else f"({t.value})" for t in terms)
    assert found(four, again) == found(four, text)
