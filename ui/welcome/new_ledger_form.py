"""Founding a ledger: unit, territory, name, and where the file goes."""

import re
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from models.divisions import division_name, find_street, full_name
from models.errors import InputProblem, LedgerProblem
from models.inputs.street_search import streets_like
from models.language import _
from models.ledger.connection import EXTENSION
from models.ledger.ledger import Ledger
from models.rules.campaigns import SHIPPED, proposed_days
from ui.day_field import DayField
from ui.day_words import any_day
from ui.form import Form
from ui.jobs import JobRunner
from ui.shared.buttons import Button
from ui.shared.fields import Field
from ui.shared.line_field import LineField
from ui.shared.suggestions import Suggestion, SuggestionField
from ui.welcome.territory_search import territories_like, territory_named

_SEPARATORS = re.compile(r"[、，,;；]")
_STREETS_PROPOSED = 9
_PROVINCE = re.compile(r"^[^市]+?(?:省|自治区)(?=.*市)")


class NewLedgerForm(Form):
    """`founded` carries the open ledger."""

    founded = Signal(object)

    def __init__(self, runner: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(
            _("新建台账"),
            note=_("一份台账就是一个文件；建好以后随时可以备份。"),
            save_text=_("建好并打开"),
            parent=parent,
        )
        self._runner = runner
        self._division = ""
        self._folder = _usual_folder()
        self._chose_file = False
        self._territory = SuggestionField(placeholder=_("区县名称，例如 朝阳区"))
        self._unit = LineField(placeholder=_("例如 朝阳区总工会"))
        self._person = LineField(placeholder=_("您的姓名"))
        self._streets = SuggestionField(placeholder=_("可不填；几个用顿号隔开"))
        self._file = LineField()
        self.days = [DayField(any_day) for _target in SHIPPED.targets]
        self._propose_days(date.today())  # noqa: DTZ011 - there is no ledger yet that has a day
        self._file.textEdited.connect(self._keep_file)
        self._territory.query_changed.connect(self._propose)
        self._territory.chosen.connect(self._choose)
        self._territory.editingFinished.connect(self._settle_territory)
        self._unit.textChanged.connect(self._name_file)
        self._streets.query_changed.connect(self._propose_streets)
        self._streets.chosen.connect(self._add_street)
        self.add_row(
            ("division", Field(_("辖区"), self._territory, stop="1", help_text=_("用来认街道；输入两三个字")), 3),
            ("unit", Field(_("本单位"), self._unit, stop="2", help_text=_("打印件上的落款")), 3),
            ("person", Field(_("姓名"), self._person, stop="3", help_text=_("每一笔记录都记着是谁写的")), 2),
        )
        self.add_row(
            ("streets", Field(_("负责的街道"), self._streets, stop="4", help_text=_("台账里会有“我负责的街道”")), 4),
            *self._target_fields(),
        )
        self.add_row(
            ("path", Field(_("文件"), self._file, stop="7", help_text=_("放在本机硬盘上，平时不要放在 U 盘")), 1)
        )
        elsewhere = Button(_("换个位置…"))
        elsewhere.clicked.connect(self._choose_place)
        self.foot.insertWidget(0, elsewhere)
        self.set_order([self._territory, self._unit, self._person, self._streets, *self.days, self._file])
        self._name_file("")

    def _target_fields(self) -> list[tuple[str, Field, int]]:
        """A field per target that ships: until when, as proposed or as the office has it."""
        help_text = _("以后可在“数据 → 行动与目标”里改")
        return [
            (
                f"target_{number}",
                Field(
                    _("{percent}% {label}到哪天").format(percent=target.percent, label=target.label),
                    day,
                    stop=str(number + 5),
                    help_text=help_text,
                ),
                2,
            )
            for number, (target, day) in enumerate(zip(SHIPPED.targets, self.days, strict=True))
        ]

    def _propose_days(self, today: date) -> None:
        for field, day in zip(self.days, proposed_days(today), strict=True):
            field.set_today(today)
            field.setText(day.isoformat())

    def save(self) -> None:
        """Found the ledger in the background."""
        if not self.save_button.isEnabled():
            return
        self.clear_problem()
        self._settle_territory()
        missing = {
            name: _("必须填写。")
            for name, field in (("unit", self._unit), ("person", self._person))
            if not field.text().strip()
        }
        if missing:
            self.show_problem(InputProblem(_("单位和姓名都要填写。"), fields=missing))
            return
        if self._territory.text().strip() and not self._division:
            unknown = _("没有认出这个辖区：输入两三个字，从列出的里面选。")
            self.show_problem(InputProblem(unknown, fields={"division": unknown}))
            return
        unread = {
            f"target_{number}": field.meaning.error or _("必须填写日期。")
            for number, field in enumerate(self.days)
            if field.day is None
        }
        if unread:
            self.show_problem(InputProblem(next(iter(unread.values())), fields=unread))
            return
        try:
            streets = self._street_codes()
        except InputProblem as problem:
            self.show_problem(problem)
            return
        self.save_button.setEnabled(False)
        path, days = self._path(), [field.day for field in self.days if field.day]
        unit, person, division = self._unit.text().strip(), self._person.text().strip(), self._division

        def found(_progress: object) -> Ledger:
            from models.edits.new_ledger import create_ledger  # noqa: PLC0415 - once in a ledger's life

            return create_ledger(
                path, unit=unit, person=person, division=division or None, streets=streets, target_days=days
            )

        job = self._runner.change(found)
        job.done.connect(self._done)
        job.failed.connect(self._refused)
        job.cancelled.connect(self._not_saved)

    def _done(self, ledger: Ledger) -> None:
        self.finished.emit()
        self.founded.emit(ledger)

    def _refused(self, problem: LedgerProblem) -> None:
        self.show_problem(problem)

    def _not_saved(self) -> None:
        self.save_button.setEnabled(True)

    def _propose(self, text: str) -> None:
        self._division = ""
        found = [Suggestion(area.code, full_name(area.code), detail=area.code) for area in territories_like(text)]
        self._territory.show_suggestions(found)

    def _settle_territory(self) -> None:
        """A name that is typed whole need not be chosen."""
        if not self._division and (area := territory_named(self._territory.text())) is not None:
            self._choose(area.code)

    def _choose(self, code: str) -> None:
        self._division = code
        self._territory.setText(full_name(code))
        if not self._unit.text().strip():
            self._unit.setText(_("{place}总工会").format(place=_called(code)))

    def _propose_streets(self, text: str) -> None:
        begun = _SEPARATORS.split(text)[-1]
        found = streets_like(begun, self._division, most=_STREETS_PROPOSED) if self._division else []
        self._streets.show_suggestions([Suggestion(street.code, street.name) for street in found])

    def _add_street(self, code: str) -> None:
        """In place of what was begun."""
        whole = _SEPARATORS.split(self._streets.text())[:-1]
        self._streets.setText("、".join([*(part for part in whole if part.strip()), division_name(code)]))

    def _street_codes(self) -> tuple[str, ...]:
        names = [part.strip() for part in _SEPARATORS.split(self._streets.text()) if part.strip()]
        if names and not self._division:
            raise InputProblem(_("先选辖区，再写街道。"), fields={"division": _("先选辖区，再写街道。")})
        codes = []
        for name in names:
            street = find_street(name, self._division)
            if street is None:
                said = _("{place}没有叫“{name}”的街道。").format(place=full_name(self._division), name=name)
                raise InputProblem(said, fields={"streets": said})
            codes.append(street.code)
        return tuple(dict.fromkeys(codes))

    def _choose_place(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            self.window(), _("台账放在哪里"), str(self._path()), _("建会台账 (*{ending})").format(ending=EXTENSION)
        )
        if chosen:
            self._file.setText(chosen if chosen.endswith(EXTENSION) else chosen + EXTENSION)
            self._chose_file = True

    def _name_file(self, unit: str) -> None:
        if not self._chose_file:
            name = unit.strip() or _("建会台账")
            self._file.setText(str(_free_name(self._folder, name)))

    def _keep_file(self, _text: str) -> None:
        self._chose_file = True

    def _path(self) -> Path:
        """What stands there; a name alone is put where ledgers usually are."""
        typed = self._file.text().strip()
        if not typed:
            return _free_name(self._folder, self._unit.text().strip() or _("建会台账"))
        path = self._folder / Path(typed).expanduser()
        return path if path.suffix == EXTENSION else path.with_name(path.name + EXTENSION)


def _called(division: str) -> str:
    """As offices write themselves: a province is named for its own, 广州市海珠区 stands without it."""
    return _PROVINCE.sub("", full_name(division))


def _usual_folder() -> Path:
    """The person's documents; the home folder where a desktop has made none."""
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return documents if documents.is_dir() else Path.home()


def _free_name(folder: Path, name: str) -> Path:
    """A file name that is not taken yet."""
    safe = "".join(character for character in name if character not in '<>:"/\\|?*')
    path = folder / f"{safe}{EXTENSION}"
    number = 2
    while path.exists():
        path = folder / f"{safe}-{number}{EXTENSION}"
        number += 1
    return path
