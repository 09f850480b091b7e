"""Any of these sheets by its name: what a print is limited to goes in, the finished file comes out.

The window and the command line make them here, so that both print the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from exports.pdf.document import Printed
from exports.sheets.masking import masked_dossier, masked_names
from models.errors import InputProblem
from models.language import N_, _
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.dossier import Dossier
from models.queries.print_parts import organizations_in
from models.queries.report_head import Week, next_report_number, take_report_number

VISIT_LIST, VISIT_SLIPS, FOLLOWUPS = "visit_list", "visit_slips", "followups"
TASKS, LEADERS, DOSSIER = "tasks", "leaders", "dossier"
REASONS, CIRCULAR, ROLL_UP, LEAFLET = "reasons", "circular", "roll_up", "leaflet"
#: What each sheet is called, in the order of the gallery.
SHEETS = {
    TASKS: N_("个人任务单"),
    LEADERS: N_("包联领导一页"),
    DOSSIER: N_("一户一档"),
    REASONS: N_("未建原因分析"),
    CIRCULAR: N_("通报"),
    ROLL_UP: N_("汇总核对"),
    VISIT_LIST: N_("走访单"),
    VISIT_SLIPS: N_("走访条"),
    FOLLOWUPS: N_("跟进清单"),
    LEAFLET: N_("扫码入会"),
}
#: Sheets that may be written as an editable text, too.
WITH_TEXT = frozenset({CIRCULAR, DOSSIER})
#: Sheets that concern one cadre where one is named.
OF_CADRES = frozenset({TASKS, VISIT_LIST, VISIT_SLIPS, FOLLOWUPS})
#: Sheets that an area limits.
OF_AREAS = frozenset({TASKS, LEADERS, DOSSIER, REASONS, CIRCULAR, VISIT_LIST, VISIT_SLIPS, FOLLOWUPS})


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """One print. `areas` are division codes, none for everything; what a sheet has no use for is left alone.

    `organizations` are local ids; `files` ledgers to check against; `day` is that of visits, or the last one of
    follow-ups; `masked` leaves of persons' names only the family name.
    """

    kind: str
    areas: tuple[str, ...] = ()
    week: Week | None = None
    cadre: bytes | None = None
    leader: str = ""
    organizations: tuple[int, ...] = ()
    day: date | None = None
    key_only: bool = True
    with_phones: bool = False
    masked: bool = False
    files: tuple[Path, ...] = ()
    number: int | None = None  # of the report, see models.queries.report_head


def write_sheet(ledger: Ledger, options: SheetOptions, path: Path, progress: Progress | None = None) -> Printed:
    """Gather the content of a sheet and write it, as .docx where the name says so and the sheet has a text.

    InputProblem if there is nothing to print; FileProblem says why it could not be written.
    """
    progress = progress or Progress()
    if path.suffix.lower() == ".docx" and options.kind not in WITH_TEXT:
        raise InputProblem(_("{sheet}只有 PDF，没有可编辑的文本。").format(sheet=_(SHEETS[options.kind])))
    if options.kind == DOSSIER:
        return _dossier(ledger, options, path, progress)
    content, write = _GATHERED[options.kind](ledger, options)
    progress.check()
    return write(masked_names(content) if options.masked else content, path, progress=progress)


_Write = Callable[..., Printed]


def _tasks(ledger: Ledger, options: SheetOptions, *, by: Any = "cadre") -> tuple[object, _Write]:
    from exports.sheets.assigned import write_assigned  # noqa: PLC0415 - each sheet is loaded when it is made
    from models.queries.assigned_sheets import assigned_sheets  # noqa: PLC0415

    person = (options.cadre.hex() if options.cadre else "") if by == "cadre" else options.leader
    content = assigned_sheets(ledger, by, person=person, areas=options.areas, number=options.number)
    if options.masked:
        people = tuple(replace(each, name=masked_names(_Person(each.name)).person) for each in content.people)
        content = replace(content, people=people)
    return content, write_assigned


@dataclass(frozen=True, slots=True)
class _Person:
    person: str


def _reasons(ledger: Ledger, options: SheetOptions) -> tuple[object, _Write]:
    from exports.sheets.reasons import write_reasons  # noqa: PLC0415
    from models.queries.reason_analysis import reason_analysis  # noqa: PLC0415

    content = reason_analysis(ledger, areas=options.areas, key_only=options.key_only, number=options.number)
    return content, write_reasons


def _circular(ledger: Ledger, options: SheetOptions) -> tuple[object, _Write]:
    from exports.circular import write_circular  # noqa: PLC0415
    from models.queries.week_prints import weekly_print  # noqa: PLC0415

    return weekly_print(ledger, week=options.week, areas=options.areas, number=options.number), write_circular


def _roll_up(ledger: Ledger, options: SheetOptions) -> tuple[object, _Write]:
    from exports.sheets.roll_up import write_roll_up  # noqa: PLC0415
    from exports.sheets.subordinate_files import as_ledgers  # noqa: PLC0415
    from models.queries.roll_up import roll_up  # noqa: PLC0415

    with as_ledgers(ledger, options.files) as ledgers:
        names = [path.name for path in options.files]
        return roll_up(ledger, ledgers=ledgers, names=names, number=options.number), write_roll_up


def _leaflet(ledger: Ledger, options: SheetOptions) -> tuple[object, _Write]:
    from exports.sheets.leaflet import write_leaflet  # noqa: PLC0415
    from models.queries.joining_leaflet import joining_leaflet  # noqa: PLC0415

    return joining_leaflet(ledger, number=options.number), write_leaflet


def _followups(ledger: Ledger, options: SheetOptions) -> tuple[object, _Write]:
    from exports.followup_list import write_followup_list  # noqa: PLC0415
    from models.queries.followup_sheets import followup_sheets  # noqa: PLC0415

    content = followup_sheets(
        ledger, cadre=options.cadre, areas=options.areas, until=options.day, number=options.number
    )
    return content, write_followup_list


def _visits(ledger: Ledger, options: SheetOptions) -> tuple[object, _Write]:
    from exports.visit_list import write_visit_list  # noqa: PLC0415
    from exports.visit_slips import write_visit_slips  # noqa: PLC0415
    from models.queries.visit_route import visit_route  # noqa: PLC0415

    content = visit_route(
        ledger,
        "ZF" if options.kind == VISIT_LIST else "ZT",
        day=options.day,
        cadre=options.cadre,
        areas=options.areas,
        organizations=options.organizations or None,
        with_phones=options.with_phones,
        number=options.number,
    )
    return content, write_visit_list if options.kind == VISIT_LIST else write_visit_slips


def _dossier(ledger: Ledger, options: SheetOptions, path: Path, progress: Progress) -> Printed:
    from exports.dossier import write_dossier  # noqa: PLC0415
    from exports.sheets.dossiers import write_dossiers  # noqa: PLC0415
    from models.queries.dossier import dossier  # noqa: PLC0415

    masked: Callable[[Dossier], Dossier] = masked_dossier if options.masked else lambda content: content
    chosen = list(options.organizations) or organizations_in(ledger, options.areas)
    if path.suffix.lower() == ".docx":
        if len(chosen) != 1:
            raise InputProblem(_("可编辑的一户一档一次只写一家，请写明是哪一家。"))
        return write_dossier(masked(dossier(ledger, chosen[0], number=options.number)), path)
    number = options.number or next_report_number(ledger)
    if options.number is None:
        take_report_number(ledger, number)
    gathered = (masked(dossier(ledger, each, number=number)) for each in chosen)
    return write_dossiers(gathered, path, progress=progress)


_GATHERED: dict[str, Callable[[Ledger, SheetOptions], tuple[object, _Write]]] = {
    TASKS: _tasks,
    LEADERS: partial(_tasks, by="leader"),
    REASONS: _reasons,
    CIRCULAR: _circular,
    ROLL_UP: _roll_up,
    LEAFLET: _leaflet,
    FOLLOWUPS: _followups,
    VISIT_LIST: _visits,
    VISIT_SLIPS: _visits,
}
