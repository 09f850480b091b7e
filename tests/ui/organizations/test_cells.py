"""One organization as cells and as a sentence."""

import pytest
from PySide6.QtGui import QFontMetricsF

from models.queries.organization_list import OrganizationRow
from models.rules.reasons import shipped_reasons
from tests.ui.organizations.conftest import TODAY
from ui.organizations.cells import RowWords
from ui.organizations.columns import BUILT_IN, specs_of
from ui.theme.fonts import font
from ui.theme.glyphs import Flag
from ui.theme.tokens import Role, Space

WORDS = RowWords(TODAY, {code: reason.label for code, reason in shipped_reasons().items()})
ROW = OrganizationRow(
    id=1,
    key=b"",
    moved=1,
    name="阳光新苗幼儿园",
    code="",
    code_state="missing",
    side_state=None,
    stored_stage="S2",
    scope="key",
    category="kindergarten",
    street="330102010",
    staff=38,
    main_reason="D1",
    last_visit_on="2024-09-12",
    last_visit_mode="2",
    visit_count=3,
    next_due_on="2024-09-27",
    next_task="送联合建会材料",
    owner="周岚",
    coverage="",
    conflicts=0,
    deleted=None,
)

_COLUMNS = specs_of(BUILT_IN[0].columns)


def words(key: str, **values: object) -> str:
    return WORDS.cell(ROW._replace(**values), key).words


def test_a_row_says_what_picture_01_says() -> None:
    said = {spec.key: words(spec.key) for spec in _COLUMNS}
    assert said == {
        "mark": "改",
        "word": "已走访",
        "name": "阳光新苗幼儿园",
        "street": "望江街道",
        "staff": "38",
        "main_reason": "D1 负责人有顾虑",
        "last_visit": "09-12 电话",
        "next": "09-27 今天",
        "task": "送联合建会材料",
        "owner": "周岚",
    }


@pytest.mark.parametrize(
    ("day", "said", "role", "bold"),
    [
        ("2024-09-24", "09-24 逾期 3 天", Role.DANGER, True),
        ("2024-09-27", "09-27 今天", Role.TEXT, True),
        ("2024-09-28", "09-28 周六", Role.TEXT, False),
        ("2024-09-29", "09-29 周日 班", Role.TEXT, False),
        ("2024-10-12", "10-12 周六 班", Role.TEXT, False),
        ("2024-10-13", "10-13 周日", Role.TEXT, False),
        ("2025-01-06", "01-06 周一", Role.TEXT, False),
        ("2025-09-01", "2025-09-01", Role.TEXT, False),
        ("2023-12-31", "12-31 逾期 187 天", Role.DANGER, True),
        ("2024-09-14", "09-14 逾期 8 天", Role.DANGER, True),  # the holiday behind it is not counted
        ("", "", Role.TEXT, False),
    ],
)
def test_the_next_step_says_how_near_it_is(day: str, said: str, role: Role, bold: bool) -> None:  # noqa: FBT001
    cell = WORDS.cell(ROW._replace(next_due_on=day), "next")
    assert (cell.words, cell.role, cell.bold) == (said, role, bold)


def test_what_is_special_is_marked() -> None:
    assert words("name", conflicts=2) == "※阳光新苗幼儿园"
    assert WORDS.cell(ROW._replace(side_state="P2"), "word").flag is Flag.MISSED
    assert WORDS.cell(ROW, "word").flag is None
    assert WORDS.cell(ROW._replace(stored_stage="S10"), "word").glyph == "built"
    assert words("last_visit", last_visit_on="") == "—"
    assert words("last_visit", last_visit_on="2023-06-12") == "2023-06"
    assert words("staff", staff=None) == ""
    assert words("street", street="110101012") == "崇文门外"  # 崇文门外街道


def test_a_screen_reader_hears_one_sentence() -> None:
    assert WORDS.summary(ROW) == (
        "阳光新苗幼儿园，已走访，望江街道，职工 38 人，D1 负责人有顾虑，末次走访 09-12 电话，"
        "下一步 09-27 今天 送联合建会材料，责任人 周岚"
    )
    bare = ROW._replace(conflicts=1, side_state="P2", staff=None, main_reason="", last_visit_on="", next_due_on="")
    assert WORDS.summary(bare) == "阳光新苗幼儿园，有不同的说法，已走访，受阻，望江街道，没有走访过，责任人 周岚"


@pytest.mark.parametrize(
    ("key", "said", "bold"),
    [
        ("word", "暂不具备", False),
        ("street", "江南中街道", False),
        ("staff", "12600", False),
        ("last_visit", "09-12 电话", False),
        ("next", "05-24 逾期 271 天", True),
        ("next", "09-24 逾期 99 天", True),
        ("next", "2025-09-01", False),
        ("owner", "韩立群", False),
    ],
)
def test_what_must_not_be_cut_fits_its_column(qapp: object, key: str, said: str, bold: bool) -> None:  # noqa: FBT001
    spec = next(spec for spec in _COLUMNS if spec.key == key)
    glyph = 20 if key == "word" else 0
    assert QFontMetricsF(font(bold=bold)).horizontalAdvance(said) + glyph + 2 * Space.S <= spec.width


def test_all_columns_fit_beside_the_detail() -> None:
    """On 1366 pixels, and on 1920 at 150 %: rail, detail at its least, scroll bar."""
    for width, detail in ((1366, 363), (1280, 340)):
        assert sum(spec.width for spec in _COLUMNS) <= width - 80 - detail - 1 - 12
