"""Write resources/search/: which characters are read how, and which stand for the same character.

Readings come from the package `pypinyin` (MIT): the first reading of every character, every other one that a phrase
of its dictionary uses, and the readings of surnames and places below, which dictionaries leave out. Variants come
from the tables of `opencc-python-reimplemented` (Apache 2.0): traditional, Hong Kong, Taiwan and Japanese forms.

Not needed to run or build the program:
    python -m venv /tmp/tables && /tmp/tables/bin/pip install pypinyin opencc-python-reimplemented
    /tmp/tables/bin/python packaging/search_tables.py
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "search"
#: Readings in surnames and in names of places (county and above), and of words in names of organizations.
NAMES = """
shan单 chan单 qiu仇 xie解 zha查 ren任 ge葛 ge盖 hua华 qin覃 tan覃 po繁 piao朴 ou区 zeng曾 yu尉 yue乐 lao乐 xia厦
hang行 heng行 chang长 zhang长 chong重 zhong重 zhao朝 chao朝 kuai会 dai大 tai大 xu圩 wei圩 lu六 yan铅 li丽 xun浚
guo涡 wo涡 beng蚌 bang蚌 bi泌 mi泌 shen莘 xin莘 guan莞 wan莞 pan番 fan番 e阿 a阿 ben贲 bai柏 bo柏 mo万 wan万 qi俟
si俟 su宿 xiu宿 chu褚 zhu褚 miao缪 mou缪 miu缪 kui隗 wei隗 pang逄 lu逯 xi郗 chi郗 yun员 yuan员 cheng晟 sheng晟
she折 zhe折 chong种 zhong种 zhai祭 ji祭 he黑 hei黑 bi秘 mi秘 chen谌 shen谌 yao幺 nie乜 mie乜 na那 nuo那 zhai翟 di翟
shao召 zhao召 nai佴 gou句 ju句 mi宓 fu宓 bu卜 bo卜 sheng盛 cheng盛 dan石 shi石 can参 shen参 xi栖 qi栖 shi什 shen什
jiang强 qiang强 xiao校 jiao校 xi系 ji系 zang藏 cang藏 nong弄 long弄 ning宁 jia贾 gu贾 ji纪 qiang羌 yan燕 xian冼
xi洗 xian洗 yu於 wu於 ying应 zhang仉 yu蔚 wei蔚 lu甪 pi郫 bo亳 yi伊 tai台 yi台 ji亟 dan澹 tan澹 tai臺 yin圻 qi圻
gan干 qian乾 gan乾 li郦 zhi郅 jing井 kan阚 han阚 xie颉 jie颉 hao郝 he郝 ji汲 ku库 she库 she厍 ju鞠 qu瞿 ju瞿 pi皮
po鄱 xing荥 ying荥 jun浚 tang汤 shang汤 hong红 gong红 dou斗 du都 dou都 ba扒 bo伯 bai伯 bo百 bai百 pu堡 bao堡 bu堡
pu铺 lu绿 lv绿 lu陆 liu陆 ta拓 tuo拓 ge个 xue血 jue角 jiao角 lu角 hang巷 xiang巷 hang吭 ji奇 qi奇 xiang降 jiang降
dang挡 ke咳 ze择 zhai择 zhai侧 che车 ju车 cha差 chai差 ci差 chu畜 xu畜 chuan传 zhuan传 ci伺 si伺 dan弹 tan弹 dao倒
di地 de地 diao调 tiao调 du度 duo度 fen分 fo佛 fu佛 gai夹 jia夹 geng更 gu谷 yu谷 gui龟 qiu龟 jun龟 guan观 guan冠
hao号 he和 huo和 hu和 huan还 hai还 ji给 gei给 jian见 xian见 jiang将 jing劲 jin劲 juan圈 quan圈 jue觉 jiao觉 ka卡
qia卡 ke壳 qiao壳 lei累 liang量 liao了 le了 long笼 lou露 lu露 luo落 la落 mai埋 man埋 mei没 mo没 meng蒙 mo模 mu模
nan难 pian片 piao漂 ping屏 bing屏 pu曝 bao曝 qi期 ji期 qu曲 se色 shai色 sha刹 cha刹 shan扇 shao少 she舍 sheng省
xing省 shi识 zhi识 shu数 shuo数 shuai率 lv率 shui说 shuo说 yue说 tiao挑 tong同 wei为 xia吓 he吓 xing兴 xiu臭 chou臭
yan咽 ye咽 ye叶 xie叶 yi遗 yin殷 yan殷 yue约 yao约 yue钥 yao钥 za扎 zha扎 zeng缯 zhan占 zhao着 zhe着 zhuo着 zheng正
zhi只 zhong中 zhuai拽 zu足 zuan钻 zuo作 hui桧 gui桧 qu渠 yan阎 yu遇 zhou繇 yao繇 de德 lai莱 lang阆 geng耿 hou侯
ji蓟 ji绩 jia郏 jian犍 qian犍 jiao胶 jin缙 ju莒 juan鄄 lang琅 li溧 lin蔺 luan栾 mian渑 sheng渑 mian沔 min岷 mou牟
mu牟 nie聂 pi邳 pu濮 qi蕲 qian黔 qiong邛 qu衢 sheng嵊 shen歙 xi歙 she歙 shu沭 si泗 sui睢 tan郯 tong潼 wu婺 wu鹜
xi隰 xi浠 xin忻 xu盱 yi盱 yan兖 yan鄢 yan郾 yi黟 yi猗 yin鄞 ying郢 yong邕 yu盂 yun郧 yun郓 zhang漳 zhen浈 zhi芷
zi秭 zong枞 cong枞
"""
TONELESS = {"ê": "e"}
#: What pinyin has besides the table of syllables: interjections that nobody types.
ODD = frozenset({"ng", "m", "n", "hm", "hng"})


def main() -> None:
    """Write both tables."""
    FOLDER.mkdir(exist_ok=True)
    write_readings()
    write_variants()


def write_readings() -> None:
    """One line a syllable: the syllable, then every character that is read so."""
    from pypinyin.constants import PINYIN_DICT  # type: ignore[import-not-found] # noqa: PLC0415 - only here, see above
    from pypinyin.phrases_dict import phrases_dict  # type: ignore[import-not-found] # noqa: PLC0415

    found: dict[str, set[str]] = defaultdict(set)
    for number, readings in PINYIN_DICT.items():
        found[chr(number)].add(syllable(readings.split(",")[0]))
    for phrase, parts in phrases_dict.items():
        if len(phrase) == len(parts):
            for character, part in zip(phrase, parts, strict=True):
                found[character].add(syllable(part[0]))
    for word in NAMES.split():
        found[word[-1]].add(word[:-1])
    lines: dict[str, list[str]] = defaultdict(list)
    for character, syllables in sorted(found.items()):
        if len(character.encode()) > 2:  # noqa: PLR2004 - no Latin, no Greek
            for each in syllables - ODD:
                if each.isascii() and each.isalpha():
                    lines[each].append(character)
    text = "".join(f"{each} {''.join(characters)}\n" for each, characters in sorted(lines.items()))
    (FOLDER / "readings.txt").write_text(text, encoding="utf-8", newline="\n")


def syllable(reading: str) -> str:
    """A reading without its tone; ü is v."""
    parts = unicodedata.normalize("NFD", TONELESS.get(reading, reading)).replace("u\u0308", "v")
    return "".join(part for part in parts if not unicodedata.combining(part)).replace("ê", "e")


def write_variants() -> None:
    """Two lines: every character that stands for another one, and at the same place that other one."""
    table = dict(variants())
    pairs = sorted((one, last_of(table, one)) for one in table)
    pairs = [(one, other) for one, other in pairs if one != other]
    text = "".join(one for one, _other in pairs) + "\n" + "".join(other for _one, other in pairs) + "\n"
    (FOLDER / "variants.txt").write_text(text, encoding="utf-8", newline="\n")


def last_of(table: dict[str, str], character: str) -> str:
    """Where the chain of variants that begins with a character ends; of a round of them the first in Unicode."""
    chain = [character]
    while (following := table.get(chain[-1], chain[-1])) not in chain:
        chain.append(following)
    return min(chain[chain.index(following) :])


def variants() -> Iterator[tuple[str, str]]:
    """Character and what it stands for; the tables of the regions first, so that those of the mainland win."""
    from opencc import __file__ as package  # type: ignore[import-not-found] # noqa: PLC0415

    for name, is_reverse in (
        ("JPVariants", True),
        ("TWVariants", True),
        ("HKVariants", True),
        ("TSCharacters", False),
    ):
        lines = Path(package).with_name("dictionary") / f"{name}.txt"
        for line in lines.read_text("utf-8").splitlines():
            one, _tab, others = line.partition("\t")
            for other in others.split()[: None if is_reverse else 1]:
                pair = (other, one) if is_reverse else (one, other)
                if len(one) == len(other) == 1 and not (is_reverse and is_mainland(pair[0])):
                    yield pair


def is_mainland(character: str) -> bool:
    """Whether the mainland writes it: what it is in Japan or Taiwan does not count then (会 沪 芸)."""
    return len(character.encode("gb2312", "ignore")) > 0


if __name__ == "__main__":
    main()
