"""Every number, bar and row of the prints that leads somewhere opens as many organizations as it says."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from exports.battle_map import lay_out_battle_map, write_battle_map
from exports.leads import rows_lead
from exports.pdf import document
from exports.pdf.finish import links_noted, note_links
from exports.pdf.shapes import Label, Link, Page
from exports.sheets.making import SHEETS, SheetOptions, write_sheet
from exports.weekly_ledger import lay_out_weekly_ledger
from models.edits.freezing import freeze_week
from models.edits.links import join_organizations
from models.edits.organizations import change_organizations, delete_organizations
from models.edits.unions import form_union
from models.errors import InputProblem
from models.inputs.forms import UnionInput
from models.queries.battle_map import battle_map
from models.queries.frozen_weeks import frozen_content, frozen_print, frozen_weeks
from models.queries.map_lists import MapTarget
from models.queries.organization_list import ids, totals
from models.queries.print_lists import FrozenTarget, Organizations, frozen_list, known_again, print_list
from models.queries.report_content import WeeklyLedger
from models.queries.report_head import week_of
from models.queries.week_prints import to_keep
from models.queries.weekly_ledger import weekly_ledger
from tests.exports.measuring import holds
from tests.models.edits.desk import TODAY, Desk, without_waiting_for_the_disk
from tests.models.queries.messy import messy_ledger


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[Page]:
    """The pages that are written, as shapes."""
    written: list[Page] = []

    def note(page: Page) -> None:
        written.append(page)
        note_links(page)

    monkeypatch.setattr(document, "note_links", note)
    return written


def links_of(page: Page) -> list[Link]:
    return [shape for shape in page.shapes if isinstance(shape, Link)]


def text_in(page: Page, link: Link) -> str:
    labels = [shape for shape in page.shapes if isinstance(shape, Label)]
    return "".join(label.text for label in labels if holds(link.bounds, label.bounds, 2.5))


def check(desk: Desk, page: Page, areas: tuple[str, ...] = (), in_trash: Iterable[int] = ()) -> int:
    """Open everything on a page: how many places that print a number of organizations."""
    numbers = 0
    for link in links_of(page):
        listed = print_list(desk.ledger, link.target, areas)  # type: ignore[arg-type]
        found = totals(desk.ledger, listed.query).count + len(set(listed.organizations) & set(in_trash))
        if link.count is None:
            assert found > 0, link
            continue
        assert found == link.count, link
        printed = re.findall(r"\d[\d,]*", text_in(page, link))
        if printed and not (isinstance(link.target, Organizations) and link.count == 1):
            assert f"{link.count:,}" in printed, (link, printed)
            numbers += 1
    return numbers


def options(desk: Desk, kind: str) -> SheetOptions:
    some = tuple(ids(desk.ledger, print_list(desk.ledger, MapTarget("overdue")).query)[:2])
    return SheetOptions(kind, organizations=some if kind == "dossier" else (), number=1)


#: How many places of a sheet print a number of organizations, at least.
_NUMBERS = {
    "tasks": 30,
    "leaders": 5,
    "dossier": 0,
    "reasons": 150,
    "circular": 40,
    "roll_up": 60,
    "visit_list": 1,
    "visit_slips": 0,
    "followups": 0,
}


@pytest.mark.parametrize("kind", [kind for kind in SHEETS if kind != "leaflet"])
def test_every_sheet_opens_what_it_says(messy: Desk, tmp_path: Path, pages: list[Page], kind: str) -> None:
    with links_noted() as noted:
        write_sheet(messy.ledger, options(messy, kind), tmp_path / "表.pdf")
    assert sum(check(messy, page) for page in pages) >= _NUMBERS[kind]
    if kind == "circular":
        said = {link.target.measure for page in pages for link in links_of(page) if isinstance(link.target, MapTarget)}
        assert {"not_eligible", "overdue", "week built", "week closed", "returned"} <= said
    assert [len(each) for each in noted] == [len(links_of(page)) for page in pages]
    assert any(noted)


@pytest.mark.parametrize("key_only", [True, False])
def test_the_reasons_of_an_area_open_what_they_say(
    messy: Desk, tmp_path: Path, pages: list[Page], *, key_only: bool
) -> None:
    ((street,),) = messy.all("SELECT street FROM organization WHERE street IS NOT NULL LIMIT 1")
    said = SheetOptions("reasons", areas=(street,), key_only=key_only, number=1)
    write_sheet(messy.ledger, said, tmp_path / "表.pdf")
    assert sum(check(messy, page) for page in pages) > 20


def test_a_poster_in_parts_has_its_links_on_every_part(messy: Desk, tmp_path: Path) -> None:
    content = battle_map(messy.ledger, week=week_of(TODAY), number=1)
    with links_noted() as noted:
        write_battle_map(content, tmp_path / "图.pdf", paper="A1", tile="A3")
    first, *further = lay_out_battle_map(content, "A1")
    plan, *parts = noted[: len(noted) // (1 + len(further))]
    assert len(plan) == len(links_of(first))
    assert {link.target for part in parts for link in part} == {link.target for link in plan}
    assert all(link.bounds.left >= 0 and link.bounds.top >= 0 for part in parts for link in part)


def test_whoever_is_shown_as_another_is_found_as_that_one_and_counted_once(own: Desk) -> None:
    one, other, third = (number for (number,) in own.all("SELECT id FROM organization WHERE code IS NULL LIMIT 3"))
    join_organizations(own.ledger, one, other)
    ((into,),) = own.all(f"SELECT coalesce(joined_into, id) FROM organization WHERE id={other}")
    found = print_list(own.ledger, Organizations((other, third, one)))
    assert found.organizations == (into, third)
    assert totals(own.ledger, found.query).count == 2
    twice = rows_lead((one, third, one), "多处重复")
    assert twice is not None
    assert (twice.target, twice.count) == (Organizations((one, third)), 2)


def frozen_before(desk: Desk) -> WeeklyLedger:
    """A frozen print of the week before; then some things happen."""
    content = weekly_ledger(desk.ledger, week=week_of(TODAY - timedelta(weeks=1)), number=1, with_sheet=True)
    freeze_week(desk.ledger, frozen_print(desk.ledger, "weekly", to_keep(content)))
    open_ones = ids(desk.ledger, print_list(desk.ledger, MapTarget("missing")).query)
    form_union(desk.ledger, list(open_ones[:3]), UnionInput(name="联合工会", route="joint", founded_on=TODAY))
    delete_organizations(desk.ledger, list(open_ones[3:5]))
    change_organizations(desk.ledger, list(open_ones[5:7]), {"status": "cancelled"})
    return content


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    without_waiting_for_the_disk(monkeypatch)
    with messy_ledger(tmp_path) as open_desk:
        yield open_desk


def test_the_weekly_ledger_opens_what_it_says_and_why_the_rate_moved(own: Desk) -> None:
    frozen_before(own)
    content = weekly_ledger(own.ledger, week=week_of(TODAY), number=2)
    assert content.since is not None
    in_trash = {number for (number,) in own.all("SELECT id FROM organization WHERE deleted IS 1")}
    moved = {move.reason: move for move in content.since.moves}
    assert len(moved["built"].organizations) == 3
    assert in_trash & set(moved["deregistered"].organizations)
    laid = lay_out_weekly_ledger(content)
    assert sum(check(own, page, in_trash=in_trash) for page in laid) > 60
    (why,) = (page for page in laid if any(isinstance(link.target, FrozenTarget) for link in links_of(page)))
    targets = [link.target for link in links_of(why)]
    assert targets.count(Organizations(moved["built"].organizations)) == 2  # the bar, the sentence
    assert FrozenTarget(content.since.report, "eligible") in targets
    listed = {link.target for page in laid for link in links_of(page)}
    rows = [row for section in content.sections for row in section.rows]
    assert {Organizations((row.organization,)) for row in rows} <= listed


def test_a_frozen_week_opens_who_was_counted_then(own: Desk) -> None:
    content = frozen_before(own)
    (row,) = frozen_weeks(own.ledger)
    kept = frozen_content(own.ledger, row, WeeklyLedger)
    assert {each.organization for section in kept.sections for each in section.rows} == {0}
    again = known_again(own.ledger, row, kept)
    before = [each for section in content.sections for each in section.rows]
    after = [each for section in again.sections for each in section.rows]
    known = [(one.organization, other.organization) for one, other in zip(before, after, strict=True)]
    assert all(other in {one, 0} for one, other in known)
    assert sum(other > 0 for _one, other in known) > 0.8 * len(known)
    assert again == kept
    gone = {number for (number,) in own.all("SELECT id FROM organization WHERE deleted IS 1")}
    for measure in ("key", "eligible", "built", "undecided", "not_eligible"):
        found = frozen_list(own.ledger, row, MapTarget(measure))
        assert len(found.organizations) == getattr(content.total, measure), measure
        assert totals(own.ledger, found.query).count == len(set(found.organizations) - gone)
    for target in (MapTarget("eligible", group=content.streets[0].code), MapTarget("planned", "2024-09-23")):
        with pytest.raises(InputProblem, match="名单"):
            frozen_list(own.ledger, row, target)
