"""Where lines break, and that nothing is lost where they do."""

from hypothesis import given
from hypothesis import strategies as st

from exports.pdf.fonts import clean, missing_glyphs, runs, texts_of, width
from exports.pdf.shapes import Bounds
from exports.pdf.text import NEVER_FIRST, NEVER_LAST, boxed, fit, justified, pieces, wrap
from exports.phones import clear_text, without_phones
from tests.exports.content import RARE, weekly_ledger

CHINESE = st.text(
    alphabet="临江区总工会社会组织，。、；：（）《》“”！？ 0123456789.%家次天abcXYZ䶮𠮷", min_size=1, max_size=80
)


@given(CHINESE, st.floats(min_value=4, max_value=30))
def test_wrapping_loses_nothing_and_stays_inside(text: str, room: float) -> None:
    lines = wrap(text, "body", room)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())
    assert all(width("body", line) <= room + 1e-6 for line in lines)


@given(st.text(alphabet="临江区总工会社会组织，。、；：（）《》", min_size=1, max_size=80), st.integers(8, 30))
def test_punctuation_stays_with_its_neighbour(text: str, room: int) -> None:
    if any(width("body", piece) > room for piece in pieces(text)):
        return
    lines = wrap(text, "body", room)
    assert not any(line[0] in NEVER_FIRST for line in lines[1:])
    assert not any(line[-1] in NEVER_LAST for line in lines[:-1])


def test_numbers_keep_their_units_and_words_stay_whole() -> None:
    assert pieces("距 85% 还差 64 家。") == ["距", " ", "85%", " ", "还", "差", " ", "64 家。"]
    assert "第 39 周" in pieces("2024 年第 39 周")
    assert "report@lj.gov.cn" in pieces("请发到 report@lj.gov.cn")
    for room in range(5, 20):
        lines = wrap("新建会 5 家，走访 1,065 次，销号 5 家，退回 1 家", "body", room)
        assert not any(line.endswith(("5", "1", "1,065")) for line in lines)


def test_no_character_stands_alone_on_a_last_line() -> None:
    assert wrap("行业覆盖", "body", 3.1) == ("行业", "覆盖")
    assert wrap("行业协会商会", "body", 5.2) == ("行业协会", "商会")


def test_what_does_not_fit_takes_more_lines_and_is_never_cut() -> None:
    text = "临江区粤港澳大湾区跨境电子商务促进会"
    assert fit(text, "body", 400, (20.0, 10.0), 1).size == 20.0
    assert fit(text, "body", 200, (20.0, 10.0), 1).size == 10.0
    block = fit(text, "body", 50, (20.0, 10.0), 1)
    assert block.size == 10.0
    assert "".join(block.lines) == text
    place = Bounds(0, 0, 60, 12)
    (label,) = boxed(text, "body", place, 20)
    assert label.text == text
    assert label.width <= 60


def test_justified_lines_end_at_the_edge() -> None:
    room = Bounds(10, 10, 200, 28)
    labels = justified(
        "截至九月二十七日，重点对象四百五十八家，其中具备建会条件的有四百一十二家，已建会。",
        "body",
        16,
        room,
        leading=28,
        indent=32,
    )
    assert labels[0].left == 42
    assert all(abs(label.bounds.right - 210) < 0.01 for label in labels[:-1])
    assert labels[-1].spacing == 0


def test_digits_of_a_body_text_come_from_the_figure_face() -> None:
    faces = [(run.font, run.text) for run in runs("body", "建会 64 家")]
    assert faces == [("JianhuiKai", "建会"), ("JianhuiSans", " 64 "), ("JianhuiKai", "家")]
    assert len({width("body", digit) for digit in "0123456789"}) == 1


def test_rare_characters_fall_back_to_a_face_that_has_them() -> None:
    assert missing_glyphs([RARE]) == ()
    for role in ("title", "heading", "body", "plain"):
        assert "".join(run.text for run in runs(role, RARE)) == RARE
    assert {run.font for run in runs("heading", "启𠮷")} == {"JianhuiSansBold", "JianhuiKai"}


def test_characters_that_no_face_has_are_listed_and_printed_as_a_gap() -> None:
    assert missing_glyphs(["望\U0001f600江", "\U0001f600\ue000"]) == ("\U0001f600", "\ue000")
    assert "".join(run.text for run in runs("body", "望\U0001f600江")) == "望〓江"


def test_what_cannot_be_printed_is_taken_out() -> None:
    assert clean("望\u200b江\u202e\ufe0f街\x07道\n镇\u00a0乡") == "望江街道 镇 乡"
    assert clean("望\ud800江") == "望〓江"
    assert clean("望　江") == "望　江"


def test_phones_in_free_text_are_left_out() -> None:
    for phone in (
        "13812345678",
        "138 1234 5678",
        "+86 138-1234-5678",
        "0755-26665432",
        "（0755）26665432",
        "138****5678",
        "１３８１２３４５６７８",
    ):
        assert clear_text(f"联系园长 {phone}，下午") == "联系园长 （电话略），下午"
    for text in (
        "52110000MJ0166456X",
        "110108600113450",
        "ZT-20240927-0039",
        "2024-09-27 至 2024-10-12",
        "511000005000028620",
    ):
        assert clear_text(text) == text
    content = weekly_ledger((9,), note="联系13812345678")
    assert not any("13812345678" in text for text in texts_of(without_phones(content)))
    untouched = weekly_ledger((3,))
    assert without_phones(untouched) is untouched
