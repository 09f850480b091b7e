"""Sentences with numbers that lead somewhere."""

from exports.pdf.shapes import Bounds, Lead
from exports.pdf.text import justified
from exports.told import Told, together, told, told_links

KEY, BUILT = Lead("key", "重点对象", 1200), Lead("built", "已建", 96)


def test_numbers_keep_their_leads_through_sentences() -> None:
    inner = told("（另有 {n} 家）", {"n": BUILT}, n="96")
    said = told("重点对象 {key} 家{inner}，{rate}。", {"key": KEY}, key="1,200", inner=inner, rate="60%")
    assert said == "重点对象 1,200 家（另有 96 家），60%。"
    assert [(said[a:b], lead) for a, b, lead in said.leads] == [("1,200", KEY), ("96", BUILT)]
    joined = together(("前言。", said, ""), "")
    assert [joined[a:b] for a, b, _lead in joined.leads] == ["1,200", "96"]
    assert together(("甲", told("{n}", {"n": KEY}, n="7")), "、").leads == ((2, 3, KEY),)


def test_links_stand_on_their_numbers_in_every_line() -> None:
    text = together([told("一二三四五六七 {n} 家，", {"n": KEY}, n="1,200") for _time in range(9)])
    lines = justified(text, "body", 12.0, Bounds(30, 40, 150, 0), leading=20, indent=24)
    assert len(lines) > 4
    links = told_links(text, lines, "body")
    assert len(links) == 9
    for link in links:
        (line,) = (each for each in lines if each.bounds.top == link.bounds.top)
        assert line.left <= link.bounds.left
        assert link.bounds.right <= line.bounds.right + 0.1
        assert 20 < link.bounds.width < 45
    assert len({(link.bounds.left, link.bounds.top) for link in links}) == 9
    assert told_links("另一句", lines, "body") == []
    assert told_links(str(text), lines, "body") == []
    assert Told("没有数").leads == ()
