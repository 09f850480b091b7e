"""The reasons that ship, as the domain rules list them (section 5), and the campaign that ships (section 1)."""

from datetime import date

import pytest

from models.rules.campaigns import SHIPPED
from models.rules.reasons import needs_words, shipped_reasons
from models.vocabulary import ROUTES

#: Domain rules, section 5: code and effect; C2 "counts as covered".
EFFECTS = (
    "A1 X, A2 N, A3 N, A4 X, A5 N, A6 X, B1 N, B2 E, B3 E, B4 E, C1 N, C2 C, C3 E, C4 E, C5 E, "
    "D1 E, D2 E, D3 E, D4 E, F1 E, F2 E, F3 E, F4 E, F5 E, G1 E, G2 E, G3 E, Z E"
)


def test_codes_and_effects_are_those_of_the_domain_rules() -> None:
    listed = dict(part.split() for part in EFFECTS.split(", "))
    assert {code: reason.effect for code, reason in shipped_reasons().items()} == listed


def test_every_reason_says_what_to_do_by_when_with_what_evidence() -> None:
    for code, reason in shipped_reasons().items():
        assert reason.label, code
        assert reason.next_step, code
        assert reason.days > 0, code
        assert reason.evidence, code
        assert reason.route == "" or reason.route in ROUTES, code


@pytest.mark.parametrize(
    ("code", "label"),
    [("B2", "职工不足25人可单独建"), ("D2", "负责人拒绝或阻挠"), ("G1", "已建会未录入"), ("Z", "其他")],
)
def test_some_labels(code: str, label: str) -> None:
    assert shipped_reasons()[code].label == label


def test_only_other_needs_words() -> None:
    assert [code for code in shipped_reasons() if needs_words(code)] == ["Z"]


def test_the_campaign_and_its_two_targets() -> None:
    assert (SHIPPED.starts_on, SHIPPED.ends_on) == (date(2023, 5, 1), date(2024, 12, 31))
    assert [(target.percent, target.due_on) for target in SHIPPED.targets] == [
        (60, date(2023, 12, 31)),
        (85, date(2024, 12, 31)),
    ]
