"""The battle map: tiles, words, weeks and reasons are all made of the same key organizations."""

from collections import Counter
from datetime import date, timedelta

import pytest

from models.edits.organizations import change_organization
from models.edits.unions import form_union
from models.inputs.forms import UnionInput
from models.queries.battle_map import COMING_WEEKS, PAST_WEEKS, battle_map
from models.queries.figures import figures
from models.queries.report_content import BattleMap
from models.queries.report_head import week_of
from models.rules.rates import rate_tenths
from models.vocabulary import STAGE_WORDS
from tests.models.edits.desk import CHIGANG, TODAY, Desk, code_of
from tests.models.queries.reckoning import Reckoned, sums
from tests.models.queries.test_weekly_ledger import place_of

MONDAY = date(2024, 9, 23)
FIRST_MONDAY = MONDAY - timedelta(weeks=PAST_WEEKS)
WEEK = week_of(TODAY)


@pytest.fixture(scope="module")
def poster(messy: Desk) -> BattleMap:
    return battle_map(messy.ledger, week=WEEK, number=1)


@pytest.fixture(scope="module")
def key(reckoned: list[Reckoned]) -> list[Reckoned]:
    return [one for one in reckoned if one.key]


def week_number(day: str | None) -> int | None:
    """Counted from the first week on the wall; None for days outside it."""
    number = (date.fromisoformat(day) - FIRST_MONDAY).days // 7 if day else -1
    return number if 0 <= number <= PAST_WEEKS + COMING_WEEKS else None


def shown_word(one: Reckoned) -> str:
    return "built" if one.covered else one.word


def test_every_key_organization_is_one_cell(poster: BattleMap, key: list[Reckoned]) -> None:
    assert sum(len(tile.cells) for tile in poster.tiles) == poster.total.key == len(key)
    for tile in poster.tiles:
        assert len(tile.cells) == tile.street.figures.key
        by_hand = Counter(
            (shown_word(one), one.late, one.detail.facts["side_state"] == "P2")
            for one in key
            if (one.street or "") == tile.street.code
        )
        assert Counter((cell.word, cell.overdue, cell.blocked) for cell in tile.cells) == by_hand
        assert {cell.stands_for for cell in tile.cells} <= {1}


def test_cells_stand_in_stage_order(poster: BattleMap) -> None:
    order = [entry.code for entry in STAGE_WORDS.entries]
    for tile in poster.tiles:
        places = [order.index(cell.word) for cell in tile.cells]
        assert places == sorted(places)


def test_words_add_up_to_the_key_ones(poster: BattleMap, key: list[Reckoned]) -> None:
    counts = Counter(shown_word(one) for one in key)
    assert poster.word_counts == tuple((entry.code, counts[entry.code]) for entry in STAGE_WORDS.entries)
    assert sum(number for _word, number in poster.word_counts) == poster.total.key


def test_total_and_rate(messy: Desk, poster: BattleMap, reckoned: list[Reckoned]) -> None:
    assert poster.total == sums(reckoned) == figures(messy.ledger)
    built = sum(tile.street.figures.built for tile in poster.tiles)
    eligible = sum(tile.street.figures.eligible for tile in poster.tiles)
    assert poster.total.rate == rate_tenths(built, eligible)


def test_eleven_weeks_with_this_one_marked(poster: BattleMap) -> None:
    assert [week.friday for week in poster.weeks] == [
        FIRST_MONDAY + timedelta(weeks=n, days=4) for n in range(PAST_WEEKS + 1 + COMING_WEEKS)
    ]
    assert [week.is_current for week in poster.weeks].index(True) == PAST_WEEKS
    assert sum(week.is_current for week in poster.weeks) == 1
    assert poster.weeks[PAST_WEEKS].number == 39


def test_the_matrix_against_the_organizations(poster: BattleMap, key: list[Reckoned]) -> None:
    for row in poster.matrix:
        here = [one for one in key if (one.street or "") == row.street.code]
        planned = Counter(week_number(one.detail.facts["deadline"]) for one in here)
        done = Counter(week_number(one.covered_on) for one in here)
        assert [cell.planned for cell in row.cells] == [planned[n] for n in range(len(poster.weeks))]
        assert [cell.done for cell in row.cells] == [
            done[n] if n <= PAST_WEEKS else None for n in range(len(poster.weeks))
        ]


def test_matrix_totals_are_the_sums_of_its_rows(poster: BattleMap) -> None:
    for number, total in enumerate(poster.matrix_total):
        column = [row.cells[number] for row in poster.matrix]
        assert total.planned == sum(cell.planned for cell in column)
        if number <= PAST_WEEKS:
            assert total.done == sum(cell.done or 0 for cell in column)
        else:
            assert total.done is None
    assert sum(cell.planned for cell in poster.matrix_total) > 10
    assert poster.next_week_planned == poster.matrix_total[PAST_WEEKS + 1].planned


def test_the_lines_below_the_matrix(poster: BattleMap) -> None:
    """What stood at the end of each week, and what would stand had every week kept its plan."""
    assert poster.cumulative_done[PAST_WEEKS] == poster.total.built
    assert poster.cumulative_done[PAST_WEEKS + 1 :] == (None,) * COMING_WEEKS
    before_the_first = None
    for number in range(PAST_WEEKS, 0, -1):
        later, earlier = poster.cumulative_done[number], poster.cumulative_done[number - 1]
        assert later is not None
        assert earlier == later - (poster.matrix_total[number].done or 0)
        before_the_first = earlier - (poster.matrix_total[0].done or 0) if number == 1 else None
    assert before_the_first is not None
    planned = [
        before_the_first + sum(c.planned for c in poster.matrix_total[: n + 1]) for n in range(len(poster.weeks))
    ]
    assert list(poster.cumulative_planned) == planned


def test_reasons_add_up_to_those_without_a_union(poster: BattleMap, key: list[Reckoned]) -> None:
    without = [one for one in key if not one.covered]
    assert poster.without_union == len(without)
    counts = Counter(one.main_reason or "—" for one in without)
    assert {line.code: line.count for line in poster.reasons} == counts
    assert [line.count for line in poster.reasons] == sorted(counts.values(), reverse=True)
    assert all(line.label for line in poster.reasons)


def test_hard_cases_first_the_blocked_then_the_refused_then_the_late(poster: BattleMap, key: list[Reckoned]) -> None:
    def rank(one: Reckoned) -> tuple[bool, bool, int]:
        facts = one.detail.facts
        return (facts["side_state"] != "P2", one.main_reason != "D2", -(facts["staff"] or 0))

    hard = [
        one
        for one in key
        if not one.covered and (one.detail.facts["side_state"] == "P2" or one.main_reason == "D2" or one.late)
    ]
    hard.sort(key=lambda one: (rank(one), one.id))
    assert [case.name for case in poster.hard_cases] == [one.detail.facts["name"] for one in hard[:6]]


def test_unions_of_this_week(poster: BattleMap, key: list[Reckoned]) -> None:
    in_week = [one for one in key if week_number(one.covered_on) == PAST_WEEKS]
    assert sorted(union.name for union in poster.new_unions) == sorted(one.detail.facts["name"] for one in in_week)
    assert in_week


def test_the_ranking_is_by_rate_then_gap_and_knows_no_street_only_streets(poster: BattleMap) -> None:
    assert all(street.code for street in poster.ranking)
    assert len(poster.ranking) == len([tile for tile in poster.tiles if tile.street.code])
    rates = [street.figures.rate for street in poster.ranking]
    known = [rate for rate in rates if rate is not None]
    assert rates[: len(known)] == sorted(known, reverse=True)


def test_pace_of_the_last_four_whole_weeks(poster: BattleMap, key: list[Reckoned]) -> None:
    recent = sum((week_number(one.covered_on) or 0) in range(PAST_WEEKS - 4, PAST_WEEKS) for one in key)
    assert poster.average_built == recent * 100 // 4


@pytest.mark.parametrize("areas", [[CHIGANG], [CHIGANG, "440105004"], ["440105"]])
def test_some_streets_add_up_among_themselves(messy: Desk, reckoned: list[Reckoned], areas: list[str]) -> None:
    poster = battle_map(messy.ledger, week=WEEK, areas=areas, number=1)
    inside = [one for one in reckoned if place_of(one).startswith(tuple(areas))]
    assert poster.total == sums(inside)
    assert sum(len(tile.cells) for tile in poster.tiles) == poster.total.key
    assert sum(row.street.figures.key for row in poster.matrix) == poster.total.key
    assert sum(number for _word, number in poster.word_counts) == poster.total.key
    assert poster.without_union == sum(one.key and not one.covered for one in inside)
    recent = [one for one in inside if one.key and (week_number(one.covered_on) or 0) in range(2, 6)]
    assert poster.average_built == len(recent) * 100 // 4


def test_an_empty_ledger(office: Desk) -> None:
    poster = battle_map(office.ledger, number=1)
    assert poster.total.key == poster.without_union == 0
    assert poster.tiles == poster.matrix == poster.reasons == ()
    assert [cell.planned for cell in poster.matrix_total] == [0] * 11


def test_one_plan_one_union(office: Desk) -> None:
    one = office.add("甲园", code=code_of("52", "440105"), category="kindergarten", street=CHIGANG, deadline=TODAY)
    poster = battle_map(office.ledger, number=1)
    assert [cell.planned for cell in poster.matrix_total] == [0] * 6 + [1] + [0] * 4
    form_union(office.ledger, [one], UnionInput(name="甲园工会", route="own", founded_on=date(2024, 9, 19)))
    change_organization(office.ledger, one, {"deadline": date(2024, 9, 30)})
    poster = battle_map(office.ledger, number=2)
    assert [cell.done for cell in poster.matrix_total] == [0, 0, 0, 0, 0, 1, 0, None, None, None, None]
    assert poster.cumulative_done[:7] == (0, 0, 0, 0, 0, 1, 1)
    assert poster.next_week_planned == 1
    assert (poster.head.report_id, poster.holiday_note[:3]) == ("ZZT-20240925-0002", "国庆节")
