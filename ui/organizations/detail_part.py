"""The base of the parts of the detail: shown with a content, they ask, the pane does."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.organizations.detail_reading import DetailContent


class DetailPart(QWidget):
    """One part. It hides itself where it has nothing to say."""

    asked = Signal(object)  # a ui.requests.Request
    change_asked = Signal(object, str)  # values of the organization by field name, the sentence for the toast

    def show_content(self, content: DetailContent) -> None:
        """Show this organization."""
        raise TypeError(f"{type(self).__name__} cannot show {content.detail.id}")
