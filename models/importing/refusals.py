"""Why a sheet is not read: codes that the reading process sends (refused), and the sentences that the person sees."""

from collections.abc import Mapping
from pathlib import Path

from models.errors import FileProblem
from models.language import _


def problem_of(path: Path, code: str, values: Mapping[str, object], detail: str = "") -> FileProblem:
    """The sentence for a code, with what to do."""
    sentence, hint = _sentences().get(code) or (
        _("“{name}”读不了：文件可能损坏，或者不是真正的表格。"),
        _("请在 WPS 或 Excel 里打开，另存为 xlsx 再导入。"),
    )
    said = {"name": path.name, **values}
    return FileProblem(sentence.format(**said), hint=hint.format(**said), detail=f"{code} {detail}".strip())


def _sentences() -> dict[str, tuple[str, str]]:
    return _what_it_is() | _what_is_wrong()


def _what_it_is() -> dict[str, tuple[str, str]]:
    save_as = _("请在 WPS 或 Excel 里打开，另存为 xlsx 再导入。")
    copy_out = _("请把里面的表格复制到 WPS 表格或 Excel，存成 xlsx 再导入。")
    pick = _("请选名册的表格文件（xlsx、xls、ods 或 csv）。")
    return {
        "html": (_("“{name}”其实是网页文件，只是换了扩展名。"), save_as),
        "xml": (_("“{name}”其实是 XML 文件，不是表格。"), save_as),
        "xlsb": (_("“{name}”是二进制工作簿（xlsb），这里不能读。"), save_as),
        "old_excel": (_("“{name}”是很旧的 Excel 格式，这里不能读。"), save_as),
        "wps_sheet": (
            _("“{name}”是 WPS 表格自己的格式（et），这里不能读。"),
            _("请在 WPS 里打开，另存为 xlsx 再导入。"),
        ),
        "numbers": (_("“{name}”是 Numbers 表格，这里不能读。"), _("请在 Numbers 里导出为 Excel（xlsx）再导入。")),
        "word": (_("“{name}”其实是文字文档（Word 或 WPS 文字），不是表格。"), copy_out),
        "slides": (_("“{name}”其实是演示文稿，不是表格。"), copy_out),
        "pdf": (_("“{name}”其实是 PDF，不是表格。"), _("请找到它的原表格；没有的话，先转成 xlsx 并核对后再导入。")),
        "picture": (_("“{name}”其实是图片，不是表格。"), _("请找到原来的表格文件，或先识别成表格并核对后再导入。")),
        "archive": (_("“{name}”其实是压缩包，不是表格。"), _("请先解压，再导入里面的表格文件。")),
        "ledger": (_("“{name}”是台账或数据库文件，不是名册。"), pick),
        "other": (_("“{name}”不是表格文件。"), pick),
        "empty": (_("“{name}”是空文件。"), _("请确认选对了文件；如果是拷贝来的，请重新拷贝一次。")),
    }


def _what_is_wrong() -> dict[str, tuple[str, str]]:
    save_as = _("请在 WPS 或 Excel 里打开，另存为 xlsx 再导入。")
    return {
        "encrypted": (
            _("“{name}”加了密码，打不开。"),
            _("请在 WPS 或 Excel 里输入密码打开，去掉密码后另存为 xlsx 再导入。"),
        ),
        "truncated": (
            _("“{name}”不完整，可能没有下载完，或者拷贝时中断了。"),
            _("请重新下载或拷贝一次；仍然不行，就在 WPS 或 Excel 里打开，另存为 xlsx。"),
        ),
        "damaged": (
            _("“{name}”已损坏，读不了。"),
            _("请重新拷贝一次；或者在 WPS 或 Excel 里打开（会提示修复），另存为 xlsx 再导入。"),
        ),
        "no_sheets": (_("“{name}”里没有工作表。"), _("请确认选对了文件。")),
        "bomb": (
            _("“{name}”解压后大得不正常，没有读它。"),
            _("请只导入来路可靠的名册；或者把要用的行复制到一个新的工作簿里再导入。"),
        ),
        "declaration": (_("“{name}”里夹带了表格不该有的声明（DTD），没有读它。"), save_as),
        "far": (
            _("“{name}”的单元格 {cell} 里有内容，离名册太远，整张表大得读不了。"),
            _("请打开它，删除名册以外的行和列（选中后右键删除），保存后再导入。"),
        ),
        "too_big": (
            _("“{name}”太大，读它要用的内存超过了限度。"),
            _("请另存为 csv 再导入，或者分成几个文件。"),
        ),
        "memory": (
            _("“{name}”没有读完：读它用的内存超过了限度，已经停止。"),
            _("请把要用的行复制到一个新的工作簿里，或者另存为 csv，再导入。"),
        ),
        "slow": (
            _("“{name}”读得太久，已经停止。"),
            _("请把要用的行复制到一个新的工作簿里，或者另存为 csv，再导入。"),
        ),
        "died": (_("“{name}”没有读完：它让读表的程序中途停了，文件可能已损坏。"), save_as),
        "no_space": (_("磁盘已满，读不了“{name}”。"), _("读表时要用一点临时空间；请腾出空间再试。")),
    }
