"""Words as they are typed: by part, by sound, by phone; where they stand."""

import pytest

from models.rules.typed_words import (
    TypedWord,
    name_holds,
    organization_holds,
    phone_holds,
    text_holds,
    typed_word,
    typed_words,
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("sg", "单国强"),  # a surname
        ("dg", "单国强"),
        ("cq", "重庆市幼儿园"),
        ("zq", "重庆市幼儿园"),
        ("xm", "厦门大学"),
        ("gsyh", "工商银行"),
        ("gsyx", "工商银行"),
        ("yy", "音乐学院"),
        ("yl", "音乐学院"),
        ("kjs", "会计师事务所"),
        ("la", "六安市"),
        ("py", "番禺区"),
        ("yghyey", "阳光花幼儿园"),
        ("YGYEY", "阳光幼儿园"),
        ("ｙｇ", "阳光幼儿园"),
        ("yangguang", "阳光幼儿园"),
        ("yangguangyoueryuan", "阳光幼儿园"),
        ("yanggyey", "阳光幼儿园"),  # mixed
        ("yguangyoue", "阳光幼儿园"),
        ("yangguangy", "阳光幼儿园"),  # not complete yet
        ("yanggua", "阳光幼儿园"),
        ("zhrmghg", "中华人民共和国"),
        ("lvshi", "律师事务所"),
        ("lushi", "律师事务所"),
        ("nv", "女子学校"),
        ("xian", "西安"),
        ("xian", "仙居"),
        ("阳光yey", "阳光幼儿园"),
        ("d3yey", "第3幼儿园"),
        ("ygnq", "阳光（南区）"),  # signs do not count
        ("yg", "陽光幼兒園"),
        ("光", "陽光"),
        ("abc", "ＡＢＣ培训"),
    ],
)
def test_found_in_a_name(typed: str, name: str) -> None:
    (word,) = typed_words(typed)
    assert name_holds(word, name)
    assert TypedWord(word).span_in(name, by_sound=True) is not None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("yg", "光阳"),
        ("ygn", "阳光（北区）"),
        ("yanggu", "阳和谷"),
        ("iy", "阳光"),
        ("yangguangx", "阳光幼儿园"),
        ("阳yey", "阳光幼儿园"),
        ("gy", "光\x1f阳"),
        ("市", "重庆"),
    ],
)
def test_not_found_in_a_name(typed: str, name: str) -> None:
    assert not name_holds(*typed_words(typed), name)
    assert typed_word(*typed_words(typed)).span_in(name, by_sound=True) is None


@pytest.mark.parametrize(
    ("typed", "name", "marked"),
    [
        ("阳光", "赤岗陽光幼兒園", "陽光"),
        ("yg", "赤岗陽光幼兒園", "陽光"),
        ("yangguangy", "赤岗阳光幼儿园", "阳光幼"),
        ("阳光幼", "赤岗 阳光 幼儿园", "阳光 幼"),
        ("ygn", "（阳光）南区", "阳光）南"),
        ("abc", "甲ＡＢＣ乙", "ＡＢＣ"),
        ("株", "㈱甲", "㈱"),
        ("sg", "校长：单国强", "单国"),
    ],
)
def test_where_it_stands(typed: str, name: str, marked: str) -> None:
    span = typed_word(*typed_words(typed)).span_in(name, by_sound=True)
    assert span is not None
    assert name[span[0] : span[1]] == marked


def test_sounds_are_for_names_only() -> None:
    assert not text_holds("yg", "阳光路1号")
    assert typed_word("yg").span_in("阳光路1号", by_sound=False) is None
    assert not organization_holds("yg", "甲", "乙", None, "阳光路1号", None, None, None)
    assert organization_holds("yg", "甲", "阳光", None, None, None, None, None)


@pytest.mark.parametrize(
    ("typed", "phone", "is_found"),
    [
        ("34082442", "020-3408-2442", True),
        ("020-3408", "(020) 34082442", True),
        ("0203408", "０２０－３４０８２４４２", True),
        ("5678", "13812345678/13900001111", True),
        ("567813", "13812345678/13900001111", False),  # two numbers
        ("567", "13812345678", False),  # too short: nearly everybody
        ("138a", "138a", False),
        ("4321", "8765-4321转8", True),
        ("1234", None, False),
    ],
)
def test_phones(typed: str, phone: str | None, *, is_found: bool) -> None:
    assert phone_holds(*typed_words(typed), phone) is is_found


def test_words() -> None:
    assert typed_words("  阳光　幼兒園 阳光 ") == ("阳光", "幼儿园")
    assert typed_words("\u200b \ufeff") == ()
    for pasted in ("长" * 501, "词 乙 丙 丁 " * 11 + " ".join(map(str, range(41)))):
        (nowhere,) = typed_words(pasted)
        assert not organization_holds(nowhere, pasted, pasted, None, pasted, None, None, None)
