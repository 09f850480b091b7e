"""What this program is, which version, and whether Chinese input works here."""

import platform

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QVBoxLayout

from models.language import _
from models.ledger.connection import SQLITE_VERSION
from models.ledger.profile import profile_folder
from models.resources import RESOURCES
from ui.input_method import input_method_in_use
from ui.panel import Panel
from ui.session import LedgerSession
from ui.shared.labels import Label
from ui.shared.panes import Pane, ScrollPane
from ui.theme.tokens import Role, Space, TextSize
from ui.version import VERSION


class AboutPanel(Panel):
    """Sentences and a few facts that help whoever mends things."""

    def __init__(self, session: LedgerSession | None) -> None:
        super().__init__(_("关于建会台账"), session)
        content = Pane()
        column = QVBoxLayout(content)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        column.setSpacing(Space.S)
        column.addWidget(Label(_("建会台账 {version}").format(version=VERSION), size=TextSize.TITLE, bold=True))
        column.addWidget(
            Label(
                _("社会组织建会专项工作的本机台账。不联网，不上传；数据都在您自己的文件里。"),
                role=Role.TEXT2,
                wrap=True,
            )
        )
        column.addSpacing(Space.M)
        for line in facts():
            label = Label(line, size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
            column.addWidget(label)
        column.addStretch()
        self.body.addWidget(ScrollPane(content), 1)


def make_panel(session: LedgerSession | None) -> AboutPanel:
    """The panel for a window."""
    return AboutPanel(session)


def facts() -> list[str]:
    """Versions, folders and the input method, a line each."""
    asked = input_method_in_use() or _("未指定")
    return [
        f"Python {platform.python_version()} · Qt {qVersion()} · SQLite {SQLITE_VERSION} · {platform.platform()}",
        _("中文输入自检：输入法接口 {module}").format(module=asked),
        _("设置与日志：{folder}").format(folder=profile_folder()),
        _("字体与第三方许可：{folder}").format(folder=RESOURCES / "LICENSES"),
    ]
