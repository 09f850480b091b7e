"""Nothing received yet: what to do, said in a sentence, and three ways in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.language import _
from ui.shared.empty_state import EmptyState, WayIn
from ui.step_pane import StepPane
from ui.theme.icons import Icon


class StartStep(StepPane):
    """`chosen` names the way: files, folder, photos, or link (whom one knows)."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ways = (
            WayIn("files", Icon.INBOX, _("选文件"), _("同事发来的 .jhx，一次可以选几个；改过名、带“(1)”的也认得"), "1"),
            WayIn("folder", Icon.FOLDER, _("选文件夹"), _("U 盘或微信的文件夹：里面的交换文件一起看"), "2"),
            WayIn("photos", Icon.PHONE, _("选照片"), _("用手机拍下的数据二维码：几张一起选，先后不限"), "3"),
        )
        self.empty = EmptyState(
            _("把同事的文件拖到这里"),
            _("先看会带来什么，再决定合并。先后、重复、旧文件、时钟不准都不要紧。"),
            ways,
            link_before=_("第一次收？先交换名片："),
            link=_("认识的人"),
            with_signs=False,
        )
        self.empty.chosen.connect(self.chosen)
        self.body.addWidget(self.empty, 1)
        self.foot.hide()

    @override
    def setFocus(self, *_reason: object) -> None:
        self.empty.focus_first()
