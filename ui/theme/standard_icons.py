"""Our drawings where Qt would show its own: message boxes, the file dialog, clear buttons."""

from PySide6.QtWidgets import QStyle

from ui.theme.icons import Icon
from ui.theme.tokens import Role

_Known = QStyle.StandardPixmap

STANDARD_ICONS = {
    _Known.SP_MessageBoxInformation: (Icon.INFO, Role.ACCENT),
    _Known.SP_MessageBoxQuestion: (Icon.HELP, Role.ACCENT),
    _Known.SP_MessageBoxWarning: (Icon.WARNING, Role.WARN),
    _Known.SP_MessageBoxCritical: (Icon.WARNING, Role.DANGER),
    _Known.SP_DirIcon: (Icon.FOLDER, Role.TEXT2),
    _Known.SP_DirClosedIcon: (Icon.FOLDER, Role.TEXT2),
    _Known.SP_DirOpenIcon: (Icon.FOLDER_OPEN, Role.TEXT2),
    _Known.SP_DirLinkIcon: (Icon.FOLDER, Role.TEXT2),
    _Known.SP_DirHomeIcon: (Icon.FOLDER, Role.TEXT2),
    _Known.SP_FileIcon: (Icon.DOCUMENT, Role.TEXT2),
    _Known.SP_FileLinkIcon: (Icon.DOCUMENT, Role.TEXT2),
    _Known.SP_ComputerIcon: (Icon.USB, Role.TEXT2),
    _Known.SP_DesktopIcon: (Icon.FOLDER, Role.TEXT2),
    _Known.SP_DriveHDIcon: (Icon.USB, Role.TEXT2),
    _Known.SP_DriveFDIcon: (Icon.USB, Role.TEXT2),
    _Known.SP_DriveCDIcon: (Icon.USB, Role.TEXT2),
    _Known.SP_DriveNetIcon: (Icon.USB, Role.TEXT2),
    _Known.SP_ArrowBack: (Icon.CHEVRON_LEFT, Role.TEXT2),
    _Known.SP_ArrowForward: (Icon.CHEVRON_RIGHT, Role.TEXT2),
    _Known.SP_ArrowLeft: (Icon.CHEVRON_LEFT, Role.TEXT2),
    _Known.SP_ArrowRight: (Icon.CHEVRON_RIGHT, Role.TEXT2),
    _Known.SP_ArrowUp: (Icon.CHEVRON_UP, Role.TEXT2),
    _Known.SP_ArrowDown: (Icon.CHEVRON_DOWN, Role.TEXT2),
    _Known.SP_FileDialogToParent: (Icon.CHEVRON_UP, Role.TEXT2),
    _Known.SP_FileDialogNewFolder: (Icon.PLUS, Role.TEXT2),
    _Known.SP_FileDialogDetailedView: (Icon.ROWS, Role.TEXT2),
    _Known.SP_FileDialogListView: (Icon.TILES, Role.TEXT2),
    _Known.SP_LineEditClearButton: (Icon.CLOSE, Role.TEXT2),
    _Known.SP_TitleBarCloseButton: (Icon.CLOSE, Role.TEXT2),
    _Known.SP_DockWidgetCloseButton: (Icon.CLOSE, Role.TEXT2),
    _Known.SP_BrowserReload: (Icon.REFRESH, Role.TEXT2),
    _Known.SP_TrashIcon: (Icon.TRASH, Role.TEXT2),
    _Known.SP_ToolBarHorizontalExtensionButton: (Icon.MORE, Role.TEXT2),
}
