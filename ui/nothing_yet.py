"""Why a place of key targets is empty, and the ways to change that: the map on the screen and the prints."""

from models.language import _
from models.queries.organization_list import ListQuery
from ui.requests import EditOrganization, ImportSheet, OpenDemo, Request, ShowList
from ui.shared.empty_state import EmptyState, WayIn
from ui.theme.icons import Icon


def nothing_to_print(organizations: int) -> EmptyState:
    """For the place of prints."""
    if organizations:
        return _nothing_key(organizations)
    return _nothing_at_all(
        _("台账里还没有单位，没有可以打印的内容"),
        _("打印件上的每个数都从台账里取：先导入一份名册，或者新增一家单位。"),
        with_signs=False,
    )


def nothing_on_the_map(organizations: int) -> EmptyState:
    """For the map on the screen."""
    if organizations:
        return _nothing_key(organizations)
    return _nothing_at_all(
        _("台账里还没有单位，作战图是空的"),
        _("先导入一份名册，或者新增一家单位；每家重点对象在图上占一格。"),
        with_signs=True,
    )


def way_out(way: str) -> Request:
    """What a card or the link of it asks for."""
    ways: dict[str, Request] = {
        "import": ImportSheet(),
        "new": EditOrganization(),
        "link": OpenDemo(),
        "all": ShowList(ListQuery(), _("全部单位")),
        "unverified": ShowList(ListQuery(view="unverified"), _("待核单位")),
    }
    return ways[way]


def _nothing_at_all(title: str, text: str, *, with_signs: bool) -> EmptyState:
    return EmptyState(
        title,
        text,
        (
            WayIn("import", Icon.DOCUMENT, _("导入名册"), _("民政名册、街道摸底表：xlsx、xls、ods、csv"), "Ctrl+I"),
            WayIn("new", Icon.EDIT, _("新增一家单位"), _("输入名称时自动提示相近单位"), "Ctrl+N"),
        ),
        link_before=_("只想先看看？"),
        link=_("打开示例台账（虚构数据）"),
        with_signs=with_signs,
    )


def _nothing_key(organizations: int) -> EmptyState:
    return EmptyState(
        _("还没有重点对象，作战图是空的"),
        _(
            "作战图只画重点对象。台账里有 {n} 家单位，还没有一家归入重点："
            "补上统一社会信用代码和机构类别，系统会自己归类；也可以在单位里把“是否重点”改成“是”。"
        ).format(n=f"{organizations:,}"),
        (
            WayIn("unverified", Icon.WARNING, _("看待核单位"), _("没有有效代码的单位，先补代码")),
            WayIn("all", Icon.TABLE, _("看全部单位"), _("逐家核对机构类别和是否重点")),
        ),
        with_signs=False,
    )
