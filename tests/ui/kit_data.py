"""The made-up records of the reference pictures."""

from ui.shared.record_model import MARK_COLUMN, Align, Cell, ColumnSpec, mark_cell
from ui.shared.runs import Run, phrase, plain, strong
from ui.shared.timeline import TimelineEntry
from ui.theme.icons import Icon
from ui.theme.tokens import Role

COLUMNS = (
    MARK_COLUMN,
    ColumnSpec("word", "状态", 90),
    ColumnSpec("name", "单位名称", 178, stretch=3, elidable=True, is_name=True),
    ColumnSpec("street", "街道", 70),
    ColumnSpec("staff", "职工", 46, align=Align.RIGHT),
    ColumnSpec("reason", "主因", 116, stretch=1, elidable=True),
    ColumnSpec("last", "末次走访", 82),
    ColumnSpec("due", "下一步", 104),
    ColumnSpec("action", "", 138, stretch=2, elidable=True, sortable=False),
    ColumnSpec("owner", "责任人", 60),
)

_WORDS = {"未": "untouched", "访": "visited", "筹": "preparing", "报": "filed", "建": "built", "暂": "excluded"}
_LABELS = {"未": "未启动", "访": "已走访", "筹": "筹建中", "报": "已报批", "建": "已建会", "暂": "暂不具备"}

ROWS = tuple(
    line.split("|")
    for line in """
|未|启明星实验学校|文昌街道|126|D2 拒绝或阻挠|08-28 上门|09-24 逾期 3 天|包联领导约谈|韩立群
|未|临江区孝亲养老服务社|望江街道|12|B3 人数极少|09-02 电话|09-25 逾期 2 天|并入养老行业联合会|沈嘉
|未|临江区书法教育培训学校|石桥镇|9|B3 人数极少|—|09-26 逾期 1 天|首次上门|沈嘉
改|访|阳光新苗幼儿园|望江街道|38|D1 负责人有顾虑|09-12 电话|09-27 今天|送联合建会材料|周岚
|筹|望江双语幼儿园|望江街道|45|F3 党组织未建|09-18 上门|09-27 今天|与街道党工委会商|韩立群
|访|仁济中医门诊部（民办）|双塔街道|41|D4 不了解政策|09-11 上门|09-27 今天|参加政策说明会|周岚
|筹|博雅高级中学|文昌街道|142|F5 换届未完成|09-16 上门|09-27 今天|定选举日期|韩立群
|筹|临江区残障人士康复中心|清河街道|53|F4 无经费或场所|09-17 会议|09-27 今天|交补助申请|韩立群
|报|临江区口腔医院（民办）|南桥街道|97|F2 待批复|09-20 上门|09-27 今天|取批复文件|周岚
新|访|江畔青禾幼儿园|新港街道|22|B2 不足25人|09-25 上门|09-29 周日 班|签联合建会意向表|沈嘉
|筹|临江区康宁护理院|北关街道|64|F1 无主席人选|09-19 上门|09-30 周一|报候选人名单|周岚
|报|云州外语专修学校|文昌街道|88|F2 待批复|09-23 上门|10-08 周二|取批复文件|韩立群
|报|小天使托育园|望江街道|17|F2 待批复|09-20 会议|10-08 周二|取批复文件|周岚
新|未|贝乐幼儿园|梅溪镇|26|G3 信息待核|—|10-08 周二|摸底核实人数|沈嘉
|访|云州市棋类运动学校|柳林街道|15|B3 人数极少|09-09 上门|10-09 周三|体育行业联合会|沈嘉
改|访|临江区社会工作服务中心|清河街道|31|D3 流动性大|09-05 电话|10-10 周四|再访|沈嘉
|访|春晖幼儿园（柳林园）|柳林街道|29|D1 负责人有顾虑|09-13 上门|10-11 周五|请已建会园长面谈|周岚
|暂|云州桥梁技术协会|北关街道|2|B1 无专职人员|07-16 上门|10-12 周六 班|复核是否具备条件|周岚
""".strip().splitlines()
)


class Ledger:
    """The eighteen records of picture 01, then again up to 48."""

    def __init__(self, count: int = 48) -> None:
        self.rows = [ROWS[n % len(ROWS)] for n in range(count)]

    def count(self) -> int:
        return len(self.rows)

    def cell(self, row: int, key: str) -> Cell:
        mark, sign, name, street, staff, reason, last, due, action, owner = self.rows[row]
        if key == "mark":
            return mark_cell(mark)
        if key == "word":
            return Cell(_LABELS[sign], glyph=_WORDS[sign])
        if key == "due":
            late = "逾期" in due
            words = due.removesuffix(" 班")
            tag = "班" if due.endswith("班") else ""
            return Cell(words, role=Role.DANGER if late else Role.TEXT, bold=late or "今天" in due, tag=tag)
        text = {
            "name": name,
            "street": street,
            "staff": staff,
            "reason": reason,
            "last": last,
            "action": action,
            "owner": owner,
        }[key]
        first = key in ("name", "staff", "action")
        return Cell(text, role=Role.TEXT if first else Role.TEXT2)

    def summary(self, row: int) -> str:
        _mark, sign, name, street, staff, reason, _last, due, action, owner = self.rows[row]
        return f"{name}，{_LABELS[sign]}，{street}，职工 {staff} 人，{reason}，下一步 {due} {action}，责任人 {owner}"


def detail_timeline() -> list[TimelineEntry]:
    """The timeline of picture 01."""
    return [
        TimelineEntry(
            "1",
            "09-12",
            Icon.PHONE,
            phrase("电话 · {result}　原因改为 D1", result=strong("观望")),
            "周岚：园长担心增加支出，愿看材料，周五面谈",
        ),
        TimelineEntry(
            "2",
            "09-06",
            Icon.EXCHANGE,
            plain("合并入账：职工 35 → 38"),
            "来自 韩立群 9月第1周 交换文件",
            ours=False,
        ),
        TimelineEntry(
            "3",
            "08-29",
            Icon.MAP_PIN,
            phrase("上门 · {result}", result=strong("不在")),
            "周岚、沈嘉：负责人外出，约下周三再访",
        ),
        TimelineEntry(
            "4",
            "08-15",
            Icon.DOCUMENT,
            plain("导入：民政名册 2024-08"),
            "新增，地址匹配到望江街道（已确认）",
            ours=False,
        ),
        TimelineEntry(
            "5",
            "08-08",
            Icon.MAP_PIN,
            (Run("上门 · "), strong("首次走访")),
            "周岚：核实专职 31 人、兼职 4 人",
        ),
    ]
