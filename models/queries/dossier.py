"""Everything about one organization on paper (一户一档): facts by group, union, reasons, visits, follow-ups."""

from dataclasses import dataclass, field, replace

from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.ledger_columns import LEDGER_COLUMNS, ColumnGroup
from models.queries.export_rows import export_row
from models.queries.organization_detail import OrganizationDetail, organization_detail
from models.queries.report_content import ReportHead
from models.queries.report_head import BLANK_HEAD, report_head, week_of
from models.rules.phones import mask_phone, mask_phones_in
from models.vocabulary import DECISIONS, FOLLOWUP_STATES, NAME_SOURCES, PERSON_ROLES, ROUTES, VISIT_MODES, VISIT_RESULTS


@dataclass(frozen=True, slots=True)
class DossierTable:
    """A part with columns; no rows where there is nothing."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """The content of the print. `groups` are the ledger's groups of columns with what is filled: heading and value."""

    head: ReportHead
    name: str
    code: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    empty: tuple[str, ...]  # headings of what nobody has filled
    tables: tuple[DossierTable, ...]
    organization: int = field(default=0, repr=False, compare=False)  # local id, no part of the print


def dossier(ledger: Ledger, organization: int, *, number: int | None = None) -> Dossier:
    """The dossier of one organization (local id); phones masked. InputProblem if it is not in the ledger."""
    detail = organization_detail(ledger, organization)
    if detail is None:
        raise InputProblem(_("这家单位已经不在台账里。"))
    groups, empty = _groups(export_row(ledger, organization))
    name, code = str(detail.facts["name"] or ""), str(detail.facts["code"] or "")
    content = Dossier(BLANK_HEAD, name, code, groups, empty, _tables(detail), organization)
    head = report_head(ledger, "DA", week_of(ledger.today()), content.name, content, number=number)
    return replace(content, head=head)


def _groups(row: list[object]) -> tuple[tuple[tuple[str, tuple[tuple[str, str], ...]], ...], tuple[str, ...]]:
    filled: dict[ColumnGroup, list[tuple[str, str]]] = {group: [] for group in ColumnGroup}
    empty: list[str] = []
    for column, value in zip(LEDGER_COLUMNS, row, strict=True):
        if value is None or value == "":
            empty.append(column.heading)
        else:
            filled[column.group].append((column.heading, str(value)))
    groups = tuple((group.label, tuple(lines)) for group, lines in filled.items() if lines)
    return groups, tuple(empty)


def _tables(detail: OrganizationDetail) -> tuple[DossierTable, ...]:
    return (_people(detail), _reasons(detail), _visits(detail), _followups(detail), _decisions(detail), _unions(detail))


def _people(detail: OrganizationDetail) -> DossierTable:
    rows = [
        (
            each.name,
            PERSON_ROLES.label(each.role),
            each.title,
            mask_phone(each.phone) or "",
            _span(each.since, each.until),
        )
        for each in detail.people
    ]
    rows += [
        (each.name, _("曾用名 {source}").format(source=NAME_SOURCES.label(each.source)), "", "", _span("", each.until))
        for each in detail.names
    ]
    return DossierTable(_("人员和曾用名"), (_("姓名、名称"), _("身份"), _("职务"), _("电话"), _("起止")), tuple(rows))


def _reasons(detail: OrganizationDetail) -> DossierTable:
    rows = [
        (
            f"{each.code} {each.label}" + (_("（主因）") if each.is_primary else ""),
            each.opened_on,
            each.resolved_on,
            _clean(each.note, each.evidence, each.resolved_by),
        )
        for each in detail.reasons
    ]
    return DossierTable(_("未建会原因"), (_("原因"), _("起"), _("解决"), _("说明、佐证")), tuple(rows))


def _visits(detail: OrganizationDetail) -> DossierTable:
    rows = [
        (
            each.visited_on,
            VISIT_MODES.label(each.mode),
            VISIT_RESULTS.label(each.result) + (_("（已更正）") if each.corrected else ""),
            "、".join(part for part in (each.cadre, each.companions) if part),
            _clean(each.met, each.note),
        )
        for each in detail.visits
    ]
    return DossierTable(_("走访"), (_("日期"), _("方式"), _("结果"), _("走访人"), _("见到谁、说了什么")), tuple(rows))


def _followups(detail: OrganizationDetail) -> DossierTable:
    rows = [
        (
            each.due_on,
            _clean(each.task),
            each.cadre,
            FOLLOWUP_STATES.label(each.state),
            _clean(each.done_on, each.outcome),
        )
        for each in detail.followups
    ]
    return DossierTable(_("跟进"), (_("期限"), _("事项"), _("责任人"), _("状态"), _("办结")), tuple(rows))


def _decisions(detail: OrganizationDetail) -> DossierTable:
    rows = [
        (
            each.decided_on,
            DECISIONS.label(each.decision),
            _clean(each.ground, each.evidence),
            each.decided_by,
            each.until,
        )
        for each in detail.decisions
    ]
    headings = (_("日期"), _("认定"), _("依据、佐证"), _("认定人"), _("复核"))
    return DossierTable(_("是否具备建会条件"), headings, tuple(rows))


def _unions(detail: OrganizationDetail) -> DossierTable:
    rows = [
        (
            each.name,
            ROUTES.label(each.route),
            each.founded_on,
            "" if each.members is None else str(each.members),
            _clean(each.approved_by, each.document_no),
        )
        for each in detail.unions
    ]
    headings = (_("工会名称"), _("建会模式"), _("建会日期"), _("会员"), _("批准机关与文号"))
    return DossierTable(_("工会"), headings, tuple(rows))


def _span(since: str, until: str) -> str:
    return f"{since}–{until}" if since or until else ""


def _clean(*parts: str) -> str:
    """Texts one after another, their phones masked."""
    return "；".join(mask_phones_in(part) for part in parts if part)
