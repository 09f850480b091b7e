"""Two hundred made-up sheets with everything that lists have: each column is what it was made as, or open."""

import random
from collections.abc import Callable

import pytest

from models.importing.heading_words import SURE
from models.importing.headings import EXTRAS
from models.importing.mapping import mapping_of
from models.importing.profiles import fingerprint
from models.importing.table import Cell, MergedRange
from models.ledger_columns import COLUMN_BY_NAME
from tests.models.edits.desk import code_of

SEEDS = 200
#: Headings of real lists that are no field of the ledger.
UNKNOWN = (
    "序号",
    "经费来源",
    "业务范围",
    "注册资金",
    "举办者",
    "班级数",
    "在园幼儿数",
    "专任教师数",
    "证书有效期",
    "年检结论",
    "邮编",
    "传真",
    "电子邮箱",
    "所在省份",
    "区县",
    "上级单位名称",
    "开户银行",
    "会计",
    "出纳",
    "监事长",
    "办学规模",
    "走访情况",
    "未导入原因",
)
Make = Callable[[random.Random, int], Cell]
CELLS: dict[str, Make] = {
    "code": lambda _random, row: code_of("52", "440105", row + 1),
    "name": lambda rng, row: f"海珠区阳光{row}{rng.choice(['幼儿园', '协会', '服务中心'])}",
    "type": lambda rng, _row: rng.choice(["民非", "社会团体", "基金会", "民办非企业单位"]),
    "authority": lambda _random, _row: "海珠区民政局",
    "level": lambda rng, _row: rng.choice(["省级", "市级", "区级"]),
    "supervisor": lambda _random, _row: "海珠区教育局",
    "founded_on": lambda rng, _row: f"20{rng.randrange(10, 24)}-{rng.randrange(1, 13):02d}-15",
    "address": lambda _random, row: f"广州市海珠区新港西路{row + 1}号",
    "street": lambda rng, _row: rng.choice(["赤岗街道", "新港街道"]),
    "status": lambda rng, _row: rng.choice(["正常", "已注销"]),
    "staff": lambda rng, _row: rng.randrange(1, 90),
    "women": lambda rng, _row: rng.randrange(1, 40),
    "party_members": lambda rng, _row: rng.randrange(9),
    "head": lambda rng, _row: rng.choice(["王芳", "李强", "欧阳明"]),
    "contact": lambda rng, _row: rng.choice(["张三", "李四"]),
    "phone": lambda _random, row: f"1380000{row:04d}",
    "union_state": lambda rng, _row: rng.choice(["是", "否"]),
    "union_name": lambda _random, row: f"第{row}幼儿园工会委员会",
    "union_chair": lambda rng, _row: rng.choice(["王芳", "李强"]),
    "main_reason": lambda rng, _row: rng.choice(["B2", "D1"]),
    "note": lambda rng, _row: rng.choice([None, "已电话联系"]),
}
GROUPED = {"staff": "合计", "full_time": "专职", "part_time": "兼职", "women": "其中：女"}


def spelling(rng: random.Random, field: str) -> str:
    """A heading of a field, decorated as lists do it."""
    column = COLUMN_BY_NAME[field]
    word = rng.choice([column.source_heading, *SURE.get(field, "").split()])
    if word == "主席":  # alone it may be anybody's
        word = "工会主席"
    decorate: list[Callable[[str], str]] = [
        lambda text: text,
        lambda text: f"*{text}",
        lambda text: f"{rng.randrange(1, 30)}.{text}",
        lambda text: f"（{rng.choice('一二三四')}）{text}",
        lambda text: f"{text}（必填）",
        lambda text: f"{text}：",
        " ".join,
        lambda text: f"{text[:2]}\n{text[2:]}",
        lambda text: f"2023年{text}" if field in {"staff", "women"} else text,
        lambda text: f"{text}（人）" if field in {"staff", "women", "party_members"} else text,
        lambda text: text.replace("(", "（").replace(")", "）"),
    ]
    return rng.choice(decorate)(word)


def made(seed: int) -> tuple[list[list[Cell]], tuple[str | None, ...], int, tuple[MergedRange, ...]]:
    """A sheet, what its columns are, the last row of its headings, its merged cells."""
    rng = random.Random(seed)
    fields: list[str | None] = [
        "name",
        *rng.sample([field for field in CELLS if field != "name"], rng.randrange(3, 12)),
    ]
    fields += [None] * rng.randrange(4)
    rng.shuffle(fields)
    unknown = rng.sample(UNKNOWN, len(fields))
    heads: list[Cell] = [spelling(rng, field) if field else unknown[number] for number, field in enumerate(fields)]
    body: list[list[Cell]] = [
        [CELLS[field](rng, row) if field else rng.choice([None, "甲", 3]) for field in fields] for row in range(15)
    ]
    titles: list[list[Cell]] = [["海珠区社会组织名册"], ["填报单位：海珠区总工会"], []][: rng.randrange(4)]
    below: list[list[Cell]] = []
    merged: tuple[MergedRange, ...] = ()
    if rng.random() < 0.5:  # a group of columns at the end, under two rows of headings
        group = [field for field in GROUPED if field not in fields]
        if len(group) > 1:
            first, row = len(fields), len(titles)
            merged = (MergedRange(row, first, row, first + len(group) - 1),) if rng.random() < 0.5 else ()
            heads += ["从业人员", *[None] * (len(group) - 1)]
            below = [[None] * first + [GROUPED[field] for field in group]]
            body = [[*line, *(rng.randrange(1, 50) for _field in group)] for line in body]
            fields += group
    if rng.random() < 0.3:
        body[7:7] = [heads, *below]  # the headings once more, as on a new page
    return [*titles, heads, *below, *body], tuple(fields), len(titles) + len(below), merged


@pytest.mark.parametrize("start", range(0, SEEDS, 50))
def test_every_column_is_what_it_was_made_as(start: int) -> None:
    for seed in range(start, start + 50):
        rows, fields, last, merged = made(seed)
        found = mapping_of(rows, merged=merged)
        assert (found.header_row, found.fields) == (last, fields), f"seed {seed}: {found.headings}"
        assert found.is_certain, seed
        assert found.only_sure().fields == fields, seed


def test_another_year_in_another_order_has_the_same_fingerprint() -> None:
    rng = random.Random(1)
    for seed in range(50):
        rows, _fields, last, merged = made(seed)
        headings = list(mapping_of(rows, merged=merged).headings)
        assert mapping_of(rows, merged=merged).header_row == last
        mark = fingerprint(headings)
        rng.shuffle(headings)
        assert fingerprint([heading.replace("2023年", "2024年") for heading in headings]) == mark
        assert fingerprint(headings[1:]) != mark


def test_the_fields_here_are_real() -> None:
    assert {*CELLS, *GROUPED} <= COLUMN_BY_NAME.keys()
    assert EXTRAS & CELLS.keys()
