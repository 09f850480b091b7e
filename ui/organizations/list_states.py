"""What stands in the list where there is nothing: an empty ledger explains itself, a search says the way back."""

from models.language import _
from ui.organizations.views import Shown
from ui.shared.empty_state import EmptyState, WayIn
from ui.theme.icons import Icon

DEMO_SIZE = 458


def empty_ledger() -> EmptyState:
    """The ways in: import, new; or the demo ledger."""
    return EmptyState(
        _("台账还是空的"),
        _("先放进一份名册，系统会认表头、查代码、分街道；写入之前给您看结果，随时可以整批撤销。"),
        (
            WayIn(
                "import",
                Icon.DOCUMENT,
                _("导入名册"),
                _("民政名册、街道摸底表：xlsx、csv；也可以把文件拖到这里"),
                "Ctrl+I",
            ),
            WayIn("new", Icon.EDIT, _("新增一家单位"), _("输入名称时自动提示相近单位，避免重复"), "Ctrl+N"),
        ),
        link_before=_("只想先看看？"),
        link=_("打开示例台账（{n} 家，虚构数据）").format(n=DEMO_SIZE),
    )


def nothing_found(shown: Shown) -> EmptyState:
    """Nothing fits: what was asked, and how to see more."""
    said = [condition.words for condition in shown.conditions]
    if shown.link.where != "1":
        said.insert(0, shown.link_title)
    if shown.search:
        said.append(_("含“{text}”").format(text=shown.search))
    ways = [WayIn("all", Icon.TABLE, _("看全部单位"), _("不限视图，也不限条件"))]
    if shown.is_narrowed:
        ways.insert(0, WayIn("clear", Icon.CLOSE, _("去掉条件"), _("回到“{view}”").format(view=shown.view_name)))
    sentence = _("“{view}”里没有符合的：{conditions}。") if said else _("“{view}”里现在一家也没有。")
    return EmptyState(
        _("没有符合条件的单位"),
        sentence.format(view=shown.view_name, conditions="，".join(said)),
        ways,
        with_signs=False,
    )
