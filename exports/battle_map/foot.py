"""The foot of every sheet: how the figures were made, and how to find them again."""

from exports.battle_map.grid import FOOT_TOP, GREY, MARGIN, SHEET_MM, TEXT, across, box
from exports.battle_map.words import put
from exports.pdf.page import check_text, qr_code
from exports.pdf.shapes import Shape
from exports.wording import as_of_text, main_target, number_text
from models.language import _
from models.queries.report_content import BattleMap

_QR_SIDE = 26.0


def foot_shapes(content: BattleMap, number: int, sheets: int) -> list[Shape]:
    """The arithmetic note, as-of, report id, check value, sheet number and QR code."""
    right = SHEET_MM[0] - MARGIN
    wide = right - MARGIN - _QR_SIDE - 10
    shapes: list[Shape] = [across(MARGIN, right, FOOT_TOP)]
    shapes += put(_arithmetic(content), box(MARGIN, FOOT_TOP + 4, wide, 9), 17, ink=TEXT)
    head = content.head
    text = _(
        "数据截至 {as_of}　报表号 {id}　内容校验 {check}　条件：{filter}　第 {number} / {sheets} 张　"
        "内部资料 请勿外传　{private}"
    ).format(
        as_of=as_of_text(head),
        id=head.report_id,
        check=check_text(head),
        filter=head.filter_text or _("全部"),
        private=_("不含电话") if content.rows == "cadre" else _("不含电话和个人信息"),
        number=number,
        sheets=sheets,
    )
    shapes += put(text, box(MARGIN, FOOT_TOP + 13, wide, 14), 17, ink=GREY, lines=2)
    shapes.append(qr_code(head, box(right - _QR_SIDE, FOOT_TOP + 4, _QR_SIDE, _QR_SIDE)))
    return shapes


def _arithmetic(content: BattleMap) -> str:
    """Why the streets' gaps do not add up to the whole gap, in the numbers of this sheet."""
    target = main_target(content.targets)
    if target is None:
        return _("率一律由合计重算，不取平均。")
    total = content.total
    summed = sum(row.street.figures.missing(target.percent) for row in content.matrix)
    missing = total.missing(target.percent)
    if summed == missing:
        return _("缺口＝进一取整（{percent}% × 应建）− 已建。率一律由合计重算，不取平均。").format(
            percent=target.percent
        )
    text = _(
        "缺口＝进一取整（{percent}% × 应建）− 已建；分街道逐街取整，相加为 {summed}，合计按 {eligible} 家"
        "计为 {missing}。率一律由合计重算，不取平均。"
    )
    if content.rows != "street":
        text = _(
            "缺口＝进一取整（{percent}% × 应建）− 已建；分责任人逐人取整，相加为 {summed}，合计按 {eligible} 家"
            "计为 {missing}。率一律由合计重算，不取平均。"
        )
    return text.format(
        percent=target.percent,
        summed=number_text(summed),
        eligible=number_text(total.eligible),
        missing=number_text(missing),
    )
