"""Stages: what is shown, and what a visit's result proposes. Source: domain rules, section 6."""

from models.vocabulary import stage_word

_ORDER = {f"S{number}": number for number in range(11)}


def shown_stage(stage: str | None, visit_count: int | None) -> str:
    """The stage to show: "visited" follows from visits, a visit writes no field of its organization."""
    if visit_count and _ORDER.get(stage or "S0", 0) < _ORDER["S2"]:
        return "S2"
    return stage or "S0"


def shown_word(stage: str | None, side_state: str | None, visit_count: int | None) -> str:
    """The key of the one of six words to show."""
    return stage_word(shown_stage(stage, visit_count), side_state)


def proposed_stage(result: str, stage: str | None) -> str | None:
    """The stage that a visit's result suggests, for a person to confirm; None if it suggests nothing new."""
    wanted = {"1": "S3"}.get(result)
    if wanted and _ORDER.get(stage or "S0", 0) < _ORDER[wanted]:
        return wanted
    return None


def proposed_side_state(result: str, *, blocked: bool, word: str) -> str | None:
    """The side state that a visit's result suggests: P2 after a refusal, P3 where it is gone; None if nothing new.

    `word` is the one of six words that is shown.
    """
    wanted = {"3": "P2", "5": "P3", "6": "P3"}.get(result)
    if (wanted == "P2" and blocked) or (wanted == "P3" and word == stage_word("S0", "P3")):
        return None
    return wanted


def side_state_of_decision(decision: str, *, word: str, side_state: str = "") -> str | None:
    """The side state that a decision on eligibility suggests: P1 after a "no", none ("") after a "yes" that lifts P1.

    None if it suggests nothing new. `word` is the one of six words that is shown.
    """
    if decision == "no" and word not in {"excluded", "built"}:
        return "P1"
    return "" if decision == "yes" and side_state == "P1" else None


def stage_number(stage: str) -> int:
    """0 to 10."""
    return _ORDER[stage]
