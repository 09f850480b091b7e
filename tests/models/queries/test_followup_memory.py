"""What is kept in memory gives the same answers as the ledger itself, whatever was changed meanwhile."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.edits.closing import confirm_closing, propose_closing
from models.edits.code_tables import change_code
from models.edits.followups import (
    assign_followup,
    drop_followups,
    finish_followups,
    hand_over_followups,
    move_each_followup,
    move_followups,
    reopen_followups,
)
from models.edits.links import join_organizations, split_off
from models.edits.organizations import change_organizations, delete_organizations, restore_organizations
from models.edits.proposals import Decision, refuse_proposals
from models.edits.reasons import add_reason
from models.edits.undo import redo, undo
from models.edits.visits import record_visits
from models.inputs.closing import ClosingInput
from models.inputs.forms import FollowupInput, ReasonInput, VisitInput
from models.language import set_language
from models.ledger.joining import owner_of
from models.ledger.journal import Journal
from models.ledger.ledger import Changes, Ledger
from models.progress import Cancelled
from models.queries import followup_memory
from models.queries.conditions import Conditions
from models.queries.followup_board import COLUMNS, followup_board
from models.queries.followup_list import (
    LANE_COLUMNS,
    SCOPES_OF_TIME,
    SORTS,
    Lane,
    counts_by_time,
    counts_of_open,
    followup_counts,
    followup_ids,
    followup_rows,
)
from models.queries.followup_memory import counts_for_bars, kept, open_counts
from models.tables.record_kinds import CADRE, ORGANIZATION
from tests.models.edits.desk import TODAY, Desk
from tests.models.queries.messy import messy_ledger

_PLAIN = (
    "SELECT lane, col, n, id FROM (SELECT lane, col, id, row_number() OVER (PARTITION BY lane, col "
    "ORDER BY due_on, street, id) AS k, count(*) OVER (PARTITION BY lane, col) AS n FROM (SELECT f.id AS id, "
    "{lane} AS lane, CASE WHEN f.due_on<:today THEN 0 WHEN f.due_on=:today THEN 1 WHEN f.due_on<=:sunday THEN 2 "
    "ELSE 3 END AS col, f.due_on AS due_on, o.street AS street FROM followup f JOIN organization o "
    f"ON o.id={owner_of('f')} WHERE f.state='open' AND f.deleted IS NOT 1 AND {{live}} {{own}})) WHERE k<=2 "
    "ORDER BY lane, col, k"
)
_Cells = dict[tuple[str, str], tuple[int, list[int]]]


@pytest.fixture
def changing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A messy ledger of one's own, to be changed."""
    monkeypatch.setenv("JIANHUI_PROFILE", str(tmp_path / "profile"))
    with messy_ledger(tmp_path) as open_desk:
        yield open_desk


def plain_cells(ledger: Ledger, by: str, cadre: bytes | None) -> _Cells:
    """The cells of open follow-ups by one plain query over everything."""
    values = {"today": TODAY.isoformat(), "sunday": (TODAY + timedelta(days=6 - TODAY.weekday())).isoformat()}
    own = "AND f.cadre=:cadre" if cadre is not None else ""
    found: _Cells = {}
    with ledger.reading() as db:
        query = _PLAIN.format(lane=LANE_COLUMNS[by], live=Conditions(db).live, own=own)
        for lane, column, count, record in db.execute(query, {**values, "cadre": cadre}):
            key = (lane.hex() if isinstance(lane, bytes) else lane or "", COLUMNS[column])
            found.setdefault(key, (count, []))[1].append(record)
    return found


def board_cells(ledger: Ledger, by: str, cadre: bytes | None) -> _Cells:
    board = followup_board(ledger, by, cadre=cadre)
    for lane in board.lanes:
        for cell in lane.cells.values():
            assert [row for row in cell.cards if row.state == "open"] == followup_rows(
                ledger, [row.id for row in cell.cards if row.state == "open"]
            )
    return {
        (lane.key, column): (cell.count, [row.id for row in cell.cards])
        for lane in board.lanes
        for column, cell in lane.cells.items()
        if column in COLUMNS[:4]
    }


def check(ledger: Ledger, people: list[bytes | None]) -> None:
    """Everything that is asked of it, against the ledger."""
    for cadre in people:
        for by in LANE_COLUMNS:
            assert board_cells(ledger, by, cadre) == plain_cells(ledger, by, cadre)
    with kept(ledger) as memory:
        for cadre in people:
            assert memory.counts(cadre) == counts_by_time(ledger, cadre=cadre)
            for when in SCOPES_OF_TIME:
                assert memory.ids(when, cadre=cadre) == followup_ids(ledger, when, cadre=cadre)
        sort = random.Random(len(memory.ids("open"))).choice(list(SORTS))
        for when in ("open", "late", "done"):
            for descending in (False, True):
                asked = followup_ids(ledger, when, sort=sort, descending=descending)
                assert memory.ids(when, sort=sort, descending=descending) == asked, (when, sort, descending)
        rows = memory.rows(memory.ids("open"))
        assert rows == followup_rows(ledger, followup_ids(ledger, "open"))
    assert counts_for_bars(ledger) == followup_counts(ledger)
    for cadre in people:
        assert open_counts(ledger, cadre=cadre) == counts_of_open(ledger, cadre=cadre)


def test_every_sort_and_every_lane_as_in_the_ledger(messy: Desk) -> None:
    ledger = messy.ledger
    with kept(ledger) as memory:
        for sort in SORTS:
            for when in SCOPES_OF_TIME:
                for descending in (False, True):
                    asked = followup_ids(ledger, when, sort=sort, descending=descending)
                    assert memory.ids(when, sort=sort, descending=descending) == asked, (when, sort, descending)
        for by, column in LANE_COLUMNS.items():
            query = f"SELECT DISTINCT {column} FROM followup f JOIN organization o ON o.id={owner_of('f')}"
            for (value,) in messy.all(query):
                lane = Lane(by, value.hex() if isinstance(value, bytes) else value or "")
                assert memory.ids("open", lane=lane) == followup_ids(ledger, "open", lane=lane)


def test_the_same_after_whatever_is_done(changing: Desk) -> None:
    ledger = changing.ledger
    rng = random.Random(7)
    people: list[bytes | None] = [None, *(row[0] for row in changing.all("SELECT uid FROM cadre ORDER BY id LIMIT 2"))]
    organizations = [row[0] for row in changing.all("SELECT DISTINCT org_id FROM followup WHERE state='open'")]
    check(ledger, people)

    def some(count: int = 3) -> list[int]:
        return rng.sample(organizations, count)

    def open_ones(count: int = 4) -> list[int]:
        return rng.sample(list(followup_ids(ledger, "open")), count)

    a, b = some(2)
    days = [TODAY + timedelta(days=days) for days in (-9, -1, 0, 2, 30)]
    done = open_ones()
    gone = some(2)
    steps: list[Callable[[], Changes | object]] = [
        lambda: assign_followup(ledger, some(), FollowupInput(task="送材料", due_on=days[2], cadre=people[1])),
        lambda: finish_followups(ledger, done, on=TODAY),
        lambda: reopen_followups(ledger, done[:2]),
        lambda: drop_followups(ledger, open_ones(2), on=TODAY),
        lambda: move_followups(ledger, open_ones(), due_on=days[4]),
        lambda: move_each_followup(ledger, dict(zip(open_ones(5), days, strict=True))),
        lambda: hand_over_followups(ledger, open_ones(), cadre=people[2] or b""),
        lambda: record_visits(ledger, some(1), VisitInput(visited_on=TODAY, result="1", next_on=days[3])),
        lambda: change_organizations(ledger, some(), {"street": "440105001", "owner": people[1]}),
        lambda: change_organizations(ledger, some(), {"name": "改了名的幼儿园"}),
        lambda: [add_reason(ledger, one, ReasonInput(code="D2", is_primary=True, opened_on=TODAY)) for one in some()],
        lambda: change_organizations(ledger, some(2), {"status": "cancelled"}),
        lambda: delete_organizations(ledger, gone),
        lambda: undo(ledger),
        lambda: redo(ledger),
        lambda: restore_organizations(ledger, gone),
        lambda: join_organizations(ledger, a, b),
        lambda: change_organizations(ledger, [a], {"street": "440105002", "name": "两家一家"}),
        lambda: assign_followup(ledger, [b], FollowupInput(task="再问", due_on=days[1])),
        lambda: split_off(ledger, b),
        lambda: propose_closing(ledger, [a], ClosingInput(proposed_on=TODAY, evidence="批复")),
        lambda: (ledger.act_as("陈晨"), confirm_closing(ledger, [a], on=TODAY), ledger.act_as("韩立群")),
        lambda: change_code(ledger, "reason", "D2", {"effect": "X"}),
        lambda: change_code(ledger, "reason", "D2", {"effect": None, "label": "另有说法"}),
        lambda: rename(ledger, people[1] or b""),
        ledger.summarize,
    ]
    for number, step in enumerate(steps):
        step()
        try:
            check(ledger, people)
        except AssertionError as error:
            raise AssertionError(f"after step {number}") from error


def rename(ledger: Ledger, cadre: bytes) -> None:
    with ledger.reading() as db:
        (record,) = db.execute("SELECT id FROM cadre WHERE uid=?", (cadre,)).fetchone()
    with ledger.change() as change:
        change.edit(CADRE, record, {"name": "阿"})


def fail(ledger: Ledger) -> None:
    with ledger.change() as change:
        change.create(ORGANIZATION, {"name": "丙园"})
        raise ZeroDivisionError


def test_few_changes_are_looked_up_and_not_everything(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = office.add("甲园"), office.add("乙园")
    assign_followup(office.ledger, [one, other], FollowupInput(task="送材料", due_on=TODAY))
    built: list[object] = []
    build = followup_memory.FollowupMemory._build

    def noted(memory: followup_memory.FollowupMemory) -> None:
        built.append(memory)
        build(memory)

    monkeypatch.setattr(followup_memory.FollowupMemory, "_build", noted)
    assert followup_board(office.ledger).total == 2
    office.ledger.put_setting("anything", "1")
    refuse_proposals(office.ledger, [Decision(one, "street", "440105001")])
    with pytest.raises(ZeroDivisionError):
        fail(office.ledger)
    move_followups(office.ledger, [1], due_on=date(2024, 9, 1))
    assert dict(followup_board(office.ledger).counts)["late"] == 1
    assert len(built) == 1
    with office.ledger.local_write() as db:  # nobody says what it does
        db.execute("UPDATE followup SET due_on='2024-09-02' WHERE id=2")
    assert dict(followup_board(office.ledger).counts)["late"] == 2
    assert len(built) == 2


def test_another_day_moves_cards_and_counts(office: Desk) -> None:
    assign_followup(office.ledger, [office.add("甲园")], FollowupInput(task="送材料", due_on=TODAY))
    assert followup_board(office.ledger).counts["today"] == 1
    office.clock.set(TODAY + timedelta(days=2))
    board = followup_board(office.ledger)
    assert board.counts["late"] == 1
    assert board.lanes[0].cells["late"].cards[0].days_late == 2


def test_rows_are_said_in_the_language_of_now(office: Desk) -> None:
    one = office.add("甲园")
    add_reason(office.ledger, one, ReasonInput(code="D2", is_primary=True, opened_on=TODAY))
    assign_followup(office.ledger, [one], FollowupInput(task="送材料", due_on=TODAY))
    with kept(office.ledger) as memory:
        before = memory.rows([1])
    set_language("en")
    try:
        with kept(office.ledger) as memory:
            now = memory.rows([1])
            assert now == followup_rows(office.ledger, [1])
        assert now != before
    finally:
        set_language("zh_CN")


def test_a_ledger_that_somebody_else_writes(office: Desk) -> None:
    one = office.add("甲园")
    assign_followup(office.ledger, [one], FollowupInput(task="送材料", due_on=TODAY))
    with Ledger.open(office.path, read_only=True, surroundings=office.ledger.surroundings) as reader:
        assert followup_board(reader).counts["today"] == 1
        move_followups(office.ledger, [1], due_on=date(2024, 9, 1))
        assert followup_board(reader).counts["late"] == 1


@pytest.mark.parametrize("everything", [False, True])
def test_what_is_saved_is_seen_before_its_writer_is_done(
    office: Desk, monkeypatch: pytest.MonkeyPatch, *, everything: bool
) -> None:
    """A reader may come right after the commit, before the writer's thread gets to say what it changed."""
    ledger = office.ledger
    assign_followup(ledger, [office.add("甲园"), office.add("乙园")], FollowupInput(task="送材料", due_on=TODAY))
    people: list[bytes | None] = [None]
    check(ledger, people)
    saving, looked = Journal.saving, []

    @contextmanager
    def look_first(journal: Journal) -> Iterator[None]:
        with saving(journal):
            check(ledger, people)
            yield
            check(ledger, people)
            looked.append(journal.mark)

    monkeypatch.setattr(Journal, "saving", look_first)
    if everything:
        with ledger.local_write() as db:
            db.execute("UPDATE followup SET due_on='2024-09-02' WHERE id=2")
    else:
        move_followups(ledger, [1], due_on=date(2024, 9, 1))
    assert looked
    check(ledger, people)


def test_what_could_not_be_saved_for_certain_is_looked_at_again(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk may refuse after the change is in the file."""
    ledger, saving = office.ledger, Journal.saving
    assign_followup(ledger, [office.add("甲园")], FollowupInput(task="送材料", due_on=TODAY))
    check(ledger, [None])

    @contextmanager
    def refuse_late(journal: Journal) -> Iterator[None]:
        with saving(journal):
            yield
            raise OSError

    monkeypatch.setattr(Journal, "saving", refuse_late)
    with pytest.raises(OSError):  # noqa: PT011 - it says nothing
        move_followups(ledger, [1], due_on=date(2024, 9, 1))
    check(ledger, [None])


def test_what_is_interrupted_halfway_is_taken_back(changing: Desk) -> None:
    """A question that nobody waits for any more is stopped anywhere: while all is read, and while a change is."""
    ledger = changing.ledger
    with ledger.reading() as db:
        reader = db
    stopped = 0
    for place in range(1, 90, 2):
        calls = iter(range(place))
        if place % 4 == 1:
            ledger.summarize(scopes=False)  # everything is read anew
        move_followups(ledger, [followup_ids(ledger, "open")[place % 9]], due_on=TODAY + timedelta(days=place % 5))
        reader.set_progress_handler(lambda: next(calls, None) is None, 200)  # noqa: B023 - used up in this round
        try:
            followup_board(ledger, "street")
        except Cancelled:
            stopped += 1
        finally:
            reader.set_progress_handler(None, 0)
        assert board_cells(ledger, "street", None) == plain_cells(ledger, "street", None), place
    assert stopped > 20


def test_a_reading_anew_that_is_stopped_at_any_step_is_taken_back(office: Desk) -> None:
    ledger = office.ledger
    assign_followup(ledger, [office.add("甲园")], FollowupInput(task="送材料", due_on=TODAY))
    with ledger.reading() as db:
        reader = db
    stopped = 0
    for place in range(1, 400):
        ledger.summarize(scopes=False)
        calls = iter(range(place))
        reader.set_progress_handler(lambda: next(calls, None) is None, 3)  # noqa: B023 - used up in this round
        try:
            with kept(ledger):
                pass
        except Cancelled:
            stopped += 1
        finally:
            reader.set_progress_handler(None, 0)
        with kept(ledger) as memory:
            assert memory.counts() == counts_by_time(ledger), place
    assert 50 < stopped < 399
