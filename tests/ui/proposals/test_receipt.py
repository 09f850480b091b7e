"""After an import that brought something new, the receipt leads to the proposals."""

from types import SimpleNamespace
from typing import cast

from pytestqt.qtbot import QtBot

from models.importing.outcomes import ImportResult
from models.importing.staging import StagedSheet
from ui.importing.receipt_step import Left, ReceiptStep
from ui.requests import ReviewProposals


def receipt(qtbot: QtBot, *, new: int, same: int) -> ReceiptStep:
    step = ReceiptStep()
    qtbot.addWidget(step)
    nothing = SimpleNamespace(options=SimpleNamespace(table=SimpleNamespace(sheet="")))
    no_rows = cast("StagedSheet", nothing)  # only what was counted is shown
    counted = ImportResult(no_rows, rows=new + same, new=new, same=same, batch="ab" * 16 if new else "")
    step.show_result(counted, "名册.xlsx")
    step.show_left(Left(doubtful=0, unverified=0, no_street=0))
    return step


def test_the_card_opens_the_proposals(qtbot: QtBot) -> None:
    step = receipt(qtbot, new=3, same=0)
    asked: list[object] = []
    left: list[bool] = []
    step.asked.connect(asked.append)
    step.leave_asked.connect(lambda: left.append(True))
    step.cards["proposals"].click()
    assert asked == [ReviewProposals()]
    assert left == [], "one comes back to the receipt"


def test_nothing_new_needs_no_card(qtbot: QtBot) -> None:
    assert "proposals" not in receipt(qtbot, new=0, same=3).cards
