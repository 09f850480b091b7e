"""stats, report, export."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from models.divisions import division_name, full_name
from models.errors import InputProblem
from models.inputs.organization_values import parse_street
from models.language import _
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.export_rows import ExportSheet, export_sheet
from models.queries.figures import campaign, figures, figures_by, home_division, target_lines
from models.queries.ledger_counts import ledger_counts
from models.queries.people_list import cadres
from models.queries.reason_list import known_reasons
from models.queries.report_content import Figures
from models.queries.stage_panel import stages_by_area
from models.rules.rates import rate_tenths, rate_text
from models.vocabulary import ORGANIZATION_TYPES, STAGE_WORDS
from ui.command_line.opening import reading
from ui.command_line.organization_commands import disclosing, selection
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer

_STEP = 500
_DIGITS = {"province": 2, "city": 4, "county": 6}


def run_stats(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Numbers, rate and gap."""
    with reading(arguments) as ledger:
        return stages_answer(ledger, arguments.stages) if arguments.stages else stats_answer(ledger, arguments.by)


def stages_answer(ledger: Ledger, level: str) -> Answer:
    """How far the organizations of each province, city or county are."""
    found = stages_by_area(ledger, _DIGITS[level])
    areas: list[dict[str, Any]] = [
        {"key": area, "label": division_name(area) or area or _("地区未定"), "stages": words}
        for area, words in found.items()
    ]
    lines = [
        "  ".join([each["label"], *(f"{STAGE_WORDS.label(word)} {n:,}" for word, n in each["stages"].items())])
        for each in areas
    ]
    return Answer({"areas": areas}, lines)


def stats_answer(ledger: Ledger, by: str | None) -> Answer:
    """The figures of a ledger, as a whole and in groups."""
    counts = ledger_counts(ledger)
    total = figures(ledger)
    running = campaign(ledger)
    lines_of_targets = target_lines(running, total, ledger.today())
    data: dict[str, Any] = {
        "organizations": counts.organizations,
        **_figures_data(total, running.targets[-1].percent if running.targets else 100),
        "visits": counts.visits,
        "reasons": counts.reasons,
        "followups": counts.followups,
        "followups_open": counts.followups_open,
        "conflicts": counts.conflicts,
        "targets": [
            {"percent": t.percent, "due_on": t.due_on.isoformat(), "missing": t.missing, "days_left": t.days_left}
            for t in lines_of_targets
        ],
        "groups": [],
    }
    if by:
        labels = _labels(ledger, by)
        percent = running.targets[-1].percent if running.targets else 100
        data["groups"] = [
            {"key": group.key, "label": labels(group.key), **_figures_data(group.figures, percent)}
            for group in figures_by(ledger, by)
        ]
    return Answer(data, _stats_lines(data, total))


def run_export(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """Write the organizations of a list into a workbook or a csv file."""
    from exports.organization_sheet import write_organizations  # noqa: PLC0415

    path = Path(arguments.output)
    if path.suffix.lower() == ".ics":
        from ui.command_line.followup_commands import export_calendar  # noqa: PLC0415

        with reading(arguments) as ledger:
            return export_calendar(arguments, areas_named(ledger, arguments.street), ledger)
    from ui.command_line import exchange_commands  # noqa: PLC0415

    if path.suffix.lower() == ".pdf":
        from ui.command_line.qr_command import export_codes  # noqa: PLC0415

        with exchange_commands.exporting_codes(arguments) as ledger:
            return export_codes(arguments, ledger, bar)
    if path.suffix.lower() == ".jhx":
        with exchange_commands.exporting(arguments) as ledger:
            return exchange_commands.export_exchange(arguments, areas_named(ledger, arguments.street), ledger, bar)
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise InputProblem(_("只能导出成 .xlsx、.csv、.ics、.jhx 或 .pdf。"))
    exchange_commands.refuse_exchange_options(arguments)
    with disclosing(arguments) as ledger:
        query = selection(ledger, arguments, streets=tuple(areas_named(ledger, arguments.street)))
        sheet = export_sheet(ledger, query, with_phones=arguments.with_phones)
        sheet = replace(sheet, rows=_counted(sheet, bar.progress))
        count = write_organizations(path, sheet, unit=ledger.author.unit)
        if arguments.with_phones:
            from models.edits.disclosures import note_disclosure  # noqa: PLC0415

            note_disclosure(ledger, "export", count)
    return Answer({"rows": count}, [_("已导出 {n} 家：{path}").format(n=count, path=path)])


def _counted(sheet: ExportSheet, progress: Progress) -> Iterator[list[object]]:
    """The rows of a sheet, with progress."""
    for number, row in enumerate(sheet.rows):
        if number % _STEP == 0:
            progress.step(number, sheet.count, _("导出"))
        yield row


def areas_named(ledger: Ledger, texts: list[str]) -> list[str]:
    """The codes of the areas that were typed by name or code; InputProblem for one that is none."""
    division = home_division(ledger)
    return [text if text.isdigit() and full_name(text) else parse_street(text, division) for text in texts]


def _figures_data(sums: Figures, percent: int) -> dict[str, Any]:
    return {
        "key": sums.key,
        "eligible": sums.eligible,
        "not_eligible": sums.not_eligible,
        "unknown": sums.undecided,
        "unionized": sums.built,
        "own": sums.built_own,
        "rate": round(sums.built / sums.eligible, 4) if sums.eligible else None,
        "gap": sums.missing(percent),
        "overdue": sums.overdue,
    }


def _labels(ledger: Ledger, by: str) -> Any:
    reasons = known_reasons(ledger) if by == "reason" else {}
    people = {cadre.uid.hex(): cadre.name for cadre in cadres(ledger)}
    tables = {
        "street": full_name,
        "cadre": lambda key: people.get(key, ""),
        "type": ORGANIZATION_TYPES.label,
        "reason": lambda key: reasons[key].text if key in reasons else key,
        "stage": STAGE_WORDS.label,
    }
    return lambda key: tables[by](key) if key else _("未定")


def _stats_lines(data: dict[str, Any], total: Figures) -> list[str]:
    lines = [
        _("单位 {n} 家，其中重点对象 {key} 家 = 具备条件 {eligible} + 暂不具备 {no} + 未认定 {unknown}").format(
            n=data["organizations"],
            key=total.key,
            eligible=total.eligible,
            no=total.not_eligible,
            unknown=total.undecided,
        ),
        _("已建会 {built} 家，建会率 {rate}（另有 {unknown} 家未认定）；单独建会率 {own}").format(
            built=total.built, rate=rate_text(total.rate), unknown=total.undecided, own=rate_text(total.own_rate)
        ),
        *([_("※ 其中 {n} 家有冲突待判").format(n=total.conflicts)] if total.conflicts else []),
        *(
            _("{percent}% 目标（{day}）还差 {missing} 家").format(
                percent=t["percent"], day=t["due_on"], missing=t["missing"]
            )
            for t in data["targets"]
        ),
        _("走访 {visits} 次，未办跟进 {open} 件，冲突 {conflicts} 处").format(
            visits=data["visits"], open=data["followups_open"], conflicts=data["conflicts"]
        ),
    ]
    for group in data["groups"]:
        rate = rate_text(rate_tenths(group["unionized"], group["eligible"]))
        lines.append(
            f"{group['label']}  {group['unionized']}/{group['eligible']}  {rate}  {_('未认定')} {group['unknown']}"
        )
    return lines
