"""The words that made-up names are built from. Any likeness to a real organization or person is chance."""

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏苏潘葛范彭鲁韦昌马"
GIVEN = "岚嘉群宁洁敏睿哲航晨雨桐涵欣怡悦萱辰宇轩昊然博文琪瑶静颖楠婷莹雪松柏青云帆远思齐若溪"

# fmt: off
GOOD_WORDS: tuple[str, ...] = (
    "阳光", "育才", "启明", "博雅", "春晖", "晨曦", "金苹果", "小天使", "贝乐",
    "童心", "百灵", "蓝天", "绿洲", "新苗", "青禾", "向日葵", "星河", "云帆",
    "明德", "弘毅", "思源", "致远", "崇文", "尚德", "求是", "仁爱", "康宁",
    "济民", "同和", "福泰", "安康", "慈铭", "瑞康", "恒健", "乐龄", "幸福里",
    "夕阳红", "暖阳", "同心", "互助", "益众", "邻里", "携手", "筑梦", "启航",
    "扬帆", "智慧树", "七彩", "天才", "艺佳", "雅韵", "墨香", "书香", "和风",
    "清泉", "松涛", "江畔", "望江", "双语", "实验",
)
# fmt: on

#: (category, share in thousandths, code prefix, name pattern, median of staff)
SHAPES: tuple[tuple[str, int, str, str, int], ...] = (
    ("kindergarten", 290, "52", "{place}{word}幼儿园", 26),
    ("school", 110, "52", "{place}{word}学校", 58),
    ("training", 70, "52", "{place}{word}培训学校", 12),
    ("hospital", 60, "52", "{place}{word}医院", 64),
    ("clinic", 40, "52", "{place}{word}门诊部", 14),
    ("elderly_care", 60, "52", "{place}{word}养老服务中心", 16),
    ("social_work", 55, "52", "{place}{word}社会工作服务中心", 9),
    ("culture_sport", 55, "52", "{place}{word}文化体育中心", 6),
    ("research", 15, "52", "{place}{word}研究院", 8),
    ("industry", 70, "51", "{place}{word}行业协会", 4),
    ("academic", 35, "51", "{place}{word}学会", 3),
    ("culture_sport", 50, "51", "{place}{word}协会", 3),
    ("charity", 60, "51", "{place}{word}志愿者协会", 4),
    ("charity", 20, "53", "{place}{word}公益基金会", 5),
    ("other", 25, "31", "{province}{word}律师事务所", 18),
    ("other", 15, "91", "{place}{word}会计师事务所", 15),
)

VISIT_NOTES = (
    "负责人外出，约下周三再访",
    "负责人愿意看材料，想听听同类单位怎么做的",
    "职工代表在场，对会员服务感兴趣",
    "财务说怕增加支出，已讲清拨缴与补助",
    "电话无人接，改日上门",
    "已送政策明白纸和申请样本",
    "理事会下月开会讨论",
    "正在换届，新负责人到任后再约",
    "人数核实，专职比名册少",
    "愿意加入街道联合工会",
)
NEXT_STEPS = (
    "送联合建会材料",
    "请已建会的园长面谈",
    "取批复文件",
    "报候选人名单",
    "与街道党工委会商",
    "定选举日期",
    "参加政策说明会",
    "核实职工人数",
    "补交会员名册",
    "约包联领导上门",
)
LEADERS = ("陈副主席", "李副主席", "王主席", "刘部长", "周部长")
GROUNDS_YES = ("从业人员稳定，有办公场所", "年检合格，已签劳动合同", "具备25名以上职工", "可参加联合工会")
GROUNDS_NO = ("无专职人员", "停止活动，等待清算", "失联，三次联系未果")
#: Reason codes by how often they are the reason.
REASON_CODES = ("D1", "B3", "F2", "B2", "F1", "D4", "D3", "F4", "D2", "F5", "C2", "F3", "B1", "G3", "C4")
