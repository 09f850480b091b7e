"""Whom to talk to: people of the organization, their phones masked until somebody asks, and the leader in charge."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.language import _
from models.rules.phones import mask_phone
from models.vocabulary import PERSON_ROLES
from ui.organizations.detail_part import DetailPart
from ui.organizations.detail_reading import DetailContent
from ui.organizations.section import clear, column_of
from ui.requests import EditPerson
from ui.shared.buttons import IconButton, LinkButton
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.shared.runs import RunLabel, plain
from ui.theme.icons import Icon
from ui.theme.tokens import Role, Space, TextSize

_SHORT_LEADER = 8
_SHOWN_FOR = 60_000  # milliseconds


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    title: str
    phone: str
    record: str = ""  # of a further person, who can be changed here


class DetailPeople(DetailPart):
    """`reveal_asked` for the full numbers; the pane records that first, then calls `reveal`."""

    reveal_asked = Signal(int)  # organization

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content: DetailContent | None = None
        self._revealed = 0
        self._masking = QTimer(self)
        self._masking.setSingleShot(True)
        self._masking.setInterval(_SHOWN_FOR)
        self._masking.timeout.connect(self.hide_numbers)
        self._lines = column_of(self, spacing=2)
        self._lines.setContentsMargins(0, 0, 0, 10)

    def show_content(self, content: DetailContent) -> None:
        """Show these people; numbers that were asked for stay while the same organization is shown."""
        if content.detail.id != self._revealed:
            self._revealed = 0
        self._content = content
        clear(self._lines)
        people = _people_of(content)
        leader = str(content.detail.facts["leader"] or "")
        for number, person in enumerate(people):
            beside = leader if number == 0 and len(leader) <= _SHORT_LEADER else ""
            self._lines.addLayout(self._line(person, beside, may_reveal=number == _first_with_phone(people)))
        if leader and (len(leader) > _SHORT_LEADER or not people):
            self._lines.addWidget(Label(_leader_words(leader), size=TextSize.SMALL, role=Role.TEXT2, wrap=True))
        self.setVisible(bool(people or leader))

    def reveal(self, organization: int) -> None:
        """Show the full numbers of an organization, for a minute."""
        self._revealed = organization
        self._masking.start()
        if self._content is not None and self._content.detail.id == organization:
            self.show_content(self._content)

    def hide_numbers(self) -> None:
        """Hide them again."""
        self._revealed = 0
        if self._content is not None:
            self.show_content(self._content)

    def _line(self, person: _Person, leader: str, *, may_reveal: bool) -> QHBoxLayout:
        flow = FlowRow(gap=Space.S)
        name = f"{person.name}（{person.title}）" if person.title else person.name
        flow.add(RunLabel(plain(name), mark=Icon.PERSON))
        if person.phone:
            flow.add(RunLabel(plain(person.phone if self._revealed else mask_phone(person.phone))))
        if person.record:
            edit = IconButton(Icon.EDIT, _("修改 {name}").format(name=person.name))
            edit.clicked.connect(partial(self._edit, person.record))
            flow.add(edit)
        if may_reveal and not self._revealed:
            show = LinkButton(_("显示"))
            show.setToolTip(_("显示完整电话，会留下记录"))
            show.setAccessibleName(_("显示完整电话，会留下记录"))
            show.clicked.connect(self._ask_reveal)
            flow.add(show)
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        line.addWidget(flow, 1)
        if leader:
            words = Label(_leader_words(leader), size=TextSize.SMALL, role=Role.TEXT2)
            line.addWidget(words, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _edit(self, record: str, *_checked: object) -> None:
        if self._content is not None:
            self.asked.emit(EditPerson(self._content.detail.id, record))

    def _ask_reveal(self) -> None:
        if self._content is not None:
            self.reveal_asked.emit(self._content.detail.id)


def _people_of(content: DetailContent) -> list[_Person]:
    """Head, contact and further people; the organization's number stands with the contact, else with the head."""
    facts = content.detail.facts
    head, contact = str(facts["head"] or ""), str(facts["contact"] or "")
    title, phone = str(facts["contact_title"] or ""), str(facts["phone"] or "")
    people = []
    if head and head != contact:
        people.append(_Person(head, _("负责人"), "" if contact else phone))
    if contact or (phone and not head):
        titles = _("负责人") if contact and head == contact else _("联络人") if contact else ""
        people.append(_Person(contact or _("电话"), title or titles, phone))
    for person in content.detail.people:
        role = PERSON_ROLES.label(person.role)
        titled = f"{role} {person.title}" if person.title and person.title != role else role
        span = _span(person.since, person.until)
        said = " · ".join(part for part in (titled, span) if part)
        people.append(_Person(person.name, said, person.phone, person.uid))
    return people


def _span(since: str, until: str) -> str:
    """Since when and until when somebody has a role."""
    if since and until:
        return _("{since} 至 {until}").format(since=since, until=until)
    if until:
        return _("至 {until}").format(until=until)
    return _("{since} 起").format(since=since) if since else ""


def _first_with_phone(people: list[_Person]) -> int:
    return next((number for number, person in enumerate(people) if person.phone), -1)


def _leader_words(leader: str) -> str:
    return _("包联 {name}").format(name=leader)
